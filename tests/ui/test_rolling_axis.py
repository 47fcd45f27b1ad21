"""What the rolling axis draws, how it moves, and what that costs."""

from __future__ import annotations

import time

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from scripted_engine import Call
from scripted_live import LiveCall

from mmemotion.messages import EstimatePreviewed
from mmemotion.palette import COLOURS
from mmemotion.types import EMOTIONS, Emotion, Span
from ui.plots.affect_plane import AffectPlane
from ui.plots.rolling_axis import LABELS, MARGIN, PIXELS_PER_SECOND, RollingAxis
from ui.plots.rolling_tile import rows
from ui.state.live import Live, begin
from ui.state.mood import Mood
from ui.state.session import Phase, Session
from ui.theme import DARK, LIGHT

SAD = {emotion: float(emotion is Emotion.SAD) for emotion in EMOTIONS}
SLOWEST_MS = 12.0
"""A loose bound for a busy machine; on a quiet one a frame takes about 1 ms."""


def recorded(call: Call, until: float) -> tuple[Session, Live]:
    session, live = Session("1", "/r.wav", Phase.RECORDING, recorded=True), begin("1", "/r.wav", 2)
    source = LiveCall(call)
    for event in (*source.sound("1", 0.0, until, until), *source.heard("1", 0.0, until)):
        session, live = session.apply(event), live.apply(event, until)
    return session, live


@pytest.fixture
def axis(qapp: QApplication) -> RollingAxis:
    axis = RollingAxis(LIGHT)
    axis.resize(1000, 400)
    return axis


def colour(axis: RollingAxis, kind: str, channel: int, time: float, height: float = 0.5) -> str:
    row = next(row for row in rows(axis.height(), 2) if (row.kind, row.channel) == (kind, channel))
    x = axis.width() - MARGIN - (axis.stretch[1] - time) * PIXELS_PER_SECOND
    return picture(axis).pixelColor(round(x), round(row.top + height * row.height)).name()


def picture(axis: RollingAxis) -> QImage:
    return axis.grab().toImage()


def test_sound_is_drawn_where_it_was_heard(axis: RollingAxis, call: Call) -> None:
    axis.show_frame(*recorded(call, 14.0), 14.0)
    assert colour(axis, "waveform", 0, 10.0, 0.4) == LIGHT.speaker(0)
    assert colour(axis, "waveform", 0, 12.2, 0.3) == LIGHT.panel
    assert colour(axis, "waveform", 1, 13.0, 0.4) == LIGHT.speaker(1)


def test_emotion_is_drawn_only_where_somebody_speaks(axis: RollingAxis, call: Call) -> None:
    session, live = recorded(call, 4.0)
    for quarter in range(48, 57):
        live = live.apply(EstimatePreviewed("1", 0, Span(8, quarter / 4), SAD), 14.0)
    axis.show_frame(session, live, 16.0)
    assert colour(axis, "emotion", 0, 13.0, 0.95) == COLOURS[Emotion.SAD]
    assert colour(axis, "emotion", 0, 15.0, 0.95) == LIGHT.panel
    assert colour(axis, "emotion", 0, 8.0, 0.95) == LIGHT.panel
    assert colour(axis, "emotion", 1, 13.0, 0.95) == LIGHT.panel


def test_a_later_estimate_is_painted_into_a_known_tile(axis: RollingAxis, call: Call) -> None:
    session, live = recorded(call, 4.0)
    axis.show_frame(session, live, 16.0)
    assert colour(axis, "emotion", 1, 13.0, 0.95) == LIGHT.panel
    for quarter in range(48, 57):
        live = live.apply(EstimatePreviewed("1", 1, Span(8, quarter / 4), SAD), 14.0)
    axis.show_frame(session, live, 16.0)
    assert colour(axis, "emotion", 1, 13.0, 0.95) == COLOURS[Emotion.SAD]


def test_a_frame_moves_the_picture_by_whole_pixels(axis: RollingAxis, call: Call) -> None:
    session, live = recorded(call, 30.0)
    axis.show_frame(session, live, 28.0)
    before = picture(axis)
    axis.show_frame(session, live, 28.0 + 7 / PIXELS_PER_SECOND)
    after = picture(axis)
    width = axis.width() - LABELS - MARGIN - 8
    assert after.copy(LABELS, 0, width - 7, 400) == before.copy(LABELS + 7, 0, width - 7, 400)


def test_only_what_is_in_view_is_kept(axis: RollingAxis, call: Call) -> None:
    session, live = recorded(call, 60.0)
    for step in range(600):
        axis.show_frame(session, live, step / 10)
        picture(axis)
    assert len(axis._tiles) <= 9
    start, end = axis.stretch
    assert end - start == pytest.approx((1000 - LABELS - MARGIN) / PIXELS_PER_SECOND)


def test_a_theme_repaints_all(axis: RollingAxis, call: Call) -> None:
    axis.show_frame(*recorded(call, 14.0), 14.0)
    axis.set_theme(DARK)
    assert colour(axis, "waveform", 0, 10.0, 0.4) == DARK.speaker(0)


def test_a_frame_is_painted_quickly(axis: RollingAxis, call: Call) -> None:
    axis.resize(924, 360)
    source = LiveCall(call)
    session, live = recorded(call, 30.0)
    spent = []
    for step in range(750, 800):
        at = step / 25
        for event in (*source.sound("1", at, at + 0.04, at), *source.heard("1", at, at + 0.04)):
            session, live = session.apply(event), live.apply(event, at)
        axis.show_frame(session, live, at)
        target = QImage(axis.size(), QImage.Format.Format_RGB32)
        began = time.process_time()
        axis.render(target)
        spent.append(1000 * (time.process_time() - began))
    assert sorted(spent)[len(spent) // 2] < SLOWEST_MS


def test_the_plane_shows_where_the_voice_is(qapp: QApplication) -> None:
    plane = AffectPlane(LIGHT)
    plane.resize(300, 200)
    plane.show_mood(Mood().hear(SAD, 0.0).moved(0.1), 0.1)
    image = plane.grab().toImage()
    point = plane._point(plane._mood.place).toPoint()
    assert image.pixelColor(point).name() == LIGHT.text
    assert "Russell & Mehrabian" in plane.toolTip()
