from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from media import write_sound

from mmemotion.audio.files import FileSource
from mmemotion.audio.layout import ChannelMixer, Layout, LayoutProbe
from mmemotion.config import ChannelMode
from mmemotion.types import ChannelPlan, FloatArray

CALLS = ["MUL1423", "SNG0072", "SNG0480", "SNG1640"]


@pytest.fixture(scope="session")
def calls(shared_data: Path) -> dict[str, tuple[FloatArray, int]]:
    return {name: load(shared_data / "calls" / f"{name}.flac") for name in CALLS}


def load(path: Path) -> tuple[FloatArray, int]:
    source = FileSource(path)
    return np.concatenate([chunk.samples for chunk in source.chunks()]), source.media.sample_rate


def decide(samples: FloatArray, sample_rate: int, mode: ChannelMode = ChannelMode.AUTO, step: int = 7777) -> Layout:
    probe = LayoutProbe()
    for start in range(0, len(samples), step):
        probe.push(samples[start : start + step].astype(np.float32), sample_rate)
    return probe.decide(mode)


def coded(
    folder: Path, samples: FloatArray, sample_rate: int, name: str, codec: str, bit_rate: int
) -> tuple[FloatArray, int]:
    return load(write_sound(folder / name, samples, sample_rate, codec, bit_rate))


def room(call: FloatArray, gains_db: tuple[float, float]) -> FloatArray:
    """Both talkers of a call heard by two microphones of one room: delays, reverberation, hiss."""
    random = np.random.default_rng(0)
    out = 0.001 * random.standard_normal(call.shape)
    for talker, gain in enumerate(gains_db):
        for microphone in (0, 1):
            tail = 0.05 * random.standard_normal(1600) * np.exp(-6.9 * np.arange(1600) / 1600)
            tail[20 + 3 * (talker ^ microphone)] = 1.0
            heard = np.convolve(call[:, talker], tail)[: len(call)]
            out[:, microphone] += heard * (10 ** (gain / 20) if microphone else 1.0)
    return out.astype(np.float32)


@pytest.mark.parametrize("name", CALLS)
def test_a_call_is_split(calls: dict[str, tuple[FloatArray, int]], name: str) -> None:
    samples, rate = calls[name]
    for part in (samples, samples[: 30 * rate]):
        layout = decide(part, rate)
        assert (layout.plan, layout.channels, layout.reason) == (ChannelPlan.SPLIT, (0, 1), "")
        assert layout.lane_count == 2


@pytest.mark.parametrize("leak_db", [-20, -13, -10])
@pytest.mark.parametrize("name", CALLS)
def test_a_call_with_cross_talk_is_split(calls: dict[str, tuple[FloatArray, int]], name: str, leak_db: int) -> None:
    samples, rate = calls[name]
    leak = 10 ** (leak_db / 20)
    mixed = samples @ np.array([[1, leak], [leak, 1]], dtype=np.float32)
    assert decide(mixed, rate).plan is ChannelPlan.SPLIT


@pytest.mark.parametrize(
    ("file", "codec", "bit_rate"),
    [("a.mp3", "libmp3lame", 24000), ("a.opus", "libopus", 24000), ("a.m4a", "aac", 24000)],
)
@pytest.mark.parametrize("name", ["SNG1640", "MUL1423"])
def test_codecs_change_no_decision(
    calls: dict[str, tuple[FloatArray, int]], tmp_path: Path, name: str, file: str, codec: str, bit_rate: int
) -> None:
    samples, rate = calls[name]
    samples = samples[: 40 * rate]
    assert decide(*coded(tmp_path, samples, rate, file, codec, bit_rate)).plan is ChannelPlan.SPLIT
    mono = samples.mean(axis=1)
    for gain in (1.0, 0.5):
        both = np.stack([mono, gain * mono], axis=1)
        assert decide(*coded(tmp_path, both, rate, file, codec, bit_rate)).plan is ChannelPlan.MIX


@pytest.mark.parametrize("gain", [1.0, 0.3, -1.0, -0.5])
def test_dual_mono_is_one_voice_and_does_not_cancel_out(calls: dict[str, tuple[FloatArray, int]], gain: float) -> None:
    samples, rate = calls["SNG0072"]
    mono = samples.mean(axis=1)
    both = np.stack([mono, np.float32(gain) * mono], axis=1)
    layout = decide(both, rate)
    assert (layout.plan, layout.lane_count) == (ChannelPlan.MIX, 1)
    assert layout.reason == "Both channels carry the same sound (dual mono)."
    lane = ChannelMixer(layout).apply(both)
    assert lane.shape == (len(both), 1)
    assert np.sqrt(np.mean(lane**2)) == pytest.approx((1 + abs(gain)) / 2 * np.sqrt(np.mean(mono**2)), rel=1e-3)
    assert decide(both, rate, ChannelMode.MIX).gains == layout.gains


