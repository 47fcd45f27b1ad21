"""What if: takes what the user supposes of the utterance in view, and asks the engine where that is not known."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject

from mmemotion.messages import Event
from ui.bridge import Bridge
from ui.state.session import Session
from ui.state.subject import subject_of
from ui.state.what_if import WhatIf
from ui.views.review import ReviewView


class WhatIfController(QObject):
    """Holds the WhatIf. Answers to what is no longer asked are not shown."""

    def __init__(self, review: ReviewView, bridge: Bridge) -> None:
        super().__init__(review)
        self._inspector, self._bridge = review.inspector, bridge
        self._what_if = WhatIf()
        section = self._inspector.what_if
        section.branch_chosen.connect(lambda branch: self._move(self._what_if.choose(branch)))
        section.word_pressed.connect(lambda place: self._move(self._what_if.toggle(place)))
        section.reset_wanted.connect(lambda: self._move(self._what_if.reset()))
        review.moment_shown.connect(self.look)
        bridge.event_arrived.connect(self.apply)

    @property
    def what_if(self) -> WhatIf:
        """What is supposed."""
        return self._what_if

    def look(self, session: Session, index: int | None) -> None:
        """Another utterance is in view, or more is known of it."""
        self._move(self._what_if.about(subject_of(session, index)))

    def apply(self, event: Event) -> None:
        """Takes what the engine says."""
        what_if = self._what_if.apply(event)
        if what_if is not self._what_if:
            self._move(what_if)

    def _move(self, what_if: WhatIf) -> None:
        question = what_if.question(uuid.uuid4().hex)
        self._what_if = what_if if question is None else what_if.asked(question.request)
        self._inspector.show_supposition(self._what_if.shown())
        if question is not None:
            self._bridge.send(question)
