"""The command that makes models/default, from the corpora and the public encoders; all chance comes from a seed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn

from mmemotion.backends.trained_fusion import FusionSettings, build_network, save_trained
from mmemotion.backends.whisper_encoder import LAYERS, WIDTH
from mmemotion.evaluation.held_out import fit_fusion, held_out_voice, text_evidence
from mmemotion.evaluation.load import clip_encoder, load_voices
from mmemotion.evaluation.texts import held_out_texts, learned_texts
from mmemotion.evaluation.voices import fit, read_clips
from mmemotion.fitting.text import TextModel, fit_text, stages, text_logits, tokenize
from mmemotion.fitting.voice import VoiceSettings
from mmemotion.manifest import Manifest, register_trained
from mmemotion.types import EMOTIONS

SEED = 0
VOICE = VoiceSettings(classes=len(EMOTIONS), layers=len(LAYERS), width=WIDTH, epochs=14)
TASK = "emotion from words and voice"
LICENCE = "CC BY-NC-SA 4.0"
"""What the strictest training corpora (RAVDESS, nEMO) ask of what is made from them."""

Report = Callable[[str, float], None]


def run(data: Path, out: Path, report: Report | None = None, settings: VoiceSettings = VOICE) -> None:
    """Trains on the corpora under data and writes the model to the folder out, and its entry in the manifest beside.

    report(stage, share done) is called often. Raises DataError, ModelError.
    """
    torch.set_num_threads(1)  # the same numbers each time; two threads wait for each other more than they gain
    report = report or Progress()
    text = train_text(data / "text", report)
    train_voice_and_fusion(data, out, text, settings, report)
    register_trained(out, out.name, TASK, LICENCE)


def train_text(folder: Path, report: Report) -> TextModel:
    """The text branch, on the training texts without those held out."""
    minilm = Manifest.load().folder("minilm")
    courses = stages(learned_texts(folder), SEED)
    return fit_text(minilm, [tokenize(minilm, course, seed=i) for i, course in enumerate(courses)], SEED, report)


def train_voice_and_fusion(
    data: Path, out: Path, text: TextModel, voice_settings: VoiceSettings, report: Report
) -> None:
    """The voice on all clips, the attention across modalities on held-out evidence, and all written to out."""
    voices = load_voices(read_clips(data), clip_encoder(), narrow=True, report=report)
    held = tokenize(Manifest.load().folder("minilm"), held_out_texts(data / "text"))
    said = text_evidence(text_logits(text, held), held.shares)
    across, threshold, error = fit_fusion(held_out_voice(voices, voice_settings, SEED, report), said, SEED)
    voice = fit(voices, voice_settings, SEED, report)
    settings = FusionSettings(threshold=threshold, calibration_error=round(error, 4))
    network = build_network(settings)
    pairs: tuple[tuple[nn.Module, nn.Module], ...] = (
        (network.text, text.branch),
        (network.acoustic, voice.acoustic),
        (network.prosody, voice.prosody),
        (network.across, across),
    )
    for empty, trained in pairs:
        empty.load_state_dict(trained.state_dict())
    save_trained(out, network, settings, text.upper_state())


class Progress:
    """One line on standard error, written over as the work goes on."""

    def __init__(self) -> None:
        self._shown = ""

    def __call__(self, stage: str, share: float) -> None:
        """Shows the stage and the share of it that is done."""
        line = f"{stage}: {share:.0%}"
        if line != self._shown:
            self._shown = line
            end = "\n" if share >= 1.0 else ""
            sys.stderr.write(f"\r{line:<30}{end}")
            sys.stderr.flush()
