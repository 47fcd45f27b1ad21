"""Training of the text branch: the plan of lessons, batches that agree with run time, and a few real steps."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from mmemotion.backends.minilm import MiniLmTextEncoder, load_tokenizer
from mmemotion.corpora.labels import RatedSentence, Sentence
from mmemotion.errors import Cancelled
from mmemotion.fitting.hooks import Hooks
from mmemotion.fitting.lessons import (
    Kind,
    PlanSettings,
    Texts,
    misheard,
    packed,
    passages_of,
    plan,
    without_punctuation,
)
from mmemotion.fitting.loop import run_course
from mmemotion.fitting.text import TextCourse, TextModel, TextSettings, fit_text, gather, text_says
from mmemotion.manifest import Manifest
from mmemotion.types import EMOTIONS, Emotion

FEW = PlanSettings(passes=12, readings=1, pieces=200, dialogue_pieces=200)


@pytest.fixture(scope="module")
def folder() -> Path:
    return Manifest.load().folder("minilm")


@pytest.fixture(scope="module")
def tokenizer(folder: Path) -> Any:
    return load_tokenizer(folder)


@pytest.fixture(autouse=True)
def one_thread() -> Any:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def _sentence(text: str, label: Emotion, corpus: str = "meld", group: str = "0") -> Sentence:
    return Sentence(text, corpus, group, {label: 1.0})


def _texts() -> Texts:
    """Two phrases, in dialogue, as comments and rated; a line and a comment of no word among them."""
    phrases = {"I hate this so much!": Emotion.ANGRY, "I love this so much!": Emotion.HAPPY, "": Emotion.SAD}
    lines = [_sentence(text, label, group=str(i)) for i in range(8) for text, label in phrases.items()]
    rated = [RatedSentence(text, "emobank", text, 0.5 if "love" in text else -0.5, 0.1, 0.0) for text in phrases]
    comments = [_sentence(text, label, "goemotions", str(i)) for i in range(8) for text, label in phrases.items()]
    labels = [frozenset({Emotion.SURPRISED, comment.label}) for comment in comments]
    return Texts(tuple(lines), tuple(comments), tuple(labels), tuple(rated) * 8)


def test_punctuation_goes_and_apostrophes_stay() -> None:
    assert without_punctuation("Oh, it’s you... isn't it?!").split() == ["Oh", "it’s", "you", "isn't", "it"]


def test_a_plan_reads_dialogues_in_every_pass_and_the_rest_beside_them(tokenizer: Any) -> None:
    lessons = plan(tokenizer, _texts(), FEW, 3)
    lines = {kind: [p for lesson in lessons if lesson.kind is kind for p in lesson.passages] for kind in Kind}
    assert sum(map(len, lines[Kind.DIALOGUE])) == 12 * 16  # the lines without a word are left out
    assert sum(map(len, lines[Kind.COMMENT])) == 16
    assert all(lesson.kind is not Kind.DIALOGUE for lesson in lessons[:2])
    assert {len(passage) for passage in lines[Kind.DIALOGUE]} == {1, 2}  # cut now and then


def test_a_plan_is_the_same_for_the_same_seed(tokenizer: Any) -> None:
    assert plan(tokenizer, _texts(), FEW, 3) == plan(tokenizer, _texts(), FEW, 3) != plan(tokenizer, _texts(), FEW, 4)


def test_comments_that_are_only_neutral_are_thinned(tokenizer: Any) -> None:
    comments = tuple(_sentence(f"It is number {i}.", Emotion.NEUTRAL, "goemotions", str(i)) for i in range(9))
    labels = (frozenset({Emotion.NEUTRAL}),) * 7 + (frozenset({Emotion.NEUTRAL, Emotion.HAPPY}),) * 2
    lessons = plan(tokenizer, Texts(comments=comments, labels=labels), replace(FEW, plain=3), 0)
    assert sum(len(lesson.passages) for lesson in lessons) == 5


def test_comments_are_read_again_with_others_of_those_only_neutral(tokenizer: Any) -> None:
    comments = tuple(_sentence(f"It is number {i}.", Emotion.NEUTRAL, "goemotions", str(i)) for i in range(9))
    labels = (frozenset({Emotion.NEUTRAL}),) * 6 + (frozenset({Emotion.HAPPY}),) * 3
    settings = replace(FEW, plain=3, readings=2)
    lessons = plan(tokenizer, Texts(comments=comments, labels=labels), settings, 0)
    read = Counter(tuple(passage[0].written) for lesson in lessons for passage in lesson.passages)
    assert sorted(read.values()) == [1] * 6 + [2] * 3


def test_a_part_of_the_rated_sentences_is_read_once(tokenizer: Any) -> None:
    rated = tuple(RatedSentence(f"It is number {i}.", "emobank", str(i), 0.0, 0.0, 0.0) for i in range(8))
    lessons = plan(tokenizer, Texts(rated=rated), replace(FEW, rated=0.5), 0)
    read = [tuple(passage[0].written) for lesson in lessons for passage in lesson.passages]
    assert len(read) == len(set(read)) == 4


def test_short_passages_share_a_row_and_none_overlap() -> None:
    lengths = [9, 5, 4, 4, 3, 2]
    places, room = packed(lengths)
    assert room * (1 + max(row for row, _ in places)) == 27  # three rows of nine, or one of 27: nothing is left empty
    taken = [(row, start + i) for (row, start), length in zip(places, lengths, strict=True) for i in range(length)]
    assert len(taken) == len(set(taken)) == sum(lengths) and max(column for _, column in taken) < room


def test_so_many_pieces_are_misheard_and_never_all_left_out() -> None:
    chance = np.random.default_rng(0)
    heard = misheard([1] * 10_000, [2, 3], 0.2, chance)
    assert sum(piece != 1 for piece in heard) == pytest.approx(1200, rel=0.1)
    assert len(heard) == pytest.approx(9200, rel=0.02)
    assert all(len(misheard([1], [2], 1.0, chance)) == 1 for _ in range(20))


def test_passages_hold_what_was_said_before_in_the_same_dialogue(tokenizer: Any) -> None:
    lines = [
        _sentence("One.", Emotion.SAD),
        _sentence("Two.", Emotion.SAD),
        _sentence("Three.", Emotion.SAD, group="1"),
    ]
    assert [len(passage) for passage in passages_of(tokenizer, lines)] == [1, 2, 1]
    assert [len(passage) for passage in passages_of(tokenizer, lines, context=False)] == [1, 1, 1]


def test_a_line_is_read_in_training_as_at_run_time(folder: Path) -> None:
    said = ["Who is that?", "It's me.", "What are you doing here, at this hour of the night?"]
    model = TextModel(folder).eval()
    lines = [_sentence(text, Emotion.SAD) for text in said]
    with torch.inference_mode():
        together, mask = model(
            gather([passages_of(model.tokenizer, lines)[-1], passages_of(model.tokenizer, lines)[0]])
        )
    found = MiniLmTextEncoder(folder, {}).encode(said[-1].split(), said[:-1])
    assert int(mask[2].sum()) == len(found.vectors)
    assert np.allclose(together[2, mask[2]], found.vectors, atol=1e-5)


def test_a_few_steps_learn_two_phrases_and_leave_the_embeddings_alone(folder: Path) -> None:
    model = fit_text(folder, _texts(), 0, settings=TextSettings(plan=FEW))
    wanted = {"I hate this so much": Emotion.ANGRY, "I love this": Emotion.HAPPY}
    lines = [_sentence(text, label) for text, label in wanted.items()]
    said = text_says(model, passages_of(model.tokenizer, lines, context=False))
    assert [EMOTIONS[i] for i in said.logits.argmax(-1)] == list(wanted.values())
    assert (said.several[:, EMOTIONS.index(Emotion.SURPRISED)] > said.several[:, EMOTIONS.index(Emotion.FEARFUL)]).all()
    assert said.scales[1, 0] > said.scales[0, 0] and said.scales.abs().max() <= 1
    fresh = TextModel(folder).bert.state_dict()
    moved = {name for name, value in model.bert.state_dict().items() if not torch.equal(value, fresh[name])}
    assert {name.split(".")[2] for name in moved if name.startswith("encoder.layer.")} == set("012345")
    assert not any(name.startswith("embeddings.") for name in moved)
    assert all(name.startswith("encoder.layer.") for name in model.upper_state()) and len(model.upper_state()) == 6 * 16


def test_finer_labels_of_comments_are_learned_beside(folder: Path) -> None:
    texts = _texts()
    finer = tuple(tuple(float(place == i % 3) for place in range(28)) for i in range(len(texts.comments)))
    course = TextCourse(TextModel(folder), replace(texts, details=finer), TextSettings(plan=FEW), 0)
    run_course(course, course.settings.loop, 0)
    lines = passages_of(course.model.tokenizer, texts.comments[:2], context=False)
    with torch.inference_mode():
        pieces, mask = course.model(gather(lines))
        found = course.model.details(course.model.branch.pooled(pieces, mask))
    assert found[:, :2].argmax(-1).tolist() == [0, 1] and (found[:, :2] > found[:, 3:].max()).any(-1).all()


def test_two_readings_of_a_line_are_to_agree(folder: Path) -> None:
    texts = Texts(tuple(_sentence(f"It is number {i}!", Emotion.NEUTRAL, group=str(i)) for i in range(9)))
    model = TextModel(folder)
    none, some = (
        TextCourse(model, texts, TextSettings(plan=FEW, bare=0, misheard=0, agreement=agreement), 0)
        for agreement in (0.0, 10.0)
    )
    for said_twice, mode in ((True, model.eval), (False, model.train)):
        mode()
        losses = []
        for course in (none, some):
            torch.manual_seed(0)
            losses.append(course.loss(0, np.random.default_rng(0)).item())
        assert (losses[1] == pytest.approx(losses[0], abs=1e-6)) is said_twice  # only dropout tells them apart


def test_a_fit_that_was_stopped_ends_with_the_same_weights(folder: Path, tmp_path: Path) -> None:
    settings = TextSettings(plan=replace(FEW, passes=2))

    def impatient(stage: str, share: float) -> None:
        if share > 0.5:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        fit_text(folder, _texts(), 0, Hooks(impatient, checkpoints=tmp_path), settings)
    resumed = fit_text(folder, _texts(), 0, Hooks(checkpoints=tmp_path), settings)
    whole = fit_text(folder, _texts(), 0, settings=settings).state_dict()
    assert all(torch.equal(value, whole[name]) for name, value in resumed.state_dict().items())


def test_labels_rare_in_dialogue_are_made_a_little_likelier(folder: Path) -> None:
    texts = Texts(tuple(_sentence("Oh!", Emotion.NEUTRAL, group=str(i)) for i in range(9)))
    none, some = (
        fit_text(folder, texts, 0, settings=TextSettings(plan=replace(FEW, passes=1), adjusted=share)).branch
        for share in (0.0, 0.5)
    )
    gained = (some.classifier.bias - none.classifier.bias).detach()
    neutral, sad = EMOTIONS.index(Emotion.NEUTRAL), EMOTIONS.index(Emotion.SAD)
    assert float(gained[sad] - gained[neutral]) == pytest.approx(0.5 * np.log(10), abs=1e-4)
