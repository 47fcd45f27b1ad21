"""The recogniser for GPUs, run on the CPU: the same weights must say the same words at the same times."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mmemotion.audio.files import FileSource
from mmemotion.backends.whisper_ctranslate2 import CTranslate2Whisper
from mmemotion.backends.whisper_encoder import WhisperAcousticEncoder, load_encoder, load_whisper
from mmemotion.backends.whisper_torch import TorchWhisper
from mmemotion.manifest import Manifest
from mmemotion.types import FloatArray


@pytest.fixture(scope="module")
def folder() -> Path:
    return Manifest.load().folder("whisper-base")


@pytest.fixture(scope="module")
def model(folder: Path) -> Any:
    return load_whisper(folder)


@pytest.fixture(scope="module")
def sentence(shared_data: Path) -> FloatArray:
    chunks = FileSource(shared_data / "librispeech" / "1089-134691-0001.flac").chunks()
    return np.concatenate([chunk.mono() for chunk in chunks])


def test_words_and_times_agree_with_the_recogniser_for_cpus(folder: Path, model: Any, sentence: FloatArray) -> None:
    found = TorchWhisper(model, folder).transcribe(sentence, "en")
    plain = CTranslate2Whisper(folder).transcribe(sentence, "en")
    assert found.text.lower().startswith("for a full hour he had paced up and down")
    assert [w.text.strip(" ,.").lower() for w in found.words] == [w.text.strip(" ,.").lower() for w in plain.words]
    apart = [abs(a.span.end - b.span.end) for a, b in zip(found.words, plain.words, strict=True)]
    assert float(np.median(apart)) <= 0.06
    assert all(0 < word.probability <= 1 for word in found.words)


def test_languages_are_told_apart(folder: Path, model: Any, shared_data: Path) -> None:
    german = np.concatenate([c.mono() for c in FileSource(shared_data / "emodb" / "03a01Nc.flac").chunks()])
    recognizer = TorchWhisper(model, folder)
    assert recognizer.detect_language(german) == CTranslate2Whisper(folder).detect_language(german) == "de"
    assert {"en", "de", "pl", "ur"} <= recognizer.languages


def test_one_copy_of_the_weights_serves_the_acoustic_encoder(folder: Path, model: Any, sentence: FloatArray) -> None:
    shared = WhisperAcousticEncoder(model.get_encoder())
    own = WhisperAcousticEncoder(load_encoder(folder))
    np.testing.assert_allclose(shared.encode(sentence).vectors, own.encode(sentence).vectors, atol=1e-3)
