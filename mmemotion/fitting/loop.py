"""The one loop in which every network is fitted: AdamW, step by step, all chance from one seed.

Killed at any moment and started again with the same hooks, it ends with the same weights, bit by bit on a CPU.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from mmemotion.errors import Cancelled, TrainingError
from mmemotion.fitting.checkpoint import Saved, learned_state, load, optimizer_tensors, restore_optimizer, save
from mmemotion.fitting.course import Course, LoopSettings, Precision
from mmemotion.fitting.hooks import Hooks
from mmemotion.fitting.schedule import pace

NAMED = 5
"""So many examples of a batch are named in an error."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a fit ended: the score of the weights kept (None without a validation part), and the epochs gone through."""

    score: float | None
    epochs: int


def run_course(course: Course, settings: LoopSettings, seed: int, hooks: Hooks | None = None) -> Outcome:
    """Fits course.model in place and leaves it in evaluation. Raises TrainingError when the loss is not a number,
    Cancelled (with the state kept) when hooks.report does, OutputError when a checkpoint cannot be written."""
    torch.set_flush_denormal(True)  # the squares of small gradients would make AdamW several times slower
    return _Loop(course, settings, seed, hooks or Hooks()).run()


class _Loop:
    def __init__(self, course: Course, settings: LoopSettings, seed: int, hooks: Hooks) -> None:
        torch.manual_seed(seed)
        self._course, self._settings, self._hooks = course, settings, hooks
        self._chance = np.random.default_rng(seed)
        self._groups = course.groups()
        self._optimizer = torch.optim.AdamW(
            [{"params": list(group.parameters)} for group in self._groups], weight_decay=settings.weight_decay
        )
        self._device = next(course.model.parameters()).device.type
        half = settings.precision is Precision.AUTO and self._device == "cuda"
        self._scaler = torch.amp.GradScaler(self._device, enabled=half)
        self._total = settings.epochs * course.steps_per_epoch
        self._step, self._best, self._waited = 0, -np.inf, 0
        self._best_state: dict[str, Tensor] = {}
        self._key = _key(course, settings, seed)

    def run(self) -> Outcome:
        self._resume()
        if self._step == 0 and self._settings.patience > 0:
            self._judge()  # fine-tuning that does not help keeps the weights it began with
            self._waited = 0
        while self._step < self._total and not self._stale:
            self._learn()
            if self._step % self._course.steps_per_epoch == 0:
                self._judge()
            if self._step % self._hooks.every == 0:
                self._keep()
            self._tell()
        self._keep()
        self._hooks.report(self._course.name, 1.0)
        if self._best_state:
            self._course.model.load_state_dict(self._best_state, strict=False)
        self._course.model.eval()
        epochs = self._step // self._course.steps_per_epoch
        return Outcome(None if np.isinf(self._best) else self._best, epochs)

    def _tell(self) -> None:
        try:
            self._hooks.report(self._course.name, self._step / self._total)
        except Cancelled:
            self._keep()
            raise

    @property
    def _epoch(self) -> int:
        return min(self._step // self._course.steps_per_epoch + 1, self._settings.epochs)

    @property
    def _stale(self) -> bool:
        return 0 < self._settings.patience <= self._waited

    def _learn(self) -> None:
        """One step."""
        self._set_pace()
        self._course.model.train()
        with self._autocast():
            loss = self._course.loss(self._step, self._chance)
        value = float(loss.detach())
        self._check(value)
        self._optimizer.zero_grad()
        self._scaler.scale(loss).backward()
        self._scaler.unscale_(self._optimizer)
        norm = nn.utils.clip_grad_norm_([p for g in self._groups for p in g.parameters], self._settings.clip)
        if not self._scaler.is_enabled():
            self._check(float(norm))  # with float16 such a step is left out and the scale lowered
        self._scaler.step(self._optimizer)
        self._scaler.update()
        self._step += 1
        self._hooks.journal.scalar(f"{self._course.name}/loss", value, self._step)

    def _set_pace(self) -> None:
        now = pace(self._settings.schedule, self._step, self._total, self._settings.rise)
        for group, wanted in zip(self._optimizer.param_groups, self._groups, strict=True):
            group["lr"] = self._settings.rate * wanted.rate * now.rate
            group["betas"] = (now.beta, 0.999)

    def _autocast(self) -> AbstractContextManager[object]:
        kind = torch.float16 if self._scaler.is_enabled() else torch.bfloat16
        enabled = self._scaler.is_enabled() or self._settings.precision is Precision.BFLOAT16
        return torch.autocast(self._device, kind, enabled=enabled)

    def _check(self, value: float) -> None:
        if not np.isfinite(value):
            names = ", ".join(self._course.examples()[:NAMED])
            where = f", or look at what was read: {names}" if names else ""
            raise TrainingError(
                f"The loss is not a number in epoch {self._epoch} of {self._course.name}; lower the rate{where}."
            )

    def _judge(self) -> None:
        """After an epoch."""
        with torch.inference_mode():
            self._course.model.eval()
            score = self._course.score()
        if score is None:
            return
        self._hooks.journal.scalar(f"{self._course.name}/score", score, self._step)
        better = score > self._best
        if self._settings.patience == 0:
            self._best = score
        elif better:
            self._best, self._best_state = score, _copied(learned_state(self._course.model))
        self._waited = 0 if better else self._waited + 1

    @property
    def _place(self) -> Path | None:
        folder = self._hooks.checkpoints
        return None if folder is None else folder / f"{self._course.name}.safetensors"

    def _keep(self) -> None:
        if self._place is None:
            return
        tensors = {
            **_prefixed("model", learned_state(self._course.model)),
            **_prefixed("optimizer", optimizer_tensors(self._optimizer)),
            **_prefixed("best", self._best_state),
            **_prefixed("chance", _torch_chance()),
        }
        values: dict[str, Any] = {
            "key": self._key,
            "step": self._step,
            "best": None if np.isinf(self._best) else self._best,
            "waited": self._waited,
            "chance": self._chance.bit_generator.state,
            "scaler": self._scaler.state_dict(),
        }
        save(self._place, Saved(tensors, values))

    def _resume(self) -> None:
        """Goes on from the kept state, if there is one of the same settings, seed and data."""
        saved = None if self._place is None else load(self._place)
        if saved is None or saved.values.get("key") != self._key:
            return
        self._course.model.load_state_dict(saved.part("model"), strict=False)
        restore_optimizer(self._optimizer, saved.part("optimizer"))
        self._best_state = saved.part("best")
        best = saved.values["best"]
        self._step, self._waited = saved.values["step"], saved.values["waited"]
        self._best = -np.inf if best is None else best
        self._chance.bit_generator.state = saved.values["chance"]
        self._scaler.load_state_dict(saved.values["scaler"])
        _restore_torch_chance(saved.part("chance"))


def _key(course: Course, settings: LoopSettings, seed: int) -> str:
    shapes = {name: list(value.shape) for name, value in learned_state(course.model).items()}
    what = [course.name, course.steps_per_epoch, course.identity(), asdict(settings), seed, shapes]
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()


def _copied(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name: value.detach().clone() for name, value in state.items()}


def _prefixed(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {f"{prefix}.{name}": value for name, value in tensors.items()}


def _torch_chance() -> dict[str, Tensor]:
    states = {"cpu": torch.get_rng_state()}
    return states | ({"cuda": torch.cuda.get_rng_state()} if torch.cuda.is_initialized() else {})


def _restore_torch_chance(states: Mapping[str, Tensor]) -> None:
    torch.set_rng_state(states["cpu"])
    if "cuda" in states and torch.cuda.is_available():
        torch.cuda.set_rng_state(states["cuda"])
