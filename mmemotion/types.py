"""The vocabulary: values that pass between stages. All are frozen; seconds unless a name says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
Pcm = npt.NDArray[np.int16]

Give = Callable[[Pcm, float, bool], None]
"""Takes samples int16 [n, channel] that last only as long as the call, the monotonic time (s), and whether the device
lost sound before them. It is called from the thread of the device and must not wait."""

Connect = Callable[[int, int], Give]
"""Makes ready for sound of a sample rate (Hz) in so many channels, before the first of it comes."""


class Emotion(StrEnum):
    """The labels of every estimate, in the order networks and plots use.

    Neutral and the six basic emotions of Ekman (1992), "An argument for basic emotions".
    """

    NEUTRAL = "neutral"
    HAPPY = "happy"
    SAD = "sad"
    ANGRY = "angry"
    FEARFUL = "fearful"
    DISGUST = "disgust"
    SURPRISED = "surprised"


EMOTIONS: tuple[Emotion, ...] = tuple(Emotion)
Probabilities = Mapping[Emotion, float]


class Modality(StrEnum):
    """An input of the fusion."""

    TEXT = "text"
    ACOUSTIC = "acoustic"
    PROSODY = "prosody"


class Branch(StrEnum):
    """A part of the evidence that can speak alone: the words, or the voice (acoustic and prosody)."""

    TEXT = "text"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time: start and end in seconds."""

    start: float
    end: float

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.end - self.start

    def contains(self, time: float) -> bool:
        """True when start <= time < end."""
        return self.start <= time < self.end


