"""Loss by the clock: callbacks are uneven, machines are busy, and neither is loss."""

import numpy as np
import pytest

from mmemotion.audio.loss import LossMeter

RATE = 48_000
BLOCK = 960


def run(times: list[float], sizes: list[int] | None = None) -> list[float]:
    """What a meter says is lost, for blocks that come at these times."""
    meter = LossMeter(RATE)
    found = []
    for time, size in zip(times, sizes or [BLOCK] * len(times), strict=True):
        meter.push(size, time)
        if meter.lost:
            found.append(meter.lost)
    return found


def even(count: int) -> list[float]:
    return [100 + (i + 1) * BLOCK / RATE for i in range(count)]


def test_blocks_that_come_unevenly_or_in_bursts_are_no_loss() -> None:
    jitter = np.random.default_rng(1).uniform(0, 0.04, 3000)
    assert run([time + shift for time, shift in zip(even(3000), jitter, strict=True)]) == []
    bursts = [100 + np.ceil((i + 1) / 6) * 6 * BLOCK / RATE for i in range(3000)]
    assert run(bursts) == []


@pytest.mark.parametrize("length", [0.08, 0.5, 3.0, 60.0])
def test_a_pause_after_which_nothing_is_made_up_for_is_a_loss_of_its_length(length: float) -> None:
    times = even(200) + [time + length for time in even(400)[200:]]
    found = run(times)
    if length < 0.2:
        assert found == []  # too short to be asked about; it counts as lateness
    else:
        assert found == [pytest.approx(length, abs=0.01)]


@pytest.mark.parametrize("step", [0.0, 0.002, 0.015])
def test_a_pause_that_is_made_up_for_is_no_loss(step: float) -> None:
    """All at once, or faster than real time for a while."""
    times, now = even(200), even(200)[-1] + 2.0
    for due in even(1000)[200:]:
        now = max(due, now + step)
        times.append(now)
    assert run(times) == []


def test_part_of_a_pause_made_up_for_leaves_the_rest() -> None:
    times = even(200)
    times += [times[-1] + 2.0] * 25  # half a second comes at once, the rest never
    times += [times[-1] + time - 100 for time in even(200)]
    assert run(times) == [pytest.approx(1.5, abs=0.02)]


def test_a_clock_that_runs_apart_is_no_loss() -> None:
    """300 parts in a million over half an hour: half a second, and nothing is missing."""
    assert run([100 + (time - 100) * 1.0003 for time in even(90_000)]) == []


def test_each_of_several_losses_is_found() -> None:
    times, shift = [], 0.0
    for i, time in enumerate(even(1000)):
        if i in (300, 600):
            shift += 0.4
        times.append(time + shift)
    assert run(times) == [pytest.approx(0.4, abs=0.01)] * 2


def test_who_cannot_wait_is_told_what_is_known() -> None:
    meter = LossMeter(RATE)
    for time in even(200):
        meter.push(BLOCK, time)
    assert meter.decide() == 0.0
    meter.push(BLOCK, even(201)[-1] + 2.0)
    assert meter.settling
    assert meter.decide() == pytest.approx(2.0, abs=0.01)
    assert not meter.settling and meter.decide() == 0.0
