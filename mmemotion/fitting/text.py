"""Training of the text branch: MiniLM's layers and the heads on what attention over its word pieces gathers.

One network learns three things side by side: the emotion of a line of a dialogue, knowing what was said before; the
emotions of a comment, of which there may be several, and finer ones; and how a sentence was rated on valence, arousal
and dominance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import accumulate
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.attention import SDPBackend, sdpa_kernel

from mmemotion.backends.minilm import DIMENSION, NOWHERE, PAD, joined, load_bert, load_tokenizer, reads
from mmemotion.fitting.course import Course, Group, LoopSettings, Precision
from mmemotion.fitting.hooks import Hooks
from mmemotion.fitting.lessons import Kind, Lesson, Line, Pieces, PlanSettings, Texts, misheard, packed, plan
from mmemotion.fitting.loop import run_course
from mmemotion.fitting.schedule import Schedule
from mmemotion.networks.text import SCALES, TextBranch
from mmemotion.types import EMOTIONS

CLASSES = len(EMOTIONS)
DETAILS = 28
"""Finer labels that comments have in training."""

SPREAD = (0.175, 0.131, 0.105)
"""Standard deviations of valence, arousal and dominance in EmoBank's training part: errors count in these units."""


@dataclass(frozen=True, slots=True)
class TextSettings:
    """layers: so many are learned, from the last one down; those below and the embeddings stay as they are.

    layer_rate: of the last layer, as a share of the rate of the heads; each one below learns `fall` times as fast.
    bare: share of the lines read without punctuation, as some recognisers write; misheard: share of the lines read with
    errors, in so many of their word pieces. single, several, details, scales: what the one label of a comment, its
    several labels, its finer ones, and the scales count beside the label of a line of dialogue. agreement: what it
    counts that two readings of a line, with other dropout and other errors, say the same (R-drop, Liang et al. 2021,
    arXiv 2106.14448, equation 3). adjusted: how much of what dialogues make rare is taken back (_adjust).
    """

    loop: LoopSettings = field(
        default_factory=lambda: LoopSettings(
            rate=1e-3,
            weight_decay=0.01,
            clip=1.0,
            schedule=Schedule.LINEAR,
            rise=1 / 16,
            epochs=1,
            precision=Precision.BFLOAT16,
        )
    )
    plan: PlanSettings = field(default_factory=PlanSettings)
    layers: int = 6
    layer_rate: float = 0.15
    fall: float = 0.9
    bare: float = 0.4
    misheard: float = 0.15
    errors: float = 0.2
    smoothing: float = 0.05
    single: float = 0.3
    several: float = 3.0
    details: float = 4.0
    scales: float = 0.3
    agreement: float = 0.5
    adjusted: float = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class TextBatch:
    """Rows of one or more passages: ids, numbers of utterances and of passages, and places in the passage [row, n].

    Per line its row [line], the columns of its pieces [line, m], and which of these are there.
    """

    ids: Tensor
    utterances: Tensor
    passages: Tensor
    positions: Tensor
    rows: Tensor
    columns: Tensor
    mask: Tensor

    def to(self, device: torch.device) -> TextBatch:
        """The same on a device."""
        return TextBatch(*(getattr(self, part.name).to(device) for part in fields(self)))


class TextModel(nn.Module):
    """MiniLM and the text branch on top of it, with embeddings frozen; the head of finer labels helps in learning."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.tokenizer = load_tokenizer(folder)
        self.bert = load_bert(folder)
        self.branch = TextBranch(DIMENSION, CLASSES)
        self.details = nn.Linear(DIMENSION, DETAILS)
        self.bert.embeddings.requires_grad_(False)

    def forward(self, batch: TextBatch) -> tuple[Tensor, Tensor]:
        """Vectors [line, m, 384] of the pieces of every line, and which are there [line, m]: what the branch reads."""
        batch = batch.to(next(self.parameters()).device)
        seen = reads(batch.utterances, batch.passages)
        hidden = self.bert(batch.ids, attention_mask=seen, position_ids=batch.positions).last_hidden_state
        return hidden[batch.rows[:, None], batch.columns], batch.mask

    def upper_state(self) -> dict[str, Tensor]:
        """The layers, by their transformers names."""
        return {name: value for name, value in self.bert.state_dict().items() if name.startswith("encoder.layer.")}


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What the text branch says of n texts: logits of one label [n, 7], of several [n, 7], and the scales [n, 3]."""

    logits: Tensor
    several: Tensor
    scales: Tensor


