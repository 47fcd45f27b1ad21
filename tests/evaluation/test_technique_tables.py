"""The tables of techniques: pairs as asked for, speakers held out, every technique in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from mmemotion.corpora.labels import Clip
from mmemotion.evaluation.encoder_table import Spoken, Trial, encoder_logits, encoder_measures
from mmemotion.evaluation.fusion_table import KINDS, matched_pair_measures, pairs_of, real_pair_measures
from mmemotion.evaluation.log_mels import read_log_mels
from mmemotion.fitting.course import LoopSettings
from mmemotion.fitting.fusion import Evidence
from mmemotion.fitting.pretraining import PretrainingSettings
from mmemotion.fitting.techniques import ENCODERS, OBJECTIVES, SUPERVISED, SpectralSettings
from mmemotion.networks.fusions import FUSIONS
from mmemotion.networks.spectral import WIDTH
from mmemotion.types import Emotion, Modality


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """As in training."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def _silent(stage: str, share: float) -> None:
    assert stage and 0 < share <= 1


def _spoken() -> Spoken:
    """Two emotions that are loud in other bands; ten speakers in two folds."""
    chance = np.random.default_rng(0)
    clips, frames = [], []
    for number in range(40):
        emotion = (Emotion.SAD, Emotion.ANGRY)[number % 2]
        speaker = number // 4
        clips.append(Clip(Path("-"), "made-up", f"s{speaker}", emotion, emotion.value, "", "en", speaker % 2 + 1))
        clip = chance.normal(0, 0.2, (8, WIDTH))
        clip[:, (number % 2) :: 2] += 1
        frames.append(clip.astype(np.float16))
    return Spoken(clips, frames, frames[:16])


def test_every_encoder_and_objective_is_in_the_table_with_its_interval() -> None:
    spoken = _spoken()
    loop = LoopSettings(rate=3e-3, epochs=20)
    trial = Trial(SpectralSettings(2, loop, batch=8), PretrainingSettings(loop, batch=8, span=2))
    logits = encoder_logits(spoken, trial, 0, _silent)
    assert set(logits) == {(kind, objective) for kind in ENCODERS for objective in OBJECTIVES}
    perfect = torch.eye(2)[torch.from_numpy(spoken.labels)]
    rows = encoder_measures(spoken, {**logits, ("given", SUPERVISED): perfect}, {"given": "small"}, 0)
    found = {row.name: row for row in rows}
    assert found["UA, given, supervised"].value == 1.0 and found["UA, given, supervised"].reference == "small"
    assert len(rows) == len(logits) + 1 + len(ENCODERS)
    assert all(row.low is not None and row.high is not None and row.low <= row.value <= row.high for row in rows)
    assert found["UA, cnn, supervised"].value > 0.8


def _evidence(names: tuple[Modality, ...], seed: int) -> Evidence:
    generator = torch.Generator().manual_seed(seed)
    shares = torch.nn.functional.one_hot(torch.arange(280) % 7, 7).float()
    return Evidence({name: torch.randn(280, 7, generator=generator) + 3 * shares for name in names}, shares)


@pytest.mark.parametrize("kind", KINDS)
def test_pairs_have_the_labels_their_kind_asks_for(kind: str) -> None:
    voice, text = np.arange(60) % 6, np.arange(70) % 7
    heard, read = pairs_of(kind, voice, text, np.random.default_rng(0), 500)
    of_voice, of_text = voice[heard], text[read]
    if kind == "agreeing":
        assert (of_voice == of_text).all() and set(of_voice.tolist()) == {1, 2, 3, 4, 5}
    elif kind == "conflict":
        assert (of_voice != of_text).all() and (of_voice > 0).all() and (of_text > 0).all()
    else:
        assert ((of_text if kind == "neutral words" else of_voice) == 0).all()


def test_every_fusion_is_in_both_tables() -> None:
    voice, text = _evidence((Modality.ACOUSTIC, Modality.PROSODY), 0), _evidence((Modality.TEXT,), 1)
    speakers = np.array([f"s{place // 7 % 10}" for place in range(280)])
    folds = np.array([int(name[1:]) % 2 + 1 for name in speakers])
    real = real_pair_measures(voice, folds, speakers, 0, steps=40)
    assert [row.name for row in real[:6]] == [
        "UA, acoustic alone",
        "UA, prosody alone",
        *(f"UA, {kind} fusion" for kind in FUSIONS),
    ]
    assert all(row.value > real[0].value for row in real[2:6])
    assert len(real) == 6 + len(FUSIONS) - 1 and all("gained over concatenation" in row.name for row in real[6:])
    chosen = {"voice": np.flatnonzero(folds == 1), "text": np.arange(0, 280, 2)}
    matched = matched_pair_measures(voice, speakers, text, chosen, 0, steps=40)
    assert len(matched) == len(FUSIONS) * len(KINDS) * 2
    by_name = {(row.name, row.data): row.value for row in matched}
    agreeing = by_name["accuracy, attention fusion", "matched pairs: agreeing"]
    assert agreeing > by_name["accuracy, attention fusion", "matched pairs: neutral words"]


def test_spectrograms_are_read_once_and_kept(shared_data: Path, tmp_path: Path) -> None:
    paths = sorted((shared_data / "librispeech").glob("*.flac"))[:1]
    first = read_log_mels(paths, tmp_path, _silent)
    kept = list(tmp_path.iterdir())
    assert len(kept) == 1 and first[0].shape[1] == WIDTH
    again = read_log_mels(paths, tmp_path, _silent)
    assert np.array_equal(first[0], again[0])
    kept[0].write_bytes(b"cut off")
    assert np.array_equal(read_log_mels(paths, tmp_path, _silent)[0], first[0])
