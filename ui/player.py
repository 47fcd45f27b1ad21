"""Playback of the recording: QtMultimedia where there is a sound device, else a silent clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QUrl, Signal

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer

NO_DEVICE = "No sound device was found: the play head moves, but nothing is heard."
NOT_PLAYABLE = "This file cannot be played aloud here: the play head moves, but nothing is heard."
ALLOWED_DRIFT = 0.15
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
        return min(self._start + moved * self._rate, self._duration)

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
        self._duration = duration

    def toggle(self) -> None:
        """Plays or pauses."""
        if self._playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Plays from the play head; from the beginning when it stands at the end."""
        if not self._path or self._duration <= 0:
            return
        if self._start >= self._duration - 0.05:
            self._start = 0.0
        self._prepare_sound()
        self._set_playing(True)
        self._awaited = self._sound is not None
        if self._sound is not None:
            self._sound.setPosition(round(self._start * 1000))
            self._sound.play()

    def pause(self) -> None:
        """Stops where it is."""
        self._start = self.position
        self._set_playing(False)
        if self._sound is not None:
            self._sound.pause()

    def seek(self, time: float) -> None:
        """Moves the play head."""
        self._start = min(max(0.0, time), self._duration)
        self._clock.restart()
        if self._sound is not None:
            self._sound.setPosition(round(self._start * 1000))

    def set_rate(self, rate: float) -> None:
        """Changes the speed."""
        self._start = self.position
        self._clock.restart()
        self._rate = rate
        if self._sound is not None:
            self._sound.setPlaybackRate(rate)

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
            self._start = heard
            self._clock.restart()

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
        self._silent = True
        self._awaited = False
        if why not in self._warned:
            self._warned.add(why)
            self.failed.emit(why)