@dataclass(frozen=True, slots=True, eq=False)
class Waveform:
    """Sound: samples float32 [n, channel] in [-1, 1], sample_rate in Hz, start in samples since the recording began."""

    samples: FloatArray
    sample_rate: int
    start: int = 0

    @property
    def channel_count(self) -> int:
        """Number of channels."""
        return int(self.samples.shape[1])

    @property
    def span(self) -> Span:
        """Where the sound lies in the recording."""
        return Span(self.start / self.sample_rate, (self.start + len(self.samples)) / self.sample_rate)

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.sample_rate

    def mono(self) -> FloatArray:
        """The samples as float32 [n]; several channels are averaged."""
        if self.channel_count == 1:
            return self.samples[:, 0]
        return np.asarray(self.samples.mean(axis=1), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Segment:
    """Speech to be analysed as one utterance: its place in time and its channel (from 0)."""

    span: Span
    channel: int


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word, its place in the recording, and the recogniser's probability in [0, 1]."""

    text: str
    span: Span
    probability: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """Recognised words in order, the language (ISO 639-1), and why words were left out, if any were."""

    words: tuple[Word, ...]
    language: str
    dropped: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words joined as they were recognised."""
        return "".join(word.text for word in self.words).strip()


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """A measure over time: values float32 [n], one every hop seconds from start; NaN where not defined."""

    name: str
    unit: str
    start: float
    hop: float
    values: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Prosody:
    """How something was said: tracks over time and functionals (one number per name, unit in the name)."""

    tracks: Mapping[str, Track]
    functionals: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """What an encoder made of one modality: vectors float32 [n, dimension], one per item, and where each item lies.

    Items are word pieces, frames or groups of measures. `items` gives, per vector, the index of the word (text),
    the frame number (acoustic) or the group (prosody) it belongs to.
    """

    modality: Modality
    vectors: FloatArray
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """All of one utterance that judging it needs, small enough to be kept for a whole recording: no frames, no pieces.

    seconds: how much speech it is. voice: float32 [7] of each modality of the voice, before the speaker's baseline is
    taken off. logits: float32 [7] of what needs no baseline, as the words. attention: float32, one share per item of
    each modality (word, frame, group of measures). affect: valence, arousal and dominance of the words.
    """

    seconds: float
    voice: Mapping[Modality, FloatArray]
    logits: Mapping[Modality, FloatArray]
    attention: Mapping[Modality, FloatArray]
    affect: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """How a speaker usually sounds, learned from what was heard of them.

    seconds of speech; heard: float32 [utterance, 7] per modality, the evidence of the voice of the latest utterances.
    """

    seconds: float = 0.0
    heard: Mapping[Modality, FloatArray] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """Perceived emotion of one utterance.

    probabilities and each entry of by_branch sum to 1; weights (over the modalities present) sum to 1;
    word_attention (one per word), frame_attention (one per frame_hop seconds) and prosody_attention (per group of
    measures) each sum to 1 or are empty. confidence is the calibrated probability that the first label is right;
    abstained says it was too low to name a label. valence, arousal and dominance are those of the words, in [-1, 1].
    baseline: seconds of the speaker's speech it was judged against, itself among them; 0 when against none.
    """

    probabilities: Probabilities
    by_branch: Mapping[Branch, Probabilities]
    weights: Mapping[Modality, float]
    confidence: float
    abstained: bool
    word_attention: tuple[float, ...] = ()
    frame_attention: FloatArray = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    frame_hop: float = 0.04
    prosody_attention: Mapping[str, float] = field(default_factory=dict)
    valence: float | None = None
    arousal: float | None = None
    dominance: float | None = None
    baseline: float = 0.0

    @property
    def label(self) -> Emotion:
        """The most probable emotion, also when the estimate abstains."""
        return max(self.probabilities, key=lambda emotion: self.probabilities[emotion])


@dataclass(frozen=True, slots=True, eq=False)
class Correction:
    """What a user corrected of an utterance. label: the emotion they hear, None when they said nothing of it.

    before: the utterances of the analysis that it was made of, when its words or its bounds were changed; pending: it
    is not judged again yet, and has no estimate until then. Every estimate is the model's.
    """

    label: Emotion | None = None
    before: tuple[Utterance, ...] = ()
    pending: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """One stretch of speech by one speaker, with all that was found in it; notes say what was left out and why.

    correction: None where the user corrected nothing but who speaks.
    """

    span: Span
    channel: int
    speaker: str
    transcript: Transcript
    prosody: Prosody
    estimate: Estimate | None
    notes: tuple[str, ...] = ()
    correction: Correction | None = None

    @property
    def segment(self) -> Segment:
        """Its place, which no other utterance has."""
        return Segment(self.span, self.channel)


@dataclass(frozen=True, slots=True, eq=False)
class Reasons:
    """What carried the probability of an emotion in an estimate: by how much it falls when a part is left out.

    words: one number per word; frames: float32, one per hop seconds of sound from the start of the utterance; groups:
    per group of measures of the voice. Less than 0: the part speaks against the emotion. Method: occlusion (Zeiler &
    Fergus 2014, arXiv 1311.2901, section 2.2).
    """

    emotion: Emotion
    words: tuple[float, ...]
    frames: FloatArray
    hop: float
    groups: Mapping[str, float]


class ChannelPlan(StrEnum):
    """How the channels of a recording become speakers: averaged into one, or one speaker each."""

    MIX = "mix"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Media:
    """What a media file holds: duration in seconds (None when the container does not say), sample_rate in Hz."""

    path: str
    container: str
    codec: str
    sample_rate: int
    channel_count: int
    duration: float | None


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """Which model produced the numbers: its name, task and the sha256 of its weights."""

    name: str
    task: str
    sha256: str


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A whole analysed recording: utterances in order of start, then channel. warnings are sentences for the user."""

    media: Media
    duration: float
    plan: ChannelPlan
    language: str
    utterances: tuple[Utterance, ...]
    models: tuple[ModelRecord, ...]
    warnings: tuple[str, ...] = ()

    @property
    def speakers(self) -> tuple[str, ...]:
        """Names in order of channel."""
        return tuple(dict.fromkeys(u.speaker for u in sorted(self.utterances, key=lambda u: u.channel)))


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """A recording as analysed, and what the estimate of each of its utterances was judged from; None: not scored."""

    recording: Recording
    evidence: tuple[Evidence | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Envelope:
    """Waveform for drawing: minima and maxima float32 [n, channel], one pair every hop seconds from start."""

    start: float
    hop: float
    minima: FloatArray
    maxima: FloatArray


@dataclass(frozen=True, slots=True)
class Microphone:
    """Where sound can be recorded from: most channels it has, and its own sample rate (Hz)."""

    name: str
    channel_count: int
    sample_rate: int
    default: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Sound that is missing in a recording: where in the file it is missing (s), how long it was (s), and why."""

    at: float
    seconds: float
    reason: str


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A recording that nobody stopped: its file, seconds of sound in it, and when it began (ISO 8601, local time)."""

    path: str
    seconds: float
    began: str
