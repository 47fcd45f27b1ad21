"""Why an estimate is what it is, by the shipped model, a real voice, and words that leave no doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
import torch

from mmemotion.audio.front_end import SAMPLE_RATE, prepare
from mmemotion.backends.minilm import MiniLmTextEncoder
from mmemotion.backends.prosody_groups import ProsodyGroups
from mmemotion.backends.scripted import ScriptedFusion, ScriptedTextEncoder
from mmemotion.backends.trained_fusion import TrainedFusion, load_trained
from mmemotion.backends.whisper_encoder import FRAME_HOP, WhisperAcousticEncoder, load_encoder
from mmemotion.errors import Cancelled
from mmemotion.evaluation.sound import read_sound
from mmemotion.features.functionals import GROUPS
from mmemotion.features.prosody import VoiceProsody
from mmemotion.manifest import Manifest
from mmemotion.paths import assets_dir
from mmemotion.pipeline.reasons import MOST_WORDS, STRETCH, Case, explain, suppose
from mmemotion.protocols import TextEncoder
from mmemotion.types import EMOTIONS, Baseline, Branch, Embedding, Emotion, Evidence, Modality

HATE = ("I", "hate", "this", "so", "much")
CONTEXT = ("How was your day?",)
MOST_CHANGE = 1e-4


class Counting:
    """Remembers what it was asked to read."""

    def __init__(self, text: TextEncoder) -> None:
        self._text = text
        self.asked: list[tuple[str, ...]] = []

    def encode(self, words: Sequence[str], context: Sequence[str] = ()) -> Embedding:
        self.asked.append(tuple(words))
        return self._text.encode(words, context)


@dataclass(frozen=True)
class Chain:
    """From sound and words to a case."""

    text: MiniLmTextEncoder
    fusion: TrainedFusion
    voice: dict[Modality, Embedding]
    seconds: float

    def case(self, words: Sequence[str], context: tuple[str, ...] = CONTEXT) -> Case:
        embeddings = {**self.voice, Modality.TEXT: self.text.encode(words, context)}
        evidence = self.fusion.read(embeddings, self.seconds)
        return Case(tuple(words), context, self.voice, evidence, self.fusion.learn(Baseline(), evidence))

    def probability(self, case: Case, emotion: Emotion, without: Sequence[int]) -> float:
        estimate = suppose(case, self.text, self.fusion, without)
        assert estimate is not None
        return estimate.probabilities[emotion]


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> object:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def chain() -> Chain:
    """A voice of the sample recording."""
    manifest = Manifest.load()
    fusion, upper = load_trained(manifest.folder("default"))
    samples = read_sound(assets_dir() / "sample" / "meeting.flac")[4 * SAMPLE_RATE : 8 * SAMPLE_RATE]
    speech = prepare(samples)
    frames = WhisperAcousticEncoder(load_encoder(manifest.folder("whisper-base"))).encode(speech.levelled)
    items = tuple(speech.first_frame + item for item in frames.items)
    measures = ProsodyGroups().encode(VoiceProsody("cpu").extract(speech.sound, 0.0))
    voice = {Modality.ACOUSTIC: replace(frames, items=items), Modality.PROSODY: measures}
    return Chain(MiniLmTextEncoder(manifest.folder("minilm"), upper), fusion, voice, len(samples) / SAMPLE_RATE)


def test_the_word_that_carries_the_anger_comes_first(chain: Chain) -> None:
    words = explain(chain.case(HATE), chain.text, chain.fusion, Emotion.ANGRY).words
    assert HATE[int(np.argmax(words))] == "hate"
    assert words[1] > 0.1


@pytest.mark.parametrize(
    ("said", "emotion"),
    [
        (HATE, Emotion.ANGRY),
        (("Oh", "what", "a", "wonderful", "surprise", "I", "am", "so", "happy"), Emotion.HAPPY),
        (("My", "dog", "died", "and", "I", "cannot", "stop", "crying"), Emotion.SAD),
    ],
)
def test_leaving_out_what_counted_most_changes_more_than_what_counted_least(
    chain: Chain, said: tuple[str, ...], emotion: Emotion
) -> None:
    case = chain.case(said)
    words = explain(case, chain.text, chain.fusion, emotion).words
    most, least = int(np.argmax(words)), int(np.argmin(words))
    whole = chain.probability(case, emotion, ())
    assert chain.probability(case, emotion, (most,)) < chain.probability(case, emotion, (least,))
    for place, fall in enumerate(words):
        assert whole - chain.probability(case, emotion, (place,)) == pytest.approx(fall, abs=MOST_CHANGE)


def test_leaving_out_the_first_half_of_the_ranking_lowers_it_more_than_the_last(chain: Chain) -> None:
    case = chain.case(("This", "is", "absolutely", "disgusting", "and", "I", "feel", "sick", "of", "it"))
    order = np.argsort(explain(case, chain.text, chain.fusion, Emotion.DISGUST).words)
    first, last = tuple(order[-3:].tolist()), tuple(order[:3].tolist())
    assert chain.probability(case, Emotion.DISGUST, first) < chain.probability(case, Emotion.DISGUST, last)


def test_what_one_emotion_loses_others_gain(chain: Chain) -> None:
    case = chain.case(HATE)
    found = [explain(case, chain.text, chain.fusion, emotion) for emotion in EMOTIONS]
    rows = [np.array([*one.words, *one.frames, *one.groups.values()]) for one in found]
    assert np.abs(rows).max() > 0.05
    assert np.sum(rows, axis=0) == pytest.approx(0, abs=1e-5)


def test_frames_and_measures_lie_where_they_are(chain: Chain) -> None:
    found = explain(chain.case(HATE), chain.text, chain.fusion, Emotion.ANGRY)
    assert found.hop == pytest.approx(STRETCH)
    items = chain.voice[Modality.ACOUSTIC].items
    assert len(found.frames) == items[-1] * FRAME_HOP // STRETCH + 1
    assert found.frames.any() and not found.frames[: int(items[0] * FRAME_HOP / STRETCH)].any()
    assert set(found.groups) == set(GROUPS)
    assert any(found.groups.values())


def test_a_stretch_left_out_is_sound_that_was_not_there(chain: Chain) -> None:
    case = chain.case(HATE)
    found = explain(case, chain.text, chain.fusion, Emotion.ANGRY)
    place = int(np.argmax(np.abs(found.frames)))
    frames, per = chain.voice[Modality.ACOUSTIC], round(STRETCH / FRAME_HOP)
    stays = [i for i, item in enumerate(frames.items) if item // per != place]
    rest = Embedding(Modality.ACOUSTIC, frames.vectors[stays])
    without = chain.fusion.read({**chain.voice, Modality.ACOUSTIC: rest}, chain.seconds)
    judged = chain.fusion.judge(replace(case.evidence, voice=without.voice), case.baseline)
    fall = chain.probability(case, Emotion.ANGRY, ()) - judged.probabilities[Emotion.ANGRY]
    assert found.frames[place] == pytest.approx(fall, abs=MOST_CHANGE)


def test_without_the_sound_only_the_words_are_told_and_the_voice_still_counts(chain: Chain) -> None:
    case = chain.case(HATE)
    whole = explain(case, chain.text, chain.fusion, Emotion.ANGRY)
    found = explain(replace(case, voice={}), chain.text, chain.fusion, Emotion.ANGRY)
    assert found.words == pytest.approx(whole.words, abs=MOST_CHANGE)
    assert not len(found.frames) and found.groups == {}


def test_words_that_were_not_judged_have_no_reasons(chain: Chain) -> None:
    evidence = chain.fusion.read(chain.voice, chain.seconds)
    case = Case(("guten", "Tag"), (), chain.voice, evidence, chain.fusion.learn(Baseline(), evidence))
    text = Counting(chain.text)
    assert explain(case, text, chain.fusion, Emotion.ANGRY).words == ()
    assert not text.asked
    nothing = explain(replace(case, voice={}), text, chain.fusion, Emotion.ANGRY)
    assert (nothing.words, len(nothing.frames), nothing.groups) == ((), 0, {})


def test_the_only_word_of_an_utterance_that_cannot_be_heard(chain: Chain) -> None:
    evidence = chain.fusion.read({Modality.TEXT: chain.text.encode(("Disgusting",))}, 1.0)
    case = Case(("Disgusting",), (), {}, evidence, Baseline())
    whole = chain.fusion.judge(evidence, Baseline()).probabilities[Emotion.DISGUST]
    words = explain(case, chain.text, chain.fusion, Emotion.DISGUST).words
    assert words == pytest.approx((whole - 1 / 7,), abs=MOST_CHANGE)
    assert suppose(case, chain.text, chain.fusion, without=(0,)) is None
    assert suppose(case, chain.text, chain.fusion, branches=(Branch.VOICE,)) is None


def test_neighbours_of_a_long_utterance_are_left_out_together() -> None:
    words = tuple(f"word{'x' * (place % 7)}" for place in range(150))
    evidence = Evidence(1.0, {}, {Modality.TEXT: np.zeros(1, dtype=np.float32)}, {})
    text = Counting(ScriptedTextEncoder())
    found = explain(Case(words, (), {}, evidence, Baseline()), text, ScriptedFusion(), Emotion.ANGRY).words
    assert len(found) == 150
    assert len(text.asked) == MOST_WORDS + 1
    assert all(147 <= len(asked) <= 148 for asked in text.asked[1:])
    assert found[:3] == (found[0],) * 3


def test_it_ends_when_it_is_no_longer_wanted(chain: Chain) -> None:
    text = Counting(chain.text)
    with pytest.raises(Cancelled):
        explain(chain.case(HATE), text, chain.fusion, Emotion.ANGRY, stopped=lambda: len(text.asked) > 2)
    assert len(text.asked) == 3


@pytest.mark.parametrize("branch", list(Branch))
def test_one_branch_alone_is_what_the_estimate_says_of_it(chain: Chain, branch: Branch) -> None:
    case = chain.case(HATE)
    real = chain.fusion.judge(case.evidence, case.baseline)
    alone = suppose(case, chain.text, chain.fusion, branches=(branch,))
    assert alone is not None
    assert dict(alone.probabilities) == pytest.approx(dict(real.by_branch[branch]), abs=1e-4)
    assert alone.confidence == max(alone.probabilities.values())
    assert (alone.valence is None) is (branch is Branch.VOICE)
    assert set(alone.weights) == ({Modality.TEXT} if branch is Branch.TEXT else {Modality.ACOUSTIC, Modality.PROSODY})


def test_all_branches_and_all_words_are_the_estimate(chain: Chain) -> None:
    case = chain.case(HATE)
    real = chain.fusion.judge(case.evidence, case.baseline)
    for branches in ((), tuple(Branch)):
        same = suppose(case, chain.text, chain.fusion, branches=branches)
        assert same is not None and same.probabilities == real.probabilities


def test_without_a_word_it_is_as_if_it_had_not_been_said(chain: Chain) -> None:
    rest = chain.case(("I", "this", "so", "much"))
    expected = chain.fusion.judge(rest.evidence, rest.baseline)
    found = suppose(chain.case(HATE), chain.text, chain.fusion, without=(1,))
    assert found is not None
    assert dict(found.probabilities) == pytest.approx(dict(expected.probabilities), abs=1e-5)
    assert found.valence == pytest.approx(expected.valence, abs=1e-5)
    assert found.frame_attention.shape == expected.frame_attention.shape
    assert len(found.word_attention) == 4
    assert suppose(chain.case(HATE), chain.text, chain.fusion, without=range(5)) is not None  # the voice is still there
    assert suppose(chain.case(HATE), chain.text, chain.fusion, range(5), (Branch.TEXT,)) is None
