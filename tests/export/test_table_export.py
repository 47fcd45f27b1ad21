from __future__ import annotations

import io

import pytest
from recordings import recording
from rich.console import Console

from mmemotion.export.table import render


def printed(width: int) -> str:
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(render(recording()))
    return out.getvalue()


def test_every_utterance_has_its_row() -> None:
    text = printed(140)
    assert "angry 61%" in text
    assert "not sure" in text
    assert "not scored" in text
    assert "70% / 30%" in text
    assert "1:00.5" in text
    assert "A repeated phrase was left out." in text


def test_words_are_never_read_as_markup() -> None:
    assert "這 [bold]worst" in printed(140)


def test_the_reader_learns_what_an_estimate_is_and_where_it_is_prohibited() -> None:
    text = " ".join(printed(140).split())
    assert "inferred from words and voice" in text
    assert "by the model default; measured accuracy: its card.md" in text
    assert "AI Act, Art. 5(1)(f)" in text


@pytest.mark.parametrize("width", [60, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = printed(width)
    assert all(len(line) <= width for line in text.splitlines())
    assert "angry 61%" in text
