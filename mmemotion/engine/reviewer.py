"""Corrections of recordings in the library, kept at once and then judged again; and the reasons of an estimate."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from mmemotion.audio.passages import passage
from mmemotion.config import Config
from mmemotion.engine.surroundings import Dossier
from mmemotion.errors import EditError, InputError, MmemotionError, ModelError
from mmemotion.manifest import Manifest
from mmemotion.messages import (
    Correct,
    Corrected,
    Event,
    Explain,
    Explained,
    LibraryChanged,
    Redo,
    Rescored,
    ReviewFailed,
    Suppose,
    Supposed,
    Undo,
)
from mmemotion.pipeline.dealing import Dealt
from mmemotion.pipeline.rescoring import Rescorer
from mmemotion.protocols import Listener
from mmemotion.review.corrected import pending
from mmemotion.store.edits import Again
from mmemotion.store.library import Library
from mmemotion.store.reviews import UnderReview
from mmemotion.types import Embedding, FloatArray, Modality, Segment, Utterance

if TYPE_CHECKING:
    from mmemotion.assembly import Toolbox
    from mmemotion.pipeline.reasons import Case

EditCommand = Correct | Undo | Redo
Question = Suppose | Explain
ReviewCommand = EditCommand | Question

KEPT_EVERY = 0.5
"""Seconds of judging after which what is judged is kept and told."""


class Reviewer:
    """Judging and reasons have a thread of their own, and models only there. A fault is an event, never an exception.

    Of questions that wait only the newest of each kind is answered.
    """

    def __init__(self, listener: Listener, library: Callable[[], Library], tools: Callable[[Config], Toolbox]) -> None:
        self._listener = listener
        self._library = library
        self._tools = tools
        self._waiting: dict[int, None] = {}
        self._asked: dict[type[Question], Question] = {}
        self._news = threading.Condition()
        self._busy = False
        self._thread: threading.Thread | None = None

    def answer(self, command: ReviewCommand) -> None:
        """Keeps an edit and tells it, and judging follows; a question is answered later."""
        if isinstance(command, Question):
            self._ask(command)
        else:
            self._edit(command)

    def _ask(self, question: Question) -> None:
        with self._news:
            self._asked[type(question)] = question
            self._wake()

    def _edit(self, command: EditCommand) -> None:
        try:
            under = self._changed(command)
        except MmemotionError as error:
            self._listener(ReviewFailed(command.number, "", str(error)))
            return
        except Exception as error:  # the last border: what is left is our fault, and the user gets a sentence for it
            self._listener(ReviewFailed(command.number, "", _fault("The correction", error)))
            return
        for known in under.news:
            self._listener(Rescored(command.number, known.utterance))
        self._listener(Corrected(command.number, under.review.edits, under.review.undone))
        self._listener(LibraryChanged((command.number,)))
        if pending(under.corrected):
            self.take_up(command.number)

    def take_up(self, number: int) -> None:
        """Judges what waits for it in a recording, soon and in another thread."""
        with self._news:
            self._waiting[number] = None
            self._wake()

    def rest(self, seconds: float) -> None:
        """Waits until nothing is being judged, so long at most."""
        with self._news:
            self._news.wait_for(lambda: not self._busy and not self._waiting and not self._asked, seconds)

    def _changed(self, command: EditCommand) -> UnderReview:
        reviews = self._library().reviews
        match command:
            case Correct(number, edit):
                return reviews.correct(number, edit)
            case Undo(number):
                return reviews.undo(number)
            case Redo(number):
                return reviews.redo(number)

    def _wake(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="review", daemon=True)
            self._thread.start()
        self._news.notify_all()

    def _work(self) -> None:
        while True:
            task = self._next()
            if isinstance(task, int):
                self._judge(task)
            else:
                self._answer(task)

    def _next(self) -> int | Question:
        """Waits for it. Who asks looks at one utterance and waits for the answer: questions come first."""
        with self._news:
            self._busy = False
            self._news.notify_all()
            self._news.wait_for(lambda: bool(self._waiting or self._asked))
            self._busy = True
            if self._asked:
                return self._asked.pop(next(iter(self._asked)))
            number = next(iter(self._waiting))
            del self._waiting[number]
            return number

    def _answer(self, question: Question) -> None:
        try:
            self._listener(self._answered(question))
        except MmemotionError as error:
            self._listener(ReviewFailed(question.number, question.request, str(error)))
        except Exception as error:  # as in _edit()
            self._listener(ReviewFailed(question.number, question.request, _fault("The answer", error)))

    def _answered(self, question: Question) -> Event:
        from mmemotion.pipeline.reasons import explain, suppose

        under = self._library().reviews.open(question.number)
        tools = self._tools_for(under)
        dossier = Dossier(under, tools.fusion[under.talk])
        one = dossier.utterance(question.segment)
        case = _case(one, dossier)
        if isinstance(question, Suppose):
            told = suppose(case, tools.text, dossier.fusion, question.without, question.branches)
            return Supposed(question.request, told)
        case = replace(case, voice=_voice(one, under, tools))
        return Explained(question.request, explain(case, tools.text, dossier.fusion, question.emotion, self._asks_anew))

    def _asks_anew(self) -> bool:
        return Explain in self._asked

    def _judge(self, number: int) -> None:
        try:
            under = self._library().reviews.open(number)
            if waiting := pending(under.corrected):
                self._judge_all(number, under, waiting)
        except MmemotionError as error:
            self._listener(ReviewFailed(number, "", f"The correction is kept, but it was not judged again. {error}"))
        except Exception as error:  # as in _edit()
            self._listener(ReviewFailed(number, "", _fault("The correction", error)))

    def _judge_all(self, number: int, under: UnderReview, waiting: tuple[Utterance, ...]) -> None:
        tools = self._tools_for(under)
        rescorer = Rescorer(tools.analyzer, tools.text, tools.fusion[under.talk])
        dossier = Dossier(under, rescorer.fusion)

        def sound(segment: Segment) -> FloatArray:
            return passage(under.path, under.recording.plan, segment)

        judged = (Again(*rescorer.judged(one, dossier.around(one), sound)) for one in waiting)
        for some in _slices(judged):
            self._library().reviews.keep(number, some)
            for each in some:
                self._listener(Rescored(number, each.utterance))
        self._listener(LibraryChanged((number,)))

    def _tools_for(self, under: UnderReview) -> Toolbox:
        """The models that judged the recording. Raises ModelError."""
        name = under.model.name
        if Manifest.load().record(name).sha256 != under.model.sha256:
            raise ModelError(f"The model {name} has changed since; analyse the recording again.")
        return self._tools(Config(model=name))


def _case(one: Utterance, dossier: Dossier) -> Case:
    """Raises EditError when there is nothing to be explained."""
    from mmemotion.pipeline.reasons import Case

    evidence, around = dossier.evidence(one), dossier.around(one)
    if one.estimate is None or evidence is None:
        raise EditError("This utterance was not scored, so there is nothing to explain.")
    words = tuple(word.text for word in one.transcript.words)
    return Case(words, around.said, {}, evidence, around.baseline)


def _voice(one: Utterance, under: UnderReview, tools: Toolbox) -> Mapping[Modality, Embedding]:
    """What the models hear in the sound; the measures alone when that is gone."""
    try:
        sound = passage(under.path, under.recording.plan, one.segment)
    except InputError:
        return {Modality.PROSODY: tools.analyzer.prosody_encoder.encode(one.prosody)}
    return tools.analyzer.measure(Dealt(one.segment, one.transcript.words, ()), sound, one.transcript.language).voice


def _slices(judged: Iterator[Again]) -> Iterator[list[Again]]:
    """As many as were judged in KEPT_EVERY."""
    some: list[Again] = []
    began = time.monotonic()
    for one in judged:
        some.append(one)
        if time.monotonic() - began >= KEPT_EVERY:
            yield some
            some, began = [], time.monotonic()
    if some:
        yield some


def _fault(what: str, error: Exception) -> str:
    return f"{what} failed by a fault of the program ({type(error).__name__}: {error})."
