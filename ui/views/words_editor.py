"""The words of an utterance, to be corrected in their row."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QResizeEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from mmemotion.types import Segment

ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
ELSEWHERE = {
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
}
"""Where the focus goes without leaving the words for good."""

CONTROL = Qt.KeyboardModifier.ControlModifier
INSET = 5
"""Pixels by which it is larger than the words on every side."""

HINT = "Enter accepts · Esc leaves · Ctrl+Enter splits · Backspace at the beginning merges · F4 plays"


class WordsEditor(QPlainTextEdit):
    """Enter accepts, Esc leaves, Ctrl+Enter splits at the text cursor, Backspace at the beginning and Delete at the end
    merge; all others are letters. So does going elsewhere in the window accept. Looks like the words it stands for;
    height_changed: it needs another number of lines."""

    accepted = Signal()
    left = Signal()
    split = Signal(int)
    merged_before = Signal()
    merged_after = Signal()
    height_changed = Signal()

    def __init__(self, segment: Segment, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.segment, self._before = segment, text
        self._over = False
        self.setObjectName("words")
        self.setAccessibleName("Words of the utterance")
        self.setToolTip(HINT)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(INSET - 1)
        self.setPlainText(text)
        self.document().documentLayout().documentSizeChanged.connect(self.height_changed)
        self.moveCursor(QTextCursor.MoveOperation.End)

    @property
    def words(self) -> str:
        """What is typed, in one line."""
        return " ".join(self.toPlainText().split())

    @property
    def changed(self) -> bool:
        """Whether it is other words than before."""
        return self.words != " ".join(self._before.split())

    @property
    def text_height(self) -> int:
        """Pixels that the text needs at its width."""
        return max(1, round(self.document().size().height())) * QFontMetrics(self.font()).lineSpacing()

    def wait(self, waiting: bool) -> None:
        """While the answer is awaited, nothing can be typed."""
        self.setReadOnly(waiting)

    def end(self) -> None:
        """From now on nothing is accepted."""
        self._over = True

    def event(self, event: QEvent) -> bool:
        """Keys that play or go elsewhere in the window are letters here."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            others = Qt.KeyboardModifier.AltModifier | CONTROL | Qt.KeyboardModifier.MetaModifier
            function_key = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
            if event.key() in ENTER or not (event.modifiers() & others or function_key):
                event.accept()
                return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """All of the words are in view; it was scrolled for a moment when they needed another line."""
        super().resizeEvent(event)
        self.verticalScrollBar().setValue(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Who goes elsewhere in the window is done here."""
        super().focusOutEvent(event)
        if event.reason() not in ELSEWHERE and not self._over and not self.isReadOnly():
            self.accepted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keys with a meaning of their own; all others are typed."""
        if event.key() in ENTER:
            self._enter(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Backspace and self._is_at_end(event, self.textCursor().atStart()):
            self.merged_before.emit()
        elif event.key() == Qt.Key.Key_Delete and self._is_at_end(event, self.textCursor().atEnd()):
            self.merged_after.emit()
        else:
            super().keyPressEvent(event)

    def _enter(self, event: QKeyEvent) -> None:
        if self.isReadOnly():
            return
        if event.modifiers() & CONTROL:
            self.split.emit(self.textCursor().position())
        else:
            self.accepted.emit()

    def _is_at_end(self, event: QKeyEvent, there: bool) -> bool:
        """Holding the key down to delete words must not merge what is left."""
        alone = not event.isAutoRepeat() and not self.textCursor().hasSelection()
        return there and alone and bool(self.words) and not self.isReadOnly()
