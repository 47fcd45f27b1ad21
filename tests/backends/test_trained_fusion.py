"""The shipped model through the real encoders.

It was trained on these very clips, so this checks the wiring, not how good it is: `mmemotion evaluate` does that.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from mmemotion.audio.front_end import prepare
from mmemotion.backends.minilm import MiniLmTextEncoder
from mmemotion.backends.prosody_groups import ProsodyGroups
from mmemotion.backends.trained_fusion import (
    LATEST,
    FusionSettings,
    TrainedFusion,
    build_network,
    load_trained,
    save_trained,
)
from mmemotion.backends.whisper_encoder import WhisperAcousticEncoder, load_encoder
from mmemotion.config import Talk
from mmemotion.corpora import ravdess
from mmemotion.errors import ModelCorruptError, ModelMissingError
from mmemotion.evaluation.sound import read_sound, telephone
from mmemotion.features.functionals import GROUPS
from mmemotion.features.prosody import VoiceProsody
from mmemotion.manifest import Manifest
from mmemotion.types import Baseline, Branch, Embedding, Emotion, FloatArray, Modality


@dataclass(frozen=True)
class Chain:
    """Everything between sound and words, and the embeddings."""

    acoustic: WhisperAcousticEncoder
    prosody: VoiceProsody
    text: MiniLmTextEncoder
    fusion: TrainedFusion

    def embeddings(self, samples: FloatArray, words: str) -> dict[Modality, Embedding]:
        speech = prepare(samples)
        return {
            Modality.TEXT: self.text.encode(words.split()),
            Modality.ACOUSTIC: self.acoustic.encode(speech.levelled),
            Modality.PROSODY: ProsodyGroups().encode(self.prosody.extract(speech.sound, 0.0)),
        }


@pytest.fixture(scope="module")
def chain() -> Chain:
    manifest = Manifest.load()
    fusion, upper = load_trained(manifest.folder("default"))
    acoustic = WhisperAcousticEncoder(load_encoder(manifest.folder("whisper-base")))
    return Chain(acoustic, VoiceProsody("cpu"), MiniLmTextEncoder(manifest.folder("minilm"), upper), fusion)


@pytest.fixture(scope="module")
def angry_clip(chain: Chain, shared_data: Path) -> dict[Modality, Embedding]:
    clip = ravdess.read(shared_data / "ravdess")
    chosen = next(c for c in clip if c.label is Emotion.ANGRY and c.speaker == "RAVDESS_05")
    return chain.embeddings(read_sound(chosen.path), chosen.text)


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
@pytest.mark.parametrize("options", [[], ["-p", "20"], ["-v", "en-us", "-s", "140"]])
def test_a_flat_synthetic_voice_follows_its_words(chain: Chain, tmp_path: Path, options: list[str]) -> None:
    sentence = "I am so angry, this is the worst service ever"
    subprocess.run(["espeak-ng", *options, "-w", str(tmp_path / "said.wav"), sentence], check=True)
    estimate = chain.fusion.fuse(chain.embeddings(read_sound(tmp_path / "said.wav"), sentence))
    assert estimate.label is Emotion.ANGRY
    assert max(zip(estimate.word_attention, sentence.split(), strict=True))[1] in ("angry,", "worst")


def test_acted_clips_with_neutral_words_follow_their_voice(chain: Chain, shared_data: Path) -> None:
    clips = ravdess.read(shared_data / "ravdess")[7::40]
    fusion = load_trained(Manifest.load().folder("default"), talk=Talk.ACTED)[0]
    found = [fusion.fuse(chain.embeddings(read_sound(clip.path), clip.text)).label for clip in clips]
    right = sum(label is clip.label for label, clip in zip(found, clips, strict=True))
    assert right >= 0.7 * len(clips)


def test_the_telephone_and_the_gain_change_little(chain: Chain, shared_data: Path) -> None:
    clips = ravdess.read(shared_data / "ravdess")[11::120]
    for clip in clips:
        sound = read_sound(clip.path)
        loud = chain.fusion.fuse(chain.embeddings(sound, clip.text)).probabilities
        quiet = chain.fusion.fuse(chain.embeddings(sound * np.float32(0.1), clip.text)).probabilities
        assert max(abs(loud[label] - quiet[label]) for label in Emotion) < 0.1
    narrow = [chain.fusion.fuse(chain.embeddings(telephone(read_sound(c.path), 1), c.text)).label for c in clips]
    assert sum(label is clip.label for label, clip in zip(narrow, clips, strict=True)) >= 0.7 * len(clips)


@pytest.mark.parametrize("subset", [s for n in (1, 2, 3) for s in combinations(Modality, n)])
def test_any_subset_gives_sums_of_one(
    chain: Chain, angry_clip: dict[Modality, Embedding], subset: tuple[Modality, ...]
) -> None:
    estimate = chain.fusion.fuse({modality: angry_clip[modality] for modality in subset})
    distributions = [estimate.probabilities, *estimate.by_branch.values()]
    assert all(sum(found.values()) == pytest.approx(1.0, abs=1e-6) for found in distributions)
    assert set(estimate.weights) == set(subset) and sum(estimate.weights.values()) == pytest.approx(1.0, abs=1e-5)
    assert (Branch.TEXT in estimate.by_branch) == (Modality.TEXT in subset)
    assert (Branch.VOICE in estimate.by_branch) == (subset != (Modality.TEXT,))
    assert estimate.confidence == max(estimate.probabilities.values())
    shares = {
        Modality.TEXT: sum(estimate.word_attention),
        Modality.ACOUSTIC: float(estimate.frame_attention.sum()),
        Modality.PROSODY: sum(estimate.prosody_attention.values()),
    }
    for modality, share in shares.items():
        assert share == pytest.approx(1.0 if modality in subset else 0.0, abs=1e-4)


def test_a_voice_is_judged_beside_what_was_heard_of_its_speaker(chain: Chain, shared_data: Path) -> None:
    clips = [clip for clip in ravdess.read(shared_data / "ravdess") if clip.speaker == "RAVDESS_09"][::4]
    read = [chain.fusion.read(chain.embeddings(read_sound(clip.path), ""), 2.0) for clip in clips]
    baseline = Baseline()
    for evidence in read:
        baseline = chain.fusion.learn(baseline, evidence)
    beside = [chain.fusion.judge(evidence, baseline) for evidence in read]
    alone = [chain.fusion.judge(evidence, chain.fusion.learn(Baseline(), evidence)) for evidence in read]
    assert {estimate.baseline for estimate in beside} == {2.0 * len(clips)}
    assert {estimate.baseline for estimate in alone} == {2.0}
    assert any(a.probabilities != b.probabilities for a, b in zip(alone, beside, strict=True))
    right = [sum(e.label is c.label for e, c in zip(some, clips, strict=True)) for some in (alone, beside)]
    assert right[1] >= right[0]


def test_a_baseline_stays_small(chain: Chain, angry_clip: dict[Modality, Embedding]) -> None:
    evidence, baseline = chain.fusion.read(angry_clip, 2.0), Baseline()
    for _ in range(LATEST + 5):
        baseline = chain.fusion.learn(baseline, evidence)
    assert all(len(rows) == LATEST for rows in baseline.heard.values())
    assert baseline.seconds == 2.0 * (LATEST + 5)


def test_words_tell_valence(chain: Chain) -> None:
    glad, awful = (
        chain.fusion.fuse({Modality.TEXT: chain.text.encode(said.split())}).valence
        for said in ("what a wonderful lovely day", "this is terrible and they all died")
    )
    assert glad is not None and awful is not None and glad > 0 > awful


def test_a_model_of_another_version_says_so(tmp_path: Path) -> None:
    save_trained(tmp_path, build_network(FusionSettings(threshold=0.4)), FusionSettings(threshold=0.4, format=1), {})
    with pytest.raises(ModelCorruptError, match="another version of mmemotion; train it again"):
        load_trained(tmp_path)


def test_attention_lies_where_its_items_lie(chain: Chain, angry_clip: dict[Modality, Embedding]) -> None:
    acoustic = angry_clip[Modality.ACOUSTIC]
    later = Embedding(Modality.ACOUSTIC, acoustic.vectors, tuple(item + 10 for item in acoustic.items))
    first = chain.fusion.fuse({Modality.ACOUSTIC: acoustic}).frame_attention
    second = chain.fusion.fuse({Modality.ACOUSTIC: later}).frame_attention
    assert np.array_equal(second[10:], first) and not second[:10].any()
    words = chain.fusion.fuse(angry_clip)
    assert len(words.word_attention) == 6 and set(words.prosody_attention) == set(GROUPS)


def test_the_same_twice_and_empty_text_is_no_text(chain: Chain, angry_clip: dict[Modality, Embedding]) -> None:
    assert chain.fusion.fuse(angry_clip).probabilities == chain.fusion.fuse(angry_clip).probabilities
    silent = {**angry_clip, Modality.TEXT: chain.text.encode([])}
    assert Modality.TEXT not in chain.fusion.fuse(silent).weights
    with pytest.raises(ValueError, match="no modality"):
        chain.fusion.fuse({Modality.TEXT: chain.text.encode([])})


@pytest.mark.parametrize("length", [160, 1600, 8000])
def test_next_to_nothing_and_silence_give_an_estimate(chain: Chain, length: int) -> None:
    estimate = chain.fusion.fuse(chain.embeddings(np.zeros(length, dtype=np.float32), ""))
    assert sum(estimate.probabilities.values()) == pytest.approx(1.0, abs=1e-6)


def test_low_confidence_abstains(angry_clip: dict[Modality, Embedding]) -> None:
    network = build_network(FusionSettings(threshold=0.5))
    assert not TrainedFusion(network, 0.0).fuse(angry_clip).abstained
    assert TrainedFusion(network, 1.0).fuse(angry_clip).abstained


def test_what_is_saved_is_what_is_loaded(tmp_path: Path, angry_clip: dict[Modality, Embedding]) -> None:
    network, settings = build_network(FusionSettings(threshold=0.4)), FusionSettings(threshold=0.4)
    save_trained(tmp_path, network, settings, {})
    loaded, upper = load_trained(tmp_path)
    assert not upper
    assert loaded.fuse(angry_clip).probabilities == TrainedFusion(network, 0.4).fuse(angry_clip).probabilities
    weights = tmp_path / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ModelCorruptError, match="damaged"):
        load_trained(tmp_path)
    with pytest.raises(ModelMissingError):
        load_trained(tmp_path / "nothing")


def test_the_shipped_files_are_small() -> None:
    folder = Manifest.load().folder("default")
    assert sum(path.stat().st_size for path in folder.iterdir()) < 24_000_000


def test_the_same_network_may_expect_another_kind_of_talk() -> None:
    everyday = load_trained(Manifest.load().folder("default"))[0]
    acted = everyday.expecting(Talk.ACTED)
    vectors = np.random.default_rng(0).normal(size=(50, 3 * 512)).astype(np.float32)
    embeddings = {Modality.ACOUSTIC: Embedding(Modality.ACOUSTIC, vectors, tuple(range(50)))}
    neutral = [fusion.fuse(embeddings).probabilities[Emotion.NEUTRAL] for fusion in (everyday, acted)]
    assert neutral[0] > neutral[1]
