"""Training of the text branch: MiniLM's layers and the heads on what attention over its word pieces gathers.

One network learns three things side by side: the emotion of a line of a dialogue, knowing what was said before; the
emotions of a comment, of which there may be several; and how a sentence was rated on valence, arousal and dominance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from mmemotion.backends.minilm import DIMENSION, NOWHERE, PAD, joined, load_bert, load_tokenizer, reads
from mmemotion.fitting.course import Course, Group, LoopSettings, Precision
from mmemotion.fitting.hooks import Hooks
from mmemotion.fitting.lessons import Kind, Lesson, Line, Pieces, PlanSettings, Texts, padded_length, plan
from mmemotion.fitting.loop import run_course
from mmemotion.fitting.schedule import Schedule
from mmemotion.networks.text import SCALES, TextBranch
from mmemotion.types import EMOTIONS

CLASSES = len(EMOTIONS)
SPREAD = (0.175, 0.131, 0.105)
"""Standard deviations of valence, arousal and dominance in EmoBank's training part: errors count in these units."""


@dataclass(frozen=True, slots=True)
class TextSettings:
    """layer_rate: of the last layer, as a share of the rate of the heads; each one below learns `fall` times as fast.

    bare: share of the lines read without punctuation, as some recognisers write. single, several, scales: what the one
    label of a comment, its several labels, and the scales count beside the label of a line of dialogue.
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
    layer_rate: float = 0.08
    fall: float = 0.9
    bare: float = 0.3
    smoothing: float = 0.05
    single: float = 0.3
    several: float = 3.0
    scales: float = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class TextBatch:
    """ids and numbers of utterances [passage, n]; per line its passage [line], the columns of its pieces [line, m], and
    which of these are there."""

    ids: Tensor
    utterances: Tensor
    rows: Tensor
    columns: Tensor
    mask: Tensor

    def to(self, device: torch.device) -> TextBatch:
        """The same on a device."""
        parts = (self.ids, self.utterances, self.rows, self.columns, self.mask)
        return TextBatch(*(part.to(device) for part in parts))


class TextModel(nn.Module):
    """MiniLM and the text branch on top of it, with embeddings frozen."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.tokenizer = load_tokenizer(folder)
        self.bert = load_bert(folder)
        self.branch = TextBranch(DIMENSION, CLASSES)
        self.bert.embeddings.requires_grad_(False)

    def forward(self, batch: TextBatch) -> tuple[Tensor, Tensor]:
        """Vectors [line, m, 384] of the pieces of every line, and which are there [line, m]: what the branch reads."""
        batch = batch.to(next(self.parameters()).device)
        hidden = self.bert(batch.ids, attention_mask=reads(batch.utterances)).last_hidden_state
        return hidden[batch.rows[:, None], batch.columns], batch.mask

    def upper_state(self) -> dict[str, Tensor]:
        """The fine-tuned layers, by their transformers names."""
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
    return course.model


class TextCourse(Course):
    """One pass over the planned lessons."""

    name = "text"
    model: TextModel

    def __init__(self, model: TextModel, texts: Texts, settings: TextSettings, seed: int) -> None:
        self.model, self.settings = model, settings
        self._lessons = plan(model.tokenizer, texts, settings.plan, seed)
        self.steps_per_epoch = len(self._lessons)
        self._pieces = [len(line.written) for lesson in self._lessons for p in lesson.passages for line in p]

    def groups(self) -> Sequence[Group]:
        """The heads, then the layers from the last one down."""
        settings, layers = self.settings, list(reversed(self.model.bert.encoder.layer))
        heads = [Group(list(self.model.branch.parameters()))]
        return heads + [
            Group(list(layer.parameters()), settings.layer_rate * settings.fall**depth)
            for depth, layer in enumerate(layers)
        ]

    def loss(self, step: int, chance: np.random.Generator) -> Tensor:
        """Of the lesson of the step; some of its lines are read without punctuation."""
        lesson = self._lessons[step % len(self._lessons)]
        lines = [line for passage in lesson.passages for line in passage]
        bare = iter((chance.random(len(lines)) < self.settings.bare).tolist())
        read = [[line.bare if next(bare) else line.written for line in passage] for passage in lesson.passages]
        pieces, mask = self.model(gather(read))
        return self._loss(lesson, pieces, mask, _targets(lines).to(pieces.device))

    def _loss(self, lesson: Lesson, pieces: Tensor, mask: Tensor, targets: Tensor) -> Tensor:
        settings, branch = self.settings, self.model.branch
        if lesson.kind is Kind.RATED:
            away = (branch.affect(pieces, mask).float() - targets) / targets.new_tensor(SPREAD)
            return settings.scales * away.square().mean()
        shares, several = targets[:, :CLASSES], targets[:, CLASSES:]
        logits = branch(pieces, mask)[0].float()
        single = nn.functional.cross_entropy(logits, shares, label_smoothing=settings.smoothing)
        if lesson.kind is Kind.DIALOGUE:
            return single
        beside = nn.functional.binary_cross_entropy_with_logits(branch.multi(pieces, mask).float(), several)
        return settings.single * single + settings.several * beside

    def identity(self) -> str:
        """Of the texts, by the lengths of what is read."""
        return hashlib.sha256(np.array(self._pieces, dtype=np.int64).tobytes()).hexdigest() + repr(self.settings)


def _targets(lines: Sequence[Line]) -> Tensor:
    return torch.tensor([line.targets for line in lines])


def gather(passages: Sequence[Sequence[Pieces]]) -> TextBatch:
    """Passages of utterances side by side, padded behind."""
    rows, spans, sides = [], [], []
    for number, passage in enumerate(passages):
        sides.append(joined(passage))
        place = 1
        for pieces in passage:
            rows.append(number)
            spans.append((place, len(pieces)))
            place += len(pieces) + 1
    longest = padded_length(max(len(ids) for ids, _ in sides))
    ids = torch.tensor([side + [PAD] * (longest - len(side)) for side, _ in sides])
    utterances = torch.tensor([side + [NOWHERE] * (longest - len(side)) for _, side in sides])
    start, length = torch.tensor(spans).unbind(1)
    step = torch.arange(int(length.max()))[None]
    mask = step < length[:, None]
    return TextBatch(ids, utterances, torch.tensor(rows), (start[:, None] + step) * mask, mask)


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
