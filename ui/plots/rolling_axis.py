"""The time axis of a recording being made: it rolls by under a fixed head at the right edge.

Time is painted once, in tiles; a frame only moves them. A tile is painted anew when what lies in it has changed.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.plots.rolling_tile import Tile, TileKey, key, paint, picture, rows
from ui.roles import Painted
from ui.state.live import Live
from ui.state.live_words import speaker
from ui.state.session import Session
from ui.theme import SMALL_PX, Theme

PIXELS_PER_SECOND = 60
"""One pixel a frame at 60 frames a second: the calmest motion there is."""

TILE = 2 * PIXELS_PER_SECOND
REPAINTED = 2
"""Tiles painted anew in one frame, at most, the newest first: when all change, frames come no later for it."""

LABELS, PRESENTED_LABELS = 104, 152
PRESENTED_TEXT = 16
LATEST = 40
MARGIN = 16
EXPLAINED = (
    "Emotion: how the voice of the last 4 s sounds at each moment, where somebody speaks; the more even the\n"
    "probabilities, the fainter. Pitch: fundamental frequency, in octaves. Loudness: in dBFS, where it can be heard."
)
HINTS = {"pitch": ("pitch", "65–500 Hz"), "loudness": ("loudness", "−60–0 dBFS"), "emotion": ("emotion", "")}


class RollingAxis(Painted, QWidget):
    """Shows a session and what is live in it, up to the time at the head."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._session: Session | None = None
        self._live: Live | None = None
        self._head = 0
        self._text, self._labels = SMALL_PX, LABELS
        self._left = 0
        self._drawn: tuple[object, ...] = ()
        self._tiles: dict[int, tuple[TileKey, QPixmap]] = {}
        self.setAccessibleName("Waveform, perceived emotion, pitch and loudness of the last seconds")
        self.setToolTip(EXPLAINED)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 150)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_frame(self, session: Session, live: Live, head: float) -> None:
        """Takes what is known by now; head is the time (s) at the right edge."""
        pixels = round(head * PIXELS_PER_SECOND)
        heard = tuple((channel.previews, channel.f0, channel.loudness) for channel in live.channels)
        drawn = (live.job, live.paused, pixels, session.peaks, session.utterances, heard)
        if self._live is None or live.job != self._live.job:
            self._tiles.clear()
        self._session, self._live, self._head = session, live, pixels
        if drawn != self._drawn:
            self._drawn = drawn
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self._tiles.clear()
        self.update()

    def set_presenting(self, presenting: bool) -> None:
        """Larger or smaller text."""
        self._text = PRESENTED_TEXT if presenting else SMALL_PX
        self._labels = PRESENTED_LABELS if presenting else LABELS
        self.update()

    @property
    def stretch(self) -> tuple[float, float]:
        """The times (s) in view."""
        end = self._head / PIXELS_PER_SECOND
        return max(0.0, end - self._room / PIXELS_PER_SECOND), end

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The tiles in view, the names of the rows, the head."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        if self._session is None or self._live is None:
            return
        self._paint_names(painter, self._session, self._live)
        painter.setClipRect(QRectF(self._labels, 0, self._room, self.height()))
        self._left = REPAINTED
        for tile in reversed(self._in_view(self._live)):
            self._paint_tile(painter, tile, self._session, self._live)
        if self._left < 0:
            self.update()
        painter.setClipping(False)
        self._paint_head(painter)
        if self._live.paused:
            self._paint_pause(painter)

    @property
    def _room(self) -> int:
        return max(1, self.width() - self._labels - MARGIN)

    def _in_view(self, live: Live) -> list[Tile]:
        size = (TILE, self.height())
        first = max(0, (self._head - self._room) // TILE)
        tiles = [
            Tile(number, size, TILE / PIXELS_PER_SECOND, self._text) for number in range(first, self._head // TILE + 1)
        ]
        for gone in [number for number in self._tiles if number < first]:
            del self._tiles[gone]
        return tiles

    def _paint_tile(self, painter: QPainter, tile: Tile, session: Session, live: Live) -> None:
        wanted = key(tile, session, live, self.devicePixelRatioF())
        known = self._tiles.get(tile.number)
        stale = known is not None and known[0] != wanted
        self._left -= stale
        if known is None or (stale and self._left >= 0):
            painted = picture(tile, self.devicePixelRatioF(), self._theme)
            paint(painted, tile, session, live, self._theme)
            known = self._tiles[tile.number] = (wanted, painted)
        painter.drawPixmap(QPointF(self._labels + self._room - (self._head - tile.number * TILE), 0), known[1])

    def _paint_names(self, painter: QPainter, session: Session, live: Live) -> None:
        speakers = len(live.channels)
        names = {utterance.channel: utterance.speaker for utterance in reversed(session.utterances[-LATEST:])}
        bold, fine = QFont(self.font()), QFont(self.font())
        bold.setPixelSize(self._text + 2)
        bold.setWeight(QFont.Weight.DemiBold)
        fine.setPixelSize(self._text)
        for row in rows(self.height(), speakers):
            area = QRectF(MARGIN, row.top, self._labels - MARGIN - 8, row.height)
            if row.kind == "waveform":
                painter.setFont(bold)
                painter.setPen(QColor(self._theme.speaker(row.channel)))
                name = names.get(row.channel, speaker(row.channel, speakers))
                name = QFontMetrics(bold).elidedText(name, Qt.TextElideMode.ElideRight, int(area.width()))
                painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, name)
            elif row.kind in HINTS:
                name, limits = HINTS[row.kind]
                painter.setFont(fine)
                painter.setPen(QColor(self._theme.muted))
                text = f"{name}\n{limits}" if limits and row.height >= 2.6 * self._text else name
                painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_head(self, painter: QPainter) -> None:
        x = self._labels + self._room + 0.5
        painter.setPen(QPen(QColor(self._theme.play_head), 1.5))
        painter.drawLine(QPointF(x, 6), QPointF(x, self.height() - 24))

    def _paint_pause(self, painter: QPainter) -> None:
        veil = QColor(self._theme.panel)
        veil.setAlpha(150)
        area = QRectF(self._labels, 0, self._room, self.height())
        painter.fillRect(area, veil)
        font = QFont(self.font())
        font.setPixelSize(24)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        plate = QRectF(0, 0, painter.fontMetrics().horizontalAdvance("Paused") + 48, 48)
        plate.moveCenter(area.center())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.line)))
        painter.setBrush(QColor(self._theme.raised))
        painter.drawRoundedRect(plate, 7, 7)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, "Paused")
