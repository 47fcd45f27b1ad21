"""The voice on corpora it never met: other languages, microphones and ways of speaking; with and without each
ingredient.

Four labels that all corpora have are told apart; the speaker's baseline is drawn from all of their clips, unlabelled.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from torch import Tensor

from mmemotion.evaluation.assessment import Required, assess
from mmemotion.evaluation.calibrated import calibrated
from mmemotion.evaluation.intervals import interval, paired_difference
from mmemotion.evaluation.metrics import mean_over, ua
from mmemotion.evaluation.one_corpus import told_fit
from mmemotion.evaluation.predictions import Predictions, make_predictions, softmax
from mmemotion.evaluation.report import Assessment, Direction, Measure, Section, measured
from mmemotion.evaluation.voices import Given, Voices, held_out_logits, voice_says
from mmemotion.fitting.hooks import Report
from mmemotion.fitting.voice import VoiceSettings
from mmemotion.types import EMOTIONS

FOUR = 4
"""Neutral, happy, sad and angry, the first labels, are in every corpus."""

PLAIN: Mapping[str, float] = {"ravdess": 0.55, "emodb": 0.74, "urdu": 0.57, "nemo": 0.53}
"""What a plain head with a clean front end reaches, which no corpus may fall below."""

UA_MEAN, MOST_LOST, ECE = 0.68, 0.05, 0.04
GAIN = 0.10

BOTH = "renderings and baseline"


def new_corpus(voices: Voices, settings: VoiceSettings, seed: int, report: Report) -> Section:
    """voices in the renderings learned from, the clean one first, and last in the one that only is listened to."""
    said = _all_said(voices, settings, seed, report)
    beside, line = said[BOTH], said[f"{BOTH}, telephone at 15 dB"]
    rows = [row for name, one in said.items() for row in _rows(name, one, seed)]
    rows.append(_lost(beside, line, seed))
    assessments = [_assessed(name, beside, seed) for name in PLAIN]
    return Section("Voice on a corpus not heard, 4 labels", _TEXT, tuple(rows), tuple(assessments))


_TEXT = (
    "Fitted to three corpora in seven labels, judged on the fourth in four. Renderings: clips also learned from as a "
    "telephone, a room and noise would carry them. Baseline: each clip is judged beside its speaker's others, whose "
    "labels are not known; without it each by itself. The setting was chosen after looks at these corpora; another "
    "section has what settings chosen without them give."
)


def _all_said(voices: Voices, settings: VoiceSettings, seed: int, report: Report) -> dict[str, Predictions]:
    """What is said by each combination of ingredients, of the clean clips and over the telephone."""
    learned = {"no renderings": voices.only(slice(0, 1)), "renderings": voices.only(slice(0, -1))}
    clean, line = ([renderings[kind] for renderings in voices.renderings] for kind in (0, -1))
    corpora, found = voices.corpora, {}
    for name, heard in learned.items():
        fit = told_fit(settings, seed, f"corpora, {name}", len(np.unique(corpora)), report)
        ways = [Given(clean, beside=False), Given(clean), Given(line, beside=False), Given(line)]
        names = [name, f"{name} and baseline"]
        names += [f"{one}, telephone at 15 dB" for one in names]
        for one, logits in zip(names, held_out_logits(heard, corpora, fit, ways), strict=True):
            found[one] = of_four(voices, voice_says(*logits))
    return found


def of_four(voices: Voices, logits: Tensor) -> Predictions:
    """What logits [n, classes] say of the clips that have one of the four labels, over these four."""
    chosen = np.flatnonzero(voices.labels < FOUR)
    clips, rows = [voices.clips[i] for i in chosen], logits[chosen, :FOUR].double().numpy()
    return make_predictions(
        tuple(EMOTIONS[:FOUR]),
        voices.labels[chosen],
        softmax(rows),
        rows,
        speakers=np.array([f"{clip.corpus} {clip.speaker}" for clip in clips]),
        genders=np.array([clip.gender for clip in clips]),
        corpora=np.array([clip.corpus for clip in clips]),
    )


def _rows(name: str, said: Predictions, seed: int) -> list[Measure]:
    rows = []
    for corpus in PLAIN:
        least = PLAIN[corpus] if name == BOTH else None
        found = interval(ua, said.take(said.corpora == corpus), seed)
        rows.append(measured(f"unweighted accuracy, {name}", corpus, found, least))
    least = UA_MEAN if name == BOTH else None
    found = interval(mean_over(said.corpora, ua), said, seed)
    return [*rows, measured(f"unweighted accuracy, {name}", "mean of four corpora", found, least)]


def _lost(clean: Predictions, line: Predictions, seed: int) -> Measure:
    found = paired_difference(mean_over(clean.corpora, ua), line, clean, seed)
    name = f"unweighted accuracy lost on a telephone at 15 dB, {BOTH}"
    return measured(name, "mean of four corpora", found, MOST_LOST, Direction.AT_MOST)


def _assessed(corpus: str, said: Predictions, seed: int) -> Assessment:
    """Calibrated on the other speakers of the corpus."""
    own = said.take(said.corpora == corpus)
    whole = calibrated(own, own.speakers)
    return assess("voice", f"{corpus}, not heard", whole, seed, Required(ece=ECE, gain=GAIN))
