"""The one place that names concrete classes: from settings and weights to a pipeline."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mmemotion.audio.layout import ChannelMixer, Layout
from mmemotion.backends.minilm import MiniLmTextEncoder
from mmemotion.backends.prosody_groups import ProsodyGroups
from mmemotion.backends.silero_vad import SileroVad
from mmemotion.backends.trained_fusion import load_trained
from mmemotion.backends.whisper_ctranslate2 import CTranslate2Whisper
from mmemotion.backends.whisper_encoder import WhisperAcousticEncoder
from mmemotion.backends.whisper_torch import TorchWhisper
from mmemotion.config import Config, Device
from mmemotion.errors import ConfigError
from mmemotion.manifest import Manifest
from mmemotion.pipeline.analyzer import Analyzer
from mmemotion.pipeline.intake import Intake
from mmemotion.pipeline.judge import Judge
from mmemotion.pipeline.lane import Lane
from mmemotion.pipeline.pipeline import Pipeline
from mmemotion.pipeline.segmenter import Segmenter
from mmemotion.protocols import Fusion, TextEncoder
from mmemotion.types import ChannelPlan, ModelRecord

if TYPE_CHECKING:
    from mmemotion.features.prosody import VoiceProsody

MODELS = ("whisper-base", "silero-vad", "swift-f0", "minilm")
"""Names in the manifest of what every analysis needs beside the trained model."""


@dataclass(frozen=True, slots=True)
class Toolbox:
    """Loaded models, ready for any number of recordings. device: "cpu" or "cuda"."""

    device: str
    analyzer: Analyzer
    text: TextEncoder
    fusion: Fusion
    records: tuple[ModelRecord, ...]
    vad: Path

    def pipeline(
        self, layout: Layout, executor: Executor, config: Config, stopped: Callable[[], bool] = lambda: False
    ) -> Pipeline:
        """A pipeline for one recording: a lane per speaker channel, and a judge that knows nothing yet."""
        channels = layout.channels if layout.plan is ChannelPlan.SPLIT else (0,)
        lanes = [Lane(channel, SileroVad(self.vad), Segmenter()) for channel in channels]
        intake, judge = Intake(lanes, ChannelMixer(layout)), Judge(self.text, self.fusion)
        return Pipeline(intake, self.analyzer, judge, executor, config.language, stopped)


def choose_device(wanted: Device) -> str:
    """The device networks run on. Raises ConfigError when CUDA is asked for and not there."""
    import torch

    available = torch.cuda.is_available()
    if wanted is Device.CUDA and not available:
        raise ConfigError("No CUDA GPU was found; use --device auto or --device cpu.")
    return "cuda" if available and wanted is not Device.CPU else "cpu"


def load_toolbox(config: Config) -> Toolbox:
    """Loads all models, each verified. Raises ConfigError or ModelError."""
    manifest = Manifest.load()
    device = choose_device(config.device)
    whisper = manifest.folder("whisper-base")
    recognizer, encoder = _whisper(whisper, device, config)
    if config.language != "auto" and config.language not in recognizer.languages:
        raise ConfigError(
            f'The recogniser knows no language "{config.language}"; use auto, or a code such as en or de.'
        )
    fusion, layers = load_trained(manifest.folder(config.model), device)
    return Toolbox(
        device,
        Analyzer(recognizer, *_measures(manifest, device), WhisperAcousticEncoder(encoder)),
        MiniLmTextEncoder(manifest.folder("minilm"), layers, device),
        fusion,
        tuple(manifest.record(name) for name in (*MODELS, config.model)),
        manifest.folder("silero-vad") / "silero_vad_v6.onnx",
    )


def _whisper(folder: Path, device: str, config: Config) -> tuple[CTranslate2Whisper | TorchWhisper, Any]:
    """Recogniser and encoder module: on the CPU CTranslate2 beside part of the encoder, on a GPU one copy for both."""
    from mmemotion.backends.whisper_encoder import load_encoder, load_whisper

    if device == "cpu":
        return CTranslate2Whisper(folder, config.beam_size), load_encoder(folder)
    model = load_whisper(folder, device)
    return TorchWhisper(model, folder, config.beam_size), model.get_encoder()


def _measures(manifest: Manifest, device: str) -> tuple[VoiceProsody, ProsodyGroups]:
    from mmemotion.features.prosody import VoiceProsody

    return VoiceProsody(device, manifest.folder("swift-f0") / "model.onnx"), ProsodyGroups()
