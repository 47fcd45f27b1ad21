"""A recording as tables: one row per utterance, word, measured value, or speaker. Names say units, as in the JSON."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mmemotion.calls.facts import SpeakerFacts, facts
from mmemotion.export.wording import label, names, plain, said, users_label, words
from mmemotion.types import EMOTIONS, Branch, Estimate, Modality, Recording, Utterance

Cell = str | int | float | bool | None
Row = Mapping[str, Cell]
Rows = Callable[[Recording, str], Iterable[Row]]

PLACE = ("recording", "utterance", "speaker", "channel", "start_s", "end_s")
ESTIMATED = (
    "label",
    "confidence",
    *(f"p_{emotion}" for emotion in EMOTIONS),
    *(f"{branch}_{emotion}" for branch in Branch for emotion in EMOTIONS),
    *(f"weight_{modality}" for modality in Modality),
    "valence",
    "arousal",
    "dominance",
    "baseline_s",
)
UTTERANCE = (*PLACE, "text", "language", *ESTIMATED, "user_label", "notes")
WORD = (*PLACE[:4], "word", "start_s", "end_s", "text", "probability", "attention")
TRACK = (*PLACE[:4], "track", "unit", "time_s", "value")
FACT = (
    "recording",
    "speaker",
    "duration_s",
    "talk_s",
    "talk_share",
    "listen_share",
    "turns",
    "longest_monologue_s",
    "response_time_median_s",
    "responses",
    "interruptions",
    "words",
    "words_per_minute",
    "loudness_dbfs",
    *(f"share_{emotion}" for emotion in EMOTIONS),
    "share_not_sure",
    *(f"tone_quarter_{number}" for number in (1, 2, 3, 4)),
    "trend",
    "turning_points",
    "call_overlap_s",
    "call_silence_s",
    "call_longest_silence_s",
)
TEXTS = frozenset(
    {"recording", "speaker", "text", "language", "label", "user_label", "notes", "track", "unit", "trend"}
)
COUNTS = frozenset({"utterance", "channel", "word", "turns", "responses", "interruptions", "words", "turning_points"})


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, each of which may lack some of the columns."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def table(recordings: Sequence[Recording], rows: Rows, columns: Iterable[str]) -> Table:
    """The rows of all recordings; columns that only some rows have come last, in order of their first."""
    found = tuple(
        row for recording, called in zip(recordings, names(recordings), strict=True) for row in rows(recording, called)
    )
    return Table(tuple(dict.fromkeys([*columns, *(column for row in found for column in row)])), found)


def utterance_rows(recording: Recording, called: str) -> Iterator[Row]:
    """Who said what when, the whole estimate, and every measure of the voice."""
    for number, utterance in enumerate(recording.utterances, 1):
        yield {
            **_place(utterance, called, number),
            "text": said(utterance),
            "language": utterance.transcript.language,
            **_estimated(utterance.estimate),
            "user_label": users_label(utterance) or None,
            "notes": plain(" ".join(utterance.notes)),
            **{measure: _known(value) for measure, value in utterance.prosody.functionals.items()},
        }


def word_rows(recording: Recording, called: str) -> Iterator[Row]:
    """Each word with its times, the recogniser's probability and the fusion's attention."""
    for number, utterance in enumerate(recording.utterances, 1):
        attention = utterance.estimate.word_attention if utterance.estimate is not None else ()
        for place, word in enumerate(words(utterance)):
            yield {
                **_place(utterance, called, number),
                "word": place + 1,
                "start_s": _time(word.span.start),
                "end_s": _time(word.span.end),
                "text": plain(word.text),
                "probability": _known(word.probability),
                "attention": _known(attention[place]) if place < len(attention) else None,
            }


def track_rows(recording: Recording, called: str) -> Iterator[Row]:
    """Each measured value; where a measure is not defined there is no row."""
    for number, utterance in enumerate(recording.utterances, 1):
        place = {column: cell for column, cell in _place(utterance, called, number).items() if column in PLACE[:4]}
        for track in utterance.prosody.tracks.values():
            for index, value in enumerate(track.values.tolist()):
                if math.isfinite(value):
                    time = _time(track.start + index * track.hop)
                    yield {**place, "track": track.name, "unit": track.unit, "time_s": time, "value": _known(value)}


def fact_rows(recording: Recording, called: str) -> Iterator[Row]:
    """The conversation's facts, one row per speaker; those that begin with call_ are of all together."""
    call = facts(recording.utterances, recording.duration)
    longest = call.longest_silence
    for speaker in call.speakers:
        yield {
            "recording": called,
            "speaker": plain(speaker.speaker),
            "duration_s": _time(call.duration),
            **_counted(speaker),
            **{f"share_{emotion}": _known(speaker.emotions.named.get(emotion, 0.0)) for emotion in EMOTIONS},
            "share_not_sure": _known(speaker.emotions.unsure),
            **{f"tone_quarter_{i}": _known(quarter.tone) for i, quarter in enumerate(speaker.quarters, 1)},
            "trend": str(speaker.trend),
            "turning_points": len(speaker.turning_points),
            "call_overlap_s": _time(call.overlap_seconds),
            "call_silence_s": _time(call.silence_seconds),
            "call_longest_silence_s": None if longest is None else _time(longest.duration),
        }


def _counted(speaker: SpeakerFacts) -> Row:
    longest, response = speaker.longest_monologue, speaker.response_time
    return {
        "talk_s": _time(speaker.talk_seconds),
        "talk_share": _known(speaker.talk_share),
        "listen_share": _known(speaker.listen_share),
        "turns": speaker.turns,
        "longest_monologue_s": None if longest is None else _time(longest.duration),
        "response_time_median_s": None if response is None else _time(response),
        "responses": len(speaker.response_times),
        "interruptions": sum(speaker.interrupted.values()),
        "words": speaker.words,
        "words_per_minute": _known(speaker.words_per_minute),
        "loudness_dbfs": _known(speaker.loudness),
    }


def _place(utterance: Utterance, called: str, number: int) -> dict[str, Cell]:
    start, end = _time(utterance.span.start), _time(utterance.span.end)
    cells = (called, number, plain(utterance.speaker), utterance.channel, start, end)
    return dict(zip(PLACE, cells, strict=True))


def _estimated(estimate: Estimate | None) -> Row:
    if estimate is None:
        return {"label": label(None)}
    return {
        "label": label(estimate),
        "confidence": _known(estimate.confidence),
        **{f"p_{emotion}": _known(share) for emotion, share in estimate.probabilities.items()},
        **{f"{branch}_{e}": _known(share) for branch, told in estimate.by_branch.items() for e, share in told.items()},
        **{f"weight_{modality}": _known(share) for modality, share in estimate.weights.items()},
        "valence": _known(estimate.valence),
        "arousal": _known(estimate.arousal),
        "dominance": _known(estimate.dominance),
        "baseline_s": _known(estimate.baseline),
    }


def _time(seconds: float) -> float:
    """Exact to the millisecond."""
    return round(float(seconds), 3)


def _known(value: float | None) -> float | None:
    """Six places, as in the JSON; None where a measure is not defined."""
    return None if value is None or not math.isfinite(value) else round(float(value), 6)
