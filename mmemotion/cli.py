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
    from mmemotion.terminal.take import Wanted

COMMANDS = (
    "analyze",
    "export",
    "moment",
    "record",
    "listen",
    "microphones",
    "library",
    "models",
    "train",
    "adapt",
    "tune",
    "evaluate",
)

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
library = typer.Typer(no_args_is_help=True, help="Recordings that were kept: find, export or import them.")
app.add_typer(library, name="library")


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


_Keep = Annotated[bool, typer.Option("--keep", help="Put the result into the library.")]
_Talk = Annotated[
    str, typer.Option(help="everyday (mostly neutral), or acted (as in a demonstration: every emotion as often).")
]
_Out = Annotated[
    Path | None,
    typer.Option(
        help="Write the result: a file whose ending tells the format, or a folder. --help of export tells all."
    ),
]
_Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format", help="In this format: json, html, md, srt, vtt, textgrid, eaf, csv, parquet. May be repeated."
    ),
]


@app.command()
def analyze(  # noqa: PLR0913 - one parameter per option
    files: Annotated[list[Path], typer.Argument(help="Recordings: audio or video of any kind.")],
    json: Annotated[
        Path | None, typer.Option(help="Write the result: a .json file, or a folder for one file per recording.")
    ] = None,
    out: _Out = None,
    formats: _Formats = None,
    language: Annotated[str, typer.Option(help="auto, or a code such as en, de, pl, ur.")] = "auto",
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    channels: Annotated[str, typer.Option(help="auto, mix (one speaker) or split (one speaker each).")] = "auto",
    model: Annotated[str, typer.Option(help="A trained model; mmemotion models lists them.")] = "default",
    talk: _Talk = "everyday",
    keep: _Keep = False,
) -> None:
    """Analyse recordings: who said what, when, and with which perceived emotion."""
    from dataclasses import replace

    from mmemotion.config import make_config
    from mmemotion.errors import MmemotionError
    from mmemotion.terminal.analyze import INTERRUPTED, Terminal

    code = 1
    try:
        config = replace(make_config(language, device, channels, model, talk), keep=keep)
        wanted = [(json, ["json"])] if json is not None else []
        wanted += [(out, formats or [])] if out is not None else []
        code = Terminal(config, wanted, len(files)).analyze(files)
    except MmemotionError as error:
        print(f"mmemotion: {error}", file=sys.stderr)
    if code == INTERRUPTED:
        # A window may still be worked on in a thread; the user wants to leave now.
        sys.stdout.flush()
        os._exit(code)
    raise typer.Exit(code)


@app.command()
def export(
    documents: Annotated[list[Path], typer.Argument(help="JSON documents that analyze wrote.")],
    out: Annotated[Path, typer.Option(help="A file whose ending tells the format, or a folder.")],
    formats: _Formats = None,
) -> None:
    """Write results in other formats, without analysing again.

    For each recording: json, html (a report), md, srt and vtt (subtitles), textgrid (Praat), eaf (ELAN), utterances,
    words, tracks and facts (tables; csv is all four), parquet. A file .html, .md, .csv or .parquet of several
    recordings compares or collects them.
    """

    def write() -> None:
        from mmemotion.terminal.export import export

        for path in export(documents, out, formats or []):
            print(f"Written: {path}", file=sys.stderr)

    _guarded(write)


@app.command()
def moment(
    file: Annotated[Path, typer.Argument(help="A recording.")],
    start: Annotated[float, typer.Argument(help="Seconds from its start.", min=0)],
    end: Annotated[float, typer.Argument(help="Seconds from its start.", min=0)],
    out: Annotated[Path, typer.Argument(help="The WAV file to write.")],
) -> None:
    """Write the sound of a moment."""

    def write() -> None:
        from mmemotion.terminal.export import moment

        moment(file, start, end, out)

    _guarded(write)


_File = Annotated[
    Path | None, typer.Argument(help="The new WAV file; by default one with date and time among your documents.")
]
_Microphone = Annotated[str, typer.Option(help="A name; mmemotion microphones lists them. Empty: the default one.")]
_ChannelCount = Annotated[int, typer.Option("--channels", help="1, or 2 for a speaker on each.", min=1, max=2)]
_Seconds = Annotated[float, typer.Option(help="Stop after so many; 0: with Ctrl-C.", min=0)]


@app.command()
def record(
    file: _File = None, microphone: _Microphone = "", channel_count: _ChannelCount = 1, seconds: _Seconds = 0
) -> None:
    """Record from the microphone, without analysis."""

    def work() -> None:
        from mmemotion.terminal.take import Take

        raise typer.Exit(Take(_wanted(file, microphone, channel_count, seconds)).run())

    _guarded(work)


@app.command()
def listen(  # noqa: PLR0913 - one parameter per option
    file: _File = None,
    microphone: _Microphone = "",
    channel_count: _ChannelCount = 1,
    seconds: _Seconds = 0,
    json: Annotated[Path | None, typer.Option(help="Write the result to this .json file at the end.")] = None,
    language: Annotated[str, typer.Option(help="auto, or a code such as en, de, pl, ur.")] = "auto",
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    model: Annotated[str, typer.Option(help="A trained model; mmemotion models lists them.")] = "default",
    talk: _Talk = "everyday",
    keep: _Keep = False,
) -> None:
    """Record from the microphone and tell live what is said, and with which perceived emotion."""

    def work() -> None:
        from dataclasses import replace

        from mmemotion.config import make_config
        from mmemotion.terminal.take import Take

        channels = "split" if channel_count > 1 else "mix"
        config = replace(make_config(language, device, channels, model, talk), keep=keep)
        raise typer.Exit(Take(_wanted(file, microphone, channel_count, seconds), config, json).run())

    _guarded(work)


