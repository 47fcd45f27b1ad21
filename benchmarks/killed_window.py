"""The window that benchmarks.killing kills: it analyses one call, corrects another without end, and notes what it is
told. Not meant to be run by hand.

    python -m benchmarks.killed_window FOLDER CALL EDITS_PER_SECOND
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from mmemotion.engine.process import ProcessEngine
from mmemotion.messages import Correct, Corrected, Event, JobFinished, OpenKept, ResultKept, UtteranceReady
from mmemotion.protocols import Listener
from mmemotion.review.edits import CorrectWords
from mmemotion.types import Segment
from ui.app import App
from ui.settings import Settings

NUMBER = 1
"""Of the recording that is corrected."""


class Corrector:
    """Sends edits, each with a number of its own, and notes when it is answered."""

    def __init__(self, folder: Path, call: str, per_second: float) -> None:
        settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        settings.knows_the_law = True
        self._notes = (folder / "notes.jsonl").open("a", encoding="utf-8")
        self._engine: ProcessEngine | None = None
        self._segments: list[Segment] = []
        self._count = int(time.time() * 1000)
        self.app = App(QApplication(sys.argv[:1]), settings, (call,), self._make_engine)
        self.app.show()
        self.app.build()
        self.app.bridge.event_arrived.connect(self._hear)
        self.app.bridge.send(OpenKept("corrected", NUMBER))
        self._timer = QTimer(interval=round(1000 / per_second))
        self._timer.timeout.connect(self._correct)
        self._timer.start()

    def _make_engine(self, listener: Listener) -> ProcessEngine:
        self._engine = ProcessEngine(listener)
        return self._engine

    def _correct(self) -> None:
        self._note("engine", None if self._engine is None else self._engine.pid)
        if self._segments:
            self._count += 1
            segment = self._segments[self._count % len(self._segments)]
            self.app.bridge.send(Correct(NUMBER, CorrectWords(segment, f"edit {self._count}")))

    def _hear(self, event: Event) -> None:
        match event:
            case JobFinished(job="corrected", recording=recording):
                self._segments = [one.segment for one in recording.utterances]
            case Corrected(edits=edits) if edits:
                last = edits[-1]
                self._note("edit", last.text if isinstance(last, CorrectWords) else None)
            case UtteranceReady(utterance=one):
                self._note("utterance", [one.span.start, one.channel])
            case ResultKept(number=number):
                self._note("kept", number)

    def _note(self, what: str, value: Any) -> None:
        self._notes.write(json.dumps([time.time(), what, value]) + "\n")
        self._notes.flush()


if __name__ == "__main__":
    corrector = Corrector(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
    QApplication.exec()
