"""An analysis that is cut off goes on where it was, with the same result; one that ends the engine is given up."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from mmemotion.backends.scripted import ScriptedRecognizer
from mmemotion.config import Config
from mmemotion.engine.local import LocalEngine
from mmemotion.messages import (
    Analyze,
    Cancel,
    Event,
    FindInterrupted,
    InterruptedFound,
    JobFailed,
    JobFinished,
    ResultKept,
    UtteranceReady,
)
from mmemotion.store.blobs import pack
from mmemotion.store.library import Library
from mmemotion.types import FloatArray, Recording, Transcript
from tests.engine.scripted_live import RATE, talk, toolbox
from tests.media import write_sound

KEEP = Config(keep=True)
NOBODY = 2**22 + 1
"""The number of no process: Linux has none above 2**22."""


class Counting(ScriptedRecognizer):
    """Counts the windows it recognises."""

    def __init__(self) -> None:
        super().__init__()
        self.windows = 0

    def transcribe(self, samples: FloatArray, language: str) -> Transcript:
        self.windows += 1
        return super().transcribe(samples, language)


class Desk:
    """An engine of doubles over a library; stop_at: it stops at that utterance, as when its window is gone."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch, stop_at: int = 10**9) -> None:
        self.path, self._stop_at = path, stop_at
        self.events: list[Event] = []
        self.recognizer = Counting()
        monkeypatch.setattr("mmemotion.assembly.load_toolbox", lambda config: toolbox(thorough=self.recognizer))
        self.engine = LocalEngine(self._hear, library=path.with_name("library.sqlite"))

    def analyse(self) -> Recording | None:
        self.engine.send(Analyze("1", str(self.path), KEEP))
        return next((event.recording for event in self.events if isinstance(event, JobFinished)), None)

    def interrupted(self) -> tuple[str, ...]:
        self.engine.send(FindInterrupted())
        found = self.events.pop()
        assert isinstance(found, InterruptedFound)
        return found.paths

    def _hear(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, UtteranceReady) and self._count() == self._stop_at:
            self.engine.stop()

    def _count(self) -> int:
        return sum(isinstance(each, UtteranceReady) for each in self.events)


@pytest.fixture
def call(tmp_path: Path) -> Path:
    return write_sound(tmp_path / "call.wav", talk(150.0), RATE, "pcm_s16le")


def _as_if_killed(path: Path, tries: int | None = None) -> None:
    """The engine whose work is in the library is no more."""
    with sqlite3.connect(path.with_name("library.sqlite")) as connection:
        connection.execute("UPDATE works SET process = ?, tries = coalesce(?, tries)", (NOBODY, tries))
    connection.close()


def test_it_goes_on_where_it_was_and_comes_to_the_same(call: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Desk(call, monkeypatch)
    wanted = whole.analyse()
    assert wanted is not None
    assert len(wanted.utterances) > 20
    other = call.with_name("other")
    other.mkdir()
    same = call.rename(other / call.name)
    first = Desk(same, monkeypatch, stop_at=12)
    assert first.analyse() is None
    _as_if_killed(same)
    second = Desk(same, monkeypatch)
    assert second.interrupted() == (str(same),)
    found = second.analyse()
    assert found is not None
    assert [pack(one) for one in found.utterances] == [pack(one) for one in wanted.utterances]
    assert second.recognizer.windows < whole.recognizer.windows
    assert second.interrupted() == ()
    assert any(isinstance(event, ResultKept) for event in second.events)


def test_what_the_user_cancelled_is_not_offered_but_not_lost(call: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(call, monkeypatch, stop_at=8)
    monkeypatch.setattr(desk.engine, "stop", lambda: _from_another_thread(desk.engine, Cancel("1")))
    assert desk.analyse() is None
    later = Desk(call, monkeypatch)
    assert later.interrupted() == ()
    assert later.analyse() is not None
    assert 0 < later.recognizer.windows < 6


def _from_another_thread(engine: LocalEngine, command: Cancel) -> None:
    """As a window does it, while the engine works."""
    threading.Thread(target=engine.send, args=(command,)).start()


def test_what_ends_the_engine_again_and_again_is_given_up_and_can_be_tried_anew(
    call: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Desk(call, monkeypatch, stop_at=12).analyse()
    _as_if_killed(call, tries=3)
    desk = Desk(call, monkeypatch)
    assert desk.analyse() is None
    failed = desk.events[-1]
    assert isinstance(failed, JobFailed)
    assert failed.message.startswith("The analysis of call.wav stopped the engine 3 times at the same place")
    assert desk.interrupted() == ()
    assert desk.analyse() is not None
    assert 0 < desk.recognizer.windows < 6  # what was finished is not made again


def test_nothing_is_remembered_of_what_is_not_to_be_kept(call: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(call, monkeypatch, stop_at=8)
    desk.engine.send(Analyze("1", str(call), Config()))
    Library(call.with_name("library.sqlite")).progress.interrupted()
    with sqlite3.connect(call.with_name("library.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM finished").fetchone() == (0,)
    connection.close()
