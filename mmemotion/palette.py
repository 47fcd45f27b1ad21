"""The colour of each emotion, the same in the terminal and in the window."""

from __future__ import annotations

from collections.abc import Mapping

from mmemotion.types import Emotion

# Chosen near the hues people expect, then moved apart until every pair stays at least 14 CIEDE2000 units apart for
# normal, protan, deutan and tritan vision (Machado et al. 2009, severity 1); tests/ui measures it.
COLOURS: Mapping[Emotion, str] = {
    Emotion.NEUTRAL: "#a39ea3",
    Emotion.HAPPY: "#fab224",
    Emotion.SAD: "#467dd7",
    Emotion.ANGRY: "#cd4617",
    Emotion.FEARFUL: "#9d5d8f",
    Emotion.DISGUST: "#81a468",
    Emotion.SURPRISED: "#51cce0",
}
