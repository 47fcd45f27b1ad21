"""The front end shared by training and run time."""

from __future__ import annotations

import numpy as np

from mmemotion.audio.front_end import FRAME, SAMPLE_RATE, prepare


def _tone(seconds: float, amplitude: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (amplitude * np.sin(2 * np.pi * 200 * time)).astype(np.float32)


def test_silence_around_is_cut_at_whole_frames() -> None:
    silence = np.zeros(SAMPLE_RATE, dtype=np.float32)
    speech = prepare(np.concatenate([silence, _tone(1.0, 0.1), silence]))
    assert abs(speech.first_frame * FRAME - SAMPLE_RATE) <= FRAME
    assert abs(len(speech.sound) - SAMPLE_RATE) <= 2 * FRAME
    assert len(speech.sound) == len(speech.levelled)


def test_the_gain_is_taken_out_for_the_encoder_alone() -> None:
    loud, quiet = prepare(_tone(1.0, 0.5)), prepare(_tone(1.0, 0.005))
    assert np.allclose(loud.levelled, quiet.levelled, atol=1e-4)
    assert np.allclose(loud.sound, 100 * quiet.sound, rtol=1e-3, atol=1e-4)


def test_silence_and_next_to_nothing_are_kept() -> None:
    for length in (1, 100, 16_000):
        speech = prepare(np.zeros(length, dtype=np.float32))
        assert speech.first_frame == 0 and len(speech.levelled) == length and not speech.levelled.any()
