"""Speech recognition by Whisper (Radford et al. 2022) through faster-whisper and CTranslate2, for the CPU."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mmemotion.errors import ModelCorruptError
from mmemotion.types import FloatArray, Span, Transcript, Word

NO_SPEECH = 0.6
UNSURE = -1.0
COMPRESSION = 2.4
"""Thresholds of Whisper's own decoding (its paper, section 4.5): a window whose probability of no speech is over
NO_SPEECH while the mean log probability of its text is under UNSURE holds no speech; text that gzip makes more than
COMPRESSION times smaller repeats itself."""


class CTranslate2Whisper:
    """transcribe() reads one window of at most 30 s in one decode; several threads may call it."""

    def __init__(self, folder: Path, beam_size: int = 5) -> None:
        from faster_whisper import WhisperModel

        try:
            self._model = WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)
        except (RuntimeError, ValueError) as error:
            raise ModelCorruptError(f"The speech recogniser in {folder} cannot be loaded: {error}") from error
        self._beam_size = beam_size

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes Whisper knows."""
        return frozenset(self._model.supported_languages)

    def detect_language(self, samples: FloatArray) -> str:
        """The most probable language of 16 kHz mono sound [n]; its first 30 s are listened to."""
        language, _, _ = self._model.detect_language(audio=samples)
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
        decoder = BatchedInferencePipeline(self._model)
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
        )
        return next(iter(found), None)


def _word(heard: Any) -> Word:
    return Word(str(heard.word), Span(float(heard.start), float(heard.end)), float(heard.probability))
