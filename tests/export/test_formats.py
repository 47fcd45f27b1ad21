"""What holds for every format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pympi
import pytest
from praatio import textgrid
from recordings import odd, recording

from mmemotion.errors import ConfigError, OutputError
from mmemotion.export.formats import FORMATS, Format, named, of_file
from mmemotion.types import Correction, Emotion

every = pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)


@every
def test_a_file_is_told_by_its_ending_and_by_its_name(one: Format) -> None:
    assert of_file(Path(f"a.b{one.suffix}")) is one
    assert of_file(Path(f"A{one.suffix.upper()}")) is one
    assert named([one.name]) == (one,)


@every
def test_odd_names_and_words_can_be_written(one: Format, tmp_path: Path) -> None:
    path = tmp_path / "通話 & <x>" / f"é|--> {one.suffix}"
    one.exporter.export(odd(), path)
    assert path.stat().st_size > 0
    assert b"/home/ana" not in path.read_bytes()


@every
def test_a_place_that_cannot_be_written_is_one_sentence_and_leaves_nothing(one: Format, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(OutputError, match="cannot be written"):
        one.exporter.export(recording(), tmp_path / "file" / f"out{one.suffix}")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@every
def test_the_same_recording_gives_the_same_file(one: Format, tmp_path: Path) -> None:
    for name in "ab":
        one.exporter.export(recording(), tmp_path / name)
    first, second = ((tmp_path / name).read_bytes() for name in "ab")
    if one.name == "eaf":  # its schema wants the time at which it was made
        first, second = (data.split(b"<HEADER", 1)[1] for data in (first, second))
    assert first == second


def test_csv_is_all_tables_and_a_plain_ending_the_first() -> None:
    assert [one.name for one in named(["csv", "srt", "words"])] == ["utterances", "words", "tracks", "facts", "srt"]
    assert of_file(Path("out.csv")).name == "utterances"


def test_what_is_no_format_names_the_choices() -> None:
    with pytest.raises(ConfigError, match=r'"docx" is not a format; use json, html, md'):
        named(["docx"])
    with pytest.raises(ConfigError, match=r"out.docx does not tell its format; end it in one of .json"):
        of_file(Path("out.docx"))


def test_what_a_user_hears_stands_beside_the_models_label_and_never_in_its_place(tmp_path: Path) -> None:
    first, *others = recording().utterances
    corrected = replace(recording(), utterances=(replace(first, correction=Correction(label=Emotion.SAD)), *others))
    for one in FORMATS:
        one.exporter.export(corrected, tmp_path / f"out{one.suffix}")
    for ending in (".srt", ".vtt", ".md", ".html"):
        text = (tmp_path / f"out{ending}").read_text(encoding="utf-8").replace("\u00a0", " ")
        assert "angry 61 %; user: sad" in text
    table = (tmp_path / "out.utterances.csv").read_text(encoding="utf-8-sig").splitlines()
    names, row = table[0].split(","), table[1].split(",")
    assert (row[names.index("label")], row[names.index("user_label")]) == ("angry", "sad")
    eaf = pympi.Elan.Eaf(str(tmp_path / "out.eaf"))
    assert [a[2] for a in eaf.get_ref_annotation_data_for_tier("A emotion")] == ["angry", "not scored"]
    assert [a[2] for a in eaf.get_ref_annotation_data_for_tier("A user")] == ["sad"]
    assert "B user" not in eaf.get_tier_names()
    grid = textgrid.openTextgrid(str(tmp_path / "out.TextGrid"), False, "error")
    assert [(e.start, e.end, e.label) for e in grid.getTier("A user").entries] == [(0, 1.5, "sad")]
