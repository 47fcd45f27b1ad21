"""Corrections are judged on what they did not tell, and their strength is chosen where nothing is judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import torch
from made_up_voices import SETTINGS, made_up

from mmemotion.evaluation.adaptation import (
    Outcome,
    Trial,
    all_corrected,
    calibration,
    chosen,
    drawn,
    inside,
    mean_interval,
    only_wrong,
    outcome,
    rotated,
)
from mmemotion.evaluation.voices import Voices, voice_set
from mmemotion.fitting.voice import VoiceBranches
from mmemotion.fitting.voice_course import fit_voice

LINES = [f"{emotion:02}-{intensity}-{statement}" for emotion in range(8) for intensity in "12" for statement in "12"]


def test_each_utterance_is_tested_once_and_no_line_is_on_both_sides() -> None:
    lines = LINES * 2
    places = np.arange(len(lines)) + 100
    splits = rotated(places, lines, 4, 3, 0)
    assert sorted(np.concatenate([tested for _, tested in splits]).tolist()) == places.tolist()
    for taught, tested in splits:
        assert len(taught) == 48 and len(tested) == 16
        assert not {lines[i - 100] for i in taught} & {lines[i - 100] for i in tested}
        assert {lines[i - 100][:2] for i in tested} == {f"{n:02}" for n in range(8)}
    assert [len(taught) for taught, _ in rotated(places, lines, 4, 1, 0)] == [16] * 4
    ((taught, tested),) = drawn(places, 10, 0)
    assert len(taught) == 10 and sorted([*taught, *tested]) == places.tolist()


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """As the program adapts: two threads wait for each other more than they gain."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def voices() -> Voices:
    """The last speaker of each corpus shows sad as others show angry, and the other way about."""
    made = made_up(0.3, clips=28)
    swapped = {2: 3, 3: 2}
    labels = [
        swapped.get(int(label), int(label)) if clip.speaker == "S4" else int(label)
        for clip, label in zip(made.clips, made.labels, strict=True)
    ]
    return replace(made, labels=np.array(labels))


def fitted(voices: Voices, left_out: tuple[str, ...]) -> VoiceBranches:
    heard = np.flatnonzero([clip.speaker not in left_out for clip in voices.clips])
    return fit_voice(voice_set(voices.take(heard)), SETTINGS, 0)


def test_corrections_help_the_one_who_sounds_otherwise(voices: Voices) -> None:
    model = fitted(voices, ("S3", "S4"))
    own, other = (
        np.flatnonzero([(clip.corpus, clip.speaker) == ("nemo", name) for clip in voices.clips])
        for name in ("S4", "S3")
    )
    trials = [Trial(taught, tested, [other]) for taught, tested in drawn(own, 14, 0)]
    for teach in (all_corrected(0.3), only_wrong(0.3)):
        found = outcome(model, voices, trials, teach)
        assert found.gain > 0.1
        assert found.labels.tolist() == voices.labels[trials[0].tested].tolist()
        assert found.others_before.shape == found.others_after.shape == (1, 1)
    held = outcome(model, voices, trials, all_corrected(1e9))
    assert held.gain == held.change == 0 and torch.allclose(held.before, held.after, atol=1e-3)
    before, after = calibration([held])
    assert before == pytest.approx(after, abs=1e-3)


def made(gain: float, change: float) -> Outcome:
    labels = np.arange(10) % 2
    logits = torch.nn.functional.one_hot(torch.from_numpy(labels), 2).double()
    wrong = logits.clone()
    wrong[: round(gain * 10)] = 1 - wrong[: round(gain * 10)]
    return Outcome(labels, wrong, logits, np.array([[0.5]]), np.array([[0.5 + change]]))


def test_the_strength_is_the_best_of_those_that_take_nothing_from_others() -> None:
    found = {600.0: [made(0.0, 0.0)], 60.0: [made(0.2, 0.01)], 6.0: [made(0.4, -0.01)]}
    assert chosen(found) == 60.0
    assert chosen({600.0: [made(0.1, -0.1)], 6.0: [made(0.4, -0.01)]}) == 600.0


def test_no_group_helps_to_choose_its_own_strength() -> None:
    asked: list[tuple[tuple[int, ...], int]] = []

    def fit(left_out: tuple[int, ...]) -> tuple[int, ...]:
        return left_out

    def held(model: tuple[int, ...], group: int, teach: object) -> list[Outcome]:
        asked.append((model, group))
        return [made(0.1 * group, 0.0)]

    found = inside(fit, 3, held, (60.0,))  # type: ignore[arg-type]
    assert all(group in model and len(model) == 2 for model, group in asked)
    gains = [sorted(round(one.gain, 1) for one in each[60.0]) for each in found]
    assert gains == [[0.1, 0.2], [0.0, 0.2], [0.0, 0.1]]


def test_the_interval_is_over_speakers() -> None:
    found = mean_interval([0.0, 0.1, 0.2, 0.3], 0)
    assert found.value == pytest.approx(0.15) and 0 <= found.low < 0.15 < found.high <= 0.3
    assert found.drawn == "speakers"
