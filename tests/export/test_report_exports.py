"""Reports in Markdown and HTML."""

from __future__ import annotations

import html.parser
import re
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from recordings import ODD_WORDS, odd, recording

from mmemotion.export.html import HtmlExporter
from mmemotion.export.markdown import MarkdownExporter
from mmemotion.manifest import EMOTION_TASK, Manifest
from mmemotion.types import Recording

VOID = {"meta", "br", "link", "img", "input", "hr"}
SAID = "".join(ODD_WORDS).strip()


class Page(html.parser.HTMLParser):
    """Text, tags and attributes of a page; fails where an element is not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.open = "", list[str]()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.text += data.replace("\u00a0", " ")


def page(*recordings: Recording, folder: Path) -> Page:
    HtmlExporter().export_all(recordings, folder / "out.html")
    return Page((folder / "out.html").read_text(encoding="utf-8"))


def markdown(*recordings: Recording, folder: Path) -> str:
    MarkdownExporter().export_all(recordings, folder / "out.md")
    return (folder / "out.md").read_text(encoding="utf-8")


def shipped() -> Recording:
    """A recording that the model of this checkout analysed."""
    return replace(recording(), models=(Manifest.load().record("default"),))


def test_a_page_says_who_said_what_how_and_what_to_make_of_it(tmp_path: Path) -> None:
    text = page(recording(), folder=tmp_path).text
    for told in (
        "通話.flac",
        "angry 61 %",
        "not sure",
        "not scored",
        "1:00.5",
        "這 [bold]worst",
        "The file is cut short.",
    ):
        assert told in text
    assert "Perceived emotion is inferred from words and voice, not read" in text
    assert "AI Act, Art. 5(1)(f)" in text
    assert "cd" * 32 in text
    assert "A repeated phrase was left out." in text


def test_a_page_needs_nothing_beside_it_and_runs_nothing(tmp_path: Path) -> None:
    found = page(recording(), odd(), folder=tmp_path)
    assert not {tag for tag, _ in found.tags} & {"script", "link", "img", "iframe", "object", "audio"}
    links = [attrs[key] for _, attrs in found.tags for key in ("href", "src") if key in attrs]
    assert links
    assert all(str(link).startswith("#call-") for link in links)
    written = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import|https?://", written)
    assert not [attrs for _, attrs in found.tags if any(key.startswith("on") for key in attrs)]


def test_words_and_names_are_never_read_as_html(tmp_path: Path) -> None:
    found = page(odd(), folder=tmp_path)
    assert SAID in found.text
    assert "a & b <c> --> d|e.flac" in found.text
    assert "<b>Cut & short.</b>" in found.text
    assert not {tag for tag, _ in found.tags} & {"c", "söhne", "b"}


def test_a_plot_has_a_mark_per_utterance_that_tells_its_words(tmp_path: Path) -> None:
    text = page(recording(), folder=tmp_path).text
    assert text.count("(angry 61 %): 這 [bold]worst") == 1
    assert text.count("(not sure): 這 [bold]worst") == 1


def test_accuracy_stands_beside_that_of_people_if_the_card_of_this_very_model_has_it(tmp_path: Path) -> None:
    assert "one human listener names the emotion the actor meant in 40 %" in page(shipped(), folder=tmp_path).text
    other = page(recording(), folder=tmp_path).text
    assert "human listener" not in other
    assert "How well the model default works is said in its card.md" in other
    assert recording().models[-1].task == EMOTION_TASK


def test_several_recordings_are_compared(tmp_path: Path) -> None:
    found = page(recording(), odd(), replace(recording(), utterances=()), folder=tmp_path)
    assert "3 recordings" in found.text
    assert "通話.flac (2)" in found.text
    assert "nothing was said" in found.text
    anchors = {attrs["id"] for _, attrs in found.tags if "id" in attrs}
    assert {str(attrs["href"])[1:] for tag, attrs in found.tags if tag == "a"} <= anchors


@pytest.mark.parametrize("empty", [replace(recording(), utterances=()), replace(odd(), utterances=(), duration=0.0)])
def test_a_recording_without_words_has_a_report(empty: Recording, tmp_path: Path) -> None:
    assert "Nothing was said." in page(empty, folder=tmp_path).text
    assert "Nothing was said." in markdown(empty, folder=tmp_path)


def test_markdown_says_the_same(tmp_path: Path) -> None:
    text = markdown(shipped(), folder=tmp_path)
    assert text.startswith("# 通話.flac\n")
    assert "0:00.0 **A** [angry 61 %] 這 \\[bold\\]worst" in text
    assert "| Response time | – | +1.00 s, median of 1 |" in text
    assert "AI Act, Art. 5(1)(f)" in text
    assert "human listener" in text


def test_words_and_names_are_never_read_as_markdown(tmp_path: Path) -> None:
    text = markdown(odd(), odd(), folder=tmp_path)
    rendered = Page(MarkdownIt("commonmark").enable("table").render(text))
    assert not {tag for tag, _ in rendered.tags} & {"i", "em", "c", "söhne"}
    assert 'O\'Brien & <Söhne> "x"' in rendered.text
    one = Page(MarkdownIt("commonmark").enable("table").render(markdown(odd(), folder=tmp_path)))
    assert SAID in one.text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} <= {4, 9}
