"""A clip as it might have sounded elsewhere: other tempo, pitch, room, noise, line and gain.

A rendering is a value: which effects, and between which bounds each is drawn. The draw is fixed by the clip's content
and the rendering, so that the same clip is rendered the same on every machine.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum

import numpy as np

from mmemotion.audio.level import active_power
from mmemotion.fitting.telephone import Sound, band, mu_law_line, telephone
from mmemotion.types import FloatArray

SAMPLE_RATE = 16_000
Range = tuple[float, float]
Chance = np.random.Generator


class Colour(StrEnum):
    """WHITE: equal power per hertz. PINK: per octave. SPEECH: the spectrum of the clip itself, as of many who talk."""

    WHITE = "white"
    PINK = "pink"
    SPEECH = "speech"


@dataclass(frozen=True, slots=True)
class Rendering:
    """Effects in the order in which they are applied, each drawn evenly between two bounds; None: left out.

    tempo: times as fast, the pitch kept; pitch: semitones up, the tempo kept; room: seconds in which an echo falls by
    60 dB (RT60); telephone: only 300-3400 Hz; noise: dB of the speech over the noise, on a telephone both in its band;
    then, on a telephone, the codec (8 kHz, 8 bits of mu-law); gain: dB, cut off at full scale as a recorder does.
    draw: renderings that differ in it alone are different draws.
    """

    name: str = field(default="clean", compare=False)
    tempo: Range | None = None
    pitch: Range | None = None
    room: Range | None = None
    telephone: bool = False
    noise: Range | None = None
    colour: Colour = Colour.WHITE
    gain: Range | None = None
    draw: int = 0

    @property
    def key(self) -> bytes:
        """What tells it from all others; the name does not count."""
        if self in _FIRST:
            return _FIRST[self]
        values = asdict(self)
        del values["name"]
        return json.dumps(values, sort_keys=True).encode()

    def seed(self, content: bytes) -> int:
        """The seed for a clip of this content."""
        return int.from_bytes(hashlib.sha256(content + self.key).digest()[:8])

    def apply(self, samples: FloatArray, seed: int) -> FloatArray:
        """16 kHz mono samples [n] rendered; another length only where the tempo changes it. Needs n >= 1."""
        if self == CLEAN:
            return samples
        if self == FAINT_TELEPHONE:
            return telephone(samples, len(samples))
        chance = np.random.default_rng(seed)
        sound = self._carried(self._voiced(np.asarray(samples), chance), chance)
        if self.gain is not None:
            sound = np.clip(sound * 10 ** (chance.uniform(*self.gain) / 20), -1.0, 1.0)
        return np.asarray(sound, dtype=np.float32)

    def _voiced(self, sound: Sound, chance: Chance) -> Sound:
        """Tempo and pitch."""
        if self.tempo is not None:
            sound = stretched(sound, float(chance.uniform(*self.tempo)))
        if self.pitch is not None:
            sound = shifted(sound, float(chance.uniform(*self.pitch)))
        return sound

    def _carried(self, sound: Sound, chance: Chance) -> Sound:
        """From the mouth to the recorder."""
        if self.room is not None:
            sound = reverberated(sound, float(chance.uniform(*self.room)), chance)
        if self.telephone:
            sound = band(sound)
        if self.noise is not None:
            sound = noisy(
                sound, float(chance.uniform(*self.noise)), coloured(sound, self.colour, chance), self.telephone
            )
        return mu_law_line(sound) if self.telephone else sound


CLEAN = Rendering()
FAINT_TELEPHONE = Rendering("telephone", telephone=True, noise=(15.0, 35.0))
"""The first telephone, kept to the bit: white noise comes before the band, so that most of it is lost there."""

TELEPHONE_15_DB = Rendering("telephone at 15 dB", telephone=True, noise=(15.0, 15.0))
"""What robustness is measured with: the noise is 15 dB under the speech within the telephone's band."""

_FIRST = {CLEAN: b"\x00", FAINT_TELEPHONE: b"\x01"}
"""Those known before renderings had a key."""


def stretched(samples: Sound, tempo: float) -> Sound:
    """samples [n] at another tempo, [n / tempo], by a phase vocoder."""
    from librosa.effects import time_stretch

    return np.asarray(time_stretch(np.asarray(samples, dtype=np.float32), rate=tempo))


def shifted(samples: Sound, semitones: float) -> Sound:
    """samples [n] at another pitch; resonances move with it, as in a smaller or larger person."""
    from librosa.effects import pitch_shift

    return np.asarray(pitch_shift(np.asarray(samples, dtype=np.float32), sr=SAMPLE_RATE, n_steps=semitones))


def reverberated(samples: Sound, rt60: float, chance: Chance) -> Sound:
    """samples [n] in a room: the direct sound, and as much energy again in exponentially decaying noise
    (Moorer 1979, "About this reverberation business"), cut off at n."""
    from scipy.signal import fftconvolve

    time = np.arange(max(2, round(rt60 * 1.2 * SAMPLE_RATE))) / SAMPLE_RATE
    response = chance.standard_normal(len(time)) * 10.0 ** (-3.0 * time / rt60)
    response[0] = 0.0
    response /= np.sqrt(np.square(response).sum())
    response[0] = 1.0
    return np.asarray(fftconvolve(samples, response)[: len(samples)])


def coloured(samples: Sound, colour: Colour, chance: Chance) -> Sound:
    """Noise as long as samples [n], of any level."""
    white = chance.standard_normal(len(samples))
    if colour is Colour.WHITE or len(samples) < 2:
        return np.asarray(white)
    spectrum = np.fft.rfft(white)
    shape = _pink(len(spectrum)) if colour is Colour.PINK else _smoothed(np.abs(np.fft.rfft(samples)))
    return np.asarray(np.fft.irfft(spectrum * shape, len(samples)))


def noisy(samples: Sound, decibels: float, noise: Sound, narrow: bool) -> Sound:
    """samples [n] with the noise so many dB under the speech in them: under its active level (see audio.level), so that
    pauses do not count."""
    heard = band(noise) if narrow else noise
    power = float(np.square(heard).mean())
    wanted = active_power(np.asarray(samples, dtype=np.float32), SAMPLE_RATE) * 10 ** (-decibels / 10)
    return samples + heard * float(np.sqrt(wanted / max(power, 1e-20)))


def _pink(count: int) -> Sound:
    """Magnitudes of count frequencies from 0, falling by 3 dB an octave."""
    return np.asarray(1.0 / np.sqrt(np.maximum(np.arange(count), 1.0)))


def _smoothed(magnitudes: Sound) -> Sound:
    """Averaged over about 100 Hz, so that what is said is gone and the timbre is left."""
    width = max(1, round(100 / (SAMPLE_RATE / 2) * len(magnitudes)))
    kernel = np.full(width, 1 / width)
    return np.asarray(np.sqrt(np.convolve(np.square(magnitudes), kernel, "same")))
