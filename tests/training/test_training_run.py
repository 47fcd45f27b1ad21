"""Whole training runs on a handful of clips and sentences: what they write can be loaded and used."""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path

import numpy as np
import pytest

from mmemotion.backends.prosody_groups import grouped
from mmemotion.backends.trained_fusion import load_trained
from mmemotion.errors import DataError
from mmemotion.evaluation.voices import CORPORA
from mmemotion.features.functionals import FUNCTIONALS
from mmemotion.manifest import Manifest
from mmemotion.training.command import BUILT_IN
from mmemotion.training.config import TrainingConfig, make_config
from mmemotion.training.run import Told, train
from mmemotion.training.run_folder import new_run
from mmemotion.types import Embedding, Modality

PER_LABEL = 2
MELD = ("neutral", "joy", "sadness", "anger", "fear", "disgust", "surprise")
GOEMOTIONS = ("neutral", "joy", "sadness", "anger", "fear", "disgust", "surprise")


def _few_clips(source: Path, target: Path) -> None:
    """PER_LABEL clips of each label, of speakers in different folds, with links to the sound."""
    target.mkdir()
    with (source / "labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    chosen = []
    for label in sorted({row["emotion"] for row in rows} - {"boredom"}):
        of_label = [row for row in rows if row["emotion"] == label]
        chosen += of_label[:: max(1, len(of_label) // PER_LABEL)][:PER_LABEL]
    with (target / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(chosen)
    for row in chosen:
        (target / row["path"]).symlink_to(source / row["path"])


def _few_texts(folder: Path) -> None:
    folder.mkdir()
    meld = [f"{i // 7},{i % 7},Joey,I feel {MELD[i % 7]} today,{MELD[i % 7]},x" for i in range(7 * 22)]
    comments = [f"c{i},So much {GOEMOTIONS[i % 7]} here,{GOEMOTIONS[i % 7]}" for i in range(7 * 20)]
    (folder / "meld_train.csv").write_text(
        "\n".join(["dialogue,utterance,speaker,text,emotion,sentiment", *meld]), encoding="utf-8"
    )
    (folder / "goemotions_train.csv").write_text("\n".join(["id,text,labels", *comments]), encoding="utf-8")
    rated = [f"r{i},So much {GOEMOTIONS[i % 7]} here,{1 + i % 5},3,{5 - i % 5}" for i in range(20)]
    header = "id,text,valence,arousal,dominance"
    (folder / "emobank_train.csv").write_text("\n".join([header, *rated]), encoding="utf-8")


@pytest.fixture
def few(shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    data = tmp_path / "data"
    data.mkdir()
    for name in CORPORA:
        _few_clips(shared_data / name, data / name)
    _few_texts(data / "text")
    return data


def _config(data: Path, **fusion: str) -> TrainingConfig:
    text = BUILT_IN.read_text(encoding="utf-8").replace("epochs = 25", "epochs = 2").replace("batch = 64", "batch = 16")
    return make_config({**tomllib.loads(text), "name": "tiny", "fusion": fusion}, "default.toml", data)


def test_the_built_in_configuration_makes_a_model_that_loads(few: Path, tmp_path: Path) -> None:
    stages: set[str] = set()
    config = _config(few, kind="weighted sum")
    told = Told(lambda stage, share: stages.add(stage.partition(",")[0]))
    place = train(config, new_run(config, tmp_path / "run"), told, models=tmp_path / "models")
    assert stages == {"sums", "text", "clips", "telephone", "room", "voice"}
    fusion, upper = load_trained(Manifest.load(tmp_path / "models" / "manifest.toml").folder("tiny"))
    assert len(upper) > 10
    frames = Embedding(Modality.ACOUSTIC, np.zeros((3, 1536), dtype=np.float32), (0, 1, 2))
    measures = Embedding(Modality.PROSODY, grouped(dict.fromkeys(FUNCTIONALS, 1.0)), (0, 1, 2, 3))
    estimate = fusion.fuse({Modality.ACOUSTIC: frames, Modality.PROSODY: measures})
    assert sum(estimate.probabilities.values()) == pytest.approx(1.0)
    assert json.loads((place / "config.json").read_text(encoding="utf-8"))["fusion"] == "weighted sum"
    measured = json.loads((tmp_path / "run" / "metrics.json").read_text(encoding="utf-8"))
    assert {"unweighted accuracy, voice, nemo, corpus not heard"} < set(measured)
    sums = (tmp_path / "run" / "files.sha256").read_text(encoding="utf-8").splitlines()
    assert len(sums) == len(list(few.glob("*/*.flac"))) + 3


def test_an_encoder_that_is_not_pretrained_is_measured(few: Path, tmp_path: Path) -> None:
    values = {
        "name": "cnn",
        "corpora": [{"reader": "emodb", "folder": "emodb"}],
        "voice": {"encoder": "cnn", "epochs": 1, "batch": 8},
        "pretraining": {"objective": "masked", "epochs": 1},
    }
    config = make_config(values, "cnn.toml", few)
    place = train(config, new_run(config, tmp_path / "run"), Told())
    assert (place / "acoustic.safetensors").is_file()
    measured = json.loads((tmp_path / "run" / "metrics.json").read_text(encoding="utf-8"))
    assert list(measured) == ["unweighted accuracy, cnn, emodb, people not heard"]


def test_missing_corpora_are_one_sentence(tmp_path: Path) -> None:
    config = _config(tmp_path)
    with pytest.raises(DataError, match=r"ravdess.* is missing; get the corpus from"):
        train(config, new_run(config, tmp_path / "run"), Told(), models=tmp_path / "models")
