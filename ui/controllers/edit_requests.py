"""What the user wants to correct: keys, menus and typed words, made to edits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction

from mmemotion.review.edits import (
    AssignSpeaker,
    CorrectEmotion,
    CorrectWords,
    Edit,
    Merge,
    MoveBounds,
    RenameSpeaker,
    Split,
)
from mmemotion.types import Emotion, Segment
from ui.controllers.desk import DeskController
from ui.controllers.editing import EditController
from ui.controllers.playback import PlaybackController
from ui.state.editing import NO_EARLIER, NO_PLACE, before, beginning_at, cut, ending_at, offer, row_of, why_not
from ui.state.session import Session
from ui.views.edit_dialogs import ask_name
from ui.views.edit_menu import UtteranceMenu
from ui.views.main_window import MainWindow
from ui.views.review import ReviewView

Make = Callable[[Session, int, float], Edit | None]
"""An edit of the utterance in a row, with the play head at a time (s)."""


class EditRequests(QObject):
    """Actions are about the utterance under the play head, a menu about the one it was opened over."""

    def __init__(
        self,
        window: MainWindow,
        review: ReviewView,
        desk: DeskController,
        playback: PlaybackController,
        editing: EditController,
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._playback, self._editing = window, desk, playback, editing
        self._transcript = review.transcript
        review.name_wanted.connect(self._rename_channel)
        self._connect()
        self._connect_actions()

    def edit_words(self, row: int) -> None:
        """Opens the words of a row."""
        session = self._desk.visible
        if session is not None and self._may(session):
            self._transcript.edit_words(row)

    def rename(self, speaker: str) -> None:
        """Asks for another name for somebody."""

        def take(name: str) -> None:
            if name != speaker:
                self._editing.correct(RenameSpeaker(speaker, name))

        session = self._desk.visible
        if session is not None and self._may(session):
            ask_name(self._window, f"Another name for {speaker}", speaker, take)

    def _connect(self) -> None:
        transcript = self._transcript
        self._window.edit_menu.aboutToShow.connect(self._check)
        transcript.words_wanted.connect(self.edit_words)
        transcript.name_wanted.connect(self.rename)
        transcript.menu_wanted.connect(self._show_menu)
        transcript.editing.accepted.connect(self._words_typed)
        transcript.editing.split.connect(self._split_typed)
        transcript.editing.merged.connect(self._merge_typed)
        transcript.addActions([self._window.actions_.correct, self._window.actions_.rename_speaker])

    def _connect_actions(self) -> None:
        do = self._window.actions_
        do.correct.triggered.connect(lambda: self._at_play_head(lambda session, row, time: self.edit_words(row)))
        do.rename_speaker.triggered.connect(
            lambda: self._at_play_head(lambda session, row, time: self.rename(session.utterances[row].speaker))
        )
        makes: list[tuple[QAction, Make]] = [
            (do.split, lambda session, row, time: Split(session.utterances[row].segment, time)),
            (do.merge, lambda session, row, time: Merge(session.utterances[row].segment)),
            (do.begin_here, beginning_at),
            (do.end_here, ending_at),
            (do.bounds_here, self._as_selected),
            (do.swap_speakers, lambda session, row, time: offer(session, row, time).swap),
            (do.hear_nothing, _hearing(None)),
            *((action, _hearing(Emotion(name))) for name, action in do.hear.items()),
        ]
        for action, make in makes:
            action.triggered.connect(lambda _=False, make=make: self._edit(make))

    def _rename_channel(self, channel: int) -> None:
        """Asks for another name for who speaks on a channel."""
        session = self._desk.visible
        said = session.utterances if session is not None else ()
        speaker = next((one.speaker for one in said if one.channel == channel), None)
        if speaker is not None:
            self.rename(speaker)

    def _may(self, session: Session) -> bool:
        """Whether the session can be corrected; if not, the user is told why."""
        if why := why_not(session):
            self._editing.refuse(why)
        return not why

    def _at_play_head(self, act: Callable[[Session, int, float], None]) -> None:
        session = self._desk.visible
        row = self._playback.cursor.index(session) if session is not None else None
        if session is not None and row is not None:
            act(session, row, self._playback.cursor.time)

    def _edit(self, make: Make) -> None:
        def act(session: Session, row: int, time: float) -> None:
            edit = make(session, row, time)
            if edit is not None:
                self._editing.correct(edit)

        self._at_play_head(act)

    def _as_selected(self, session: Session, row: int, time: float) -> Edit | None:
        chosen = self._playback.selection
        if chosen is None:
            self._editing.tell("Select a stretch of time first: drag over the waveform, or press S.")
            return None
        return MoveBounds(session.utterances[row].segment, chosen)

    def _check(self) -> None:
        """Shows in the menu Edit what the user hears at the play head."""
        do = self._window.actions_

        def check(session: Session, row: int, time: float) -> None:
            label = offer(session, row, time).label
            for name, action in do.hear.items():
                action.setChecked(label == name)
            do.hear_nothing.setChecked(label is None)

        self._at_play_head(check)

    def _words_typed(self, segment: Segment, words: str) -> None:
        self._editing.correct(CorrectWords(segment, words), typed=words)

    def _split_typed(self, segment: Segment, text: str, cursor: int) -> None:
        session = self._desk.visible
        row = row_of(session, segment) if session is not None else None
        at = cut(session.utterances[row], text, cursor) if session is not None and row is not None else None
        if at is None:
            self._editing.refuse(NO_PLACE)
        else:
            self._editing.correct(*self._reworded(segment, text), Split(segment, at), typed=text)

    def _merge_typed(self, segment: Segment, words: str, with_previous: bool) -> None:
        session = self._desk.visible
        first = before(session, segment) if with_previous and session is not None else segment
        if first is None:
            self._editing.refuse(NO_EARLIER)
        else:
            self._editing.correct(*self._reworded(segment, words), Merge(first), typed=words)

    def _reworded(self, segment: Segment, text: str) -> tuple[Edit, ...]:
        session = self._desk.visible
        row = row_of(session, segment) if session is not None else None
        known = session.utterances[row].transcript.text if session is not None and row is not None else ""
        return (CorrectWords(segment, text),) if text.split() != known.split() else ()

    def _show_menu(self, row: int, word: int | None, place: QPoint) -> None:
        session = self._desk.visible
        if session is None or not 0 <= row < len(session.utterances):
            return
        offered = offer(session, row, self._playback.cursor.time, word, self._playback.selection)
        menu = UtteranceMenu(offered, why_not(session), self._transcript)
        menu.chosen.connect(self._editing.correct)
        menu.words_wanted.connect(lambda: self.edit_words(row))
        menu.rename_wanted.connect(lambda: self.rename(offered.speaker))
        menu.new_name_wanted.connect(lambda: self._ask_who(offered.segment))
        menu.show_at(place)

    def _ask_who(self, segment: Segment) -> None:
        ask_name(self._window, "Who said this", "", lambda name: self._editing.correct(AssignSpeaker(segment, name)))


def _hearing(label: Emotion | None) -> Make:
    """What the user hears, where that is something else than before."""

    def make(session: Session, row: int, time: float) -> Edit | None:
        one = session.utterances[row]
        now = one.correction.label if one.correction is not None else None
        return CorrectEmotion(one.segment, label) if label is not now else None

    return make
