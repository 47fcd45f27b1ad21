"""What the text branch is worth: a line of dialogue with and without context and as recognisers hear it, comments with
several labels, and valence, arousal and dominance.

Temperature and thresholds are chosen on the held-out part of the training texts; the development parts are only judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from mmemotion.backends.trained_fusion import load_network
from mmemotion.corpora.labels import RatedSentence, Sentence
from mmemotion.evaluation.metrics import accuracy_at, ece, f1, macro_f1, wa, weighted_mean_f1
from mmemotion.evaluation.predictions import Predictions, make_predictions
from mmemotion.evaluation.report import Measure
from mmemotion.evaluation.robustness import with_word_errors
from mmemotion.evaluation.texts import held_out_texts, read_texts
from mmemotion.fitting.lessons import Pieces, Texts, passages_of, without_punctuation
from mmemotion.fitting.text import Said, TextModel, text_says
from mmemotion.manifest import Manifest
from mmemotion.networks.calibration import fit_temperature
from mmemotion.types import EMOTIONS

SCALES = ("valence", "arousal", "dominance")
WORD_ERRORS = (0.1, 0.2, 0.4)
F1_DIALOGUE, F1_COMMENTS = 0.59, 0.62
"""What is required."""

COVERAGE = 0.75
"""Share of the lines on which the branch is surest, of which accuracy is told."""

WIDEST = 20.0
"""Logarithms of odds are shifted by no more."""

IN_CONTEXT = True
"""An analysis reads every utterance after what was said before it, so that is how the shipped model is judged and the
fusion is fitted."""

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Manner:
    """How texts are given: with what was said before; as some recognisers write, in lower case without punctuation;
    with errors in so many of the words."""

    context: bool = True
    bare: bool = False
    word_errors: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Several:
    """Of n comments: which labels each has [n, 7], and the probability of each label [n, 7]."""

    wanted: Flags
    probabilities: Floats

    def f1(self, thresholds: Floats) -> Floats:
        """F1 per label [7], labels being found above the thresholds [7]."""
        found = self.probabilities > thresholds
        return np.array([f1(self.wanted[:, label], found[:, label]) for label in range(len(EMOTIONS))])


@dataclass(frozen=True, slots=True, eq=False)
class Rated:
    """Of n sentences: valence, arousal and dominance as readers rated them [n, 3], and as found [n, 3]."""

    wanted: Floats
    found: Floats

    def correlations(self) -> Floats:
        """Pearson's r of each scale [3]."""
        pairs = zip(self.wanted.T, self.found.T, strict=True)
        return np.array([np.corrcoef(wanted, found)[0, 1] for wanted, found in pairs])


def shipped_text(model: str = "default") -> TextModel:
    """The text branch of a model in the manifest. Raises ModelError."""
    manifest = Manifest.load()
    network, _, layers = load_network(manifest.folder(model))
    text = TextModel(manifest.folder("minilm"))
    text.bert.load_state_dict({name: value.float() for name, value in layers.items()}, strict=False)
    text.branch.load_state_dict(network.text.state_dict())
    return text.eval()


def meld_measures(folder: Path, required: float) -> list[Measure]:
    """F1 of the shipped model on the development part of MELD, read as in an analysis. Raises DataError, ModelError."""
    lines = read_texts(folder, "dev").dialogue
    said = said_of_dialogue(shipped_text(), lines, Manner(context=IN_CONTEXT))
    return [
        Measure("weighted F1, 7 emotions, text", "meld dev", float(weighted_mean_f1(said)[0]), required),
        Measure("mean F1, 7 emotions, text", "meld dev", float(macro_f1(said)[0])),
    ]


def word_measures(model: TextModel, folder: Path) -> list[Measure]:
    """All measures of the words, on the development parts. Raises DataError."""
    texts = read_texts(folder, "dev")
    comments = said_of_comments(model, texts).f1(chosen_thresholds(said_of_comments(model, held_out_texts(folder))))
    each = zip(SCALES, said_of_rated(model, texts.rated).correlations(), strict=True)
    return [
        *dialogue_measures(model, folder, F1_DIALOGUE),
        *confidence_measures(model, folder),
        Measure("mean F1, Ekman grouping, several labels, text", "goemotions dev", float(comments.mean()), F1_COMMENTS),
        *(Measure(f"Pearson r, {name}, text", "emobank dev", float(value)) for name, value in each),
    ]


def dialogue_measures(model: TextModel, folder: Path, required: float) -> list[Measure]:
    """Weighted F1, as is the custom, and the plain mean over emotions; then weighted F1 in other manners."""
    lines = read_texts(folder, "dev").dialogue
    manners = {
        "no context": Manner(context=False),
        "no punctuation": Manner(bare=True),
        "no punctuation, no context": Manner(context=False, bare=True),
        **{f"{rate:.0%} word errors": Manner(word_errors=rate) for rate in WORD_ERRORS},
    }
    plain = said_of_dialogue(model, lines)
    found = {name: said_of_dialogue(model, lines, manner) for name, manner in manners.items()}
    return [
        Measure("weighted F1, 7 emotions, text", "meld dev", float(weighted_mean_f1(plain)[0]), required),
        Measure("mean F1, 7 emotions, text", "meld dev", float(macro_f1(plain)[0])),
        *(Measure(f"weighted F1, {name}", "meld dev", float(weighted_mean_f1(p)[0])) for name, p in found.items()),
    ]


