"""A new user's way through a call, with a real mouse and keyboard; a picture of every step.

    python tools/walk.py CALL [--out build/walk] [--dark] [--size 1440x900]

Opens the call, finds the angriest moment, asks why, corrects a word, sees what changes, undoes it, finds the moment in
the library, exports a report. Needs a display with a window manager, xdotool and ffmpeg; `make walk` gives it a virtual
one. Ends with an error at the first step that does not come about.
"""

from __future__ import annotations

import argparse
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QPoint, QRect, QSettings, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QMenu, QWidget

from mmemotion.messages import Explained
from mmemotion.paths import LIBRARY_VARIABLE, RECORDINGS_VARIABLE
from mmemotion.types import Emotion, Utterance
from ui.app import App
from ui.settings import Settings
from ui.state.session import Phase
from ui.theme import ThemeChoice
from ui.views.words_editor import WordsEditor

T = TypeVar("T")
PATIENCE = 300.0
SETTLE = 0.6
"""Seconds that everything gets to be painted before a picture."""


class Missed(Exception):  # noqa: N818 - what it is called here
    """Something that should have come about."""


class Window(QObject):
    """Asks the thread of the window, also while a dialog holds it."""

    _asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._asked.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)

    def ask(self, question: Callable[[], T]) -> T:
        """What it says; to be called from another thread."""
        answers: queue.SimpleQueue[T] = queue.SimpleQueue()
        self._asked.emit(lambda: answers.put(question()))
        return answers.get(timeout=PATIENCE)


