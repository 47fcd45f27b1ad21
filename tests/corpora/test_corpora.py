"""Readers of corpora: on the real data, on small folders, and on what is missing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mmemotion.corpora import emobank, emodb, goemotions, meld, ravdess, urdu
from mmemotion.corpora.labels import labelled, shares_of
from mmemotion.corpora.registry import read_corpus
from mmemotion.errors import DataError
from mmemotion.types import Emotion

COUNTS = {"ravdess": (1200, 1200), "emodb": (535, 454), "urdu": (400, 400), "nemo": (1490, 1490)}
HEADER = "path,speaker,gender,language,emotion,intensity,text,seconds\n"


@pytest.mark.parametrize("name", COUNTS)
def test_folds_of_speakers_are_disjoint(name: str, shared_data: Path) -> None:
    clips = read_corpus(name, shared_data / name)
    assert (len(clips), len(labelled(clips))) == COUNTS[name]
    folds = {clip.speaker: clip.fold for clip in clips}
    assert all(folds[clip.speaker] == clip.fold for clip in clips)
    assert set(folds.values()) == {1, 2, 3, 4, 5}
    assert {clip.gender for clip in clips} == {"F", "M"}


@pytest.mark.parametrize("name", ["ravdess", "emodb", "urdu"])
def test_the_published_layout_says_the_same_as_the_table(name: str, shared_data: Path, tmp_path: Path) -> None:
    """Names of files alone give label, speaker, gender, text and fold."""
    clips = read_corpus(name, shared_data / name)
    for clip in clips:
        (tmp_path / clip.path.name).symlink_to(clip.path)
    published = {clip.path.name: clip for clip in read_corpus(name, tmp_path)}
    assert {clip.path.name: replace(clip, path=published[clip.path.name].path) for clip in clips} == published


def test_labels_are_mapped_and_the_original_kept(shared_data: Path) -> None:
    clips = ravdess.read(shared_data / "ravdess")
    assert {clip.original for clip in clips if clip.label is Emotion.NEUTRAL} == {"neutral", "calm"}
    assert {clip.original for clip in clips if clip.label is Emotion.FEARFUL} <= {"fear", "fearful"}
    assert {clip.original for clip in emodb.read(shared_data / "emodb") if clip.label is None} == {"boredom"}


def test_a_label_without_a_place_is_kept_apart(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.flac").touch()
    rows = "a.flac,S1,F,de,boredom,,x,1.0\nb.flac,S2,F,de,fear,,a01,1.0\n"
    (tmp_path / "labels.csv").write_text(HEADER + rows, encoding="utf-8")
    clips = emodb.read(tmp_path)
    assert [clip.original for clip in clips] == ["boredom", "fear"]
    (clip,) = labelled(clips)
    assert (clip.path.name, clip.label, clip.text) == (
        "b.flac",
        Emotion.FEARFUL,
        "Der Lappen liegt auf dem Eisschrank.",
    )


def test_one_missing_clip_is_no_error_and_all_missing_name_the_first(tmp_path: Path) -> None:
    rows = "gone.flac,S1,F,ur,sad,,,1.0\nhere.flac,S2,F,ur,sad,,,1.0\n"
    (tmp_path / "labels.csv").write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(DataError, match=r"gone\.flac is missing; get the corpus from https"):
        urdu.read(tmp_path)
    (tmp_path / "here.flac").touch()
    assert len(urdu.read(tmp_path)) == 2


def test_a_table_cut_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("path,speaker\na.flac,S1\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"labels\.csv has no rows with the columns path, speaker, gender"):
        urdu.read(tmp_path)


def test_ballots_become_shares() -> None:
    assert shares_of([["Happiness"], ["Sadness", "Anger"], ["Frustration"]]) == pytest.approx(
        {Emotion.HAPPY: 0.5, Emotion.SAD: 0.25, Emotion.ANGRY: 0.25}
    )
    assert shares_of([["Other"], []]) is None


def test_a_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "meld_train.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DataError, match="dialogue, utterance, speaker, text, emotion"):
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


def test_goemotions_details_are_its_own_labels(shared_data: Path) -> None:
    details = goemotions.read_details(shared_data / "text", "dev")
    labels = goemotions.read_targets(shared_data / "text", "dev")
    assert len(details) == len(labels) and {len(finer) for finer in details} == {28}
    named = [{name for name, there in zip(goemotions.NAMES, finer, strict=True) if there} for finer in details[:2]]
    assert named == [{"neutral"}, {"approval", "neutral"}]
    grief = goemotions.NAMES.index("grief")
    assert all(Emotion.SAD in found for finer, found in zip(details, labels, strict=True) if finer[grief])


def test_goemotions_targets_are_the_papers_grouping(shared_data: Path) -> None:
    sentences, targets = (read(shared_data / "text", "dev") for read in (goemotions.read, goemotions.read_targets))
    assert len(targets) == len(sentences) and all(targets)
    faint = [(sentence, target) for sentence, target in zip(sentences, targets, strict=True) if len(target) == 1]
    assert any(sentence.label is Emotion.NEUTRAL and target == {Emotion.HAPPY} for sentence, target in faint)
    assert {len(target) for target in targets} == {1, 2, 3}


def test_emobank_ratings_are_around_0(shared_data: Path) -> None:
    sentences = emobank.read(shared_data / "text", "dev")
    assert len(sentences) == 1000 and len(emobank.read(shared_data / "text")) == 8062
    assert sentences[0].valence == pytest.approx(0.125)  # 3.25 on the scale from 1 to 5
    for name in ("valence", "arousal", "dominance"):
        values = [getattr(sentence, name) for sentence in sentences]
        assert -1 <= min(values) < 0 < max(values) <= 1


def test_a_rating_that_is_no_number_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "emobank_train.csv").write_text("id,text,valence,arousal,dominance\n1,x,3,high,3\n", encoding="utf-8")
    with pytest.raises(DataError, match="has a rating that is not a number"):
        emobank.read(tmp_path)


def test_meld_keeps_dialogues(shared_data: Path) -> None:
    sentences = meld.read(shared_data / "text", "dev")
    assert len(sentences) == 1109 and {s.label for s in sentences} == set(Emotion)
    assert sentences[0].group == sentences[1].group
    assert [(s.speaker, s.turn) for s in sentences[:3]] == [("Phoebe", 0), ("Monica", 1), ("Ross", 0)]
