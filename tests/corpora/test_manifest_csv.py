"""A user's own recordings: what a manifest may hold, and what is said of one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from published import write_wav

from mmemotion.corpora import manifest_csv
from mmemotion.corpora.labels import Clip
from mmemotion.errors import DataError
from mmemotion.types import Emotion


def _read(folder: Path, text: str) -> tuple[Clip, ...]:
    write_wav(folder / "sound" / "one.wav")
    (folder / "manifest.csv").write_text(text, encoding="utf-8")
    return manifest_csv.read(folder)


def test_two_columns_are_enough(tmp_path: Path) -> None:
    first, second = _read(tmp_path, "path,emotion\nsound/one.wav,HAPPY\nsound/two.wav,Bored\n")
    assert first.path.is_file() and not second.path.exists()
    assert (first.label, first.original, first.speaker) == (Emotion.HAPPY, "HAPPY", "one")
    assert (second.label, second.original) == (None, "Bored")
    assert (first.text, first.language, first.gender, first.votes) == ("", "", "", None)
    assert (first.fold, second.fold) == (1, 2)


def test_all_columns(tmp_path: Path) -> None:
    header = "fold,gender,language,text,speaker,emotion,path,votes_happy,votes_joy,votes_angry,note"
    (clip,) = _read(tmp_path, f'{header}\n3,female,en,"Well, yes",Ann,joy,sound/one.wav,2,1,1,x\n')
    assert (clip.fold, clip.gender, clip.language, clip.text, clip.speaker) == (3, "F", "en", "Well, yes", "Ann")
    assert clip.votes == pytest.approx({Emotion.HAPPY: 0.75, Emotion.ANGRY: 0.25})


def test_as_spreadsheets_write_it(tmp_path: Path) -> None:
    """A byte-order mark, semicolons, capitals, spaces and a blank line."""
    (clip,) = _read(tmp_path, "\ufeffPath; Emotion ;Text\r\n\r\nsound/one.wav; sad ;so, so\r\n")
    assert (clip.label, clip.text) == (Emotion.SAD, "so, so")


def test_absolute_paths_and_the_file_itself(tmp_path: Path) -> None:
    write_wav(tmp_path / "far" / "one.wav")
    manifest = tmp_path / "mine.csv"
    manifest.write_text(f"path,emotion\n{tmp_path / 'far' / 'one.wav'},sad\n", encoding="utf-8")
    assert manifest_csv.read(manifest)[0].path.is_file()


def test_folds_that_are_given_stand(tmp_path: Path) -> None:
    rows = "sound/one.wav,sad,A,2\nsound/two.wav,sad,B,\nsound/three.wav,happy,C,1\n"
    assert [clip.fold for clip in _read(tmp_path, "path,emotion,speaker,fold\n" + rows)] == [2, 0, 1]


def test_speakers_are_dealt_whole(tmp_path: Path) -> None:
    rows = [f"sound/one.wav,sad,S{number % 7}\n" for number in range(40)]
    clips = _read(tmp_path, "path,emotion,speaker\n" + "".join(rows))
    assert len({(clip.speaker, clip.fold) for clip in clips}) == 7 and {clip.fold for clip in clips} == {1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("file,emotion\nx,sad\n", "manifest.csv has no column path; name it in the first row"),
        ("a;b\nx;sad\n", "has no column path and no column emotion"),
        ("", "has no column path and no column emotion"),
        ("path,emotion\n", "has no rows; add one for each recording"),
        ("path,emotion\nsound/one.wav,sad\nsound/one.wav,\n", "row 3: emotion is empty"),
        ("path,emotion\n,sad\n", "row 2: path is empty"),
        ("path,emotion,fold\nsound/one.wav,sad,first\n", 'row 2: the fold "first" is not a whole number'),
        ("path,emotion,votes_sad\nsound/one.wav,sad,many\n", 'row 2: votes_sad is "many"; write how many'),
        ("path,emotion,votes_sad\nsound/one.wav,sad,-1\n", 'row 2: votes_sad is "-1"'),
        ("path,emotion,votes_bored\nsound/one.wav,sad,1\n", "the column votes_bored names none of neutral, calm"),
        ("path,emotion\ngone.wav,sad\n", "None of the recordings in .* is there, .*gone.wav for one"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=said) as found:
        _read(tmp_path, text)
    assert "\n" not in str(found.value)


def test_a_manifest_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"manifest\.csv cannot be read; it must be a table saved as CSV in UTF-8"):
        manifest_csv.read(tmp_path)
    (tmp_path / "manifest.csv").write_bytes("path,emotion\nJosé.wav,sad\n".encode("latin-1"))
    with pytest.raises(DataError, match="in UTF-8"):
        manifest_csv.read(tmp_path)
