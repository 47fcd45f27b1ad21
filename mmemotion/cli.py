"""The command line. Exit codes: 0 all files analysed, 2 some input could not be used, 1 any other fault."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

import mmemotion

COMMANDS = ("analyze", "models", "train", "evaluate")

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)


def main() -> None:
    """Runs a command, or opens the window: `mmemotion`, `mmemotion FILE...`."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        print(mmemotion.__version__)
    elif not arguments or Path(arguments[0]).exists():
        sys.exit(_open_window(arguments))
    else:
        app(prog_name="mmemotion")


@app.callback(
    epilog="Without a command, or with files alone, the window opens. "
    "Emotion is perceived, not read: in the EU, inferring emotions from voice at work or in education is prohibited "
    "(AI Act, Art. 5(1)(f))."
)
def _options(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Tells which emotion is heard in speech, from words and voice together, on this machine alone."""


@app.command()
def analyze(
    files: Annotated[list[Path], typer.Argument(help="Recordings: audio or video of any kind.")],
    json: Annotated[
        Path | None, typer.Option(help="Write the result: a .json file, or a folder for one file per recording.")
    ] = None,
    language: Annotated[str, typer.Option(help="auto, or a code such as en, de, pl, ur.")] = "auto",
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    channels: Annotated[str, typer.Option(help="auto, mix (one speaker) or split (one speaker each).")] = "auto",
) -> None:
    """Analyse recordings: who said what, when, and with which perceived emotion."""
    from mmemotion.config import make_config
    from mmemotion.errors import MmemotionError
    from mmemotion.terminal import Terminal

    try:
        config = make_config(language, device, channels)
        code = Terminal(config, json, many=len(files) > 1).analyze(files)
    except MmemotionError as error:
        print(f"mmemotion: {error}", file=sys.stderr)
        code = 1
    raise typer.Exit(code)


def _open_window(files: list[str]) -> int:
    """The window is a program of its own; the library knows nothing of it."""
    return subprocess.call([sys.executable, "-m", "ui", *files])
