"""Speech recognition by Whisper (Radford et al. 2022) through faster-whisper and CTranslate2, for the CPU."""

from __future__ import annotations

import copy
import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from mmemotion.errors import ModelCorruptError
from mmemotion.patience import patiently
from mmemotion.types import FloatArray, Span, Transcript, Word

NO_SPEECH = 0.6
UNSURE = -1.0
COMPRESSION = 2.4
"""Thresholds of Whisper's own decoding (its paper, section 4.5): a window whose probability of no speech is over
NO_SPEECH while the mean log probability of its text is under UNSURE holds no speech; text that gzip makes more than
COMPRESSION times smaller repeats itself."""

SIDE_BY_SIDE = 2
"""Windows decoded at a time, over one copy of the weights."""

SHORT, MOST_SOUND = 20, 17
"""Seconds a quick reading is filled up to, and the longest sound that leaves enough silence behind it there. On calls
20 s cost one word in fifty against the 30 s of Whisper's training, 15 s one in thirty."""

MOST_TOKENS = 8
"""Per second of sound, in a quick reading: nobody speaks so fast, and a loop of the decoder ends."""


class CTranslate2Whisper:
    """transcribe() reads one window of at most 30 s in one decode; several threads may call it."""

    def __init__(self, folder: Path, beam_size: int = 5) -> None:
        try:
            model = patiently(lambda: _load(folder, SIDE_BY_SIDE))
        except (RuntimeError, ValueError) as error:
            raise ModelCorruptError(f"The speech recogniser in {folder} cannot be loaded: {error}") from error
        self._folder = folder
        self._model: Callable[[], Any] = lambda: model
        self._beam_size = beam_size
        self._short = False

    def quick(self) -> Self:
        """A recogniser that takes the likeliest word each time (beam 1), and does not fill up a short sound to 30 s:
        several times faster, a little less exact. It is loaded with its first reading, and waits for no other."""
        other = copy.copy(self)
        other._model = functools.cache(lambda: _load(self._folder, 1))
        other._beam_size, other._short = 1, True
        return other

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes Whisper knows."""
        return frozenset(self._model().supported_languages)

    def detect_language(self, samples: FloatArray) -> str:
        """The most probable language of 16 kHz mono sound [n]; its first 30 s are listened to."""
        language, _, _ = self._model().detect_language(audio=samples)
        return str(language)

    def transcribe(self, samples: FloatArray, language: str) -> Transcript:
        """Words with times relative to the first sample; 16 kHz mono sound [n] of at most 30 s."""
        heard = self._decode(samples, language)
        if heard is not None and heard.compression_ratio > COMPRESSION:
            heard = self._decode(samples, language, no_repeat_ngram_size=4)
        if heard is None or not heard.words:
            return Transcript((), language)
        if heard.no_speech_prob > NO_SPEECH and heard.avg_logprob < UNSURE:
            return Transcript((), language, ("Text dropped: the recogniser heard no speech here.",))
        return Transcript(tuple(_word(word) for word in heard.words), language)

    def _decode(self, samples: FloatArray, language: str, no_repeat_ngram_size: int = 0) -> Any:
        from faster_whisper import BatchedInferencePipeline

        # Made anew each time: it remembers where the last speech ended, which must not pass between windows.
        decoder = BatchedInferencePipeline(self._model())
        if self._short:
            _shorten(decoder, len(samples) / 16_000)
        window = [{"start": 0.0, "end": len(samples) / 16_000}]
        found, _ = decoder.transcribe(
            samples,
            language=language,
            beam_size=self._beam_size,
            vad_filter=False,
            clip_timestamps=window,
            word_timestamps=True,
            batch_size=1,
            no_repeat_ngram_size=no_repeat_ngram_size,
            max_new_tokens=16 + round(MOST_TOKENS * len(samples) / 16_000) if self._short else None,
        )
        return next(iter(found), None)


def _load(folder: Path, side_by_side: int) -> Any:
    from faster_whisper import WhisperModel

    options = {"device": "cpu", "compute_type": "int8", "local_files_only": True}
    return WhisperModel(str(folder), cpu_threads=threads(), num_workers=side_by_side, **options)


def threads() -> int:
    """Threads of one decode: half the processors, so that two decodes, or one and a window, share them in peace."""
    return max(1, min(4, (os.cpu_count() or 1) // 2))


def _shorten(decoder: Any, seconds: float) -> None:
    """The decoder reads SHORT seconds instead of 30: the encoder's work grows with what it reads."""
    if seconds <= MOST_SOUND:
        whole = decoder.forward
        decoder.forward = lambda features, *rest: whole(features[..., : 100 * SHORT], *rest)


def _word(heard: Any) -> Word:
    return Word(str(heard.word), Span(float(heard.start), float(heard.end)), float(heard.probability))
