"""Fitting the attention across modalities when no corpus has words and voice of the same emotion.

Held-out clips and texts are paired at random in four ways, and modalities left out at random: both of one emotion; an
emotional voice with neutral words; any words, as often neutral as in the texts, in a neutral voice; and words against
the voice, of which each is half right. So neither side washes the other out.

What is fitted sees logits alone, of branches that never heard the clip's speaker nor read the text (stacked
generalisation, Wolpert 1992), so that their confidence is that of new ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from mmemotion.networks.calibration import fit_temperature
from mmemotion.networks.fusion import MODALITIES, ModalityAttention
from mmemotion.networks.fusions import Across
from mmemotion.types import Modality

NEUTRAL = 0
"""Number of the neutral label."""

Numbers = npt.NDArray[np.int64]
Network = TypeVar("Network", bound=Across)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What branches said of held-out examples: logits [n, classes] per modality; shares of the labels [n, classes]."""

    logits: dict[Modality, Tensor]
    shares: Tensor

    @property
    def labels(self) -> Numbers:
        """Number of the label with the largest share [n]."""
        return np.asarray(self.shares.argmax(1).numpy())

    def take(self, places: Numbers) -> Evidence:
        """Some of the examples."""
        return Evidence({name: value[places] for name, value in self.logits.items()}, self.shares[places])


SUBSETS: tuple[tuple[float, tuple[bool, bool, bool]], ...] = (
    (0.55, (True, True, True)),
    (0.15, (True, True, False)),
    (0.10, (True, False, True)),
    (0.20, (False, True, True)),
)
"""How often each set of modalities is there in training: text, acoustic, prosody."""

PAIRINGS: tuple[tuple[float, str, float], ...] = (
    (0.30, "same", 0.5),
    (0.25, "neutral words", 1.0),
    (0.35, "neutral voice", 0.0),
    (0.10, "conflict", 0.5),
)
"""How often each kind of pair comes, and how much of its label is that of the voice."""


def fit_across(voice: Evidence, text: Evidence, seed: int, steps: int = 1000, batch: int = 256) -> ModalityAttention:
    """Temperatures by each modality's own held-out examples, then weights and gains by pairs of them."""
    torch.manual_seed(seed)
    return fit_pairs(ModalityAttention(voice.shares.shape[1]), voice, text, np.random.default_rng(seed), steps, batch)


def fit_pairs(
    model: Network, voice: Evidence, text: Evidence, chance: np.random.Generator, steps: int = 1000, batch: int = 256
) -> Network:
    """fit_across for any fusion of networks.fusions."""
    fit_temperatures(model, voice)
    fit_temperatures(model, text)
    return fit_drawn(model, lambda: draw_pairs(voice, text, chance, batch), steps)


def fit_temperatures(model: Across, evidence: Evidence) -> None:
    """Those of the modalities that spoke."""
    for modality, logits in evidence.logits.items():
        model.temperatures[MODALITIES.index(modality)] = fit_temperature(logits, evidence.shares)


def fit_drawn(model: Network, draw: Callable[[], tuple[Tensor, Tensor, Tensor]], steps: int) -> Network:
    """The fusion fitted by cross entropy to what is drawn at each step: logits, presence, shares of the labels."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for _ in range(steps):
        logits, present, target = draw()
        loss = nn.functional.cross_entropy(model(logits, present)[0], target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    model.eval()
    return model


def draw_pairs(
    voice: Evidence, text: Evidence, chance: np.random.Generator, count: int
) -> tuple[Tensor, Tensor, Tensor]:
    """logits [count, modality, classes], present bool [count, modality], target shares [count, classes]."""
    kind = chance.choice(len(PAIRINGS), count, p=[share for share, _, _ in PAIRINGS])
    of_clip, of_text = _labels(kind, chance, text.labels)
    heard, read = _drawn(voice.labels, of_clip, chance), _drawn(text.labels, of_text, chance)
    subset = chance.choice(len(SUBSETS), count, p=[share for share, _ in SUBSETS])
    present = torch.tensor([there for _, there in SUBSETS])[subset]
    of_voice = torch.tensor([share for _, _, share in PAIRINGS])[kind].masked_fill(~present[:, 0], 1.0)[:, None]
    target = of_voice * voice.shares[heard] + (1 - of_voice) * text.shares[read]
    rows = [text.logits[m][read] if m in text.logits else voice.logits[m][heard] for m in MODALITIES]
    return torch.stack(rows, 1), present, target


def _labels(kind: Numbers, chance: np.random.Generator, texts: Numbers) -> tuple[Numbers, Numbers]:
    """Labels of clip and text for each kind of pair; but for any words, emotions come as often as one another."""
    classes = int(texts.max()) + 1
    emotion = chance.integers(1, classes, len(kind))
    other = (emotion - 1 + chance.integers(1, classes - 1, len(kind))) % (classes - 1) + 1
    names = np.array([name for _, name, _ in PAIRINGS])[kind]
    words = {
        "neutral words": np.full(len(kind), NEUTRAL),
        "conflict": other,
        "neutral voice": chance.choice(texts, len(kind)),
    }
    of_text = np.select([names == name for name in words], list(words.values()), emotion)
    return np.where(names == "neutral voice", NEUTRAL, emotion), of_text


def _drawn(labels: Numbers, wanted: Numbers, chance: np.random.Generator) -> Numbers:
    """For each wanted label the place of an example that has it. Every label must occur."""
    order = np.argsort(labels, kind="stable")
    first = np.searchsorted(labels[order], wanted, "left")
    last = np.searchsorted(labels[order], wanted, "right")
    return np.asarray(order[first + (chance.random(len(wanted)) * (last - first)).astype(int)])
