"""What is said about a recording being made besides its words: what was lost, how late the analysis is, the emotion."""

from __future__ import annotations

from dataclasses import dataclass

from mmemotion.types import EMOTIONS, Emotion
from ui.state.live import Live
from ui.state.live_words import speaker
from ui.state.mood import SMOOTHING, SURE
from ui.state.verdict import NOT_SURE
from ui.state.wording import clock

NO_VOICE = "no voice yet"
NOBODY = "nobody is speaking"
SMOOTHED = f"The last 4 s of the voice, smoothed over {SMOOTHING:g} s; the ticks are not smoothed."
NAMED = f"An emotion is named while at least {SURE:.0%} of the probability is on it. Words are not part of it yet."


@dataclass(frozen=True, slots=True)
class Now:
    """The emotion perceived in the voice at this moment. ticks are the shares before smoothing."""

    headline: str
    emotion: Emotion | None
    caption: str
    bars: tuple[tuple[Emotion, float], ...]
    ticks: tuple[float, ...]
    stale: bool


def perceived(live: Live, now: float) -> Now:
    """What the window says about now (monotonic clock, s)."""
    mood = live.mood
    shown = mood.shown or (0.0,) * len(EMOTIONS)
    bars = tuple(zip(EMOTIONS, shown, strict=True))
    if not mood.shown:
        return Now(NO_VOICE, None, "", bars, (), True)
    stale = mood.is_stale(now)
    who = speaker(live.speaking, len(live.channels)) if len(live.channels) > 1 else "in the voice"
    headline = str(mood.named) if mood.named is not None else NOT_SURE
    return Now(headline, mood.named, NOBODY if stale else who, bars, mood.heard, stale)


def lost(live: Live) -> str:
    """How much sound is missing; empty when none is."""
    return f"{live.lost:.1f} s of sound lost" if live.gaps else ""


def where_lost(live: Live) -> str:
    """The latest places where sound is missing, and why."""
    return "\n".join(f"{clock(gap.at, 1)}: {gap.seconds:.1f} s ({gap.reason})" for gap in live.gaps)


def late(live: Live) -> str:
    """How far the analysis is behind; empty while that is no matter."""
    return f"behind by {live.behind:.0f} s" if live.is_behind else ""
