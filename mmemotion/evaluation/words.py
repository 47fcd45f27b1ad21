"""The shipped text branch on texts it did not read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from mmemotion.backends.minilm import MiniLmTextEncoder
from mmemotion.backends.trained_fusion import load_network
from mmemotion.corpora import meld
from mmemotion.corpora.labels import Sentence
from mmemotion.evaluation.metrics import f1, weighted_f1
from mmemotion.evaluation.report import Measure
from mmemotion.evaluation.texts import held_out_texts
from mmemotion.manifest import Manifest
from mmemotion.networks.fusion import AttentionFusion
from mmemotion.types import EMOTIONS


@dataclass(frozen=True, slots=True)
class TextReader:
    """The text encoder and the trained network, as an analysis uses them."""

    encoder: MiniLmTextEncoder
    network: AttentionFusion

    def logits(self, text: str) -> Tensor | None:
        """What the text branch says [classes]; None for a text of no word piece."""
        vectors = self.encoder.encode(text.split()).vectors
        if len(vectors) == 0:
            return None
        with torch.inference_mode():
            pieces = torch.from_numpy(vectors)[None]
            logits: Tensor = self.network.text(pieces, torch.ones(pieces.shape[:2], dtype=torch.bool))[0][0]
        return logits


def shipped_text(model: str = "default") -> TextReader:
    """The text branch of a model in the manifest. Raises ModelError."""
    manifest = Manifest.load()
    network, _, upper = load_network(manifest.folder(model))
    return TextReader(MiniLmTextEncoder(manifest.folder("minilm"), upper), network.eval())


def meld_measures(folder: Path, required: float) -> list[Measure]:
    """F1 on the development part of MELD, weighted as is the custom, and the plain mean over its emotions."""
    logits, shares = read(shipped_text(), meld.read(folder, "dev"))
    wanted, found = shares.argmax(-1).numpy(), logits.argmax(-1).numpy()
    mean = float(np.mean([f1(wanted == label, found == label) for label in np.unique(wanted)]))
    return [
        Measure("weighted F1, 7 emotions, text", "meld dev", weighted_f1(wanted, found), required),
        Measure("mean F1, 7 emotions, text", "meld dev", mean),
    ]


def held_out_words(reader: TextReader, folder: Path) -> tuple[Tensor, Tensor]:
    """Logits and shares [n, classes] of the training texts that were held out. Raises DataError."""
    return read(reader, held_out_texts(folder))


def read(reader: TextReader, sentences: tuple[Sentence, ...]) -> tuple[Tensor, Tensor]:
    """Logits and shares [n, classes] of texts; those of no word piece are left out."""
    said = [(reader.logits(sentence.text), sentence) for sentence in sentences]
    rows = [(logits, sentence.shares) for logits, sentence in said if logits is not None]
    shares = torch.tensor([[share.get(emotion, 0.0) for emotion in EMOTIONS] for _, share in rows])
    return torch.stack([logits for logits, _ in rows]), shares
