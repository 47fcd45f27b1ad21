"""The trained model: attention over words, frames and measures, and across what is there of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mmemotion.backends.minilm import DIMENSION
from mmemotion.backends.prosody_groups import WIDTH as PROSODY_WIDTH
from mmemotion.backends.whisper_encoder import FRAME_HOP, LAYERS, WIDTH
from mmemotion.config import Talk
from mmemotion.errors import ModelCorruptError, ModelMissingError
from mmemotion.features.functionals import GROUPS
from mmemotion.types import EMOTIONS, Baseline, Branch, Embedding, Emotion, Estimate, Evidence, FloatArray, Modality

if TYPE_CHECKING:
    from torch import Tensor

    from mmemotion.networks.baseline import Usual
    from mmemotion.networks.fusion import AttentionFusion

FORMAT = 2
"""Of weights and settings: goes up when the network changes."""

WEIGHTS, SETTINGS = "weights.safetensors", "config.json"
_FUSION, _TEXT = "fusion.", "text_encoder."
VOICE = (Modality.ACOUSTIC, Modality.PROSODY)


@dataclass(frozen=True, slots=True)
class FusionSettings:
    """config.json of a trained model. threshold: below this confidence no label is named; calibration_error: expected
    calibration error of the confidence on held-out pairs; fusion: a name of networks.fusions.FUSIONS."""

    threshold: float
    calibration_error: float = 0.0
    labels: tuple[str, ...] = tuple(EMOTIONS)
    acoustic_layers: tuple[int, ...] = LAYERS
    acoustic_width: int = WIDTH
    text_width: int = DIMENSION
    prosody_groups: tuple[str, ...] = tuple(GROUPS)
    prosody_width: int = PROSODY_WIDTH
    fusion: str = "attention"
    format: int = FORMAT


LATEST = 256
"""Utterances of a speaker that a baseline remembers: so it stays small however long someone speaks."""


class TrainedFusion:
    """Reads one utterance at a time; the same inputs give the same estimate.

    talk: what is expected before anything is heard: everyday talk, or recordings collected to show every emotion.
    """

    def __init__(
        self,
        network: AttentionFusion,
        threshold: float,
        device: str = "cpu",
        talk: Talk = Talk.EVERYDAY,
    ) -> None:
        from mmemotion.networks.baseline import acted, everyday

        self._expected = (acted if talk is Talk.ACTED else everyday)(len(EMOTIONS))
        self._network = network.eval().to(device)
        self._threshold = threshold
        self._device = device
        self._usual = lru_cache(maxsize=16)(self._settled)

    def expecting(self, talk: Talk) -> TrainedFusion:
        """The same network with another expectation of how people talk."""
        return TrainedFusion(self._network, self._threshold, self._device, talk)

    def fuse(self, embeddings: Mapping[Modality, Embedding]) -> Estimate:
        """The estimate of an utterance by itself. Raises ValueError when no modality has any vector."""
        evidence = self.read(embeddings, 0.0)
        return self.judge(evidence, self.learn(Baseline(), evidence))

    def read(self, embeddings: Mapping[Modality, Embedding], seconds: float) -> Evidence:
        """What each branch says; a modality without vectors counts as absent. Raises ValueError when none is left."""
        import torch

        given = {modality: embeddings[modality] for modality in Modality if len_of(embeddings.get(modality))}
        if not given:
            raise ValueError("no modality has any vector")
        with torch.inference_mode():
            inputs = {m: torch.from_numpy(e.vectors).to(self._device, torch.float32) for m, e in given.items()}
            outputs = self._network.branches(inputs)
            affect = self._network.affect(inputs[Modality.TEXT]).tolist() if Modality.TEXT in inputs else None
        told = {m: logits[0].float().cpu().numpy() for m, (logits, _) in outputs.items()}
        attention = {m: attention[0].float().cpu().numpy() for m, (_, attention) in outputs.items()}
        return Evidence(
            seconds,
            voice={m: told[m] for m in VOICE if m in told},
            logits={m: one for m, one in told.items() if m not in VOICE},
            attention={m: _by_item(given, attention, m) for m in given},
            affect=None if affect is None else (affect[0], affect[1], affect[2]),
        )

    def learn(self, baseline: Baseline, evidence: Evidence) -> Baseline:
        """The baseline with the voice of this utterance."""
        heard = {m: np.vstack([*baseline.heard.get(m, []), told])[-LATEST:] for m, told in evidence.voice.items()}
        return Baseline(baseline.seconds + evidence.seconds, {**baseline.heard, **heard})

    def judge(self, evidence: Evidence, baseline: Baseline) -> Estimate:
        """The estimate, with what the words alone and the voice alone say."""
        logits = {**evidence.logits, **self._against(evidence.voice, baseline)}
        given = tuple(modality for modality in Modality if modality in logits)
        found, weights = self._combine(logits, given)
        chosen = {Branch.TEXT: (Modality.TEXT,), Branch.VOICE: VOICE}
        confidence = max(found.values())
        attention = evidence.attention
        valence, arousal, dominance = evidence.affect or (None, None, None)
        return Estimate(
            probabilities=found,
            by_branch={b: self._combine(logits, m)[0] for b, m in chosen.items() if set(m) & set(given)},
            weights=weights,
            confidence=confidence,
            abstained=confidence < self._threshold,
            word_attention=tuple(map(float, attention.get(Modality.TEXT, ()))),
            frame_attention=attention.get(Modality.ACOUSTIC, np.zeros(0, dtype=np.float32)),
            frame_hop=FRAME_HOP,
            prosody_attention=dict(zip(GROUPS, map(float, attention.get(Modality.PROSODY, ())), strict=False)),
            valence=valence,
            arousal=arousal,
            dominance=dominance,
            baseline=baseline.seconds if evidence.voice else 0.0,
        )

    def _against(self, voice: Mapping[Modality, FloatArray], baseline: Baseline) -> dict[Modality, FloatArray]:
        """What each modality of the voice says, beside how the speaker usually sounds."""
        import torch

        found: dict[Modality, FloatArray] = {}
        for modality, told in voice.items():
            evidence = torch.tensor(told)[None].to(self._device)
            with torch.inference_mode():
                judged = self._network.baseline(modality)(evidence, self._usual(baseline, modality))
            found[modality] = judged[0].float().cpu().numpy()
        return found

    def _settled(self, baseline: Baseline, modality: Modality) -> Usual:
        import torch

        with torch.inference_mode():
            heard = torch.from_numpy(baseline.heard[modality]).to(self._device)
            return self._network.baseline(modality).settle(heard, self._expected)

    def _combine(
        self, logits: Mapping[Modality, FloatArray], chosen: tuple[Modality, ...]
    ) -> tuple[dict[Emotion, float], dict[Modality, float]]:
        """Probabilities and weights from the chosen modalities that are there."""
        import torch

        from mmemotion.networks.fusion import MODALITIES

        present = {m: torch.tensor(logits[m])[None].to(self._device) for m in chosen if m in logits}
        with torch.inference_mode():
            fused, weights = self._network.combine(present)
        probabilities = fused[0].double().softmax(0).tolist()
        shares = dict(zip(MODALITIES, weights[0].tolist(), strict=True))
        return dict(zip(EMOTIONS, probabilities, strict=True)), {m: shares[m] for m in present}


def len_of(embedding: Embedding | None) -> int:
    """Number of vectors, 0 for None."""
    return 0 if embedding is None else len(embedding.vectors)


def _by_item(
    given: Mapping[Modality, Embedding], attention: Mapping[Modality, FloatArray], modality: Modality
) -> FloatArray:
    """Attention added up per item of the modality, from item 0 to the last; empty when it is absent."""
    if modality not in given:
        return np.zeros(0, dtype=np.float32)
    items = given[modality].items or tuple(range(len(given[modality].vectors)))
    return np.bincount(items, weights=attention[modality]).astype(np.float32)


def build_network(settings: FusionSettings) -> AttentionFusion:
    """The network, not yet trained."""
    from mmemotion.networks.acoustic import AcousticBranch
    from mmemotion.networks.fusion import AttentionFusion
    from mmemotion.networks.fusions import FUSIONS
    from mmemotion.networks.prosody import ProsodyBranch
    from mmemotion.networks.text import TextBranch

    classes = len(settings.labels)
    text = TextBranch(settings.text_width, classes)
    acoustic = AcousticBranch(len(settings.acoustic_layers), settings.acoustic_width, classes)
    prosody = ProsodyBranch(len(settings.prosody_groups), settings.prosody_width, classes)
    network = AttentionFusion(text, acoustic, prosody, classes)
    network.register_module("across", FUSIONS[settings.fusion](classes))
    return network


def load_trained(
    folder: Path, device: str = "cpu", talk: Talk = Talk.EVERYDAY
) -> tuple[TrainedFusion, dict[str, Tensor]]:
    """The fusion of a trained model, and the text encoder's fine-tuned layers for MiniLmTextEncoder.

    Raises ModelMissingError or ModelCorruptError; the folder should come verified from the manifest.
    """
    network, settings, upper = load_network(folder)
    return TrainedFusion(network, settings.threshold, device, talk), upper


def load_network(folder: Path) -> tuple[AttentionFusion, FusionSettings, dict[str, Tensor]]:
    """Network, settings and the text encoder's fine-tuned layers. Raises ModelMissingError or ModelCorruptError."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        stored: dict[str, Any] = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        if stored.get("format", 1) != FORMAT:
            raise ModelCorruptError(f"The model in {folder} was made by another version of mmemotion; train it again.")
        settings = FusionSettings(**{name: _frozen(value) for name, value in stored.items()})
        network, state = build_network(settings), load_file(folder / WEIGHTS)
        network.load_state_dict(_part(state, _FUSION))
    except OSError as error:
        raise ModelMissingError(f"The trained model cannot be read from {folder}; install mmemotion again.") from error
    except (SafetensorError, ValueError, TypeError, KeyError, RuntimeError) as error:
        raise ModelCorruptError(f"The trained model in {folder} is damaged; install mmemotion again.") from error
    return network, settings, _part(state, _TEXT)


def save_trained(folder: Path, network: AttentionFusion, settings: FusionSettings, upper: Mapping[str, Tensor]) -> None:
    """Writes weights.safetensors, the text layers in float16, and config.json."""
    import torch
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    state = {_FUSION + name: value.contiguous() for name, value in network.state_dict().items()}
    state |= {_TEXT + name: value.to(torch.float16).contiguous() for name, value in upper.items()}
    save_file(state, folder / WEIGHTS)
    (folder / WEIGHTS).chmod(0o644)
    (folder / SETTINGS).write_text(json.dumps(asdict(settings), indent=2) + "\n", encoding="utf-8")


def _part(state: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
