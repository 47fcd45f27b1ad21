"""Readers on folders laid out as each corpus is published, and what they say when it is not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from published import LAYOUTS, TABLES, write_corpus, write_text, write_wav

from mmemotion.corpora.labels import Clip
from mmemotion.corpora.registry import READERS, read_corpus
from mmemotion.errors import DataError
from mmemotion.types import Emotion

FIRST_MISSING = {
    "ravdess": r"Actor_01/03-01-01-01-01-01-01\.wav is missing; get the corpus from https://zenodo",
    "emodb": r"wav/03a01Fa\.wav is missing; get the corpus from http://emodb",
    "urdu": r"Angry/SM1_F1_A01\.wav is missing; get the corpus from https://github\.com/siddiquelatif",
    "nemo": r"data\.tsv cannot be read; get the corpus from https://github\.com/amu-cai",
    "crema_d": r"AudioWAV/1001_DFA_ANG_XX\.wav is missing; get the corpus from https://github\.com/Cheyney",
    "iemocap": r"Session1/dialog/EmoEvaluation/Ses01F_impro01\.txt is missing; .* https://sail\.usc\.edu",
    "meld": r"train_sent_emo\.csv is missing; get the corpus from https://github\.com/declare-lab",
    "esd": r"0011/Angry/0011_000351\.wav is missing; get the corpus from https://github\.com/HLTSingapore",
    "tess": r"OAF_angry/OAF_back_angry\.wav is missing; get the corpus from https://doi",
    "savee": r"AudioData/DC/a01\.wav is missing; get the corpus from http://kahlan",
    "msp_podcast": r"labels_consensus\.csv cannot be read; get the corpus from https://ecs\.utdallas",
}


def _read(name: str, folder: Path) -> dict[str, Clip]:
    return {clip.path.stem: clip for clip in read_corpus(name, write_corpus(name, folder))}


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_clip_is_there_with_its_corpus_and_a_speaker(name: str, tmp_path: Path) -> None:
    clips = read_corpus(name, write_corpus(name, tmp_path))
    assert all(clip.corpus == name and clip.speaker for clip in clips)
    assert all(clip.votes is None or sum(clip.votes.values()) == pytest.approx(1.0) for clip in clips)


@pytest.mark.parametrize("name", FIRST_MISSING)
def test_a_corpus_that_is_not_there_names_a_file_and_its_home(name: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=FIRST_MISSING[name]):
        read_corpus(name, tmp_path)


@pytest.mark.parametrize("name", ["nemo", "iemocap", "meld", "msp_podcast"])
def test_tables_without_any_clip_name_the_first(name: str, tmp_path: Path) -> None:
    for place, text in TABLES[name].items():
        write_text(tmp_path / place, text)
    with pytest.raises(DataError, match=r"\.(wav|mp4) is missing; get the corpus from http"):
        read_corpus(name, tmp_path)


def test_ravdess_is_named_by_numbers(tmp_path: Path) -> None:
    clips = _read("ravdess", tmp_path)
    assert set(clips) == {"03-01-06-01-02-01-12", "03-01-02-01-01-01-01"}  # neither song nor video
    fear, calm = clips["03-01-06-01-02-01-12"], clips["03-01-02-01-01-01-01"]
    assert (fear.label, fear.speaker, fear.gender, fear.fold) == (Emotion.FEARFUL, "RAVDESS_12", "F", 2)
    assert (calm.label, calm.original, calm.gender, calm.fold) == (Emotion.NEUTRAL, "calm", "M", 1)
    assert fear.text.startswith("Dogs") and calm.text.startswith("Kids")


def test_a_file_that_is_there_twice_comes_once(tmp_path: Path) -> None:
    write_corpus("ravdess", tmp_path / "copy")
    assert len(_read("ravdess", tmp_path)) == 2


def test_what_lies_beside_is_no_clip(tmp_path: Path) -> None:
    write_wav(tmp_path / "wav" / "._03a01Fa.wav")
    (tmp_path / "wav" / "03a01Fa.txt").touch()
    with pytest.raises(DataError):
        read_corpus("emodb", tmp_path)


def test_emodb_letters(tmp_path: Path) -> None:
    clips = _read("emodb", tmp_path)
    assert [clips[name].label for name in ("03a01Fa", "08a02Ac")] == [Emotion.HAPPY, Emotion.FEARFUL]
    assert (clips["16b10Lb"].label, clips["16b10Lb"].original) == (None, "boredom")
    assert [clips[name].gender for name in ("03a01Fa", "16b10Lb")] == ["M", "F"]
    assert clips["03a01Fa"].text == "Der Lappen liegt auf dem Eisschrank."


def test_urdu_and_nemo(tmp_path: Path) -> None:
    urdu, nemo = _read("urdu", tmp_path / "urdu"), _read("nemo", tmp_path / "nemo")
    assert (urdu["SM1_F10_A010"].label, urdu["SM1_F10_A010"].speaker) == (Emotion.ANGRY, "URDU_SM1")
    assert (urdu["SF10_F1_S01"].label, urdu["SF10_F1_S01"].gender) == (Emotion.SAD, "F")
    angry = nemo["MP0_anger_1"]
    assert (angry.label, angry.speaker, angry.gender) == (Emotion.ANGRY, "nEMO_MP0", "M")
    assert angry.text == '„Ród smoka" to serial.'


def test_crema_d_votes_are_those_on_the_voice_alone(tmp_path: Path) -> None:
    clips = _read("crema_d", tmp_path)
    angry = clips["1001_DFA_ANG_XX"]
    assert angry.votes == pytest.approx({Emotion.ANGRY: 6 / 9, Emotion.DISGUST: 2 / 9, Emotion.NEUTRAL: 1 / 9})
    assert (angry.label, angry.gender, angry.text) == (Emotion.ANGRY, "M", "Don't forget a jacket.")
    assert (clips["1002_IEO_HAP_LO"].votes, clips["1002_IEO_HAP_LO"].gender) == (None, "F")


def test_iemocap_has_dialogues_and_evaluators(tmp_path: Path) -> None:
    clips = _read("iemocap", tmp_path / "IEMOCAP_full_release")
    asked, answered = clips["Ses01F_impro01_F000"], clips["Ses01F_impro01_M000"]
    assert (asked.label, asked.original, asked.text) == (Emotion.HAPPY, "exc", "Excuse me.")
    assert asked.votes == pytest.approx({Emotion.HAPPY: 0.75, Emotion.SURPRISED: 0.25})  # frustration has no place
    assert (answered.label, answered.original, answered.votes) == (None, "fru", None)
    assert (asked.turn, answered.turn, asked.group) == (0, 1, "Ses01F_impro01")
    assert (asked.speaker, answered.speaker, answered.gender) == ("IEMOCAP_Ses01F", "IEMOCAP_Ses01M", "M")
    assert asked.fold == answered.fold == 1
    assert len(read_corpus("iemocap", tmp_path)) == 2


@pytest.mark.parametrize("raw", [False, True])
def test_meld_parts_are_folds(raw: bool, tmp_path: Path) -> None:
    write_corpus("meld", tmp_path)
    if raw:  # as the archive unpacks
        for name in ("train_splits", "train_sent_emo.csv"):
            (tmp_path / "train").mkdir(exist_ok=True)
            (tmp_path / name).rename(tmp_path / "train" / name)
    clips = read_corpus("meld", tmp_path)
    assert [clip.fold for clip in clips] == [1, 1, 2, 2]
    assert [clip.group for clip in clips] == ["train_0", "train_0", "dev_0", "dev_0"]
    first, second = clips[:2]
    assert first.path.is_file() and not second.path.exists()  # a clip that is missing is not the reader's concern
    assert (first.label, first.text, first.speaker, first.gender) == (Emotion.SAD, "Oh, train.", "MELD_Phoebe", "F")
    assert (second.turn, second.gender) == (1, "")


def test_esd_is_in_two_languages_and_two_layouts(tmp_path: Path) -> None:
    clips = _read("esd", tmp_path)
    mandarin, english = clips["0002_001401"], clips["0011_000351"]
    assert (mandarin.label, mandarin.language, mandarin.gender) == (Emotion.SURPRISED, "zh", "F")
    assert (english.label, english.language, english.gender) == (Emotion.ANGRY, "en", "M")
    assert (mandarin.text, english.text) == ("打远一看。", "The nine the eggs, I keep.")


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "utf-8-sig"])
def test_esd_transcripts_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    write_corpus("esd", tmp_path)
    (tmp_path / "0002/0002.txt").write_bytes("0002_001401\t打远一看。\t惊喜\r\n".encode(encoding))
    assert {clip.text for clip in read_corpus("esd", tmp_path) if clip.language == "zh"} == {"打远一看。"}


def test_tess_in_folders_or_in_one(tmp_path: Path) -> None:
    clips = _read("tess", tmp_path / "folders")
    assert (clips["YAF_dog_ps"].label, clips["YAF_dog_ps"].original) == (Emotion.SURPRISED, "ps")
    assert clips["OA_bite_neutral"].speaker == clips["OAF_back_angry"].speaker == "TESS_OAF"
    assert clips["OAF_back_angry"].text == "Say the word back."
    for place in LAYOUTS["tess"]:
        write_wav(tmp_path / "flat" / Path(place).name)
    flat = read_corpus("tess", tmp_path / "flat")
    assert {(clip.path.stem, clip.label) for clip in flat} == {(stem, clip.label) for stem, clip in clips.items()}


def test_savee_in_folders_or_in_one(tmp_path: Path) -> None:
    for place in ("ALL/DC_a01.wav", "ALL/KL_su02.wav"):
        write_wav(tmp_path / "flat" / place)
    folders, flat = (
        read_corpus("savee", write_corpus("savee", tmp_path / "folders")),
        read_corpus("savee", tmp_path / "flat"),
    )
    expected = [("SAVEE_DC", Emotion.ANGRY, "M"), ("SAVEE_KL", Emotion.SURPRISED, "M")]
    for clips in (folders, flat):
        assert [(clip.speaker, clip.label, clip.gender) for clip in clips] == expected


def test_msp_podcast_votes_and_parts(tmp_path: Path) -> None:
    clips = _read("msp_podcast", tmp_path)
    plain, contempt = clips["MSP-PODCAST_0001_0008"], clips["MSP-PODCAST_0002_0033"]
    assert plain.votes == pytest.approx({Emotion.NEUTRAL: 0.5, Emotion.SAD: 0.5})
    assert (plain.label, plain.gender, plain.fold, plain.text) == (Emotion.NEUTRAL, "F", 1, "so what did he say")
    assert (contempt.label, contempt.original, contempt.votes, contempt.fold) == (None, "C", None, 3)
    assert (plain.speaker, contempt.speaker) == ("MSP-Podcast_127", "MSP-Podcast_unknown_0002")
    assert (plain.group, plain.turn) == ("0001", 8)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "labels_detailed.csv",
            "FileName,WorkerID,EmoClass_Major,EmoClass_Second\nMSP-PODCAST_0001_0008.wav,W1,Happy,Happy\n",
        ),
        ("labels.txt", "MSP-PODCAST_0001_0008.wav; N; A:2.2; V:4.0;\nWORKER00000001; Happy; Happy,Sad; A:1; V:4;\n\n"),
    ],
)
def test_msp_podcast_votes_of_other_releases(name: str, text: str, tmp_path: Path) -> None:
    write_corpus("msp_podcast", tmp_path)
    (tmp_path / "Labels/labels_detailed.csv").unlink()
    write_text(tmp_path / "Labels" / name, text)
    clip = read_corpus("msp_podcast", tmp_path)[0]
    assert clip.votes == {Emotion.HAPPY: 1.0}


def test_an_unknown_corpus_is_told_the_names(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r'"ravdes" is not a corpus that can be read; use ravdess, emodb, .*manifest'):
        read_corpus("ravdes", tmp_path)


def test_a_damaged_table_is_one_sentence(tmp_path: Path) -> None:
    write_corpus("meld", tmp_path)
    write_text(tmp_path / "dev_sent_emo.csv", "Dialogue_ID,Utterance_ID,Speaker,Utterance,Emotion\n0,x,A,B,joy\n")
    with pytest.raises(DataError, match=r"A table of meld in .* is damaged"):
        read_corpus("meld", tmp_path)


def test_all_readers_are_tested() -> None:
    assert set(READERS) == {*LAYOUTS, "manifest"} == {*FIRST_MISSING, "manifest"}
