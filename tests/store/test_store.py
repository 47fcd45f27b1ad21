"""Recordings go in, are changed, deleted and brought back."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mmemotion.config import Talk
from mmemotion.errors import LibraryError
from mmemotion.messages import Describe
from mmemotion.store.blobs import pack
from mmemotion.store.library import Library
from mmemotion.types import Emotion, Result
from tests.store.made import Line, found, keep, media, numbers, result, said, waveform


def test_what_is_kept_is_found_and_opened_as_it_was(library: Library, tmp_path: Path) -> None:
    path = media(tmp_path / "call.wav")
    lines = (Line("I want a refund", Emotion.ANGRY), Line("of course", Emotion.HAPPY, "Speaker 2"))
    whole = result(path, lines)
    number = library.keep(path, Result(whole, ()), waveform(), Talk.EVERYDAY)
    (kept,) = found(library).recordings
    assert (kept.number, kept.title, kept.path, kept.missing, kept.copied) == (number, "call", str(path), False, False)
    assert (kept.duration, kept.utterances, kept.speakers) == (4.0, 2, ("Speaker 1", "Speaker 2"))
    assert kept.emotions == {Emotion.ANGRY: 0.5, Emotion.HAPPY: 0.5}
    assert [kept.strip[place] for place in (0, 20, 25, -1)] == [Emotion.ANGRY, None, Emotion.HAPPY, None]
    opened = library.open(number)
    assert pack(opened.recording) == pack(whole)
    assert (opened.waveform.minima == waveform().minima).all()
    assert (opened.waveform.maxima == waveform().maxima).all()


def test_every_number_names_its_model(library: Library, tmp_path: Path) -> None:
    keep(library, tmp_path / "call.wav", Line("hello"))
    with sqlite3.connect(tmp_path / "library.sqlite") as connection:
        assert connection.execute("SELECT model, sha256, talk FROM recordings").fetchall() == [
            ("default", "bb", "everyday")
        ]


def test_began_is_told_by_the_file(library: Library, tmp_path: Path) -> None:
    path = media(tmp_path / "call.wav")
    written = datetime(2026, 3, 1, 12, 0, 4)
    os.utime(path, (written.timestamp(),) * 2)
    library.keep(path, Result(result(path, (Line("a"), Line("b"))), ()), waveform(), Talk.EVERYDAY)
    assert found(library).recordings[0].began == "2026-03-01T12:00:00"


def test_analysed_anew_it_is_the_same_entry(library: Library, tmp_path: Path) -> None:
    number = keep(library, tmp_path / "call.wav", Line("first words", Emotion.SAD))
    library.describe(Describe(number, "A talk", "a note", ("one", "two")))
    assert keep(library, tmp_path / "call.wav", Line("second words", Emotion.ANGRY)) == number
    (kept,) = found(library).recordings
    assert (kept.title, kept.note, kept.tags) == ("A talk", "a note", ("one", "two"))
    assert said(found(library, "words")) == ["second words"]
    assert numbers(found(library, "first")) == []
    assert numbers(found(library, emotions=(Emotion.SAD,))) == []


def test_a_copy_or_another_content_is_another_entry_and_a_moved_file_is_not(library: Library, tmp_path: Path) -> None:
    first = keep(library, tmp_path / "call.wav", Line("a"))
    copy = keep(library, tmp_path / "copy.wav", Line("a"))
    other = keep(library, tmp_path / "call.wav", Line("b"), seed=1, seconds=5)
    assert len({first, copy, other}) == 3
    (tmp_path / "copy.wav").unlink()
    assert keep(library, tmp_path / "moved" / "copy.wav", Line("a")) in (first, copy)


def test_describe_changes_what_is_given_alone(library: Library, tmp_path: Path) -> None:
    number = keep(library, tmp_path / "call.wav", Line("a"))
    library.describe(Describe(number, note="of the roof"))
    library.describe(Describe(number, tags=(" Work ", "", "home", "work")))
    library.describe(Describe(number, title="Roofer"))
    (kept,) = found(library, "roofer roof home").recordings
    assert (kept.title, kept.note, kept.tags) == ("Roofer", "of the roof", ("Work", "home"))
    library.describe(Describe(number, title=" ", tags=()))
    assert (found(library).recordings[0].title, found(library).recordings[0].tags) == ("call", ())
    assert numbers(found(library, "Roofer")) == []


def test_deleted_is_gone_and_restored_is_back(library: Library, tmp_path: Path) -> None:
    first, second = (keep(library, tmp_path / f"{n}.wav", Line(f"hello {n}"), seed=n) for n in (1, 2))
    assert library.delete((first, 99)) == (first,)
    assert numbers(found(library, "hello")) == [second]
    assert library.delete((first,)) == ()
    for refused in (lambda: library.open(first), lambda: library.describe(Describe(first, "x"))):
        with pytest.raises(LibraryError, match="restore it"):
            refused()
    assert library.restore((first,)) == (first,)
    assert sorted(numbers(found(library, "hello"))) == [first, second]


def test_analysed_anew_a_deleted_one_is_back(library: Library, tmp_path: Path) -> None:
    number = keep(library, tmp_path / "call.wav", Line("a"))
    library.delete((number,))
    assert keep(library, tmp_path / "call.wav", Line("a")) == number
    assert numbers(found(library)) == [number]


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_deleted_long_ago_is_purged_and_its_media_left_alone(
    library: Library, tmp_path: Path, days: int, left: int
) -> None:
    number = keep(library, tmp_path / "call.wav", Line("a"))
    library.delete((number,))
    when = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
    with sqlite3.connect(tmp_path / "library.sqlite") as connection:
        connection.execute("UPDATE recordings SET deleted_at = ?", (when,))
    library.purge()
    assert len(library.restore((number,))) == left
    assert (tmp_path / "call.wav").exists()
    with sqlite3.connect(tmp_path / "library.sqlite") as connection:
        for table in ("recordings", "utterances", "voices", "results"):
            assert len(connection.execute(f"SELECT * FROM {table}").fetchall()) == left
        assert len(connection.execute("SELECT rowid FROM said WHERE said MATCH 'a'").fetchall()) == left
    assert keep(library, tmp_path / "other.wav", Line("b"), seed=7) == number + 1


def test_missing_media_is_told_and_relinked(library: Library, tmp_path: Path) -> None:
    number = keep(library, tmp_path / "call.wav", Line("hello"))
    (tmp_path / "call.wav").rename(tmp_path / "moved.wav")
    assert found(library).recordings[0].missing
    *_, warning = library.open(number).recording.warnings
    assert "call.wav is not there any more; say where the file is now" in warning
    with pytest.raises(LibraryError, match=r"other\.wav is not the recording call"):
        library.relink(number, media(tmp_path / "other.wav", seed=3))
    with pytest.raises(LibraryError, match=r"none\.wav cannot be read: No such file"):
        library.relink(number, tmp_path / "none.wav")
    library.relink(number, tmp_path / "moved.wav")
    opened = library.open(number).recording
    assert (opened.media.path, opened.warnings) == (str(tmp_path / "moved.wav"), ("a warning",))
    assert not found(library).recordings[0].missing


def test_a_result_without_utterances_is_kept_too(library: Library, tmp_path: Path) -> None:
    number = keep(library, tmp_path / "quiet.wav", seconds=3)
    (kept,) = found(library, "quiet").recordings
    assert (kept.number, kept.utterances, kept.emotions, set(kept.strip)) == (number, 0, {}, {None})


def test_a_file_that_is_gone_is_one_sentence(library: Library, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"gone\.wav cannot be read: No such file"):
        library.keep(tmp_path / "gone.wav", Result(result(tmp_path / "gone.wav", ()), ()), waveform(), Talk.ACTED)
