from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from recordings import recording

from mmemotion.errors import OutputError
from mmemotion.export import files, schema
from mmemotion.export.json import JsonExporter


@pytest.fixture
def document(tmp_path: Path) -> dict[str, object]:
    path = tmp_path / "out.json"
    JsonExporter().export(recording(), path)
    return json.loads(path.read_text(encoding="utf-8"))


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def validator() -> jsonschema.Draft202012Validator:
    published = json.loads(schema.path().read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(published)
    return jsonschema.Draft202012Validator(published)


def test_the_published_schema_is_current() -> None:
    assert schema.path().read_bytes() == schema.schema(), "run: python -m mmemotion.export.schema"


def test_an_exported_document_is_valid(document: dict[str, object]) -> None:
    validator().validate(document)


def test_an_empty_recording_is_valid(tmp_path: Path) -> None:
    JsonExporter().export(replace(recording(), utterances=(), language=""), tmp_path / "out.json")
    validator().validate(json.loads((tmp_path / "out.json").read_text()))


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        ("confidence", 1.2),
        ("label", None),
        ("weights", {"text": "much"}),
        ("probabilities", [0.5]),
        ("valence", -1.5),
        ("baseline_seconds", None),
    ],
)
def test_the_schema_refuses_what_is_wrong(document: dict, place: str, wrong: object) -> None:
    document["utterances"][0]["estimate"][place] = wrong
    with pytest.raises(jsonschema.ValidationError):
        validator().validate(document)


def test_every_part_is_there(document: dict) -> None:
    first, unsure, unscored = document["utterances"]
    assert document["schema_version"] == 2
    assert document["models"][:1] == [{"name": "whisper-base", "task": "speech recognition", "sha256": "ab" * 32}]
    assert document["media"]["name"] == "通話.flac"
    assert document["media"]["duration_s"] == 61.25
    assert document["speakers"] == ["A", "B"]
    assert document["warnings"] == ["The file is cut short."]
    assert first["transcript"]["words"][0] == {"text": "這", "start_s": 0.0, "end_s": 0.4, "probability": 0.91}
    assert first["estimate"]["label"] == "angry"
    assert sum(first["estimate"]["probabilities"].values()) == pytest.approx(1)
    assert set(first["estimate"]["by_branch"]) == {"text", "voice"}
    assert first["estimate"]["attention"]["words"] == [0.25, 0.75]
    assert first["estimate"]["attention"]["frames"] == [0.5, 0.25, 0.25]
    affect = [first["estimate"][name] for name in ("valence", "arousal", "dominance")]
    assert affect == [-0.31, 0.12, None]
    assert first["estimate"]["baseline_seconds"] == 41.5
    assert unsure["estimate"]["abstained"] is True
    assert unscored["estimate"] is None
    assert unscored["notes"] == ["A repeated phrase was left out."]


def test_the_users_folders_are_not_in_it(document: dict) -> None:
    assert "/home/ana" not in json.dumps(document)


def test_what_is_not_defined_is_null(document: dict) -> None:
    utterance = document["utterances"][0]
    assert utterance["tracks"]["f0"]["values"] == [None, 220.0, None]
    assert utterance["prosody"] == {"f0_mean_hz": 220.0, "hnr_mean_db": None}


def test_an_older_file_is_replaced_and_a_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "results" / "out.json"
    for _ in range(2):
        JsonExporter().export(recording(), path)
    assert names(path.parent) == ["out.json"]


def test_the_file_may_be_read_by_those_the_user_allows(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        files.write_whole(tmp_path / "out.json", b"{}")
    finally:
        os.umask(before)
    assert (tmp_path / "out.json").stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of POSIX")
def test_a_full_disk_is_one_sentence_and_leaves_the_older_file(tmp_path: Path) -> None:
    """The size a file may grow to is limited in a process of its own: the write fails half-way, as on a full disk."""
    path = tmp_path / "out.json"
    path.write_text("older")
    code = (
        "import pathlib, resource, signal, sys\n"
        "from mmemotion.errors import OutputError\n"
        "from mmemotion.export.files import write_whole\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try:\n    write_whole(pathlib.Path(sys.argv[1]), bytes(1_000_000))\n"
        "except OutputError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert "cannot be written" in done.stdout
    assert path.read_text() == "older"
    assert names(tmp_path) == ["out.json"]


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    for path in (tmp_path / "file" / "out.json", Path("/proc/none/out.json"), tmp_path):
        with pytest.raises(OutputError, match=r"cannot be written: .+\. Choose another place\."):
            JsonExporter().export(recording(), path)
    assert names(tmp_path) == ["file"]
