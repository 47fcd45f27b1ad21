"""How the window writes times, shares and measures."""

from __future__ import annotations

import math

THIN_SPACE = "\u2009"
NO_VALUE = "–"


def clock(seconds: float, decimals: int = 0) -> str:
    """Seconds as m:ss or h:mm:ss, rounded down, with decimals of a second (0 or 1): 75.68 -> 1:15 or 1:15.6."""
    ticks = math.floor(max(0.0, seconds) * 10**decimals + 1e-6)
    whole, rest = divmod(ticks, 10**decimals)
    minutes, secs = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02d}:{secs:02d}" if hours else f"{minutes}:{secs:02d}"
    return f"{text}.{rest:0{decimals}d}" if decimals else text


def percent(share: float) -> str:
    """A share in [0, 1] as a whole percentage."""
    return f"{round(share * 100)}{THIN_SPACE}%"


def brief(seconds: float) -> str:
    """A length of time to the hundredth below ten seconds, to the tenth below a minute, else as a clock."""
    if seconds >= 60:
        return clock(seconds, 1)
    return f"{seconds:.{2 if seconds < 10 else 1}f}{THIN_SPACE}s"


def lasting(seconds: float) -> str:
    """A length of time in words, rounded: 42 s, 3 min 5 s."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def signed(value: float, decimals: int = 1) -> str:
    """A number that always has a sign; the minus is typographic."""
    return f"{value:+.{decimals}f}".replace("-", "\u2212")


def number(value: float, decimals: int = 0) -> str:
    """A number with a typographic minus."""
    return f"{value:.{decimals}f}".replace("-", "\u2212")


def count(amount: int, noun: str) -> str:
    """An amount and its noun: 1 speaker, 2 speakers."""
    return f"{amount:,} {noun}" if amount == 1 else f"{amount:,} {noun}s"
