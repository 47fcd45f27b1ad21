"""Training of the text branch: MiniLM's upper layers and the attention over its word pieces."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from mmemotion.backends.minilm import DIMENSION, FROZEN_LAYERS, load_bert, load_tokenizer, pieces_of
from mmemotion.corpora.labels import Sentence
from mmemotion.networks.text import TextBranch
from mmemotion.types import EMOTIONS, Emotion

BATCH = 32
LAYER_RATE = 8e-5
HEAD_RATE = 1e-3
BARE = 0.3
"""Share of the texts read without punctuation, as some recognisers write."""

Report = Callable[[str, float], None]


class TextModel(nn.Module):
    """MiniLM and the text branch on top of it, with embeddings and lower layers frozen."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = load_bert(folder)
        self.branch = TextBranch(DIMENSION, len(EMOTIONS))
        frozen = [self.bert.embeddings, *self.bert.encoder.layer[:FROZEN_LAYERS]]
        for module in frozen:
            module.requires_grad_(False)

    def forward(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """ids [batch, n] padded with 0, lengths [batch] with [CLS] and [SEP] -> logits [batch, classes]."""
        place = torch.arange(ids.shape[1])[None]
        present = place < lengths[:, None]
        hidden = self.bert(input_ids=ids, attention_mask=present.long()).last_hidden_state
        pieces = present & (place > 0) & (place < lengths[:, None] - 1)
        logits: Tensor = self.branch(hidden, pieces)[0]
        return logits

    def upper_state(self) -> dict[str, Tensor]:
        """The fine-tuned layers, by their transformers names."""
        prefixes = tuple(f"encoder.layer.{i}." for i in range(FROZEN_LAYERS, self.bert.config.num_hidden_layers))
        return {name: value for name, value in self.bert.state_dict().items() if name.startswith(prefixes)}


@dataclass(frozen=True, slots=True)
class Texts:
    """Word-piece ids of texts and the shares of labels [n, classes]."""

    ids: list[list[int]]
    shares: Tensor

    def __len__(self) -> int:
        return len(self.ids)


def tokenize(folder: Path, sentences: Sequence[Sentence], seed: int | None = None) -> Texts:
    """Texts of at least one word piece; with a seed, a share BARE of them without punctuation."""
    tokenizer, chance = load_tokenizer(folder), np.random.default_rng(seed)
    ids, rows = [], []
    for sentence in sentences:
        text = without_punctuation(sentence.text) if seed is not None and chance.random() < BARE else sentence.text
        pieces, owners = pieces_of(tokenizer, text.split())
        if owners:
            ids.append(pieces)
            rows.append([sentence.shares.get(emotion, 0.0) for emotion in EMOTIONS])
    return Texts(ids, torch.tensor(rows))


def without_punctuation(text: str) -> str:
    """Words and apostrophes alone."""
    return re.sub(r"[^\w\s'’]+", " ", text)


def stages(sentences: Sequence[Sentence], seed: int) -> list[list[Sentence]]:
    """What is read in turn: comments, then dialogue twice, each time with some comments.

    Comments that are mostly neutral are thinned, as they outnumber the others.
    """
    chance = np.random.default_rng(seed)
    dialogue = [sentence for sentence in sentences if sentence.corpus == "meld"]
    comments = [sentence for sentence in sentences if sentence.corpus != "meld"]
    vivid = [sentence for sentence in comments if sentence.label is not Emotion.NEUTRAL]
    plain = [sentence for sentence in comments if sentence.label is Emotion.NEUTRAL]

    def some(group: list[Sentence], count: int) -> list[Sentence]:
        return [group[i] for i in chance.permutation(len(group))[:count]]

    first = vivid + some(plain, 4000)
    return [first, *(dialogue + some(vivid, 3500) + some(plain, 1500) for _ in range(2))]


def fit_text(folder: Path, courses: Sequence[Texts], seed: int, report: Report) -> TextModel:
    """Trains through the courses in order, one pass over each, with one falling learning rate (AdamW)."""
    torch.manual_seed(seed)
    torch.set_flush_denormal(True)  # the squares of small gradients would make AdamW several times slower
    model = TextModel(folder)
    optimizer = torch.optim.AdamW(_groups(model), weight_decay=0.01)
    total = sum(-(-len(course) // BATCH) for course in courses)
    rise = max(1, total // 16)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1.0, step / rise) * (1 - step / total))
    step = 0
    for number, course in enumerate(courses):
        for batch in batches(course, seed + number):
            _learn(model.train(), optimizer, course, batch)
            schedule.step()
            step += 1
            report("text", step / total)
    return model.eval()


def _groups(model: TextModel) -> list[dict[str, Any]]:
    layers = [parameter for parameter in model.bert.parameters() if parameter.requires_grad]
    return [{"params": layers, "lr": LAYER_RATE}, {"params": model.branch.parameters(), "lr": HEAD_RATE}]


def _learn(model: TextModel, optimizer: torch.optim.Optimizer, texts: Texts, batch: list[int]) -> None:
    with torch.autocast("cpu", torch.bfloat16):
        logits = model(*_padded(texts, batch))
    loss = nn.functional.cross_entropy(logits.float(), texts.shares[batch])
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()


def batches(texts: Texts, seed: int) -> list[list[int]]:
    """Indices in batches of texts of like length, in a random order that the seed fixes."""
    chance = np.random.default_rng(seed)
    lengths = np.array([len(ids) for ids in texts.ids]) + chance.random(len(texts)) * 4
    order = np.argsort(lengths)
    groups = [order[i : i + BATCH].tolist() for i in range(0, len(order), BATCH)]
    return [groups[i] for i in chance.permutation(len(groups))]


def _padded(texts: Texts, batch: Sequence[int]) -> tuple[Tensor, Tensor]:
    lengths = torch.tensor([len(texts.ids[i]) for i in batch])
    ids = torch.zeros(len(batch), int(lengths.max()), dtype=torch.long)
    for row, i in enumerate(batch):
        ids[row, : len(texts.ids[i])] = torch.tensor(texts.ids[i])
    return ids, lengths


def text_logits(model: TextModel, texts: Texts) -> Tensor:
    """What the text branch says of each text: logits [n, classes]."""
    out = torch.zeros(len(texts), len(EMOTIONS))
    order = sorted(range(len(texts)), key=lambda i: len(texts.ids[i]))
    with torch.inference_mode():
        for i in range(0, len(order), 64):
            batch = order[i : i + 64]
            out[batch] = model.eval()(*_padded(texts, batch))
    return out
