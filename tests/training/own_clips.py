"""A user's own recordings, made of RAVDESS: short, in a manifest.csv, with a configuration beside it."""

from __future__ import annotations

import csv
import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from mmemotion.audio.front_end import prepare
from mmemotion.corpora import ravdess
from mmemotion.corpora.labels import Clip
from mmemotion.evaluation.sound import read_sound
from mmemotion.types import Emotion

LABELS = (Emotion.NEUTRAL, Emotion.HAPPY, Emotion.SAD, Emotion.ANGRY)


def chosen(data: Path, speakers: int, per_label: int) -> list[Clip]:
    """So many clips of each of four labels by each of the first speakers."""
    clips = ravdess.read(data / "ravdess")
    names = sorted({clip.speaker for clip in clips})[:speakers]
    groups = [[c for c in clips if c.speaker == name and c.label is label] for name in names for label in LABELS]
    return [clip for group in groups for clip in group[:per_label]]


def write_manifest(folder: Path, clips: Sequence[Clip], extra: Sequence[tuple[str, str, str]] = ()) -> Path:
    """The speech in the clips as WAV of at most 1.2 s, and manifest.csv; extra: rows of path, speaker, emotion."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = list(extra)
    for number, clip in enumerate(clips):
        name = f"{number:02}.wav"
        write_wave(folder / name, prepare(read_sound(clip.path)).sound[:19_200])
        rows.append((name, clip.speaker, clip.original))
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("path", "speaker", "emotion"))
        writer.writerows(rows)
    return folder / "manifest.csv"


def write_wave(path: Path, samples: np.ndarray) -> None:
    """16 bits, 16 kHz, one channel."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def write_config(path: Path, more: str = "", **voice: float | str) -> Path:
    """A configuration that starts from the default model."""
    lines = "\n".join(f"{key} = {value!r}".replace("'", '"') for key, value in voice.items())
    path.write_text(
        'name = "mine"\nstart = "default"\n\n[[corpora]]\nreader = "manifest"\nfolder = "clips"\n\n'
        f"[voice]\n{lines}\n{more}",
        encoding="utf-8",
    )
    return path
