"""Word-piece vectors by all-MiniLM-L6-v2 (Wang et al. 2020, arXiv 2002.10957), its layers fine-tuned on emotion."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mmemotion.errors import ModelCorruptError
from mmemotion.types import Embedding, Modality

if TYPE_CHECKING:
    from torch import Tensor

DIMENSION = 384
LONGEST = 126
"""Word pieces read of one utterance; what follows is not looked at. 15 s of fast speech are about 80."""

CONTEXT_UTTERANCES, CONTEXT_PIECES = 6, 72
"""How much of what was said before is read at most: whole utterances, the latest first."""

CLS, SEP, PAD = 101, 102, 0
"""Ids of the marks, as in BERT's vocabulary of English without case."""

NOWHERE = -1
"""In place of the number of the utterance, where there is only padding."""

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "..."})


class MiniLmTextEncoder:
    """encode() reads words of English; case does not count. layers: fine-tuned weights by their transformers names."""

    def __init__(self, folder: Path, layers: Mapping[str, Tensor], device: str = "cpu") -> None:
        self._tokenizer = load_tokenizer(folder)
        self._model = load_bert(folder).eval().to(device)
        unknown = self._model.load_state_dict({k: v.float() for k, v in layers.items()}, strict=False).unexpected_keys
        if unknown:
            raise ModelCorruptError(f"The trained text layers do not fit MiniLM ({unknown[0]}); install them again.")
        self._device = device

    def encode(self, words: Sequence[str], context: Sequence[str] = ()) -> Embedding:
        """Vectors [n, 384], one per word piece; items give the index of its word. Words of no piece have none.

        context: what was said before, oldest first; the vectors are those of the words alone, but know of it.
        """
        import torch

        pieces, owners = pieces_of(self._tokenizer, words)
        if not pieces:
            return Embedding(Modality.TEXT, np.zeros((0, DIMENSION), dtype=np.float32))
        before = [pieces_of(self._tokenizer, said.split())[0] for said in context[-CONTEXT_UTTERANCES:]]
        ids, utterances = joined([*latest(before), pieces])
        with torch.inference_mode():
            numbers = torch.tensor([utterances], device=self._device)
            hidden = self._model(torch.tensor([ids], device=self._device), attention_mask=reads(numbers))[0]
        return Embedding(Modality.TEXT, hidden[0, -len(pieces) - 1 : -1].float().cpu().numpy(), owners)


def latest(utterances: Sequence[Sequence[int]]) -> list[Sequence[int]]:
    """The last of the utterances, given as ids of word pieces, that together are short enough to be context."""
    kept: list[Sequence[int]] = []
    room = CONTEXT_PIECES
    for pieces in list(reversed(utterances))[:CONTEXT_UTTERANCES]:
        room -= len(pieces) + 1
        if room < 0:
            break
        kept.insert(0, pieces)
    return [pieces for pieces in kept if pieces]


def joined(utterances: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """Ids of [CLS], then each utterance followed by [SEP]; and per id the number of its utterance, from 0."""
    ids, numbers = [CLS], [0]
    for number, pieces in enumerate(utterances):
        ids += [*pieces, SEP]
        numbers += [number] * (len(pieces) + 1)
    return ids, numbers


def reads(utterances: Tensor, passages: Tensor | None = None) -> Tensor:
    """Which piece reads which, bool [batch, 1, n, n], from the number of the utterance of each piece [batch, n].

    Each reads its own utterance and those before it, never one that comes later: so the vectors of an utterance are the
    same whatever follows, and a whole dialogue is learned from in one go. Padding reads only what comes first.
    passages [batch, n]: where several lie in one row, the number of each piece's own, the only one it reads.
    """
    there = utterances != NOWHERE
    before = utterances[:, :, None] >= utterances[:, None, :]
    if passages is not None:
        before = before & (passages[:, :, None] == passages[:, None, :])
    before = before & there[:, None, :]
    before[:, :, 0] |= ~there
    return before[:, None]


def load_tokenizer(folder: Path) -> Any:
    """The tokenizers.Tokenizer of the folder, with neither padding nor cutting."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def load_bert(folder: Path) -> Any:
    """The transformers BertModel of the folder, without its pooler, in float32."""
    from safetensors.torch import load_file
    from transformers import BertConfig, BertModel

    stored = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    stored["attention_probs_dropout_prob"] = 0.0  # with it torch would learn by its slow way of attention
    model = BertModel(BertConfig(**stored), add_pooling_layer=False)
    state = {name: value for name, value in load_file(folder / "model.safetensors").items() if "pooler" not in name}
    state.pop("embeddings.position_ids", None)
    missing, unexpected = model.load_state_dict(state, strict=False)
    if missing or unexpected:
        raise ModelCorruptError(f"MiniLM in {folder} lacks {[*missing, *unexpected][0]}; install it again.")
    return model


def pieces_of(tokenizer: Any, words: Sequence[str]) -> tuple[list[int], tuple[int, ...]]:
    """Ids of the word pieces, without marks, and for each the index of its word."""
    clean = [word.strip().translate(_APOSTROPHES) for word in words]
    encoded = tokenizer.encode(clean, is_pretokenized=True, add_special_tokens=False)
    return encoded.ids[:LONGEST], tuple(encoded.word_ids[:LONGEST])
