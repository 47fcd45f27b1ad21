"""The evaluation of the card: the voice on people and corpora it never heard, the words on texts not read, both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import torch

from mmemotion.backends.whisper_encoder import LAYERS, WIDTH
from mmemotion.corpora import emodb, ravdess
from mmemotion.evaluation.assessment import Required
from mmemotion.evaluation.both import Words, both_measures
from mmemotion.evaluation.chosen import Search, chosen_section
from mmemotion.evaluation.held_out import held_out_voice, text_evidence
from mmemotion.evaluation.load import clip_encoder, load_clips, load_own_labels
from mmemotion.evaluation.new_corpus import ECE, GAIN, new_corpus
from mmemotion.evaluation.one_corpus import Protocol, one_corpus, told_fit
from mmemotion.evaluation.people import LISTENERS
from mmemotion.evaluation.publish import check, publish, show
from mmemotion.evaluation.report import Report, Section
from mmemotion.evaluation.surroundings import surroundings
from mmemotion.evaluation.techniques import technique_sections
from mmemotion.evaluation.voices import Voices, read_clips
from mmemotion.evaluation.words import held_out_words, shipped_text, word_measures, words_of_lines
from mmemotion.fitting.augmentation import TELEPHONE_15_DB, Colour, Rendering
from mmemotion.fitting.voice import VoiceSettings
from mmemotion.types import EMOTIONS

SEED = 0
COMMAND = "mmemotion evaluate"
VOICE = VoiceSettings(classes=len(EMOTIONS), layers=len(LAYERS), width=WIDTH)
RENDERINGS = (
    Rendering("telephone", telephone=True, noise=(5.0, 30.0), colour=Colour.PINK),
    Rendering("room", room=(0.2, 0.8), noise=(10.0, 40.0), colour=Colour.SPEECH),
)
"""Those the shipped model learned from, as training/default.toml says."""

RAVDESS = Protocol("ravdess folds 1-5, 8 emotions", Required(ua=0.80, ece=ECE, gain=GAIN), by_group=True)
EMODB = Protocol("emodb, a speaker held out, 7 emotions", Required(ua=0.93, ece=ECE, gain=GAIN), by_group=False)

Progress = Callable[[str, float], None]


def run(data: Path, json: Path | None = None, html: Path | None = None, techniques: bool = False) -> None:
    """Prints the table; the figures go to the file json and the page to html, if given; techniques are compared too.

    Raises DataError, ModelError, ConfigError, OutputError.
    """
    check(json, html)
    report = evaluate(data, show)
    if techniques:
        report = replace(report, sections=(*report.sections, *technique_sections(data, SEED, show)))
    publish(report, json, html)


def evaluate(data: Path, report: Progress = lambda stage, share: None) -> Report:
    """All measures. Raises DataError, ModelError."""
    torch.set_num_threads(1)
    encoder = clip_encoder()
    voices = load_clips(read_clips(data), encoder, (*RENDERINGS, TELEPHONE_15_DB), report).voices
    acted = load_own_labels(ravdess.read(data / "ravdess"), encoder, report)
    sections = (
        _own_corpora(acted, load_own_labels(emodb.read(data / "emodb"), encoder, report), report),
        new_corpus(voices, VOICE, SEED, report),
        chosen_section(voices, acted, RAVDESS, Search.about(VOICE, SEED), report),
        Section("Words", measures=tuple(word_measures(shipped_text(), data / "text"))),
        _both(voices.only(slice(0, -1)), data, report),
    )
    people = tuple(f"People, for comparison, {corpus}: {told}." for corpus, told in LISTENERS.items())
    return Report(COMMAND, SEED, sections, people, surroundings())


def _own_corpora(acted: Voices, german: Voices, report: Progress) -> Section:
    """RAVDESS by its folds, EmoDB by its speakers, in their own labels."""
    found = [
        one_corpus(acted, acted.folds, RAVDESS, VOICE, SEED, report),
        one_corpus(german, german.speakers, EMODB, VOICE, SEED, report),
    ]
    rows = tuple(row for _, rows in found for row in rows)
    return Section("Voice within one corpus, speakers not heard", _OWN, rows, tuple(one for one, _ in found))


_OWN = (
    "Fitted to the other speakers of the corpus. Every clip is judged beside its speaker's others, whose labels are "
    "not known, as a recording is; the rows for each clip by itself are without that."
)


def _both(voices: Voices, data: Path, report: Progress) -> Section:
    held = held_out_voice(voices, told_fit(VOICE, SEED, "people and corpora", 9, report))
    text = shipped_text()
    words = Words(
        text_evidence(*held_out_words(text, data / "text")), text_evidence(*words_of_lines(text, data / "text"))
    )
    return Section("Words and voice", _BOTH, measures=tuple(both_measures(voices, held, words, SEED)))


_BOTH = (
    "No corpus here has emotional words in an emotional voice: clips and texts are paired by label. Natural pairs were "
    "not validated; with MELD's or IEMOCAP's recordings, train and evaluate on a configuration that names their reader."
)
