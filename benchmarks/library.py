"""How fast the library answers: a large one of made-up talks, and one recording with very many utterances.

    python -m benchmarks.library [--recordings 20000] [--utterances 50] [--keep FILE]

Each question is asked 20 times; a first time before that is not counted, as it reads the file into memory. Words come
as often as in real talk (Zipf): "often" are among the 10 most frequent, "seldom" among the rarest.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import numpy as np

from mmemotion.config import Talk
from mmemotion.messages import Find, Found, Query
from mmemotion.review.edits import CorrectWords
from mmemotion.store.database import Database
from mmemotion.store.entries import Described, Entry, put
from mmemotion.store.fingerprint import Content
from mmemotion.store.library import Library
from mmemotion.types import (
    EMOTIONS,
    Branch,
    ChannelPlan,
    Emotion,
    Envelope,
    Estimate,
    FloatArray,
    Media,
    Modality,
    ModelRecord,
    Prosody,
    Recording,
    Result,
    Span,
    Track,
    Transcript,
    Utterance,
    Word,
)

REPEATS = 20
MOST = {"find": 0.1, "open": 0.3, "correct": 0.5}
"""Seconds that an answer may take."""

LINES, ESTIMATES = 20_000, 500
"""Of which talks are made."""

LARGE = 5000
"""Utterances of the recording that is opened."""

TOGETHER = 1000
"""Recordings that are written at a time."""

_SYLLABLES = "ka lo mi re sun ta ven dor pel shi ga nu bre tol wa zen fi mar ode qui".split()
_TRACKS = ("f0", "loudness", "hnr", "spectral_tilt", "spectral_centroid")


class Maker:
    """Talks made of a pool of lines; the same for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self._random = np.random.default_rng(seed)
        self.words = [self._word(number) for number in range(8000)]
        self._often = 1 / np.arange(1, len(self.words) + 1)
        self._often /= self._often.sum()
        picked = iter(self._random.choice(self.words, 15 * LINES, p=self._often))
        self._lines = [self._line(picked) for _ in range(LINES)]
        self._estimates = [self._estimate() for _ in range(ESTIMATES)]

    def talk(self, count: int) -> Recording:
        """Two speakers in turn; no tracks."""
        picked = self._random.integers(0, LINES, count)
        return _recording(tuple(self._utterance(place, int(line)) for place, line in enumerate(picked)))

    def whole_talk(self, count: int) -> Recording:
        """The same, with all that an analysis finds in utterances of 3 s."""
        utterances = self.talk(count).utterances
        return _recording(tuple(replace(each, prosody=self._prosody(each.span.start)) for each in utterances))

    def _utterance(self, place: int, line: int) -> Utterance:
        span, channel = Span(3.5 * place, 3.5 * place + 3.0), place % 2
        transcript, estimate = self._lines[line], self._estimates[line % ESTIMATES]
        return Utterance(span, channel, f"Speaker {channel + 1}", transcript, Prosody({}, {}), estimate)

    def _word(self, number: int) -> str:
        parts = self._random.choice(_SYLLABLES, 2 if number < 300 else 3)
        return "".join(parts) + (str(number) if number >= 7990 else "")

    def _line(self, picked: Iterator[str]) -> Transcript:
        texts = islice(picked, int(self._random.integers(4, 15)))
        words = (Word(f" {text}", Span(0.2 * place, 0.2 * place + 0.2), 0.9) for place, text in enumerate(texts))
        return Transcript(tuple(words), "en")

    def _estimate(self) -> Estimate:
        shares = self._random.dirichlet([4.0, *[0.6] * (len(EMOTIONS) - 1)])
        probabilities = {emotion: float(share) for emotion, share in zip(EMOTIONS, shares, strict=True)}
        branches = {Branch.TEXT: probabilities, Branch.VOICE: probabilities}
        weights = {Modality.TEXT: 0.4, Modality.ACOUSTIC: 0.4, Modality.PROSODY: 0.2}
        attention = self._random.dirichlet([1.0] * 75).astype(np.float32)
        unsure = float(shares.max()) < 0.4
        return Estimate(probabilities, branches, weights, float(shares.max()), unsure, (0.1,) * 10, attention)

    def _prosody(self, start: float) -> Prosody:
        tracks = {name: Track(name, "Hz", start, 0.016, self._values(187)) for name in _TRACKS}
        return Prosody(tracks, {f"measure_number_{number}_hz": float(v) for number, v in enumerate(self._values(43))})

    def _values(self, count: int) -> FloatArray:
        return self._random.normal(150, 40, count).astype(np.float32)


