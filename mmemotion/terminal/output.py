"""Where results go: one file, or a folder with a file per recording and format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mmemotion.errors import ConfigError
from mmemotion.export.formats import Format, named, of_file
from mmemotion.export.wording import name
from mmemotion.types import Recording

DEFAULT = "json"


@dataclass(slots=True)
class Output:
    """Takes one recording after another; finish() writes the file that is of all. `tell` hears of each file written.

    A file of all is written at the end, since it needs all recordings. The others are written at once.
    """

    target: Path
    formats: tuple[Format, ...]
    single: bool
    together: bool
    tell: Callable[[Path], None]
    _kept: list[Recording] = field(default_factory=list)
    _written: set[Path] = field(default_factory=set)

    def take(self, recording: Recording) -> None:
        """Writes a recording, or keeps it for the file of all. Raises OutputError."""
        if self.together:
            self._kept.append(recording)
            return
        for one in self.formats:
            path = self.target if self.single else self._unused(name(recording.media), one.suffix)
            one.exporter.export(recording, path)
            self.tell(path)

    def finish(self) -> None:
        """Writes the file of all recordings, if there is one. Raises OutputError."""
        collection = self.formats[0].collection
        if self._kept and collection is not None:
            collection.export_all(self._kept, self.target)
            self.tell(self.target)

    def _unused(self, called: str, suffix: str) -> Path:
        """A name in the folder, numbered when a recording of the same name was written before."""
        path, number = self.target / f"{called}{suffix}", 2
        while path in self._written:
            path, number = self.target / f"{called}-{number}{suffix}", number + 1
        self._written.add(path)
        return path


def output(target: Path, names: Sequence[str], count: int, tell: Callable[[Path], None]) -> Output:
    """Where to write so many recordings. Raises ConfigError when target, formats and count do not go together.

    The target is a folder if it is one already, if its name has no ending, or if JSON goes to what does not end in
    .json; else a file, whose format is the one named or the one of its ending.
    """
    json_folder = list(names) == [DEFAULT] and target.suffix != ".json"
    if target.is_dir() or not target.suffix or json_folder:
        return Output(target, named(names or (DEFAULT,)), single=False, together=False, tell=tell)
    formats = named(names) if names else (of_file(target),)
    if len(formats) > 1:
        raise ConfigError(f"Several formats need a folder: {target.name} is the name of a file.")
    together = count > 1
    if together and formats[0].collection is None:
        raise ConfigError(
            f"A {formats[0].suffix} file holds one recording; for several give a folder and --format {formats[0].name}."
        )
    return Output(target, formats, single=True, together=together, tell=tell)
