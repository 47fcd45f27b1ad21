"""Which of the words recognised while someone speaks may be shown as settled."""

from __future__ import annotations

from collections.abc import Sequence


class LocalAgreement:
    """Words are settled when two hypotheses one after the other agree on them and on all before them.

    LocalAgreement-2 of Machacek, Dabre and Bojar (2023), "Turning Whisper into Real-Time Transcription System",
    arXiv 2307.14743. What is settled is never taken back.
    """

    def __init__(self) -> None:
        self._settled: list[str] = []
        self._before: list[str] = []

    def hear(self, words: Sequence[str]) -> tuple[str, str]:
        """Settled and tentative text after the next hypothesis: words with their spaces, from the first one said."""
        agreed = _agreed(self._before, words)
        self._settled += words[len(self._settled) : agreed]
        self._before = list(words)
        return "".join(self._settled).strip(), "".join(words[len(self._settled) :]).strip()


def _agreed(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with; case and punctuation do not count."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if _key(a) != _key(b)), min(len(one), len(other)))


def _key(word: str) -> str:
    return word.strip().casefold().strip(".,;:!?…\"'-")
