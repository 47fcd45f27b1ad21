"""Corrections of a real call, with the real models: kept at once, judged again, taken back, there after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from mmemotion.audio.passages import passage
from mmemotion.config import Config
from mmemotion.engine.jobs import Analysis
from mmemotion.engine.local import LocalEngine
from mmemotion.engine.surroundings import Dossier
from mmemotion.messages import (
    Analyze,
    Command,
    Correct,
    Corrected,
    Event,
    Explain,
    Explained,
    ExportKept,
    Find,
    Found,
    ImportKept,
    JobFinished,
    LibraryChanged,
    LibraryFailed,
    OpenKept,
    Query,
    Redo,
    Rescored,
    ReviewFailed,
    Suppose,
    Supposed,
    Undo,
)
from mmemotion.paths import RECORDINGS_VARIABLE
from mmemotion.pipeline.rescoring import Rescorer
from mmemotion.review.corrected import corrected, judged_as, pending
from mmemotion.review.edits import CorrectEmotion, CorrectWords, Merge, RenameSpeaker, Split
from mmemotion.store.library import Library
from mmemotion.types import Branch, Emotion, Estimate, Recording, Segment, Span, Utterance
from tests.media import write_sound

E = TypeVar("E", bound=Event)
SECONDS = 16.0


class Desk:
    """An engine with a library of its own, and what it told."""

    def __init__(self, library: Path, analysis: Analysis) -> None:
        self.path = library
        self.events: list[Event] = []
        self.engine = LocalEngine(self.events.append, analysis, library)

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    def send(self, *commands: Command) -> None:
        """Forgets what was told before, and waits until all is judged."""
        self.events.clear()
        for command in commands:
            self.engine.send(command)
        self.engine.rest(60)

    def shown(self, number: int = 1) -> Recording:
        """The recording as a window shows it that opens it now."""
        self.send(OpenKept("open", number))
        (finished,) = self.of(JobFinished)
        edits = self.of(Corrected)[-1].edits if self.of(Corrected) else ()
        again = {judged_as(event.utterance): event.utterance for event in self.of(Rescored)}
        return corrected(finished.recording, edits, again)

    def found(self, text: str) -> list[str]:
        self.send(Find("", Query(text)))
        (found,) = self.of(Found)
        return [moment.text for moment in found.moments]


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return Analysis()


@pytest.fixture(scope="module")
def analysed(shared_data: Path, analysis: Analysis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the beginning of a call in it."""
    from mmemotion.audio.files import FileSource

    folder = tmp_path_factory.mktemp("review")
    chunks = list(FileSource(shared_data / "calls" / "SNG0480.flac").chunks())
    rate = chunks[0].sample_rate
    samples = np.concatenate([chunk.samples for chunk in chunks])[: round(SECONDS * rate)]
    call = write_sound(folder / "call.wav", samples, rate, "pcm_s16le")
    LocalEngine(lambda event: None, analysis, folder / "library.sqlite").send(
        Analyze("1", str(call), Config(keep=True))
    )
    return folder / "library.sqlite"


