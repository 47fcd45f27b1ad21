"""Transcription alone: faster-whisper as a user would call it, per channel, int8 on the CPU, beam 5, word times."""

from __future__ import annotations

from pathlib import Path
from typing import Any

BEAM = 5


class Transcriber:
    """Whisper base with its own voice activity filter and no conditioning on previous text."""

    def __init__(self) -> None:
        from faster_whisper import WhisperModel

        from mmemotion.manifest import Manifest

        self._model = WhisperModel(str(Manifest.load().folder("whisper-base")), device="cpu", compute_type="int8")

    def texts(self, path: Path) -> list[str]:
        """What is said on each channel of a file, in English."""
        return [self._text(samples) for samples in _channels(path)]

    def _text(self, samples: Any) -> str:
        found, _ = self._model.transcribe(
            samples,
            beam_size=BEAM,
            language="en",
            vad_filter=True,
            word_timestamps=True,
            condition_on_previous_text=False,
        )
        return " ".join(segment.text for segment in found)


def _channels(path: Path) -> Any:
    import av
    import numpy as np

    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="fltp", rate=16000)
        frames = [f for frame in container.decode(audio=0) for f in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray() for frame in frames], axis=1)
