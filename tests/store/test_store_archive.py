"""A recording goes from one library to another as one file; other files are refused in one sentence."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from mmemotion.errors import LibraryError
from mmemotion.messages import Describe
from mmemotion.store.archive import ABOUT, MEDIA, RESULT, WAVEFORM
from mmemotion.store.blobs import pack
from mmemotion.store.library import Library
from mmemotion.types import Emotion
from tests.store.made import Line, found, keep, media, numbers, said


@pytest.fixture
def other(tmp_path: Path) -> Library:
    return Library(tmp_path / "other" / "library.sqlite")


@pytest.fixture
def exported(library: Library, tmp_path: Path) -> Path:
    number = keep(library, tmp_path / "call.wav", Line("I want a refund", Emotion.ANGRY), Line("yes", None))
    library.describe(Describe(number, "A call 日本", "a note", ("one", "two")))
    library.export(number, tmp_path / "call.zip")
    return tmp_path / "call.zip"


def changed(path: Path, **entries: bytes | None) -> Path:
    """The archive with other entries; None: without it."""
    with zipfile.ZipFile(path) as old:
        whole = {name: old.read(name) for name in old.namelist()}
    names = {"about": ABOUT, "result": RESULT, "waveform": WAVEFORM, "media": MEDIA}
    whole.update({names[name]: data for name, data in entries.items()})  # type: ignore[misc]
    target = path.with_name("changed.zip")
    with zipfile.ZipFile(target, "w") as new:
        for name, data in whole.items():
            if data is not None:
                new.writestr(name, data)
    return target


def about(path: Path, **fields: object) -> bytes:
    with zipfile.ZipFile(path) as zipped:
        return json.dumps({**json.loads(zipped.read(ABOUT)), **fields}).encode()


def test_the_round_trip_is_equal(library: Library, other: Library, exported: Path, tmp_path: Path) -> None:
    number = other.take_in(exported, tmp_path / "recordings")
    (before,), (after,) = found(library).recordings, found(other).recordings
    assert (after.number, after.path, after.copied) == (number, str(tmp_path / "recordings" / "call.wav"), True)
    for field in ("title", "note", "tags", "began", "duration", "speakers", "utterances", "emotions", "strip"):
        assert getattr(before, field) == getattr(after, field), field
    assert (tmp_path / "recordings" / "call.wav").read_bytes() == (tmp_path / "call.wav").read_bytes()
    one, two = library.open(before.number), other.open(number)
    assert pack(replace(one.recording, media=two.recording.media)) == pack(two.recording)
    assert (one.waveform.maxima == two.waveform.maxima).all()
    assert said(found(other, "angry refund")) == ["I want a refund"]
    assert [entry.name for entry in (tmp_path / "recordings").iterdir()] == ["call.wav"]


def test_twice_is_refused_and_media_that_was_missing_comes_back(
    library: Library, exported: Path, tmp_path: Path
) -> None:
    with pytest.raises(LibraryError, match="in the library already, as A call"):
        library.take_in(exported, tmp_path / "recordings")
    (tmp_path / "call.wav").unlink()
    number = library.take_in(exported, tmp_path / "recordings")
    (kept,) = found(library).recordings
    assert (kept.number, kept.missing, kept.copied) == (number, False, True)


def test_a_name_that_is_taken_is_left_alone(other: Library, exported: Path, tmp_path: Path) -> None:
    media(tmp_path / "recordings" / "call.wav", seed=8)
    other.take_in(exported, tmp_path / "recordings")
    assert found(other).recordings[0].path.endswith("call (2).wav")


@pytest.mark.parametrize(
    ("name", "becomes"),
    [("../../evil.wav", "_.._evil.wav"), ("/etc/passwd", "_etc_passwd"), ("..", "Recording"), ("a\0\n.wav", "a__.wav"),
     ("C:\\x.wav", "C__x.wav"), ("x" * 300 + ".wav", "x" * 120 + ".wav")],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(
    other: Library, exported: Path, tmp_path: Path, name: str, becomes: str
) -> None:
    other.take_in(changed(exported, about=about(exported, name=name)), tmp_path / "recordings")
    assert found(other).recordings[0].path == str(tmp_path / "recordings" / becomes)


@pytest.mark.parametrize("entry", ["about", "result", "waveform", "media"])
def test_damage_is_one_sentence_and_leaves_nothing(other: Library, exported: Path, tmp_path: Path, entry: str) -> None:
    folder = tmp_path / "recordings"
    for data in (None, b"", b"nonsense", b"\xff" * 1000):
        with pytest.raises(LibraryError, match=r"changed\.zip is no recording exported from a library, or it is damag"):
            other.take_in(changed(exported, **{entry: data}), folder)
    assert list(folder.glob("*")) == []
    assert numbers(found(other)) == []


def test_what_is_cut_short_or_foreign_is_one_sentence(other: Library, exported: Path, tmp_path: Path) -> None:
    whole = exported.read_bytes()
    middle = len(whole) // 2
    broken = {
        "cut.zip": whole[:middle],
        "flipped.zip": whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :],
        "empty.zip": b"",
        "text.zip": b"hello",
        "media.zip": (tmp_path / "call.wav").read_bytes(),
    }
    for name, data in broken.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(LibraryError, match=f"{name} is no recording"):
            other.take_in(tmp_path / name, tmp_path / "recordings")
    with pytest.raises(LibraryError, match=r"none\.zip cannot be taken in: No such file"):
        other.take_in(tmp_path / "none.zip", tmp_path / "recordings")


@pytest.mark.parametrize(
    ("fields", "told"),
    [({"format": 2}, "newer mmemotion"), ({"bytes": 2**60}, "no recording"), ({"bytes": -1}, "no recording"),
     ({"began": "yesterday"}, "no recording"), ({"talk": "?"}, "no recording"), ({"fingerprint": "0"}, "no recording")],
)  # fmt: skip
def test_what_nobody_can_have_exported(
    other: Library, exported: Path, tmp_path: Path, fields: dict[str, object], told: str
) -> None:
    with pytest.raises(LibraryError, match=told):
        other.take_in(changed(exported, about=about(exported, **fields)), tmp_path / "recordings")


def test_export_needs_the_media_and_a_place(library: Library, exported: Path, tmp_path: Path) -> None:
    (number,) = numbers(found(library))
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryError, match=r"cannot be written: .*Choose another place"):
        library.export(number, tmp_path / "file" / "call.zip")
    media(tmp_path / "call.wav", seed=4)
    with pytest.raises(LibraryError, match="another recording by now"):
        library.export(number, tmp_path / "again.zip")
    (tmp_path / "call.wav").unlink()
    with pytest.raises(LibraryError, match=r"call\.wav cannot be read"):
        library.export(number, tmp_path / "again.zip")
    assert not (tmp_path / "again.zip").exists()


def purge(path: Path, library: Library, number: int) -> None:
    """As if it had been deleted long ago."""
    library.delete((number,))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE recordings SET deleted_at = '2020-01-01T00:00:00+00:00'")
    library.purge()


def test_purged_it_takes_its_own_media_along(other: Library, exported: Path, tmp_path: Path) -> None:
    number = other.take_in(exported, tmp_path / "recordings")
    purge(tmp_path / "other" / "library.sqlite", other, number)
    assert list((tmp_path / "recordings").iterdir()) == []


def test_purged_it_leaves_what_the_user_chose_or_put_in_place(other: Library, exported: Path, tmp_path: Path) -> None:
    number = other.take_in(exported, tmp_path / "recordings")
    other.relink(number, tmp_path / "call.wav")
    purge(tmp_path / "other" / "library.sqlite", other, number)
    assert (tmp_path / "recordings" / "call.wav").exists()
    assert (tmp_path / "call.wav").exists()
    number = other.take_in(exported, tmp_path / "recordings")
    media(tmp_path / "recordings" / "call (2).wav", seed=6)
    purge(tmp_path / "other" / "library.sqlite", other, number)
    assert (tmp_path / "recordings" / "call (2).wav").exists()
