"""A training pack holds what the analysis heard of the corrected utterances, or is not there at all."""

from __future__ import annotations

import wave
import zipfile
from pathlib import Path

import numpy as np
import pytest
from own_clips import chosen

from mmemotion.audio.passages import passage
from mmemotion.corpora import manifest_csv
from mmemotion.errors import Cancelled, DataError, OutputError
from mmemotion.evaluation.sound import read_sound
from mmemotion.training.pack import LICENCE, UNCHECKED, Corrected, opened_pack, write_pack
from mmemotion.types import ChannelPlan, Emotion, Segment, Span

GAP = 4_000


@pytest.fixture(scope="module")
def call(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Corrected]:
    """Six utterances of two people, a channel each, in a stereo recording at 8 kHz; nobody told the last."""
    path = tmp_path_factory.mktemp("media") / "call.wav"
    clips = chosen(shared_data, 2, 1)[2:8]
    lanes: list[list[np.ndarray]] = [[], []]
    made, at = [], 0
    for number, clip in enumerate(clips):
        sound = read_sound(clip.path)[8_000:32_000:2]
        channel = number % 2
        lanes[channel] += [sound, np.zeros(GAP, np.float32)]
        lanes[1 - channel].append(np.zeros(len(sound) + GAP, np.float32))
        segment = Segment(Span(at / 8_000, (at + len(sound)) / 8_000), channel)
        label = None if number == 5 else clip.label
        made.append(Corrected(path, ChannelPlan.SPLIT, segment, "AB"[channel], label, f'"Well", {number}\nso', "en"))
        at += len(sound) + GAP
    both = np.stack([np.concatenate(lane) for lane in lanes], 1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes((both * 32767).astype("<i2").tobytes())
    return made


@pytest.mark.parametrize("name", ["pack", "pack.zip"])
def test_clips_are_what_the_analysis_heard(call: list[Corrected], tmp_path: Path, name: str) -> None:
    packed = write_pack(tmp_path / name, reversed(call), "Anna and Ben agreed to this.")
    assert (packed.clips, packed.told, packed.warning) == (6, 5, "")
    with opened_pack(tmp_path / name) as folder:
        clips = manifest_csv.read(folder)
        assert [clip.label for clip in clips] == [one.label for one in reversed(call)]
        assert clips[0].original == UNCHECKED and clips[1].text == '"Well", 4 so' and clips[1].speaker == "A"
        for clip, one in zip(clips, reversed(call), strict=True):
            heard = passage(one.media, one.plan, one.segment)
            kept = read_sound(clip.path)
            assert len(kept) == len(heard) > 20_000
            assert np.abs(kept - heard).max() < 1e-4
        note = (folder / LICENCE).read_text(encoding="utf-8")
        assert "Anna and Ben agreed to this." in note and "call.wav" in note and str(tmp_path) not in note
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_averaged_channels_are_cut_like_the_analysis_averages_them(call: list[Corrected], tmp_path: Path) -> None:
    one = Corrected(call[0].media, ChannelPlan.MIX, Segment(Span(1.0, 3.5), 0), "A", Emotion.SAD)
    write_pack(tmp_path / "pack", [one])
    kept = read_sound(tmp_path / "pack" / "clips" / "01" / "0001.wav")
    assert np.abs(kept - passage(one.media, one.plan, one.segment)).max() < 1e-4


def test_what_is_missing_is_told_and_left_out(call: list[Corrected], tmp_path: Path) -> None:
    gone = Corrected(tmp_path / "gone.wav", ChannelPlan.MIX, Segment(Span(0, 1), 0), "C", Emotion.SAD)
    late = Corrected(call[0].media, ChannelPlan.SPLIT, Segment(Span(900, 901), 0), "A", Emotion.SAD)
    packed = write_pack(tmp_path / "pack", [gone, *call, late])
    assert packed.clips == 6
    assert packed.warning == (
        "2 of 8 utterances were left out, of gone.wav (missing or damaged), call.wav (no sound there)."
    )
    with pytest.raises(DataError, match="Nothing is left to learn from; bring the recordings back"):
        write_pack(tmp_path / "none", [gone])
    assert not (tmp_path / "none").exists()


def test_nothing_told_or_a_place_that_is_taken_is_refused(call: list[Corrected], tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No utterance has an emotion that you told"):
        write_pack(tmp_path / "pack", call[5:])
    (tmp_path / "pack").mkdir()
    with pytest.raises(OutputError, match="is there already"):
        write_pack(tmp_path / "pack", call)
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_pack(tmp_path / "file" / "pack", call)


def test_stopped_in_the_middle_leaves_nothing(call: list[Corrected], tmp_path: Path) -> None:
    def stop(stage: str, share: float) -> None:
        if share > 0.5:
            raise Cancelled("enough")

    for name in ("pack", "pack.zip"):
        with pytest.raises(Cancelled):
            write_pack(tmp_path / name, call, report=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("entry", ["../escaped.wav", "/tmp/escaped.wav", "clips/01/../../0001.wav", "other.txt"])
def test_a_zip_with_anything_else_in_it_is_refused(tmp_path: Path, entry: str) -> None:
    path = tmp_path / "in" / "pack.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("manifest.csv", "path,emotion\nx.wav,sad\n")
        zipped.writestr(entry, "x")
    with pytest.raises(DataError, match="no training pack, or it is damaged"), opened_pack(path):
        pass
    assert not (tmp_path / "escaped.wav").exists()


def test_what_is_no_pack_is_said(tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_bytes(b"no zip")
    for place in (tmp_path / "pack.zip", tmp_path, tmp_path / "absent", tmp_path / "absent.zip"):
        with pytest.raises(DataError, match=r"is no training pack|cannot be read"), opened_pack(place):
            pass
