"""The training loop: it learns, stops when asked or when it no longer helps, and survives being killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from fit_in_pieces import SETTINGS, Blobs, sum_of
from torch import Tensor, nn

from mmemotion.errors import Cancelled, TrainingError
from mmemotion.fitting.course import Course, Group, LoopSettings, Precision
from mmemotion.fitting.hooks import Hooks
from mmemotion.fitting.loop import run_course
from mmemotion.fitting.schedule import Schedule, pace

PROGRAM = Path(__file__).with_name("fit_in_pieces.py")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """As in training: the same numbers each time, and no waiting for one another."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def fit_elsewhere(folder: Path, *words: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(PROGRAM), str(folder), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def killed_in_the_middle(folder: Path) -> int:
    """The step at which a fit was killed."""
    running = fit_elsewhere(folder, "slow")
    assert running.stdout is not None
    step = 0
    for line in running.stdout:
        step = int(line.split()[1])
        if step >= 63:
            break
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    return step


def test_a_fit_killed_in_an_epoch_ends_with_the_same_weights(tmp_path: Path) -> None:
    step = killed_in_the_middle(tmp_path)
    assert step % Blobs.steps_per_epoch != 0
    resumed = fit_elsewhere(tmp_path)
    said = resumed.communicate(timeout=60)[0].splitlines()
    assert 60 <= int(said[0].split()[1]) <= step + 11  # at most ten steps were lost
    whole = Blobs()
    run_course(whole, SETTINGS, 3)
    assert said[-1] == f"sum {sum_of(whole.model)}"


def test_a_finished_fit_is_not_done_again_and_another_is(tmp_path: Path) -> None:
    hooks = Hooks(checkpoints=tmp_path)
    first, again, other = Blobs(), Blobs(), Blobs()
    outcome = run_course(first, SETTINGS, 3, hooks)
    steps: list[float] = []
    assert run_course(again, SETTINGS, 3, replace(hooks, report=lambda stage, share: steps.append(share))) == outcome
    assert steps == [1.0]
    assert sum_of(again.model) == sum_of(first.model)
    run_course(other, SETTINGS, 4, hooks)
    assert sum_of(other.model) != sum_of(first.model)


def test_a_damaged_checkpoint_only_costs_its_time(tmp_path: Path) -> None:
    first, again = Blobs(), Blobs()
    run_course(first, SETTINGS, 3, Hooks(checkpoints=tmp_path))
    (tmp_path / "blobs.safetensors").write_bytes(b"half a file")
    run_course(again, SETTINGS, 3, Hooks(checkpoints=tmp_path))
    assert sum_of(again.model) == sum_of(first.model)


def test_an_interrupt_keeps_the_state(tmp_path: Path) -> None:
    steps = iter(range(34))

    def impatient(stage: str, share: float) -> None:
        if next(steps) == 32:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        run_course(Blobs(), SETTINGS, 3, Hooks(impatient, checkpoints=tmp_path))
    resumed, whole = Blobs(), Blobs()
    first: list[float] = []
    run_course(resumed, SETTINGS, 3, Hooks(lambda stage, share: first.append(share), checkpoints=tmp_path))
    run_course(whole, SETTINGS, 3)
    assert round(first[0] * 150) == 34
    assert sum_of(resumed.model) == sum_of(whole.model)


def test_a_loss_that_is_not_a_number_is_one_clear_sentence() -> None:
    with pytest.raises(TrainingError, match=r"not a number in epoch 2 of blobs; lower the rate, .*a\.wav, b\.wav"):
        run_course(Blobs(poison=30), SETTINGS, 3)


class Scripted(Course):
    """Its one weight falls by the rate at each step; its scores are given."""

    name, steps_per_epoch = "scripted", 1

    def __init__(self, scores: list[float]) -> None:
        self.model = nn.Linear(1, 1, bias=False)
        self.frozen = nn.Parameter(torch.ones(1), requires_grad=False)
        self._scores = iter(scores)
        self.kept: list[float] = []

    def loss(self, step: int, chance: np.random.Generator) -> Tensor:
        return self.model.weight.sum()

    def score(self) -> float:
        self.kept.append(self.model.weight.item())
        return next(self._scores)


def test_the_best_weights_are_kept_and_patience_ends_the_fit() -> None:
    course = Scripted([0.0, 0.1, 0.5, 0.4, 0.5, 0.3, 0.9])
    outcome = run_course(course, LoopSettings(epochs=6, patience=3, schedule=Schedule.CONSTANT), 0)
    assert outcome.score == 0.5 and outcome.epochs == 5
    assert course.model.weight.item() == course.kept[2]


def test_fine_tuning_that_does_not_help_changes_nothing() -> None:
    course = Scripted([0.6, 0.1, 0.5])
    assert run_course(course, LoopSettings(epochs=2, patience=3), 0).score == 0.6
    assert course.model.weight.item() == course.kept[0]


def test_without_patience_all_epochs_are_gone_through() -> None:
    course = Scripted([0.5, 0.4, 0.3])
    assert run_course(course, LoopSettings(epochs=3), 0).epochs == 3
    assert course.model.weight.item() == course.kept[2]


class TwoRates(Scripted):
    def __init__(self) -> None:
        super().__init__([0.0])
        self.model = nn.Sequential(nn.Linear(1, 1, bias=False), nn.Linear(1, 1, bias=False))
        self.before = [layer.weight.item() for layer in self.model]

    def groups(self) -> list[Group]:
        return [Group(list(self.model[0].parameters())), Group(list(self.model[1].parameters()), 0.1)]

    def loss(self, step: int, chance: np.random.Generator) -> Tensor:
        return self.model[0].weight.sum() + self.model[1].weight.sum()

    def score(self) -> None:
        return None


def test_groups_learn_at_their_own_rates() -> None:
    course = TwoRates()
    settings = LoopSettings(rate=0.01, weight_decay=0.0, epochs=2, schedule=Schedule.CONSTANT)
    run_course(course, settings, 0)
    moved = [was - layer.weight.item() for was, layer in zip(course.before, course.model, strict=True)]
    assert moved == pytest.approx([0.01, 0.001], rel=1e-3)  # the first of two steps warms up from nothing


def test_one_cycle_is_the_one_of_torch() -> None:
    optimizer = torch.optim.AdamW([nn.Parameter(torch.zeros(1))])
    theirs = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1.0, total_steps=97, pct_start=0.15)
    for step in range(97):
        group = optimizer.param_groups[0]
        ours = pace(Schedule.ONE_CYCLE, step, 97, 0.15)
        assert (ours.rate, ours.beta) == pytest.approx((group["lr"], group["betas"][0]), abs=1e-9)
        optimizer.step()
        if step < 96:
            theirs.step()


def test_linear_rises_and_falls_to_nothing() -> None:
    rates = [pace(Schedule.LINEAR, step, 100, 0.1).rate for step in range(101)]
    assert rates[0] == rates[100] == 0.0
    assert max(rates) == rates[10] == pytest.approx(0.9)


def test_bfloat16_learns_too() -> None:
    course = Blobs()
    assert (run_course(course, replace(SETTINGS, precision=Precision.BFLOAT16), 3).score or 0) > 0.8
