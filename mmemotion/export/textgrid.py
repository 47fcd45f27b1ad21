"""A recording as a Praat TextGrid, in the long text format (Praat manual, "TextGrid file formats")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from mmemotion.export.files import write_whole
from mmemotion.export.tiers import Interval, Line, lines
from mmemotion.export.wording import label, milliseconds, plain, said, users_label
from mmemotion.types import Recording

Tier = tuple[str, tuple[Interval, ...]]


class TextGridExporter:
    """Writes one recording: per speaker a tier each for words, utterances, perceived emotion and confidence.

    Where the user said which emotions they hear, there is one more.
    """

    def export(self, recording: Recording, path: Path) -> None:
        """Writes the whole file or nothing. Raises OutputError."""
        spoken = lines(recording)
        end = max([1, milliseconds(recording.duration), *(line.end for own in spoken.values() for line in own)])
        tiers = [tier for speaker, own in spoken.items() for tier in _tiers(plain(speaker), own)]
        write_whole(path, ("\n".join(_grid(tiers or [("words", ())], end)) + "\n").encode())


def _tiers(speaker: str, own: tuple[Line, ...]) -> Iterator[Tier]:
    yield f"{speaker} words", tuple(word for line in own for word in line.words)
    yield f"{speaker} utterances", tuple(Interval(line.start, line.end, said(line.utterance)) for line in own)
    yield (
        f"{speaker} emotion",
        tuple(Interval(line.start, line.end, label(line.utterance.estimate)) for line in own),
    )
    yield f"{speaker} confidence", tuple(Interval(line.start, line.end, _confidence(line)) for line in own)
    if heard := tuple(
        Interval(line.start, line.end, users_label(line.utterance)) for line in own if users_label(line.utterance)
    ):
        yield f"{speaker} user", heard


def _confidence(line: Line) -> str:
    return "" if line.utterance.estimate is None else f"{line.utterance.estimate.confidence:.3f}"


def _grid(tiers: list[Tier], end: int) -> Iterator[str]:
    yield 'File type = "ooTextFile"\nObject class = "TextGrid"\n'
    yield f"xmin = 0\nxmax = {_time(end)}\ntiers? <exists>\nsize = {len(tiers)}\nitem []:"
    for number, (name, intervals) in enumerate(tiers, 1):
        whole = list(_filled(intervals, end))
        yield f"    item [{number}]:\n        class = {_quoted('IntervalTier')}\n        name = {_quoted(name)}"
        yield f"        xmin = 0\n        xmax = {_time(end)}\n        intervals: size = {len(whole)}"
        for place, interval in enumerate(whole, 1):
            yield f"        intervals [{place}]:\n            xmin = {_time(interval.start)}"
            yield f"            xmax = {_time(interval.end)}\n            text = {_quoted(interval.text)}"


def _filled(intervals: Iterable[Interval], end: int) -> Iterator[Interval]:
    """The intervals with empty ones between them: a tier has no holes."""
    at = 0
    for interval in intervals:
        if interval.start > at:
            yield Interval(at, interval.start, "")
        yield interval
        at = interval.end
    if at < end:
        yield Interval(at, end, "")


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _time(milliseconds: int) -> str:
    return f"{milliseconds // 1000}.{milliseconds % 1000:03}"