def fit_text(
    folder: Path, texts: Texts, seed: int, hooks: Hooks | None = None, settings: TextSettings | None = None
) -> TextModel:
    """Trains MiniLM of the folder and a new branch. Raises what run_course raises."""
    torch.manual_seed(seed)
    course = TextCourse(TextModel(folder), texts, settings or TextSettings(), seed)
    run_course(course, course.settings.loop, seed, hooks)
    _adjust(course.model.branch, texts, course.settings.adjusted)
    return course.model


def _adjust(branch: TextBranch, texts: Texts, share: float) -> None:
    """Takes from the logits that share of the logarithm of how often dialogues have each label, so that rare ones are
    found more often (Menon et al. 2021, arXiv 2007.07314, equation 9)."""
    counts = torch.tensor([sum(line.shares.get(emotion, 0.0) for line in texts.dialogue) for emotion in EMOTIONS])
    with torch.no_grad():
        branch.classifier.bias.sub_(share * ((counts + 1) / (counts + 1).mean()).log())


class TextCourse(Course):
    """One pass over the planned lessons."""

    name = "text"
    model: TextModel

    def __init__(self, model: TextModel, texts: Texts, settings: TextSettings, seed: int) -> None:
        self.model, self.settings = model, settings
        for layer in model.bert.encoder.layer[: -settings.layers]:
            layer.requires_grad_(False)
        self._lessons = plan(model.tokenizer, texts, settings.plan, seed)
        self.steps_per_epoch = len(self._lessons)
        self._pieces = [len(line.written) for lesson in self._lessons for p in lesson.passages for line in p]

    def groups(self) -> Sequence[Group]:
        """The heads, then the layers from the last one down."""
        settings, layers = self.settings, list(reversed(self.model.bert.encoder.layer))
        heads = [Group([*self.model.branch.parameters(), *self.model.details.parameters()])]
        return heads + [
            Group(list(layer.parameters()), settings.layer_rate * settings.fall**depth)
            for depth, layer in enumerate(layers[: settings.layers])
        ]

    def loss(self, step: int, chance: np.random.Generator) -> Tensor:
        """Of the lesson of the step, dialogues being read twice; some lines are read without punctuation, some with
        errors."""
        lesson = self._lessons[step % len(self._lessons)]
        passages = [*lesson.passages] * (2 if lesson.kind is Kind.DIALOGUE else 1)
        lines = [line for passage in passages for line in passage]
        known = [piece for line in lines for piece in line.written]
        read = [[self._read(line, known, chance) for line in passage] for passage in passages]
        with sdpa_kernel(SDPBackend.MATH):  # torch differentiates its fused attention slowly in bfloat16
            pieces, mask = self.model(gather(read))
        targets = torch.tensor([line.targets for line in lines])
        return self._loss(lesson, pieces, mask, targets.to(pieces.device))

    def _read(self, line: Line, known: Pieces, chance: np.random.Generator) -> Pieces:
        bare, wrong = chance.random(2)
        pieces = line.bare if bare < self.settings.bare else line.written
        return misheard(pieces, known, self.settings.errors, chance) if wrong < self.settings.misheard else pieces

    def _loss(self, lesson: Lesson, pieces: Tensor, mask: Tensor, targets: Tensor) -> Tensor:
        settings, branch = self.settings, self.model.branch
        if lesson.kind is Kind.RATED:
            away = (branch.affect(pieces, mask).float() - targets) / targets.new_tensor(SPREAD)
            return settings.scales * away.square().mean()
        shares, several, details = targets.tensor_split((CLASSES, 2 * CLASSES), 1)
        logits = branch(pieces, mask)[0].float()
        single = nn.functional.cross_entropy(logits, shares, label_smoothing=settings.smoothing)
        if lesson.kind is Kind.DIALOGUE:
            return single + settings.agreement * _apart(logits)
        loss = settings.single * single + settings.several * _binary(branch.multi(pieces, mask), several)
        if not details.shape[1]:
            return loss
        return loss + settings.details * _binary(self.model.details(branch.pooled(pieces, mask)), details)

    def identity(self) -> str:
        """Of the texts, by the lengths of what is read, and of the settings, but for what is done afterwards."""
        read = hashlib.sha256(np.array(self._pieces, dtype=np.int64).tobytes()).hexdigest()
        return read + repr(replace(self.settings, adjusted=0.0))


