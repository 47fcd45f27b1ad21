"""What corrections of one speaker do to a model that heard neither that speaker nor some others: to the speaker's other
utterances, and to the others.

The speakers of a corpus are held out in groups. The branches that heard all but a group are adapted to utterances of
one speaker of it, and judged on that speaker's other utterances, each beside the rest of these as in a new recording,
and on all utterances of each other speaker of the group.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from mmemotion.evaluation.intervals import DRAWS, Interval
from mmemotion.evaluation.metrics import unweighted_accuracy
from mmemotion.evaluation.voices import Voices, voice_says
from mmemotion.fitting.adaptation import UNTOLD, Taught, adapt_voice
from mmemotion.fitting.voice import Numbers, VoiceBranches, voice_logits
from mmemotion.networks.calibration import expected_calibration_error, fit_temperature

Values = npt.NDArray[np.float64]

STRENGTHS = (600.0, 180.0, 60.0, 18.0, 6.0)
"""Tried, the most careful first."""


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """Places of utterances of one speaker: corrected ones, those that are told apart by them, and other speakers'."""

    taught: Numbers
    tested: Numbers
    others: Sequence[Numbers]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Of one speaker, all trials together: logits [n, classes] of the utterances tested, and their labels, before and
    after; and unweighted accuracy on each other speaker [trial, other], before and after."""

    labels: Numbers
    before: Tensor
    after: Tensor
    others_before: Values
    others_after: Values

    @property
    def accuracy(self) -> tuple[float, float]:
        """Unweighted, on the speaker's other utterances, before and after."""
        return _accuracy(self.before, self.labels), _accuracy(self.after, self.labels)

    @property
    def gain(self) -> float:
        """Of the speaker."""
        before, after = self.accuracy
        return after - before

    @property
    def change(self) -> float:
        """Of the others, on average."""
        return float((self.others_after - self.others_before).mean())


Teach = Callable[[VoiceBranches, Voices, Numbers], VoiceBranches]
"""Branches adapted to the corrections at some places."""


def all_corrected(strength: float) -> Teach:
    """Every utterance is told."""

    def teach(model: VoiceBranches, voices: Voices, places: Numbers) -> VoiceBranches:
        return adapt_voice(model, _taught(voices, places, voices.labels[places]), strength)

    return teach


def only_wrong(strength: float) -> Teach:
    """Only what the model hears wrong is told; the rest is heard for how the speaker usually sounds."""

    def teach(model: VoiceBranches, voices: Voices, places: Numbers) -> VoiceBranches:
        wanted = voices.labels[places]
        wrong = says(model, voices, places).argmax(-1).numpy() != wanted
        if not wrong.any():
            return model
        return adapt_voice(model, _taught(voices, places, np.where(wrong, wanted, UNTOLD)), strength)

    return teach


def _taught(voices: Voices, places: Numbers, labels: Numbers) -> Taught:
    return Taught([voices.renderings[i][0] for i in places.tolist()], labels, voices.speakers[places])


def says(model: VoiceBranches, voices: Voices, places: Numbers) -> Tensor:
    """Logits [n, classes] of utterances of one speaker, beside one another."""
    examples = [voices.renderings[i][0] for i in places.tolist()]
    return voice_says(*voice_logits(model, examples, np.zeros(len(places), dtype=np.int64)))


def outcome(model: VoiceBranches, voices: Voices, trials: Iterable[Trial], teach: Teach) -> Outcome:
    """All trials of one speaker."""
    rows: list[tuple[Numbers, Tensor, Tensor]] = []
    others: list[tuple[list[float], list[float]]] = []
    for trial in trials:
        adapted = teach(model, voices, trial.taught)
        wanted = voices.labels[trial.tested]
        rows.append((wanted, says(model, voices, trial.tested), says(adapted, voices, trial.tested)))
        others.append((_heard(model, voices, trial.others), _heard(adapted, voices, trial.others)))
    labels, before, after = zip(*rows, strict=True)
    return Outcome(
        np.concatenate(labels),
        torch.cat(before),
        torch.cat(after),
        np.array([one for one, _ in others]),
        np.array([one for _, one in others]),
    )