def main() -> None:
    options = _options()
    maker = Maker()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "library.sqlite"
        if not path.exists():
            _build(path, maker, options.recordings, options.utterances)
        size = path.stat().st_size / 1e6
        print(f"{options.recordings} recordings of {options.utterances} utterances; {size:.0f} MB", flush=True)
        library = Library(path)
        gc.freeze()  # what talks are made of is no part of an answer
        print(f"{'question':34} {'median ms':>9} {'worst ms':>8} {'found':>7} {'moments':>7}  within")
        for name, query in _questions(maker).items():
            _tell(name, lambda query=query: library.find(Find("request", query)), MOST["find"])
        number = _put_large(path, maker)
        _tell(f"open {LARGE} utterances", lambda: library.open(number), MOST["open"])
        _tell(f"correct one of {LARGE}", _correcting(library, number), MOST["correct"])


def _questions(maker: Maker) -> dict[str, Query]:
    often, other, seldom = maker.words[3], maker.words[8], maker.words[4000]
    return {
        "newest first": Query(),
        "two words, often": Query(f"{often} {other}"),
        "two words, often and seldom": Query(f"{often} {seldom}"),
        "one word, the most frequent": Query(maker.words[0]),
        "one letter": Query("k"),
        "three letters": Query("kal"),
        "emotion and word": Query(f"angry {other}"),
        "emotion and word, often": Query(f"neutral {maker.words[0]}"),
        "emotion": Query("angry"),
        "filter: emotion": Query(emotions=(Emotion.SAD, Emotion.FEARFUL)),
        "filter: speaker": Query(speaker="speaker 2"),
        "filter: date and length": Query(since="2020-01-01", until="2022-12-31", shortest=60.0, longest=600.0),
        "all filters and words": Query(often, (Emotion.SAD,), "Speaker 1", "2020-01-01", "2024-12-31", 1.0, 600.0),
    }


def _put_large(path: Path, maker: Maker) -> int:
    with Database(path).writing() as connection:
        return put(connection, _entry(maker.whole_talk(LARGE), 10**6, LARGE * 3.5))


def _correcting(library: Library, number: int) -> Callable[[], object]:
    segments = itertools.cycle([one.segment for one in library.open(number).recording.utterances])
    counted = itertools.count()
    return lambda: library.reviews.correct(number, CorrectWords(next(segments), f"edit {next(counted)}"))


def _tell(name: str, ask: Callable[[], object], most: float) -> None:
    answer, times = ask(), []
    for _ in range(REPEATS):
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    counts = (str(answer.total), str(len(answer.moments))) if isinstance(answer, Found) else ("", "")
    within = "yes" if max(times) <= most else "no"
    median, worst = 1000 * statistics.median(times), 1000 * max(times)
    print(f"{name:34} {median:9.1f} {worst:8.1f} {counts[0]:>7} {counts[1]:>7}  {within}", flush=True)


def _build(path: Path, maker: Maker, recordings: int, utterances: int) -> None:
    began = time.perf_counter()
    database = Database(path)
    for first in range(0, recordings, TOGETHER):
        with database.writing() as connection:
            for number in range(first, min(recordings, first + TOGETHER)):
                put(connection, _entry(maker.talk(utterances), number, 1.0))
    print(f"built in {time.perf_counter() - began:.0f} s", flush=True)


def _entry(recording: Recording, number: int, drawn: float) -> Entry:
    count = max(1, round(drawn / 0.02))
    flat = np.zeros((count, 2), dtype=np.float32)
    began = (datetime(2018, 1, 1, 9) + timedelta(hours=number * 7919 % 70_000)).isoformat(timespec="seconds")
    return Entry(
        path=Path(f"/recordings/Recording {number}.wav"),
        content=Content(number, f"{number:064x}"),
        began=began,
        result=Result(recording, ()),
        waveform=Envelope(0.0, 0.02, flat, flat),
        talk=Talk.EVERYDAY,
        described=Described(f"Recording {number}", "", ("work",) if number % 3 else ()),
    )


def _recording(utterances: tuple[Utterance, ...]) -> Recording:
    media = Media("", "wav", "pcm_s16le", 16_000, 2, None)
    models = (ModelRecord("default", "emotion", "0" * 64),)
    return Recording(media, 3.5 * len(utterances), ChannelPlan.SPLIT, "en", utterances, models)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recordings", type=int, default=20_000)
    parser.add_argument("--utterances", type=int, default=50)
    parser.add_argument("--keep", type=Path, help="build here, or use what is here already")
    return parser.parse_args()


if __name__ == "__main__":
    main()
