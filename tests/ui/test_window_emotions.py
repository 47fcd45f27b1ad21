"""The colours of emotions stay apart for colour-blind eyes, and text on them can be read."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
import pytest

from mmemotion.palette import COLOURS
from mmemotion.types import EMOTIONS
from ui import emotions

SMALLEST_DISTANCE = 13.5
Matrix = npt.NDArray[np.float64]

# Machado, Oliveira & Fernandes (2009), "A physiologically-based model for simulation of color vision deficiency",
# IEEE TVCG 15(6), severity 1.0, for linear RGB.
VISION: dict[str, Matrix] = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
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


@pytest.mark.parametrize("vision", VISION)
def test_any_two_emotions_look_different(vision: str) -> None:
    seen = {emotion: lab(VISION[vision] @ linear(COLOURS[emotion])) for emotion in EMOTIONS}
    distances = {pair: ciede2000(seen[pair[0]], seen[pair[1]]) for pair in itertools.combinations(EMOTIONS, 2)}
    closest = min(distances, key=lambda pair: distances[pair])
    assert distances[closest] >= SMALLEST_DISTANCE, f"{closest} are {distances[closest]:.1f} apart"


def test_every_emotion_has_its_own_pattern() -> None:
    assert len({emotions.PATTERNS[emotion] for emotion in EMOTIONS}) == len(EMOTIONS)


def test_labels_can_be_read_on_their_colour() -> None:
    for emotion in EMOTIONS:
        ground = emotions.luminance(emotions.colour(emotion))
        ink = emotions.luminance(emotions.ink(emotions.colour(emotion)))
        light, dark = max(ground, ink), min(ground, ink)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, emotion
