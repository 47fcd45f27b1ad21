"""From a window of speech to utterances: recognise, measure, encode, fuse."""

from __future__ import annotations

from dataclasses import dataclass

from mmemotion.pipeline.dealing import Dealt, deal
from mmemotion.pipeline.windows import Window
from mmemotion.protocols import AcousticEncoder, Fusion, ProsodyEncoder, ProsodyExtractor, SpeechRecognizer, TextEncoder
from mmemotion.types import Embedding, Modality, Prosody, Transcript, Utterance, Word

TEXT_LANGUAGE = "en"
"""The only language whose words are scored: the text encoder knows no other."""


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
        sound = window.sound_of(span)
        prosody = self.prosody.extract(sound, span.start)
        embeddings = {Modality.ACOUSTIC: self.acoustic.encode(sound), **self._prosody(prosody)}
        if dealt.words and language == TEXT_LANGUAGE:
            embeddings[Modality.TEXT] = self.text.encode([word.text for word in dealt.words])
        return Utterance(
            span=span,
            channel=window.channel,
            speaker=f"Speaker {window.channel + 1}",
            transcript=Transcript(dealt.words, language, dealt.notes),
            prosody=prosody,
            estimate=self.fusion.fuse(embeddings),
            notes=dealt.notes + _notes(dealt.words, language),
        )

    def _prosody(self, prosody: Prosody) -> dict[Modality, Embedding]:
        return {Modality.PROSODY: self.prosody_encoder.encode(prosody)}


def _notes(words: tuple[Word, ...], language: str) -> tuple[str, ...]:
    if not words:
        return ("No words were recognised; the estimate comes from the voice alone.",)
    if language != TEXT_LANGUAGE:
        return ("Only English words are scored; the estimate comes from the voice alone.",)
    return ()
