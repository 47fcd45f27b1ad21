"""Which emotion is heard in speech: words and voice together, on this machine alone.

>>> import mmemotion
>>> recording = mmemotion.analyze("call.flac")
>>> [(u.speaker, u.transcript.text, u.estimate.label) for u in recording.utterances]
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mmemotion.engine.jobs import Analysis
    from mmemotion.types import Recording

__version__ = "0.1.0"
__all__ = ["__version__", "analyze"]


def analyze(
    path: str | Path, *, language: str = "auto", device: str = "auto", channels: str = "auto", model: str = "default"
) -> Recording:
    """The recording at path, analysed: who said what, when, and with which perceived emotion.

    language: "auto" or an ISO 639-1 code. device: "auto", "cpu" or "cuda". channels: "auto", "mix" or "split". Models
    are loaded with the first call and kept. Raises MmemotionError (InputError when the file cannot be used).
    """
    from mmemotion.config import make_config
    from mmemotion.messages import Analyze

    config = make_config(language, device, channels, model)
    return _analysis().run(Analyze("analyze", str(path), config), lambda event: None).recording


@functools.cache
def _analysis() -> Analysis:
    from mmemotion.engine.jobs import Analysis

    return Analysis()
