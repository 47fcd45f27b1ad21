"""How the window writes about learning from corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mmemotion.messages import Accuracy, AdaptedModel, Compared, CorrectionsCounted
from mmemotion.types import EMOTIONS
from ui.state.learning import ENOUGH_EMOTIONS, Learning, Step
from ui.state.wording import THIN_SPACE, count, signed

HOW = (
    "Choose a row of the transcript and press Alt+1 to Alt+7 for the emotion you hear, or use the menu Edit. Results "
    "have to be kept in the library for that."
)
HEARD = {"voice": "Voice alone", "words and voice": "Words and voice"}
SCALE = (
    "How often the emotion you told is the one it names, as the mean over emotions (unweighted accuracy); beneath, "
    "where 95 % of resamples lie."
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, and how far it could lie elsewhere."""

    value: str
    range: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: from what and of how many utterances it was judged, and the figures."""

    heard: str
    amount: str
    before: Cell
    after: Cell
    change: Cell


def amount(learning: Learning) -> str:
    """How much there is to learn from."""
    known = learning.counted
    if known is None:
        return (
            "Looking for your corrections." if learning.step is Step.LOOKING else "Your corrections were not counted."
        )
    if not known.told:
        return "You have not told the emotion of any utterance yet."
    told = ", ".join(f"{known.emotions[one]:,} {one}" for one in EMOTIONS if one in known.emotions)
    return f"You told the emotion of {count(known.told, 'utterance')} of {people(known.people)}: {told}."


def missing(known: CorrectionsCounted | None) -> str:
    """What is not there yet, and how to get it; empty when there is enough."""
    if known is None:
        return ""
    needed = f"It takes {known.needed} at least, of two emotions or more"
    if not known.told:
        return f"{needed}. {HOW}"
    if known.told < known.needed:
        return f"{needed}: {count(known.needed - known.told, 'more utterance')} to go. {HOW}"
    if len(known.emotions) < ENOUGH_EMOTIONS:
        (only,) = known.emotions
        return f"All of them are {only}: tell some of another emotion too, for the model to tell them apart."
    return ""


def about(learning: Learning) -> str:
    """What learning does, and what it does not."""
    return (
        "A copy of the model learns how these people sound when you hear an emotion; how it reads words stays. It "
        f"takes a few minutes, and nothing leaves this computer. “{learning.start}” stays as it is: you see both "
        "compared before you decide whether to keep the new one."
    )


def name_note(learning: Learning) -> str:
    """What there is to say of the name."""
    if learning.name_fault:
        return learning.name_fault
    return f"Takes the place of your older model “{learning.name}”, if you keep it." if learning.replaces else ""


def stage(learning: Learning) -> str:
    """What is being done."""
    if learning.step is Step.STOPPING:
        return "Stopping."
    return f"{learning.stage[:1].upper()}{learning.stage[1:]}. The window can be used meanwhile."


def lines(adapted: AdaptedModel) -> Mapping[str, tuple[Line, ...]]:
    """Rows of the table, by whom they are about."""
    found: dict[str, tuple[Line, ...]] = {}
    for row in adapted.rows:
        whose = f"{row.whose[:1].upper()}{row.whose[1:]}"
        found[whose] = (*found.get(whose, ()), _line(row))
    return found


def read_aloud(line: Line) -> str:
    """The row in one sentence."""
    figures = (("before", line.before), ("after", line.after), ("change", line.change))
    return f"{line.heard}, {line.amount}: " + "; ".join(f"{name} {c.value}, {c.range}" for name, c in figures)


def warnings(learning: Learning) -> str:
    """What goes when the model is kept."""
    if learning.adapted is None or not learning.replaces:
        return ""
    return f"If you keep it, your older model “{learning.adapted.name}” is replaced by it."


def kept(learning: Learning, chosen: str) -> str:
    """What there is now."""
    name = learning.adapted.name if learning.adapted is not None else learning.name
    if name == chosen:
        return f"Kept. “{name}” is the model that recordings are analysed with."
    return f"Kept. The model “{name}” can be chosen now; recordings are still analysed with “{chosen}”."


def people(number: int) -> str:
    """1 person, 2 people."""
    return "1 person" if number == 1 else f"{number:,} people"


def _line(row: Compared) -> Line:
    how_many = f"{count(row.utterances, 'utterance')} of {people(row.people)}"
    return Line(HEARD.get(row.heard, row.heard), how_many, _cell(row.before), _cell(row.after), _change(row.change))


def _cell(found: Accuracy) -> Cell:
    return Cell(f"{_points(found.value)}{THIN_SPACE}%", f"{_points(found.low)} to {_points(found.high)}{THIN_SPACE}%")


def _change(found: Accuracy) -> Cell:
    value, low, high = (signed(round(100 * part), 0) for part in (found.value, found.low, found.high))
    return Cell(f"{value} points", f"{low} to {high}: {_verdict(found)}")


def _verdict(found: Accuracy) -> str:
    if found.low == found.high == 0:
        return "the same"
    if found.low > 0:
        return "better"
    return "worse" if found.high < 0 else "may be chance"


def _points(share: float) -> str:
    return f"{round(100 * share)}"
