"""Conversations made by hand: who talks from when to when, with what in mind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mmemotion.types import (
    EMOTIONS,
    Emotion,
    Estimate,
    Prosody,
    Span,
    Track,
    Transcript,
    Utterance,
    Word,
)


def said(speaker: str, start: float, end: float, words: int = 4, **more: object) -> Utterance:
    """An utterance of words of equal length; more: estimate, level (dBFS, one value per 0.01 s), dbfs."""
    step = (end - start) / max(words, 1)
    spoken = tuple(Word(f" w{i}", Span(start + i * step, start + (i + 1) * step), 0.9) for i in range(words))
    level, dbfs = more.get("level"), more.get("dbfs")
    tracks = {} if level is None else {"loudness": Track("loudness", "dBFS", start, 0.01, np.float32(level))}
    functionals: Mapping[str, float] = {} if dbfs is None else {"loudness_mean_dbfs": float(str(dbfs))}
    transcript, channel = Transcript(spoken, "en"), "ABCDE".index(speaker)
    estimate = more.get("estimate")
    assert estimate is None or isinstance(estimate, Estimate)
    return Utterance(Span(start, end), channel, speaker, transcript, Prosody(tracks, functionals), estimate)


def mood(emotion: Emotion, share: float = 1.0, abstained: bool = False) -> Estimate:
    """An estimate with so much of one emotion, the rest neutral."""
    probabilities = dict.fromkeys(EMOTIONS, 0.0)
    probabilities[Emotion.NEUTRAL] = 1 - share
    probabilities[emotion] += share
    return Estimate(probabilities, {}, {}, share, abstained)


def talk(*parts: tuple[str, float, float]) -> Sequence[Utterance]:
    """Who talks from when to when."""
    return tuple(said(speaker, start, end) for speaker, start, end in parts)
