"""Word pieces: each knows its word, and what was said before; case does not count."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from mmemotion.backends.minilm import (
    CONTEXT_PIECES,
    CONTEXT_UTTERANCES,
    LONGEST,
    NOWHERE,
    MiniLmTextEncoder,
    joined,
    latest,
    reads,
)
from mmemotion.errors import ModelCorruptError
from mmemotion.manifest import Manifest


@pytest.fixture(scope="module")
def encoder() -> MiniLmTextEncoder:
    return MiniLmTextEncoder(Manifest.load().folder("minilm"), {})


def test_items_name_the_word_of_each_piece(encoder: MiniLmTextEncoder) -> None:
    found = encoder.encode([" I’m", " so", " angry,", " unbelievably"])
    assert set(found.items) == {0, 1, 2, 3} and list(found.items) == sorted(found.items)
    assert found.items.count(0) == 3 and found.items.count(3) > 1
    assert found.vectors.shape == (len(found.items), 384)


def test_case_does_not_count(encoder: MiniLmTextEncoder) -> None:
    assert np.array_equal(encoder.encode(["What", "NOW"]).vectors, encoder.encode(["what", "now"]).vectors)


def test_words_of_no_piece_have_no_vector(encoder: MiniLmTextEncoder) -> None:
    assert encoder.encode([]).vectors.shape == (0, 384)
    assert encoder.encode([" ", "", "yes"]).items == (2,)
    assert encoder.encode([], ["Who is it?"]).vectors.shape == (0, 384)


def test_a_very_long_text_is_cut(encoder: MiniLmTextEncoder) -> None:
    assert len(encoder.encode(["word"] * 1000).vectors) == LONGEST
    assert len(encoder.encode(["word"] * 1000, ["more " * 30]).vectors) == LONGEST


def test_context_changes_the_vectors_of_the_words_and_adds_none(encoder: MiniLmTextEncoder) -> None:
    alone, known = encoder.encode(["He", "did?"]), encoder.encode(["He", "did?"], ["Ross got married again."])
    assert known.items == alone.items and known.vectors.shape == alone.vectors.shape
    assert not np.allclose(known.vectors, alone.vectors)
    assert np.array_equal(encoder.encode(["He", "did?"], ["", " "]).vectors, alone.vectors)


def test_context_that_is_too_long_or_too_old_is_not_read(encoder: MiniLmTextEncoder) -> None:
    near = encoder.encode(["Yes."], ["And now?"])
    assert np.array_equal(encoder.encode(["Yes."], ["word " * CONTEXT_PIECES, "And now?"]).vectors, near.vectors)
    lines = [f"Line {i}." for i in range(2 * CONTEXT_UTTERANCES)]
    last = encoder.encode(["Yes."], lines[-CONTEXT_UTTERANCES:])
    assert np.array_equal(encoder.encode(["Yes."], lines).vectors, last.vectors)


def test_the_latest_utterances_are_kept_whole() -> None:
    assert latest([[1] * CONTEXT_PIECES, [2, 3], [], [4]]) == [[2, 3], [4]]
    assert latest([[1] * CONTEXT_PIECES]) == []


def test_pieces_read_their_own_utterance_and_those_before() -> None:
    ids, utterances = joined([[7], [8, 9]])
    assert (ids, utterances) == ([101, 7, 102, 8, 9, 102], [0, 0, 0, 1, 1, 1])
    seen = reads(torch.tensor([[0, 0, 1, NOWHERE]]))[0, 0]
    assert seen[0].tolist() == seen[1].tolist() == [True, True, False, False]
    assert seen[2].tolist() == [True, True, True, False]
    assert seen[3].tolist()[0] and not seen[3].tolist()[3]  # padding reads something, and nothing reads it


def test_pieces_read_nothing_of_another_passage_in_their_row() -> None:
    utterances, passages = torch.tensor([[0, 0, 0, 1, NOWHERE]]), torch.tensor([[0, 0, 1, 1, NOWHERE]])
    seen = reads(utterances, passages)[0, 0]
    assert seen[1].tolist() == [True, True, False, False, False]
    assert seen[2].tolist() == [False, False, True, False, False]
    assert seen[3].tolist() == [False, False, True, True, False]
    assert seen[4].tolist() == [True, False, False, False, False]


def test_fine_tuned_layers_are_used_and_must_fit() -> None:
    folder = Manifest.load().folder("minilm")
    name = "encoder.layer.5.output.dense.weight"
    tuned = MiniLmTextEncoder(folder, {name: torch.zeros(384, 1536, dtype=torch.float16)})
    assert not np.allclose(tuned.encode(["hello"]).vectors, MiniLmTextEncoder(folder, {}).encode(["hello"]).vectors)
    with pytest.raises(ModelCorruptError, match="do not fit"):
        MiniLmTextEncoder(folder, {"encoder.layer.9.x": torch.zeros(1)})
