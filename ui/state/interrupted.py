"""What is said about a recording that nobody stopped."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from mmemotion.types import Unfinished
from ui.state.wording import clock

MONTHS = (
    "January February March April May June July August September October November December".split()
)  # the window speaks English, whatever the locale


def sentence(found: Unfinished) -> str:
    """When it began, and how much there is."""
    return f"A recording {_when(found)} ({clock(found.seconds)}) was interrupted."


def _when(found: Unfinished) -> str:
    try:
        began = datetime.fromisoformat(found.began)
    except ValueError:
        return f"named {PurePath(found.path).name}"
    return f"of {began.day} {MONTHS[began.month - 1]}, {began:%H:%M}"
