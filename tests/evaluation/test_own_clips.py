"""A trained model on a user's own recordings."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mmemotion import manifest
from mmemotion.cli import app
from mmemotion.errors import ModelCorruptError
from mmemotion.evaluation import model as own
from mmemotion.evaluation.load import clip_encoder
from mmemotion.evaluation.report import Report, from_json
from mmemotion.manifest import MODELS_VARIABLE, Manifest, register_trained, sha256_of

KNOWN = ("03-01-04-02-01-01-01.flac", "03-01-05-02-01-01-01.flac")
NEW = (
    "03-01-03-02-01-01-02.flac",
    "03-01-04-02-02-01-02.flac",
    "03-01-05-02-01-01-04.flac",
    "03-01-05-02-02-01-01.flac",
)
EMOTIONS = {"03": "happy", "04": "sad", "05": "angry"}


@pytest.fixture(scope="module")
def recordings(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six clips, of which the model is said to know two; one has no English words, one is missing, one is bored."""
    folder = tmp_path_factory.mktemp("own")
    rows = ["path,emotion,speaker,text,language,gender"]
    for name in (*KNOWN, *NEW):
        shutil.copy(shared_data / "ravdess" / name, folder)
        language = "de" if name == NEW[0] else "en"
        speaker = name.split("-")[-1].removesuffix(".flac")
        rows.append(f"{name},{EMOTIONS[name.split('-')[2]]},{speaker},I am so furious,{language},")
    rows += ["gone.wav,sad,9,,,", f"{KNOWN[0]},bored,1,,,"]
    (folder / "manifest.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def model(recordings: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models with a copy of the default model, which names what it learned from."""
    models = tmp_path_factory.mktemp("models")
    shutil.copytree(Manifest.load().folder("default"), models / "informed")
    sums = [sha256_of(recordings / name) for name in KNOWN]
    (models / "informed" / own.TRAINED_ON).write_text(json.dumps(sums), encoding="utf-8")
    register_trained(models / "informed", "informed", "emotion from words and voice", "none")
    return models


@pytest.fixture(scope="module")
def report(recordings: Path, model: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """By the command, as a user would."""
    folder = tmp_path_factory.mktemp("out")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(MODELS_VARIABLE, str(model))
        patch.setattr(manifest, "user_manifest", lambda: model / "manifest.toml")
        patch.setattr(own, "clip_encoder", lambda: clip_encoder(folder / "clips"))
        files = ["--json", str(folder / "r.json"), "--html", str(folder / "r.html")]
        told = CliRunner().invoke(app, ["evaluate", "--model", "informed", "--clips", str(recordings), *files])
    assert told.exit_code == 0, told.output
    assert "unweighted accuracy, voice only" in told.output
    assert "New recordings" in (folder / "r.html").read_text(encoding="utf-8")
    return from_json((folder / "r.json").read_text(encoding="utf-8"))


def test_recordings_the_model_learned_from_are_left_out_of_the_headline(report: Report) -> None:
    new, known = report.sections
    assert new.title == "New recordings" and known.title == "Recordings it learned from"
    assert new.assessments[0].count == 4 and known.assessments[0].count == 2
    assert "People the model learned from speak in 1 of these recordings." in new.text
    said = next(note for note in report.notes if "learned from 2 of the 6" in note)
    assert all(name in said for name in KNOWN)


def test_what_was_left_out_is_named(report: Report) -> None:
    assert any("gone.wav (missing)" in note for note in report.notes)
    assert any("1 recording of what the model cannot name (bored) was left out" in note for note in report.notes)


def test_words_voice_and_both_are_told_apart(report: Report) -> None:
    voice, text, both = report.sections[0].assessments
    assert (voice.name, text.name, both.name) == ("voice only", "text only", "both")
    assert text.count == both.count == 3
    assert {row for row in range(7) if sum(text.confusion[row])} == {2, 3}
    assert "3 of 4 have English words" in report.sections[0].text
    assert "unweighted accuracy, both minus voice only" in [m.name for m in report.sections[0].measures]


def test_all_known_or_no_list_is_said(report: Report, recordings: Path, tmp_path: Path) -> None:
    assert own.trained_on(tmp_path) is None
    (tmp_path / own.TRAINED_ON).write_text("{}", encoding="utf-8")
    with pytest.raises(ModelCorruptError, match="damaged"):
        own.trained_on(tmp_path)


def test_a_model_needs_recordings_and_a_name_that_is_known(recordings: Path) -> None:
    told = CliRunner().invoke(app, ["evaluate", "--model", "default"])
    assert told.exit_code == 1 and "--clips" in told.output
    told = CliRunner().invoke(app, ["evaluate", "--model", "mine", "--clips", str(recordings)])
    assert told.exit_code == 1 and "default" in told.output


def test_words_of_another_language_are_not_read() -> None:
    clip = own.Clip(Path("x"), "manifest", "a", None, "sad", "so sad", "en-GB", 0)
    assert own.has_words(clip)
    assert not own.has_words(replace(clip, language="de")) and not own.has_words(replace(clip, text=" "))
