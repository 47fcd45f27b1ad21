"""A training pack: utterances whose emotion a user told, with all that a model learns from, in a folder or one zip.

manifest.csv      as corpora.manifest_csv reads it; an emotion that is UNCHECKED was told by nobody
clips/NN/NNNN.wav 16 kHz mono, 16 bits; those of one recording lie in one folder
LICENCE.txt       whose voices they are, and where the labels come from
"""

from __future__ import annotations

import contextlib
import csv
import re
import shutil
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mmemotion.audio.front_end import SAMPLE_RATE
from mmemotion.audio.local_file import printable
from mmemotion.audio.passages import passages
from mmemotion.audio.wav import WavFormat, header
from mmemotion.corpora.manifest_csv import NAME
from mmemotion.errors import DataError, InputError, OutputError
from mmemotion.types import ChannelPlan, Emotion, FloatArray, Segment

UNCHECKED = "unchecked"
"""In the column emotion: nobody told it. Such an utterance is only heard for how its speaker usually sounds."""

LICENCE = "LICENCE.txt"
COLUMNS = ("path", "emotion", "speaker", "text", "language", "recording", "start", "end")
SHORTEST = 0.1
"""Seconds of sound below which nothing is written."""

NAMED = 5
"""So many recordings are named of which something was left out."""

LARGEST = 2**32
"""Bytes that a zip may unpack to: 4 GiB, some 37 hours."""

_ENTRY = re.compile(rf"{re.escape(NAME)}|{re.escape(LICENCE)}|clips/\d+/\d+\.wav")
_UNFIT = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)

Report = Callable[[str, float], None]
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """An utterance and where its sound is: media, how its channels became speakers, and its place in it.

    speaker: a name that only this person has. label: the emotion that was told; None: nobody did. language: ISO 639-1,
    "" if unknown; only English words are learned and judged from.
    """

    media: Path
    plan: ChannelPlan
    segment: Segment
    speaker: str
    label: Emotion | None
    text: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Packed:
    """What was written: how many clips, how many of them told; and a sentence about what was left out, or nothing."""

    place: Path
    clips: int
    told: int
    warning: str


def write_pack(
    place: Path,
    utterances: Iterable[Corrected],
    voices: str = "",
    report: Report = lambda stage, share: None,
) -> Packed:
    """Writes a folder, or a file that ends in .zip; whole or not at all. Nothing leaves this machine.

    voices: what is to be said of the people who speak, and of what they agreed to. Recordings that cannot be read are
    left out. Raises DataError when nothing is left to learn from, OutputError; whatever report raises ends it.
    """
    wanted = list(utterances)
    if not any(one.label for one in wanted):
        raise DataError("No utterance has an emotion that you told; correct some, then export the training pack.")
    zipped = place.suffix.lower() == ".zip"
    if not zipped and place.exists():
        raise OutputError(f"{place} is there already; choose another name for the training pack.")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=f".{place.name[:100]}.") as fresh:
            folder = Path(fresh) / "pack"
            packed = _Writer(folder, report).write(wanted, voices, place)
            (_zipped(folder) if zipped else folder).replace(place)
    except OSError as error:
        raise OutputError(f"{place} cannot be written ({error.strerror or error}); choose another place.") from error
    return packed


class _Writer:
    """Writes into a folder that nobody sees yet."""

    def __init__(self, folder: Path, report: Report) -> None:
        self._folder, self._report = folder, report
        self._done, self._left_out = 0, Counter[str]()

    def write(self, wanted: Sequence[Corrected], voices: str, place: Path) -> Packed:
        media = list(dict.fromkeys((one.media, one.plan) for one in wanted))
        rows: dict[int, Row] = {}
        for number, source in enumerate(media, start=1):
            own = [i for i, one in enumerate(wanted) if (one.media, one.plan) == source]
            rows |= self._cut(number, own, wanted)
        told = sum(wanted[i].label is not None for i in rows)
        warning = _left_out(self._left_out, len(wanted))
        if not told:
            raise DataError(f"{warning} Nothing is left to learn from; bring the recordings back to where they were.")
        self._write_table([rows[i] for i in sorted(rows)])
        (self._folder / LICENCE).write_text(_licence(voices, [path.name for path, _ in media]), encoding="utf-8")
        return Packed(place, len(rows), told, warning)

    def _cut(self, number: int, own: Sequence[int], wanted: Sequence[Corrected]) -> dict[int, Row]:
        """Rows, by place among those wanted, of the utterances of one recording."""
        folder = self._folder / "clips" / f"{number:02}"
        folder.mkdir(parents=True)
        media, plan = wanted[own[0]].media, wanted[own[0]].plan
        rows: dict[int, Row] = {}
        reason = "no sound there"
        try:
            for which, samples in passages(media, plan, [wanted[i].segment for i in own]):
                self._done += 1
                self._report("utterances", self._done / len(wanted))
                if len(samples) >= SHORTEST * SAMPLE_RATE:
                    path = folder / f"{which + 1:04}.wav"
                    path.write_bytes(_wave(samples))
                    rows[own[which]] = _row(path.relative_to(self._folder), wanted[own[which]], number)
        except InputError:
            reason = "missing or damaged"
        self._left_out[f"{printable(media.name)} ({reason})"] += len(own) - len(rows)
        return rows

    def _write_table(self, rows: Sequence[Row]) -> None:
        with (self._folder / NAME).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(rows)


