"""What the inspector says about one utterance: sentences and shares, ready to be painted."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mmemotion.types import EMOTIONS, Branch, Emotion, Estimate, Modality, Utterance
from ui.state.session import Session
from ui.state.verdict import corrections, result
from ui.state.wording import clock, lasting, number, percent, signed

BASELINE_UTTERANCES = 5
LEAST_BASELINE = 10.0
"""Seconds of a speaker's speech below which nobody could say how they usually sound."""

STANDS_OUT = 1.0
"""Standard deviations from which on a measure is said to be unusual for its speaker: about one in three is."""

NOTHING_UNUSUAL = "Nothing stands out from this speaker's usual."

EVEN = 0.05
"""A value of the words nearer to the middle than this points neither way."""

LONGEST_SUMMARY, SUMMARY_WIDTH = 280, 70


@dataclass(frozen=True, slots=True)
class Measure:
    """A functional worth showing: its key, a name for people, its unit, decimals, and a factor for the unit."""

    key: str
    name: str
    unit: str
    decimals: int = 0
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Scale:
    """What readers rate words by: its name, and a word for either end."""

    name: str
    low: str
    high: str


SCALES = (
    Scale("valence", "unpleasant", "pleasant"),
    Scale("arousal", "calm", "excited"),
    Scale("dominance", "powerless", "in control"),
)

