"""The evaluation of issue and card: the voice on people it never heard, the words on texts it never read, and both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from mmemotion.backends.whisper_encoder import LAYERS, WIDTH
from mmemotion.corpora import ravdess
from mmemotion.evaluation.both import both_measures
from mmemotion.evaluation.held_out import held_out_voice, text_evidence
from mmemotion.evaluation.load import clip_encoder, load_voices
from mmemotion.evaluation.metrics import unweighted_accuracy
from mmemotion.evaluation.publish import check, publish, show
from mmemotion.evaluation.report import Measure, Report, Section
from mmemotion.evaluation.surroundings import surroundings
from mmemotion.evaluation.techniques import technique_sections
from mmemotion.evaluation.voices import CORPORA, Numbers, Voices, held_out_logits, read_clips, voice_says
from mmemotion.evaluation.words import held_out_words, meld_measures, shipped_text
from mmemotion.fitting.fusion import Evidence
from mmemotion.fitting.voice import VoiceSettings
from mmemotion.types import EMOTIONS

SEED = 0
COMMAND = "mmemotion evaluate"
VOICE = VoiceSettings(classes=len(EMOTIONS), layers=len(LAYERS), width=WIDTH, epochs=14)
RAVDESS = replace(VOICE, classes=8, epochs=25)
UA_RAVDESS, F1_MELD = 0.72, 0.55
FOUR = 4
"""Neutral, happy, sad and angry, the first labels, are in every corpus."""

Progress = Callable[[str, float], None]


def run(data: Path, json: Path | None = None, html: Path | None = None, techniques: bool = False) -> None:
    """Prints the table; the figures go to the file json and the page to html, if given; techniques are compared too.

    Raises DataError, ModelError, ConfigError, OutputError.
    """
    check(json, html)
    report = evaluate(data, report=show)
    if techniques:
        report = replace(report, sections=(*report.sections, *technique_sections(data, SEED, show)))
    publish(report, json, html)


def evaluate(data: Path, quick: bool = False, report: Progress = lambda stage, share: None) -> Report:
    """All measures; quick leaves out those that need the nine fits over all corpora. Raises DataError, ModelError."""
    torch.set_num_threads(1)
    sections = [
        Section("Voice, one corpus", measures=tuple(ravdess_measures(data, report))),
        Section("Words", measures=tuple(meld_measures(data / "text", F1_MELD))),
    ]
    if not quick:
        voices = load_voices(read_clips(data), clip_encoder(), narrow=True, report=report)
        held = held_out_voice(voices, VOICE, SEED, report)
        heard = [
            *corpus_measures(voices, held.speakers, "speakers held out"),
            *corpus_measures(voices, held.corpora, "corpus held out"),
        ]
        text = shipped_text()
        words = text_evidence(*held_out_words(text, data / "text"))
        sections += [
            Section("Voice, all corpora", measures=tuple(heard)),
            Section("Words and voice", measures=tuple(both_measures(voices, held, words, SEED))),
        ]
    return Report(COMMAND, SEED, tuple(sections), surroundings=surroundings())


def ravdess_measures(data: Path, report: Progress) -> list[Measure]:
    """The voice branches fitted to RAVDESS alone, four folds out of five, in its eight emotions (calm is one)."""
    clips = ravdess.read(data / "ravdess")
    names = sorted({clip.original for clip in clips})
    voices = load_voices(clips, clip_encoder(), narrow=False, report=report)
    voices = Voices(voices.clips, voices.renderings, np.array([names.index(clip.original) for clip in clips]))
    acoustic, prosody = held_out_logits(voices, voices.folds, RAVDESS, SEED, report)
    found = {"acoustic frames alone": acoustic, "prosody alone": prosody}
    measures = [_by_fold(voices, voice_says(acoustic, prosody), "voice", UA_RAVDESS)]
    return measures + [_by_fold(voices, logits, name, None) for name, logits in found.items()]


def _by_fold(voices: Voices, logits: torch.Tensor, name: str, required: float | None) -> Measure:
    labels: Numbers = logits.argmax(-1).numpy()
    folds = [voices.folds == fold for fold in np.unique(voices.folds)]
    value = float(np.mean([unweighted_accuracy(voices.labels[fold], labels[fold]) for fold in folds]))
    return Measure(f"unweighted accuracy, 8 emotions, {name}", "ravdess folds 1-5", value, required)


def corpus_measures(voices: Voices, evidence: Evidence, kept: str) -> list[Measure]:
    """Unweighted accuracy of the voice per corpus: over its labels, and over the four that all corpora have."""
    logits = voice_says(*evidence.logits.values())
    measures = []
    for number, corpus in enumerate(CORPORA):
        of_corpus = voices.corpora == number
        of_four = of_corpus & (voices.labels < FOUR)
        for name, chosen, classes in (("all labels", of_corpus, len(EMOTIONS)), ("4 labels", of_four, FOUR)):
            found: Numbers = logits[chosen, :classes].argmax(-1).numpy()
            value = unweighted_accuracy(voices.labels[chosen], found)
            measures.append(Measure(f"unweighted accuracy, {name}, voice", f"{corpus}, {kept}", value))
    return measures
