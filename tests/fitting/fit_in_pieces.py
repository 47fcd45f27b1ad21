"""A small fit as a program of its own, to be killed: FOLDER [slow]. Prints the steps done, and the weights' sum."""

from __future__ import annotations

import hashlib
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from mmemotion.fitting.course import Course, LoopSettings
from mmemotion.fitting.hooks import Hooks
from mmemotion.fitting.loop import run_course

SETTINGS = LoopSettings(epochs=6, patience=4)


class Blobs(Course):
    """Two clouds of points, told apart by a small network with dropout and batch normalisation."""

    name, steps_per_epoch = "blobs", 25

    def __init__(self, pause: float = 0.0, poison: int = -1) -> None:
        torch.manual_seed(5)
        self.model = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.Dropout(0.3), nn.Linear(16, 2))
        self._pause, self._poison = pause, poison

    def loss(self, step: int, chance: np.random.Generator) -> Tensor:
        time.sleep(self._pause)
        labels = chance.integers(0, 2, 32)
        points = torch.from_numpy(chance.normal(labels[:, None], 1.0, (32, 4)).astype(np.float32))
        if step == self._poison:
            points[0, 0] = torch.nan
        return nn.functional.cross_entropy(self.model(points), torch.from_numpy(labels))

    def score(self) -> float:
        chance = np.random.default_rng(9)
        labels = chance.integers(0, 2, 200)
        points = torch.from_numpy(chance.normal(labels[:, None], 1.0, (200, 4)).astype(np.float32))
        return float((self.model(points).argmax(-1).numpy() == labels).mean())

    def examples(self) -> tuple[str, ...]:
        return ("a.wav", "b.wav")


def sum_of(model: nn.Module) -> str:
    """sha256 of all weights."""
    content = b"".join(value.numpy().tobytes() for value in model.state_dict().values())
    return hashlib.sha256(content).hexdigest()


def main() -> None:
    """Runs the fit, saying now and then how far it is."""
    torch.set_num_threads(1)
    course = Blobs(0.02 if "slow" in sys.argv else 0.0)

    def told(stage: str, share: float) -> None:
        print(f"at {round(share * 150)}", flush=True)

    run_course(course, SETTINGS, 3, Hooks(told, checkpoints=Path(sys.argv[1]), every=10))
    print("sum", sum_of(course.model), flush=True)


if __name__ == "__main__":
    main()
