"""Where a report goes: the table to standard output, JSON and HTML to files."""

from __future__ import annotations

import sys
from pathlib import Path

from mmemotion.errors import OutputError
from mmemotion.evaluation.html import check_installed
from mmemotion.evaluation.html import html as page
from mmemotion.evaluation.report import Report, write


def check(json: Path | None = None, html: Path | None = None) -> None:
    """Before the work is done: raises ConfigError or OutputError when the files could not be made."""
    for path in (json, html):
        if path is not None and not path.absolute().parent.is_dir():
            raise OutputError(f"{path} cannot be written: there is no folder {path.absolute().parent}; make it first.")
    if html is not None:
        check_installed()


def publish(report: Report, json: Path | None = None, html: Path | None = None) -> None:
    """Prints the table and writes the files asked for. Raises ConfigError or OutputError."""
    sys.stdout.write(report.table() + "\n")
    if json is not None:
        write(report.json() + "\n", json)
    if html is not None:
        write(page(report), html)


def show(stage: str, share: float) -> None:
    """A line of progress on standard error, written over."""
    sys.stderr.write(f"\r{stage}: {share:.0%}".ljust(30) + ("\n" if share >= 1 else ""))
    sys.stderr.flush()
