"""On the left, once more than one recording is open: which they are and how far each is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mmemotion.types import EMOTIONS, Emotion
from ui import emotions
from ui.state.session import Phase, Session
from ui.state.wording import clock, percent
from ui.theme import Theme, small
from ui.views.focus_ring import FocusRing
from ui.views.header import facts
from ui.views.transcript_model import Index

ROW_HEIGHT = 58
STRIP_HEIGHT = 6
MINE = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
"""Keys that move in the list and would move the play head elsewhere."""

SESSION = int(Qt.ItemDataRole.UserRole)
PHASES = {
    Phase.OPENING: "opening",
    Phase.WAITING: "waiting",
    Phase.FAILED: "failed",
    Phase.CANCELLED: "cancelled",
    Phase.STOPPED: "stopped",
}


class RecordingsView(QListWidget):
    """chosen carries the job of the recording to show."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        FocusRing(self)
        self.setObjectName("recordings")
        self.setAccessibleName("Open recordings")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(160)
        self.setMaximumWidth(320)
        self._delegate = RecordingDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.itemClicked.connect(self._choose)

    def show_sessions(self, sessions: Sequence[Session], shown: str) -> None:
        """Shows the sessions; shown is the job of the one in view."""
        while self.count() > len(sessions):
            self.takeItem(self.count() - 1)
        while self.count() < len(sessions):
            self.addItem(QListWidgetItem())
        for row, session in enumerate(sessions):
            item = self.item(row)
            if item.data(SESSION) is not session:
                item.setData(SESSION, session)
                item.setText("")
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{session.title}, {status(session)}")
                item.setToolTip("")
            if len(sessions) > 1 and not item.toolTip():  # one alone is not listed
                item.setToolTip("\n".join(part for part in (session.path, status(session), mixture(session)) if part))
            if session.job == shown:
                self.setCurrentItem(item)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._delegate.theme = theme
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Keeps the keys that move in the list."""
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() in MINE:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter shows the recording that is marked."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self._choose(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(SESSION).job)


class RecordingDelegate(QStyledItemDelegate):
    """Title, a line about it, and a strip of its emotions."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """All rows are equally high."""
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paints one recording."""
        session: Session = index.data(SESSION)
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.selection))
            painter.drawRoundedRect(area.adjusted(6, 2, -6, -2), 7, 7)
        inner = area.adjusted(16, 8, -16, -8)
        self._write(painter, inner, session, option.font)
        strip = QRectF(inner.left(), inner.bottom() - STRIP_HEIGHT, inner.width(), STRIP_HEIGHT)
        self._paint_strip(painter, strip, session)
        painter.restore()

    def _write(self, painter: QPainter, area: QRectF, session: Session, font: QFont) -> None:
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text))
        title = painter.fontMetrics().elidedText(session.title, Qt.TextElideMode.ElideMiddle, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignTop, title)
        painter.setFont(small(font))
        painter.setPen(QColor(self.theme.muted))
        about = painter.fontMetrics().elidedText(status(session), Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area.adjusted(0, 18, 0, 0), Qt.AlignmentFlag.AlignTop, about)

    def _paint_strip(self, painter: QPainter, area: QRectF, session: Session) -> None:
        painter.fillRect(area, QColor(self.theme.line))
        x = area.left()
        for emotion, share in shares(session).items():
            width = share * area.width()
            emotions.fill(painter, QRectF(x, area.top(), width, area.height()), emotion)
            x += width


def status(session: Session) -> str:
    """One line: what it is, or how far it is."""
    if session.phase is Phase.RECORDING:
        return f"recording, {clock(session.duration)}"
    if session.phase is Phase.RUNNING:
        progress = session.progress
        share = progress.done / progress.total if progress is not None and progress.total else 0.0
        return f"analysing, {min(100, round(100 * share))} %"
    return PHASES.get(session.phase) or facts(session.visible)


def mixture(session: Session) -> str:
    """The strip in words: the strongest emotions and their shares."""
    strongest = sorted(shares(session).items(), key=lambda item: -item[1])
    return ", ".join(f"{emotion} {percent(share)}" for emotion, share in strongest if share >= 0.005)


def shares(session: Session) -> dict[Emotion, float]:
    """How much of the speaking time each emotion has, by its probability."""
    time = dict.fromkeys(EMOTIONS, 0.0)
    for utterance in session.visible.utterances:
        if utterance.estimate is not None:
            duration = utterance.span.duration
            for emotion, share in utterance.estimate.probabilities.items():
                time[emotion] += share * duration
    total = sum(time.values())
    return {emotion: seconds / total for emotion, seconds in time.items()} if total > 0 else {}
