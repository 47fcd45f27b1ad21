"""Engine events reach the window in its own thread; a dead engine is replaced."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmemotion.errors import EngineError
from mmemotion.messages import Cancel, Command, EngineReady, EngineStopped, Event
from ui.bridge import Bridge


class Engine:
    """Answers each command from a thread of its own."""

    def __init__(self, listener: Callable[[Event], None], answer: Event) -> None:
        self.listener, self.answer, self.closed = listener, answer, False

    def send(self, command: Command) -> None:
        threading.Thread(target=self.listener, args=(self.answer,)).start()

    def close(self) -> None:
        self.closed = True


def test_events_arrive_in_the_thread_of_the_window(qapp: QApplication, qtbot: QtBot) -> None:
    bridge = Bridge(lambda listener: Engine(listener, EngineReady("cpu")))
    seen: list[tuple[Event, int]] = []
    bridge.event_arrived.connect(lambda event: seen.append((event, threading.get_ident())))
    bridge.send(Cancel("1"))
    qtbot.waitUntil(lambda: bool(seen), timeout=2000)
    assert seen == [(EngineReady("cpu"), threading.get_ident())]


def test_no_engine_is_made_before_it_is_needed(qapp: QApplication) -> None:
    made: list[Engine] = []
    Bridge(lambda listener: made.append(Engine(listener, EngineReady("cpu"))) or made[-1])
    assert made == []


def test_after_the_engine_stopped_a_new_one_is_made(qapp: QApplication, qtbot: QtBot) -> None:
    made: list[Engine] = []

    def make(listener: Callable[[Event], None]) -> Engine:
        made.append(Engine(listener, EngineStopped("killed") if not made else EngineReady("cpu")))
        return made[-1]

    bridge = Bridge(make)
    seen: list[Event] = []
    bridge.event_arrived.connect(seen.append)
    bridge.send(Cancel("1"))
    qtbot.waitUntil(lambda: len(seen) == 1, timeout=2000)
    made[0].listener(EngineReady("late and not to be heard"))
    bridge.send(Cancel("1"))
    qtbot.waitUntil(lambda: len(seen) == 2, timeout=2000)
    assert seen == [EngineStopped("killed"), EngineReady("cpu")]
    assert made[0].closed


def test_an_engine_that_cannot_be_started_is_an_event(qapp: QApplication, qtbot: QtBot) -> None:
    def fail(listener: Callable[[Event], None]) -> Engine:
        raise EngineError("The engine cannot be started.")

    bridge = Bridge(fail)
    seen: list[Event] = []
    bridge.event_arrived.connect(seen.append)
    bridge.send(Cancel("1"))
    qtbot.waitUntil(lambda: bool(seen), timeout=2000)
    assert seen == [EngineStopped("The engine cannot be started.")]
