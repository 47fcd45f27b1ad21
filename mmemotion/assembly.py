"""The one place that names concrete classes: from settings and weights to a pipeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
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
from mmemotion.config import Config, Device, Talk
from mmemotion.errors import ConfigError
from mmemotion.manifest import Manifest
from mmemotion.pipeline.analyzer import Analyzer
from mmemotion.pipeline.intake import Intake
from mmemotion.pipeline.judge import Judge
from mmemotion.pipeline.lane import Lane
from mmemotion.pipeline.live.channel import LiveChannel
from mmemotion.pipeline.live.first_sight import FirstSight, Language
from mmemotion.pipeline.live.monitor import GrowingSource, Monitor, Views
from mmemotion.pipeline.live.preview import TrackFollower, VoicePreview
from mmemotion.pipeline.memory import Memory
from mmemotion.pipeline.pipeline import AUTO, Pipeline
from mmemotion.pipeline.segmenter import Segmenter
from mmemotion.protocols import Fusion, Listener, TextEncoder, VoiceActivityDetector, VoiceTracker
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
    fusion: Mapping[Talk, Fusion]
    records: tuple[ModelRecord, ...]
    vad: Path
    quick: Analyzer
    tracker: VoiceTracker
    languages: frozenset[str]

    def detector(self) -> VoiceActivityDetector:
        """Voice activity of a channel nothing of which was heard yet."""
        return SileroVad(self.vad)

    def pipeline(
        self,
        layout: Layout,
        executor: Executor,
        config: Config,
        stopped: Callable[[], bool] = lambda: False,
        memory: Memory | None = None,
    ) -> Pipeline:
        """For one recording: a lane per speaker channel, and a judge that knows nothing yet. Raises ConfigError."""
        self._check(config)
        lanes = [Lane(channel, self.detector(), Segmenter()) for channel in _speakers(layout)]
        intake, judge = Intake(lanes, ChannelMixer(layout)), Judge(self.text, self.fusion[config.talk], memory)
        return Pipeline(intake, self.analyzer, judge, executor, config.language, stopped)

    def monitor(self, job: str, source: GrowingSource, layout: Layout, config: Config, tell: Listener) -> Monitor:
        """First sight of one recording, with a judge of its own."""
        channels = [LiveChannel(channel, self.detector()) for channel in _speakers(layout)]
        fusion = self.fusion[config.talk]
        judge, language = Judge(self.text, fusion), Language.of(config.language)
        views = Views(
            FirstSight(job, self.quick, judge, tell, language),
            language,
            VoicePreview(job, self.quick.acoustic, fusion, judge, tell),
            tuple(TrackFollower(job, channel, self.tracker, tell) for channel in channels),
        )
        return Monitor(source, channels, ChannelMixer(layout), views)

    def _check(self, config: Config) -> None:
        """Raises ConfigError when the language is none that is known here."""
        if config.language != AUTO and config.language not in self.languages:
            raise ConfigError(
                f'The recogniser knows no language "{config.language}"; use auto, or a code such as en or de.'
            )


def _speakers(layout: Layout) -> tuple[int, ...]:
    return layout.channels if layout.plan is ChannelPlan.SPLIT else (0,)


def choose_device(wanted: Device) -> str:
    """The device networks run on. Raises ConfigError when CUDA is asked for and not there."""
    import torch

    available = torch.cuda.is_available()
    if wanted is Device.CUDA and not available:
        raise ConfigError("No CUDA GPU was found; use --device auto or --device cpu.")
    return "cuda" if available and wanted is not Device.CPU else "cpu"


def load_toolbox(config: Config) -> Toolbox:
    """Loads all models, each verified; what config says of language, channels and talk is no matter.

    Raises ConfigError or ModelError.
    """
    manifest = Manifest.load()
    device = choose_device(config.device)
    whisper = manifest.folder("whisper-base")
    recognizer, encoder = _whisper(whisper, device, config)
    fusion, layers = load_trained(manifest.folder(config.model), device)
    prosody, groups = _measures(manifest, device)
    analyzer = Analyzer(recognizer, prosody, groups, WhisperAcousticEncoder(encoder))
    return Toolbox(
        device,
        analyzer,
        MiniLmTextEncoder(manifest.folder("minilm"), layers, device),
        {talk: fusion.expecting(talk) for talk in Talk},
        tuple(manifest.record(name) for name in (*MODELS, config.model)),
        manifest.folder("silero-vad") / "silero_vad_v6.onnx",
        replace(analyzer, recognizer=recognizer.quick()),
        prosody,
        recognizer.languages,
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
