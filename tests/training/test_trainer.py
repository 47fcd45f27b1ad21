"""From corrections in the library to a model that can be chosen: what the window asks the trainer for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
import soundfile
import torch
from typer.testing import CliRunner

from mmemotion.audio.front_end import SAMPLE_RATE
from mmemotion.cli import app
from mmemotion.config import Talk
from mmemotion.corpora import ravdess
from mmemotion.corpora.manifest_csv import read
from mmemotion.engine.process import trainer_process
from mmemotion.manifest import user_manifest
from mmemotion.messages import (
    Adapt,
    AdaptedModel,
    Adapting,
    AdaptingFailed,
    CorrectionsCounted,
    CountCorrections,
    Event,
    KeepModel,
    ModelKept,
    PackSaved,
    SavePack,
)
from mmemotion.paths import library_path
from mmemotion.review.edits import CorrectEmotion
from mmemotion.store.library import Library
from mmemotion.training.adapt import OWN, Adapted, keep
from mmemotion.training.corrections import LEAST
from mmemotion.training.pack import opened_pack
from mmemotion.training.trainer import GRACE, Trainer
from mmemotion.types import (
    ChannelPlan,
    Emotion,
    Envelope,
    Media,
    ModelRecord,
    Prosody,
    Recording,
    Result,
    Span,
    Transcript,
    Utterance,
)

E = TypeVar("E", bound=Event)
LENGTH = 4.0
"""Seconds from one utterance to the next."""

TOLD = 16


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.fixture
def library(shared_data: Path, tmp_path: Path) -> Library:
    """One recording of an actor, of whose utterances all but two were corrected."""
    clips = [clip for clip in ravdess.read(shared_data / "ravdess") if clip.speaker == "RAVDESS_05"]
    clips = [clip for clip in clips if clip.label is not None][:: len(clips) // (TOLD + 3)][: TOLD + 2]
    sound = np.zeros(round(LENGTH * SAMPLE_RATE) * len(clips), dtype=np.float32)
    for place, clip in enumerate(clips):
        samples, rate = soundfile.read(clip.path, dtype="float32")
        assert rate == SAMPLE_RATE
        start = round(place * LENGTH * SAMPLE_RATE)
        some = samples[: round(LENGTH * SAMPLE_RATE)]
        sound[start : start + len(some)] = some
    path = tmp_path / "call.wav"
    soundfile.write(path, sound, SAMPLE_RATE)
    utterances = tuple(
        Utterance(Span(p * LENGTH, (p + 1) * LENGTH), 0, "Speaker 1", Transcript((), "en"), Prosody({}, {}), None)
        for p in range(len(clips))
    )
    media = Media(str(path), "wav", "pcm_s16le", SAMPLE_RATE, 1, None)
    recording = Recording(
        media, LENGTH * len(clips), ChannelPlan.MIX, "en", utterances, (ModelRecord("default", "emotion", ""),)
    )
    kept = Library(library_path())
    flat = np.zeros((2, 1), dtype=np.float32)
    number = kept.keep(path, Result(recording, ()), Envelope(0.0, 0.02, flat, flat), Talk.EVERYDAY)
    for clip, one in list(zip(clips, utterances, strict=True))[:TOLD]:
        kept.reviews.correct(number, CorrectEmotion(one.segment, Emotion(str(clip.label))))
    return kept


class Told:
    """A trainer and what it told."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.trainer = Trainer(self.events.append)

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]


def test_corrections_become_a_model_once_the_user_agrees(library: Library) -> None:
    told = Told()
    told.trainer.do(CountCorrections())
    (counted,) = told.of(CorrectionsCounted)
    assert (counted.told, counted.people, counted.needed) == (TOLD, 1, LEAST)
    assert len(counted.emotions) > 1
    told.trainer.do(Adapt("default", "mine"))
    (adapted,) = told.of(AdaptedModel)
    first = adapted.rows[0]
    assert (first.heard, first.whose, first.utterances, first.people) == ("voice", OWN, TOLD, 1)
    assert first.change.value == pytest.approx(first.after.value - first.before.value)
    assert any("Nothing is known of how it does on people who are not in the pack" in note for note in adapted.notes)
    shares = [event.share for event in told.of(Adapting)]
    assert shares == sorted(shares)
    assert shares[-1] <= 1.0
    assert not user_manifest().exists()
    told.trainer.do(KeepModel())
    assert told.events[-1] == ModelKept("mine")
    assert "mine" in user_manifest().read_text(encoding="utf-8")
    told.trainer.do(KeepModel())
    assert told.of(AdaptingFailed)[0].message.startswith("There is no adapted model to keep")


