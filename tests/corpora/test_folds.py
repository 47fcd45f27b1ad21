"""Folds: no speaker on both sides, EmoBox's where they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from published import write_corpus, write_wav

from mmemotion.corpora.folds import Split, by_fold, deal, leave_corpus_out, leave_speaker_out
from mmemotion.corpora.labels import Clip
from mmemotion.corpora.registry import read_corpus
from mmemotion.errors import DataError
from mmemotion.types import Emotion


def _clip(corpus: str, speaker: str, fold: int = 0) -> Clip:
    return Clip(Path("x.wav"), corpus, speaker, Emotion.SAD, "sad", "", "en", fold)


def _test_lines(*names: str) -> str:
    return "".join(json.dumps({"key": name, "wav": f"downloads/x/{name}.wav", "emo": "Sad"}) + "\n" for name in names)


def _write_fold(folder: Path, number: int, text: str) -> None:
    place = folder / f"fold_{number}"
    place.mkdir(parents=True)
    (place / f"x_test_fold_{number}.jsonl").write_text(text, encoding="utf-8")
    (place / f"x_train_fold_{number}.jsonl").write_text("not read", encoding="utf-8")


def test_speakers_are_dealt_evenly_and_whole() -> None:
    names = [f"S{number % 12:02}" for number in range(60)]
    folds = deal(names, 5)
    assert len(set(zip(names, folds, strict=True))) == 12
    assert sorted(len({name for name, fold in zip(names, folds, strict=True) if fold == k}) for k in range(1, 6)) == [
        *(2, 2, 2),
        *(3, 3),
    ]


@pytest.mark.parametrize("name", ["ravdess", "emodb", "urdu", "nemo"])
def test_no_speaker_is_on_both_sides(name: str, shared_data: Path) -> None:
    clips = read_corpus(name, shared_data / name)
    for splits in (by_fold(clips), leave_speaker_out(clips)):
        tested: list[int] = []
        for train, test in splits:
            assert not {clips[i].speaker for i in train} & {clips[i].speaker for i in test}
            assert len(train) + len(test) == len(clips)
            tested += test.tolist()
        assert sorted(tested) == list(range(len(clips)))


def _pairs(splits: list[Split]) -> list[tuple[list[int], list[int]]]:
    return [(train.tolist(), test.tolist()) for train, test in splits]


def test_corpora_and_speakers_are_left_out_whole() -> None:
    clips = [_clip("a", "S1"), _clip("b", "S1"), _clip("a", "S2"), _clip("a", "S1")]
    assert _pairs(leave_corpus_out(clips)) == [([1], [0, 2, 3]), ([0, 2, 3], [1])]
    assert _pairs(leave_speaker_out(clips)) == [([1, 2], [0, 3]), ([0, 2, 3], [1]), ([0, 1, 3], [2])]


def test_fold_0_is_learned_from_and_never_tested() -> None:
    clips = [_clip("a", "S1", 2), _clip("a", "S2", 0), _clip("a", "S3", 1)]
    assert _pairs(by_fold(clips)) == [([1, 2], [0]), ([0, 1], [2])]


def test_folds_of_emobox_are_used_where_they_are(tmp_path: Path) -> None:
    write_corpus("emodb", tmp_path)
    _write_fold(tmp_path / "emobox", 1, _test_lines("03a01Fa"))
    _write_fold(tmp_path / "emobox", 3, _test_lines("16b10Lb"))
    folds = {clip.path.stem: clip.fold for clip in read_corpus("emodb", tmp_path)}
    assert folds == {"03a01Fa": 1, "16b10Lb": 3, "08a02Ac": 0}


def test_folds_of_emobox_find_files_named_by_folder(tmp_path: Path) -> None:
    write_corpus("savee", tmp_path)
    _write_fold(tmp_path / "emobox", 1, _test_lines("DC_a01"))
    _write_fold(tmp_path / "emobox", 2, _test_lines("KL_su02"))
    assert [clip.fold for clip in read_corpus("savee", tmp_path)] == [1, 2]


@pytest.mark.parametrize("text", ["{not json}\n", "{}\n", "[]\n"])
def test_a_damaged_fold_is_named(text: str, tmp_path: Path) -> None:
    write_corpus("emodb", tmp_path)
    _write_fold(tmp_path / "emobox", 1, text)
    with pytest.raises(DataError, match=r"x_test_fold_1\.jsonl is not a fold of EmoBox"):
        read_corpus("emodb", tmp_path)


def test_folds_of_another_corpus_are_refused(tmp_path: Path) -> None:
    write_corpus("emodb", tmp_path)
    _write_fold(tmp_path / "emobox", 1, _test_lines("03-01-06-01-02-01-12"))
    with pytest.raises(DataError, match=r"emobox has no fold_1/\*test\*\.jsonl naming clips of this corpus"):
        read_corpus("emodb", tmp_path)


def test_two_speakers_make_two_folds(tmp_path: Path) -> None:
    for name in ("OAF_back_angry", "OAF_bar_sad", "YAF_back_angry"):
        write_wav(tmp_path / f"{name}.wav")
    assert [clip.fold for clip in read_corpus("tess", tmp_path)] == [1, 1, 2]
