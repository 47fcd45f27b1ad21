from __future__ import annotations

import numpy as np

from mmemotion.pipeline.dealing import deal, without_loops
from mmemotion.pipeline.windows import SAMPLE_RATE, Piece, Window
from mmemotion.types import Segment, Span, Transcript, Word


def word(text: str, start: float = 0.0, end: float = 0.1) -> Word:
    return Word(f" {text}", Span(start, end), 0.9)


def window() -> Window:
    """Two segments, 10-12 s and 30-31 s, with 0.4 s around each."""
    pieces = (Piece(0, round(9.6 * SAMPLE_RATE), round(2.8 * SAMPLE_RATE)),)
    pieces += (Piece(round(2.8 * SAMPLE_RATE), round(29.6 * SAMPLE_RATE), round(1.8 * SAMPLE_RATE)),)
    segments = (Segment(Span(10, 12), 1), Segment(Span(30, 31), 1))
    return Window(0, 1, np.zeros(round(4.6 * SAMPLE_RATE), dtype=np.float32), pieces, segments)


def test_words_return_to_the_segment_that_said_them_with_times_of_the_recording() -> None:
    transcript = Transcript((word("hello", 0.5, 0.9), word("there", 1.0, 1.4), word("bye", 3.3, 3.6)), "en")
    first, second = deal(window(), transcript)
    assert [w.text for w in first.words] == [" hello", " there"]
    assert [w.text for w in second.words] == [" bye"]
    assert round(first.words[0].span.start, 2) == 10.1
    assert round(second.words[0].span.start, 2) == 30.1
    assert not first.notes
    assert not second.notes


def test_a_word_that_begins_too_early_is_clipped_to_its_segment() -> None:
    _, second = deal(window(), Transcript((word("bye", 2.7, 3.6),), "en"))
    assert second.words[0].span.start == 30


def test_a_loop_is_cut_to_its_first_time_and_told() -> None:
    said = "thank you so much".split() + "I will call you".split() * 5 + ["bye"]
    kept, notes = without_loops([word(w) for w in said])
    assert "".join(w.text for w in kept).split() == [*"thank you so much I will call you bye".split()]
    assert len(notes) == 1
    assert '"I will call you" was recognised 5 times' in notes[0]


def test_people_do_say_a_word_three_times() -> None:
    kept, notes = without_loops([word(w) for w in "no no no that is that is wrong".split()])
    assert len(kept) == 8
    assert notes == ()


def test_text_over_silence_is_dropped_and_told() -> None:
    pieces = (Piece(0, 0, 20 * SAMPLE_RATE),)
    quiet = Window(0, 0, np.zeros(1, dtype=np.float32), pieces, (Segment(Span(1, 3), 0), Segment(Span(15, 16), 0)))
    first, second = deal(
        quiet, Transcript((word("yes", 1.2, 1.5), word("Thanks", 8, 8.4), word("ok", 15.2, 15.6)), "en")
    )
    assert [w.text for w in first.words] == [" yes"]
    assert [w.text for w in second.words] == [" ok"]
    assert "nobody spoke" in (first.notes + second.notes)[0]
