"""What a user can correct. Each names the utterance it is about by its place at that time."""

from __future__ import annotations

import msgspec

from mmemotion.types import Emotion, Segment, Span


class CorrectWords(msgspec.Struct, frozen=True, tag=True):
    """This is what was said; empty: nothing."""

    segment: Segment
    text: str


class CorrectEmotion(msgspec.Struct, frozen=True, tag=True):
    """This is what the user hears; None takes an earlier correction back."""

    segment: Segment
    label: Emotion | None


class Split(msgspec.Struct, frozen=True, tag=True):
    """Two utterances in its place, the second from `at` (s) on."""

    segment: Segment
    at: float


class Merge(msgspec.Struct, frozen=True, tag=True):
    """One utterance in place of this one and the next of its channel."""

    segment: Segment


class MoveBounds(msgspec.Struct, frozen=True, tag=True):
    """It begins and ends elsewhere, as far as its neighbours on the channel leave room. Its words stay."""

    segment: Segment
    span: Span


class RenameSpeaker(msgspec.Struct, frozen=True, tag=True):
    """All that `speaker` said was said by somebody called name."""

    speaker: str
    name: str


class SwapSpeakers(msgspec.Struct, frozen=True, tag=True):
    """Who was called one is the other, and the other way round."""

    one: str
    other: str


class AssignSpeaker(msgspec.Struct, frozen=True, tag=True):
    """This utterance was said by somebody called name."""

    segment: Segment
    name: str


Edit = CorrectWords | CorrectEmotion | Split | Merge | MoveBounds | RenameSpeaker | SwapSpeakers | AssignSpeaker
