"""A model adapted to a training pack: fitted, judged before and after, and put among the user's models if they agree.

Words and fusion stay as they are; the voice is moved (fitting.adaptation). Nothing is written before it is kept.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from mmemotion.backends.minilm import MiniLmTextEncoder
from mmemotion.backends.trained_fusion import TrainedFusion, load_network
from mmemotion.config import Talk
from mmemotion.corpora import manifest_csv
from mmemotion.corpora.labels import Clip, labelled
from mmemotion.errors import ConfigError, DataError
from mmemotion.evaluation.encoded import ClipEncoder
from mmemotion.evaluation.load import clip_encoder
from mmemotion.evaluation.model import Judge, trained_on
from mmemotion.evaluation.skipped import sentence
from mmemotion.evaluation.voices import example
from mmemotion.fitting.adaptation import Taught, adapt_voice
from mmemotion.fitting.augmentation import CLEAN
from mmemotion.fitting.voice import VoiceBranches
from mmemotion.manifest import NAME_PATTERN, Manifest, sha256_of, user_manifest
from mmemotion.networks.fusion import AttentionFusion
from mmemotion.training.adapted_card import Facts, adapted_card, aligned, lost_notes, untold
from mmemotion.training.before_after import Material, Row, by_people, on_others, parted, rows_of
from mmemotion.training.corrections import LEAST
from mmemotion.training.made import Made, install, refuse_shipped
from mmemotion.training.pack import opened_pack
from mmemotion.training.run import Told

ENOUGH = 60
"""Utterances of a speaker that nobody told the emotion of: more say little more of how they usually sound."""

STAGE = "adapting, before and after"
OWN = "people of the pack, parts not learned from"
IN_TURN = "each person of the pack by models of the others"
OTHERS = "people not in the pack"
UNKNOWN = "Nothing is known of how it does on people who are not in the pack: check on labelled recordings of others."


@dataclass(frozen=True, slots=True)
class Wish:
    """pack: a folder or zip; start: the model to adapt; name: of the new one; check: a manifest.csv, or its folder, of
    utterances of other people."""

    pack: Path
    start: str
    name: str
    check: Path | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Adapted:
    """A model that nobody kept yet, and what is known of it: rows before and after, sentences beside them."""

    name: str
    licence: str
    made: Made
    facts: Facts
    sums: tuple[str, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Unweighted accuracy before and after."""
        return self.facts.rows

    @property
    def table(self) -> str:
        """Rows and notes, to read in a terminal."""
        return "\n".join([*aligned(self.rows), "", *self.facts.notes])

    @property
    def replaces(self) -> bool:
        """True when the user has a model of that name, which goes when this one is kept."""
        return (user_manifest().parent / self.name).exists()


def adapt(wish: Wish, told: Told, encoder: ClipEncoder | None = None) -> Adapted:
    """Fits and measures; writes nothing but the cache of encoded clips.

    Raises ConfigError, DataError, ModelError; Cancelled when told.report does.
    """
    _check_name(wish)
    folder = Manifest.load().folder(wish.start)
    torch.set_num_threads(1)  # as in training: the same numbers each time
    with opened_pack(wish.pack) as place:
        encoder = encoder or clip_encoder()
        pack = _read_pack(wish.pack, place, encoder, told)
        return _Work(wish, folder, told).adapted(pack, encoder)


def keep(adapted: Adapted, models: Path | None = None) -> Path:
    """Puts the model where the program finds it by name. Raises OutputError."""
    with tempfile.TemporaryDirectory(prefix="mmemotion-model-") as fresh:
        adapted.made.save(Path(fresh), adapted_card(adapted.name, adapted.licence, adapted.facts), adapted.sums)
        return install(Path(fresh), adapted.name, adapted.licence, models)


def _check_name(wish: Wish) -> None:
    if not re.match(NAME_PATTERN, wish.name):
        raise ConfigError(f'"{wish.name}" is no name for a model: use letters, digits, dots and dashes, 64 at most.')
    refuse_shipped(wish.name)
    if wish.name == wish.start:
        raise ConfigError(f"{wish.start} stays as it is; give the adapted model another name.")


