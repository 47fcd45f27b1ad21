"""A report as one HTML page that needs nothing beside it, runs no script, loads nothing, and prints well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import mmemotion
from mmemotion.export import svg, telling
from mmemotion.export.accuracy import measured
from mmemotion.export.files import write_whole
from mmemotion.export.wording import NOTICE, clock, label, perceived, percent, plain, said
from mmemotion.palette import COLOURS
from mmemotion.types import Recording

TEMPLATE = Path(__file__).with_name("report.html.j2")


class HtmlExporter:
    """Writes a page of one recording with its transcript, or a comparison of many."""

    def export(self, recording: Recording, path: Path) -> None:
        """Writes the whole file or nothing. Raises OutputError."""
        self.export_all((recording,), path)

    def export_all(self, recordings: Sequence[Recording], path: Path) -> None:
        """The same; of more than one their facts beside one another, without the transcripts."""
        write_whole(path, page(tuple(recordings)).encode())


def page(recordings: tuple[Recording, ...]) -> str:
    """The page."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.finalize = _unbroken
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        calls=telling.calls(recordings),
        models=tuple(dict.fromkeys(model for recording in recordings for model in recording.models)),
        measured=tuple(dict.fromkeys(filter(None, map(measured, recordings)))),
        notice=NOTICE,
        explained=telling.EXPLAINED,
        generator=f"mmemotion {mmemotion.__version__}",
        **_NAMES,
    )


def _unbroken(value: Any) -> Any:
    """A number stays on one line with its sign or unit."""
    return re.sub(r"(?<=\d) (?=[%s])", "\u00a0", value) if type(value) is str else value


_NAMES: dict[str, Any] = {
    "svg": svg,
    "telling": telling,
    "clock": clock,
    "colours": {str(emotion): colour for emotion, colour in COLOURS.items()},
    "label": label,
    "percent": percent,
    "perceived": perceived,
    "plain": plain,
    "said": said,
}
