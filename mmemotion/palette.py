"""The colour of each emotion, the same in the terminal and in the window."""

from __future__ import annotations

from collections.abc import Mapping

from mmemotion.types import Emotion

# Chosen near the hues people expect, then moved apart until every pair stays at least 16 CIEDE2000 units apart for
# normal, protan, deutan and tritan vision (Machado et al. 2009, Brettel et al. 1997): tests/test_palette.py.
COLOURS: Mapping[Emotion, str] = {
    Emotion.NEUTRAL: "#b5adad",
    Emotion.HAPPY: "#f5b601",
    Emotion.SAD: "#3794f6",
    Emotion.ANGRY: "#e65208",
    Emotion.FEARFUL: "#90668c",
    Emotion.DISGUST: "#769268",
    Emotion.SURPRISED: "#5eddf8",
}
