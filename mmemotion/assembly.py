"""The one place that names concrete classes: from settings and weights to a pipeline."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from mmemotion.audio.layout import ChannelMixer, Layout
from mmemotion.config import Config, Device
from mmemotion.errors import ConfigError
from mmemotion.manifest import Manifest
from mmemotion.pipeline.analyzer import Analyzer
from mmemotion.pipeline.lane import Lane
from mmemotion.pipeline.pipeline import Pipeline
from mmemotion.pipeline.segmenter import Segmenter
from mmemotion.types import ModelRecord

MODELS = ("whisper-base", "silero-vad", "swift-f0", "minilm")
"""Names in the manifest of what every analysis needs beside the trained model."""


@dataclass(frozen=True, slots=True)
class Toolbox:
    """Loaded models, ready for any number of recordings. device: "cpu" or "cuda"."""

    device: str
    analyzer: Analyzer
    records: tuple[ModelRecord, ...]
    vad: Path

    def pipeline(
        self, layout: Layout, executor: Executor, config: Config, stopped: Callable[[], bool] = lambda: False
    ) -> Pipeline:
        """A pipeline for one recording: a lane per speaker channel."""
        from mmemotion.backends.silero_vad import SileroVad

        channels = layout.channels[: layout.lane_count]
        lanes = [Lane(channel, SileroVad(self.vad), Segmenter()) for channel in channels]
        return Pipeline(lanes, ChannelMixer(layout), self.analyzer, executor, config.language, stopped)


def choose_device(wanted: Device) -> str:
    """The device networks run on. Raises ConfigError when CUDA is asked for and not there."""
    import torch

    available = torch.cuda.is_available()
    if wanted is Device.CUDA and not available:
        raise ConfigError("No CUDA GPU was found; use --device auto or --device cpu.")
    return "cuda" if available and wanted is not Device.CPU else "cpu"
