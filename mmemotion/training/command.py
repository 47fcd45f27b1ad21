"""What the command line asks of training: begin a run, or go on with one, with a bar and a way out."""

from __future__ import annotations

import sys
from pathlib import Path

from mmemotion.errors import Cancelled, ConfigError
from mmemotion.training.config import TrainingConfig, read_config
from mmemotion.training.progress import TrainingProgress
from mmemotion.training.run_folder import RunFolder, new_run, old_run

BUILT_IN = Path(__file__).with_name("default.toml")
"""How models/default is made."""

CORPORA = Path("../shared/data")
"""Where its corpora are looked for unless --data says otherwise."""


def train(config: Path | None, data: Path | None, out: Path | None, resume: Path | None) -> None:
    """Makes a model and prints where it lies; without config and resume, models/default, made anew from data.

    Raises MmemotionError; of an interrupt Cancelled, which says how to go on.
    """
    folder, settings = _begun(config or BUILT_IN, data or (None if config else CORPORA), out, resume)
    if resume is not None and (config is not None or data is not None or out is not None):
        raise ConfigError("--resume takes everything from the run it goes on with; leave out the rest.")
    if folder.finished:
        raise ConfigError(f"{folder.place} is finished; its model is {settings.name}.")
    with TrainingProgress() as progress:
        place = _train(settings, folder, progress)
    sys.stdout.write(f"The model {settings.name} is in {place}, the run in {folder.place}.\n")
    if place == folder.model:
        sys.stdout.write("It was measured, not installed: the program analyses with the pretrained encoder alone.\n")
    else:
        sys.stdout.write(f"Use it: mmemotion analyze RECORDING --model {settings.name}\n")


def tune(config: Path | None, data: Path | None, out: Path | None, resume: Path | None, trials: int) -> None:
    """Searches the best values of what [tune] names, and prints the table. Raises as train."""
    from mmemotion.training.tune import BEST, search

    if (config is None) == (resume is None):
        raise ConfigError("Name a configuration with a section [tune], or a search to go on with by --resume.")
    folder, settings = _begun(config or BUILT_IN, data, out, resume)
    with TrainingProgress() as progress:
        try:
            table = search(settings, folder, trials, progress)
        except Cancelled as error:
            raise Cancelled(f"Stopped; go on with: mmemotion tune --resume {folder.place}") from error
    sys.stdout.write(f"{table}\nThe best values are in {folder.place / BEST}: mmemotion train {folder.place / BEST}\n")


def adapt(pack: Path, start: str, name: str, check: Path | None, agreed: bool) -> None:
    """Adapts a model to a training pack, prints it before and after, and keeps it as the user decides; agreed: they did
    already. Raises as train; of an interrupt nothing is left."""
    from mmemotion.training import adapt as work
    from mmemotion.training.run import Told

    try:
        with TrainingProgress() as progress:
            adapted = work.adapt(work.Wish(pack, start, name, check), Told(progress, progress.say))
    except Cancelled as error:
        raise Cancelled("Stopped; nothing was changed.") from error
    older = ", in place of the older one" if adapted.replaces else ""
    sys.stdout.write(f"{adapted.table}\n")
    if not agreed and not _agrees(f"Keep this model as {name}{older}?"):
        sys.stdout.write("Not kept; nothing was changed.\n")
        return
    with TrainingProgress():  # an interrupt waits until the model is whole in its place
        place = work.keep(adapted)
    sys.stdout.write(f"The model {name} is in {place}{older}; {start} is as it was.\n")
    sys.stdout.write(f"Use it: mmemotion analyze RECORDING --model {name}\n")


def write_corrections(place: Path, voices: str) -> None:
    """Writes the corrections in the library as a training pack. Raises DataError, LibraryError or OutputError; of an
    interrupt nothing is left."""
    from mmemotion.paths import library_path
    from mmemotion.store.library import Library
    from mmemotion.training.corrections import corrections
    from mmemotion.training.pack import write_pack

    with TrainingProgress() as progress:
        packed = write_pack(place, corrections(Library(library_path())), voices, progress)
        if packed.warning:
            progress.say(packed.warning)
    sys.stdout.write(f"{packed.place}: {packed.clips} utterances, {packed.told} with an emotion you told\n")


def _agrees(question: str) -> bool:
    """No answer is a no; so it is where nobody is there to answer."""
    if not sys.stdin.isatty():
        sys.stdout.write("Nobody was asked: keep it by --yes.\n")
        return False
    try:
        return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
    except (EOFError, KeyboardInterrupt):
        sys.stdout.write("\n")
        return False


def _begun(config: Path, data: Path | None, out: Path | None, resume: Path | None) -> tuple[RunFolder, TrainingConfig]:
    if resume is not None:
        return old_run(resume)
    settings = read_config(config, data)
    return new_run(settings, out), settings


def _train(settings: TrainingConfig, folder: RunFolder, progress: TrainingProgress) -> Path:
    from mmemotion.training.run import Told, train

    try:
        return train(settings, folder, Told(progress, progress.say))
    except Cancelled as error:
        raise Cancelled(f"Stopped; go on with: mmemotion train --resume {folder.place}") from error
