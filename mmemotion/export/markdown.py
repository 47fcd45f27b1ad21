"""A recording as Markdown (CommonMark with tables): facts, transcript, and where the estimates come from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from mmemotion.export.accuracy import measured
from mmemotion.export.files import write_whole
from mmemotion.export.telling import EXPLAINED, Call, calls, of_call, of_speakers, perceived, signed
from mmemotion.export.wording import NOTICE, clock, percent, plain, said
from mmemotion.export.wording import perceived as perceived_in
from mmemotion.types import Recording


class MarkdownExporter:
    """Writes one recording with its transcript, or a comparison of many."""

    def export(self, recording: Recording, path: Path) -> None:
        """Writes the whole file or nothing. Raises OutputError."""
        self.export_all((recording,), path)

    def export_all(self, recordings: Sequence[Recording], path: Path) -> None:
        """The same; of more than one their facts beside one another, without the transcripts."""
        found = calls(tuple(recordings))
        parts = _alone(found[0]) if len(found) == 1 else _compared(found)
        write_whole(path, ("\n\n".join(parts) + "\n").encode())


def _alone(call: Call) -> Iterator[str]:
    yield f"# {_escaped(call.name)}"
    yield f"> {NOTICE}"
    yield from _facts(call)
    yield "## Transcript"
    yield from _transcript(call.recording) if call.recording.utterances else ("Nothing was said.",)
    yield "## Where this comes from"
    yield _sources(call)


def _compared(found: Sequence[Call]) -> Iterator[str]:
    yield f"# {len(found)} recordings"
    yield f"> {NOTICE}"
    yield _table(
        ["Recording", "Length", "Speaker", "Talk", "Response time (s)", "Interrupts", "Perceived emotion", "Trend"],
        [row for call in found for row in _row(call)],
    )
    for call in found:
        yield f"## {_escaped(call.name)}"
        yield from _facts(call)
    yield "## Where this comes from"
    yield "\n\n".join(dict.fromkeys(_sources(call) for call in found))


def _row(call: Call) -> Iterator[list[str]]:
    for speaker in call.facts.speakers:
        yield [
            call.name,
            clock(call.facts.duration),
            speaker.speaker,
            percent(speaker.talk_share),
            signed(speaker.response_time),
            str(sum(speaker.interrupted.values())),
            perceived(speaker.emotions),
            str(speaker.trend),
        ]


def _facts(call: Call) -> Iterator[str]:
    length = f"{clock(call.facts.duration)} long"
    yield "; ".join([length, *(f"{fact.lower()}: {value}" for fact, value in of_call(call.facts).items())]) + "."
    if call.facts.speakers:
        head = ["", *(speaker.speaker for speaker in call.facts.speakers)]
        yield _table(head, [[fact, *values] for fact, values in of_speakers(call.facts).items()])
    for warning in call.recording.warnings:
        yield f"**{_escaped(warning)}**"


def _transcript(recording: Recording) -> Iterator[str]:
    for utterance in recording.utterances:
        words = _escaped(said(utterance)) or "*(no words)*"
        notes = "".join(f" *({_escaped(note)})*" for note in utterance.notes)
        start, speaker = clock(utterance.span.start), _escaped(utterance.speaker)
        yield f"{start} **{speaker}** [{perceived_in(utterance)}] {words}{notes}"


def _sources(call: Call) -> str:
    models = [f"- {_escaped(m.name)}: {_escaped(m.task)}; sha256 `{m.sha256}`" for m in call.recording.models]
    return "\n\n".join(part for part in (_escaped(measured(call.recording)), EXPLAINED, "\n".join(models)) if part)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_escaped(cell) for cell in line)} |" for line in lines)


def _escaped(text: str) -> str:
    """Text in which nothing is taken for Markdown or HTML."""
    return re.sub(r"([\\`*_\[\]<>#|~&])", r"\\\1", plain(text))