class Walker:
    """Hands and eyes: xdotool moves and types, the screen is photographed. Runs in a thread of its own."""

    def __init__(self, app: App, out: Path) -> None:
        self.app, self._out = app, out
        self._window = Window()
        self._step = 0
        self._size = QApplication.primaryScreen().size()
        self.ask = self._window.ask

    def wait(self, what: str, reached: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Until the window is as it should be; raises Missed when that does not come about."""
        end = time.monotonic() + seconds
        while not self.ask(reached):
            if time.monotonic() > end:
                raise Missed(what)
            time.sleep(0.05)

    def take(self, name: str) -> None:
        """A picture of the screen."""
        time.sleep(SETTLE)
        self._step += 1
        path = self._out / f"{self._step:02}-{name}.png"
        size = f"{self._size.width()}x{self._size.height()}"
        grab = ["-f", "x11grab", "-video_size", size, "-i", os.environ["DISPLAY"]]
        subprocess.run(["ffmpeg", "-v", "error", "-y", *grab, "-frames:v", "1", str(path)], check=True)
        print(path, flush=True)

    def press(self, *keys: str) -> None:
        """Keys, as xdotool names them."""
        for key in keys:
            _do("key", key)
            time.sleep(0.15)

    def type(self, text: str) -> None:
        """Letters."""
        _do("type", "--delay", "30", text)
        time.sleep(0.2)

    def click(self, find: Callable[[], QWidget], part: Callable[[], QRect] | None = None, times: int = 1) -> None:
        """In the middle of a widget, or of a part of it."""
        place = self.ask(lambda: find().mapToGlobal((find().rect() if part is None else part()).center()))
        _do("mousemove", str(place.x()), str(place.y()))
        time.sleep(0.2)
        _do("click", "--repeat", str(times), "--delay", "60", "1")
        time.sleep(0.2)

    def choose(self, menu: QMenu, action: QAction) -> None:
        """Clicks an entry of an open menu."""
        self.click(lambda: menu, lambda: menu.actionGeometry(action))

    def button(self, text: str) -> QAbstractButton:
        """The visible button of this name; called by the window."""
        found = [one for one in self.app.window.findChildren(QAbstractButton) if one.isVisible()]
        return next(one for one in found if one.text().replace("&", "").startswith(text))


def _do(*arguments: str) -> None:
    subprocess.run(["xdotool", *arguments], check=True)


def walk(walker: Walker, call: Path, folder: Path) -> None:
    """All steps."""
    walker.take("start")
    _open(walker, call)
    _find(walker)
    _ask_why(walker)
    words = _correct(walker)
    _undo(walker, words)
    _search(walker, words)
    _export(walker, folder)


def _open(walker: Walker, call: Path) -> None:
    app = walker.app
    walker.click(lambda: walker.button("Open"))
    walker.wait("the dialog to open files", lambda: _dialog() is not None, 10)
    walker.type(str(call))
    walker.take("open")
    walker.press("Return")
    walker.wait("utterances while it is analysed", lambda: bool(_utterances(app)))
    walker.take("analysing")
    walker.wait("the result", lambda: app.desk.session is not None and app.desk.session.phase is Phase.FINISHED)
    walker.wait("the library", lambda: app.desk.session is not None and app.desk.session.kept is not None, 30)
    walker.take("result")


def _find(walker: Walker) -> None:
    app = walker.app
    menu = app.window.actions_.strongest
    walker.press("g")
    walker.wait("the menu of strongest moments", menu.isVisible, 5)
    walker.take("strongest")
    angry = walker.ask(lambda: next(action for action in menu.actions() if "angry" in action.text().lower()))
    walker.choose(menu, angry)
    at = walker.ask(lambda: _angriest(app))
    walker.wait("the angriest moment", lambda: abs(app.playback.cursor.time - at) < 0.1, 5)
    walker.take("angriest")


def _ask_why(walker: Walker) -> None:
    walker.click(lambda: walker.button("Why"))
    walker.wait("the reasons", lambda: isinstance(walker.app.reasons.why.answer, Explained), 60)
    walker.take("why")


def _correct(walker: Walker) -> str:
    """The words as they were."""
    app = walker.app
    before = walker.ask(lambda: _current(app))
    walker.press("F2")
    walker.wait("the editor of the words", lambda: _editor(app) is not None, 5)
    walker.click(lambda: _shown_editor(app).viewport(), lambda: _last_word(_shown_editor(app)), times=2)
    walker.take("editing")
    walker.type("furious")
    walker.press("Return")
    walker.wait("the corrected words", lambda: "furious" in _current(app), 10)
    walker.wait("another estimate", lambda: not _waiting(app), 60)
    walker.take("corrected")
    return before


def _undo(walker: Walker, words: str) -> None:
    walker.press("ctrl+z")
    walker.wait("the words as they were", lambda: _current(walker.app) == words, 10)
    walker.take("undone")


def _search(walker: Walker, words: str) -> None:
    app = walker.app
    walker.press("ctrl+f")
    walker.wait("the field to search", lambda: isinstance(QApplication.focusWidget(), QLineEdit), 10)
    walker.type(" ".join(words.replace(",", "").split()[:2]))
    walker.wait("the moment in the library", lambda: bool(app.library.library.moments), 10)
    walker.take("found")
    walker.press("Down", "Return")
    walker.take("opened")


def _export(walker: Walker, folder: Path) -> None:
    app = walker.app
    bar = app.window.menuBar()
    walker.click(lambda: bar, lambda: bar.actionGeometry(bar.actions()[0]))
    menu = walker.ask(lambda: next(one for one in app.window.findChildren(QMenu) if one.isVisible()))
    walker.wait("the menu File", menu.isVisible, 5)
    walker.choose(menu, app.window.actions_.export)
    walker.wait("the dialog to export", lambda: _dialog() is not None, 10)
    target = folder / "report.html"
    walker.press("ctrl+a")
    walker.type(str(target))
    walker.take("export")
    walker.press("Return")
    walker.wait("the report", target.exists, 30)
    walker.take("exported")


def _angriest(app: App) -> float:
    """Where anger is most probable (s)."""
    scored = [one for one in _utterances(app) if one.estimate is not None]
    return max(scored, key=lambda one: one.estimate.probabilities[Emotion.ANGRY]).span.start  # type: ignore[union-attr]


def _dialog() -> QFileDialog | None:
    found = (one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible())
    return next(found, None)


def _editor(app: App) -> WordsEditor | None:
    return next((one for one in app.review.findChildren(WordsEditor) if one.isVisible()), None)


def _shown_editor(app: App) -> WordsEditor:
    editor = _editor(app)
    assert editor is not None
    return editor


def _last_word(editor: WordsEditor) -> QRect:
    """Where the last word is: the text cursor stands behind it."""
    cursor = editor.cursorRect()
    return QRect(cursor.topLeft() - QPoint(24, 0), cursor.size())


def _utterances(app: App) -> tuple[Utterance, ...]:
    return app.desk.visible.utterances if app.desk.visible is not None else ()


def _waiting(app: App) -> bool:
    """Whether something is still to be judged again."""
    return any(one.correction is not None and one.correction.pending for one in _utterances(app))


def _current(app: App) -> str:
    """The words under the play head."""
    session = app.desk.visible
    assert session is not None
    index = app.playback.cursor.index(session)
    return "" if index is None else session.utterances[index].transcript.text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("call", type=Path)
    parser.add_argument("--out", type=Path, default=Path("build/walk"))
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--size", default="1440x900")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ[LIBRARY_VARIABLE], os.environ[RECORDINGS_VARIABLE] = str(folder / "library.sqlite"), str(folder)
        application = QApplication(sys.argv[:1])
        settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        settings.theme = ThemeChoice.DARK if options.dark else ThemeChoice.LIGHT
        app = App(application, settings)
        width, height = map(int, options.size.split("x"))
        app.window.setGeometry(0, 24, width, height - 24)
        app.show()
        missed: list[str] = []
        walker = Walker(app, options.out)

        def go() -> None:
            try:
                walker.wait("the window", lambda: app.complete and app.window.isActiveWindow(), 30)
                walk(walker, options.call.absolute(), folder)
            except Missed as error:
                walker.take("missed")
                missed.append(str(error))
            walker.ask(app.window.close)

        threading.Thread(target=go, daemon=True).start()
        application.exec()
        if missed:
            sys.exit(f"This did not come about: {missed[0]}.")


if __name__ == "__main__":
    main()
