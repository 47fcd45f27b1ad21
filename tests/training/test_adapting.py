"""Corrected utterances of one person become a model that is kept only when the user agrees."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from own_clips import chosen, write_manifest
from safetensors.numpy import load_file
from typer.testing import CliRunner

from mmemotion.cli import app
from mmemotion.corpora import ravdess
from mmemotion.manifest import Manifest, user_manifest
from mmemotion.training import adapt as adapting
from mmemotion.training import before_after, command
from mmemotion.training.before_after import Material
from mmemotion.training.pack import Corrected, write_pack
from mmemotion.training.run import Told
from mmemotion.types import ChannelPlan, Segment, Span

ROOT = Path(__file__).resolve().parents[2]
ACTOR = "RAVDESS_05"


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """The command sets it for itself, and would leave it set for other tests."""
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def places(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Models of the user of each test's own; clips are encoded once."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))


@pytest.fixture(scope="module")
def pack(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """40 utterances of one actor, and one that is no sound."""
    folder = tmp_path_factory.mktemp("packs") / "pack"
    clips = [clip for clip in ravdess.read(shared_data / "ravdess") if clip.speaker == ACTOR][::3]
    clips += [clip for clip in ravdess.read(shared_data / "ravdess") if clip.speaker == ACTOR][1::3]
    write_manifest(folder, clips, [("broken.wav", ACTOR, "sad"), ("00.wav", ACTOR, "unchecked")])
    (folder / "broken.wav").write_bytes(b"RIFF no sound")
    return folder


@pytest.fixture(scope="module")
def others(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """16 recordings of the first two actors, and four of the one in the pack."""
    folder = tmp_path_factory.mktemp("others")
    known = [clip for clip in ravdess.read(shared_data / "ravdess") if clip.speaker == ACTOR][:4]
    return write_manifest(folder, [*chosen(shared_data, 2, 2), *known])


def adapted(*arguments: str | Path, exit_code: int = 0) -> str:
    told = CliRunner().invoke(app, ["adapt", *map(str, arguments)])
    assert told.exit_code == exit_code, told.output
    return told.output


def test_the_kept_model_analyses_and_its_card_says_before_and_after(pack: Path, others: Path, tmp_path: Path) -> None:
    out = adapted(pack, "--name", "mine", "--check", others, "--yes")
    assert "1 of 42 clips was left out: broken.wav (not a media file)." in out
    assert re.search(
        r"voice, people of the pack, parts not learned from +40 +1 +0\.\d\d \[.*\] +0\.\d\d \[.*\] +[+-]", out
    )
    assert re.search(r"voice, people not in the pack +16 +2 +0\.", out)
    assert "4 of 20 recordings" in out and "default is as it was" in out
    folder = Manifest.load().folder("mine")
    fresh, old = (load_file(place / "weights.safetensors") for place in (folder, Manifest.load().folder("default")))
    moved = {name for name in old if not np.array_equal(old[name], fresh[name])}
    assert moved == {f"fusion.{b}.classifier.{part}" for b in ("acoustic", "prosody") for part in ("weight", "bias")}
    card = (folder / "card.md").read_text(encoding="utf-8")
    assert "40 corrected utterances of one person" in card and "1 more was heard without a label" in card
    assert "| voice, people not in the pack | 16 | 2 | 0." in card and "CC BY-NC-SA 4.0, as of default" in card
    learned = json.loads((folder / "trained_on.json").read_text(encoding="utf-8"))
    assert len(learned) == len(json.loads((Manifest.load().folder("default") / "trained_on.json").read_text())) + 40
    said = CliRunner().invoke(
        app, ["analyze", str(pack / "05.wav"), "--model", "mine", "--json", str(tmp_path / "out.json")]
    )
    assert said.exit_code == 0, said.output
    assert "mine" in {one["name"] for one in json.loads((tmp_path / "out.json").read_text())["models"]}


def test_nothing_is_kept_without_a_yes(pack: Path) -> None:
    out = adapted(pack, "--name", "mine")
    assert "Nobody was asked: keep it by --yes.\nNot kept; nothing was changed.\n" in out
    assert "Nothing is known of how it does on people who are not in the pack" in out
    assert not user_manifest().parent.exists()


def test_it_asks_and_does_what_is_said(
    pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    made = adapting.adapt(adapting.Wish(pack, "default", "mine"), Told())
    monkeypatch.setattr(adapting, "adapt", lambda wish, told: made)
    asked: list[str] = []

    def answer(question: str, said: str) -> str:
        asked.append(question)
        return said

    monkeypatch.setattr(sys, "stdin", Answering())
    for said, kept in (("n", False), ("", False), ("y", True), ("y", True)):
        monkeypatch.setattr("builtins.input", lambda question, said=said: answer(question, said))
        command.adapt(pack, "default", "mine", None, agreed=False)
        assert user_manifest().is_file() == kept
    assert ["in place of the older one" in question for question in asked] == [False, False, False, True]
    assert len(list(user_manifest().parent.iterdir())) == 2
    assert capsys.readouterr().out.count("Not kept; nothing was changed.\n") == 2


class Answering:
    """A keyboard with someone at it."""

    def isatty(self) -> bool:
        return True


def test_two_people_with_words_in_a_zip(shared_data: Path, tmp_path: Path) -> None:
    """Each is judged by what the other taught; what nobody told is heard, and neither learned nor counted."""
    place = Segment(Span(0.9, 2.4), 0)
    told = [
        Corrected(clip.path, ChannelPlan.MIX, place, clip.speaker, clip.label, "I am so furious", "en")
        for clip in chosen(shared_data, 2, 3)
    ]
    told += [replace(told[0], segment=Segment(Span(0.5, 2.5), 0), label=None)]
    write_pack(tmp_path / "pack.zip", told)
    adapted = adapting.adapt(adapting.Wish(tmp_path / "pack.zip", "default", "mine"), Told())
    found = [(row.heard, row.whose, row.utterances, row.people) for row in adapted.rows]
    assert found == [
        (heard, whose, 24, 2) for whose in (adapting.OWN, adapting.IN_TURN) for heard in ("voice", "words and voice")
    ]
    assert "The pack tells nothing of fearful, disgust, surprised." in adapted.facts.notes
    assert adapted.facts.unchecked == 1 and len(adapted.sums) > 25
    assert all(row.before.low <= row.before.value <= row.before.high for row in adapted.rows)


def test_recordings_are_not_parted_and_labels_are_spread(shared_data: Path) -> None:
    clips = chosen(shared_data, 1, 5)
    whole = before_after.parts_of(Material(tuple(clips), ()))
    assert [np.bincount(whole[start : start + 5]).tolist() for start in (0, 5, 10, 15)] == [[1] * 5] * 4
    calls = [replace(clip, path=Path(f"clips/{number // 5}/x.wav")) for number, clip in enumerate(clips)]
    calls[3] = replace(calls[3], label=None)
    parts = before_after.parts_of(Material(tuple(calls), ()))
    assert parts[3] == -1
    assert [len(set(parts[start : start + 5].tolist()) - {-1}) for start in (0, 5, 10, 15)] == [1] * 4
    assert len(set(parts.tolist())) == 5


def test_a_long_recording_is_not_heard_whole(shared_data: Path) -> None:
    told = chosen(shared_data, 2, 2)
    rest = [replace(told[number // 200 * 8], label=None, text=str(number)) for number in range(210)]
    kept = adapting.worth_hearing([*told, *rest])
    assert list(kept[:16]) == told
    heard = [int(clip.text) for clip in kept[16:]]
    assert len(heard) == 60 + 10 and heard[0] == 0 and 190 < heard[59] < 200 and heard[60:] == list(range(200, 210))


def test_too_little_to_learn_from_is_one_sentence(shared_data: Path, pack: Path, tmp_path: Path) -> None:
    clips = chosen(shared_data, 3, 4)
    write_manifest(tmp_path / "few", clips[:9])
    out = adapted(tmp_path / "few", "--name", "mine", exit_code=1)
    assert out.splitlines()[-1].endswith(
        "9 usable utterances with an emotion that was told; correct at least 10 to adapt a model."
    )
    write_manifest(tmp_path / "one", [clip for clip in clips if clip.original == "sad"][:4] * 3)
    out = adapted(tmp_path / "one", "--name", "mine", exit_code=1)
    assert "are sad; correct some of another emotion too, for the model to tell them apart." in out
    assert "is no training pack" in adapted(tmp_path, "--name", "mine", exit_code=1)
    assert 'has a model "default" of its own' in adapted(pack, "--name", "default", exit_code=1)
    assert '"../x" is no name for a model' in adapted(pack, "--name", "../x", exit_code=1)
    assert "mine stays as it is" in adapted(pack, "--name", "mine", "--from", "mine", exit_code=1)
    assert 'There is no model "nobody"' in adapted(pack, "--name", "mine", "--from", "nobody", exit_code=1)
    assert not user_manifest().parent.exists()


def test_an_interrupt_leaves_nothing(pack: Path, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PYTHONPATH": str(ROOT),
    }
    line = [sys.executable, "-m", "mmemotion", "adapt", str(pack), "--name", "mine", "--yes"]
    running = subprocess.Popen(line, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    assert running.stderr is not None
    assert running.stderr.readline().strip() == "clips"
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 1
    assert err.strip().endswith("mmemotion: Stopped; nothing was changed.")
    assert {path.name for path in tmp_path.iterdir()} <= {"cache"}
