from __future__ import annotations

from mmemotion.audio.timeline import Timeline


def test_sound_follows_the_time_stamps() -> None:
    timeline = Timeline(1000, start=1.4, end=10.0)
    assert timeline.missing(1.9) == 500
    timeline.add_silence(500)
    timeline.add_sound(1000)
    assert timeline.missing(2.9) == 0
    assert timeline.missing(2.95) == 0, "rounded time stamps are no gap"
    assert timeline.missing(4.9) == 2000
    timeline.add_silence(2000)
    assert timeline.seconds == 3.5
    assert timeline.gaps == 2.0


def test_time_stamps_that_cannot_be_true_are_not_believed() -> None:
    timeline = Timeline(1000, start=0.0, end=10.0)
    timeline.add_sound(5000)
    assert timeline.missing(None) == 0
    assert timeline.missing(1.0) == 0, "it went back"
    assert timeline.missing(11.0) == 0, "behind the end of the file"
    assert Timeline(1000, 0.0, None).missing(4000.0) == 0
    assert Timeline(1000, 0.0, None).missing(40.0) == 40000
