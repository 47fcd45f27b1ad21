"""Where results go, and documents written anew."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from mmemotion.errors import ConfigError
from mmemotion.export.json import JsonExporter
from mmemotion.terminal.output import Output, output
from mmemotion.types import ChannelPlan, Media, Recording

CALL = Recording(Media("/a/call.flac", "flac", "flac", 8000, 1, 3.0), 3.0, ChannelPlan.MIX, "en", (), ())


def take(target: Path, formats: list[str], *recordings: Recording) -> list[str]:
    written: list[Path] = []
    place = output(target, formats, len(recordings), written.append)
    for recording in recordings:
        place.take(recording)
    place.finish()
    assert all(path.is_file() for path in written)
    return [path.name for path in written]


def test_a_folder_gets_a_file_per_recording_and_format(tmp_path: Path) -> None:
    other = replace(CALL, media=replace(CALL.media, path="/b/call.flac"))
    assert take(tmp_path / "out", ["srt", "md"], CALL, other) == [
        "call.flac.srt",
        "call.flac.md",
        "call.flac-2.srt",
        "call.flac-2.md",
    ]


def test_a_folder_gets_json_when_no_format_is_named(tmp_path: Path) -> None:
    assert take(tmp_path, [], CALL) == ["call.flac.json"]


def test_json_goes_to_a_folder_unless_the_name_ends_so(tmp_path: Path) -> None:
    assert take(tmp_path / "results.2026", ["json"], CALL, CALL) == ["call.flac.json", "call.flac-2.json"]
    assert take(tmp_path / "a.json", ["json"], CALL) == ["a.json"]


def test_the_ending_tells_the_format_of_a_file(tmp_path: Path) -> None:
    assert take(tmp_path / "a.vtt", [], CALL) == ["a.vtt"]
    assert (tmp_path / "a.vtt").read_text().startswith("WEBVTT")


def test_a_named_format_may_have_any_ending(tmp_path: Path) -> None:
    take(tmp_path / "subtitles.txt", ["vtt"], CALL)
    assert (tmp_path / "subtitles.txt").read_text().startswith("WEBVTT")


@pytest.mark.parametrize("name", ["all.html", "all.md", "all.csv", "all.facts.csv", "all.parquet"])
def test_one_file_of_several_recordings(name: str, tmp_path: Path) -> None:
    assert take(tmp_path / name, [], CALL, CALL) == [name]


@pytest.mark.parametrize(
    ("name", "formats", "count", "sentence"),
    [
        ("a.srt", [], 2, "A .srt file holds one recording; for several give a folder and --format srt"),
        ("a.json", ["json"], 2, "A .json file holds one recording"),
        ("a.html", ["html", "md"], 1, "Several formats need a folder"),
        ("a.docx", [], 1, "does not tell its format"),
        ("out", ["docx"], 1, "is not a format"),
    ],
)
def test_what_does_not_go_together_is_said_before_anything_is_analysed(
    name: str, formats: list[str], count: int, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match=sentence):
        output(tmp_path / name, formats, count, print)


def test_documents_are_written_in_other_formats_without_a_model(tmp_path: Path) -> None:
    for name in "ab":
        JsonExporter().export(CALL, tmp_path / f"{name}.json")
    done = run("export", tmp_path / "a.json", tmp_path / "b.json", "--out", tmp_path / "all.html")
    assert (done.returncode, done.stderr) == (0, f"Written: {tmp_path / 'all.html'}\n")
    assert "2 recordings" in (tmp_path / "all.html").read_text(encoding="utf-8")


def test_a_foreign_document_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    done = run("export", tmp_path / "a.json", "--out", tmp_path / "a.srt")
    assert done.returncode == 1
    assert done.stderr == "mmemotion: a.json is no JSON document of mmemotion; choose one that mmemotion wrote.\n"


def test_a_moment_is_cut_from_the_sample(tmp_path: Path) -> None:
    sample = Path(__file__).parents[2] / "assets" / "sample" / "meeting.flac"
    done = run("moment", sample, "1", "1.5", tmp_path / "a.wav")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "a.wav").read_bytes()[:4] == b"RIFF"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mmemotion", *map(str, arguments)], capture_output=True, text=True, check=False
    )


def test_an_output_keeps_nothing_that_it_has_written(tmp_path: Path) -> None:
    place = output(tmp_path, [], 1, lambda path: None)
    place.take(CALL)
    assert isinstance(place, Output)
    assert place._kept == []