def _left_out(found: Counter[str], total: int) -> str:
    """One sentence, or nothing."""
    count, named = found.total(), [name for name, several in found.items() if several]
    if not count:
        return ""
    more = f" and {len(named) - NAMED:,} more" if len(named) > NAMED else ""
    was = "was" if count == 1 else "were"
    return f"{count:,} of {total:,} utterances {was} left out, of {', '.join(named[:NAMED])}{more}."


def _row(path: Path, one: Corrected, number: int) -> Row:
    span = one.segment.span
    emotion = UNCHECKED if one.label is None else str(one.label)
    text = " ".join(printable(one.text.replace("\n", " ")).split())
    speaker = printable(one.speaker).strip() or f"recording {number}, channel {one.segment.channel + 1}"
    return path.as_posix(), emotion, speaker, text, one.language, str(number), f"{span.start:.3f}", f"{span.end:.3f}"


def _wave(samples: FloatArray) -> bytes:
    data = np.round(np.clip(np.nan_to_num(samples), -1, 1) * 32767).astype("<i2").tobytes()
    return header(WavFormat(SAMPLE_RATE, 1), len(data)) + data


def _licence(voices: str, media: Sequence[str]) -> str:
    said = voices.strip() or "Not said. Ask the people who speak before you pass this on."
    names = "\n".join(f"  {number:02}  {printable(name)}" for number, name in enumerate(media, start=1))
    return (
        "A training pack of mmemotion.\n\n"
        f"Voices. {said}\n"
        "A voice is personal data: keep this where only those can reach it whom the speakers agreed to. The program "
        "wrote it here and sent it nowhere.\n\n"
        "Labels. The emotion of each utterance is what one listener heard in it, and told the program. Nobody asked "
        f"the speakers. What is {UNCHECKED} was not told by anyone.\n\n"
        "Words. As the program recognised them, and as that listener corrected them.\n\n"
        f"Recordings that the clips were cut from\n{names}\n"
    )


def _zipped(folder: Path) -> Path:
    """A file beside the folder."""
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for one in sorted(one for one in folder.rglob("*") if one.is_file()):
            zipped.write(one, one.relative_to(folder).as_posix())
    return path


@contextlib.contextmanager
def opened_pack(place: Path) -> Iterator[Path]:
    """A folder with manifest.csv: the pack itself or, of a zip, a copy that is gone in the end. Raises DataError."""
    if place.suffix.lower() != ".zip" or place.is_dir():
        if not (place / NAME if place.is_dir() else place).is_file():
            raise DataError(
                f"{place} is no training pack: there is no {NAME} in it; name a folder or zip that has one."
            )
        yield place
        return
    with tempfile.TemporaryDirectory(prefix="mmemotion-pack-") as fresh:
        _unpack(place, Path(fresh))
        yield Path(fresh)


def _unpack(place: Path, folder: Path) -> None:
    """Entries of a pack, and no others, wherever they say they belong."""
    try:
        with zipfile.ZipFile(place) as zipped:
            entries = [one for one in zipped.infolist() if not one.is_dir()]
            strange = next((one.filename for one in entries if not _ENTRY.fullmatch(one.filename)), None)
            if strange is not None:
                raise ValueError(strange)
            if sum(one.file_size for one in entries) > LARGEST or NAME not in zipped.namelist():
                raise ValueError(NAME)
            for one in entries:
                target = folder / one.filename
                target.parent.mkdir(parents=True, exist_ok=True)
                with zipped.open(one) as source, target.open("wb") as stream:
                    shutil.copyfileobj(source, stream)
    except _UNFIT as error:
        raise DataError(f"{place} is no training pack, or it is damaged; export or copy it again.") from error
    except OSError as error:
        raise DataError(
            f"{place} cannot be read ({error.strerror or error}); check the name and the folder."
        ) from error
