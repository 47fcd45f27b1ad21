"""Playback of the recording: QtMultimedia where there is a sound device, else a silent clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, QUrl, Signal

from mmemotion.types import Span

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer

NO_DEVICE = "No sound device was found: the play head moves, but nothing is heard."
NOT_PLAYABLE = "This file cannot be played aloud here: the play head moves, but nothing is heard."
ALLOWED_DRIFT = 0.15
LEAST_LEFT = 0.05
LONGEST_START = 1.0
"""Seconds the play head waits for the first sound after play(); some devices take that long."""


class Player(QObject):
    """A clock that the sound, where there is any, keeps right. Times in seconds."""

    playing_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sound: QMediaPlayer | None = None
        self._path = ""
        self._duration = 0.0
        self._start = 0.0
        self._rate = 1.0
        self._clock = QElapsedTimer()
        self._stretch: Span | None = None
        self._again = False
        self._kept = True
        self._end = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._end.timeout.connect(self._turn_back)
        self._playing = False
        self._silent = False
        self._awaited = False
        self._warned: set[str] = set()

    @property
    def playing(self) -> bool:
        """True while the play head moves."""
        return self._playing

    @property
    def rate(self) -> float:
        """Speed: 1 is as recorded."""
        return self._rate

    @property
    def position(self) -> float:
        """Where the play head is."""
        if not self._playing:
            return self._start
        moved = max(0.0, self._clock.elapsed() / 1000 - (LONGEST_START if self._awaited else 0.0))
        return min(self._start + moved * self._rate, self._bounds.end)

    def load(self, path: str, position: float = 0.0, silent: bool = False) -> None:
        """Takes another file, at a position, not playing. The sound device is opened only by play(), unless silent."""
        self.pause()
        self._path = path
        self._start = position
        self._duration = position
        self._silent = silent
        if silent:
            self._drop_sound()
        if self._sound is not None:
            self._sound.setSource(QUrl.fromLocalFile(path) if path else QUrl())

    def set_duration(self, duration: float) -> None:
        """How far the play head may go; grows while a file is read."""
        grew, self._duration = duration != self._duration, duration
        if grew:
            self._run_from(self.position)

    def keep_to(self, stretch: Span | None, again: bool) -> None:
        """Plays no more than a stretch, or the whole recording when it is None; again: over and over.

        What is being played outside of the stretch goes on without it, or, when it is to be played again, inside.
        """
        here = self.position
        self._stretch, self._again = stretch, again
        inside = stretch is None or stretch.start <= here <= stretch.end
        self._kept = inside or not self._playing
        if self._playing and again and stretch is not None and not inside:
            self.seek(stretch.start)
        else:
            self._run_from(here)

    def toggle(self) -> None:
        """Plays or pauses."""
        if self._playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Plays from the play head; from the beginning of the stretch when it is not in it, or at its end."""
        if not self._path or self._duration <= 0:
            return
        self._kept = True
        if not self._bounds.start <= self._start < self._bounds.end - LEAST_LEFT:
            self._start = self._bounds.start
        self._prepare_sound()
        self._awaited = self._sound is not None
        self._set_playing(True)
        self._sound_from(self._start)

    def pause(self) -> None:
        """Stops where it is."""
        self._start = self.position
        self._end.stop()
        self._set_playing(False)
        if self._sound is not None:
            self._sound.pause()
            self._sound.setPosition(round(self._start * 1000))  # or what is on its way to the device is heard still

    def seek(self, time: float) -> None:
        """Moves the play head."""
        time = min(max(0.0, time), self._duration)
        self._kept = self._stretch is None or self._stretch.start <= time <= self._stretch.end
        self._run_from(time)
        if self._sound is not None:
            self._sound.setPosition(round(self._start * 1000))

    def set_rate(self, rate: float) -> None:
        """Changes the speed; the pitch stays, where Qt can do that (from 6.10 on)."""
        here, self._rate = self.position, rate
        self._run_from(here)
        if self._sound is not None:
            self._sound.setPlaybackRate(rate)

    @property
    def _bounds(self) -> Span:
        """What is played now."""
        if self._stretch is None or not self._kept:
            return Span(0.0, self._duration)
        return Span(self._stretch.start, min(self._stretch.end, self._duration))

    def _run_from(self, time: float) -> None:
        """The clock runs on from here, to the end of what is played."""
        self._start = time
        self._clock.restart()
        if self._playing:
            wait = (self._bounds.end - time) / self._rate + (LONGEST_START if self._awaited else 0.0)
            self._end.start(max(0, round(1000 * wait)))

    def _sound_from(self, time: float) -> None:
        self._run_from(time)
        if self._sound is not None:
            self._sound.setPosition(round(time * 1000))
            self._sound.play()

    def _turn_back(self) -> None:
        """The end of what is played is reached."""
        if not self._again:
            self.pause()
            return
        self._sound_from(self._bounds.start)

    def _set_playing(self, playing: bool) -> None:
        changed, self._playing = playing is not self._playing, playing
        self._clock.restart()
        if changed:
            self.playing_changed.emit(playing)

    def _prepare_sound(self) -> None:
        if self._sound is not None or self._silent:
            return
        from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer

        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            self._go_on_silently(NO_DEVICE)
            return
        self._sound = QMediaPlayer(self)
        self._sound.setAudioOutput(QAudioOutput(device, self))
        if hasattr(self._sound, "setPitchCompensation"):  # from Qt 6.10 on; before, a fast voice is a high one
            self._sound.setPitchCompensation(True)
        self._sound.setPlaybackRate(self._rate)
        self._sound.positionChanged.connect(self._correct)
        self._sound.mediaStatusChanged.connect(self._catch_up)
        self._sound.errorOccurred.connect(self._give_up)
        self._sound.setSource(QUrl.fromLocalFile(self._path))

    def _correct(self, milliseconds: int) -> None:
        heard = milliseconds / 1000
        began = self._awaited and heard > self._start
        if self._playing and (began or (not self._awaited and abs(heard - self.position) > ALLOWED_DRIFT)):
            self._awaited = False
            self._run_from(min(heard, self._bounds.end))

    def _catch_up(self) -> None:
        from PySide6.QtMultimedia import QMediaPlayer

        if self._sound is not None and self._sound.mediaStatus() is QMediaPlayer.MediaStatus.LoadedMedia:
            self._sound.setPosition(round(self.position * 1000))

    def _give_up(self) -> None:
        if self._drop_sound():
            self._go_on_silently(NOT_PLAYABLE)

    def _drop_sound(self) -> bool:
        """Lets the sound go; whether there was any."""
        sound, self._sound = self._sound, None
        if sound is not None:
            sound.deleteLater()
        return sound is not None

    def _go_on_silently(self, why: str) -> None:
        here = self.position
        self._silent = True
        self._awaited = False
        self._run_from(here)
        if why not in self._warned:
            self._warned.add(why)
            self.failed.emit(why)
