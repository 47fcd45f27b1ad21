"""From a window of speech to measured utterances: recognise, measure and encode the voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mmemotion.audio.front_end import FRAME, SAMPLE_RATE, Speech, prepare
from mmemotion.pipeline.dealing import Dealt, deal
from mmemotion.pipeline.measured import Measured
from mmemotion.pipeline.windows import Window
from mmemotion.protocols import AcousticEncoder, ProsodyEncoder, ProsodyExtractor, SpeechRecognizer
from mmemotion.types import Embedding, FloatArray, Modality, Prosody, Transcript, Utterance, Word

TEXT_LANGUAGE = "en"
"""The only language whose words are scored: the text encoder knows no other."""

SHORTEST_WORDLESS = 1.0
"""Seconds of sound without words that are judged; shorter ones are breaths, clicks and leaks from the other side."""


@dataclass(frozen=True, slots=True)
class Analyzer:
    """analyze() depends on its window and language alone, so windows may be analysed in any order and in any thread."""

    recognizer: SpeechRecognizer
    prosody: ProsodyExtractor
    prosody_encoder: ProsodyEncoder
    acoustic: AcousticEncoder

    def language_of(self, window: Window) -> str:
        """ISO 639-1 code of what is spoken in the window."""
        return self.recognizer.detect_language(window.samples)

    def analyze(self, window: Window, language: str) -> tuple[Measured, ...]:
        """One per segment, in order."""
        transcript = self.recognizer.transcribe(window.samples, language)
        return tuple(self._measure(window, dealt, language) for dealt in deal(window, transcript))

    def words_of_last(self, window: Window, language: str) -> tuple[Word, ...]:
        """The words of the last segment; those before it are there for what they tell of its words."""
        return self._last(window, language).words

    def analyze_last(self, window: Window, language: str) -> Measured:
        """The last segment alone, measured; those before it are there for what they tell of its words."""
        return self._measure(window, self._last(window, language), language)

    def _last(self, window: Window, language: str) -> Dealt:
        return deal(window, self.recognizer.transcribe(window.samples, language))[-1]

    def measure(self, dealt: Dealt, sound: FloatArray, language: str) -> Measured:
        """A segment with its words; sound: its samples [n], 16 kHz mono."""
        channel, span = dealt.segment.channel, dealt.segment.span
        speech = prepare(sound)
        prosody = self.prosody.extract(speech.sound, span.start + speech.first_frame * FRAME / SAMPLE_RATE)
        scored = bool(dealt.words) or len(speech.sound) >= SHORTEST_WORDLESS * SAMPLE_RATE
        utterance = Utterance(
            span=span,
            channel=channel,
            speaker=f"Speaker {channel + 1}",
            transcript=Transcript(dealt.words, language, dealt.notes),
            prosody=prosody,
            estimate=None,
            notes=dealt.notes + remarks(dealt.words, scored),
        )
        return Measured(
            utterance,
            voice=self._voice(speech, prosody) if scored else {},
            seconds=len(speech.sound) / SAMPLE_RATE,
            scored=scored,
            words_scored=are_scored(dealt.words, language),
        )

    def _measure(self, window: Window, dealt: Dealt, language: str) -> Measured:
        return self.measure(dealt, window.sound_of(dealt.segment.span), language)

    def _voice(self, speech: Speech, prosody: Prosody) -> dict[Modality, Embedding]:
        return {
            Modality.ACOUSTIC: _placed(self.acoustic.encode(speech.levelled), speech.first_frame),
            Modality.PROSODY: self.prosody_encoder.encode(prosody),
        }


def _placed(embedding: Embedding, first_frame: int) -> Embedding:
    """Frames numbered from the start of the utterance, of which the front end cut some off."""
    return replace(embedding, items=tuple(first_frame + item for item in embedding.items))


def are_scored(words: Sequence[Word], language: str) -> bool:
    """Whether words count in an estimate."""
    return bool(words) and language == TEXT_LANGUAGE


def remarks(words: Sequence[Word], scored: bool) -> tuple[str, ...]:
    """What a user should know of how an utterance was judged."""
    if not scored:
        return ("Not scored: no words were recognised, and the sound is too short to judge the voice.",)
    if not words:
        return ("No words were recognised; the estimate comes from the voice alone.",)
    return ()