@pytest.fixture
def desk(analysed: Path, analysis: Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    copy = tmp_path / "library.sqlite"
    copy.write_bytes(analysed.read_bytes())
    monkeypatch.setenv(RECORDINGS_VARIABLE, str(tmp_path / "recordings"))
    desk = Desk(copy, analysis)
    yield desk
    desk.engine.rest(60)


def _longest(recording: Recording) -> Utterance:
    return max(recording.utterances, key=lambda one: len(one.transcript.words))


def _close(one: Estimate | None, other: Estimate | None, within: float) -> bool:
    assert one is not None
    assert other is not None
    return all(abs(one.probabilities[e] - other.probabilities[e]) <= within for e in Emotion)


def test_what_was_not_corrected_is_judged_as_the_analysis_did(desk: Desk, analysis: Analysis) -> None:
    under = Library(desk.path).reviews.open(1)
    tools = analysis.tools(Config())
    rescorer = Rescorer(tools.analyzer, tools.text, tools.fusion[under.talk])
    dossier = Dossier(under, rescorer.fusion)
    path, plan = under.path, under.recording.plan
    for one in under.recording.utterances:
        around = dossier.around(one)
        again, _ = rescorer.judged(one, around, lambda segment: passage(path, plan, segment))
        assert again.notes == one.notes
        if one.estimate is None:
            assert again.estimate is None
            continue
        assert _close(again.estimate, one.estimate, 1e-5)
        from_sound, _ = rescorer.judged(one, replace(around, voice=None), lambda segment: passage(path, plan, segment))
        assert again.estimate is not None
        assert from_sound.estimate is not None
        assert np.allclose(from_sound.estimate.frame_attention, again.estimate.frame_attention, atol=1e-5)
        assert from_sound.prosody.functionals == pytest.approx(one.prosody.functionals, nan_ok=True)


def test_corrected_words_are_judged_again_and_found(desk: Desk) -> None:
    before = _longest(desk.shown())
    desk.send(Correct(1, CorrectWords(before.segment, "I am absolutely furious, this is a disgrace")))
    told = [type(event) for event in desk.events]
    assert told[:2] == [Corrected, LibraryChanged]
    (again,) = desk.of(Rescored)
    estimate = again.utterance.estimate
    assert estimate is not None
    assert before.estimate is not None
    assert estimate.probabilities[Emotion.ANGRY] > before.estimate.probabilities[Emotion.ANGRY] + 0.1
    assert len(estimate.word_attention) == 8
    assert estimate.baseline == before.estimate.baseline
    assert desk.found("furious disgrace") == ["I am absolutely furious, this is a disgrace"]
    one = next(each for each in desk.shown().utterances if each.segment == before.segment)
    assert one.correction is not None
    assert not one.correction.pending
    assert one.correction.before[0].transcript.text == before.transcript.text
    assert _close(one.correction.before[0].estimate, before.estimate, 0)


def test_undo_and_redo_go_on_after_a_restart(desk: Desk, analysis: Analysis) -> None:
    before = _longest(desk.shown())
    desk.send(
        Correct(1, CorrectWords(before.segment, "I am furious")),
        Correct(1, CorrectEmotion(before.segment, Emotion.ANGRY)),
        Correct(1, RenameSpeaker(before.speaker, "Ms Bell")),
    )
    desk = Desk(desk.path, analysis)
    desk.send(Undo(1), Undo(1), Undo(1))
    assert [len(event.edits) for event in desk.of(Corrected)] == [2, 1, 0]
    whole = desk.shown()
    assert [judged_as(one) for one in whole.utterances] == [judged_as(one) for one in _analysed(desk).utterances]
    assert not any(one.correction for one in whole.utterances)
    assert desk.found("furious") == []
    desk.send(Undo(1))
    assert desk.of(ReviewFailed)[0].message == "There is nothing to undo."
    desk = Desk(desk.path, analysis)
    desk.send(Redo(1), Redo(1))
    told = [type(event) for event in desk.events]
    assert told[:2] == [Rescored, Corrected]  # it is known since the first time
    one = next(each for each in desk.shown().utterances if each.segment == before.segment)
    assert one.transcript.text == "I am furious"
    assert one.estimate is not None
    assert one.correction is not None
    assert one.correction.label is Emotion.ANGRY
    assert one.speaker == before.speaker
    desk.send(Correct(1, CorrectEmotion(before.segment, None)), Redo(1))
    assert desk.of(ReviewFailed)[0].message == "There is nothing to do again."


def test_parts_of_an_utterance_are_measured_and_judged(desk: Desk) -> None:
    before = _longest(desk.shown())
    middle = (before.span.start + before.span.end) / 2
    desk.send(Correct(1, Split(before.segment, middle)))
    parts = [event.utterance for event in desk.of(Rescored)]
    assert [part.span.start for part in parts] == [before.span.start, middle]
    assert all(part.estimate is not None for part in parts)
    halves = {part.prosody.functionals["f0_median_hz"] for part in parts}
    assert before.prosody.functionals["f0_median_hz"] not in halves
    desk.send(Correct(1, Merge(parts[0].segment)))
    assert not desk.of(Rescored)  # the whole is known from the analysis
    assert desk.shown().utterances[0].estimate is not None
    assert not any(one.correction for one in desk.shown().utterances)


def test_an_edit_that_does_not_fit_changes_nothing_and_is_told(desk: Desk) -> None:
    one = _longest(desk.shown())
    desk.send(Correct(1, Split(one.segment, one.span.end)))
    assert desk.of(ReviewFailed)[0].message.startswith("An utterance must be 0.1 s long")
    assert not desk.of(Corrected)
    desk.send(Correct(7, Merge(one.segment)))
    assert "in the library no more" in desk.of(ReviewFailed)[0].message


def test_what_was_not_judged_before_the_end_is_judged_at_the_next_opening(desk: Desk, analysis: Analysis) -> None:
    one = _longest(desk.shown())
    Library(desk.path).reviews.correct(1, CorrectWords(one.segment, "nobody judged this yet"))
    desk = Desk(desk.path, analysis)
    desk.send(OpenKept("open", 1))
    (again,) = desk.of(Rescored)
    assert again.utterance.transcript.text == "nobody judged this yet"
    assert again.utterance.estimate is not None


def test_without_the_sound_bounds_cannot_be_judged_but_the_edit_is_kept(desk: Desk, analysed: Path) -> None:
    one = _longest(desk.shown())
    call = analysed.with_name("call.wav")
    call.rename(call.with_suffix(".away"))
    try:
        desk.send(Correct(1, Split(one.segment, (one.span.start + one.span.end) / 2)))
        assert "is kept" in desk.of(ReviewFailed)[0].message
    finally:
        call.with_suffix(".away").rename(call)
    assert len(desk.of(Corrected)) == 1
    assert not pending(desk.shown()) or desk.of(Rescored)


def test_what_would_be_is_supposed_without_changing_anything(desk: Desk) -> None:
    one = _longest(desk.shown())
    assert one.estimate is not None
    for branch in Branch:
        desk.send(Suppose("r", 1, one.segment, branches=(branch,)))
        (told,) = desk.of(Supposed)
        assert told.estimate is not None
        assert told.estimate.probabilities == pytest.approx(one.estimate.by_branch[branch], abs=1e-4)
    desk.send(Suppose("r", 1, one.segment, without=tuple(range(len(one.transcript.words))), branches=(Branch.TEXT,)))
    assert desk.of(Supposed) == [Supposed("r", None)]
    assert desk.shown().utterances[0].correction is None


def test_reasons_name_a_number_for_each_word_and_stretch(desk: Desk) -> None:
    one = _longest(desk.shown())
    desk.send(Explain("why", 1, one.segment, Emotion.HAPPY))
    (told,) = desk.of(Explained)
    assert told.request == "why"
    assert len(told.reasons.words) == len(one.transcript.words)
    assert len(told.reasons.frames) * told.reasons.hop == pytest.approx(one.span.duration, abs=0.5)
    assert any(told.reasons.words)
    assert any(told.reasons.frames)
    desk.send(Explain("why", 1, Segment(Span(0, 0.01), 0), Emotion.HAPPY))
    assert desk.of(ReviewFailed)[0].request == "why"


def test_corrections_go_along_when_a_recording_is_exported(desk: Desk, analysis: Analysis, tmp_path: Path) -> None:
    one = _longest(desk.shown())
    desk.send(
        Correct(1, CorrectWords(one.segment, "I am furious")),
        Correct(1, CorrectEmotion(one.segment, Emotion.ANGRY)),
        Undo(1),
        ExportKept(1, str(tmp_path / "call.mmemotion")),
    )
    other = Desk(tmp_path / "other.sqlite", analysis)
    other.send(ImportKept(str(tmp_path / "call.mmemotion")))
    assert other.found("furious") == ["I am furious"]
    found = next(each for each in other.shown().utterances if each.segment == one.segment)
    assert found.estimate is not None
    other.send(Redo(1), Correct(1, CorrectWords(one.segment, "I am not amused")))
    assert other.of(Rescored)[-1].utterance.estimate is not None


def test_what_is_exported_says_what_was_corrected(desk: Desk, tmp_path: Path) -> None:
    one = _longest(desk.shown())
    desk.send(Correct(1, CorrectWords(one.segment, "I am furious")), ExportKept(1, str(tmp_path / "call.srt")))
    assert "I am furious" in (tmp_path / "call.srt").read_text(encoding="utf-8")
    desk.send(ExportKept(1, str(tmp_path / "call.docx")))
    (failed,) = desk.of(LibraryFailed)
    assert failed.message.startswith("call.docx does not tell its format; end it in .mmemotion, .json, .html")
    assert "--format" not in failed.message  # the window has no options


def test_another_analysis_keeps_the_corrections(desk: Desk, analysed: Path) -> None:
    one = _longest(desk.shown())
    desk.send(Correct(1, CorrectWords(one.segment, "I am furious")))
    desk.send(Analyze("2", str(analysed.with_name("call.wav")), Config(keep=True)))
    assert desk.of(Corrected)[-1].edits == (CorrectWords(one.segment, "I am furious"),)
    assert desk.of(Rescored)[-1].utterance.transcript.text == "I am furious"
    assert desk.found("furious") == ["I am furious"]


def _analysed(desk: Desk) -> Recording:
    return Library(desk.path).reviews.open(1).recording


def test_a_passage_of_a_mix_is_the_sound_the_analysis_heard(shared_data: Path, tmp_path: Path) -> None:
    from mmemotion.audio.files import FileSource
    from mmemotion.types import ChannelPlan

    chunks = list(FileSource(shared_data / "calls" / "SNG0480.flac").chunks())
    whole = np.concatenate([chunk.samples for chunk in chunks])[: 8 * chunks[0].sample_rate]
    path = write_sound(
        tmp_path / "two.wav", np.stack([whole[:, 0], -whole[:, 0]], 1), chunks[0].sample_rate, "pcm_s16le"
    )
    segment = Segment(Span(2.0, 4.5), 0)
    mixed = passage(path, ChannelPlan.MIX, segment)
    alone = passage(path, ChannelPlan.SPLIT, segment)
    assert len(mixed) == len(alone) == 40_000
    assert np.abs(np.abs(mixed) - np.abs(alone)).max() < 1e-4  # opposite polarity is undone, not cancelled
