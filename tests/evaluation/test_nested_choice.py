"""Settings are chosen by the training part alone, on made-up voices: what is held out has no say, however it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from made_up_voices import CORPORA, SETTINGS, made_up

from mmemotion.evaluation.assessment import Required
from mmemotion.evaluation.chosen import MEAN, Search, chosen_section
from mmemotion.evaluation.grid import RANGES, Setting, drawn
from mmemotion.evaluation.nested import Fit, HeldOut, Values, choose, fitting, inside, judged
from mmemotion.evaluation.one_corpus import Protocol
from mmemotion.evaluation.report import Measure, Section
from mmemotion.evaluation.voices import Voices, clean
from mmemotion.fitting.voice import VoiceBranches, VoiceSettings

DEAF = Setting(replace(SETTINGS, epochs=1, batch=64, rate=1e-9))
"""Learns nothing, and so always says the first label."""

KEEN = Setting(replace(SETTINGS, epochs=4, batch=64, rate=0.1))
GRID = (DEAF, KEEN)
URDU = sorted(CORPORA).index("urdu")
FIT = fitting(0, "", 1000, lambda stage, share: None)


def few() -> Voices:
    return made_up(spread=0.5, speakers=3, clips=7)


def held_out(voices: Voices) -> HeldOut:
    return HeldOut(voices, voices.corpora, (clean(voices),), 4)


def mislabelled(voices: Voices, corpus: str) -> Voices:
    """One corpus in which what sounds like one of the first four labels is another."""
    own = np.array([clip.corpus == corpus for clip in voices.clips])
    labels = np.where(own & (voices.labels < 4), (voices.labels + 1) % 4, voices.labels)
    return Voices(voices.clips, voices.renderings, labels)


def heard_by(fits: list[set[str]]) -> Fit:
    """Fits, and writes down which corpora were heard."""

    def fit(heard: Voices, settings: VoiceSettings) -> VoiceBranches:
        fits.append({clip.corpus for clip in heard.clips})
        return FIT(heard, settings)

    return fit


def of(section: Section, name: str, data: str) -> Measure:
    (found,) = [row for row in section.measures if (row.name, row.data) == (name, data)]
    return found


def sectioned(voices: Voices, settings: tuple[Setting, ...]) -> Section:
    own = voices.take(np.flatnonzero(voices.corpora == 3)).only(slice(0, 1))
    names = sorted({clip.original for clip in own.clips})
    own = Voices(own.clips, own.renderings, np.array([names.index(clip.original) for clip in own.clips]))
    protocol = Protocol("made up", Required(ua=0.9), by_group=True)
    return chosen_section(voices, own, protocol, Search(DEAF, settings, 0), lambda stage, share: None)


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Voices of which one corpus may be mislabelled; accuracies inside, and which corpora each fit heard."""

    held: HeldOut
    found: Values
    fits: list[set[str]]


def compared(voices: Voices) -> Compared:
    fits: list[set[str]] = []
    held = held_out(voices)
    return Compared(held, inside(held, GRID, heard_by(fits)), fits)


@pytest.fixture(scope="module")
def plain() -> Compared:
    return compared(few())


@pytest.fixture(scope="module")
def turned() -> Compared:
    return compared(mislabelled(few(), "urdu"))


def test_no_branch_hears_the_corpus_it_is_compared_or_judged_on(plain: Compared) -> None:
    pairs = {frozenset((one, other)) for one in CORPORA for other in CORPORA if one != other}
    assert {frozenset(set(CORPORA) - heard) for heard in plain.fits} == pairs
    last: list[set[str]] = []
    judged(plain.held, [DEAF] * 4, heard_by(last))
    assert [set(CORPORA) - heard for heard in last] == [{name} for name in sorted(CORPORA)]


def test_what_is_held_out_cannot_move_its_own_choice(plain: Compared, turned: Compared) -> None:
    assert np.array_equal(plain.found[:, URDU], turned.found[:, URDU], equal_nan=True)
    assert not np.array_equal(plain.found[:, URDU - 1], turned.found[:, URDU - 1], equal_nan=True)


def test_the_setting_that_is_better_inside_is_chosen_even_where_it_is_worse_outside(turned: Compared) -> None:
    assert choose(turned.found, (0,))[URDU] == GRID.index(KEEN)
    said = judged(turned.held, [DEAF, DEAF, DEAF, KEEN], FIT)[0].argmax(-1).numpy()
    labels = turned.held.voices.labels
    own = (turned.held.groups == URDU) & (labels < turned.held.labels)
    always_first = (labels[own] == 0).mean()
    assert (said == labels)[own].mean() < always_first == 0.25


def test_only_the_other_groups_and_the_ways_asked_about_count() -> None:
    found = np.full((2, 3, 2, 3), np.nan)  # setting, group, way, other group
    for group in range(3):
        for other in {0, 1, 2} - {group}:
            found[:, group, 0, other] = (0.6, 0.5)
            found[:, group, 1, other] = (0.1, 0.4)
    assert choose(found, (0,)) == [0, 0, 0]
    assert choose(found, (0, 1)) == [1, 1, 1]


def test_the_section_tells_the_chosen_settings_and_what_the_fixed_one_gives() -> None:
    section = sectioned(few(), GRID)
    for corpus in CORPORA:
        row = of(section, "unweighted accuracy, chosen by clean clips", corpus)
        assert row.value > 0.8 and row.low is not None and KEEN.text in row.reference
        assert "fixed setting 0.250" in row.reference and row.required is not None
    mean = of(section, "unweighted accuracy, chosen by clean clips", MEAN)
    gained = of(section, "unweighted accuracy, chosen by clean clips, minus the fixed setting", MEAN)
    assert gained.value == pytest.approx(mean.value - 0.25) and mean.passed
    line = of(section, "unweighted accuracy, chosen by clean clips, telephone at 15 dB", MEAN)
    lost = of(section, "unweighted accuracy lost on a telephone at 15 dB, chosen by clean clips", MEAN)
    assert lost.value == pytest.approx(mean.value - line.value) and not lost.passed  # muffled clips tell too little
    folds = of(section, "unweighted accuracy, chosen inside", "made up")
    assert folds.required == 0.9 and "fixed setting" in folds.reference
    assert all(KEEN.text in of(section, folds.name, f"fold {fold} of made up").reference for fold in (1, 2, 3))


def test_settings_are_drawn_over_all_of_their_ranges_without_the_fixed_one() -> None:
    settings = drawn(SETTINGS, seed=1, count=6)
    assert settings == drawn(SETTINGS, seed=1, count=6) and len(set(settings)) == 6
    assert Setting(SETTINGS) not in settings
    for name, (low, high) in RANGES.items():
        values = [getattr(one, name, None) or getattr(one.fitting, name) for one in settings]
        parts = np.log(np.array(values) / low) / np.log(high / low) * 6
        assert np.allclose(np.sort(parts), np.arange(6) + 0.5, atol=0.6)  # one in each sixth, but for rounding
    assert {one.fitting.width for one in settings} == {SETTINGS.width}
