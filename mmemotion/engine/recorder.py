"""The recorder process: it holds the microphone and the file on disk, and nothing that could be slow or break.

Commands come in on standard input, events go out on standard output. When the other side is gone, the recording is
closed whole and left to be found.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from mmemotion.audio.journal import settle, unfinished
from mmemotion.audio.microphone import Microphones as PortAudio
from mmemotion.audio.sound_server import SoundServer
from mmemotion.engine.capture import Capture
from mmemotion.engine.keeper import Keeper
from mmemotion.engine.wire import own_stdout, read_frame, write_frame
from mmemotion.errors import MicrophoneError, MmemotionError
from mmemotion.messages import (
    Command,
    Event,
    FindUnfinished,
    ListMicrophones,
    MicrophonesFound,
    Pause,
    Record,
    RecordingFailed,
    Resume,
    Settle,
    Shutdown,
    StopRecording,
    UnfinishedFound,
    decode_command,
    encode,
)
from mmemotion.protocols import Listener, Microphones

STEP = 0.02
Commands = queue.SimpleQueue[Command | None]


class Recorder:
    """Does commands, and records between them; one recording at a time."""

    def __init__(self, microphones: Microphones, server: SoundServer, tell: Listener) -> None:
        self._microphones, self._tell = microphones, tell
        self._keeper = Keeper(server)
        self._capture: Capture | None = None

    def run(self, commands: Commands) -> None:
        """Until Shutdown, or None for a side that is gone: the recording is then closed and left to be found."""
        while True:
            try:
                command = commands.get(timeout=STEP if self._capture else None)
            except queue.Empty:
                self._guarded(self._step)
                continue
            if command is None or isinstance(command, Shutdown):
                break
            self._guarded(partial(self._do, command))
        if self._capture is not None:
            self._guarded(partial(self._stop, known=False))

    def _do(self, command: Command) -> None:
        match command:
            case ListMicrophones():
                self._list()
            case Record():
                self._record(command)
            case FindUnfinished(folder=folder):
                self._tell(UnfinishedFound(unfinished(Path(folder))))
            case Settle(path=path):
                settle(Path(path))
            case Pause() | Resume() | StopRecording() if self._capture and self._capture.job == command.job:
                self._steer(self._capture, command)

    def _steer(self, capture: Capture, command: Pause | Resume | StopRecording) -> None:
        match command:
            case Pause():
                capture.pause()
            case Resume():
                capture.resume()
            case StopRecording():
                self._stop(known=True)

    def _list(self) -> None:
        """While a line is open the list cannot be made anew, and is not what anybody waits for."""
        if self._capture is None:
            try:
                self._tell(MicrophonesFound(self._microphones.found()))
            except MicrophoneError:
                self._tell(MicrophonesFound(()))

    def _record(self, command: Record) -> None:
        if self._capture is not None:
            self._fail(command.job, MicrophoneError("A recording is being made already: stop it first."), None)
            return
        try:
            self._capture = Capture(command, self._microphones, self._keeper, self._tell)
        except MmemotionError as error:
            self._fail(command.job, error, None)

    def _step(self) -> None:
        if self._capture is not None:
            self._capture.step()

    def _stop(self, known: bool) -> None:
        if self._capture is not None:
            self._capture.stop(known)
            self._capture = None

    def _guarded(self, work: Callable[[], None]) -> None:
        """A fault ends the recording, which keeps what it has."""
        try:
            work()
        except Exception as error:
            capture, self._capture = self._capture, None
            if capture is None:
                raise
            capture.give_up()
            self._fail(capture.job, error, capture)

    def _fail(self, job: str, error: Exception, capture: Capture | None) -> None:
        message = str(error)
        if not isinstance(error, MmemotionError):
            message = f"Recording ended by a fault of the program ({type(error).__name__}: {error})."
        if capture is not None:
            message += f" What was recorded until then is saved in {capture.path}."
        where, seconds = (capture.path, capture.seconds) if capture is not None else ("", 0.0)
        self._tell(RecordingFailed(job, type(error).__name__, message, where, seconds))


def main(microphones: Microphones | None = None) -> None:
    """Records until the other side is gone."""
    events = own_stdout()
    _quiet()
    _behave()

    def tell(event: Event) -> None:
        with contextlib.suppress(OSError, ValueError):  # nobody listens any more: the recording is closed all the same
            write_frame(events, encode(event))

    commands: Commands = queue.SimpleQueue()
    signal.signal(signal.SIGTERM, lambda *_: commands.put(None))
    threading.Thread(target=_read, args=(commands,), daemon=True, name="commands").start()
    Recorder(microphones or PortAudio(), SoundServer(), tell).run(commands)
    os._exit(0)  # a thread may be in a call to a sound system that does not answer


def _quiet() -> None:
    """ALSA and PortAudio tell on standard error of every device that they looked for and did not find."""
    sys.stderr = os.fdopen(os.dup(2), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _behave() -> None:
    """Ctrl-C in a terminal is meant for the program that asks to record; that tells us to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        os.nice(-10)


def _read(commands: Commands) -> None:
    while (data := read_frame(sys.stdin.buffer)) is not None:
        with contextlib.suppress(msgspec.DecodeError):
            commands.put(decode_command(data))
    commands.put(None)


if __name__ == "__main__":
    main()
