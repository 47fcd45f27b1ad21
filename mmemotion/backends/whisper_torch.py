"""Speech recognition by the same Whisper through transformers, for a GPU: one copy of the weights serves the acoustic
encoder too."""

from __future__ import annotations

import copy
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from mmemotion.types import FloatArray, Span, Transcript, Word

START, END, TRANSLATE, TRANSCRIBE, NO_TIMES = 50258, 50257, 50358, 50359, 50363
"""Ids of special tokens in the multilingual vocabulary of Whisper (Radford et al. 2022)."""

TOKEN_SECONDS = 0.02
"""Length of one encoder position."""

COMPRESSION = 2.4
"""Text that zlib makes more than this many times smaller repeats itself (Whisper paper, section 4.5)."""

_MEDIAN = 7


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """What config.json beside the weights says about tokens."""

    languages: dict[str, int]
    suppressed: list[int]
    suppressed_first: list[int]
    alignment_heads: list[list[int]]


class TorchWhisper:
    """transcribe() reads one window of at most 30 s; word times come from cross-attention, as in OpenAI's Whisper."""

    def __init__(self, model: Any, folder: Path, beam_size: int = 5) -> None:
        import transformers
        from tokenizers import Tokenizer

        transformers.logging.set_verbosity_error()  # generate() warns of its own way of passing suppressed tokens
        self._model = model.eval()
        self._model.set_attn_implementation("eager")  # the others do not tell what was attended to
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._vocabulary = _read_vocabulary(folder, self._tokenizer)
        self._extractor: Any = transformers.WhisperFeatureExtractor()
        self._beam_size = beam_size
        self._model.generation_config = _generation_config(self._vocabulary)

    def quick(self) -> Self:
        """A recogniser over the same weights that takes the likeliest word each time (beam 1)."""
        other = copy.copy(self)
        other._beam_size = 1
        return other

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes Whisper knows."""
        return frozenset(self._vocabulary.languages)

    def detect_language(self, samples: FloatArray) -> str:
        """The most probable language of 16 kHz mono sound [n]; its first 30 s are listened to."""
        import torch

        with torch.inference_mode():
            start = torch.tensor([[START]], device=self._model.device)
            scores = self._model(input_features=self._features(samples), decoder_input_ids=start).logits[0, 0]
        return max(self._vocabulary.languages, key=lambda code: float(scores[self._vocabulary.languages[code]]))

    def transcribe(self, samples: FloatArray, language: str) -> Transcript:
        """Words with times relative to the first sample; 16 kHz mono sound [n] of at most 30 s."""
        import torch

        with torch.inference_mode():
            encoded = self._model.get_encoder()(self._features(samples))
            tokens = self._decode(encoded, language)
            if _compression(self._tokenizer.decode(tokens)) > COMPRESSION:
                tokens = self._decode(encoded, language, no_repeat_ngram_size=4)
            if not tokens:
                return Transcript((), language)
            probabilities, starts = self._align(encoded, language, tokens, len(samples))
        return Transcript(_join(self._words(tokens), probabilities, starts), language)

    def _features(self, samples: FloatArray) -> Any:
        found = self._extractor(samples, sampling_rate=16_000, return_tensors="pt", device=str(self._model.device))
        return found.input_features.to(self._model.device, self._model.dtype)

    def _decode(self, encoded: Any, language: str, no_repeat_ngram_size: int = 0) -> list[int]:
        found = self._model.generate(
            encoder_outputs=encoded,
            language=language,
            task="transcribe",
            num_beams=self._beam_size,
            no_repeat_ngram_size=no_repeat_ngram_size,
            return_timestamps=False,
        )
        return [int(token) for token in found[0] if int(token) < END]

    def _align(
        self, encoded: Any, language: str, tokens: list[int], length: int
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Probability of each token, and times (s) at which each begins and the last ends."""
        import torch

        prompt = [START, self._vocabulary.languages[language], TRANSCRIBE, NO_TIMES]
        ids = torch.tensor([[*prompt, *tokens, END]], device=self._model.device)
        out = self._model(encoder_outputs=encoded, decoder_input_ids=ids, output_attentions=True)
        logits = out.logits[0, len(prompt) - 1 : -2, :END].float().softmax(-1)
        probabilities = logits[torch.arange(len(tokens)), torch.tensor(tokens)].cpu().numpy()
        frames = max(1, round(length / 16_000 / TOKEN_SECONDS))
        heads = [out.cross_attentions[layer][0, head, :, :frames] for layer, head in self._vocabulary.alignment_heads]
        # Rows from the last prompt token on: what the decoder listens to while it predicts the next token.
        weights = torch.stack(heads).float().cpu()[:, len(prompt) - 1 : -1]
        return probabilities.astype(float), _onsets(weights.numpy())

    def _words(self, tokens: Sequence[int]) -> list[tuple[str, list[int]]]:
        """Words and the indices of their tokens; a word begins at a space, and in scripts without, at each token."""
        words: list[tuple[str, list[int]]] = []
        pending: list[int] = []
        for index in range(len(tokens)):
            pending.append(index)
            text = self._tokenizer.decode([tokens[i] for i in pending])
            if "�" in text:  # in the middle of a character
                continue
            if words and not text.startswith(" ") and (text[:1].isascii() or not text[:1].isalnum()):
                words[-1] = (words[-1][0] + text, words[-1][1] + pending)
            else:
                words.append((text, pending))
            pending = []
        return words


def _read_vocabulary(folder: Path, tokenizer: Any) -> _Vocabulary:
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    languages = {tokenizer.id_to_token(token).strip("<|>"): token for token in config["lang_ids"]}
    return _Vocabulary(languages, config["suppress_ids"], config["suppress_ids_begin"], config["alignment_heads"])


def _generation_config(vocabulary: _Vocabulary) -> Any:
    from transformers import GenerationConfig

    return GenerationConfig(
        decoder_start_token_id=START,
        eos_token_id=END,
        pad_token_id=END,
        max_length=448,
        suppress_tokens=vocabulary.suppressed,
        begin_suppress_tokens=vocabulary.suppressed_first,
        lang_to_id={f"<|{code}|>": token for code, token in vocabulary.languages.items()},
        task_to_id={"transcribe": TRANSCRIBE, "translate": TRANSLATE},
        no_timestamps_token_id=NO_TIMES,
        is_multilingual=True,
    )


def _compression(text: str) -> float:
    data = text.encode()
    return len(data) / len(zlib.compress(data)) if data else 0.0


def _onsets(attention: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Seconds at which each token begins, by dynamic time warping over attention [head, token, frame]."""
    from librosa.sequence import dtw
    from scipy.ndimage import median_filter

    spread = attention.std(axis=1, keepdims=True) + 1e-8
    normal = median_filter((attention - attention.mean(axis=1, keepdims=True)) / spread, size=(1, 1, _MEDIAN))
    _, path = dtw(C=-normal.mean(axis=0).astype(np.float64))
    path = path[::-1]
    return np.asarray([path[path[:, 0] == row, 1].min() for row in range(attention.shape[1])]) * TOKEN_SECONDS


def _join(
    words: Sequence[tuple[str, list[int]]],
    probabilities: npt.NDArray[np.float64],
    starts: npt.NDArray[np.float64],
) -> tuple[Word, ...]:
    return tuple(
        Word(text, Span(float(starts[ids[0]]), float(starts[ids[-1] + 1])), float(probabilities[ids].mean()))
        for text, ids in words
    )
