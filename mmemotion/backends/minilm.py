"""Word-piece vectors by all-MiniLM-L6-v2 (Wang et al. 2020, arXiv 2002.10957), upper layers fine-tuned on emotion."""

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
LONGEST = 128
"""Word pieces read of one utterance; what follows is not looked at. 15 s of fast speech are about 80."""

FROZEN_LAYERS = 2
"""Layers left as they came, with the embeddings: what is fine-tuned, and stored with the trained model, lies above."""

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "..."})


class MiniLmTextEncoder:
    """encode() reads words of English; case does not count. upper: fine-tuned weights by their transformers names."""

    def __init__(self, folder: Path, upper: Mapping[str, Tensor], device: str = "cpu") -> None:
        self._tokenizer = load_tokenizer(folder)
        self._model = load_bert(folder).eval().to(device)
        unknown = self._model.load_state_dict({k: v.float() for k, v in upper.items()}, strict=False).unexpected_keys
        if unknown:
            raise ModelCorruptError(f"The trained text layers do not fit MiniLM ({unknown[0]}); install them again.")
        self._device = device

    def encode(self, words: Sequence[str]) -> Embedding:
        """Vectors [n, 384], one per word piece; items give the index of its word. Words of no piece have none."""
        import torch

        ids, owners = pieces_of(self._tokenizer, words)
        if not owners:
            return Embedding(Modality.TEXT, np.zeros((0, DIMENSION), dtype=np.float32))
        with torch.inference_mode():
            hidden = self._model(input_ids=torch.tensor([ids], device=self._device)).last_hidden_state
        return Embedding(Modality.TEXT, hidden[0, 1:-1].float().cpu().numpy(), owners)


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

    config = BertConfig(**json.loads((folder / "config.json").read_text(encoding="utf-8")))
    model = BertModel(config, add_pooling_layer=False)
    state = {name: value for name, value in load_file(folder / "model.safetensors").items() if "pooler" not in name}
    state.pop("embeddings.position_ids", None)
    missing, unexpected = model.load_state_dict(state, strict=False)
    if missing or unexpected:
        raise ModelCorruptError(f"MiniLM in {folder} lacks {[*missing, *unexpected][0]}; install it again.")
    return model


def pieces_of(tokenizer: Any, words: Sequence[str]) -> tuple[list[int], tuple[int, ...]]:
    """Ids of [CLS], the word pieces and [SEP], and for each piece the index of its word."""
    clean = [word.strip().translate(_APOSTROPHES) for word in words]
    encoded = tokenizer.encode(clean, is_pretokenized=True)
    owners = tuple(word for word in encoded.word_ids if word is not None)[: LONGEST - 2]
    return [*encoded.ids[: len(owners) + 1], encoded.ids[-1]], owners