@app.command()
def microphones() -> None:
    """List the microphones that record and listen may use."""

    def show() -> None:
        from mmemotion.audio.microphone import NONE_FOUND
        from mmemotion.terminal.take import list_microphones

        print("\n".join(list_microphones()) or NONE_FOUND)

    _guarded(show)


@library.command("find")
def find_kept(
    words: Annotated[
        list[str] | None, typer.Argument(help="Words said, or in title, note or tags; an emotion asks for moments.")
    ] = None,
    limit: Annotated[int, typer.Option(help="Most recordings shown.", min=1)] = 20,
) -> None:
    """List recordings, the newest first; with words, what was said where."""

    def show() -> None:
        from mmemotion.terminal.library import find

        for line in find(" ".join(words or ()), limit):
            print(line)

    _guarded(show)


@library.command("export")
def export_kept(
    number: Annotated[int, typer.Argument(help="Of the recording; find tells it.")],
    file: Annotated[Path, typer.Argument(help="The file to write: media and results in one.")],
) -> None:
    """Write a whole recording as one file, for another library."""

    def write() -> None:
        from mmemotion.terminal.library import export

        export(number, file)

    _guarded(write)


@library.command("import")
def import_kept(file: Annotated[Path, typer.Argument(help="A file that export wrote.")]) -> None:
    """Take a recording of another library in."""

    def take_in() -> None:
        from mmemotion.terminal.library import take_in

        take_in(file)

    _guarded(take_in)


@library.command("corrections")
def pack_corrections(
    pack: Annotated[Path, typer.Argument(help="A new folder, or a file that ends in .zip.")],
    voices: Annotated[str, typer.Option(help="Whose voices they are, and what these people agreed to.")] = "",
) -> None:
    """Write all utterances whose emotion you corrected as a training pack, for mmemotion adapt."""

    def write() -> None:
        from mmemotion.training import command

        command.write_corrections(pack, voices)

    _guarded(write)


def _wanted(file: Path | None, microphone: str, channel_count: int, seconds: float) -> Wanted:
    from datetime import datetime

    from mmemotion.paths import new_recording
    from mmemotion.terminal.take import Wanted

    return Wanted((file or new_recording(datetime.now())).absolute(), microphone, channel_count, seconds)


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
    config: Annotated[
        Path | None, typer.Argument(help="What to train, as TOML; without it models/default is made anew.")
    ] = None,
    data: Annotated[Path | None, typer.Option(help="Folder that the configuration's folders count from.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the run; by default runs/NAME-DATE.")] = None,
    resume: Annotated[Path | None, typer.Option(help="Go on with the run in this folder.")] = None,
) -> None:
    """Make a model from labelled recordings, such as your own. A run that was stopped goes on where it was."""
    from mmemotion.training import command

    _guarded(lambda: command.train(config, data, out, resume))


@app.command()
def adapt(
    pack: Annotated[Path, typer.Argument(help="Corrected utterances: a training pack, as folder or .zip.")],
    name: Annotated[str, typer.Option(help="Of the new model.")],
    start: Annotated[str, typer.Option("--from", help="The model to adapt; it stays as it is.")] = "default",
    check: Annotated[
        Path | None, typer.Option(help="Labelled recordings of other people, a manifest.csv, to judge it on.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Keep it without being asked.")] = False,
) -> None:
    """Adapt a model to your corrections; see it before and after, then keep it or not."""
    from mmemotion.training import command

    _guarded(lambda: command.adapt(pack, start, name, check, yes))


@app.command()
def tune(
    config: Annotated[Path | None, typer.Argument(help="What to train, with a section [tune].")] = None,
    trials: Annotated[int, typer.Option(help="How many sets of values are tried.", min=1)] = 20,
    data: Annotated[Path | None, typer.Option(help="Folder that the configuration's folders count from.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the search; by default runs/NAME-DATE.")] = None,
    resume: Annotated[Path | None, typer.Option(help="Go on with the search in this folder.")] = None,
) -> None:
    """Search the values of a training run that are best for people it did not hear."""
    from mmemotion.training import command

    _guarded(lambda: command.tune(config, data, out, resume, trials))


@app.command()
def evaluate(
    data: Annotated[Path, typer.Option(help="Folder of the corpora.")] = Path("../shared/data"),
    clips: Annotated[
        Path | None, typer.Option(help="Your own labelled recordings, a manifest.csv, in place of the corpora.")
    ] = None,
    model: Annotated[str, typer.Option(help="The trained model to judge on --clips.")] = "",
    json: Annotated[Path | None, typer.Option(help="Write all figures and curves to this file.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with plots to this file.")] = None,
    techniques: Annotated[
        bool, typer.Option("--techniques", help="Compare encoders, objectives and fusions too: 40 minutes more.")
    ] = False,
) -> None:
    """Measure accuracy on speakers and texts not seen in training, or a trained model on your own recordings."""

    def work() -> None:
        from mmemotion.errors import ConfigError

        if clips is not None:
            from mmemotion.evaluation import model as on_clips

            on_clips.run(model or "default", clips, json, html)
        elif model:
            raise ConfigError("--model needs --clips: a manifest.csv with recordings to judge the model on.")
        else:
            from mmemotion.evaluation import run as protocol

            protocol.run(data, json, html, techniques)

    _guarded(work)


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
