"""Word pieces: each knows its word; case does not count."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from mmemotion.backends.minilm import LONGEST, MiniLmTextEncoder
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


def test_a_very_long_text_is_cut(encoder: MiniLmTextEncoder) -> None:
    assert len(encoder.encode(["word"] * 1000).vectors) == LONGEST - 2


def test_fine_tuned_layers_are_used_and_must_fit() -> None:
    folder = Manifest.load().folder("minilm")
    name = "encoder.layer.5.output.dense.weight"
    tuned = MiniLmTextEncoder(folder, {name: torch.zeros(384, 1536, dtype=torch.float16)})
    assert not np.allclose(tuned.encode(["hello"]).vectors, MiniLmTextEncoder(folder, {}).encode(["hello"]).vectors)
    with pytest.raises(ModelCorruptError, match="do not fit"):
        MiniLmTextEncoder(folder, {"encoder.layer.9.x": torch.zeros(1)})
