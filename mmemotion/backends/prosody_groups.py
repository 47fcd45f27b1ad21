"""Measures of the voice as the prosody branch reads them: one row per group."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mmemotion.features.functionals import GROUPS
from mmemotion.types import Embedding, FloatArray, Modality, Prosody

WIDTH = max(len(names) for names in GROUPS.values())


class ProsodyGroups:
    """encode() puts the functionals of each group in a row; the network standardises them."""

    def encode(self, prosody: Prosody) -> Embedding:
        """Vectors [groups, WIDTH]: NaN where a measure is not defined or a group has fewer; items number the groups."""
        return Embedding(Modality.PROSODY, grouped(prosody.functionals), tuple(range(len(GROUPS))))


def grouped(functionals: Mapping[str, float]) -> FloatArray:
    """[groups, WIDTH] in the order of GROUPS, NaN where there is nothing."""
    rows = np.full((len(GROUPS), WIDTH), np.nan, dtype=np.float32)
    for row, names in zip(rows, GROUPS.values(), strict=True):
        row[: len(names)] = [functionals[name] for name in names]
    return rows