def confidence_measures(model: TextModel, folder: Path) -> list[Measure]:
    """What confidence is worth on the development part of MELD, with the temperature held-out lines ask for."""
    lines = read_texts(folder, "dev").dialogue
    plain = said_of_dialogue(model, lines)
    fitted = said_of_dialogue(model, lines, temperature=fitted_temperature(model, folder))
    found = {
        "expected calibration error": ece(fitted)[0],
        "expected calibration error, no temperature": ece(plain)[0],
        f"accuracy on the surest {COVERAGE:.0%}": accuracy_at(COVERAGE)(fitted, None)[0],
        "accuracy": wa(fitted)[0],
    }
    return [Measure(f"{name}, text", "meld dev", float(value)) for name, value in found.items()]


def said_of_dialogue(
    model: TextModel, lines: Sequence[Sentence], manner: Manner | None = None, temperature: float = 1.0, seed: int = 0
) -> Predictions:
    """Of each line, in order; one that lost all its words is as good as unread, every label being as likely."""
    said = in_manner(lines, manner or Manner(), seed)
    logits = _of_all(model, passages_of(model.tokenizer, said, (manner or Manner()).context)).logits
    return make_predictions(
        tuple(EMOTIONS),
        _shares(lines).argmax(-1).numpy(),
        (logits.double() / temperature).softmax(-1).numpy(),
        logits.double().numpy(),
        speakers=np.array([line.speaker for line in lines]),
        corpora=np.array([line.corpus for line in lines]),
        groups=np.array([line.group for line in lines]),
    )


def in_manner(lines: Sequence[Sentence], manner: Manner, seed: int = 0) -> list[Sentence]:
    """The lines, and with them the context of those that follow, as they would be heard."""
    texts = with_word_errors([line.text for line in lines], manner.word_errors, seed)
    heard = [without_punctuation(text).lower() if manner.bare else text for text in texts]
    return [replace(line, text=text) for line, text in zip(lines, heard, strict=True)]


def fitted_temperature(model: TextModel, folder: Path) -> float:
    """The temperature that is best for held-out lines of dialogue. Raises DataError."""
    lines = held_out_texts(folder).dialogue
    return fit_temperature(_of_all(model, passages_of(model.tokenizer, lines)).logits, _shares(lines))


def said_of_comments(model: TextModel, texts: Texts) -> Several:
    """Of each comment, alone."""
    several = _of_all(model, passages_of(model.tokenizer, texts.comments, context=False)).several
    wanted = np.array([[emotion in labels for emotion in EMOTIONS] for labels in texts.labels])
    return Several(wanted, several.double().sigmoid().numpy())


def chosen_thresholds(comments: Several) -> Floats:
    """For each label the threshold of the highest F1 on comments like these, by how likely each label is [7].

    Counting the labels found would leave it to chance where there are few: what is counted is what is to be expected
    when probabilities, shifted to be right on the average, are taken at their word (Lipton et al. 2014, arXiv
    1402.1892: at the best threshold they are half of the F1 reached).
    """
    pairs = zip(comments.probabilities.T, comments.wanted.T, strict=True)
    return np.array([_threshold(probabilities, int(wanted.sum())) for probabilities, wanted in pairs])


def _threshold(probabilities: Floats, there: int) -> float:
    """Of one label, that so many of the texts have."""
    odds = np.log(probabilities) - np.log1p(-probabilities)
    shift = _shift(odds, there)
    likely = np.sort(1 / (1 + np.exp(-odds - shift)))[::-1]
    reached = 2 * likely.cumsum() / (np.arange(1, len(likely) + 1) + likely.sum())
    half = reached.max() / 2
    return float(1 / (1 + (1 - half) / half * np.exp(shift)))


def _shift(odds: Floats, there: int) -> float:
    """What is to be added to logarithms of odds for the probabilities to sum up to so many."""
    low, high = -WIDEST, WIDEST
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if (1 / (1 + np.exp(-odds - middle))).sum() < there else (low, middle)
    return high


def said_of_rated(model: TextModel, sentences: Sequence[RatedSentence]) -> Rated:
    """Of each sentence, alone."""
    texts = [Sentence(sentence.text, sentence.corpus, sentence.name, {}) for sentence in sentences]
    found = _of_all(model, passages_of(model.tokenizer, texts, context=False)).scales
    wanted = np.array([(sentence.valence, sentence.arousal, sentence.dominance) for sentence in sentences])
    return Rated(wanted, found.double().numpy())


def held_out_words(model: TextModel, folder: Path) -> tuple[Tensor, Tensor]:
    """Logits and shares [n, 7] of held-out lines and comments, as an analysis reads them; those of no word piece are
    left out.

    Raises DataError.
    """
    texts = held_out_texts(folder)
    sentences = (*texts.dialogue, *texts.comments)
    passages = passages_of(model.tokenizer, sentences, IN_CONTEXT)
    there = [place for place, passage in enumerate(passages) if passage]
    return text_says(model, [passages[place] for place in there]).logits, _shares(sentences)[there]


def words_of_lines(model: TextModel, folder: Path) -> tuple[Tensor, Tensor]:
    """The same of the lines of MELD's development part."""
    lines = read_texts(folder, "dev").dialogue
    passages = passages_of(model.tokenizer, lines, IN_CONTEXT)
    there = [place for place, passage in enumerate(passages) if passage]
    return text_says(model, [passages[place] for place in there]).logits, _shares(lines)[there]


def _of_all(model: TextModel, passages: Sequence[Sequence[Pieces]]) -> Said:
    """Of every passage; zeros for one that is empty."""
    there = [place for place, passage in enumerate(passages) if passage]
    said = text_says(model, [passages[place] for place in there])
    parts = []
    for found in (said.logits, said.several, said.scales):
        part = torch.zeros(len(passages), found.shape[1])
        part[there] = found
        parts.append(part)
    return Said(*parts)


def _shares(sentences: Sequence[Sentence]) -> Tensor:
    return torch.tensor([[sentence.shares.get(emotion, 0.0) for emotion in EMOTIONS] for sentence in sentences])
