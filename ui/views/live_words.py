"""The words of a recording being made: the newest at the bottom, in view until the user scrolls."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from ui.state.live_words import Line
from ui.state.wording import clock
from ui.theme import Theme
from ui.views.buttons import PushButton
from ui.views.focus_ring import FocusRing
from ui.views.labels import label
from ui.views.live_words_delegate import LINE, LiveWordsDelegate

Index = QModelIndex | QPersistentModelIndex
HINT = "Words appear here as they are recognised."


class LiveWordsModel(QAbstractListModel):
    """A row per line; only the last ones ever change."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Takes the lines, telling the view of no more than what changed."""
        old = self._lines
        kept = min(len(old), len(lines))
        if kept < len(old):
            self.beginRemoveRows(QModelIndex(), kept, len(old) - 1)
            self._lines = old[:kept]
            self.endRemoveRows()
        first = next((i for i in range(kept) if old[i] != lines[i]), kept)
        self._lines = lines[:kept]
        if first < kept:
            self.dataChanged.emit(self.index(first), self.index(kept - 1))
        if kept < len(lines):
            self.beginInsertRows(QModelIndex(), kept, len(lines) - 1)
            self._lines = lines
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's signature
        """Number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Line | str | None:
        """The line itself, or one line about it for screen readers."""
        if not 0 <= index.row() < len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            words = f"{line.settled} {line.tentative}".strip()
            return f"{clock(line.start, 1)} {line.speaker}: {words} {f'({line.verdict})' if line.verdict else ''}"
        return None


class LiveWords(QListView):
    """Shows lines and stays with the newest."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._model = LiveWordsModel(self)
        self._delegate = LiveWordsDelegate(theme, self)
        self._lines: tuple[Line, ...] = ()
        self._following = True
        self._newest = PushButton("Newest words")
        self._hint = label("hint", HINT)
        self._prepare()

    def show_lines(self, lines: tuple[Line, ...], speakers: int) -> None:
        """Takes the lines; who speaks is named where there are several speakers."""
        if lines == self._lines and speakers == self._delegate.speakers:
            return
        self._lines = lines
        self._delegate.speakers = speakers
        self._model.show_lines(lines)
        self._hint.setVisible(not lines)
        self.scheduleDelayedItemsLayout()
        if self._following:
            self._go_down()

    def set_presenting(self, presenting: bool) -> None:
        """Larger or smaller words."""
        self._delegate.set_presenting(presenting)
        self.scheduleDelayedItemsLayout()
        self._go_down()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._delegate.theme = theme
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scrolling by hand stops the following, back at the bottom it goes on."""
        super().wheelEvent(event)
        self._scrolled()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Places what floats over the list."""
        super().resizeEvent(event)
        self._newest.adjustSize()
        self._newest.move(self.viewport().width() - self._newest.width() - 16, self.height() - 48)
        self._hint.setGeometry(32, 0, max(0, self.viewport().width() - 64), min(96, self.height()))
        self.scheduleDelayedItemsLayout()
        if self._following:
            self._go_down()

    def _prepare(self) -> None:
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Words of the recording")
        FocusRing(self)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMinimumHeight(96)
        self.verticalScrollBar().setSingleStep(24)
        self.verticalScrollBar().sliderReleased.connect(self._scrolled)
        self._newest.setParent(self)
        self._newest.hide()
        self._newest.clicked.connect(self._go_down)
        self._hint.setParent(self)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _scrolled(self) -> None:
        bar = self.verticalScrollBar()
        self._following = bar.value() >= bar.maximum() - 8
        self._newest.setVisible(not self._following)

    def _go_down(self) -> None:
        self._following = True
        self._newest.hide()
        self.executeDelayedItemsLayout()
        self.scrollToBottom()
