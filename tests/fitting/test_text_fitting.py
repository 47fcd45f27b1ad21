"""Training of the text branch: stages, bare text, batches, and a few real steps."""

from __future__ import annotations

from mmemotion.corpora.labels import Sentence
from mmemotion.fitting.text import BATCH, Texts, batches, fit_text, stages, text_logits, tokenize, without_punctuation
from mmemotion.manifest import Manifest
from mmemotion.types import EMOTIONS, Emotion


def _sentence(text: str, label: Emotion, corpus: str = "goemotions") -> Sentence:
    return Sentence(text, corpus, "0", {label: 1.0})


def test_punctuation_goes_and_apostrophes_stay() -> None:
    assert without_punctuation("Oh, it’s you... isn't it?!").split() == ["Oh", "it’s", "you", "isn't", "it"]


def test_batches_hold_every_text_once_and_repeat_for_a_seed() -> None:
    texts = Texts([[1] * (3 + i % 17) for i in range(100)], shares=None)  # type: ignore[arg-type]
    found = batches(texts, 4)
    assert sorted(i for batch in found for i in batch) == list(range(100))
    assert found == batches(texts, 4) != batches(texts, 5)
    assert max(map(len, found)) == BATCH


def test_dialogue_comes_twice_after_comments() -> None:
    dialogue = [_sentence(f"d{i}", Emotion.SAD, "meld") for i in range(3)]
    comments = [_sentence(f"c{i}", Emotion.HAPPY if i % 2 else Emotion.NEUTRAL) for i in range(8)]
    first, second, third = stages(dialogue + comments, 0)
    assert all(sentence.corpus == "goemotions" for sentence in first)
    assert all(d in second and d in third for d in dialogue)


def test_a_few_steps_learn_two_phrases_and_leave_the_lower_layers_alone() -> None:
    folder = Manifest.load().folder("minilm")
    sentences = [
        _sentence("I hate this", Emotion.ANGRY),
        _sentence("I love this", Emotion.HAPPY),
        _sentence("", Emotion.SAD),
    ]
    texts = tokenize(folder, sentences * 8)
    assert len(texts) == 16  # the empty one has no word piece
    model = fit_text(folder, [texts] * 30, 0, lambda stage, share: None)
    found = [EMOTIONS[i] for i in text_logits(model, tokenize(folder, sentences[:2])).argmax(-1)]
    assert found == [Emotion.ANGRY, Emotion.HAPPY]
    assert all(
        name.startswith(("encoder.layer.2", "encoder.layer.3", "encoder.layer.4", "encoder.layer.5"))
        for name in model.upper_state()
    )
