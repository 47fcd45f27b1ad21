"""Recognition on real calls: the figure users read first."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jiwer
import pytest

from mmemotion import analyze
from mmemotion.types import Recording


def normal(text: str) -> str:
    return " ".join(re.sub(r"[^\w' ]+", " ", text.lower().replace("’", "'")).split())


@pytest.fixture(scope="module")
def call(shared_data: Path) -> Recording:
    return analyze(shared_data / "calls" / "SNG0480.flac")


@pytest.fixture(scope="module")
def reference(shared_data: Path) -> list[dict[str, object]]:
    words: list[dict[str, object]] = json.loads((shared_data / "calls" / "SNG0480.json").read_text())
    return words


def test_the_words_of_each_speaker_are_on_the_speakers_channel(
    call: Recording, reference: list[dict[str, object]]
) -> None:
    said = {c: normal(" ".join(str(w["word"]) for w in reference if w["speaker"] == "AB"[c])) for c in (0, 1)}
    heard = {c: normal(" ".join(u.transcript.text for u in call.utterances if u.channel == c)) for c in (0, 1)}
    assert jiwer.wer([said[0], said[1]], [heard[0], heard[1]]) <= 0.24
    assert jiwer.wer([said[0], said[1]], [heard[1], heard[0]]) > 0.8


def test_word_times_are_those_of_the_recording(call: Recording, reference: list[dict[str, object]]) -> None:
    for channel, speaker in enumerate("AB"):
        spoken = [(float(str(w["start"])), float(str(w["end"]))) for w in reference if w["speaker"] == speaker]
        words = [w for u in call.utterances if u.channel == channel for w in u.transcript.words]
        outside = [w for w in words if not any(s - 0.7 <= w.span.end and w.span.start <= e + 0.7 for s, e in spoken)]
        assert len(outside) <= 0.05 * len(words)


def test_utterances_are_between_half_a_second_and_fifteen(call: Recording) -> None:
    assert len(call.utterances) > 20
    assert all(0.5 <= u.span.duration <= 15 for u in call.utterances)
    assert call.language == "en"
    assert all(
        sum(u.estimate.probabilities.values()) == pytest.approx(1, abs=1e-4) for u in call.utterances if u.estimate
    )


def test_another_language_is_recognised_and_judged_by_the_voice_alone(shared_data: Path) -> None:
    recording = analyze(shared_data / "emodb" / "03a01Nc.flac")
    assert recording.language == "de"
    assert "Only English words are scored" in recording.warnings[-1]
    (utterance,) = recording.utterances
    assert "Eisschrank" in utterance.transcript.text
    assert utterance.estimate is not None
    assert set(utterance.estimate.by_branch) == {"voice"}
    assert "text" not in utterance.estimate.weights
