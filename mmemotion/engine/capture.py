"""One recording: from a line to its journal, with an eye on all that can go wrong with a microphone."""

from __future__ import annotations

import contextlib
import shutil
import time
from pathlib import Path

from mmemotion.audio.journal import Journal
from mmemotion.audio.ring_buffer import Block
from mmemotion.audio.wav import WavFormat
from mmemotion.engine.keeper import Keeper
from mmemotion.engine.line_in import LineIn
from mmemotion.engine.tape import Tape
from mmemotion.engine.watch import BUSY, REASONS, Seen, trouble_of
from mmemotion.messages import (
    GapFound,
    MicrophoneTrouble,
    Record,
    RecordingPaused,
    RecordingResumed,
    RecordingSaved,
    RecordingStarted,
    SoundRecorded,
    Trouble,
)
from mmemotion.protocols import Listener, Microphones
from mmemotion.types import Gap

TELL_EVERY = 0.04
LOOK_EVERY = 0.25
REOPEN_EVERY = 1.0
HOPELESS_AFTER = 5.0
"""Seconds after which a line that gives no sound is opened anew."""

ASLEEP = 0.5
"""Seconds between two steps after which it is not the microphone that was silent, but we who did not listen."""

LONG_SILENCE = 0.5
"""Seconds without sound before Stop or Pause that are marked as missing: devices give sound in bursts."""

TAIL = 0.1
"""Seconds of sound after Stop that are waited for: what was said until then is still on its way."""

PATIENCE = 1.0
"""Seconds that Stop waits at most for a device that may hang."""


