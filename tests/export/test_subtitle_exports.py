"""Subtitles, read back by readers that others wrote."""

from __future__ import annotations

import html
import io
from dataclasses import replace
from pathlib import Path

import pysubs2
import pytest
import webvtt
from recordings import ODD_WORDS, estimate, odd, recording

from mmemotion.export.cues import LINE, LINES
from mmemotion.export.srt import SrtExporter
from mmemotion.export.vtt import VttExporter
from mmemotion.types import Recording, Span, Transcript, Word

SAID = "".join(ODD_WORDS).strip()


def srt(recording: Recording, folder: Path) -> pysubs2.SSAFile:
    SrtExporter().export(recording, folder / "out.srt")
    return pysubs2.load(str(folder / "out.srt"), encoding="utf-8", keep_html_tags=True)


def vtt(recording: Recording, folder: Path) -> webvtt.WebVTT:
    VttExporter().export(recording, folder / "out.vtt")
    return webvtt.read(str(folder / "out.vtt"))


def plain(text: str) -> str:
    return " ".join(text.replace("\u2060", "").replace("\\N", " ").split())


def long_talk() -> Recording:
    """One utterance of 40 words in 14 s."""
    first = recording().utterances[0]
    words = tuple(Word(f" word{i:02}", Span(1 + i * 0.35, 1.3 + i * 0.35), 0.9) for i in range(40))
    whole = replace(first, span=Span(0.9, 15.25), transcript=Transcript(words, "en"), estimate=estimate())
    return replace(recording(), utterances=(whole,))


def test_srt_says_who_what_when_and_how(tmp_path: Path) -> None:
    found = srt(recording(), tmp_path)
    assert [(e.start, e.end) for e in found] == [(0, 1500), (2000, 3500), (60500, 62000)]
    assert plain(found[0].text) == "A: 這 [bold]worst [angry 61 %]"
    assert plain(found[1].text).endswith("[not sure]")
    assert plain(found[2].text).endswith("[not scored]")


def test_vtt_says_who_what_when_and_how(tmp_path: Path) -> None:
    found = vtt(recording(), tmp_path)
    assert [(c.start, c.end) for c in found] == [
        ("00:00:00.000", "00:00:01.500"),
        ("00:00:02.000", "00:00:03.500"),
        ("00:01:00.500", "00:01:02.000"),
    ]
    assert [c.voice for c in found] == ["A", "B", "A"]
    assert plain(found[0].text) == "這 [bold]worst [angry 61 %]"


def test_words_that_look_like_signs_of_the_format_survive_in_srt(tmp_path: Path) -> None:
    found = [event for event in srt(odd(), tmp_path) if event.start < 2000]
    speaker, label = 'O\'Brien & <Söhne> "x": ', " [angry 61 %]"
    assert all(plain(event.text).startswith(speaker) and plain(event.text).endswith(label) for event in found)
    assert " ".join(plain(event.text).removeprefix(speaker).removesuffix(label) for event in found) == SAID
    assert (found[0].start, found[-1].end) == (123, 1223)


def test_words_that_look_like_signs_of_the_format_survive_in_vtt(tmp_path: Path) -> None:
    found = vtt(odd(), tmp_path)
    assert (tmp_path / "out.vtt").read_text(encoding="utf-8").count("-->") == len(found)
    first = [cue for cue in found if cue.start < "00:00:02"]
    spoken = [html.unescape(plain(cue.raw_text).split(">", 1)[1]).removesuffix(" [angry 61 %]") for cue in first]
    assert " ".join(spoken) == SAID
    assert {html.unescape(cue.voice) for cue in found if "00:00:02" <= cue.start < "00:00:03"} == {"B --> C"}


def test_a_name_that_ends_in_dashes_makes_no_arrow_in_vtt(tmp_path: Path) -> None:
    first = replace(recording().utterances[0], speaker="J. --")
    (cue,) = vtt(replace(recording(), utterances=(first,)), tmp_path)
    assert "這" in cue.text


def test_a_long_utterance_is_cut_at_its_words_and_can_be_read(tmp_path: Path) -> None:
    found = srt(long_talk(), tmp_path)
    assert len(found) > 3
    assert (found[0].start, found[-1].end) == (900, 15250)
    assert all(one.end == following.start for one, following in zip(found, found[1:], strict=False))
    spoken = " ".join(plain(e.text).removeprefix("A: ").removesuffix(" [angry 61 %]") for e in found)
    assert spoken == " ".join(f"word{i:02}" for i in range(40))
    for event in found:
        *lines, label = event.text.split("\\N")
        assert label == "[angry 61 %]"
        assert len(lines) <= LINES
        assert all(len(line) <= LINE for line in lines)
    for event in found[1:]:
        word = int(plain(event.text).split("word")[1][:2])
        assert event.start == round(1000 * (1 + word * 0.35))


@pytest.mark.parametrize("exporter", [SrtExporter(), VttExporter()])
def test_what_has_no_words_has_no_subtitle(exporter: SrtExporter | VttExporter, tmp_path: Path) -> None:
    first = recording().utterances[0]
    silent = replace(recording(), utterances=(replace(first, transcript=Transcript((), "en")),))
    exporter.export(silent, tmp_path / "out")
    assert "-->" not in (tmp_path / "out").read_text(encoding="utf-8")


def test_vtt_is_valid_to_its_first_line(tmp_path: Path) -> None:
    VttExporter().export(recording(), tmp_path / "out.vtt")
    lines = io.StringIO((tmp_path / "out.vtt").read_text(encoding="utf-8")).readlines()
    assert lines[0] == "WEBVTT\n"
    assert "perceived" in "".join(lines[2:4]).lower()