@pytest.mark.parametrize("silent", [0, 1])
@pytest.mark.parametrize("hiss_dbfs", [None, -75])
def test_a_silent_channel_is_left_out(
    calls: dict[str, tuple[FloatArray, int]], silent: int, hiss_dbfs: float | None
) -> None:
    samples, rate = calls["SNG0480"]
    one = samples.copy()
    hiss = np.random.default_rng(0).standard_normal(len(one)).astype(np.float32)
    one[:, silent] = 0.0 if hiss_dbfs is None else 10 ** (hiss_dbfs / 20) * hiss
    layout = decide(one, rate)
    assert (layout.plan, layout.channels) == (ChannelPlan.MIX, (1 - silent,))
    assert layout.reason == f"Only channel {2 - silent} carries sound; the silent rest was left out."
    np.testing.assert_array_equal(ChannelMixer(layout).apply(one)[:, 0], one[:, 1 - silent])


@pytest.mark.parametrize("gains_db", [(0, 0), (3, -3), (-5, 5), (-12, -9)])
@pytest.mark.parametrize("name", CALLS)
def test_a_room_in_stereo_is_mixed(
    calls: dict[str, tuple[FloatArray, int]], name: str, gains_db: tuple[float, float]
) -> None:
    samples, rate = calls[name]
    layout = decide(room(samples[: 60 * rate], gains_db), rate)
    assert layout.plan is ChannelPlan.MIX
    assert layout.reason == "Both channels hear the same talkers (stereo); they were averaged."


def test_what_the_user_asks_for_is_done(calls: dict[str, tuple[FloatArray, int]]) -> None:
    samples, rate = calls["SNG1640"]
    samples = samples[: 20 * rate]
    mixed, split = decide(samples, rate, ChannelMode.MIX), decide(samples[:, :1], rate, ChannelMode.SPLIT)
    assert (mixed.plan, mixed.channels, mixed.lane_count) == (ChannelPlan.MIX, (0, 1), 1)
    assert (split.channels, split.lane_count) == ((0,), 1)
    same = np.repeat(samples[:, :1], 2, axis=1)
    assert decide(same, rate, ChannelMode.SPLIT).lane_count == 2


def test_mono_needs_no_reason(calls: dict[str, tuple[FloatArray, int]]) -> None:
    samples, rate = calls["SNG1640"]
    layout = decide(samples[: 10 * rate, :1], rate)
    assert (layout.plan, layout.channels, layout.gains, layout.reason) == (ChannelPlan.MIX, (0,), (1.0,), "")


def test_more_than_two_channels_are_mixed_unless_split_is_asked(calls: dict[str, tuple[FloatArray, int]]) -> None:
    samples, rate = calls["SNG1640"]
    samples = samples[: 20 * rate]
    three = np.concatenate([samples, samples[:, :1]], axis=1)
    layout = decide(three, rate)
    assert (layout.plan, layout.channels) == (ChannelPlan.MIX, (0, 1, 2))
    assert layout.reason.startswith("The 3 channels were averaged")
    assert decide(three, rate, ChannelMode.SPLIT).lane_count == 3


def test_silence_and_nothing_have_a_layout_too() -> None:
    assert decide(np.zeros((8000, 2), dtype=np.float32), 8000).plan is ChannelPlan.MIX
    assert decide(np.zeros((100, 2), dtype=np.float32), 8000).lane_count == 1
    assert LayoutProbe().decide(ChannelMode.AUTO).plan is ChannelPlan.MIX


def test_the_cutting_changes_neither_the_layout_nor_the_lanes(calls: dict[str, tuple[FloatArray, int]]) -> None:
    samples, rate = calls["MUL1423"]
    samples = room(samples[: 20 * rate], (3, -3))
    layouts = {decide(samples, rate, step=step) for step in (311, 4096, len(samples))}
    assert len(layouts) == 1
    mixer = ChannelMixer(layouts.pop())
    parts = [mixer.apply(samples[start : start + 1013]) for start in range(0, len(samples), 1013)]
    np.testing.assert_array_equal(np.concatenate(parts), mixer.apply(samples))
