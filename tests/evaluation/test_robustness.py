"""Word errors are as many as asked for, and of the kinds recognisers make."""

from __future__ import annotations

from pathlib import Path

import jiwer
import pytest

from mmemotion.corpora import meld
from mmemotion.evaluation.robustness import RATIO, with_word_errors


@pytest.fixture(scope="module")
def texts(shared_data: Path) -> list[str]:
    return [" ".join(sentence.text.split()) for sentence in meld.read(shared_data / "text", "dev")]


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.2, 0.4])
def test_word_error_rate_is_what_was_asked(texts: list[str], rate: float) -> None:
    measured = jiwer.process_words(texts, with_word_errors(texts, rate, 0))
    assert measured.wer == pytest.approx(rate, abs=0.02)


def test_kinds_of_errors_are_those_of_recognisers(texts: list[str]) -> None:
    measured = jiwer.process_words(texts, with_word_errors(texts, 0.1, 0))
    errors = (measured.substitutions, measured.deletions, measured.insertions)
    for count, share in zip(errors, RATIO, strict=True):
        assert count / sum(errors) == pytest.approx(share, abs=0.05)


def test_the_seed_picks_the_errors(texts: list[str]) -> None:
    first = with_word_errors(texts, 0.2, 0)
    assert first == with_word_errors(texts, 0.2, 0) != with_word_errors(texts, 0.2, 1)
    assert len(first) == len(texts)


def test_words_put_in_are_words_of_the_texts(texts: list[str]) -> None:
    known = {word for text in texts for word in text.split()}
    assert {word for text in with_word_errors(texts, 0.4, 0) for word in text.split()} <= known


def test_nothing_to_choose_from_changes_nothing() -> None:
    assert with_word_errors([], 0.4, 0) == []
    assert with_word_errors(["", "no no"], 0.4, 0) == ["", "no no"]
