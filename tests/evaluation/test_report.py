"""The report: what is asked and met, the same after JSON, and a page that stands alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from mmemotion.errors import ConfigError, DataError, OutputError
from mmemotion.evaluation import html as page
from mmemotion.evaluation.assessment import Required, assess
from mmemotion.evaluation.calibrated import calibrated
from mmemotion.evaluation.metrics import ece
from mmemotion.evaluation.modalities import BOTH, TEXT, VOICE, modality_measures
from mmemotion.evaluation.predictions import Predictions, make_predictions, softmax
from mmemotion.evaluation.publish import check
from mmemotion.evaluation.report import Direction, Measure, Report, Section, from_json, write
from mmemotion.evaluation.surroundings import surroundings

VOID = {"meta", "link", "br", "hr", "img", "input"}


def predicted(strength: float, seed: int = 0, count: int = 400) -> Predictions:
    """Ten speakers, three labels, three times too sure."""
    chance = np.random.default_rng(seed)
    wanted = np.arange(count) % 3
    logits = chance.normal(0, 1, (count, 3))
    logits[np.arange(count), wanted] += strength
    speakers = np.array([f"speaker {number % 10}" for number in range(count)])
    genders = np.where(np.arange(count) % 10 < 5, "F", "M")
    names = {"speakers": speakers, "genders": genders}
    return make_predictions(("neutral", "happy", "<sad>"), wanted, softmax(3 * logits), 3 * logits, **names)


@pytest.fixture(scope="module")
def report() -> Report:
    honest = calibrated(predicted(1.5), predicted(1.5).speakers)
    said = {TEXT: predicted(0.5, 1), VOICE: predicted(1.5), BOTH: predicted(2.0)}
    sections = (
        Section("Voice <alone>", "A & B.", (), (assess("voice", "acted", honest, 0, Required(ua=0.6, ece=0.1)),)),
        Section("Words and voice", "", modality_measures(said, "pairs", 0)),
        Section(
            "People",
            measures=(
                Measure("reached", "x", 0.8, 0.7, reference="people 0.59"),
                Measure("not reached", "x", 0.05, 0.04, Direction.AT_MOST),
            ),
        ),
    )
    return Report("mmemotion evaluate", 7, sections, ("A note.",), surroundings())


def test_what_is_required_at_least_and_at_most() -> None:
    assert Measure("a", "x", 0.7, 0.7).passed and not Measure("a", "x", 0.69, 0.7).passed
    assert Measure("a", "x", 0.04, 0.04, Direction.AT_MOST).passed
    assert not Measure("a", "x", 0.041, 0.04, Direction.AT_MOST).passed
    assert Measure("a", "x", 0.0).passed


def test_the_table_tells_value_interval_and_requirement(report: Report) -> None:
    lines = report.table().splitlines()
    reached = next(line for line in lines if line.startswith("reached"))
    assert reached.split("  ")[-1] == "people 0.59" and ">= 0.70 met" in reached
    assert "<= 0.04 NOT MET" in next(line for line in lines if line.startswith("not reached"))
    assert re.search(r"0\.\d{3} to 0\.\d{3} +>= 0\.60 met", report.table())
    assert "Words and voice" in lines and lines[-1] == "A note."
    assert not report.passed and len(report.asked) == 4


def test_json_holds_everything_and_comes_back_the_same(report: Report) -> None:
    text = report.json()
    assert from_json(text) == report
    stored = json.loads(text)
    assert stored["version"] == 1 and stored["seed"] == 7 and stored["passed"] is False
    assert [m["passed"] for m in stored["sections"][2]["measures"]] == [True, False]
    one = stored["sections"][0]["assessments"][0]
    assert np.sum(one["confusion"]) == one["count"] == 400
    assert one["before"] and one["after"] and len(one["coverage"]["share"]) == 100
    assert stored["surroundings"]["packages"]["numpy"] == np.__version__


def test_json_of_something_else_or_of_a_later_version_is_refused(report: Report) -> None:
    with pytest.raises(DataError, match="not the JSON"):
        from_json("{}")
    with pytest.raises(DataError, match="later version"):
        from_json(report.json().replace('"version": 1', '"version": 2'))


def test_an_assessment_tells_all_that_is_asked_of_one(report: Report) -> None:
    one = report.sections[0].assessments[0]
    found = {measure.name.removesuffix(", voice"): measure for measure in one.measures}
    assert found["calibration error"].value < 0.5 * found["calibration error before calibration"].value
    assert "perfect calibration gives" in found["calibration error"].reference
    assert found["accuracy on the surest 75 %"].value > found["weighted accuracy"].value
    assert one.by_speaker and len(one.by_speaker.groups) == one.speakers == 10
    assert found["best minus worst speaker, unweighted accuracy"].value == one.by_speaker.difference > 0
    low_high = found["women minus men, unweighted accuracy"]
    assert low_high.low is not None and low_high.high is not None and low_high.low < 0 < low_high.high


def test_both_are_held_beside_each_alone(report: Report) -> None:
    found = {measure.name: measure for measure in report.sections[1].measures}
    gain = found["unweighted accuracy, both minus text only"]
    assert gain.low is not None and gain.low > 0
    expected = found["unweighted accuracy, both"].value - found["unweighted accuracy, text only"].value
    assert gain.value == pytest.approx(expected)


def test_one_temperature_keeps_the_order_and_calibrates() -> None:
    raw = predicted(1.5)
    single = calibrated(raw, raw.speakers)
    assert np.array_equal(single.found, raw.found)
    assert ece(single)[0] < 0.5 * ece(raw)[0]


def test_the_labels_of_a_speaker_have_no_say_in_their_own_confidence() -> None:
    raw = predicted(1.5)
    own = raw.speakers == "speaker 3"
    other = replace(raw, wanted=np.where(own, (raw.wanted + 1) % 3, raw.wanted))
    first, second = (calibrated(one, one.speakers).confidence for one in (raw, other))
    assert np.array_equal(first[own], second[own])
    assert second[~own].mean() < first[~own].mean()  # others learn from them that less is right
    with pytest.raises(ValueError, match="two groups"):
        calibrated(raw, np.full(len(raw), "one"))


def test_confidence_is_true_where_the_labels_not_named_are_ranked_wrongly() -> None:
    """The right label is never the second: what says little of confidence must not lower it."""
    chance = np.random.default_rng(0)
    count = 2000
    right = chance.random(count) < 0.7
    logits = np.tile([1.5, 0.7, -1.5], (count, 1)) + chance.normal(0, 0.1, (count, 3))
    said = make_predictions(("a", "b", "c"), np.where(right, 0, 2), softmax(logits), logits)
    found = calibrated(said, (np.arange(count) % 10).astype(np.str_))
    assert found.confidence.mean() == pytest.approx(0.7, abs=0.02)


class _Checker(HTMLParser):
    """Collects what is open, what refers elsewhere, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "xlink:href", "srcset", "action"):
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_page_is_well_formed_complete_and_needs_nothing_else(report: Report) -> None:
    text = page.html(report)
    checker = _Checker()
    checker.feed(text)
    assert checker.open == []
    assert all(
        (link.startswith("#") and link[1:] in checker.ids) or link.startswith("data:image") for link in checker.links
    )
    assert len(checker.ids) == len(set(checker.ids))
    assert not re.search(r"https?://|<script|@import|url\((?!#)", text)
    shown = " ".join("".join(checker.text).split())
    for measure in report.measures:
        assert measure.name in shown and f"{measure.value:.3f}" in shown and measure.reference in shown
    for word in ("Voice <alone>", "A & B.", "<sad>", "A note.", "people 0.59"):
        assert word in shown
    assert f"{sum(m.passed for m in report.asked)} of {len(report.asked)} requirements met" in shown
    assert text.count("<svg") == 4 + 2


def test_the_page_of_nothing_is_a_page() -> None:
    assert "How to read this" in page.html(Report("x", 0, ()))


def test_a_single_example_can_be_assessed_and_drawn() -> None:
    one = make_predictions(("a", "b"), np.array([0]), np.array([[0.4, 0.6]]))
    report = Report("x", 0, (Section("one", assessments=(assess("s", "d", one, 0),)),))
    assert "<svg" in page.html(report) and from_json(report.json()) == report


def test_what_a_page_needs_is_told_before_the_work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(page, "find_spec", lambda name: None if name == "jinja2" else object())
    with pytest.raises(ConfigError, match=r'jinja2; run pip install "mmemotion\[train\]"'):
        check(None, tmp_path / "page.html")
    with pytest.raises(OutputError, match="no folder"):
        check(tmp_path / "gone" / "figures.json")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        write("x", tmp_path / "taken")


def test_nothing_heavy_is_imported_with_the_report() -> None:
    code = "import sys, mmemotion.evaluation.publish; print(*{'torch', 'matplotlib', 'jinja2'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == ""
