"""The newest sound of a channel, and the window an utterance is recognised in while it is recorded."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mmemotion.backends.scripted import LoudnessVad
from mmemotion.features.prosody import VoiceProsody
from mmemotion.pipeline.hearing import Spoken
from mmemotion.pipeline.live.channel import CONTEXT, LiveChannel
from mmemotion.pipeline.live.recent_sound import RecentSound
from mmemotion.pipeline.windows import SAMPLE_RATE
from mmemotion.types import FloatArray
from tests.signals import Recipe, glide, speak


def test_recent_sound_is_the_end_of_all_sound() -> None:
    random = np.random.default_rng(1)
    whole = random.normal(size=5000).astype(np.float32)
    recent = RecentSound(1000 / SAMPLE_RATE)
    at = 0
    while at < len(whole):
        step = int(random.integers(0, 1500))
        recent.append(whole[at : at + step])
        at = min(at + step, len(whole))
        assert recent.end == at
        assert recent.start == max(0, at - 1000)
        np.testing.assert_array_equal(recent.read(at - 300, at), whole[max(0, at - 300) : at])
        np.testing.assert_array_equal(recent.read(0, at + 10), whole[max(0, at - 1000) : at])


def heard(channel: LiveChannel, sound: FloatArray) -> list[Spoken]:
    """Segments that ended, each but the last kept as context."""
    found: list[Spoken] = []
    for at in range(0, len(sound) // 512 * 512, 512):
        channel.sound.append(sound[at : at + 512])
        for spoken in channel.hearing.push(sound[at : at + 512]):
            for before in found[-1:]:
                channel.keep(before)
            found.append(spoken)
    return found


def noise(bursts: int, seconds: float, pause: float) -> FloatArray:
    one = np.zeros(round((seconds + pause) * SAMPLE_RATE), dtype=np.float32)
    one[: round(seconds * SAMPLE_RATE)] = np.random.default_rng(2).uniform(-0.3, 0.3, round(seconds * SAMPLE_RATE))
    return np.tile(one, bursts)


def test_a_window_ends_with_its_segment_and_holds_as_much_before_it_as_there_is_room_for() -> None:
    channel = LiveChannel(0, LoudnessVad())
    last = heard(channel, noise(5, 2.0, 0.8))[-1]
    window = channel.window(last)
    assert window.segments[-1] == last.segment
    assert 1 < len(window.segments) < 5
    assert 5 < len(window.samples) / SAMPLE_RATE <= CONTEXT
    assert window.source_time(len(window.samples) / SAMPLE_RATE) == pytest.approx(last.reach.end)


def test_speech_that_goes_on_is_read_up_to_now() -> None:
    channel = LiveChannel(0, LoudnessVad())
    assert channel.hearing.silence == math.inf
    heard(channel, noise(1, 2.0, 0.3))
    spoken = channel.hearing.open
    assert spoken is not None
    assert channel.hearing.silence == pytest.approx(0.3, abs=0.05)
    assert spoken.segment.span.end == pytest.approx(2.2, abs=0.05)
    assert channel.until_now(spoken).reach.end == channel.sound.end / SAMPLE_RATE


def test_a_voice_is_followed_as_it_is_measured_afterwards() -> None:
    voice = VoiceProsody()
    sound = speak(Recipe(glide(120, 5), 6.0, syllables_per_s=3)).samples
    whole = voice.extract(sound, 0.0).tracks
    for first in (50, 120, 300):
        f0, loudness = voice.track(sound[: (first + 32) * 256], 10.0, slice(first, first + 20))
        assert f0.start == loudness.start == pytest.approx(10 + first * 0.016)
        voiced = np.isfinite(f0.values) & np.isfinite(whole["f0"].values[first : first + 20])
        assert voiced.sum() >= 10
        np.testing.assert_allclose(f0.values[voiced], whole["f0"].values[first : first + 20][voiced], atol=0.5)
        np.testing.assert_allclose(loudness.values, whole["loudness"].values[first : first + 20], atol=0.01)
