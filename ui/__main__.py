"""Starts the window: python -m ui [FILE...]."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m ui", description="Shows which emotions are heard in recordings.")
    parser.add_argument("files", nargs="*", metavar="FILE", help="audio or video to open")
    return parser.parse_args(arguments)


def _has_display() -> bool:
    """Without one Qt would abort the program with a page of its own words."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in named)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the window until it is closed; the exit code."""
    options = _parse(arguments)
    if not _has_display():
        print("mmemotion: there is no display to open the window on; use: mmemotion analyze FILE", file=sys.stderr)
        return 1
    from PySide6.QtCore import QLoggingCategory
    from PySide6.QtWidgets import QApplication

    from ui.app import App
    from ui.settings import Settings

    QLoggingCategory.setFilterRules("qt.multimedia.*=false")
    application = QApplication(sys.argv[:1])
    application.setApplicationName("mmemotion")
    application.setStyle("Fusion")
    app = App(application, Settings(), options.files)
    app.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
