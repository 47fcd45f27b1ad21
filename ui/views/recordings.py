"""On the left, once more than one recording is open: which they are and how far each is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mmemotion.types import EMOTIONS, Emotion
from ui import emotions
from ui.state.session import Phase, Session
from ui.state.wording import clock
from ui.theme import Theme, small
from ui.views.header import facts
from ui.views.transcript_model import Index

ROW_HEIGHT = 58
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
        self.setObjectName("recordings")
        self.setAccessibleName("Open recordings")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(160)
        self.setMaximumWidth(320)
        self._delegate = RecordingDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.itemClicked.connect(lambda item: self.chosen.emit(item.data(SESSION).job))

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
                item.setToolTip(session.path)
            if session.job == shown:
                self.setCurrentItem(item)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._delegate.theme = theme
        self.viewport().update()


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
        self._paint_strip(painter, QRectF(inner.left(), inner.bottom() - 4, inner.width(), 4), session)
        painter.restore()

    def _write(self, painter: QPainter, area: QRectF, session: Session, font: QFont) -> None:
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text))
        title = painter.fontMetrics().elidedText(session.title, Qt.TextElideMode.ElideMiddle, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignTop, title)
        painter.setFont(small(font))
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(area.adjusted(0, 18, 0, 0), Qt.AlignmentFlag.AlignTop, status(session))

    def _paint_strip(self, painter: QPainter, area: QRectF, session: Session) -> None:
        painter.fillRect(area, QColor(self.theme.line))
        x = area.left()
        for emotion, share in shares(session).items():
            width = share * area.width()
            painter.fillRect(QRectF(x, area.top(), width, area.height()), emotions.colour(emotion))
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


def shares(session: Session) -> dict[Emotion, float]:
    """How much of the speaking time each emotion has, by its probability."""
    time = dict.fromkeys(EMOTIONS, 0.0)
    for utterance in session.visible.utterances:
        if utterance.estimate is not None:
            for emotion, share in utterance.estimate.probabilities.items():
                time[emotion] += share * utterance.span.duration
    total = sum(time.values())
    return {emotion: seconds / total for emotion, seconds in time.items()} if total > 0 else {}
