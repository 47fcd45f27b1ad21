"""The report as one HTML file that needs nothing beside it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mmemotion.errors import ConfigError
from mmemotion.evaluation.report import Report, interval_text, required_text

TEMPLATE = Path(__file__).with_name("report.html.j2")


def check_installed() -> None:
    """Raises ConfigError when matplotlib or jinja2 is not installed."""
    absent = [name for name in ("jinja2", "matplotlib") if find_spec(name) is None]
    if absent:
        raise ConfigError(f'An HTML report needs {" and ".join(absent)}; run pip install "mmemotion[train]".')


def html(report: Report) -> str:
    """The page. Raises ConfigError when matplotlib or jinja2 is not installed."""
    check_installed()
    from jinja2 import Environment, StrictUndefined

    from mmemotion.evaluation import plots

    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    names: dict[str, Any] = {"interval": interval_text, "required": required_text, "plots": plots}
    return page.from_string(TEMPLATE.read_text(encoding="utf-8")).render(report=report, **names)
