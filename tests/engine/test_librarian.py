"""The engine and the library: results are kept, and asked for while other work goes on."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from mmemotion.audio.journal import Journal
from mmemotion.audio.wav import WavFormat
from mmemotion.config import Config, Talk
from mmemotion.engine.local import LocalEngine
from mmemotion.messages import (
    Analyze,
    Cancel,
    ChannelsPlanned,
    Delete,
    Describe,
    Event,
    Exported,
    ExportKept,
    Find,
    Found,
    ImportKept,
    JobCancelled,
    JobFailed,
    JobFinished,
    JobStarted,
    LibraryChanged,
    LibraryFailed,
    Listen,
    OpenKept,
    Query,
    Relink,
    Restore,
    ResultKept,
    WaveformAdvanced,
    WaveformDrawn,
)
from mmemotion.paths import LIBRARY_VARIABLE, RECORDINGS_VARIABLE, assets_dir
from mmemotion.pyramid import read_pyramid
from mmemotion.store.blobs import pack
from tests.engine.scripted_live import RATE, talk, toolbox
from tests.engine.test_process import Heard
from tests.media import write_sound

E = TypeVar("E", bound=Event)
KEEP = Config(keep=True)


class Desk:
    """An engine of doubles and what it told."""

    def __init__(self, library: Path) -> None:
        self.events: list[Event] = []
        self.engine = LocalEngine(self.events.append, library=library)

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    def find(self, text: str = "") -> Found:
        self.engine.send(Find("request", Query(text)))
        found = self.events.pop()
        assert isinstance(found, Found)
        return found


@pytest.fixture(autouse=True)
def doubles(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("mmemotion.assembly.load_toolbox", lambda config: toolbox())
    monkeypatch.setenv(RECORDINGS_VARIABLE, str(tmp_path / "recordings"))
    monkeypatch.setenv(LIBRARY_VARIABLE, str(tmp_path / "never.sqlite"))
    monkeypatch.setattr("mmemotion.engine.drawings.cache_dir", lambda: tmp_path / "cache")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "library.sqlite")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_sound(tmp_path / "call.wav", talk(8.0), RATE, "pcm_s16le")


def test_an_analysis_is_kept_and_opened_as_it_was(desk: Desk, path: Path) -> None:
    desk.engine.send(Analyze("1", str(path), KEEP))
    finished, kept, changed = desk.events[-3:]
    assert isinstance(finished, JobFinished)
    assert kept == ResultKept("1", 1)
    assert changed == LibraryChanged((1,))
    told = np.concatenate([event.envelope.maxima for event in desk.of(WaveformAdvanced)])
    desk.events.clear()
    desk.engine.send(OpenKept("open", 1))
    started, planned, drawn, opened = desk.events
    assert isinstance(opened, JobFinished)
    assert isinstance(drawn, WaveformDrawn)
    assert started == JobStarted("open", finished.recording.media)
    assert planned == ChannelsPlanned("open", finished.recording.plan)
    assert pack(opened.recording) == pack(finished.recording)
    (level,) = read_pyramid(Path(drawn.path)).levels
    assert np.abs(level[:, :, 1] / 32768 - told).max() <= 0.5 / 32768
    assert desk.find().recordings[0].utterances == len(finished.recording.utterances) > 1


def test_nothing_is_kept_unless_asked_for(desk: Desk, path: Path, tmp_path: Path) -> None:
    desk.engine.send(Analyze("1", str(path), Config()))
    assert isinstance(desk.events[-1], JobFinished)
    assert not (tmp_path / "library.sqlite").exists()


def test_analysed_anew_with_other_settings_it_is_the_same_entry(desk: Desk, path: Path) -> None:
    desk.engine.send(Analyze("1", str(path), KEEP))
    desk.engine.send(Describe(1, title="A talk"))
    desk.engine.send(Analyze("2", str(path), Config(keep=True, talk=Talk.ACTED)))
    assert desk.of(LibraryChanged) == [LibraryChanged((1,))] * 3
    assert [kept.title for kept in desk.find().recordings] == ["A talk"]


def test_a_recording_is_kept_once_its_file_is_closed(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "live.wav"
    journal = Journal(path, WavFormat(RATE, 1))
    journal.append((talk(6.0) * 32767).astype(np.int16))
    thread = threading.Thread(target=desk.engine.send, args=(Listen("1", str(path), KEEP),))
    thread.start()
    journal.close()
    thread.join(30)
    assert desk.of(LibraryChanged) == [LibraryChanged((1,))]
    (kept,) = desk.find().recordings
    assert (kept.missing, kept.duration) == (False, 6.0)
    desk.engine.send(Analyze("2", str(path), KEEP))
    assert desk.find().total == 1
    desk.engine.send(OpenKept("open", 1))
    pyramid = read_pyramid(Path(desk.of(WaveformDrawn)[-1].path))
    assert len(pyramid.levels[0]) * pyramid.hop == pytest.approx(6.0)
    assert pyramid.loudest > 0.1


def test_a_fault_of_the_library_loses_no_result(tmp_path: Path, path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    desk = Desk(tmp_path / "file" / "library.sqlite")
    desk.engine.send(Analyze("1", str(path), KEEP))
    finished, failed = desk.events[-2:]
    assert isinstance(finished, JobFinished)
    assert isinstance(failed, LibraryFailed)
    assert failed.message.startswith("call.wav was not kept in the library. The library ")


def test_a_file_that_is_gone_by_then_loses_no_result(desk: Desk, path: Path) -> None:
    told = desk.events.append

    def listener(event: Event) -> None:
        told(event)
        if isinstance(event, JobFinished):
            path.unlink()

    desk.engine = LocalEngine(listener, library=path.with_name("library.sqlite"))
    desk.engine.send(Analyze("1", str(path), KEEP))
    finished, failed = desk.events[-2:]
    assert isinstance(finished, JobFinished)
    assert failed == LibraryFailed(
        "call.wav was not kept in the library. call.wav cannot be read: No such file or directory."
    )


def test_a_fault_of_the_program_is_a_sentence_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Found:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr("mmemotion.store.library.find", broken)
    desk.engine.send(Find("request", Query()))
    assert desk.events == [
        LibraryFailed("The library failed by a fault of the program (ZeroDivisionError: on purpose).")
    ]


def test_every_command_is_answered(desk: Desk, path: Path, tmp_path: Path) -> None:
    desk.engine.send(Analyze("1", str(path), KEEP))
    desk.events.clear()
    moved, file = tmp_path / "moved.wav", tmp_path / "call.mmemotion"
    path.rename(moved)
    for command in (
        OpenKept("7", 99),
        ExportKept(1, str(file)),
        Relink(1, str(moved)),
        ExportKept(1, str(file)),
        ImportKept(str(file)),
        Delete((1,)),
        ImportKept(str(file)),
        Restore((1,)),
    ):
        desk.engine.send(command)
    gone, no_media, relinked, exported, twice, deleted, taken, restored = desk.events
    assert isinstance(gone, JobFailed)
    assert (gone.job, gone.kind) == ("7", "LibraryError")
    assert isinstance(no_media, LibraryFailed)
    assert isinstance(twice, LibraryFailed)
    assert relinked == deleted == restored == LibraryChanged((1,))
    assert (exported, taken) == (Exported(1, str(file)), LibraryChanged((2,)))
    assert (tmp_path / "recordings" / "moved.wav").read_bytes() == moved.read_bytes()
    assert sorted(kept.copied for kept in desk.find().recordings) == [False, True]
    assert not (tmp_path / "never.sqlite").exists()


def test_where_the_library_lies_may_be_chosen(tmp_path: Path) -> None:
    events: list[Event] = []
    LocalEngine(events.append).send(Find("request", Query()))
    assert events == [Found("request", (), (), 0)]
    assert (tmp_path / "never.sqlite").exists()


@pytest.fixture
def heard() -> Iterator[Heard]:
    heard = Heard()
    yield heard
    heard.engine.close()


def test_the_engine_process_answers_without_models_and_while_it_works(heard: Heard, tmp_path: Path) -> None:
    heard.engine.send(Find("first", Query("refund")))
    assert heard.until(Found, 20)[-1] == Found("first", (), (), 0)
    assert "torch" not in Path(f"/proc/{heard.engine.pid}/maps").read_text()
    heard.engine.send(Analyze("1", str(assets_dir() / "sample" / "meeting.flac"), KEEP))
    heard.until(JobStarted)
    began = time.monotonic()
    heard.engine.send(Find("second", Query()))
    heard.engine.send(OpenKept("2", 1))
    assert isinstance(heard.until(JobFailed, 20)[-1], JobFailed)
    assert time.monotonic() - began < 2
    heard.engine.send(Cancel("1"))
    heard.until(JobCancelled, 20)


def test_what_was_asked_before_the_end_is_done(heard: Heard, path: Path, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "never.sqlite")
    desk.engine.send(Analyze("1", str(path), KEEP))
    heard.engine.send(Describe(1, title="The last word"))
    heard.engine.close(5.0)
    assert desk.find().recordings[0].title == "The last word"