def _heard(model: VoiceBranches, voices: Voices, people: Sequence[Numbers]) -> list[float]:
    return [_accuracy(says(model, voices, places), voices.labels[places]) for places in people]


def _accuracy(logits: Tensor, labels: Numbers) -> float:
    return unweighted_accuracy(labels, logits.argmax(-1).numpy())


def rotated(
    places: Numbers, lines: Sequence[str], parts: int, learned: int, seed: int
) -> list[tuple[Numbers, Numbers]]:
    """Places to be corrected and to be tested, so often that each is tested once: dealt into parts, of which so many
    are corrected. lines: what is said how, at each place; utterances of the same are not parted, and a label, with
    which its lines begin, is spread over the parts."""
    chance = np.random.default_rng(seed)
    names = chance.permutation(sorted(set(lines)))
    order = sorted(names.tolist(), key=lambda name: name.split("-")[0])
    part_of = {name: number % parts for number, name in enumerate(order)}
    part = np.array([part_of[line] for line in lines])
    return [(places[(part - one) % parts > parts - 1 - learned], places[part == one]) for one in range(parts)]


def drawn(places: Numbers, count: int, seed: int) -> list[tuple[Numbers, Numbers]]:
    """So many places to be corrected, drawn by chance, and the rest to be tested."""
    order = np.random.default_rng(seed).permutation(places)
    return [(np.sort(order[:count]), np.sort(order[count:]))]


def chosen(found: Mapping[float, Sequence[Outcome]]) -> float:
    """The strength with the highest mean gain among those by which others lose nothing on average; the first, where
    there is none."""
    harmless = [one for one, outcomes in found.items() if np.mean([o.change for o in outcomes]) >= 0]
    if not harmless:
        return next(iter(found))
    return max(harmless, key=lambda one: float(np.mean([o.gain for o in found[one]])))


def inside(
    fit: Callable[[tuple[int, ...]], VoiceBranches],
    several: int,
    held: Callable[[VoiceBranches, int, Teach], list[Outcome]],
    strengths: Sequence[float] = STRENGTHS,
) -> list[Mapping[float, list[Outcome]]]:
    """For each of several groups what each strength does to the speakers of all other groups, by branches that heard
    neither that group nor the speaker's own. held: outcomes of the speakers of a group."""
    found: list[dict[float, list[Outcome]]] = [{one: [] for one in strengths} for _ in range(several)]
    for one, other in itertools.combinations(range(several), 2):
        model = fit((one, other))
        for strength in strengths:
            found[one][strength] += held(model, other, all_corrected(strength))
            found[other][strength] += held(model, one, all_corrected(strength))
    return list(found)


def mean_interval(values: Sequence[float], seed: int) -> Interval:
    """The mean over speakers, with its 95 % interval as speakers are drawn."""
    chance = np.random.default_rng(seed)
    row = np.asarray(values, dtype=np.float64)
    means = row[chance.integers(0, len(row), (DRAWS, len(row)))].mean(1)
    low, high = np.percentile(means, (2.5, 97.5))
    return Interval(float(row.mean()), float(low), float(high), "speakers")


def calibration(outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """Expected calibration error on the speakers' other utterances before and after, at the one temperature that is
    best before: that of a model is not fitted anew."""
    labels = torch.from_numpy(np.concatenate([one.labels for one in outcomes]))
    before = torch.cat([one.before for one in outcomes]).double()
    after = torch.cat([one.after for one in outcomes]).double()
    shares = torch.nn.functional.one_hot(labels, before.shape[1]).double()
    temperature = fit_temperature(before, shares)
    errors = []
    for logits in (before, after):
        confidence, found = (logits / temperature).softmax(-1).max(-1)
        errors.append(expected_calibration_error(confidence, found == labels))
    return errors[0], errors[1]