def _binary(logits: Tensor, wanted: Tensor) -> Tensor:
    return nn.functional.binary_cross_entropy_with_logits(logits.float(), wanted)


def _apart(logits: Tensor) -> Tensor:
    """How far two readings of the same lines are apart: the mean of both divergences of Kullback and Leibler."""
    one, other = logits.log_softmax(-1).chunk(2)
    return ((one.exp() - other.exp()) * (one - other)).sum(-1).mean() / 2


def gather(passages: Sequence[Sequence[Pieces]]) -> TextBatch:
    """Passages of utterances, short ones behind one another in a row, so that little of a batch is padding."""
    sides = [joined(passage) for passage in passages]
    lengths = [len(ids) for ids, _ in sides]
    places, longest = packed(lengths)
    shape = (1 + max(row for row, _ in places), longest)
    ids, positions = torch.full(shape, PAD), torch.zeros(shape, dtype=torch.int64)
    utterances, numbers = torch.full(shape, NOWHERE), torch.full(shape, NOWHERE)
    spans = []
    for number, (row, start) in enumerate(places):
        here = slice(start, start + lengths[number])
        ids[row, here], utterances[row, here] = (torch.tensor(side) for side in sides[number])
        numbers[row, here], positions[row, here] = number, torch.arange(lengths[number])
        spans += _spans(passages[number], row, start + 1)
    rows, first, length = torch.tensor(spans).unbind(1)
    step = torch.arange(int(length.max()))[None]
    mask = step < length[:, None]
    return TextBatch(ids, utterances, numbers, positions, rows, (first[:, None] + step) * mask, mask)


def _spans(passage: Sequence[Pieces], row: int, place: int) -> list[tuple[int, int, int]]:
    """Row, first column and number of pieces of each utterance, the first of which is at the place."""
    starts = accumulate((len(pieces) + 1 for pieces in passage[:-1]), initial=place)
    return [(row, start, len(pieces)) for start, pieces in zip(starts, passage, strict=True)]


def text_says(model: TextModel, passages: Sequence[Sequence[Pieces]], batch: int = 48) -> Said:
    """Of the last utterance of each passage, which must have a word piece; numbers as at run time, in float32."""
    order = sorted(range(len(passages)), key=lambda i: sum(map(len, passages[i])))
    said = Said(*(torch.zeros(len(passages), width) for width in (CLASSES, CLASSES, SCALES)))
    branch = model.eval().branch
    with torch.inference_mode():
        for start in range(0, len(order), batch):
            places = order[start : start + batch]
            pieces, mask = model(gather([passages[i] for i in places]))
            last = np.cumsum([len(passages[i]) for i in places]) - 1
            pieces, mask = pieces[last], mask[last]
            said.logits[places] = branch(pieces, mask)[0].cpu()
            said.several[places] = branch.multi(pieces, mask).cpu()
            said.scales[places] = branch.affect(pieces, mask).cpu()
    return said
