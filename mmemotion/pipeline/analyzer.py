"""From a window of speech to utterances: recognise, measure, encode, fuse."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mmemotion.audio.front_end import FRAME, SAMPLE_RATE, Speech, prepare
from mmemotion.pipeline.dealing import Dealt, deal
from mmemotion.pipeline.windows import Window
from mmemotion.protocols import AcousticEncoder, Fusion, ProsodyEncoder, ProsodyExtractor, SpeechRecognizer, TextEncoder
from mmemotion.types import Embedding, Estimate, Modality, Prosody, Transcript, Utterance, Word

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
    text: TextEncoder
    fusion: Fusion

    def language_of(self, window: Window) -> str:
        """ISO 639-1 code of what is spoken in the window."""
        return self.recognizer.detect_language(window.samples)

    def analyze(self, window: Window, language: str) -> tuple[Utterance, ...]:
        """One utterance per segment, in order."""
        transcript = self.recognizer.transcribe(window.samples, language)
        return tuple(self._utterance(window, dealt, language) for dealt in deal(window, transcript))

    def _utterance(self, window: Window, dealt: Dealt, language: str) -> Utterance:
        span = dealt.segment.span
        speech = prepare(window.sound_of(span))
        prosody = self.prosody.extract(speech.sound, span.start + speech.first_frame * FRAME / SAMPLE_RATE)
        scored = bool(dealt.words) or len(speech.sound) >= SHORTEST_WORDLESS * SAMPLE_RATE
        return Utterance(
            span=span,
            channel=window.channel,
            speaker=f"Speaker {window.channel + 1}",
            transcript=Transcript(dealt.words, language, dealt.notes),
            prosody=prosody,
            estimate=self._estimate(speech, prosody, dealt.words, language) if scored else None,
            notes=dealt.notes + _notes(dealt.words, scored),
        )

    def _estimate(self, speech: Speech, prosody: Prosody, words: tuple[Word, ...], language: str) -> Estimate:
        embeddings = {
            Modality.ACOUSTIC: _placed(self.acoustic.encode(speech.levelled), speech.first_frame),
            Modality.PROSODY: self.prosody_encoder.encode(prosody),
        }
        if words and language == TEXT_LANGUAGE:
            embeddings[Modality.TEXT] = self.text.encode([word.text for word in words])
        return self.fusion.fuse(embeddings)


def _placed(embedding: Embedding, first_frame: int) -> Embedding:
    """Frames numbered from the start of the utterance, of which the front end cut some off."""
    return replace(embedding, items=tuple(first_frame + item for item in embedding.items))


def _notes(words: tuple[Word, ...], scored: bool) -> tuple[str, ...]:
    if not scored:
        return ("Not scored: no words were recognised, and the sound is too short to judge the voice.",)
    if not words:
        return ("No words were recognised; the estimate comes from the voice alone.",)
    return ()
