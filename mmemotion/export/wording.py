"""What exports say of an utterance, in one place for all of them.

The words and the label of an export come from here. Words are those of the recording as it is now, with the user's
corrections; the label a user gave stands beside that of the model, never in its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from mmemotion.types import Estimate, Media, Recording, Utterance, Word

NOTICE = (
    "Perceived emotion is inferred from words and voice, not read, and may be wrong. In the EU, inferring emotions "
    "from voice at work or in education is prohibited (AI Act, Art. 5(1)(f))."
)
NOT_SURE, NOT_SCORED = "not sure", "not scored"


def plain(text: str) -> str:
    """One line of characters that every format can hold: no line breaks, control characters or halves of characters."""
    kept = "".join(" " if character.isspace() else character for character in text if _writable(character))
    return re.sub(" {2,}", " ", kept).strip()


def words(utterance: Utterance) -> tuple[Word, ...]:
    """The words that are exported, with their times."""
    return utterance.transcript.words


def said(utterance: Utterance) -> str:
    """The words as text."""
    return plain(utterance.transcript.text)


def label(estimate: Estimate | None) -> str:
    """The emotion that is named: "angry", "not sure" or "not scored"."""
    if estimate is None:
        return NOT_SCORED
    return NOT_SURE if estimate.abstained else str(estimate.label)


def users_label(utterance: Utterance) -> str:
    """The emotion that the user hears in it; empty when they said nothing of it."""
    correction = utterance.correction
    return "" if correction is None or correction.label is None else str(correction.label)


def perceived(utterance: Utterance) -> str:
    """The label as a reader sees it, with how sure it is: "angry 81 %", or with the user's "angry 81 %; user: sad"."""
    estimate, own = utterance.estimate, users_label(utterance)
    sure = estimate is not None and not estimate.abstained
    told = f"{estimate.label} {percent(estimate.confidence)}" if estimate is not None and sure else label(estimate)
    return f"{told}; user: {own}" if own else told


def percent(share: float) -> str:
    """A share in [0, 1] as a reader sees it."""
    return f"{share * 100:.0f} %"


def clock(seconds: float) -> str:
    """Minutes, seconds and tenths; hours where there are any."""
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths, 600)
    hours, minutes_left = divmod(minutes, 60)
    tail = f"{rest // 10:02}.{rest % 10}"
    return f"{hours}:{minutes_left:02}:{tail}" if hours else f"{minutes}:{tail}"


def milliseconds(seconds: float) -> int:
    """A time as formats with whole milliseconds write it."""
    return max(0, round(seconds * 1000))


def name(media: Media) -> str:
    """The file without its folder, which is the user's own business."""
    return plain(Path(media.path).name) or "recording"


def names(recordings: Iterable[Recording]) -> list[str]:
    """A name for each, numbered where several files are called the same."""
    found: list[str] = []
    taken: set[str] = set()
    for recording in recordings:
        fresh, number = name(recording.media), 2
        while fresh in taken:
            fresh, number = f"{name(recording.media)} ({number})", number + 1
        taken.add(fresh)
        found.append(fresh)
    return found


def _writable(character: str) -> bool:
    """False for control characters, lone surrogates and the two that XML forbids."""
    return character.isspace() or (
        unicodedata.category(character) not in ("Cc", "Cs") and character not in "\ufffe\uffff"
    )
