"""An utterance of a finished recording judged again, after its words or its bounds were corrected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mmemotion.pipeline.analyzer import SHORTEST_WORDLESS, Analyzer, are_scored, remarks
from mmemotion.pipeline.dealing import Dealt
from mmemotion.pipeline.judge import CONTEXT_LINES
from mmemotion.protocols import Fusion, TextEncoder
from mmemotion.types import Baseline, Evidence, FloatArray, Modality, Segment, Utterance

Sounds = Callable[[Segment], FloatArray]
"""The samples [n] of a segment, 16 kHz mono."""


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """What an utterance is judged by besides itself: lines said before, oldest first, what is known of its voice, and
    how its speaker usually sounds. voice: None when its sound was not measured with these bounds."""

    said: tuple[str, ...]
    voice: Evidence | None
    baseline: Baseline


@dataclass(frozen=True, slots=True)
class Rescorer:
    """The models of an analysis. sounds is asked only for an utterance whose voice is not known."""

    analyzer: Analyzer
    text: TextEncoder
    fusion: Fusion

    def judged(self, one: Utterance, around: Surroundings, sounds: Sounds) -> tuple[Utterance, Evidence | None]:
        """The utterance with its estimate, and what that was judged from. Raises InputError when the sound is gone."""
        one, heard, baseline = self._heard(one, around, sounds)
        words, language = one.transcript.words, one.transcript.language
        read = self._read(one, around.said, heard) if are_scored(words, language) else heard
        if read is None or not (words or read.seconds >= SHORTEST_WORDLESS):
            return replace(one, estimate=None, notes=remarks(words, False)), None
        return replace(one, estimate=self.fusion.judge(read, baseline), notes=remarks(words, True)), read

    def _heard(
        self, one: Utterance, around: Surroundings, sounds: Sounds
    ) -> tuple[Utterance, Evidence | None, Baseline]:
        """Measures what is known of no voice; that is then part of its speaker's baseline, too."""
        if around.voice is not None:
            return one, without_words(around.voice), around.baseline
        dealt = Dealt(one.segment, one.transcript.words, ())
        measured = self.analyzer.measure(dealt, sounds(one.segment), one.transcript.language)
        one = replace(one, prosody=measured.utterance.prosody)
        if not measured.scored:
            return one, None, around.baseline
        heard = self.fusion.read(measured.voice, measured.seconds)
        return one, heard, self.fusion.learn(around.baseline, heard)

    def _read(self, one: Utterance, said: Sequence[str], heard: Evidence | None) -> Evidence:
        """With the words."""
        words = [word.text for word in one.transcript.words]
        embedding = self.text.encode(words, tuple(said))
        seconds = one.span.duration if heard is None else heard.seconds
        read = self.fusion.read({Modality.TEXT: embedding}, seconds)
        if heard is None:
            return read
        return replace(read, voice=heard.voice, attention={**heard.attention, **read.attention})


def without_words(evidence: Evidence) -> Evidence | None:
    """What the voice alone says; None when nothing is known of it."""
    if not evidence.voice:
        return None
    attention = {modality: shares for modality, shares in evidence.attention.items() if modality in evidence.voice}
    return Evidence(evidence.seconds, evidence.voice, {}, attention)


def said_before(utterances: Sequence[Utterance], at: int) -> tuple[str, ...]:
    """The latest lines before an utterance, oldest first, of all speakers: as the analysis has them."""
    lines = (each.transcript for each in reversed(utterances[:at]))
    scored = (line.text for line in lines if are_scored(line.words, line.language))
    return tuple(reversed([line for line, _ in zip(scored, range(CONTEXT_LINES), strict=False)]))
