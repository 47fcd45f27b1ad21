"""Facts of calls computed from our analysis, against the same facts computed from reference words and times.

    python -m benchmarks.calls ../shared/data/calls

Every NAME.flac with a NAME.json is analysed with a speaker per channel. From the reference words an utterance is made
of each run of words without a silence. Where such a run has sound in it is measured too: the reference may keep some
silence before and after it, and the facts are compared with that silence taken off as well. Wanted: talk share within
3 points; response times within 0.15 s at the median.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from mmemotion import analyze
from mmemotion.audio.files import FileSource
from mmemotion.calls.facts import CallFacts, SpeakerFacts, facts
from mmemotion.calls.floor import Transfer
from mmemotion.calls.stretches import joined
from mmemotion.types import Prosody, Span, Transcript, Utterance, Word

SPEAKERS = "AB"
SHARE, RESPONSE = 0.03, 0.15
ALONE = 0.8
"""Silence (s) around a run of reference words whose sound is looked for."""
SAME = 1.5
"""Two transfers are the same when their next speaker starts at most so many seconds apart."""
STEP, RANGE_DB = 0.01, 30.0
COLUMNS = ("call", "speaker", "talk share", "response time (n)", "words a minute", "interrupts", "overlap", "silence")


@dataclass(frozen=True)
class Call:
    """One call: our facts, the reference as utterances, and the silence (s) at the ends of its runs of words."""

    name: str
    ours: CallFacts
    reference: tuple[Utterance, ...]
    padding: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Pair:
    """The facts of one call, ours and those of the reference."""

    name: str
    ours: CallFacts
    reference: CallFacts


def measured(path: Path) -> Call:
    recording = analyze(path, channels="split")
    words = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    reference = tuple(sorted(referenced(words), key=lambda utterance: utterance.span.start))
    renamed = {utterance.channel: SPEAKERS[utterance.channel] for utterance in recording.utterances}
    ours = tuple(replace(utterance, speaker=renamed[utterance.channel]) for utterance in recording.utterances)
    return Call(path.stem, facts(ours, recording.duration), reference, tuple(padding(path, reference)))


def referenced(words: list[dict[str, Any]]) -> Iterator[Utterance]:
    """The reference words as utterances."""
    for channel, speaker in enumerate(SPEAKERS):
        own = [Word(" " + w["word"], Span(w["start"], w["end"]), 1.0) for w in words if w["speaker"] == speaker]
        for span in joined(word.span for word in own):
            said = tuple(word for word in own if span.contains(word.span.start))
            yield Utterance(span, channel, speaker, Transcript(said, "en"), Prosody({}, {}), None)


def padding(path: Path, reference: Sequence[Utterance]) -> Iterator[tuple[float, float]]:
    """Silence before and after the sound of each run of words that stands alone on its channel."""
    source = FileSource(path)
    samples = np.concatenate([chunk.samples for chunk in source.chunks()])
    step = round(STEP * source.media.sample_rate)
    power = (samples[: len(samples) // step * step].reshape(-1, step, samples.shape[1]) ** 2).mean(axis=1)
    levels = 10 * np.log10(power + 1e-10)
    loud = levels > np.maximum(np.percentile(levels, 95, axis=0) - RANGE_DB, np.percentile(levels, 10, axis=0) + 10)
    for one in reference:
        around = Span(one.span.start - ALONE, one.span.end + ALONE)
        own = [u for u in reference if u.channel == one.channel and u is not one]
        sounding = np.flatnonzero(loud[round(one.span.start / STEP) : round(one.span.end / STEP), one.channel])
        if len(sounding) and not any(u.span.end > around.start and u.span.start < around.end for u in own):
            yield float(sounding[0] * STEP), float(one.span.duration - (sounding[-1] + 1) * STEP)


def trimmed(utterance: Utterance, before: float, after: float) -> Utterance:
    """A reference utterance with so much taken off its ends; its words share the rest."""
    start = min(utterance.span.start + before, utterance.span.end - after)
    scale = max(0.0, utterance.span.end - after - start) / utterance.span.duration

    def place(time: float) -> float:
        return start + (time - utterance.span.start) * scale

    words = tuple(
        replace(word, span=Span(place(word.span.start), place(word.span.end))) for word in utterance.transcript.words
    )
    span = Span(start, place(utterance.span.end))
    return replace(utterance, span=span, transcript=replace(utterance.transcript, words=words))


def row(pair: Pair, place: int) -> str:
    """One speaker's facts: ours, and the reference's in brackets."""
    ours, reference = pair.ours.speakers[place], pair.reference.speakers[place]
    cells = [
        pair.name,
        ours.speaker,
        f"{ours.talk_share:.1%} ({reference.talk_share:.1%})",
        f"{_response(ours)} ({_response(reference)})",
        f"{ours.words_per_minute or 0:.0f} ({reference.words_per_minute or 0:.0f})",
        f"{sum(ours.interrupted.values())} ({sum(reference.interrupted.values())})",
        f"{pair.ours.overlap_seconds:.1f} s ({pair.reference.overlap_seconds:.1f} s)",
        f"{pair.ours.silence_seconds:.1f} s ({pair.reference.silence_seconds:.1f} s)",
    ]
    return f"| {' | '.join(cells)} |"


def _response(speaker: SpeakerFacts) -> str:
    time = speaker.response_time
    return "none" if time is None else f"{time:+.2f} s, {len(speaker.response_times)}"


def summed_up(pairs: Sequence[Pair]) -> Iterator[str]:
    """What is wanted, and whether it is so: by speaker, response by response, and over all."""
    sides = [(o, r) for pair in pairs for o, r in zip(pair.ours.speakers, pair.reference.speakers, strict=True)]
    shares = [abs(o.talk_share - r.talk_share) for o, r in sides]
    yield f"talk share: largest difference {100 * max(shares):.1f} points; {_met(shares, SHARE)} within 3 points"
    same = [(o.offset, r.offset) for pair in pairs for o, r in matched(pair)]
    apart = [abs(ours - reference) for ours, reference in same]
    found, wanted = (sum(len(made.transfers) for made in side) for side in zip(*map(_both, pairs), strict=True))
    yield (
        f"response by response: {len(same)} found in both (ours {found}, reference {wanted}); "
        f"difference {median(apart):.2f} s at the median, {_met(apart, RESPONSE)} within 0.15 s"
    )
    times = [abs((o.response_time or 0) - (r.response_time or 0)) for o, r in sides]
    yield f"median of a speaker: largest difference {max(times):.2f} s; {_met(times, RESPONSE)} within 0.15 s"
    overall = [
        median(t.offset for made in side for t in made.transfers) for side in zip(*map(_both, pairs), strict=True)
    ]
    yield f"median over all calls: {overall[0]:+.2f} s, reference {overall[1]:+.2f} s"


def matched(pair: Pair) -> Iterator[tuple[Transfer, Transfer]]:
    """Transfers to the same speaker at nearly the same time."""
    for ours in pair.ours.transfers:
        near = [r for r in pair.reference.transfers if r.next == ours.next and abs(r.at - ours.at) <= SAME]
        if near:
            yield ours, min(near, key=lambda reference: abs(reference.at - ours.at))


def _both(pair: Pair) -> tuple[CallFacts, CallFacts]:
    return pair.ours, pair.reference


def _met(differences: Sequence[float], most: float) -> str:
    return f"{sum(difference <= most for difference in differences)} of {len(differences)}"


def show(title: str, calls: Sequence[Call], before: float, after: float) -> None:
    """Table and summary against the reference with so much taken off the ends of its runs of words."""
    pairs = [
        Pair(call.name, call.ours, facts([trimmed(u, before, after) for u in call.reference], call.ours.duration))
        for call in calls
    ]
    print(f"\n{title}\n\n| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}")
    print("\n".join(row(pair, place) for pair in pairs for place in range(len(SPEAKERS))))
    print()
    print("\n".join(f"- {line}" for line in summed_up(pairs)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    paths = [path for path in sorted(folder.glob("*.flac")) if path.with_suffix(".json").exists()]
    calls = [measured(path) for path in paths]
    before, after = (median(side) for side in zip(*(pads for call in calls for pads in call.padding), strict=True))
    count = sum(len(call.padding) for call in calls)
    print(
        f"The reference begins {before:.2f} s before the sound and ends {after:.2f} s after it (median, {count} runs)."
    )
    show("As the reference is given:", calls, 0.0, 0.0)
    show("The reference without the silence at the ends of its runs:", calls, before, after)


if __name__ == "__main__":
    main()
