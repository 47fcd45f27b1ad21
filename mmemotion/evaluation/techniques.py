"""The techniques the program can be built from, compared: acoustic encoders, objectives, fusions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from mmemotion.audio.front_end import prepare
from mmemotion.backends.whisper_encoder import LAYERS, WIDTH
from mmemotion.corpora import ravdess
from mmemotion.corpora.labels import Clip
from mmemotion.evaluation.encoder_table import Spoken, Trial, encoder_logits, encoder_measures
from mmemotion.evaluation.expense import spectral_expense, transformer_expense
from mmemotion.evaluation.fusion_table import matched_pair_measures, real_pair_measures
from mmemotion.evaluation.held_out import evidence_of, text_evidence
from mmemotion.evaluation.load import clip_encoder, load_clips, load_own_labels
from mmemotion.evaluation.log_mels import read_log_mels
from mmemotion.evaluation.one_corpus import told_fit
from mmemotion.evaluation.predictions import Names
from mmemotion.evaluation.report import Measure, Section
from mmemotion.evaluation.sound import read_sound
from mmemotion.evaluation.voices import Given, Voices, clean, held_out_logits, read_clips
from mmemotion.evaluation.words import held_out_words, shipped_text
from mmemotion.fitting.fusion import Evidence
from mmemotion.fitting.hooks import Report
from mmemotion.fitting.techniques import ENCODERS, SUPERVISED, SpectralSettings
from mmemotion.fitting.voice import VoiceSettings
from mmemotion.manifest import Manifest
from mmemotion.paths import cache_dir
from mmemotion.types import EMOTIONS, Modality

TRANSFORMER = "pretrained transformer"
VOICE = VoiceSettings(classes=len(EMOTIONS), layers=len(LAYERS), width=WIDTH)
EIGHT = replace(VOICE, classes=8)
UNLABELLED = ("calls", "meetings", "librispeech")
TIMED = 20
"""Clips over which the expense is taken."""


def technique_sections(data: Path, seed: int, report: Report) -> tuple[Section, ...]:
    """All tables. Takes about 40 minutes on one core. Raises DataError, ModelError."""
    torch.set_num_threads(1)
    spoken = read_spoken(data, cache_dir() / "log-mels", report)
    voices, clips = _eight(data, spoken, seed, report)
    encoders = encoder_section(spoken, clips.logits[Modality.ACOUSTIC], seed, report)
    real = real_pair_measures(clips, spoken.folds, _speakers(voices.clips), seed)
    matched = matched_measures(data, seed, report)
    fusions = Section("Fusions", "Fitted to held-out evidence; concatenation is the control.", (*real, *matched))
    return encoders, fusions


def read_spoken(data: Path, cache: Path, report: Report) -> Spoken:
    """RAVDESS with labels; everything else as recordings without labels, so that no test speaker is heard in it."""
    clips = ravdess.read(data / "ravdess")
    others = [clip.path for clip in read_clips(data) if clip.corpus != "ravdess"]
    others += [path for folder in UNLABELLED for path in sorted((data / folder).glob("*.flac"))]
    paths = [clip.path for clip in clips]
    return Spoken(clips, read_log_mels(paths, cache, report), read_log_mels(others, cache, report))


def encoder_section(spoken: Spoken, transformer: torch.Tensor, seed: int, report: Report) -> Section:
    """Encoders and objectives. transformer: held-out logits [n, labels] of the branch on Whisper's layers."""
    logits = encoder_logits(spoken, Trial(SpectralSettings(len(spoken.names))), seed, report)
    rows = encoder_measures(spoken, {**logits, (TRANSFORMER, SUPERVISED): transformer}, _expenses(spoken), seed)
    return Section("Acoustic encoders and objectives", "Intervals are over speakers.", tuple(rows))


def matched_measures(data: Path, seed: int, report: Report) -> list[Measure]:
    """Clips of all corpora by branches that did not hear the speaker, and texts that no branch read; even folds and
    every second text are judged on."""
    voices = load_clips(read_clips(data), clip_encoder(), (), report).voices
    voice = _evidence(voices, VOICE, True, seed, report)
    text = text_evidence(*held_out_words(shipped_text(), data / "text"))
    chosen = {"voice": np.flatnonzero(voices.folds % 2 == 0), "text": np.arange(0, len(text.shares), 2)}
    return matched_pair_measures(voice, _speakers(voices.clips), text, chosen, seed)


def _eight(data: Path, spoken: Spoken, seed: int, report: Report) -> tuple[Voices, Evidence]:
    """RAVDESS in its eight emotions, and what the transformer's branch and prosody say of it, speakers held out."""
    voices = load_own_labels(spoken.clips, clip_encoder(), report)
    return voices, _evidence(voices, EIGHT, False, seed, report)


def _evidence(voices: Voices, settings: VoiceSettings, beside: bool, seed: int, report: Report) -> Evidence:
    """beside: judged beside the speaker's other clips; else each by itself, as the other encoders are."""
    fit = told_fit(settings, seed, "voice", len(np.unique(voices.folds)), report)
    given = [Given(clean(voices), beside)]
    return evidence_of(voices, held_out_logits(voices, voices.folds, fit, given)[0])


def _expenses(spoken: Spoken) -> dict[str, str]:
    sounds = [prepare(read_sound(clip.path)).levelled for clip in spoken.clips[:TIMED]]
    classes = len(spoken.names)
    found = {kind: str(spectral_expense(kind, classes, sounds)) for kind in ENCODERS}
    return {**found, TRANSFORMER: str(transformer_expense(Manifest.load().folder("whisper-base"), classes, sounds))}


def _speakers(clips: Sequence[Clip]) -> Names:
    return np.array([f"{clip.corpus} {clip.speaker}" for clip in clips])
