"""A trained model on a user's own labelled recordings, through the same components as an analysis."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mmemotion.audio.local_file import printable
from mmemotion.backends.minilm import MiniLmTextEncoder
from mmemotion.backends.prosody_groups import grouped
from mmemotion.backends.trained_fusion import TrainedFusion, load_trained
from mmemotion.backends.whisper_encoder import FRAME_HOP
from mmemotion.config import Talk
from mmemotion.corpora import manifest_csv
from mmemotion.corpora.labels import Clip, labelled
from mmemotion.errors import DataError, ModelCorruptError
from mmemotion.evaluation.assessment import assess
from mmemotion.evaluation.encoded import Encoded
from mmemotion.evaluation.encoded import Report as Progress
from mmemotion.evaluation.load import clip_encoder
from mmemotion.evaluation.modalities import BOTH, TEXT, VOICE, modality_measures
from mmemotion.evaluation.predictions import Predictions, Shares, of_clips
from mmemotion.evaluation.publish import check, publish, show
from mmemotion.evaluation.report import Report, Section
from mmemotion.evaluation.skipped import NAMED
from mmemotion.evaluation.skipped import sentence as left_out
from mmemotion.evaluation.surroundings import surroundings
from mmemotion.features.functionals import FUNCTIONALS
from mmemotion.fitting.augmentation import CLEAN
from mmemotion.manifest import Manifest, sha256_of
from mmemotion.types import EMOTIONS, Baseline, Branch, Embedding, Estimate, Evidence, Modality, Probabilities

SEED = 0
TRAINED_ON = "trained_on.json"
"""In the folder of a model: a list of the sha256 of every recording it learned from."""


@dataclass(frozen=True, slots=True)
class Judge:
    """A trained model as an analysis uses it; words are read where they are English."""

    fusion: TrainedFusion
    text: MiniLmTextEncoder

    def estimates(self, clips: Sequence[Clip], encoded: Sequence[Encoded]) -> tuple[Estimate, ...]:
        """What the model says of each clip, beside all clips of its speaker."""
        read = [self._read(clip, one) for clip, one in zip(clips, encoded, strict=True)]
        baselines: dict[tuple[str, str], Baseline] = {}
        for clip, evidence in zip(clips, read, strict=True):
            known = baselines.get((clip.corpus, clip.speaker), Baseline())
            baselines[clip.corpus, clip.speaker] = self.fusion.learn(known, evidence)
        pairs = zip(clips, read, strict=True)
        return tuple(self.fusion.judge(evidence, baselines[clip.corpus, clip.speaker]) for clip, evidence in pairs)

    def _read(self, clip: Clip, encoded: Encoded) -> Evidence:
        measures = dict(zip(FUNCTIONALS, map(float, encoded.measures), strict=True))
        embeddings = {
            Modality.ACOUSTIC: Embedding(Modality.ACOUSTIC, encoded.frames.astype(np.float32)),
            Modality.PROSODY: Embedding(Modality.PROSODY, grouped(measures)),
        }
        if has_words(clip):
            embeddings[Modality.TEXT] = self.text.encode(clip.text.split())
        return self.fusion.read(embeddings, len(encoded.frames) * FRAME_HOP)


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Clips and what the model says of each."""

    clips: tuple[Clip, ...]
    estimates: tuple[Estimate, ...]

    def take(self, places: Sequence[int]) -> Judged:
        """Some of the clips."""
        return Judged(tuple(self.clips[i] for i in places), tuple(self.estimates[i] for i in places))


def run(name: str, place: Path, json: Path | None = None, html: Path | None = None) -> None:
    """Prints the table; the figures go to the file json and the page to html, if given.

    Raises DataError, ModelError, ConfigError, OutputError.
    """
    check(json, html)
    publish(evaluate_model(name, place, show), json, html)


def evaluate_model(name: str, place: Path, progress: Progress) -> Report:
    """All measures of the model on the clips of a manifest.csv. Raises DataError or ModelError."""
    folder = Manifest.load().folder(name)
    learned = trained_on(folder)
    every = manifest_csv.read(place)
    found = clip_encoder().encode_all(_with_label(every, place), CLEAN, progress)
    judge = load_judge(folder)
    estimates = judge.estimates(found.clips, found.encoded)
    seen = [learned is not None and sha256_of(clip.path) in learned for clip in found.clips]
    notes = [left_out(found.skipped, len(found.skipped) + len(found.clips)), _unlabelled(every)]
    if learned is None:
        notes.append(f"The model {name} does not say what it learned from: clips it knows may be among these.")
    return make_report(name, place, Judged(found.clips, estimates), seen, tuple(note for note in notes if note))


