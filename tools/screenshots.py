"""Takes the pictures of docs/img from the real window, with the real engine.

    python tools/screenshots.py [FILE] [--out FOLDER] [--seek SECONDS]

Needs a display; `make screenshots` gives it a virtual one. FILE is a recording; without it, the sample that comes with
the program. Pictures: window-dark.png, window-light.png (the result), window-loading.png, window-empty.png.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from mmemotion.paths import LIBRARY_VARIABLE
from ui.app import App, sample
from ui.settings import Settings
from ui.state.session import Phase
from ui.theme import ThemeChoice

ROOT = Path(__file__).resolve().parent.parent
SIZE = (1440, 900)
PATIENCE = 600.0


class Photographer:
    """Waits for a state of the window and takes its picture."""

    def __init__(self, application: QApplication, app: App, folder: Path) -> None:
        self._application, self._app, self._folder = application, app, folder

    def wait(self, reached: Callable[[], bool], seconds: float = PATIENCE) -> bool:
        """Lets the window run until the state is reached; False when it was not in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._application.processEvents()
            if reached():
                return True
            time.sleep(0.01)
        return False

    def rest(self, seconds: float = 0.5) -> None:
        """Lets everything be painted."""
        self.wait(lambda: False, seconds)

    def take(self, name: str) -> None:
        """Saves the window as it is."""
        path = self._folder / f"{name}.png"
        if not self._app.window.grab().save(str(path)):
            sys.exit(f"The picture {path} cannot be written.")
        print(path)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=sample(), help="the recording to show")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "img", help="where the pictures go")
    parser.add_argument("--seek", type=float, default=None, help="where the play head stands (s); default: the middle")
    return parser.parse_args()


def main() -> None:
    options = _parse()
    if options.file is None or not options.file.is_file():
        sys.exit(f"There is no recording {options.file or 'among the assets'}; name one: screenshots.py FILE.")
    options.out.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
        settings.theme = ThemeChoice.DARK
        os.environ[LIBRARY_VARIABLE] = str(Path(folder) / "library.sqlite")  # not the user's own
        app = App(application, settings)
        app.window.resize(*SIZE)
        app.show()
        _photograph(app, Photographer(application, app, options.out), options)
        app.window.close()


def _photograph(app: App, photographer: Photographer, options: argparse.Namespace) -> None:
    photographer.wait(lambda: app.complete)
    photographer.rest()
    photographer.take("window-empty")
    app.open([str(options.file)])
    if photographer.wait(lambda: _utterances(app) >= 6 or not _busy(app)) and _busy(app):
        photographer.rest(0.2)
        photographer.take("window-loading")
    photographer.wait(lambda: not _busy(app))
    session = app.desk.session
    if session is None or session.phase is not Phase.FINISHED:
        sys.exit(f"{options.file} could not be analysed: {session.message if session else 'see the window'}")
    app.playback.seek(options.seek if options.seek is not None else session.duration / 2)
    photographer.rest()
    for choice in (ThemeChoice.DARK, ThemeChoice.LIGHT):
        app.look.choose(choice)
        photographer.rest()
        photographer.take(f"window-{choice}")


def _busy(app: App) -> bool:
    return app.desk.session is not None and app.desk.session.busy


def _utterances(app: App) -> int:
    return len(app.desk.session.utterances) if app.desk.session is not None else 0


if __name__ == "__main__":
    main()
