"""The protocols of the voice on made-up clips: what is measured, of whom, and what must be reached."""

from __future__ import annotations

import numpy as np
import torch
from made_up_voices import CORPORA, SETTINGS, made_up

from mmemotion.evaluation.assessment import Required
from mmemotion.evaluation.both import Words, both_measures
from mmemotion.evaluation.held_out import HeldOutVoice, evidence_of
from mmemotion.evaluation.new_corpus import BOTH, new_corpus
from mmemotion.evaluation.one_corpus import Protocol, one_corpus
from mmemotion.evaluation.report import Direction, Measure
from mmemotion.fitting.fusion import Evidence
from mmemotion.types import EMOTIONS, Modality


def silent(stage: str, share: float) -> None:
    assert 0 < share <= 1


def of(rows: tuple[Measure, ...] | list[Measure], name: str, data: str) -> Measure:
    (found,) = [row for row in rows if (row.name, row.data) == (name, data)]
    return found


def test_a_corpus_not_heard_is_measured_with_and_without_each_ingredient() -> None:
    section = new_corpus(made_up(spread=2.0), SETTINGS, 0, silent)
    mean = "mean of four corpora"
    values = {row.name: row.value for row in section.measures if row.data == mean}
    assert len(values) == 9  # two ingredients, clean and by telephone, and what the telephone costs
    with_baseline = values[f"unweighted accuracy, {BOTH}"]
    assert with_baseline > 0.9 > values["unweighted accuracy, renderings"]
    line = values[f"unweighted accuracy, {BOTH}, telephone at 15 dB"]
    lost = of(section.measures, f"unweighted accuracy lost on a telephone at 15 dB, {BOTH}", mean)
    assert np.isclose(lost.value, with_baseline - line)
    assert lost.direction is Direction.AT_MOST and not lost.passed  # muffled clips tell too little
    asked = {(row.name, row.data) for row in section.measures if row.required is not None}
    assert {data for _, data in asked} == {mean, *CORPORA}
    assert [one.data for one in section.assessments] == [f"{corpus}, not heard" for corpus in CORPORA]
    assert all(one.labels == tuple(EMOTIONS[:4]) for one in section.assessments)


def test_one_corpus_is_judged_in_its_own_labels_beside_the_speakers_other_clips() -> None:
    voices = made_up(spread=2.0)
    own = voices.take(np.flatnonzero(voices.corpora == 0)).only(slice(0, 1))
    order = np.argsort([clip.original for clip in own.clips], kind="stable")
    names = sorted({clip.original for clip in own.clips})
    own = type(own)(own.clips, own.renderings, np.array([names.index(clip.original) for clip in own.clips]))
    protocol = Protocol("made up", Required(ua=0.5), by_group=True)
    assessment, rows = one_corpus(own.take(order), own.take(order).folds, protocol, SETTINGS, 0, silent)
    assert assessment.labels == tuple(names) and assessment.count == len(own.clips)
    voice = of(assessment.measures, "unweighted accuracy, voice", "made up")
    assert voice.passed and voice.value > of(rows, "unweighted accuracy, voice, each clip by itself", "made up").value


def test_agreement_raises_confidence_and_conflict_lowers_it() -> None:
    generator = torch.Generator().manual_seed(0)
    voices = made_up(spread=0.0, speakers=10)
    logits = 3 * torch.nn.functional.one_hot(torch.from_numpy(voices.labels), len(EMOTIONS)).float()

    def said(strength: float) -> torch.Tensor:
        return strength * logits + torch.randn(logits.shape, generator=generator)

    heard = evidence_of(voices, (said(1.0), said(0.5)))
    texts = Evidence({Modality.TEXT: said(0.8)}, heard.shares)
    rows = both_measures(voices, HeldOutVoice(heard, heard), Words(texts, texts), 0)

    def confidence(what: str, which: str) -> float:
        name = f"mean confidence, {what}, words and voice name {which}"
        return of(rows, name, "ravdess folds 2 and 4, paired").value

    assert confidence("both", "the same") > confidence("voice alone", "the same")
    assert confidence("both", "two emotions") < confidence("voice alone", "two emotions")
    lost = of(rows, "weighted F1 lost to a neutral voice", "meld dev")
    assert np.isclose(
        lost.value,
        of(rows, "weighted F1, text alone", "meld dev").value
        - of(rows, "the same in a neutral voice", "meld dev").value,
    )
