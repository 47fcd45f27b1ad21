"""The file of the library: older, newer, foreign, broken, shared with other processes, and cut off in the middle."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mmemotion.errors import LibraryError
from mmemotion.store.library import Library
from mmemotion.store.schema import PROGRAM, STEPS, VERSION
from tests.store.made import Line, found, keep, numbers, said

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import sys
from pathlib import Path
from mmemotion.store.library import Library
from tests.store.made import Line, keep
folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
library = Library(folder / "library.sqlite")
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    lines = [Line(f"{name} says {number}")] * 20
    keep(library, folder / f"{name} {number}.wav", *lines, seed=number + 1000 * len(name))
    print(number, flush=True)
"""


def writer(folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    """A process that keeps recordings, once it is told to."""
    command = [sys.executable, "-c", WRITER, str(folder), name, str(count)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def is_whole(path: Path) -> bool:
    """Tables, keys and both indexes."""
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO said (said, rank) VALUES ('integrity-check', 1)")
        connection.execute("INSERT INTO everything (everything, rank) VALUES ('integrity-check', 1)")
        keys = connection.execute("PRAGMA foreign_key_check").fetchall()
        return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",) and not keys


def test_it_is_new_private_and_in_wal(library: Library, tmp_path: Path) -> None:
    assert found(library).total == 0
    path = tmp_path / "library.sqlite"
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert path.stat().st_mode & 0o077 == 0


def test_one_of_a_newer_program_is_refused_and_left_alone(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
        connection.execute(f"PRAGMA application_id = {PROGRAM}")
    before = path.read_bytes()
    with pytest.raises(LibraryError, match=r"made by a newer mmemotion .*; update mmemotion to open it"):
        found(library)
    assert (path.read_bytes(), [each.name for each in tmp_path.iterdir()]) == (before, ["library.sqlite"])


def test_one_of_another_program_is_refused_and_left_alone(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE cats (name)")
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="database of another program; name another file"):
        found(library)
    assert path.read_bytes() == before


def test_an_older_one_is_brought_up_to_date_once(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(library, tmp_path / "call.wav", Line("hello"))
    steps = (*STEPS, ("ALTER TABLE recordings ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'",))
    monkeypatch.setattr("mmemotion.store.database.STEPS", steps)
    monkeypatch.setattr("mmemotion.store.database.VERSION", len(steps))
    for _ in range(2):
        assert found(library, "hello").total == 1
    with sqlite3.connect(tmp_path / "library.sqlite") as connection:
        assert connection.execute("SELECT colour FROM recordings").fetchall() == [("red",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (len(steps),)


def test_a_step_that_fails_leaves_it_as_it_was(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(library, tmp_path / "call.wav", Line("hello"))
    with monkeypatch.context() as patch:
        patch.setattr("mmemotion.store.database.STEPS", (*STEPS, ("CREATE TABLE a (b)", "CREATE NONSENSE")))
        patch.setattr("mmemotion.store.database.VERSION", VERSION + 1)
        with pytest.raises(LibraryError, match="fault of the program"):
            found(library)
    assert found(library, "hello").total == 1


@pytest.mark.parametrize("size", [100, 5000, 60_000])
def test_a_broken_one_is_set_aside_and_a_new_one_begun(library: Library, tmp_path: Path, size: int) -> None:
    path = tmp_path / "library.sqlite"
    keep(library, tmp_path / "call.wav", Line("hello"))
    broken = path.read_bytes()[: size // 2] + random.Random(size).randbytes(size)
    path.write_bytes(broken)
    with pytest.raises(LibraryError, match=r"was damaged; it was set aside as .*, and a new, empty one is begun"):
        for _ in range(3):  # what is broken may lie where the first question does not look
            found(library, "hello")
            keep(library, tmp_path / "call.wav", Line("hello"))
    (aside,) = tmp_path.glob("library damaged *.sqlite")
    assert aside.read_bytes()[size // 2 :] == broken[size // 2 :]
    assert found(library).total == 0
    keep(library, tmp_path / "call.wav", Line("hello"))
    assert found(library, "hello").total == 1


def test_a_broken_index_is_made_anew(library: Library, tmp_path: Path) -> None:
    keep(library, tmp_path / "call.wav", Line("hello"))
    with sqlite3.connect(tmp_path / "library.sqlite") as connection:
        connection.execute("UPDATE said_data SET block = x'00FF00FF' WHERE id > 10")
    with pytest.raises(LibraryError, match="index of the library was damaged and has been made anew"):
        found(library, "hello")
    assert said(found(library, "hello")) == ["hello"]
    assert is_whole(tmp_path / "library.sqlite")


def test_a_place_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryError, match=r"cannot be opened: .*; check its folder"):
        found(Library(tmp_path / "file" / "library.sqlite"))
    with pytest.raises(LibraryError, match="cannot be opened"):
        found(Library(tmp_path))


def test_two_processes_write_and_read_at_once(library: Library, tmp_path: Path) -> None:
    processes = [writer(tmp_path, name, 15) for name in ("one", "three")]
    for process in processes:
        go(process)
    while any(process.poll() is None for process in processes):
        answer = found(library, "says")
        assert all(kept.utterances == 20 for kept in answer.recordings)
        time.sleep(0.01)
    assert [process.wait() for process in processes] == [0, 0]
    assert found(library, "says").total == 30
    assert len(set(numbers(found(library)))) == 30
    assert is_whole(tmp_path / "library.sqlite")


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05])
def test_killed_in_the_middle_it_is_whole(library: Library, tmp_path: Path, delay: float) -> None:
    process = writer(tmp_path, "victim", 10_000)
    go(process)
    assert process.stdout is not None
    told = [process.stdout.readline() for _ in range(3)]
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    told += process.stdout.readlines()
    assert process.wait() == -signal.SIGKILL
    answer = found(library, "victim says")
    assert answer.total - len(told) in (0, 1)
    for number in numbers(answer):
        assert len(library.open(number).recording.utterances) == 20
    assert is_whole(tmp_path / "library.sqlite")
    keep(library, tmp_path / "next.wav", Line("goes on"))


def test_a_writer_that_takes_too_long_is_one_sentence(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mmemotion.store.database.BUSY", 0.1)
    number = keep(library, tmp_path / "call.wav", Line("hello"))
    with sqlite3.connect(tmp_path / "library.sqlite", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryError, match="another window is busy with it; try again"):
            library.delete((number,))
        assert found(library, "hello").total == 1
        other.execute("ROLLBACK")
    assert library.delete((number,)) == (number,)
