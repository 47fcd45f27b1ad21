"""Measures of the words: manners of giving a text, thresholds, and the real branch on a few texts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from mmemotion.corpora.labels import RatedSentence, Sentence
from mmemotion.evaluation.texts import held_out_texts, learned_texts, read_texts
from mmemotion.evaluation.words import (
    Manner,
    Rated,
    Several,
    chosen_thresholds,
    in_manner,
    said_of_comments,
    said_of_dialogue,
    said_of_rated,
)
from mmemotion.fitting.lessons import Texts
from mmemotion.fitting.text import TextModel
from mmemotion.manifest import Manifest
from mmemotion.types import EMOTIONS, Emotion

LINES = [
    Sentence("Oh, it's YOU! What do you want?", "meld", "0", {Emotion.SURPRISED: 1.0}, "Joey", 0),
    Sentence("...", "meld", "0", {Emotion.ANGRY: 1.0}, "Ross", 1),
    Sentence("", "meld", "0", {Emotion.SAD: 1.0}, "Joey", 2),
]


@pytest.fixture(scope="module")
def model() -> TextModel:
    torch.manual_seed(0)
    return TextModel(Manifest.load().folder("minilm")).eval()


def test_a_recogniser_without_case_and_punctuation() -> None:
    heard = in_manner(LINES, Manner(bare=True))
    assert heard[0].text.split() == ["oh", "it's", "you", "what", "do", "you", "want"]
    assert heard[0].shares == LINES[0].shares and not heard[1].text.strip()


def test_word_errors_change_words_and_nothing_else() -> None:
    heard = in_manner(LINES, Manner(word_errors=0.5), seed=1)
    assert heard[0].text != LINES[0].text and [line.speaker for line in heard] == [line.speaker for line in LINES]
    assert in_manner(LINES, Manner()) == LINES


def test_each_threshold_is_the_best_for_its_label() -> None:
    chance = np.random.default_rng(0)
    probabilities = chance.beta(0.5, 2.0, (4000, 7))
    wanted = chance.random((4000, 7)) < probabilities
    several = Several(wanted, probabilities)
    best = np.array([several.f1(np.full(7, threshold)) for threshold in np.arange(0.05, 0.8, 0.01)]).max(0)
    assert several.f1(chosen_thresholds(several)) == pytest.approx(best, abs=0.02)
    too_high = 1 / (1 + (1 / probabilities - 1) / 3)  # of odds three times what they should be
    assert several.f1(chosen_thresholds(several)) == pytest.approx(
        Several(wanted, too_high).f1(chosen_thresholds(Several(wanted, too_high))), abs=0.02
    )


def test_f1_is_by_label() -> None:
    wanted = np.tile(np.array([[True], [True], [False], [False]]), (1, 7))
    several = Several(wanted, np.tile(np.array([[0.9], [0.3], [0.2], [0.1]]), (1, 7)))
    assert several.f1(np.full(7, 0.25)).tolist() == [1.0] * 7
    assert several.f1(np.full(7, 0.5))[1] == pytest.approx(2 / 3)


def test_correlations_are_by_scale() -> None:
    wanted = np.array([[0.0, 0.0, 1.0], [1.0, 1.0, 0.0], [2.0, 2.0, 3.0]])
    found = np.stack([2 * wanted[:, 0] + 1, -wanted[:, 1], wanted[:, 2]], 1)
    assert Rated(wanted, found).correlations().tolist() == pytest.approx([1.0, -1.0, 1.0])


def test_lines_are_read_in_order_and_those_without_words_say_nothing(model: TextModel) -> None:
    said = said_of_dialogue(model, LINES)
    assert said.wanted.tolist() == [EMOTIONS.index(line.label) for line in LINES]
    assert said.probabilities[2].tolist() == pytest.approx([1 / 7] * 7)
    assert said.groups.tolist() == ["0"] * 3 and said.speakers.tolist() == ["Joey", "Ross", "Joey"]
    alone = said_of_dialogue(model, LINES, Manner(context=False))
    assert np.allclose(alone.logits[0], said.logits[0], atol=1e-5)  # type: ignore[index]
    assert not np.allclose(alone.logits[1], said.logits[1], atol=1e-5)  # type: ignore[index]
    warm = said_of_dialogue(model, LINES, temperature=5.0)
    assert (warm.confidence[:2] < said.confidence[:2]).all()


def test_comments_and_rated_sentences_have_a_number_per_label_and_scale(model: TextModel) -> None:
    comments = tuple(Sentence(text, "goemotions", text, {}) for text in ("Thanks!", "Why?", ""))
    labels = (frozenset({Emotion.HAPPY}), frozenset({Emotion.SURPRISED, Emotion.NEUTRAL}), frozenset({Emotion.SAD}))
    several = said_of_comments(model, Texts(comments=comments, labels=labels))
    assert several.wanted.sum(1).tolist() == [1, 2, 1] and several.probabilities[2].tolist() == [0.5] * 7
    rated = said_of_rated(model, [RatedSentence("A fine day.", "emobank", "1", 0.5, 0.1, -0.2)])
    assert rated.wanted.tolist() == [[0.5, 0.1, -0.2]] and rated.found.shape == (1, 3)


def test_what_is_held_out_is_not_learned_and_dialogues_are_whole(shared_data: Path) -> None:
    folder = shared_data / "text"
    learned, held, everything = learned_texts(folder), held_out_texts(folder), read_texts(folder, "train")
    assert not {line.group for line in learned.dialogue} & {line.group for line in held.dialogue}
    assert not {comment.group for comment in learned.comments} & {comment.group for comment in held.comments}
    assert len(learned.dialogue) + len(held.dialogue) == len(everything.dialogue)
    assert len(learned.comments) + len(held.comments) == len(everything.comments)
    assert len(held.comments) == len(held.labels) and 0 < len(held.rated) < len(learned.rated)
