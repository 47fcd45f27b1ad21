"""Annotation files, read back by readers that others wrote: praatio (TextGrid) and pympi (EAF)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pympi
import pytest
from praatio import textgrid
from recordings import ODD_WORDS, odd, recording

from mmemotion.export.eaf import EafExporter
from mmemotion.export.textgrid import TextGridExporter
from mmemotion.types import Recording

SAID = "".join(ODD_WORDS).strip()
ODD = 'O\'Brien & <Söhne> "x"'


def grid(recording: Recording, folder: Path) -> textgrid.Textgrid:
    path = folder / "out.TextGrid"
    TextGridExporter().export(recording, path)
    return textgrid.openTextgrid(str(path), includeEmptyIntervals=False, reportingMode="error")


def eaf(recording: Recording, folder: Path) -> pympi.Elan.Eaf:
    EafExporter().export(recording, folder / "out.eaf")
    return pympi.Elan.Eaf(str(folder / "out.eaf"))


def entries(found: textgrid.Textgrid, tier: str) -> list[tuple[float, float, str]]:
    return [(entry.start, entry.end, entry.label) for entry in found.getTier(tier).entries]


def test_a_textgrid_has_four_tiers_per_speaker(tmp_path: Path) -> None:
    found = grid(recording(), tmp_path)
    assert found.tierNames == tuple(
        f"{speaker} {kind}" for speaker in "AB" for kind in ("words", "utterances", "emotion", "confidence")
    )
    assert entries(found, "A words")[:2] == [(0, 0.4, "這"), (0.4, 1, "[bold]worst")]
    assert entries(found, "A utterances") == [(0, 1.5, "這 [bold]worst"), (60.5, 62, "這 [bold]worst")]
    assert entries(found, "A emotion") == [(0, 1.5, "angry"), (60.5, 62, "not scored")]
    assert entries(found, "B emotion") == [(2, 3.5, "not sure")]
    assert entries(found, "B confidence") == [(2, 3.5, "0.610")]
    assert found.maxTimestamp == 62  # the last utterance is longer than the recording says it is


def test_odd_words_names_and_times_survive_in_a_textgrid(tmp_path: Path) -> None:
    found = grid(odd(), tmp_path)
    assert entries(found, f"{ODD} utterances")[0] == (0.123, 1.344, SAID)
    words = entries(found, f"{ODD} words")
    assert [label for _, _, label in words[: len(ODD_WORDS)]] == [word.strip() for word in ODD_WORDS]
    assert words[1][:2] == (0.234, 0.345)
    assert found.maxTimestamp == 12.345


def test_a_textgrid_has_no_holes(tmp_path: Path) -> None:
    TextGridExporter().export(odd(), tmp_path / "out.TextGrid")
    found = textgrid.openTextgrid(str(tmp_path / "out.TextGrid"), includeEmptyIntervals=True, reportingMode="error")
    for tier in found.tiers:
        assert tier.entries[0].start == 0
        assert tier.entries[-1].end == 12.345
        assert all(a.end == b.start for a, b in zip(tier.entries, tier.entries[1:], strict=False))


def test_utterances_that_overlap_on_one_tier_are_moved_apart(tmp_path: Path) -> None:
    first, second, third = recording().utterances
    crossed = replace(recording(), utterances=(first, replace(third, span=replace(third.span, start=1.2, end=1.4))))
    assert entries(grid(crossed, tmp_path), "A utterances")[1][:2] == (1.5, 61.5)  # its words last so long
    assert [a[:2] for a in eaf(crossed, tmp_path).get_annotation_data_for_tier("A utterances")] == [
        (0, 1500),
        (1500, 61500),
    ]
    assert second.speaker == "B"


def test_an_eaf_has_tiers_below_the_utterances_of_each_speaker(tmp_path: Path) -> None:
    found = eaf(recording(), tmp_path)
    assert found.get_annotation_data_for_tier("A words")[:2] == [(0, 400, "這"), (400, 1000, "[bold]worst")]
    assert found.get_annotation_data_for_tier("A utterances")[0] == (0, 1500, "這 [bold]worst")
    assert found.get_parameters_for_tier("A words")["PARENT_REF"] == "A utterances"
    assert found.get_parameters_for_tier("B emotion")["PARTICIPANT"] == "B"
    assert [a[2] for a in found.get_ref_annotation_data_for_tier("A emotion")] == ["angry", "not scored"]
    ((start, end, told, *_),) = found.get_ref_annotation_data_for_tier("B probabilities")
    assert (start, end) == (2000, 3500)
    shares = {name: float(share) for name, share in (part.split() for part in told.split(", "))}
    assert shares["angry"] == 0.61
    assert sum(shares.values()) == pytest.approx(1)


def test_an_eaf_says_where_its_numbers_come_from(tmp_path: Path) -> None:
    properties = dict(eaf(recording(), tmp_path).properties)
    assert properties["model default"] == f"emotion from words and voice; sha256 {'cd' * 32}"
    assert properties["generator"].startswith("mmemotion ")
    assert "AI Act" in properties["notice"]


def test_odd_words_names_and_times_survive_in_an_eaf(tmp_path: Path) -> None:
    found = eaf(odd(), tmp_path)
    assert found.get_annotation_data_for_tier(f"{ODD} utterances")[0] == (123, 1344, SAID)
    words = found.get_annotation_data_for_tier(f"{ODD} words")
    assert [word for _, _, word in words[: len(ODD_WORDS)]] == [word.strip() for word in ODD_WORDS]
    assert words[1][:2] == (234, 345)
    assert found.get_linked_files()[0]["RELATIVE_MEDIA_URL"] == "./a & b <c> --> d|e.flac"


def test_an_eaf_keeps_the_rules_of_its_schema(tmp_path: Path) -> None:
    """Order of parts, times in order, words within their utterance, every reference to something that is there."""
    EafExporter().export(odd(), tmp_path / "out.eaf")
    root = ElementTree.parse(tmp_path / "out.eaf").getroot()
    order = list(dict.fromkeys(child.tag for child in root))
    assert order == ["HEADER", "TIME_ORDER", "TIER", "LINGUISTIC_TYPE", "CONSTRAINT"]
    times = {slot.attrib["TIME_SLOT_ID"]: int(slot.attrib["TIME_VALUE"]) for slot in root.iter("TIME_SLOT")}
    assert list(times.values()) == sorted(times.values())
    timed = list(root.iter("ALIGNABLE_ANNOTATION"))
    assert all(times[one.attrib["TIME_SLOT_REF1"]] < times[one.attrib["TIME_SLOT_REF2"]] for one in timed)
    known = {one.attrib["ANNOTATION_ID"] for one in timed}
    assert {one.attrib["ANNOTATION_REF"] for one in root.iter("REF_ANNOTATION")} <= known
    types = {one.attrib["LINGUISTIC_TYPE_ID"] for one in root.iter("LINGUISTIC_TYPE")}
    assert {tier.attrib["LINGUISTIC_TYPE_REF"] for tier in root.iter("TIER")} == types


@pytest.mark.parametrize("empty", [replace(recording(), utterances=()), replace(odd(), utterances=(), duration=0.0)])
def test_a_recording_without_words_is_a_valid_file(empty: Recording, tmp_path: Path) -> None:
    assert grid(empty, tmp_path).tierNames == ("words",)
    assert list(eaf(empty, tmp_path).get_tier_names()) == []
