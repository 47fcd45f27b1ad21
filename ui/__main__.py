"""Starts the window: python -m ui [FILE...]."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m ui", description="Shows which emotions are heard in recordings.")
    parser.add_argument("files", nargs="*", metavar="FILE", help="audio or video to open")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the window until it is closed; the exit code."""
    options = _parse(arguments)
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
