"""The settings of the voice among which is chosen: drawn by chance from ranges, before anything is measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from mmemotion.evaluation.voices import PROSODY_SHARE
from mmemotion.fitting.voice import VoiceSettings
from mmemotion.networks.baseline import EVEN

RANGES: Mapping[str, tuple[float, float]] = {
    "epochs": (10, 60),
    "rate": (5e-4, 5e-3),
    "penalty": (1e-3, 1e-1),
    "mixup": (0.02, 0.5),
    "other_renderings": (0.1, 0.7),
    "prosody_share": (0.1, 1.0),
    "even": (1.0, 20.0),
}
"""From where to where each is drawn, evenly in its logarithm."""

SETTINGS = 12


@dataclass(frozen=True, slots=True)
class Setting:
    """How the branches are fitted, and how they judge: what prosody counts beside the acoustic frames; and how many
    utterances of each label are taken to have been heard of a speaker already."""

    fitting: VoiceSettings
    prosody_share: float = PROSODY_SHARE
    even: float = EVEN

    @property
    def text(self) -> str:
        """In words and numbers."""
        one = self.fitting
        return (
            f"{one.epochs} epochs, rate {one.rate:g}, penalty {one.penalty:g}, mixup {one.mixup:g}, "
            f"other renderings {one.other_renderings:g}, prosody {self.prosody_share:g}, even {self.even:g}"
        )


def drawn(fitting: VoiceSettings, seed: int = 0, count: int = SETTINGS) -> tuple[Setting, ...]:
    """So many settings, by a Latin hypercube: each range is cut into as many parts, and from every part one value is
    drawn (McKay, Beckman & Conover 1979). What has no range is as in fitting, which is itself none of them."""
    chance = np.random.default_rng(seed)
    columns = {}
    for name, (low, high) in RANGES.items():
        place = (chance.permutation(count) + chance.random(count)) / count
        columns[name] = [float(f"{value:.2g}") for value in low * (high / low) ** place]
    return tuple(
        _setting(fitting, {name: column[number] for name, column in columns.items()}) for number in range(count)
    )


def _setting(fitting: VoiceSettings, values: Mapping[str, float]) -> Setting:
    fitted = replace(
        fitting,
        epochs=round(values["epochs"]),
        rate=values["rate"],
        penalty=values["penalty"],
        mixup=values["mixup"],
        other_renderings=values["other_renderings"],
    )
    return Setting(fitted, values["prosody_share"], values["even"])
