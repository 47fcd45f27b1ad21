"""Why an estimate is what it is: what changes when parts of an utterance are left out, one at a time or as asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from mmemotion.errors import Cancelled
from mmemotion.features.functionals import GROUPS
from mmemotion.protocols import Fusion, TextEncoder
from mmemotion.types import (
    EMOTIONS,
    Baseline,
    Branch,
    Embedding,
    Emotion,
    Estimate,
    Evidence,
    FloatArray,
    Modality,
    Reasons,
)

if TYPE_CHECKING:
    from torch import Tensor

Kept = npt.NDArray[np.bool_]
"""Per part, whether it is left in."""

MOST_WORDS, MOST_STRETCHES = 60, 80
"""More words than this are left out in groups of neighbours; more sound in longer stretches."""

STRETCH = 0.2
"""Seconds of sound left out at a time, about a syllable."""

NOTHING_LEFT = 1 / len(EMOTIONS)
"""The probability of every emotion where there is nothing to judge."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """An estimate, and all it was judged from. context: the lines said before the words, oldest first.

    voice: embeddings of the sound; what is not there cannot be left out in parts, but counts as evidence all the same.
    baseline: how the speaker usually sounds, this utterance among it; it stays while parts are left out.
    """

    words: tuple[str, ...]
    context: tuple[str, ...]
    voice: Mapping[Modality, Embedding]
    evidence: Evidence
    baseline: Baseline


def explain(
    case: Case, text: TextEncoder, fusion: Fusion, emotion: Emotion, stopped: Callable[[], bool] = lambda: False
) -> Reasons:
    """By how much the probability of an emotion falls when a word, a stretch of sound or a group of measures is left
    out; of words or sound that did not count there are none. Neighbours that were left out together share a number.

    The words are read anew without it, the frames are not pooled, the measures are taken for those of an average voice.
    Captum's FeatureAblation (Kokhlikyan et al. 2020, arXiv 2009.07896). Raises Cancelled.
    """
    import torch
    from captum.attr import FeatureAblation

    parts = _Parts(case, text, fusion)

    def probability(kept: Tensor) -> Tensor:
        if stopped():
            raise Cancelled("The reasons are no longer wanted.")
        return torch.tensor([parts.probability(emotion, kept[0].bool().numpy())], dtype=torch.float64)

    mask = parts.left_out_together()
    if not mask.size:
        return parts.reasons(emotion, np.zeros(0, dtype=np.float32))
    all_in = torch.ones(1, len(mask), dtype=torch.float64)
    falls = FeatureAblation(probability).attribute(all_in, feature_mask=torch.from_numpy(mask)[None])
    return parts.reasons(emotion, falls[0].float().numpy())


def suppose(
    case: Case,
    text: TextEncoder,
    fusion: Fusion,
    without: Collection[int] = (),
    branches: Collection[Branch] = (),
) -> Estimate | None:
    """The estimate without some words, by their places, and from some branches alone (none: all); None when there is
    nothing left to judge. The voice is compared with the same baseline as before."""
    evidence = case.evidence
    if Modality.TEXT in evidence.logits and without:
        rest = tuple(word for place, word in enumerate(case.words) if place not in without)
        evidence = _with_words(evidence, _read_words(case, text, fusion, rest))
    if branches and Branch.TEXT not in branches:
        evidence = _with_words(evidence, None)
    if branches and Branch.VOICE not in branches:
        evidence = replace(evidence, voice={}, attention=_only(evidence.attention, evidence.logits))
    if not evidence.voice and not evidence.logits:
        return None
    return fusion.judge(evidence, case.baseline)


class _Parts:
    """The parts of a case in a row: words, then stretches of sound, then groups of measures."""

    def __init__(self, case: Case, text: TextEncoder, fusion: Fusion) -> None:
        self._case, self._text, self._fusion = case, text, fusion
        hop = fusion.judge(case.evidence, case.baseline).frame_hop
        length = 1 + max(_items(case.voice.get(Modality.ACOUSTIC)), default=-1)
        self._per_stretch = max(round(STRETCH / hop), -(-length // MOST_STRETCHES))
        self._hop = hop * self._per_stretch
        self._counts = {
            Modality.TEXT: len(case.words) if Modality.TEXT in case.evidence.logits else 0,
            Modality.ACOUSTIC: -(-length // self._per_stretch),
            Modality.PROSODY: len(_items(case.voice.get(Modality.PROSODY))),
        }
        stored = {**case.evidence.voice, **case.evidence.logits}
        self._whole = {
            modality: self._told(modality, np.ones(count, dtype=bool)) if count else stored.get(modality)
            for modality, count in self._counts.items()
        }

    def left_out_together(self) -> npt.NDArray[np.int64]:
        """A number per part, the same for those that are left out together."""
        words, *others = self._counts.values()
        groups = min(words, MOST_WORDS)
        neighbours = np.arange(words) * groups // max(1, words)
        return np.concatenate([neighbours, groups + np.arange(sum(others))])

    def probability(self, emotion: Emotion, kept: Kept) -> float:
        """With the parts that are kept; only what lacks one is read anew."""
        told = {
            modality: self._whole[modality] if each.all() else self._told(modality, each)
            for modality, each in self._split(kept).items()
        }
        there = {modality: one for modality, one in told.items() if one is not None}
        if not there:
            return NOTHING_LEFT
        voice, words = _only(there, (Modality.ACOUSTIC, Modality.PROSODY)), _only(there, (Modality.TEXT,))
        evidence = Evidence(self._case.evidence.seconds, voice, words, attention={})
        return self._fusion.judge(evidence, self._case.baseline).probabilities[emotion]

    def reasons(self, emotion: Emotion, falls: FloatArray) -> Reasons:
        """What each part was found to do."""
        found = self._split(falls)
        groups = dict(zip(GROUPS, map(float, found[Modality.PROSODY]), strict=False))
        return Reasons(emotion, tuple(map(float, found[Modality.TEXT])), found[Modality.ACOUSTIC], self._hop, groups)

    def _split(self, row: npt.NDArray[Any]) -> dict[Modality, npt.NDArray[Any]]:
        """Of each modality its own of a row of something per part."""
        ends = np.cumsum(list(self._counts.values()))
        return dict(zip(self._counts, np.split(row, ends[:-1]), strict=True))

    def _told(self, modality: Modality, kept: Kept) -> FloatArray | None:
        """What the parts that are kept say; None when there is nothing of them."""
        embedding = self._words(kept) if modality is Modality.TEXT else self._sound(modality, kept)
        if not len(embedding.vectors):
            return None
        read = self._fusion.read({modality: embedding}, self._case.evidence.seconds)
        return {**read.voice, **read.logits}[modality]

    def _words(self, kept: Kept) -> Embedding:
        said = [word for word, stays in zip(self._case.words, kept, strict=True) if stays]
        return self._text.encode(said, self._case.context)

    def _sound(self, modality: Modality, kept: Kept) -> Embedding:
        """Frames that are left out are not there; measures are there, but not defined."""
        whole = self._case.voice[modality]
        if modality is Modality.PROSODY:
            return replace(whole, vectors=np.where(kept[:, None], whole.vectors, np.float32(np.nan)))
        items = np.asarray(_items(whole))
        stays = kept[items // self._per_stretch]
        return Embedding(modality, whole.vectors[stays], tuple(items[stays].tolist()))


def _items(embedding: Embedding | None) -> tuple[int, ...]:
    """The number of each vector, also where they are only counted."""
    if embedding is None:
        return ()
    return embedding.items or tuple(range(len(embedding.vectors)))


def _read_words(case: Case, text: TextEncoder, fusion: Fusion, words: tuple[str, ...]) -> Evidence | None:
    """None when they have no piece that could be read."""
    embedding = text.encode(words, case.context)
    return fusion.read({Modality.TEXT: embedding}, case.evidence.seconds) if len(embedding.vectors) else None


def _with_words(evidence: Evidence, read: Evidence | None) -> Evidence:
    """With what was read of other words; None: without words."""
    attention = _only(evidence.attention, evidence.voice)
    if read is None:
        return Evidence(evidence.seconds, evidence.voice, {}, attention)
    return replace(read, voice=evidence.voice, attention={**attention, **read.attention})


def _only(values: Mapping[Modality, FloatArray], chosen: Collection[Modality]) -> dict[Modality, FloatArray]:
    return {modality: one for modality, one in values.items() if modality in chosen}
