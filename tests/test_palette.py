"""The colours of emotions stay apart for colour-blind eyes."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from mmemotion.palette import COLOURS
from mmemotion.types import EMOTIONS

Matrix = npt.NDArray[np.float64]
Sight = Callable[[Matrix], Matrix]

SMALLEST_DISTANCE = 15.0
"""CIEDE2000 units. About 1 is just seen side by side; marks here are small, apart, and compared with a legend."""

SMALLEST_MARK = 0.25
"""Degrees of the field of view: 10 pixels of 1/96 inch at 60 cm, as high as the bars of the transcript."""


def _flat(*rows: tuple[float, float, float]) -> Sight:
    return lambda rgb: np.array(rows) @ rgb


def _folded(normal: tuple[float, float, float], one: list[list[float]], other: list[list[float]]) -> Sight:
    """Brettel's simulation: one of two planes, on either side of what is seen alike."""
    return lambda rgb: np.array(one if np.dot(normal, rgb) >= 0 else other) @ rgb


# For linear RGB, severity 1. Machado, Oliveira & Fernandes (2009), "A physiologically-based model for simulation of
# color vision deficiency", IEEE TVCG 15(6); Brettel, Vienot & Mollon (1997), "Computerized simulation of color
# appearance for dichromats", JOSA A 14(10), as DaltonLens 0.1.5 computes it: for tritanopia it is the sounder one.
SIGHTS: dict[str, Sight] = {
    "normal": _flat((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": _flat(
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)
    ),
    "deuteranopia": _flat(
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)
    ),
    "tritanopia": _flat(
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)
    ),
    "protanopia, Brettel": _folded(
        (-0.07755, -0.665135, 0.742685),
        [[0.141152, 1.167822, -0.308974], [0.104947, 0.857298, 0.037755], [0.004309, -0.00586, 1.00155]],
        [[0.145096, 1.201653, -0.346749], [0.104465, 0.853164, 0.042371], [0.00429, -0.00603, 1.00174]],
    ),
    "deuteranopia, Brettel": _folded(
        (-0.249188, -0.548778, 0.797965),
        [[0.361982, 0.867547, -0.229529], [0.260985, 0.645124, 0.09389], [-0.019754, 0.026861, 0.992893]],
        [[0.37009, 0.885402, -0.255492], [0.257669, 0.637821, 0.104511], [-0.019503, 0.027414, 0.992089]],
    ),
    "tritanopia, Brettel": _folded(
        (0.792482, -0.566475, -0.226007),
        [[1.013542, 0.142682, -0.156224], [-0.011805, 0.875612, 0.136194], [0.077073, 0.812081, 0.110847]],
        [[0.93337, 0.19999, -0.13336], [0.058087, 0.825652, 0.116261], [-0.379228, 1.13825, 0.240978]],
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.119192, 0.9503041]]
)


def linear(colour: str) -> Matrix:
    """#rrggbb as linear sRGB."""
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb: Matrix) -> Matrix:
    """CIELAB (D65) of linear sRGB."""
    x = TO_XYZ @ np.clip(rgb, 0, 1) / TO_XYZ.sum(axis=1)
    f = np.where(x > 0.008856, np.cbrt(x), 7.787 * x + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: Matrix, other: Matrix) -> float:
    """Sharma, Wu & Dalal (2005), Color Research & Application 30(1)."""
    mean_c = (np.hypot(*one[1:]) + np.hypot(*other[1:])) / 2
    g = 0.5 * (1 - np.sqrt(mean_c**7 / (mean_c**7 + 25**7)))
    a1, a2 = one[1] * (1 + g), other[1] * (1 + g)
    c1, c2 = np.hypot(a1, one[2]), np.hypot(a2, other[2])
    h1, h2 = (np.degrees(np.arctan2(b, a)) % 360 for a, b in ((a1, one[2]), (a2, other[2])))
    dl, dc = other[0] - one[0], c2 - c1
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(((h2 - h1 + 180) % 360 - 180) / 2))
    lightness, c = (one[0] + other[0]) / 2, (c1 + c2) / 2
    h = (h1 + h2) / 2 if abs(h1 - h2) <= 180 else (h1 + h2 + 360) / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(h - 30))
        + 0.24 * np.cos(np.radians(2 * h))
        + 0.32 * np.cos(np.radians(3 * h + 6))
        - 0.20 * np.cos(np.radians(4 * h - 63))
    )
    sl = 1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2)
    sc, sh = 1 + 0.045 * c, 1 + 0.015 * c * t
    turn = np.sin(np.radians(60 * np.exp(-(((h - 275) / 25) ** 2))))
    rt = -2 * np.sqrt(c**7 / (c**7 + 25**7)) * turn
    return float(np.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * (dc / sc) * (dh / sh)))


def test_ciede2000_gives_the_published_numbers() -> None:
    # Pairs 1, 7 and 17 of table 1 of Sharma et al.
    pairs = [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ]
    for one, other, expected in pairs:
        assert ciede2000(np.array(one, float), np.array(other, float)) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("sight", SIGHTS)
def test_any_two_emotions_look_different(sight: str) -> None:
    seen = {emotion: lab(SIGHTS[sight](linear(COLOURS[emotion]))) for emotion in EMOTIONS}
    distances = {pair: ciede2000(seen[pair[0]], seen[pair[1]]) for pair in itertools.combinations(EMOTIONS, 2)}
    closest = min(distances, key=lambda pair: distances[pair])
    assert len(distances) == 21
    assert distances[closest] >= SMALLEST_DISTANCE, f"{closest} are {distances[closest]:.1f} apart"


@pytest.mark.parametrize("sight", SIGHTS)
def test_most_people_see_the_difference_between_small_marks(sight: str) -> None:
    # Stone, Szafir & Setlur (2014), "An engineering model for color difference as a function of size", CIC 22: the
    # difference in CIELAB that half of people see; 1.5 times as much is seen by most.
    half = 0.5 * (np.array([10.16, 10.68, 10.70]) + np.array([1.50, 3.08, 5.74]) / SMALLEST_MARK)
    seen = {emotion: lab(SIGHTS[sight](linear(COLOURS[emotion]))) / half for emotion in EMOTIONS}
    for one, other in itertools.combinations(EMOTIONS, 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= 1.5, (one, other)
