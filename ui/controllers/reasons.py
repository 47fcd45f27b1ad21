"""Why: asks the engine what carried the result of the utterance in view, once the user wants to know."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, QTimer

from mmemotion.messages import Event, Explained
from mmemotion.types import Emotion, Utterance
from ui.bridge import Bridge
from ui.state.reasons import Why
from ui.state.session import Session
from ui.state.subject import subject_of
from ui.views.review import ReviewView

REST_MS = 500
"""So long the play head stays with an utterance before its reasons are asked for by themselves."""

REMEMBERED = 64


class ReasonsController(QObject):
    """Holds the Why. The engine leaves an earlier question for a later one; what it said is remembered for a while."""

    def __init__(self, review: ReviewView, bridge: Bridge) -> None:
        super().__init__(review)
        self._inspector, self._bridge = review.inspector, bridge
        self._why = Why()
        self._reveal = False
        self._known: dict[tuple[Utterance, Emotion], Explained] = {}
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._ask)
        self._inspector.why.wanted.connect(self._want)
        self._inspector.why.chosen.connect(lambda emotion: self._want(True, emotion))
        review.moment_shown.connect(self.look)
        bridge.event_arrived.connect(self.apply)

    @property
    def why(self) -> Why:
        """What is asked, and what is known."""
        return self._why

    def look(self, session: Session, index: int | None) -> None:
        """Another utterance is in view, or more is known of it."""
        self._show(self._why.about(subject_of(session, index)))
        if self._why.question("") is not None:
            self._rest.start()

    def apply(self, event: Event) -> None:
        """Takes what the engine says."""
        why = self._why.apply(event)
        if why is not self._why:
            self._remember(why)
            self._show(why)

    def _want(self, wanted: bool, emotion: Emotion | None = None) -> None:
        """By hand: then the answer is brought into view, and not when it follows the play head."""
        self._rest.stop()
        self._reveal = wanted
        self._show(self._why.want(wanted, emotion))
        self._ask()

    def _ask(self) -> None:
        """The engine, unless it has said it before."""
        question, subject = self._why.question(uuid.uuid4().hex), self._why.subject
        if question is None or subject is None:
            return
        known = self._known.get((subject.utterance, question.emotion))
        if known is not None:
            self._show(self._why.asked(known.request).apply(known))
            return
        self._show(self._why.asked(question.request))
        self._bridge.send(question)

    def _remember(self, why: Why) -> None:
        if why.subject is None or why.emotion is None or not isinstance(why.answer, Explained):
            return
        self._known[why.subject.utterance, why.emotion] = why.answer
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]

    def _show(self, why: Why) -> None:
        self._why = why
        self._inspector.show_why(why)
        if self._reveal and why.answer is not None:
            self._reveal = False
            self._inspector.reveal_why()
