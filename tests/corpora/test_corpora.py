"""Readers of corpora: on the real data, on small folders, and on what is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mmemotion.corpora import emodb, goemotions, meld, nemo, ravdess, urdu
from mmemotion.corpora.labels import Clip
from mmemotion.errors import DataError
from mmemotion.types import Emotion

READERS = {
    "ravdess": (ravdess.read, 1200),
    "emodb": (emodb.read, 454),
    "urdu": (urdu.read, 400),
    "nemo": (nemo.read, 1490),
}
HEADER = "path,speaker,gender,language,emotion,intensity,text,seconds\n"


@pytest.mark.parametrize("name", READERS)
def test_folds_of_speakers_are_disjoint(name: str, shared_data: Path) -> None:
    read, count = READERS[name]
    clips = read(shared_data / name)
    assert len(clips) == count
    folds = {clip.speaker: clip.fold for clip in clips}
    assert all(folds[clip.speaker] == clip.fold for clip in clips)
    assert set(folds.values()) == {1, 2, 3, 4, 5}


def test_labels_are_mapped_and_the_original_kept(shared_data: Path) -> None:
    clips = ravdess.read(shared_data / "ravdess")
    assert {clip.original for clip in clips if clip.label is Emotion.NEUTRAL} == {"neutral", "calm"}
    assert {clip.original for clip in clips if clip.label is Emotion.FEARFUL} <= {"fear", "fearful"}
    assert not any(clip.original == "boredom" for clip in emodb.read(shared_data / "emodb"))


def test_a_label_without_a_place_is_left_out(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.flac").touch()
    rows = "a.flac,S1,F,de,boredom,,x,1.0\nb.flac,S2,F,de,fear,,y,1.0\n"
    (tmp_path / "labels.csv").write_text(HEADER + rows, encoding="utf-8")
    (clip,) = emodb.read(tmp_path)
    assert (clip.path.name, clip.label, clip.original, clip.text) == ("b.flac", Emotion.FEARFUL, "fear", "y")


@pytest.mark.parametrize("read", [reader for reader, _ in READERS.values()])
def test_a_missing_corpus_names_the_file_and_its_home(read: Callable[[Path], tuple[Clip, ...]], tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"labels\.csv cannot be read; get the corpus from http"):
        read(tmp_path)


def test_a_missing_clip_is_named(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text(HEADER + "gone.flac,S1,F,ur,sad,,,1.0\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"gone\.flac is missing"):
        urdu.read(tmp_path)


def test_a_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "meld_train.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DataError, match="dialogue, text, emotion"):
        meld.read(tmp_path)


def test_goemotions_names_become_shares_of_the_labels() -> None:
    assert goemotions.shares(["joy"]) == {Emotion.HAPPY: 1.0}
    assert goemotions.shares(["anger", "disgust"]) == {Emotion.ANGRY: 0.5, Emotion.DISGUST: 0.5}
    assert goemotions.shares(["curiosity"]) == {Emotion.NEUTRAL: 0.5, Emotion.SURPRISED: 0.5}


def test_all_28_names_of_goemotions_have_a_label(shared_data: Path) -> None:
    sentences = goemotions.read(shared_data / "text", "dev")
    assert len(sentences) == 5426
    assert all(sum(sentence.shares.values()) == pytest.approx(1.0) for sentence in sentences)
    assert {sentence.label for sentence in sentences} == set(Emotion)


def test_meld_keeps_dialogues(shared_data: Path) -> None:
    sentences = meld.read(shared_data / "text", "dev")
    assert len(sentences) == 1109 and {s.label for s in sentences} == set(Emotion)
    assert sentences[0].group == sentences[1].group
