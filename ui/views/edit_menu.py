"""What can be corrected: the menu Edit, and the menu of one utterance."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from ui.state.editing import Offer
    from ui.views.actions import Actions

PERCEIVED = "As perceived by the program"
EMOTIONS = ("neutral", "happy", "sad", "angry", "fearful", "disgust", "surprised")
"""In the order of their keys."""


def edit_menu(do: Actions, parent: QWidget) -> QMenu:
    """The menu of the menu bar: about the utterance under the play head."""
    menu = QMenu("&Edit", parent)
    menu.setToolTipsVisible(True)
    menu.addActions([do.undo_edit, do.redo_edit, menu.addSeparator(), do.correct, do.split, do.merge])
    emotion = menu.addMenu("Emotion")
    emotion.addActions([*do.hear.values(), emotion.addSeparator(), do.hear_nothing])
    menu.addActions([menu.addSeparator(), do.rename_speaker, do.swap_speakers])
    menu.addActions([menu.addSeparator(), do.begin_here, do.end_here, do.bounds_here])
    return menu


class UtteranceMenu(QMenu):
    """Made anew each time. chosen carries an edit; the others say that something is to be typed."""

    chosen = Signal(object)
    words_wanted = Signal()
    new_name_wanted = Signal()
    rename_wanted = Signal()

    def __init__(self, offer: Offer, why_not: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._why_not = why_not
        self.setToolTipsVisible(True)
        self._ask(self, "Correct the words…", self.words_wanted.emit)
        if offer.there is not None:
            self._edit(self, f"Split before “{offer.word.replace('&', '&&')}”", offer.there)
        self._edit(self, "Split at the play head", offer.here)
        self._edit(self, "Merge with the next", offer.merge)
        self.addSeparator()
        self._add_emotions(offer)
        self._add_speakers(offer)
        self.addSeparator()
        self._edit(self, "Move the beginning to the play head", offer.begin)
        self._edit(self, "Move the end to the play head", offer.end)
        if offer.bounds is not None:
            self._edit(self, "Begin and end as selected", offer.bounds)

    def show_at(self, place: QPoint) -> None:
        """Opens at a point of the screen."""
        self.aboutToHide.connect(self.deleteLater)
        self.popup(place)

    def _add_emotions(self, offer: Offer) -> None:
        from mmemotion.review.edits import CorrectEmotion
        from mmemotion.types import Emotion

        menu = self.addMenu("Emotion")
        group = QActionGroup(menu)
        for name in EMOTIONS:
            known = offer.label == name
            self._choice(group, f"You hear: {name}", CorrectEmotion(offer.segment, Emotion(name)), known)
        menu.addSeparator()
        self._choice(group, PERCEIVED, CorrectEmotion(offer.segment, None), offer.label is None)

    def _add_speakers(self, offer: Offer) -> None:
        from mmemotion.review.edits import AssignSpeaker

        menu = self.addMenu("Speaker")
        group = QActionGroup(menu)
        for name in offer.names:
            self._choice(group, name.replace("&", "&&"), AssignSpeaker(offer.segment, name), name == offer.speaker)
        self._ask(menu, "New name…", self.new_name_wanted.emit)
        menu.addSeparator()
        self._ask(menu, f"Rename {offer.speaker.replace('&', '&&')}…", self.rename_wanted.emit)
        if offer.swap is not None:
            self._edit(menu, "Swap the two speakers", offer.swap)

    def _edit(self, menu: QMenu, text: str, edit: object) -> None:
        self._add(menu, text, lambda: self.chosen.emit(edit)).setDisabled(edit is None or bool(self._why_not))

    def _ask(self, menu: QMenu, text: str, act: Callable[[], None]) -> None:
        self._add(menu, text, act)

    def _choice(self, group: QActionGroup, text: str, edit: object, known: bool) -> None:
        """One of several; to choose what is so already does nothing."""
        menu = group.parent()
        if isinstance(menu, QMenu):
            action = self._add(menu, text, lambda: None if known else self.chosen.emit(edit))
            group.addAction(action)
            action.setCheckable(True)
            action.setChecked(known)

    def _add(self, menu: QMenu, text: str, act: Callable[[], None]) -> QAction:
        action = menu.addAction(text)
        action.setEnabled(not self._why_not)
        action.setToolTip(self._why_not)
        action.triggered.connect(act)
        menu.setToolTipsVisible(True)
        return action
