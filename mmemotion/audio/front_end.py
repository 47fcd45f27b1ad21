"""What is done to an utterance before any encoder hears it: one function for training and for run time."""

from __future__ import annotations

from dataclasses import dataclass

from mmemotion.audio.level import normalise, trim
from mmemotion.types import FloatArray

SAMPLE_RATE = 16_000
FRAME = 640
"""Samples per frame of the acoustic encoder; the cut is made at a whole frame, so that frames can be placed in time."""


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """The speech in an utterance, 16 kHz mono float32 [n].

    first_frame: how many frames of 40 ms precede it; sound: as it was recorded, for measuring the voice; levelled:
    scaled to one level, for the acoustic encoder.
    """

    first_frame: int
    sound: FloatArray
    levelled: FloatArray


def prepare(samples: FloatArray) -> Speech:
    """Cuts 16 kHz mono samples [n] to where the speech is, and scales it to one level; silence is kept whole."""
    where = trim(samples, SAMPLE_RATE)
    first = where.start // FRAME
    sound = samples[first * FRAME : where.stop]
    return Speech(first, sound, normalise(sound, sample_rate=SAMPLE_RATE))
