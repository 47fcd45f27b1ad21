"""From measured utterances to judged ones: words in the light of what was said before, a voice against its usual."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from mmemotion.pipeline.measured import Measured
from mmemotion.pipeline.memory import Finished, Memory, NoMemory
from mmemotion.pipeline.windows import Window
from mmemotion.protocols import Fusion, TextEncoder
from mmemotion.types import Baseline, Estimate, Evidence, Modality, Utterance

CONTEXT_LINES = 6
"""How many lines said before are given with words at most; the encoder may read less of them."""


class Judge:
    """judge() takes the utterances of one recording in order of start, then channel, and knows only those it had.

    refined() judges all of them again, each against its speaker's baseline of the whole recording. For that a few
    kilobytes of evidence are kept per utterance, and no sound. memory: of a run that was cut off, whose utterances
    need no measuring any more; with it or without, the result is the same.
    """

    def __init__(self, text: TextEncoder, fusion: Fusion, memory: Memory | None = None) -> None:
        self._text = text
        self._fusion = fusion
        self._memory = memory or NoMemory()
        self._said: deque[str] = deque(maxlen=CONTEXT_LINES)
        self._baselines: dict[int, Baseline] = {}
        self._heard: list[tuple[Utterance, Evidence | None]] = []

    def judge(self, measured: Measured) -> Utterance:
        """The utterance with its estimate, if it is to be scored."""
        evidence = self._read(measured) if measured.scored else None
        if evidence is not None:
            self._learn(measured.utterance.channel, evidence)
        if measured.words_scored:
            self._said.append(measured.utterance.transcript.text)
        self._heard.append((measured.utterance, evidence))
        judged = self._judged(measured.utterance, evidence)
        if self._memory.recall(judged.segment) is None:
            self._memory.keep(Finished(judged, evidence))
        return judged

    def recalled(self, window: Window) -> tuple[Measured, ...] | None:
        """All segments of a window as an earlier run measured them; None when one is not known: words are recognised in
        whole windows."""
        found = [self._memory.recall(segment) for segment in window.segments]
        whole = tuple(one.measured for one in found if one is not None)
        return whole if len(whole) == len(found) else None

    def refined(self) -> Iterator[Utterance]:
        """All utterances judged so far, in the same order, with what is known by now."""
        return (self._judged(utterance, evidence) for utterance, evidence in self._heard)

    @property
    def evidence(self) -> tuple[Evidence | None, ...]:
        """What each utterance judged so far was judged from, in the same order; None: it has no estimate."""
        return tuple(evidence for _, evidence in self._heard)

    def preview(self, channel: int, evidence: Evidence) -> Estimate:
        """What evidence of a voice tells against the speaker's usual, which learns nothing from it."""
        baseline = self._fusion.learn(self._baselines.get(channel, Baseline()), evidence)
        return self._fusion.judge(evidence, baseline)

    def forget(self) -> None:
        """Lets go of all utterances, and keeps what was learned from them; refined() then gives none of them."""
        self._heard.clear()

    def _read(self, measured: Measured) -> Evidence:
        if measured.evidence is not None:
            return measured.evidence
        embeddings = dict(measured.voice)
        if measured.words_scored:
            words = [word.text for word in measured.utterance.transcript.words]
            embeddings[Modality.TEXT] = self._text.encode(words, tuple(self._said))
        return self._fusion.read(embeddings, measured.seconds)

    def _learn(self, channel: int, evidence: Evidence) -> None:
        before = self._baselines.get(channel, Baseline())
        self._baselines[channel] = self._fusion.learn(before, evidence)

    def _judged(self, utterance: Utterance, evidence: Evidence | None) -> Utterance:
        if evidence is None:
            return utterance
        return replace(utterance, estimate=self._fusion.judge(evidence, self._baselines[utterance.channel]))
