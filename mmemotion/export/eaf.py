"""A recording as an ELAN annotation document (EAF 3.0, Max Planck Institute for Psycholinguistics).

Per speaker: utterances, and below them words at their times, the perceived emotion, its confidence and the
probabilities of all emotions. The header says which models the estimates come from.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime
from mimetypes import guess_type
from pathlib import Path
from xml.etree import ElementTree as ET

import mmemotion
from mmemotion.export.files import write_whole
from mmemotion.export.tiers import Line, lines
from mmemotion.export.wording import NOTICE, label, milliseconds, name, plain, said, users_label
from mmemotion.types import Recording

_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
_CONSTRAINTS = {
    "Included_In": "Time alignable annotations within the parent annotation's time interval, gaps are allowed",
    "Symbolic_Association": "1-1 association with a parent annotation",
}
_TYPES = {"utterance": "", "word": "Included_In", "of an utterance": "Symbolic_Association"}
_PLACE = {"AUTHOR": "", "FORMAT": "3.0", "VERSION": "3.0", "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance"}


class EafExporter:
    """Writes one recording."""

    def export(self, recording: Recording, path: Path) -> None:
        """Writes the whole file or nothing. Raises OutputError."""
        root = document(recording)
        ET.indent(root)
        write_whole(path, ET.tostring(root, encoding="UTF-8", xml_declaration=True))


def document(recording: Recording) -> ET.Element:
    """The document, its parts in the order of the schema."""
    made = datetime.now().astimezone().isoformat(timespec="seconds")
    root = ET.Element("ANNOTATION_DOCUMENT", {**_PLACE, "DATE": made, "xsi:noNamespaceSchemaLocation": _SCHEMA})
    _head(root, recording)
    tiers = _Tiers(ET.SubElement(root, "TIME_ORDER"))
    for speaker, own in lines(recording).items():
        root.extend(tiers.of(plain(speaker), own))
    tiers.sort_times()
    for kind, constraint in _TYPES.items():
        bound = {"CONSTRAINTS": constraint} if constraint else {}
        alignable = "false" if constraint == "Symbolic_Association" else "true"
        given = {"GRAPHIC_REFERENCES": "false", "LINGUISTIC_TYPE_ID": kind, "TIME_ALIGNABLE": alignable}
        ET.SubElement(root, "LINGUISTIC_TYPE", {**bound, **given})
    for constraint, told in _CONSTRAINTS.items():
        ET.SubElement(root, "CONSTRAINT", DESCRIPTION=told, STEREOTYPE=constraint)
    return root


def _head(root: ET.Element, recording: Recording) -> None:
    """Media beside the document, and where the annotations come from."""
    head = ET.SubElement(root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
    place = f"./{name(recording.media)}"
    ET.SubElement(
        head, "MEDIA_DESCRIPTOR", MEDIA_URL=place, MIME_TYPE=guess_type(place)[0] or "unknown", RELATIVE_MEDIA_URL=place
    )
    told = {"generator": f"mmemotion {mmemotion.__version__}", "notice": NOTICE}
    told |= {f"model {model.name}": f"{model.task}; sha256 {model.sha256}" for model in recording.models}
    told |= {"duration_ms": str(milliseconds(recording.duration))}
    for called, text in told.items():
        ET.SubElement(head, "PROPERTY", NAME=plain(called)).text = plain(text)


class _Tiers:
    """Tiers whose annotations and times are numbered through."""

    def __init__(self, times: ET.Element) -> None:
        self._times = times
        self._annotations = itertools.count(1)
        self._slots = itertools.count(1)

    def of(self, speaker: str, own: tuple[Line, ...]) -> Iterator[ET.Element]:
        """The tiers of one speaker, the utterances first."""
        names = {"PARTICIPANT": speaker}
        tiers = {
            kind: ET.Element("TIER", {**names, "LINGUISTIC_TYPE_REF": type_, "TIER_ID": f"{speaker} {kind}", **parent})
            for kind, type_, parent in (
                ("utterances", "utterance", {}),
                ("words", "word", {"PARENT_REF": f"{speaker} utterances"}),
                *((kind, "of an utterance", {"PARENT_REF": f"{speaker} utterances"}) for kind in _OF_UTTERANCE),
            )
        }
        for line in own:
            parent = self._timed(tiers["utterances"], line.start, line.end, said(line.utterance))
            for word in line.words:
                self._timed(tiers["words"], word.start, word.end, word.text)
            for kind, text in _told(line).items():
                self._tied(tiers[kind], parent, text)
        yield from (tier for kind, tier in tiers.items() if kind != "user" or len(tier))

    def sort_times(self) -> None:
        """Time slots stand in order of time."""
        self._times[:] = sorted(self._times, key=lambda slot: int(slot.attrib["TIME_VALUE"]))

    def _timed(self, tier: ET.Element, start: int, end: int, text: str) -> str:
        number = f"a{next(self._annotations)}"
        slots = {"TIME_SLOT_REF1": self._slot(start), "TIME_SLOT_REF2": self._slot(end)}
        around = ET.SubElement(tier, "ANNOTATION")
        inner = ET.SubElement(around, "ALIGNABLE_ANNOTATION", {"ANNOTATION_ID": number, **slots})
        ET.SubElement(inner, "ANNOTATION_VALUE").text = text
        return number

    def _tied(self, tier: ET.Element, parent: str, text: str) -> None:
        number = f"a{next(self._annotations)}"
        around = ET.SubElement(tier, "ANNOTATION")
        inner = ET.SubElement(around, "REF_ANNOTATION", ANNOTATION_ID=number, ANNOTATION_REF=parent)
        ET.SubElement(inner, "ANNOTATION_VALUE").text = text

    def _slot(self, time: int) -> str:
        slot = f"ts{next(self._slots)}"
        ET.SubElement(self._times, "TIME_SLOT", TIME_SLOT_ID=slot, TIME_VALUE=str(time))
        return slot


_OF_UTTERANCE = ("emotion", "confidence", "probabilities", "user")


def _told(line: Line) -> dict[str, str]:
    """What stands on the tiers below an utterance: that of the user is empty where they said nothing."""
    estimate, own = line.utterance.estimate, users_label(line.utterance)
    told = {"emotion": label(estimate), **({"user": own} if own else {})}
    if estimate is None:
        return told
    probabilities = ", ".join(f"{emotion} {share:.3f}" for emotion, share in estimate.probabilities.items())
    return {**told, "confidence": f"{estimate.confidence:.3f}", "probabilities": probabilities}
