"""Clips of four made-up corpora whose labels are told by their statistics, each speaker with an offset of their own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from mmemotion.corpora.labels import Clip
from mmemotion.evaluation.voices import Voices
from mmemotion.fitting.voice import VoiceExample, VoiceSettings
from mmemotion.types import EMOTIONS, Emotion

SETTINGS = VoiceSettings(classes=len(EMOTIONS), layers=1, width=7, epochs=15, batch=16)
CORPORA = ("ravdess", "emodb", "urdu", "nemo")


def made_up(spread: float, speakers: int = 5, clips: int = 14, muffled: float = 0.2) -> Voices:
    """Every clip as it was recorded, and muffled: the label told less clearly."""
    chance = np.random.default_rng(0)
    blank = Clip(Path("x"), "", "", Emotion.SAD, "sad", "", "en", 1)
    made, renderings, labels = [], [], []
    for corpus in CORPORA:
        for speaker in range(speakers):
            offset = chance.normal(0, spread, 14)
            for number in range(clips):
                label = number % len(EMOTIONS)
                values = chance.normal(0, 0.5, 14) + offset
                clear, dull = values.copy(), values.copy()
                clear[label] += 3.0
                dull[label] += 3.0 * muffled
                measures = np.zeros((1, 2), dtype=np.float32)
                renderings.append(tuple(VoiceExample(one.astype(np.float32), measures) for one in (clear, clear, dull)))
                named = replace(blank, corpus=corpus, speaker=f"S{speaker}", fold=speaker % 5 + 1)
                made.append(replace(named, label=EMOTIONS[label], original=str(EMOTIONS[label])))
                labels.append(label)
    return Voices(tuple(made), tuple(renderings), np.array(labels))
