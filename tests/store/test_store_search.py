"""Words, emotions and filters; whatever is typed."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mmemotion.config import Talk
from mmemotion.messages import Describe, Find, Query
from mmemotion.store.library import Library
from mmemotion.types import Emotion, Result, Span
from tests.store.made import Line, found, keep, media, numbers, result, said, waveform

ODD = ['"', "NEAR(", "a*", "* OR", "NOT", "refund AND", "(", ")", "^x", "text:refund", "{label}", "-", "+", ":",
       "'; --", "\0", "a\0b", "😀", "\ud800", "日本語", "%", "_", "\\", "refund\"", "é",
       "\u200b", "🫠🫠", "word " * 3000, "x" * 100_000]  # fmt: skip


@pytest.fixture
def calls(library: Library, tmp_path: Path) -> list[int]:
    return [
        keep(
            library,
            tmp_path / "smith.wav",
            Line("I want my refund now", Emotion.ANGRY, "Ann"),
            Line("the refund is on its way", Emotion.NEUTRAL, "Bob"),
            Line("I am not sure about the refund", Emotion.ANGRY, "Ann", sure=False),
            seed=1,
        ),
        keep(
            library,
            tmp_path / "miller.wav",
            Line("happy birthday to you", Emotion.HAPPY, "Ann"),
            Line("what a crèche", Emotion.SAD, "Carla"),
            seed=2,
        ),
    ]


def test_the_newest_come_first_in_pages(library: Library, tmp_path: Path) -> None:
    for day in (3, 1, 2):
        path = media(tmp_path / f"{day}.wav", seed=day)
        os.utime(path, (datetime(2026, 5, day, 12).timestamp(),) * 2)
        library.keep(path, Result(result(path, (Line("a"),)), ()), waveform(), Talk.EVERYDAY)
    assert [kept.title for kept in found(library).recordings] == ["3", "2", "1"]
    page = library.find(Find("next", Query(), limit=1, offset=1))
    assert ([kept.title for kept in page.recordings], page.total, page.moments) == (["2"], 3, ())
    days = {("2026-05-02", ""): "32", ("", "2026-05-02"): "21", ("2026-05-02", "2026-05-02"): "2"}
    for (since, until), titles in days.items():
        answer = found(library, since=since, until=until)
        assert "".join(kept.title for kept in answer.recordings) == titles


def test_words_find_recordings_and_moments_with_places(library: Library, calls: list[int]) -> None:
    answer = found(library, "REFUND way")
    (moment,) = answer.moments
    assert numbers(answer) == [calls[0]]
    assert [moment.text[start:end] for start, end in moment.marked] == ["refund", "way"]
    assert (moment.recording, moment.span, moment.speaker, moment.label) == (
        calls[0], Span(2.0, 3.5), "Bob", Emotion.NEUTRAL,
    )  # fmt: skip
    assert len(found(library, "refund").moments) == 3


def test_the_last_word_may_go_on_and_accents_do_not_matter(library: Library, calls: list[int]) -> None:
    (moment,) = found(library, "creche what a cre").moments
    assert moment.marked == ((0, 4), (5, 6), (7, 13))
    assert said(found(library, "birthd")) == ["happy birthday to you"]
    assert said(found(library, "birthd you")) == []


def test_words_may_stand_apart_in_title_note_tags_and_speech(library: Library, calls: list[int]) -> None:
    library.describe(Describe(calls[0], note="Öl of the smiths", tags=("Berlin",)))
    for text in ("smith refund", "ol berlin", "way smith berlin"):
        assert numbers(found(library, text)) == [calls[0]], text
    assert numbers(found(library, "miller refund")) == []


def test_an_emotion_among_the_words_asks_for_moments(library: Library, calls: list[int]) -> None:
    answer = found(library, "angry refund")
    assert (numbers(answer), said(answer)) == ([calls[0]], ["I want my refund now"])
    assert answer.moments[0].marked == ((10, 16),)
    assert said(found(library, "Refund, ANGRY!")) == ["I want my refund now"]
    assert said(found(library, "angry")) == ["I want my refund now"]
    assert said(found(library, "sad angry")) == said(found(library, emotions=(Emotion.SAD, Emotion.ANGRY)))
    assert said(found(library, "refund", emotions=(Emotion.NEUTRAL,))) == ["the refund is on its way"]


def test_an_emotion_that_nothing_has_is_a_word(library: Library, calls: list[int], tmp_path: Path) -> None:
    number = keep(library, tmp_path / "x.wav", Line("I was so disgust", Emotion.SAD), seed=9)
    assert (numbers(found(library, "disgust")), said(found(library, "disgust"))) == ([number], ["I was so disgust"])
    assert said(found(library, "happy refund")) == []


def test_a_title_with_an_emotion_in_it_is_found_beside_the_moments(library: Library, calls: list[int]) -> None:
    library.describe(Describe(calls[1], title="The angry refund"))
    answer = found(library, "angry refund")
    assert sorted(numbers(answer)) == calls
    assert said(answer) == ["I want my refund now"]


def test_filters(library: Library, calls: list[int], tmp_path: Path) -> None:
    long = keep(library, tmp_path / "long.wav", Line("x", Emotion.ANGRY, "Dora"), seed=5, seconds=60)
    assert numbers(found(library, speaker="ann")) == calls[::-1]
    assert numbers(found(library, speaker="Carla")) == [calls[1]]
    assert sorted(numbers(found(library, emotions=(Emotion.ANGRY,)))) == [calls[0], long]
    assert numbers(found(library, emotions=(Emotion.ANGRY,), speaker="dora")) == [long]
    assert numbers(found(library, shortest=30.0)) == [long]
    assert sorted(numbers(found(library, longest=30.0))) == calls
    assert said(found(library, "refund", speaker="Bob")) == ["the refund is on its way"]
    assert said(found(library, "angry refund", speaker="BOB")) == []
    assert said(found(library, "angry refund", speaker="ANN")) == ["I want my refund now"]


@pytest.mark.parametrize("odd", ODD)
def test_nothing_typed_is_an_error(library: Library, calls: list[int], odd: str) -> None:
    for text in (odd, f"refund {odd}", f"angry {odd} refund", f"{odd}{odd} x"):
        found(library, text)
        found(library, text, emotions=(Emotion.ANGRY,), speaker=odd.replace("\ud800", ""))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=30))
def test_nothing_at_all_typed_is_an_error(library: Library, text: str) -> None:
    found(library, text)
    found(library, f"angry {text}")


def test_odd_texts_are_kept_and_found(library: Library, tmp_path: Path) -> None:
    texts = ['he said "stop"', "NEAR(a b) OR *", "🎉 party", "我们 打远一看。", "don't"]
    number = keep(library, tmp_path / "odd.wav", *(Line(text) for text in texts))
    note = "ein Wort " * 1111 + "last🎉"
    library.describe(Describe(number, title="“Odd” 日本 (1)*", note=note, tags=("a b", '"')))
    assert [said(found(library, text)) for text in ('"stop"', "near(", "🎉", "打远", "don't")] == [[t] for t in texts]
    (kept,) = found(library, "last🎉").recordings
    assert (kept.title, kept.note, kept.tags) == ("“Odd” 日本 (1)*", note, ("a b", '"'))


def test_a_query_that_says_nothing_finds_all(library: Library, calls: list[int]) -> None:
    assert numbers(found(library, ' " ')) == calls[::-1]


def test_of_words_that_stand_everywhere_the_newest_are_found(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mmemotion.store.search.ENOUGH", 6)
    numbers_ = [
        keep(library, tmp_path / f"{seed}.wav", Line("well yes"), Line("well no"), seed=seed) for seed in range(20, 25)
    ]
    assert sorted(numbers(found(library, "well"))) == numbers_[-3:]
    assert sorted(numbers(found(library, "yes"))) == numbers_
    assert sorted(numbers(found(library, "well", longest=1000.0))) == numbers_
