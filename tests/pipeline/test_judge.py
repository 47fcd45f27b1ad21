"""What the judge knows when: the words said before, and how each speaker sounds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from mmemotion.backends.scripted import ScriptedFusion, ScriptedTextEncoder
from mmemotion.pipeline.judge import CONTEXT_LINES, Judge
from mmemotion.pipeline.measured import Measured
from mmemotion.types import (
    Embedding,
    Estimate,
    FloatArray,
    Modality,
    Prosody,
    Span,
    Transcript,
    Utterance,
    Word,
)


class Listener(ScriptedTextEncoder):
    """Remembers which lines it was given before which words."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def encode(self, words: Sequence[str], context: Sequence[str] = ()) -> Embedding:
        self.asked.append(("".join(words).strip(), tuple(context)))
        return super().encode(words, context)


def measured(start: float, channel: int, text: str = "", voice: float = 1.0, language: str = "en") -> Measured:
    """Two seconds of speech; no words are no text."""
    words = tuple(Word(f" {word}", Span(start, start + 1), 1.0) for word in text.split())
    said = Utterance(Span(start, start + 2), channel, str(channel), Transcript(words, language), Prosody({}, {}), None)
    frames: FloatArray = np.full((50, 1), voice, dtype=np.float32)
    embeddings = {Modality.ACOUSTIC: Embedding(Modality.ACOUSTIC, frames, tuple(range(50)))}
    return Measured(said, embeddings, 2.0, scored=True, words_scored=bool(words) and language == "en")


def silent(start: float) -> Measured:
    """A breath: not scored."""
    said = Utterance(Span(start, start + 0.5), 0, "0", Transcript((), "en"), Prosody({}, {}), None)
    return Measured(said, {}, 0.4, scored=False, words_scored=False)


def estimates(utterances: Sequence[Utterance]) -> list[Estimate]:
    return [utterance.estimate for utterance in utterances if utterance.estimate is not None]


def test_words_are_read_after_the_lines_of_all_speakers_said_before() -> None:
    text = Listener()
    judge = Judge(text, ScriptedFusion())
    for number in range(CONTEXT_LINES + 2):
        judge.judge(measured(number, number % 2, f"line {number}"))
    lines = [f"line {number}" for number in range(CONTEXT_LINES + 2)]
    assert text.asked[0] == ("line 0", ())
    assert text.asked[2] == ("line 2", ("line 0", "line 1"))
    assert text.asked[-1] == (lines[-1], tuple(lines[1:-1]))


def test_only_english_words_are_read_and_remembered() -> None:
    text = Listener()
    judge = Judge(text, ScriptedFusion())
    for one in (measured(0, 0, "guten Tag", language="de"), measured(1, 1), silent(2), measured(3, 0, "hello")):
        judge.judge(one)
    assert text.asked == [("hello", ())]


def test_each_speaker_has_a_baseline_and_is_part_of_it() -> None:
    judge = Judge(ScriptedTextEncoder(), ScriptedFusion())
    found = [judge.judge(measured(t, c, "so", v)) for t, c, v in ((0, 0, 1), (1, 1, 5), (2, 0, 1), (3, 0, 1.01))]
    assert [e.baseline for e in estimates(found)] == [2.0, 2.0, 4.0, 6.0]
    first, other, same, louder = (e.arousal for e in estimates(found))
    assert first == other == same == 0
    assert louder is not None and louder > 0


def test_at_the_end_all_are_judged_by_the_whole_recording_and_the_words_as_they_were_read() -> None:
    text = Listener()
    judge = Judge(text, ScriptedFusion())
    given = [measured(0, 0, "well", 1.0), silent(1), measured(2, 1, "yes", 2.0), measured(3, 0, "no", 1.02)]
    found = [judge.judge(one) for one in given]
    refined = list(judge.refined())
    assert [u.span for u in refined] == [u.span for u in found]
    assert refined[1].estimate is None
    assert [e.baseline for e in estimates(refined)] == [4.0, 2.0, 4.0]
    assert [e.valence for e in estimates(refined)] == [e.valence for e in estimates(found)]
    low, _, high = (e.arousal for e in estimates(refined))
    assert low == pytest.approx(-high) and low < 0
    assert estimates(found)[0].arousal == 0
    assert len(text.asked) == 3
