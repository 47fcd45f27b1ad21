"""Takes pictures of the library: the real window, with an engine that has made-up recordings and replays a call.

    xvfb-run -a -s "-screen 0 1920x1080x24" python tools/library_screenshots.py CALLS [--out FOLDER]

CALLS is a folder with SNG0072.flac and SNG0072.json. It also tells how long painting the list took.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "ui"))

from scripted_engine import ScriptedEngine, load_call  # noqa: E402
from scripted_library import ScriptedLibrary, made_up, spoken  # noqa: E402
from scripted_live import ScriptedRecorder  # noqa: E402

from mmemotion.messages import LibraryFailed  # noqa: E402
from ui.app import App  # noqa: E402
from ui.settings import Settings  # noqa: E402
from ui.theme import ThemeChoice  # noqa: E402
from ui.views import library_dialogs  # noqa: E402

SIZES = ((840, 560), (1280, 800), (1920, 1080))
MANY = 20_000


class Stage:
    """The window and its doubles."""

    def __init__(self, application: QApplication, settings: Settings, library: ScriptedLibrary, out: Path) -> None:
        self._application, self.library, self._out = application, library, out
        self._engines: list[ScriptedEngine] = []
        self.app = App(application, settings, (), self._engine, ScriptedRecorder)
        self.app.window.resize(1280, 800)
        self.app.show()
        self.wait(0.6)

    def wait(self, seconds: float) -> None:
        """Lets the window run."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._application.processEvents()
            time.sleep(0.002)

    def take(self, name: str) -> None:
        """Saves the window as it is."""
        self.wait(0.3)
        path = self._out / f"{name}.png"
        if not self.app.window.grab().save(str(path)):
            sys.exit(f"The picture {path} cannot be written.")
        print(path)

    def type(self, text: str) -> None:
        """Types what is looked for, and waits for the answer."""
        self.app.panel.search.setText(text)
        self.wait(0.6)

    def press(self, key: Qt.Key) -> None:
        """Presses a key in the list."""
        self.app.panel.list.setFocus()
        QTest.keyClick(self.app.panel.list, key)
        self.wait(0.3)

    def fail(self, sentence: str) -> None:
        """The engine cannot answer."""
        self._engines[-1].listener(LibraryFailed(sentence))

    def _engine(self, listener: Callable[..., None]) -> ScriptedEngine:
        call = self.library.call
        self._engines.append(ScriptedEngine(listener, lambda command: call.events(command.job), library=self.library))
        return self._engines[-1]


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("calls", type=Path, help="the folder of the call")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "img", help="where the pictures go")
    return parser.parse_args()


def main() -> None:
    options = _parse()
    options.out.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    call = load_call(options.calls)
    recordings = made_up(30)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
        settings.theme = ThemeChoice.DARK
        stage = Stage(application, settings, ScriptedLibrary(call, recordings, spoken(recordings)), options.out)
        _photograph(stage)
        _scroll(stage)
        stage.app.window.close()


def _photograph(stage: Stage) -> None:
    app = stage.app
    stage.take("library-empty-view-dark")
    app.library.open(stage.library.recordings[0])
    stage.wait(0.6)
    app.playback.choose(6)
    for choice in (ThemeChoice.DARK, ThemeChoice.LIGHT):
        app.look.choose(choice)
        for size in SIZES:
            app.window.resize(*size)
            stage.take(f"library-{size[0]}-{choice}")
        app.window.resize(840, 560)
        stage.wait(0.2)
        app.window.actions_.library.trigger()
        stage.take(f"library-840-asked-{choice}")
        app.window.resize(1280, 800)
        stage.wait(0.3)
        _search(stage, choice)
    _work(stage)
    _states(stage)


def _search(stage: Stage, choice: ThemeChoice) -> None:
    stage.type("angry refund")
    stage.press(Qt.Key.Key_Down)
    stage.take(f"search-{choice}")
    stage.type("zzebra")
    stage.take(f"nothing-{choice}")
    stage.type("")


def _work(stage: Stage) -> None:
    app = stage.app
    view = app.panel.list
    for row in (1, 2):
        view.setCurrentIndex(view.model().index(row))
        view.menu.delete.trigger()
        stage.wait(0.3)
    stage.take("undo-light")
    app.look.choose(ThemeChoice.DARK)
    stage.take("undo-dark")
    app.window.actions_.undo.trigger()
    stage.wait(0.3)
    missing = next(kept for kept in stage.library.recordings if kept.missing)
    app.library.open(missing)
    stage.wait(0.6)
    stage.take("missing-dark")
    app.look.choose(ThemeChoice.LIGHT)
    stage.take("missing-light")
    view.setCurrentIndex(view.model().index(3))
    view.edit_title()
    stage.take("rename-light")
    view.setFocus()
    view.menu.popup(view.mapToGlobal(view.rect().center()))
    stage.wait(0.3)
    view.menu.grab().save(str(stage._out / "menu-light.png"))
    view.menu.hide()
    app.panel.filters.emotion.menu().actions()[5].trigger()
    stage.wait(0.4)
    stage.take("filtered-light")
    app.panel.filters.emotion.menu().popup(view.mapToGlobal(view.rect().topLeft()))
    stage.wait(0.3)
    app.panel.filters.emotion.menu().grab().save(str(stage._out / "emotions-light.png"))
    app.panel.filters.emotion.menu().hide()
    app.panel.filters.emotion.menu().actions()[0].trigger()
    app.window.actions_.shortcuts.trigger()
    stage.wait(0.3)
    keys = app.window.findChildren(QDialog)[-1]
    keys.grab().save(str(stage._out / "keys-light.png"))
    keys.close()
    library_dialogs.ask_tags(app.window, "Call with hotel desk", ("refund", "hotel"), print)
    stage.wait(0.3)
    app.window.findChildren(library_dialogs.QInputDialog)[-1].grab().save(str(stage._out / "tags-light.png"))
    app.window.findChildren(library_dialogs.QInputDialog)[-1].close()


def _states(stage: Stage) -> None:
    app = stage.app
    stage.library.broken = "The library cannot be read: the disk is full. Free some space, then try again."
    stage.type("kettle")
    stage.take("broken-light")
    stage.library.broken = ""
    app.panel.tried_again.emit()
    stage.wait(0.3)
    stage.take("title-light")
    stage.type("")
    app.open(["/calls/new.flac"])
    stage.wait(0.8)
    app.window.actions_.library.trigger()
    stage.take("hidden-light")
    app.window.actions_.library.trigger()
    stage.take("several-light")
    while app.desk.desk.sessions:
        app.desk.close()
        stage.wait(0.2)
    stage.take("library-empty-view-light")
    app.window.actions_.library.trigger()
    stage.take("empty-view-hidden-light")
    app.window.actions_.library.trigger()


def _scroll(stage: Stage) -> None:
    """How long a frame of the list takes while 20,000 recordings fly past."""
    stage.library.recordings = made_up(MANY)
    stage.app.panel.tried_again.emit()
    stage.wait(1.0)
    view, times = stage.app.panel.list, []
    bar = view.verticalScrollBar()
    for step in range(300):
        began = time.perf_counter()
        bar.setValue(bar.maximum() * step // 300 if step % 3 == 0 else bar.value() + 90)
        view.viewport().repaint()
        times.append(1000 * (time.perf_counter() - began))
        stage.wait(0.004)
    times.sort()
    print(
        f"{MANY} recordings: a frame takes {times[150]:.1f} ms (median), {times[-4]:.1f} ms (99 %), {times[-1]:.1f} ms"
    )
    stage.wait(0.5)
    stage.take("many-light")


if __name__ == "__main__":
    main()
