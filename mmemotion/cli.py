"""The command line. Exit codes: 0 all files analysed, 2 some input could not be used, 1 any other fault."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import mmemotion

if TYPE_CHECKING:
    from mmemotion.manifest import Manifest, ModelCard

COMMANDS = ("analyze", "models", "train", "evaluate")

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)


def main() -> None:
    """Runs a command, or opens the window: `mmemotion`, `mmemotion FILE...`."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        print(mmemotion.__version__)
    elif not arguments or (arguments[0] not in COMMANDS and Path(arguments[0]).exists()):
        sys.exit(_open_window(arguments))
    elif arguments[0] not in COMMANDS and Path(arguments[0]).suffix:
        sys.exit(f"mmemotion: {arguments[0]} is neither a file nor a command; mmemotion --help tells the commands.")
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
    from mmemotion.terminal import INTERRUPTED, Terminal

    code = 1
    try:
        config = make_config(language, device, channels)
        code = Terminal(config, json, many=len(files) > 1).analyze(files)
    except MmemotionError as error:
        print(f"mmemotion: {error}", file=sys.stderr)
    if code == INTERRUPTED:
        # A window may still be worked on in a thread; the user wants to leave now.
        sys.stdout.flush()
        os._exit(code)
    raise typer.Exit(code)


@app.command()
def models(
    download: Annotated[
        str, typer.Option(metavar="NAME", help="Fetch a model from its hub; the only command that uses the network.")
    ] = "",
) -> None:
    """List the models, where they lie and their licences."""
    from mmemotion.manifest import Manifest

    def show() -> None:
        manifest = Manifest.load()
        for card in (manifest.card(download),) if download else manifest.cards:
            print(_described(manifest, card, bool(download)))

    _guarded(show)


def _described(manifest: Manifest, card: ModelCard, download: bool) -> str:
    """One line: name, task, licence, place."""
    from mmemotion.errors import ModelError

    try:
        place = str(manifest.folder(card.name, download=download))
    except ModelError as error:
        if download:
            raise
        place = str(error)
    return f"{card.name}: {card.task}; {card.licence}; {place}"


@app.command()
def train(
    data: Annotated[Path, typer.Option(help="Folder of the corpora.")] = Path("../shared/data"),
    out: Annotated[Path | None, typer.Option(help="Folder of the new model; by default models/default.")] = None,
) -> None:
    """Make the default model anew from the corpora. Takes about half an hour on two cores."""
    from mmemotion.paths import models_dir
    from mmemotion.training.run import run

    _guarded(lambda: run(data, out or models_dir() / "default"))


@app.command()
def evaluate(
    data: Annotated[Path, typer.Option(help="Folder of the corpora.")] = Path("../shared/data"),
    json: Annotated[Path | None, typer.Option(help="Write the figures to this file.")] = None,
) -> None:
    """Measure accuracy on speakers and texts the measured models have not seen."""
    from mmemotion.evaluation.run import run

    _guarded(lambda: run(data, json))


def _guarded(work: Callable[[], None]) -> None:
    """A fault is one line and exit code 1."""
    from mmemotion.errors import MmemotionError

    try:
        work()
    except MmemotionError as error:
        print(f"mmemotion: {error}", file=sys.stderr)
        raise typer.Exit(1) from error


def _open_window(files: list[str]) -> int:
    """The window is a program of its own; the library knows nothing of it."""
    return subprocess.call([sys.executable, "-m", "ui", *files])