MEASURES = (
    Measure("f0_median_hz", "pitch", "Hz"),
    Measure("f0_sd_semitones", "pitch movement", "semitones", 1),
    Measure("loudness_mean_dbfs", "loudness", "dBFS"),
    Measure("speech_rate_syllables_per_s", "speech rate", "syll/s", 1),
    Measure("pause_share", "pauses", "%", 0, 100.0),
    Measure("hnr_mean_db", "voice clarity (HNR)", "dB", 1),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the inspector: name, value, and how far from the speaker's usual ("" when not known)."""

    name: str
    value: str
    usual: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """words and voice are shares summing to 1, or None when there is no estimate.

    compared says how much of the speaker's speech the voice was judged against, "" when there is nothing to say.
    """

    speaker: str
    when: str
    verdict: str
    corrected: tuple[str, ...]
    certain: bool
    probabilities: tuple[tuple[Emotion, float], ...]
    words: float | None
    voice: float | None
    tinted: bool
    reasons: tuple[Fact, ...]
    compared: str
    affect: tuple[Fact, ...]
    measures: tuple[Fact, ...]
    unusual: tuple[str, ...]
    baseline: str
    notes: tuple[str, ...]


def inspect(session: Session, index: int) -> Inspection:
    """All that is to be said about the utterance at index."""
    utterance = session.utterances[index]
    estimate = utterance.estimate
    peers = [u for i, u in enumerate(session.utterances) if u.channel == utterance.channel and i != index]
    values = utterance.prosody.functionals
    away = {m.key: _away(values.get(m.key, math.nan), m.key, peers) for m in MEASURES}
    words, voice = _shares(estimate)
    return Inspection(
        speaker=utterance.speaker,
        when=f"{clock(utterance.span.start, 1)} – {clock(utterance.span.end, 1)}",
        verdict=result(utterance),
        corrected=corrections(utterance),
        certain=estimate is not None and not estimate.abstained,
        probabilities=tuple((e, estimate.probabilities.get(e, 0.0)) for e in EMOTIONS) if estimate else (),
        words=words,
        voice=voice,
        tinted=estimate is not None and len(estimate.word_attention) > 1,
        reasons=_reasons(estimate),
        compared=_compared(estimate, utterance, peers),
        affect=_affect(estimate),
        measures=_measures(utterance, away),
        unusual=_unusual(away),
        baseline=_baseline(peers),
        notes=(*utterance.notes, *utterance.transcript.dropped),
    )


def _shares(estimate: Estimate | None) -> tuple[float | None, float | None]:
    if estimate is None or not estimate.weights:
        return None, None
    words = estimate.weights.get(Modality.TEXT, 0.0)
    return words, sum(estimate.weights.values()) - words


def _reasons(estimate: Estimate | None) -> tuple[Fact, ...]:
    if estimate is None:
        return ()
    facts = [_alone("words alone", estimate, Branch.TEXT), _alone("voice alone", estimate, Branch.VOICE)]
    facts.append(Fact("confidence", percent(estimate.confidence)))
    return tuple(facts)


def _alone(name: str, estimate: Estimate, branch: Branch) -> Fact:
    probabilities = estimate.by_branch.get(branch)
    if not probabilities:
        return Fact(name, "nothing to go by")
    label = max(probabilities, key=lambda emotion: probabilities[emotion])
    return Fact(name, f"{label} {percent(probabilities[label])}")


def _compared(estimate: Estimate | None, utterance: Utterance, peers: Sequence[Utterance]) -> str:
    """A speaker heard for long whom the estimate was not compared with: the model knows no baselines."""
    if estimate is None:
        return ""
    if estimate.baseline >= LEAST_BASELINE:
        return f"Compared with {lasting(estimate.baseline)} of this speaker's speech"
    heard = sum(u.span.duration for u in (utterance, *peers) if u.estimate is not None)
    if estimate.baseline > 0 or heard < LEAST_BASELINE:
        return f"No baseline yet: less than {lasting(LEAST_BASELINE)} of this speaker heard"
    return ""


def _affect(estimate: Estimate | None) -> tuple[Fact, ...]:
    if estimate is None:
        return ()
    values = (estimate.valence, estimate.arousal, estimate.dominance)
    return tuple(Fact(s.name, _rated(s, value)) for s, value in zip(SCALES, values, strict=True) if value is not None)


def _rated(scale: Scale, value: float) -> str:
    way = "in between" if abs(value) < EVEN else scale.high if value > 0 else scale.low
    return f"{way} {signed(value, 2)}"


def _measures(utterance: Utterance, away: Mapping[str, float | None]) -> tuple[Fact, ...]:
    facts = []
    for measure in MEASURES:
        value = utterance.prosody.functionals.get(measure.key, math.nan)
        if math.isfinite(value):
            shown = f"{number(value * measure.factor, measure.decimals)} {measure.unit}"
            facts.append(Fact(measure.name, shown, _usual(away[measure.key])))
    return tuple(facts)


def _usual(away: float | None) -> str:
    return f"{signed(away)} sd" if away is not None else ""


def _away(value: float, key: str, peers: Sequence[Utterance]) -> float | None:
    """How many standard deviations a measure lies from the mean of its speaker's other utterances; None when there are
    too few of them to tell."""
    others = np.array([peer.prosody.functionals.get(key, math.nan) for peer in peers])
    others = others[np.isfinite(others)]
    if not math.isfinite(value) or len(others) < BASELINE_UTTERANCES or others.std() == 0:
        return None
    return float((value - others.mean()) / others.std())


def _unusual(away: Mapping[str, float | None]) -> tuple[str, ...]:
    """What stands out from the speaker's usual, the farthest first."""
    found = [(away[measure.key], measure.name) for measure in MEASURES]
    known = sorted(((away, name) for away, name in found if away is not None), key=lambda pair: -abs(pair[0]))
    lines = tuple(_standing_out(name, away) for away, name in known if abs(away) >= STANDS_OUT)
    return lines or ((NOTHING_UNUSUAL,) if known else ())


def _standing_out(name: str, away: float) -> str:
    way = "above" if away > 0 else "below"
    return f"{name[0].upper()}{name[1:]} {abs(away):.1f} standard deviations {way} this speaker's usual"


def _baseline(peers: Sequence[Utterance]) -> str:
    if len(peers) < BASELINE_UTTERANCES:
        return ""
    return (
        f"sd: distance from the same voice in {clock(sum(peer.span.duration for peer in peers))} of other speech here"
    )


def summary(utterance: Utterance) -> str:
    """The utterance in a few lines: who, when, what, and the strongest emotions."""
    lines = [f"{utterance.speaker}, {clock(utterance.span.start, 1)}", result(utterance)]
    if utterance.estimate is not None:
        lines.append(", ".join(f"{emotion} {percent(share)}" for emotion, share in strongest(utterance.estimate)))
    words = textwrap.shorten(utterance.transcript.text, LONGEST_SUMMARY, placeholder=" …")
    return "\n".join([*lines, *textwrap.wrap(words, SUMMARY_WIDTH)])


def strongest(estimate: Estimate, count: int = 3) -> list[tuple[Emotion, float]]:
    """The most probable emotions, the first first."""
    return sorted(estimate.probabilities.items(), key=lambda item: -item[1])[:count]