class Capture:
    """step() writes what has come in, and is to be called fifty times a second; stop() closes the recording whole.

    Raises MicrophoneError when no sound can be had, OutputError when it cannot be written.
    """

    def __init__(self, command: Record, microphones: Microphones, keeper: Keeper, tell: Listener) -> None:
        self.job, self._tell, self._keeper = command.job, tell, keeper
        self._input = LineIn(microphones, command.microphone, command.channel_count)
        line = self._input.open()
        try:
            self._journal = Journal(Path(command.path), WavFormat(line.sample_rate, line.channel_count))
        except Exception:
            self._input.close()
            raise
        self._tape = Tape(self._journal)
        self._paused = False
        self._trouble = Trouble.NONE
        self._lost_since: float | None = None
        self._accounted = 0.0  # until then sound is written, marked as missing, or not wanted
        self._told = self._looked = self._tried = 0.0
        self._told_frames = 0
        self._awake_since = self._stepped = time.monotonic()
        keeper.watch(self._journal)
        form = self._journal.form
        tell(RecordingStarted(self.job, command.path, line.name, form.sample_rate, form.channel_count))
        if self._journal.away:
            self._found([self._tape.miss(self._journal.away, "the recorder was started again")])
        self._tape.connect(line)

    @property
    def path(self) -> str:
        """Where the recording is."""
        return str(self._journal.path)

    @property
    def seconds(self) -> float:
        """Length of the recording so far."""
        return self._journal.seconds

    def step(self) -> None:
        """Writes what has come in, looks what is wrong, tells. Raises OutputError."""
        self._drain()
        now = time.monotonic()
        if now - self._stepped > ASLEEP:
            self._awake_since = now
        self._stepped = now
        if now - self._looked >= LOOK_EVERY:
            self._looked = now
            self._look(now)
        if now - self._told >= TELL_EVERY:
            self._told = now
            self._tell_sound()

    def pause(self) -> None:
        """Sound is let go until resume()."""
        if not self._paused:
            self._drain()
            self._found(self._tape.finish(self._reason))
            self._account(time.monotonic())
            self._paused = True
            self._tell_sound()
            self._tell(RecordingPaused(self.job))

    def resume(self) -> None:
        """Sound is written again."""
        if self._paused:
            self._drain()
            self._paused = False
            self._accounted = time.monotonic()
            if self._input.line is not None:
                self._tape.connect(self._input.line)
            self._tell(RecordingResumed(self.job))

    def stop(self, known: bool = True) -> None:
        """Closes the recording with all that was said until now. known: to somebody; else it is found as unfinished.

        Raises OutputError.
        """
        asked = time.monotonic()
        while self._may_hear_more(asked):
            self._drain()
            time.sleep(0.01)
        self._input.close()
        try:
            self._drain()
            self._found(self._tape.finish(self._reason))
            self._account(asked)
            self._tell_sound()
        finally:
            self._keeper.forget()
            self._journal.close(known)
        self._tell(RecordingSaved(self.job, self.path, self.seconds, tuple(self._journal.gaps)))

    def give_up(self) -> None:
        """Closes what there is, when the disk takes no more."""
        self._input.close()
        self._keeper.forget()
        self._journal.close()

    def _account(self, now: float) -> None:
        """Marks what a line that gives nothing has cost until now: nobody will count it later."""
        if not self._paused and now - self._silent_since >= LONG_SILENCE:
            self._found([self._tape.miss(now - self._silent_since, self._reason)])
        self._accounted = max(self._accounted, now)

    @property
    def _silent_since(self) -> float:
        """Since when nothing has come that should have."""
        return max(self._input.heard if self._lost_since is None else self._lost_since, self._accounted)

    def _may_hear_more(self, asked: float) -> bool:
        late = time.monotonic() - asked > PATIENCE
        return self._input.line is not None and not late and self._input.heard < asked + TAIL

    def _drain(self) -> None:
        self._keeper.check()
        for block in self._input.blocks():
            if self._lost_since is not None:
                self._regain(block)
            if not self._paused:
                self._found(self._tape.take(block, self._reason))

    def _regain(self, block: Block) -> None:
        """The first sound of a line that was opened again."""
        lost_since, self._lost_since = self._lost_since, None
        if not self._paused and lost_since is not None and self._input.line is not None:
            began = block.clock - len(block.samples) / self._input.line.sample_rate
            self._found([self._tape.miss(began - max(lost_since, self._accounted), self._reason)])

    @property
    def _reason(self) -> str:
        """Why sound would be missing now."""
        return REASONS.get(self._trouble, BUSY)

    def _found(self, gaps: list[Gap]) -> None:
        for gap in gaps:
            self._tell(GapFound(self.job, gap))

    def _look(self, now: float) -> None:
        if self._input.line is None:
            self._try_again(now)
            return
        hopeless = self._waited(now) > HOPELESS_AFTER
        if self._lost_since is None:
            trouble, message = trouble_of(self._seen(now), self._input.line.name)
            if trouble is not Trouble.NONE or not self._tape.settling:  # before that the reason is still wanted
                self._say(trouble, message)
            hopeless = hopeless or trouble in (Trouble.UNPLUGGED, Trouble.GONE)
        if hopeless:
            self._lose(now)

    def _waited(self, now: float) -> float:
        """Seconds without sound that we listened for."""
        return now - max(self._input.heard, self._awake_since)

    def _seen(self, now: float) -> Seen:
        source = self._keeper.source
        return Seen(
            since_sound=self._waited(now),
            zeros=0.0 if self._paused else self._tape.silent_for,
            space=self._space(),
            gave_up=self._input.gave_up,
            source=source.now,
            first=source.first,
            first_is_gone=source.first_is_gone,
        )

    def _space(self) -> float:
        form = self._journal.form
        with contextlib.suppress(OSError):
            return shutil.disk_usage(self._journal.path.parent).free / (form.frame_bytes * form.sample_rate)
        return float("inf")

    def _lose(self, now: float) -> None:
        """Nothing good comes from this line any more."""
        self._input.close()
        self._drain()
        if not self._paused:
            self._found(self._tape.finish(self._reason))
        self._keeper.line_closed()
        if self._lost_since is None:
            self._lost_since = self._input.heard
        self._tried = now

    def _try_again(self, now: float) -> None:
        if now - self._tried < REOPEN_EVERY or not self._keeper.may_reopen or not self._input.reopen():
            return
        self._tried = now
        self._keeper.line_opened()
        if not self._paused and self._input.line is not None:
            self._tape.connect(self._input.line)

    def _say(self, trouble: Trouble, message: str) -> None:
        if trouble is not self._trouble:
            self._trouble = trouble
            self._tell(MicrophoneTrouble(self.job, trouble, message))

    def _tell_sound(self) -> None:
        """Nothing new is nothing to tell: devices give sound in bursts."""
        if self._told_frames == self._journal.frames:
            return
        self._told_frames = self._journal.frames
        level = self._tape.take_level()
        envelope = self._tape.take_envelope()
        self._tell(
            SoundRecorded(self.job, self.seconds, self._tape.clock, envelope, level.levels, level.peaks, level.clipped)
        )
