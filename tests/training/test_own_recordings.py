"""A user's own recordings: 40 clips in a manifest.csv become a model that can be chosen and used."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from own_clips import chosen, write_config, write_manifest, write_wave
from safetensors.numpy import load_file

from mmemotion.errors import Cancelled, ConfigError
from mmemotion.evaluation.encoded import ClipEncoder
from mmemotion.evaluation.load import clip_encoder
from mmemotion.training.config import read_config
from mmemotion.training.progress import TrainingProgress
from mmemotion.training.run import Told, train
from mmemotion.training.run_folder import new_run, old_run
from mmemotion.training.tune import BEST, search

ROOT = Path(__file__).resolve().parents[2]
SILENT = Told()


@pytest.fixture(scope="module")
def own(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with clips/manifest.csv: 40 clips of five people, and two that cannot be used."""
    folder = tmp_path_factory.mktemp("own")
    bad = [("broken.wav", "1", "happy"), ("silent.wav", "1", "sad")]
    write_manifest(folder / "clips", chosen(shared_data, 5, 2), bad)
    (folder / "clips" / "broken.wav").write_bytes(b"RIFF no sound")
    write_wave(folder / "clips" / "silent.wav", np.zeros(16_000))
    return folder


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> ClipEncoder:
    return clip_encoder(tmp_path_factory.mktemp("cache"))


def mmemotion(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """The command in the folder, with models and cache of its own there."""
    places = {"XDG_DATA_HOME": str(folder / "data"), "XDG_CACHE_HOME": str(folder / "cache")}
    environment = {**os.environ, **places, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    command = [sys.executable, "-m", "mmemotion", *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=folder
    )


def finished(running: subprocess.Popen[str]) -> tuple[str, str]:
    out, err = running.communicate(timeout=240)
    assert running.returncode == 0, err
    assert "Traceback" not in err
    return out, err


def weights(run: Path) -> dict[str, np.ndarray]:
    return dict(load_file(run / "model" / "weights.safetensors"))


def test_from_a_manifest_to_an_analysis(own: Path, tmp_path: Path) -> None:
    write_config(own / "own.toml", rate=3e-4, epochs=8, batch=16, patience=4)
    out, err = finished(mmemotion(own, "train", "own.toml", "--out", "run"))
    assert "mmemotion analyze RECORDING --model mine" in out
    assert err.count("left out") == 1
    assert "2 of 42 clips were left out: broken.wav (not a media file), silent.wav (silent)." in err
    record = json.loads((own / "run" / "run.json").read_text(encoding="utf-8"))
    assert len(record["validation"]) == 8 and record["seed"] == 0
    assert {one["reason"] for one in record["skipped"]} == {"silent", "not a media file"}
    for part in ("config.toml", "files.sha256", "metrics.json", "model/card.md", "checkpoints/voice.safetensors"):
        assert (own / "run" / part).stat().st_size > 0
    assert list((own / "run" / "tensorboard").glob("events*"))
    listed, _ = finished(mmemotion(own, "models"))
    assert "mine: emotion from words and voice; as your data allow; " in listed
    finished(mmemotion(own, "analyze", "clips/05.wav", "--model", "mine", "--json", str(tmp_path / "out.json")))
    said = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert "mine" in {model["name"] for model in said["models"]}
    assert said["utterances"][0]["estimate"]


def test_a_run_killed_in_the_middle_ends_with_the_same_weights(own: Path) -> None:
    write_config(own / "long.toml", rate=1e-4, epochs=160, batch=16)
    checkpoint = own / "killed" / "checkpoints" / "voice.safetensors"
    running = mmemotion(own, "train", "long.toml", "--out", "killed")
    while not checkpoint.exists() and running.poll() is None:
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert running.returncode == -signal.SIGKILL
    assert not (own / "killed" / "metrics.json").exists()
    finished(mmemotion(own, "train", "--resume", "killed"))
    finished(mmemotion(own, "train", "long.toml", "--out", "whole"))
    resumed, whole = weights(own / "killed"), weights(own / "whole")
    assert resumed.keys() == whole.keys()
    assert all(resumed[name].tobytes() == whole[name].tobytes() for name in whole)


def test_an_interrupt_says_how_to_go_on(own: Path) -> None:
    write_config(own / "endless.toml", rate=1e-4, epochs=100_000, batch=16)
    running = mmemotion(own, "train", "endless.toml", "--out", "stopped")
    while not (own / "stopped" / "checkpoints" / "voice.safetensors").exists() and running.poll() is None:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 1
    assert "mmemotion: Stopped; go on with: mmemotion train --resume stopped" in err
    assert "Traceback" not in err


def test_one_person_alone_is_validated_on_clips(shared_data: Path, tmp_path: Path, encoder: ClipEncoder) -> None:
    write_manifest(tmp_path / "clips", chosen(shared_data, 1, 5))
    config = read_config(write_config(tmp_path / "one.toml", rate=3e-4, epochs=2, batch=8, patience=1))
    train(config, new_run(config, tmp_path / "run"), SILENT, encoder, tmp_path / "models")
    record = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    assert len(record["validation"]) == 4  # one of each label
    metrics = json.loads((tmp_path / "run" / "metrics.json").read_text(encoding="utf-8"))
    assert metrics["unweighted accuracy, voice, 4 validation clips"] >= 0.25


def test_a_search_goes_on_and_writes_the_best(shared_data: Path, tmp_path: Path, encoder: ClipEncoder) -> None:
    write_manifest(tmp_path / "clips", chosen(shared_data, 2, 2))
    spans = '[tune]\n"voice.rate" = { low = 1e-5, high = 1e-2, log = true }\n"voice.batch" = { choices = [8, 16] }\n'
    config = read_config(write_config(tmp_path / "tune.toml", spans, epochs=1))
    folder = new_run(config, tmp_path / "search")
    with TrainingProgress() as progress:
        search(config, folder, 2, progress, encoder)
        again, same = old_run(folder.place)
        table = search(same, again, 4, progress, encoder)
    assert len(table.splitlines()) == 5
    best = read_config(folder.place / BEST)
    assert 1e-5 <= best.voice.rate <= 1e-2 and best.voice.batch in (8, 16) and not best.tune


def test_names_and_places_that_are_taken_are_refused(own: Path, tmp_path: Path, encoder: ClipEncoder) -> None:
    config = read_config(write_config(own / "taken.toml", epochs=1))
    new_run(config, tmp_path / "run")
    with pytest.raises(ConfigError, match="holds a run already; go on with it by --resume"):
        new_run(config, tmp_path / "run")
    (own / "taken.toml").write_text((own / "taken.toml").read_text().replace('"mine"', '"minilm"'))
    shipped = read_config(own / "taken.toml")
    with pytest.raises(ConfigError, match='The program has a model "minilm" of its own'):
        train(shipped, new_run(shipped, tmp_path / "other"), SILENT, encoder)


def test_stopping_while_clips_are_read_is_no_fault(own: Path, tmp_path: Path, encoder: ClipEncoder) -> None:
    config = read_config(write_config(own / "stop.toml", epochs=1))

    def stop(stage: str, share: float) -> None:
        if stage == "clips" and share > 0.1:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        train(config, new_run(config, tmp_path / "run"), Told(stop), encoder, tmp_path / "models")
    assert old_run(tmp_path / "run")[1] == config
