"""What narrows the library beside words: emotion, speaker, date and length, each a button with a menu."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QSizePolicy, QWidget

from mmemotion.types import EMOTIONS, Emotion
from ui import emotions
from ui.state.filters import Age, Filters, Length
from ui.views.buttons import PushButton

ANYBODY = "Any speaker"
ANY_EMOTION = "Any emotion"
NAMES = ("Emotion", "Speaker", "Date", "Length")
SWATCH = 16
TICK = [QPointF(3.5, 8.5), QPointF(6.5, 11.5), QPointF(12.5, 4.5)]
PADDING = 32


class FilterButton(PushButton):
    """Says what it chooses, or what is chosen, shortened to the room there is; marked while that is not everything."""

    def __init__(self, name: str) -> None:
        super().__init__("", "filter")
        self._name = name
        self._full = ""
        self.setMenu(QMenu(self))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_choice(self, text: str) -> None:
        """Takes another choice; empty when there is none."""
        chosen = bool(text)
        self._full = text or self._name
        self.setAccessibleName(f"{self._name}: {text or 'any'}")
        self.setToolTip(text)
        if self.property("chosen") is not chosen:
            self.setProperty("chosen", chosen)
            self.style().polish(self)
        self._shorten()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Shortens anew."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        room = max(20, self.width() - PADDING)
        name = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, room)
        self.setText(name.replace("&", "&&"))


class FilterBar(QWidget):
    """chosen carries the Filters with the user's change."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._filters = Filters()
        self._speakers: tuple[str, ...] | None = None
        self.emotion, self.speaker, self.age, self.length = (FilterButton(name) for name in NAMES)
        self._fill_emotions()
        self._fill_ages()
        self._fill_lengths()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for place, button in enumerate((self.emotion, self.speaker, self.age, self.length)):
            layout.addWidget(button, place // 2, place % 2)

    def show_filters(self, filters: Filters, speakers: Iterable[str]) -> None:
        """Shows what is chosen, and which speakers there are."""
        known = tuple(speakers)
        if known != self._speakers:
            self._speakers = known
            self._fill_speakers(known)
        self._filters = filters
        self._show_emotions(filters.emotions)
        self.speaker.show_choice(filters.speaker)
        self.age.show_choice("" if filters.age is Age.ANY else filters.age.value)
        self.length.show_choice("" if filters.length is Length.ANY else filters.length.value)
        wanted = (filters.speaker, filters.age, filters.length)
        for button, value in zip((self.speaker, self.age, self.length), wanted, strict=True):
            for action in button.menu().actions():
                action.setChecked(action.data() == value)

    def _show_emotions(self, chosen: tuple[Emotion, ...]) -> None:
        self.emotion.show_choice(", ".join(chosen))
        for action in self.emotion.menu().actions():
            action.setChecked(action.data() in chosen if action.data() else not chosen)

    def _fill_emotions(self) -> None:
        menu = self.emotion.menu()
        self._add(menu, ANY_EMOTION, "").triggered.connect(lambda: self._change(emotions=()))
        menu.addSeparator()
        for emotion in EMOTIONS:
            action = self._add(menu, emotion, emotion)
            action.setIcon(_swatch(emotion))
            action.triggered.connect(lambda _=False, e=emotion: self._change(emotions=self._with(e)))

    def _fill_speakers(self, speakers: tuple[str, ...]) -> None:
        menu = self.speaker.menu()
        menu.clear()
        for name in ("", *speakers):
            action = self._add(menu, name.replace("&", "&&") or ANYBODY, name)
            action.triggered.connect(lambda _=False, n=name: self._change(speaker=n))

    def _fill_ages(self) -> None:
        for age in Age:
            action = self._add(self.age.menu(), age.value, age)
            action.triggered.connect(lambda _=False, a=age: self._change(age=a))

    def _fill_lengths(self) -> None:
        for length in Length:
            action = self._add(self.length.menu(), length.value, length)
            action.triggered.connect(lambda _=False, c=length: self._change(length=c))

    def _with(self, emotion: Emotion) -> tuple[Emotion, ...]:
        """The chosen emotions, in their order, with this one added or taken away."""
        chosen = set(self._filters.emotions) ^ {emotion}
        return tuple(other for other in EMOTIONS if other in chosen)

    def _change(self, **change: object) -> None:
        self.chosen.emit(replace(self._filters, **change))  # type: ignore[arg-type]

    def _add(self, menu: QMenu, text: str, value: object) -> QAction:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setData(value)
        return action


def _swatch(emotion: Emotion) -> QIcon:
    """Colour and pattern, with a tick over them while the emotion is chosen."""
    result = QIcon()
    for state in (QIcon.State.Off, QIcon.State.On):
        picture = QPixmap(2 * SWATCH, 2 * SWATCH)
        picture.setDevicePixelRatio(2)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        emotions.fill(painter, QRectF(0, 0, SWATCH, SWATCH), emotion)
        if state is QIcon.State.On:
            painter.setPen(QPen(emotions.ink(emotions.colour(emotion)), 2.2))
            painter.drawPolyline(TICK)
        painter.end()
        result.addPixmap(picture, QIcon.Mode.Normal, state)
    return result