def load_judge(folder: Path) -> Judge:
    """The model in a verified folder, for clips collected to show every emotion. Raises ModelError."""
    fusion, layers = load_trained(folder, talk=Talk.ACTED)
    return Judge(fusion, MiniLmTextEncoder(Manifest.load().folder("minilm"), layers))


def trained_on(folder: Path) -> frozenset[str] | None:
    """Sums of what the model learned from; None when it does not say. Raises ModelCorruptError."""
    path = folder / TRAINED_ON
    if not path.is_file():
        return None
    try:
        sums = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelCorruptError(f"{path} is damaged; train or install the model again.") from error
    if not isinstance(sums, list):
        raise ModelCorruptError(f"{path} is damaged; train or install the model again.")
    return frozenset(map(str, sums))


def make_report(name: str, place: Path, judged: Judged, seen: Sequence[bool], notes: tuple[str, ...]) -> Report:
    """What was said of clips the model has not heard, then of those it learned from."""
    new = judged.take([i for i, known in enumerate(seen) if not known])
    old = judged.take([i for i, known in enumerate(seen) if known])
    sections = []
    if new.clips:
        sections.append(_section("New recordings", _shared(new, old), new))
    if old.clips:
        notes = (*notes, _known(old, len(seen)))
        text = "The model learned from these very recordings: the figures say nothing of how it does on others."
        sections.append(_section("Recordings it learned from", text, old))
    command = f"mmemotion evaluate --model {name} --clips {place}"
    return Report(command, SEED, tuple(sections), notes, surroundings())


def has_words(clip: Clip) -> bool:
    """True when the clip has words the model can read."""
    return bool(clip.text.strip()) and clip.language.lower().split("-")[0] == "en"


def _section(title: str, text: str, judged: Judged) -> Section:
    """From the voice alone of all clips; from words, and both, of those that have words."""
    data, wordy = title.lower(), judged.take([i for i, clip in enumerate(judged.clips) if _read(judged, i)])
    assessments = [assess(VOICE, data, _said(judged, VOICE), SEED)]
    if not wordy.clips:
        reason = "No recording has English words: fill in the columns text and language to have them judged too."
        return Section(title, f"{text} {reason}".strip(), (), tuple(assessments))
    where = f"{data} with words"
    said = {name: _said(wordy, name) for name in (TEXT, VOICE, BOTH)}
    assessments += [assess(name, where, said[name], SEED) for name in (TEXT, BOTH)]
    text = f"{text} {len(wordy.clips):,} of {len(judged.clips):,} have English words.".strip()
    return Section(title, text, modality_measures(said, where, SEED), tuple(assessments))


def _read(judged: Judged, place: int) -> bool:
    return Branch.TEXT in judged.estimates[place].by_branch


def _said(judged: Judged, name: str) -> Predictions:
    chosen: Mapping[str, Branch] = {TEXT: Branch.TEXT, VOICE: Branch.VOICE}
    rows = [one.by_branch[chosen[name]] if name in chosen else one.probabilities for one in judged.estimates]
    return of_clips(judged.clips, _table(rows))


def _table(rows: Sequence[Probabilities]) -> Shares:
    return np.array([[row[emotion] for emotion in EMOTIONS] for row in rows])


def _with_label(clips: Sequence[Clip], place: Path) -> tuple[Clip, ...]:
    kept = labelled(clips)
    if not kept:
        raise DataError(f"No recording in {place} has an emotion the model can name; use {', '.join(EMOTIONS)}.")
    return kept


def _unlabelled(clips: Sequence[Clip]) -> str:
    left = [clip.original for clip in clips if clip.label is None]
    if not left:
        return ""
    one = len(left) == 1
    names = printable(", ".join(sorted(set(left))))
    return f"{len(left):,} recording{'' if one else 's'} of what the model cannot name ({names}) {_was(one)} left out."


def _was(one: bool) -> str:
    return "was" if one else "were"


def _known(old: Judged, total: int) -> str:
    named = ", ".join(printable(clip.path.name) for clip in old.clips[:NAMED])
    more = f" and {len(old.clips) - NAMED:,} more" if len(old.clips) > NAMED else ""
    rest = "keep some recordings from training to know how it does on new ones" if len(old.clips) == total else ""
    said = f"The model learned from {len(old.clips):,} of the {total:,} recordings: {named}{more}"
    return f"{said}; they are told apart below." if not rest else f"{said}; {rest}."


def _shared(new: Judged, old: Judged) -> str:
    """A sentence when people the model learned from speak in new clips too."""
    speakers = {clip.speaker for clip in old.clips}
    count = sum(clip.speaker in speakers for clip in new.clips)
    return f"People the model learned from speak in {count:,} of these recordings." if count else ""
