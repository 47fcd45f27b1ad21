"""Plots of an evaluation as SVG to stand inside a page: no script, no font, no link."""

from __future__ import annotations

import functools
import io
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ParamSpec

import numpy as np

from mmemotion.evaluation.curves import Bin
from mmemotion.evaluation.gaps import Gap
from mmemotion.evaluation.report import Assessment, Measure
from mmemotion.palette import COLOURS
from mmemotion.types import Emotion

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, SOFT, LINE, GRID = "#22262b", "#5c6570", "#c9ced6", "#e8ebef"
MAIN, GOOD, BAD = COLOURS[Emotion.SAD], "#3d7f4a", COLOURS[Emotion.ANGRY]
PALE = "#dde7f8"
_STYLE: Mapping[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "mmemotion",
    "font.family": "sans-serif",
    "font.sans-serif": ["Inter", "Segoe UI", "Helvetica Neue", "Arial", "DejaVu Sans"],
    "font.size": 9.5,
    "text.color": INK,
    "axes.labelcolor": SOFT,
    "axes.edgecolor": LINE,
    "axes.linewidth": 0.8,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
}
FEW = 10
"""Examples of a bin below which the share right is chance."""
_numbers = itertools.count()
Given = ParamSpec("Given")


def _styled(plot: Callable[Given, str]) -> Callable[Given, str]:
    """The plot drawn in the style of this file, whatever the user's own is."""

    @functools.wraps(plot)
    def styled(*args: Given.args, **kwargs: Given.kwargs) -> str:
        import matplotlib as mpl

        with mpl.rc_context():
            settings: Any = mpl.rcParams
            settings.update(mpl.rcParamsDefault)
            settings.update(_STYLE)
            return plot(*args, **kwargs)

    return styled


@_styled
def confusion(one: Assessment) -> str:
    """Rows are the wanted labels, columns the found ones; a cell's shade and number are its share of the row."""
    counts = np.array(one.confusion, dtype=float)
    shares = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    figure, axes = _figure(4.7, 4.4)
    axes.imshow(shares, cmap=_shades(), vmin=0, vmax=1, aspect="auto")
    for row, column in np.ndindex(*shares.shape):
        if counts[row, column]:
            colour = "white" if shares[row, column] > 0.55 else INK if shares[row, column] > 0.04 else SOFT
            axes.text(column, row, f"{shares[row, column] * 100:.0f}", ha="center", va="center", color=colour, size=9)
    places = np.arange(len(one.labels))
    axes.set_xticks(places, one.labels, rotation=40, ha="left", rotation_mode="anchor")
    axes.xaxis.tick_top()
    axes.set_yticks(places, [f"{label}  ({count:.0f})" for label, count in zip(one.labels, counts.sum(1), strict=True)])
    axes.set_xticks(places[1:] - 0.5, minor=True)
    axes.set_yticks(places[1:] - 0.5, minor=True)
    axes.grid(which="major", visible=False)
    axes.grid(which="minor", color="white", linewidth=1.6)
    axes.tick_params(which="minor", length=0)
    for tick, label in zip([*axes.get_xticklabels(), *axes.get_yticklabels()], one.labels * 2, strict=True):
        tick.set_color(INK if label in COLOURS else SOFT)
    axes.spines[:].set_visible(False)
    return _svg(figure, f"Confusion matrix, {one.name}, {one.data}, percent of each row")


