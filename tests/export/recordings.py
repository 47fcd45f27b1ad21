"""Recordings with everything an export can meet."""

from __future__ import annotations

import numpy as np

from mmemotion.types import (
    EMOTIONS,
    Branch,
    ChannelPlan,
    Emotion,
    Estimate,
    Media,
    Modality,
    ModelRecord,
    Prosody,
    Recording,
    Span,
    Track,
    Transcript,
    Utterance,
    Word,
)

ANGRY = {emotion: 0.61 if emotion is Emotion.ANGRY else 0.065 for emotion in EMOTIONS}


def estimate(abstained: bool = False) -> Estimate:
    return Estimate(
        probabilities=ANGRY,
        by_branch={Branch.TEXT: ANGRY, Branch.VOICE: ANGRY},
        weights={Modality.TEXT: 0.7, Modality.ACOUSTIC: 0.2, Modality.PROSODY: 0.1},
        confidence=0.61,
        abstained=abstained,
        word_attention=(0.25, 0.75),
        frame_attention=np.asarray([0.5, 0.25, 0.25], dtype=np.float32),
        prosody_attention={"pitch": 0.4, "loudness": 0.6},
        valence=-0.31,
        arousal=0.12,
        baseline=41.5,
    )


def utterance(start: float, channel: int, scored: Estimate | None, notes: tuple[str, ...] = ()) -> Utterance:
    words = (
        Word(" 這", Span(start, start + 0.4), 0.91),
        Word(" [bold]worst", Span(start + 0.4, start + 1), 0.5),
    )
    values = np.asarray([np.nan, 220.0, np.inf], dtype=np.float32)
    prosody = Prosody(
        {"f0": Track("f0", "Hz", start, 0.01, values)}, {"f0_mean_hz": 220.0, "hnr_mean_db": float("nan")}
    )
    transcript = Transcript(words, "zh", ("3 words repeated",))
    return Utterance(Span(start, start + 1.5), channel, "AB"[channel], transcript, prosody, scored, notes)


def recording() -> Recording:
    return Recording(
        media=Media("/home/ana/通話.flac", "flac", "flac", 8000, 2, None),
        duration=61.25,
        plan=ChannelPlan.SPLIT,
        language="zh",
        utterances=(
            utterance(0.0, 0, estimate()),
            utterance(2.0, 1, estimate(abstained=True)),
            utterance(60.5, 0, None, ("A repeated phrase was left out.",)),
        ),
        models=(
            ModelRecord("whisper-base", "speech recognition", "ab" * 32),
            ModelRecord("default", "emotion from words and voice", "cd" * 32),
        ),
        warnings=("The file is cut short.",),
    )


ODD_WORDS = (" a-->b", " <i>5", " <", " 6</i>", ' "quoted"', " &amp;", " {\\an8}", " 😀|*x*_", " 日本", " ]]>", " é")
ODD_SPEAKERS = ('O\'Brien & <Söhne> "x"', "B\n-->\tC")


def odd() -> Recording:
    """Names and words full of what formats use as signs; times to the millisecond; words beyond their utterance."""
    return Recording(
        media=Media("/home/ana/a & b <c> \udcff\x07 --> d|e.flac", "flac", "flac", 8000, 2, 12.345),
        duration=12.345,
        plan=ChannelPlan.SPLIT,
        language="en",
        utterances=tuple(_odd(start, channel) for start, channel in ((0.123, 0), (2.0, 1), (3.457, 0))),
        models=(ModelRecord("default", "emotion from words and voice", "cd" * 32),),
        warnings=("<b>Cut & short.</b>",),
    )


def _odd(start: float, channel: int) -> Utterance:
    step = 0.111
    words = tuple(Word(text, Span(start + i * step, start + (i + 1) * step), 0.5) for i, text in enumerate(ODD_WORDS))
    span, transcript = Span(start, start + 1.1), Transcript(words, "en")
    return Utterance(span, channel, ODD_SPEAKERS[channel], transcript, Prosody({}, {}), estimate())