def test_a_model_that_is_being_kept_is_kept_although_the_window_is_gone(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, begun = Told(), threading.Event()
    told.trainer.do(Adapt("default", "mine"))

    def slowly(adapted: Adapted) -> Path:
        begun.set()
        time.sleep(GRACE + 0.3)
        return keep(adapted)

    monkeypatch.setattr("mmemotion.training.adapt.keep", slowly)
    keeping = threading.Thread(target=told.trainer.do, args=(KeepModel(),))
    keeping.start()
    assert begun.wait(10)
    told.trainer.end()
    assert "mine" in user_manifest().read_text(encoding="utf-8")
    keeping.join()


def test_what_is_wrong_with_the_corrections_is_told_without_a_path(library: Library) -> None:
    for segment in [one.segment for one in library.reviews.open(1).corrected.utterances]:
        library.reviews.correct(1, CorrectEmotion(segment, Emotion.SAD))
    told = Told()
    told.trainer.do(Adapt("default", "mine"))
    (failed,) = told.of(AdaptingFailed)
    assert failed.message.startswith("All utterances told in the training pack are sad; correct some of another")
    assert not failed.stopped


def test_stopping_leaves_nothing(library: Library) -> None:
    told = Told()

    def hear(event: Event) -> None:
        told.events.append(event)
        told.trainer.stop()

    told.trainer = Trainer(hear)
    told.trainer.do(Adapt("default", "mine"))
    assert told.of(AdaptingFailed) == [AdaptingFailed("Stopped; nothing was changed.", stopped=True)]
    assert not user_manifest().exists()


def test_a_stop_is_about_what_was_asked_before_it(library: Library) -> None:
    told = Told()
    told.trainer.stop()
    told.trainer.do(SavePack("/nowhere/pack.zip", ""))
    told.trainer.expect()
    told.trainer.do(CountCorrections())
    assert [type(event) for event in told.events] == [AdaptingFailed, CorrectionsCounted]


def test_a_training_pack_is_saved_whole_or_not_at_all(library: Library, tmp_path: Path) -> None:
    told, place = Told(), tmp_path / "packs" / "mine.zip"
    told.trainer.do(SavePack(str(place), "My own."))
    assert told.events[-1] == PackSaved(str(place), TOLD + 2, TOLD, "")
    with opened_pack(place) as pack:
        assert "My own." in (pack / "LICENCE.txt").read_text(encoding="utf-8")
        assert sum(clip.label is not None for clip in read(pack)) == TOLD
    told.trainer.stop()
    told.trainer.do(SavePack(str(place.with_name("other.zip")), ""))
    assert told.of(AdaptingFailed)[-1].stopped
    assert list(place.parent.iterdir()) == [place]


def test_a_trainer_that_ends_in_the_middle_leaves_no_voices_behind(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    learning = threading.Event()

    def hear(event: Event) -> None:
        if isinstance(event, Adapting) and event.share > 0.1:
            learning.set()

    trainer = trainer_process(hear)
    trainer.send(Adapt("default", "mine"))
    assert learning.wait(120)
    assert list(scratch.glob("mmemotion-pack-*"))
    trainer.close()
    assert not list(scratch.glob("mmemotion-pack-*"))
    assert not user_manifest().exists()


def test_without_corrections_it_is_one_sentence() -> None:
    told = Told()
    told.trainer.do(Adapt("default", "mine"))
    (failed,) = told.of(AdaptingFailed)
    assert failed.message == ("No utterance has an emotion that you told; correct some, then export the training pack.")


def test_the_command_line_writes_a_training_pack(library: Library, tmp_path: Path) -> None:
    said = CliRunner().invoke(app, ["library", "corrections", str(tmp_path / "pack"), "--voices", "My own."])
    assert said.exit_code == 0, said.output
    assert f"{TOLD + 2} utterances, {TOLD} with an emotion you told" in said.output
    clips = read(tmp_path / "pack")
    assert sum(clip.label is not None for clip in clips) == TOLD
    assert {clip.speaker for clip in clips} == {"Speaker 1 of recording 1"}
    assert "My own." in (tmp_path / "pack" / "LICENCE.txt").read_text(encoding="utf-8")