@_styled
def reliability(one: Assessment) -> str:
    """Share right against confidence, before calibration and after; under it how many examples have that confidence."""
    figure, (axes, below) = _two(4.7, 4.4)
    axes.plot([0, 1], [0, 1], color=LINE, linewidth=1, linestyle=(0, (4, 3)))
    axes.text(0.04, 0.075, "exactly true", color=SOFT, size=8, rotation=38, rotation_mode="anchor")
    if one.before:
        _bins(axes, one.before, "#9aa3ae", "before")
    _bins(axes, one.after, MAIN, "after" if one.before else "as it is")
    axes.legend(frameon=False, loc="upper left", handlelength=1.4)
    axes.set(xlim=(0, 1), ylim=(0, 1.02), ylabel="share right")
    axes.set_xticklabels([])
    total = sum(part.count for part in one.after)
    centres = [min(int(part.confidence * 10), 9) / 10 + 0.05 for part in one.after]
    below.bar(
        centres, [part.count / total for part in one.after], width=0.085, color=PALE, edgecolor=MAIN, linewidth=0.7
    )
    below.set(xlim=(0, 1), xlabel="confidence", ylabel="examples")
    _percent(below, "y")
    _percent(below, "x")
    _percent(axes, "y")
    return _svg(figure, f"Reliability diagram, {one.name}, {one.data}")


@_styled
def coverage(one: Assessment, marked: float = 0.75) -> str:
    """Accuracy among the surest examples, as ever more are answered."""
    curve = one.coverage
    figure, axes = _figure(4.7, 3.2)
    overall, at = curve.accuracy[-1], float(np.interp(marked, curve.share, curve.accuracy))
    axes.axhline(overall, color=LINE, linewidth=1, linestyle=(0, (4, 3)))
    axes.fill_between(curve.share, overall, curve.accuracy, color=PALE, alpha=0.7, linewidth=0)
    axes.plot(curve.share, curve.accuracy, color=MAIN, linewidth=2)
    axes.plot([marked], [at], "o", color=MAIN, markersize=6, markeredgecolor="white")
    axes.annotate(f"{at:.1%} at {marked:.0%}", (marked, at), (7, 6), textcoords="offset points", color=INK)
    axes.annotate(f"all: {overall:.1%}", (1, overall), (-2, -12), textcoords="offset points", ha="right", color=SOFT)
    low = min(min(curve.accuracy), overall)
    axes.set(xlim=(0, 1), ylim=(max(0, low - 0.12), 1.04), xlabel="share answered, surest first", ylabel="accuracy")
    _percent(axes, "x")
    _percent(axes, "y")
    return _svg(figure, f"Coverage against accuracy, {one.name}, {one.data}")


@_styled
def speakers(one: Assessment) -> str:
    """A dot per speaker, from the worst served to the best; empty when they are not known."""
    if one.by_speaker is None:
        return ""
    groups = one.by_speaker.groups
    values = [group.value for group in groups]
    figure, axes = _figure(4.7, 3.2)
    mean = float(np.average(values, weights=[group.count for group in groups]))
    axes.axhline(mean, color=LINE, linewidth=1, linestyle=(0, (4, 3)))
    axes.vlines(range(len(groups)), mean, values, color=GRID, linewidth=1.4)
    axes.scatter(
        range(len(groups)), values, s=34, color=[BAD, *[MAIN] * (len(groups) - 1)], edgecolor="white", zorder=3
    )
    _named(axes, one.by_speaker, values)
    axes.set(ylim=(max(0, min(values) - 0.12), 1.04), xlim=(-0.7, len(groups) - 0.3), ylabel="unweighted accuracy")
    axes.set_xticks([])
    axes.set_xlabel(f"{len(groups)} speakers")
    _percent(axes, "y")
    return _svg(figure, f"Accuracy of each speaker, {one.name}, {one.data}")


@_styled
def forest(measures: Sequence[Measure], title: str) -> str:
    """A bar per measure with its interval, and a mark where what is required lies: green if met, red if not."""
    figure, axes = _figure(9.6, 0.55 + 0.34 * len(measures))
    for place, measure in enumerate(measures):
        axes.barh(place, measure.value, height=0.56, color=PALE)
        if measure.low is not None and measure.high is not None:
            axes.plot([measure.low, measure.high], [place, place], color=MAIN, linewidth=2.2, solid_capstyle="round")
        axes.plot([measure.value], [place], "o", color=MAIN, markersize=6, markeredgecolor="white")
        if measure.required is not None:
            colour = GOOD if measure.passed else BAD
            axes.plot([measure.required] * 2, [place - 0.38, place + 0.38], color=colour, linewidth=2)
        end = max(measure.value, measure.high or 0, measure.required or 0)
        axes.annotate(f"{measure.value:.3f}", (end, place), (8, 0), textcoords="offset points", va="center", color=INK)
    axes.set_yticks(range(len(measures)), _what(measures))
    axes.invert_yaxis()
    _bounds(axes, measures)
    axes.spines[["left", "top", "right"]].set_visible(False)
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    return _svg(figure, title)