def worth_hearing(clips: Sequence[Clip]) -> tuple[Clip, ...]:
    """All that have a label and, of each speaker, at most ENOUGH others, from the whole of what there is of them."""
    kept = {place for place, clip in enumerate(clips) if clip.label is not None}
    for speaker in {clip.speaker for clip in clips}:
        own = [place for place, clip in enumerate(clips) if clip.speaker == speaker and clip.label is None]
        several = min(len(own), ENOUGH)
        kept.update(own[number * len(own) // several] for number in range(several))
    return tuple(clips[place] for place in sorted(kept))


def _read_pack(named: Path, place: Path, encoder: ClipEncoder, told: Told) -> Material:
    found = encoder.encode_all(worth_hearing(manifest_csv.read(place)), CLEAN, told.report)
    left_out = sentence(found.skipped, len(found.skipped) + len(found.clips))
    if left_out:
        told.say(left_out)
    several = Counter(str(clip.label) for clip in labelled(found.clips))
    if several.total() < LEAST:
        raise DataError(
            f"{named} has {several.total()} usable utterances with an emotion that was told; "
            f"correct at least {LEAST} to adapt a model."
        )
    if len(several) < 2:
        raise DataError(
            f"All utterances told in {named} are {next(iter(several))}; "
            "correct some of another emotion too, for the model to tell them apart."
        )
    return Material(found.clips, found.encoded)


class _Work:
    """One adaptation."""

    def __init__(self, wish: Wish, folder: Path, told: Told) -> None:
        self._wish, self._folder, self._told = wish, folder, told
        self._fits = 0
        network, settings, layers = load_network(folder)
        self._made = Made(network, settings, layers)
        self._text = MiniLmTextEncoder(Manifest.load().folder("minilm"), layers)

    def adapted(self, pack: Material, encoder: ClipEncoder) -> Adapted:
        """The model and what is known of it."""
        sums = {sha256_of(clip.path) for clip in pack.clips}
        known, start = trained_on(self._folder) or frozenset(), self._wish.start
        others, notes = self._others(pack, known | sums, encoder)
        network = self._taught(pack)
        rows = self._rows(pack, others, network)
        told = labelled(pack.clips)
        labels, people = dict(Counter(str(clip.label) for clip in told)), len({clip.speaker for clip in told})
        if known & sums:
            notes.append(f"{start} had learned from {len(known & sums):,} of the utterances: before is too good there.")
        notes = [note for note in (untold(labels), *notes, *lost_notes(rows, OTHERS)) if note]
        facts = Facts(start, labels, people, len(pack.clips) - len(told), tuple(rows), tuple(notes))
        licence, made = Manifest.load().card(start).licence, replace(self._made, network=network)
        return Adapted(self._wish.name, licence, made, facts, tuple(sorted(known | sums)))

    def _rows(self, pack: Material, others: Material | None, network: AttentionFusion) -> list[Row]:
        start = self._judge(self._made.network)
        rows = rows_of(parted(pack, start, self._teach), OWN)
        if (turns := by_people(pack, start, self._teach)) is not None:
            rows += rows_of(turns, IN_TURN)
        if others is not None:
            rows += rows_of(on_others(others, start, self._judge(network)), OTHERS)
        self._told.report(STAGE, 1.0)
        return rows

    def _others(self, pack: Material, known: frozenset[str], encoder: ClipEncoder) -> tuple[Material | None, list[str]]:
        """Utterances to check on, of people who are not in the pack; none of those known."""
        check, people = self._wish.check, {clip.speaker for clip in pack.clips}
        if check is None:
            return None, [UNKNOWN]
        every = labelled(manifest_csv.read(check))
        kept = [clip for clip in every if clip.speaker not in people and not _met(clip, known)]
        left = len(every) - len(kept)
        notes = [f"{left:,} of {len(every):,} recordings in {check} were left out: {_WHY_LEFT}."] if left else []
        if not kept:
            return None, [*notes, UNKNOWN]
        found = encoder.encode_all(kept, CLEAN, lambda stage, share: self._told.report("others", share))
        if found.skipped:
            notes.append(sentence(found.skipped, len(kept)))
        return Material(found.clips, found.encoded), notes

    def _judge(self, network: AttentionFusion) -> Judge:
        return Judge(TrainedFusion(network, self._made.settings.threshold, talk=Talk.ACTED), self._text)

    def _teach(self, material: Material) -> Judge:
        return self._judge(self._taught(material))

    def _taught(self, material: Material) -> AttentionFusion:
        network = deepcopy(self._made.network)
        taught = Taught([example(one) for one in material.encoded], material.labels, material.speakers)
        branches = adapt_voice(VoiceBranches(network.acoustic, network.prosody), taught)
        network.acoustic.load_state_dict(branches.acoustic.state_dict())
        network.prosody.load_state_dict(branches.prosody.state_dict())
        self._fits += 1
        self._told.report(STAGE, self._fits / (self._fits + 1))  # how many there will be depends on the pack
        return network


_WHY_LEFT = "of people in the pack, or known to the model already"


def _met(clip: Clip, sums: frozenset[str]) -> bool:
    return clip.path.is_file() and sha256_of(clip.path) in sums
