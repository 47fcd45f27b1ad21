"""Between engine, recorder or trainer and the window: events arrive as a Qt signal in the thread of the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal

from mmemotion.errors import EngineError
from mmemotion.messages import Command, EngineStopped, Event, RecorderStopped, TrainerStopped
from mmemotion.protocols import Listener


class ClosableEngine(Protocol):
    """An engine that can be ended."""

    def send(self, command: Command) -> None:
        """Queues the command. Raises EngineError when the engine is gone."""
        ...

    def close(self) -> None:
        """Ends the engine."""
        ...


class Bridge(QObject):
    """Owns an engine, a recorder or a trainer: makes it at the first command, and a new one after it stopped.

    stopped is the event that tells so.
    """

    event_arrived = Signal(object)
    _arrived = Signal(int, object)

    def __init__(
        self,
        make_engine: Callable[[Listener], ClosableEngine],
        parent: QObject | None = None,
        stopped: type[EngineStopped] | type[RecorderStopped] | type[TrainerStopped] = EngineStopped,
    ) -> None:
        super().__init__(parent)
        self._stopped = stopped
        self._make_engine = make_engine
        self._engine: ClosableEngine | None = None
        self._generation = 0
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def send(self, command: Command) -> None:
        """Sends the command; when the engine cannot take it, the event that it stopped comes back."""
        try:
            self._running_engine().send(command)
        except EngineError as error:
            self._arrived.emit(self._generation, self._stopped(str(error)))

    def close(self) -> None:
        """Ends the engine; later events of it are not delivered."""
        engine, self._engine = self._engine, None
        self._generation += 1
        if engine is not None:
            engine.close()

    def _running_engine(self) -> ClosableEngine:
        if self._engine is None:
            generation = self._generation
            self._engine = self._make_engine(lambda event: self._arrived.emit(generation, event))
        return self._engine

    def _deliver(self, generation: int, event: Event) -> None:
        if generation != self._generation:
            return
        if isinstance(event, self._stopped):
            self.close()
        self.event_arrived.emit(event)