def _what(measures: Sequence[Measure]) -> list[str]:
    """Names, and the data where it is not the same for all; or the data alone where the name is."""
    names, data = ({measure.name for measure in measures}, {measure.data for measure in measures})
    if len(data) == 1:
        return [measure.name for measure in measures]
    return [one.data if len(names) == 1 else f"{one.name} · {one.data}" for one in measures]


def _bounds(axes: Axes, measures: Sequence[Measure]) -> None:
    lowest = min(min(m.value, m.low if m.low is not None else m.value, 0) for m in measures)
    highest = max(max(m.value, m.high or 0, m.required or 0) for m in measures)
    axes.set_xlim(lowest * 1.1, highest * 1.1 if highest > 0 else 0.1)


def _named(axes: Axes, found: Gap, values: Sequence[float]) -> None:
    """The names of the worst and the best."""
    last = len(values) - 1
    axes.annotate(found.worst.name, (0, values[0]), (6, -10), textcoords="offset points", color=SOFT, size=8)
    axes.annotate(
        found.best.name, (last, values[last]), (0, 7), textcoords="offset points", color=SOFT, size=8, ha="right"
    )


def _bins(axes: Axes, bins: Sequence[Bin], colour: str, label: str) -> None:
    """A line through the bins; those of few examples stand alone and hollow."""
    most = max(part.count for part in bins)
    for few in (False, True):
        chosen = [part for part in bins if (part.count < FEW) is few]
        places, right = [part.confidence for part in chosen], [part.right for part in chosen]
        sizes = [14 + 60 * part.count / most for part in chosen]
        fill, edge = ("none", colour) if few else (colour, "white")
        axes.scatter(places, right, s=sizes, facecolor=fill, edgecolor=edge, linewidth=0.8, zorder=3)
        if not few:
            axes.plot(places, right, color=colour, linewidth=1.6, label=label)


def _percent(axes: Axes, which: str) -> None:
    from matplotlib.ticker import PercentFormatter

    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_formatter(PercentFormatter(1.0, decimals=0))


def _figure(width: float, height: float) -> tuple[Figure, Axes]:
    """An empty plot, inches."""
    figure = _blank(width, height)
    axes = figure.add_subplot()
    _clean(axes)
    return figure, axes


def _two(width: float, height: float) -> tuple[Figure, tuple[Axes, Axes]]:
    """A plot above a lower one."""
    figure = _blank(width, height)
    grid = figure.add_gridspec(2, 1, height_ratios=(4, 1), hspace=0.08)
    above, below = figure.add_subplot(grid[0]), figure.add_subplot(grid[1])
    _clean(above)
    _clean(below)
    return figure, (above, below)


def _blank(width: float, height: float) -> Figure:
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def _clean(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_axisbelow(True)
    axes.grid(color=GRID, linewidth=0.8)


def _shades() -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("shades", ["#f6f8fb", "#c6d8f4", MAIN, "#2b56a0"])


def _svg(figure: Figure, title: str) -> str:
    """The figure as an SVG element: sizes given by the page, ids its own, no metadata."""
    from html import escape

    buffer = io.StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    figure.savefig(buffer, format="svg", transparent=True, metadata=nothing)
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    head, body = text.split(">", 1)
    box = re.search(r'viewBox="([^"]+)"', head)
    prefix = f"f{next(_numbers)}-"
    body = re.sub(r'(\bid="|href="#|url\(#)', lambda found: found[0] + prefix, body).replace("xlink:href", "href")
    told = escape(title)
    return f'<svg viewBox="{box[1] if box else ""}" role="img" aria-label="{told}"><title>{told}</title>{body}'
