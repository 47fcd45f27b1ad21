"""The trainer process: it adapts a model to the corrections in the library while window and engine go on.

Commands come in on standard input, events go out on standard output, as with the engine. Nothing is kept unasked.
"""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from mmemotion.engine.wire import own_stdout, read_frame, write_frame
from mmemotion.errors import Cancelled, DataError, MmemotionError
from mmemotion.messages import (
    Accuracy,
    Adapt,
    AdaptedModel,
    Adapting,
    AdaptingFailed,
    Command,
    Compared,
    CorrectionsCounted,
    CountCorrections,
    Event,
    KeepModel,
    ModelKept,
    PackSaved,
    SavePack,
    Shutdown,
    StopAdapting,
    decode_command,
    encode,
)
from mmemotion.paths import library_path
from mmemotion.protocols import Listener
from mmemotion.store.library import Library
from mmemotion.training.corrections import LEAST, corrections
from mmemotion.training.pack import Packed, write_pack

if TYPE_CHECKING:
    from mmemotion.evaluation.intervals import Interval
    from mmemotion.training.adapt import Adapted
    from mmemotion.training.before_after import Row

POLITENESS = 10
"""How much later than everybody else the trainer gets its turn, as Unix counts it (nice)."""

GRACE = 0.5
"""Seconds that what is being written gets to end by itself when the trainer is to be gone."""

PACKING = "utterances"
STAGES: Mapping[str, tuple[float, float, str]] = {
    PACKING: (0.0, 0.1, "cutting the utterances out of their recordings"),
    "clips": (0.1, 0.5, "listening to the utterances"),
    "others": (0.5, 0.7, "listening to the other people"),
}
"""From and to which share of the whole work a stage goes, and what it is in words."""

LEARNING = (0.7, 1.0, "learning, and judging before and after")


class Trainer:
    """One model at a time; a fault is an event, never an exception."""

    def __init__(self, tell: Listener, library: Path | None = None) -> None:
        self._tell = tell
        self._library = Library(library or library_path())
        self._stopping, self._quiet = threading.Event(), threading.Event()
        self._quiet.set()
        self._keeping = False
        self._scratch: Path | None = None
        self._adapted: Adapted | None = None

    def expect(self) -> None:
        """A command was said, and will be done: only a stop from now on is about it."""
        self._stopping.clear()

    def stop(self) -> None:
        """Ends what is being done, from another thread."""
        self._stopping.set()

    def end(self) -> None:
        """Ends it for good, from another thread: soon the process is gone, and nothing half done may stay. A model that
        is being kept is kept."""
        self.stop()
        self._quiet.wait(None if self._keeping else GRACE)
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def do(self, command: Command) -> None:
        """Does the command to its end."""
        if not isinstance(command, CountCorrections):
            self._quiet.clear()
        try:
            self._do(command)
        except Cancelled:
            self._tell(AdaptingFailed("Stopped; nothing was changed.", stopped=True))
        except MmemotionError as error:
            self._tell(AdaptingFailed(str(error)))
        except Exception as error:  # the last border: what is left is our fault, and the user gets a sentence for it
            self._tell(AdaptingFailed(f"Learning failed by a fault of the program ({type(error).__name__}: {error})."))
        finally:
            self._quiet.set()

    def _do(self, command: Command) -> None:
        match command:
            case CountCorrections():
                self._count()
            case Adapt():
                self._adapt(command)
            case SavePack():
                self._save(command)
            case KeepModel():
                self._keep()

    def _count(self) -> None:
        told = [(one.label, one.speaker) for one in corrections(self._library) if one.label is not None]
        emotions = Counter(label for label, _ in told)
        self._tell(CorrectionsCounted(dict(emotions), len({speaker for _, speaker in told}), LEAST))

    def _adapt(self, command: Adapt) -> None:
        from mmemotion.training.adapt import Wish, adapt
        from mmemotion.training.run import Told

        notes: list[str] = []
        with self._packed() as packed:
            notes += [packed.warning] if packed.warning else []
            check = Path(command.check) if command.check else None
            wish = Wish(packed.place, command.start, command.name, check)
            try:
                self._adapted = adapt(wish, Told(self._report, notes.append))
            except DataError as error:
                raise DataError(_plain(str(error), packed.place)) from error
        notes += self._adapted.facts.notes
        rows = tuple(map(_compared, self._adapted.rows))
        self._tell(AdaptedModel(command.name, rows, tuple(notes), self._adapted.replaces))

    @contextlib.contextmanager
    def _packed(self) -> Iterator[Packed]:
        """All corrections as a training pack, which is gone in the end."""
        with tempfile.TemporaryDirectory(prefix="mmemotion-pack-", ignore_cleanup_errors=True) as folder:
            self._scratch = Path(folder)
            yield write_pack(self._scratch / "pack", corrections(self._library), report=self._report)
        self._scratch = None

    def _save(self, command: SavePack) -> None:
        packed = write_pack(
            Path(command.path), corrections(self._library), command.voices, lambda _, share: self._tell_share(share)
        )
        self._tell(PackSaved(command.path, packed.clips, packed.told, packed.warning))

    def _keep(self) -> None:
        from mmemotion.training.adapt import keep

        if self._adapted is None:
            raise DataError("There is no adapted model to keep; learn from the corrections first.")
        name, self._keeping = self._adapted.name, True
        try:
            keep(self._adapted)
        finally:
            self._keeping = False
        self._adapted = None
        self._tell(ModelKept(name))

    def _tell_share(self, share: float) -> None:
        """Of writing a training pack, which is all that is done."""
        self._go_on(STAGES[PACKING][2], share)

    def _report(self, stage: str, share: float) -> None:
        """A stage of the whole work."""
        start, end, words = STAGES.get(stage, LEARNING)
        self._go_on(words, start + (end - start) * min(1.0, max(0.0, share)))

    def _go_on(self, words: str, share: float) -> None:
        if self._stopping.is_set():
            raise Cancelled("Stopped.")
        self._tell(Adapting(words, share))


def _plain(sentence: str, pack: Path) -> str:
    """Where the pack lay is of no use to anyone: it is gone."""
    said = sentence.replace(str(pack), "the training pack")
    return said[:1].upper() + said[1:]


def _compared(row: Row) -> Compared:
    parts = (_accuracy(row.before), _accuracy(row.after), _accuracy(row.change))
    return Compared(row.heard, row.whose, row.utterances, row.people, *parts)


def _accuracy(found: Interval) -> Accuracy:
    return Accuracy(found.value, found.low, found.high)


def main() -> None:
    """Until the other side is gone."""
    events = own_stdout()
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(POLITENESS)
    lock = threading.Lock()

    def tell(event: Event) -> None:
        with lock, contextlib.suppress(OSError):  # nobody listens any more: _read ends it
            write_frame(events, encode(event))

    trainer, waiting = Trainer(tell), queue.SimpleQueue[Command]()
    threading.Thread(target=_read, args=(sys.stdin.buffer, trainer, waiting), daemon=True).start()
    while True:
        trainer.do(waiting.get())


def _read(commands: BinaryIO, trainer: Trainer, waiting: queue.SimpleQueue[Command]) -> None:
    with contextlib.suppress(msgspec.DecodeError):
        while (data := read_frame(commands)) is not None:
            command = decode_command(data)
            if isinstance(command, Shutdown):
                break
            if isinstance(command, StopAdapting):
                trainer.stop()
            else:
                trainer.expect()
                waiting.put(command)
    trainer.end()
    os._exit(0)


if __name__ == "__main__":
    main()
