"""All recordings opened in this window, and which of them is shown."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from mmemotion.config import ChannelMode
from mmemotion.messages import Corrected, EngineStopped, Event, Kept, Rescored
from ui.state.models import Models
from ui.state.session import Phase, Session


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """Sessions in the order they were opened; shown is the job of the one in view ("" when none).

    models: those there are, and which of them the next analysis uses.
    """

    sessions: tuple[Session, ...] = ()
    shown: str = ""
    models: Models = field(default_factory=Models)

    @property
    def session(self) -> Session | None:
        """The one in view."""
        return self.find(self.shown)

    @property
    def running(self) -> Session | None:
        """The one the engine is at."""
        return next((session for session in self.sessions if session.phase is Phase.RUNNING), None)

    @property
    def recording(self) -> Session | None:
        """The one that is being recorded."""
        return next((session for session in self.sessions if session.phase is Phase.RECORDING), None)

    @property
    def next(self) -> Session | None:
        """The one to analyse now: the first that waits, unless the engine is at another, or listens to a recording."""
        if self.running is not None or self.recording is not None:
            return None
        return next((session for session in self.sessions if session.phase is Phase.WAITING), None)

    def find(self, job: str) -> Session | None:
        """The session of a job."""
        return next((session for session in self.sessions if session.job == job), None)

    def open(self, paths: Sequence[str]) -> Desk:
        """With new sessions for these files, the first of them in view; a file on the desk already is only shown."""
        known = {session.path: session.job for session in self.sessions}
        fresh = tuple(Session(uuid.uuid4().hex, path) for path in dict.fromkeys(paths) if path not in known)
        jobs = known | {session.path: session.job for session in fresh}
        return replace(self, sessions=self.sessions + fresh, shown=jobs[paths[0]]) if paths else self

    def of(self, kept: Kept) -> Session | None:
        """The session of a recording of the library, opened from there or as a file."""
        same = (s for s in self.sessions if s.kept == kept.number or (s.kept is None and s.path == kept.path))
        return next(same, None)

    def open_kept(self, job: str, kept: Kept) -> Desk:
        """With a recording of the library, in view; its results are on their way."""
        fresh = Session(job, kept.path, Phase.OPENING, kept=kept.number, name=kept.title, missing=kept.missing)
        return replace(self, sessions=(*self.sessions, replace(fresh, of_library=True, talk=kept.talk)), shown=job)

    def rename(self, kept: Kept, name: str) -> Desk:
        """With another title for a recording of the library, where it is open."""
        session = self.of(kept)
        return self if session is None else self._change(session.job, lambda known: replace(known, name=name))

    def relink(self, number: int, path: str) -> Desk:
        """With the media of a recording of the library found again."""
        sessions = (replace(s, path=path, missing=False) if s.kept == number else s for s in self.sessions)
        return replace(self, sessions=tuple(sessions))

    def record(self, job: str, path: str, channels: ChannelMode) -> Desk:
        """With a recording that begins now, in view."""
        fresh = Session(job, path, Phase.RECORDING, channels=channels, recorded=True)
        return replace(self, sessions=(*self.sessions, fresh), shown=job)

    def listen(self, job: str) -> Desk:
        """With the recording handed to the engine, to be analysed with the chosen model."""
        return self._change(job, lambda session: replace(session, model=self.models.record, talk=self.models.talk))

    def show(self, job: str) -> Desk:
        """With another session in view."""
        return replace(self, shown=job) if self.find(job) is not None else self

    def start(self, job: str) -> Desk:
        """With the session handed to the engine, to be analysed with the chosen model."""
        return self._change(
            job, lambda session: replace(session, phase=Phase.RUNNING, model=self.models.record, talk=self.models.talk)
        )

    def again(self, job: str) -> Desk:
        """With a session that is not busy waiting once more, under a new job."""
        session = self.find(job)
        return self if session is None or session.busy else self.analyse_file(job)

    def analyse_file(self, job: str) -> Desk:
        """With a session waiting under a new job, whatever became of its old one."""
        session = self.find(job)
        if session is None:
            return self
        fresh = session.again(uuid.uuid4().hex)
        sessions = tuple(fresh if other is session else other for other in self.sessions)
        return replace(self, sessions=sessions, shown=fresh.job if self.shown == job else self.shown)

    def drop_waiting(self, job: str) -> Desk:
        """With a session that has not begun taken back by the user."""
        return self._change(
            job, lambda session: session.ended(Phase.CANCELLED) if session.phase is Phase.WAITING else session
        )

    def close(self, job: str) -> Desk:
        """Without the session; its neighbour comes into view."""
        at = next((i for i, session in enumerate(self.sessions) if session.job == job), None)
        if at is None:
            return self
        rest = self.sessions[:at] + self.sessions[at + 1 :]
        neighbour = rest[min(at, len(rest) - 1)].job if rest else ""
        return replace(self, sessions=rest, shown=neighbour if self.shown == job else self.shown)

    def apply(self, event: Event) -> Desk:
        """The desk after the event."""
        if isinstance(event, EngineStopped | Corrected | Rescored):
            return replace(self, sessions=tuple(session.apply(event) for session in self.sessions))
        job = getattr(event, "job", "")
        return self._change(job, lambda session: session.apply(event))

    def _change(self, job: str, change: Callable[[Session], Session]) -> Desk:
        sessions = tuple(change(session) if session.job == job else session for session in self.sessions)
        return replace(self, sessions=sessions)
