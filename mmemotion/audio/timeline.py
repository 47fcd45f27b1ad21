"""Where decoded sound lies in time, from the time stamps of a container."""

from __future__ import annotations

TOLERANCE = 0.1  # s: time stamps of some containers are rounded to 1 ms or to a packet
LONGEST_GAP = 3600.0  # s: a longer one is a broken clock


class Timeline:
    """Counts samples against time stamps (s) and says how much silence is missing before the next ones.

    Time 0 is where a media player starts: the first time stamp of the whole container. Sound that starts later (a video
    whose sound sets in after the picture) and gaps in the stream become silence, so that a word's time is the player's
    time. Time stamps that go back, or jump further than `end` or an hour, are not believed.
    """

    def __init__(self, sample_rate: int, start: float, end: float | None) -> None:
        self._sample_rate = sample_rate
        self._start = start
        self._end = end
        self._position = 0
        self._silence_between = 0

    @property
    def seconds(self) -> float:
        """The length so far, silence included."""
        return self._position / self._sample_rate

    @property
    def gaps(self) -> float:
        """Seconds of silence put between sounds so far."""
        return self._silence_between / self._sample_rate

    def missing(self, time: float | None) -> int:
        """Samples of silence that belong before sound with the given time stamp; 0 when it has none."""
        if time is None:
            return 0
        gap = time - self._start - self.seconds
        least = TOLERANCE if self._position else 0.0
        most = LONGEST_GAP if self._end is None else min(LONGEST_GAP, self._end - self.seconds)
        return round(gap * self._sample_rate) if least < gap <= most else 0

    def add_silence(self, count: int) -> None:
        """Takes note of count samples put in before sound that comes late."""
        self._silence_between += count if self._position else 0
        self._position += count

    def add_sound(self, count: int) -> None:
        """Takes note of count samples of sound."""
        self._position += count
