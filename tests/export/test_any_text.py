"""Whatever is said, by whoever: every annotation and subtitle file can be read by others, with the same words."""

from __future__ import annotations

import html
import itertools
import re
import tempfile
from dataclasses import replace
from pathlib import Path

import pympi
import pysubs2
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st
from praatio import textgrid
from recordings import odd

from mmemotion.export.eaf import EafExporter
from mmemotion.export.srt import SrtExporter
from mmemotion.export.textgrid import TextGridExporter
from mmemotion.export.vtt import VttExporter
from mmemotion.export.wording import plain, said
from mmemotion.protocols import Exporter
from mmemotion.types import Recording, Span, Transcript, Word

pieces = st.sampled_from(
    [*'<>&"{}\\|-', "-->", "]]>", "<b>", "\n\n", "1\n00:00:01,000 --> 00:00:02,000", "é", "日", " "]
)
texts = st.lists(pieces | st.text(max_size=4), min_size=1, max_size=6).map("".join)
quick = settings(max_examples=60, deadline=None)


@st.composite
def recordings(draw: st.DrawFn) -> Recording:
    """One utterance of a few words at any times, some of them empty, overlapping, or without length."""
    times = [draw(st.integers(0, 9000)) for _ in range(draw(st.integers(2, 9)))]
    words = tuple(
        Word(" " + draw(texts), Span(start / 1000, max(start, end) / 1000), 0.5)
        for start, end in itertools.pairwise(sorted(times))
    )
    first = odd().utterances[0]
    utterance = replace(
        first,
        span=Span(min(times) / 1000, max(times) / 1000),
        speaker=draw(texts),
        transcript=Transcript(words, "en"),
    )
    return replace(odd(), utterances=(utterance,))


def written(exporter: Exporter, recording: Recording, ending: str) -> Path:
    path = Path(tempfile.mkdtemp()) / f"out{ending}"
    exporter.export(recording, path)
    return path


def words(recording: Recording) -> list[str]:
    return [text for word in recording.utterances[0].transcript.words if (text := plain(word.text))]


def bare(text: str) -> str:
    return re.sub(r"\s+|\u2060", "", text)


@quick
@given(recordings())
def test_textgrid(recording: Recording) -> None:
    found = textgrid.openTextgrid(str(written(TextGridExporter(), recording, ".TextGrid")), False, "error")
    tier = found.tiers[0]
    assert [entry.label for entry in tier.entries] == words(recording)
    assert all(a.end <= b.start for a, b in itertools.pairwise(tier.entries))


@quick
@given(recordings())
def test_eaf(recording: Recording) -> None:
    found = pympi.Elan.Eaf(str(written(EafExporter(), recording, ".eaf")))
    speaker = plain(recording.utterances[0].speaker)
    annotations = found.get_annotation_data_for_tier(f"{speaker} words")
    assert [text or "" for _, _, text in sorted(annotations)] == [
        plain(word.text) for word in recording.utterances[0].transcript.words
    ]
    ((start, end, text),) = found.get_annotation_data_for_tier(f"{speaker} utterances")
    assert (text or "") == said(recording.utterances[0])
    assert all(start <= one[0] < one[1] <= end for one in annotations)


@quick
@given(recordings())
def test_srt(recording: Recording) -> None:
    path = written(SrtExporter(), recording, ".srt")
    found = pysubs2.load(str(path), encoding="utf-8", format_="srt", keep_html_tags=True)
    speaker = bare(plain(recording.utterances[0].speaker)) + ":"
    texts = [bare(event.text.replace("\\N", " ")) for event in found]
    assert "".join(text.removeprefix(speaker).removesuffix("[angry61%]") for text in texts) == bare(
        said(recording.utterances[0])
    )
    assert all(event.start < event.end for event in found)


@quick
@given(recordings())
def test_vtt(recording: Recording) -> None:
    found = webvtt.read(str(written(VttExporter(), recording, ".vtt")))
    texts = [bare(html.unescape(re.sub(r"<v [^>]*>", "", cue.raw_text))) for cue in found]
    assert "".join(text.removesuffix("[angry61%]") for text in texts) == bare(said(recording.utterances[0]))
    assert all(cue.start < cue.end for cue in found)
