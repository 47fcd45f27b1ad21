"""The whole training command on a handful of clips and sentences: what it writes can be loaded and used."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mmemotion.backends.prosody_groups import grouped
from mmemotion.backends.trained_fusion import load_trained
from mmemotion.errors import DataError
from mmemotion.evaluation.voices import CORPORA
from mmemotion.features.functionals import FUNCTIONALS
from mmemotion.manifest import Manifest
from mmemotion.training.run import VOICE, run
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


@pytest.fixture
def few(shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    data = tmp_path / "data"
    data.mkdir()
    for name in CORPORA:
        _few_clips(shared_data / name, data / name)
    _few_texts(data / "text")
    return data


def test_the_command_makes_a_model_that_loads(few: Path, tmp_path: Path) -> None:
    stages: set[str] = set()
    out = tmp_path / "models" / "tiny"
    out.parent.mkdir()
    run(few, out, lambda stage, share: stages.add(stage), replace(VOICE, epochs=2, batch=16))
    assert stages == {"text", "clips", "telephone", "voice"}
    fusion, upper = load_trained(Manifest.load(out.parent / "manifest.toml").folder("tiny"))
    assert len(upper) > 10
    frames = Embedding(Modality.ACOUSTIC, np.zeros((3, 1536), dtype=np.float32), (0, 1, 2))
    measures = Embedding(Modality.PROSODY, grouped(dict.fromkeys(FUNCTIONALS, 1.0)), (0, 1, 2, 3))
    estimate = fusion.fuse({Modality.ACOUSTIC: frames, Modality.PROSODY: measures})
    assert sum(estimate.probabilities.values()) == pytest.approx(1.0)


def test_missing_corpora_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"meld_train\.csv cannot be read; get the corpus from"):
        run(tmp_path, tmp_path / "out")
