"""What if only the words counted, or only the voice, or a word had not been said: what the estimate would be."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mmemotion.messages import EngineStopped, Event, ReviewFailed, Suppose, Supposed
from mmemotion.types import EMOTIONS, Branch, Emotion, Estimate, Probabilities
from ui.state.subject import Subject
from ui.state.verdict import NOT_SURE
from ui.state.wording import count, percent

HINT = "Press a word to leave it out."
NO_WORDS = "No words were judged here."
VOICE_ONLY = "For the voice alone the words do not count."
NOTHING_LEFT = "nothing is left to judge"
SUPPOSING = "being judged…"
ALONE = {None: "", Branch.TEXT: "Words alone", Branch.VOICE: "Voice alone"}
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Supposition:
    """What is shown. branches: those that can be chosen alone. changed: it is not as it was said.

    probabilities: what they would be; empty while that is not known. certain: whether a label would be named.
    """

    branch: Branch | None = None
    branches: tuple[Branch, ...] = ()
    words: tuple[str, ...] = ()
    without: tuple[int, ...] = ()
    can_leave_out: bool = False
    changed: bool = False
    probabilities: tuple[tuple[Emotion, float], ...] = ()
    certain: bool = False
    outcome: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """What is supposed of an utterance: one branch alone (None: both), and the places of words that are left out.

    request: what the engine was asked last; answer: what it said to that.
    """

    subject: Subject | None = None
    branch: Branch | None = None
    without: tuple[int, ...] = ()
    request: str = ""
    answer: Supposed | ReviewFailed | None = None

    def about(self, subject: Subject | None) -> WhatIf:
        """Of another utterance nothing is supposed yet."""
        same = self.subject is not None and subject is not None and self.subject.utterance is subject.utterance
        return replace(self, subject=subject) if same else WhatIf(subject)

    def choose(self, branch: Branch | None) -> WhatIf:
        """With one branch alone, or both."""
        return replace(self, branch=branch, request="", answer=None)

    def toggle(self, place: int) -> WhatIf:
        """With one more word left out, or one less."""
        return replace(self, without=tuple(sorted({*self.without} ^ {place})), request="", answer=None)

    def reset(self) -> WhatIf:
        """As it was said."""
        return WhatIf(self.subject)

    def question(self, request: str) -> Suppose | None:
        """What the engine has to be asked; None when the answer is known without it, or it cannot be asked,
        or has been."""
        if self.request or self.subject is None or self.subject.number is None or not self._words_change:
            return None
        branches = () if self.branch is None else (self.branch,)
        return Suppose(request, self.subject.number, self.subject.utterance.segment, self.without, branches)

    def asked(self, request: str) -> WhatIf:
        """While the engine is asked."""
        return replace(self, request=request, answer=None)

    def apply(self, event: Event) -> WhatIf:
        """After an event; itself when that is no answer to the last question."""
        if isinstance(event, EngineStopped) and self.request and self.answer is None:
            return replace(self, answer=ReviewFailed(0, self.request, event.message))
        if isinstance(event, Supposed | ReviewFailed) and event.request and event.request == self.request:
            return replace(self, answer=event)
        return self

    def shown(self) -> Supposition:
        """What is to be painted."""
        if self.subject is None:
            return Supposition()
        judged = tuple(branch for branch in Branch if branch in self.subject.estimate.by_branch)
        words = self.subject.utterance.transcript.words if Branch.TEXT in judged else ()
        probabilities, certain = self._supposed()
        return Supposition(
            branch=self.branch,
            branches=judged,
            words=tuple(word.text.strip() for word in words),
            without=self.without,
            can_leave_out=bool(words) and self.branch is not Branch.VOICE and self.subject.number is not None,
            changed=bool(self.without) or self.branch is not None,
            probabilities=tuple((e, probabilities[e]) for e in EMOTIONS) if probabilities is not None else (),
            certain=certain,
            outcome=self._outcome(bool(words)),
        )

    @property
    def _words_change(self) -> bool:
        return bool(self.without) and self.branch is not Branch.VOICE

    def _supposed(self) -> tuple[Probabilities | None, bool]:
        """Probabilities, and whether a label is named; what a branch says alone is known, but not how surely."""
        if self.subject is None:
            return None, False
        if self._words_change:
            estimate = self.answer.estimate if isinstance(self.answer, Supposed) else None
            return (None, False) if estimate is None else (estimate.probabilities, not estimate.abstained)
        if self.branch is None:
            return None, False
        return self.subject.estimate.by_branch.get(self.branch), True

    def _outcome(self, words: bool) -> str:
        if self._words_change:
            return f"{self._supposing()}: {self._answer()}"
        probabilities, _ = self._supposed()
        if self.branch is not None and probabilities is not None:
            first = max(probabilities, key=lambda emotion: probabilities[emotion])
            alone = f"{ALONE[self.branch]}: perceived as {first}, {percent(probabilities[first])}."
            return f"{alone} {VOICE_ONLY}" if self.without else alone
        if self.subject is not None and self.subject.number is None:
            return self.subject.hindrance
        return HINT if words else NO_WORDS

    def _supposing(self) -> str:
        words = self.subject.utterance.transcript.words if self.subject is not None else ()
        named = [f"“{words[place].text.strip()}”" for place in self.without if place < len(words)]
        without = " and ".join(named) if len(named) <= MOST_NAMED else count(len(named), "word")
        return f"Words alone, without {without}" if self.branch is Branch.TEXT else f"Without {without}"

    def _answer(self) -> str:
        match self.answer:
            case None:
                return SUPPOSING
            case ReviewFailed(message=message):
                return message
            case Supposed(estimate=None):
                return f"{NOTHING_LEFT}."
            case Supposed(estimate=Estimate() as estimate):
                return _perceived(estimate)
        return ""


def _perceived(estimate: Estimate) -> str:
    first = f"{estimate.label}, {percent(estimate.probabilities[estimate.label])}"
    return f"{NOT_SURE}; most of all {first}." if estimate.abstained else f"perceived as {first}."
