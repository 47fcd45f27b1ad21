"""Plots of a conversation as SVG to stand inside a page: no script, no font, no link; ink and paper are the page's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from mmemotion.calls.facts import CallFacts, SpeakerFacts
from mmemotion.calls.shares import Shares
from mmemotion.export.telling import signed
from mmemotion.export.wording import NOT_SCORED, NOT_SURE, clock, label, name, perceived, percent, plain, said
from mmemotion.palette import COLOURS
from mmemotion.types import EMOTIONS, Recording, Utterance

WIDTH = 1000
LANE, GAP, LEFT, AXIS = 26, 8, 120, 26
STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
"""Seconds between the marks of a time axis, of which the first is taken that gives few enough."""
MOST_MARKS = 10


def timeline(recording: Recording, found: CallFacts) -> str:
    """A lane per speaker with their utterances in the colours of their labels; below, interruptions and the time."""
    speakers, whole = recording.speakers, max(recording.duration, 0.001)
    scale = (WIDTH - LEFT) / whole
    height = len(speakers) * (LANE + GAP) + AXIS
    body = []
    for place, speaker in enumerate(speakers):
        top = place * (LANE + GAP)
        body.append(f'<rect class="lane" x="{LEFT}" y="{top}" width="{WIDTH - LEFT}" height="{LANE}"/>')
        body.append(_text(0, top + LANE / 2 + 5, _short(speaker), "name"))
        body += [_utterance(u, top, scale) for u in recording.utterances if u.speaker == speaker]
    for one in found.speakers:
        top = speakers.index(one.speaker) * (LANE + GAP)
        body += [_turning(LEFT + point.at * scale, top, point.after > point.before) for point in one.turning_points]
    for cut_in in found.interruptions:
        top = speakers.index(cut_in.next) * (LANE + GAP)
        title = f"{plain(cut_in.next)} interrupts {plain(cut_in.last)} at {clock(cut_in.at)}"
        body.append(_mark(LEFT + cut_in.at * scale, top, title))
    body += _axis(whole, scale, height - AXIS)
    return _svg(height, f"Who spoke when, with which perceived emotion, in {name(recording.media)}", body)


def strip(recording: Recording) -> str:
    """The same in one row, all speakers together, for a table."""
    scale = WIDTH / max(recording.duration, 0.001)
    rows = {speaker: place for place, speaker in enumerate(recording.speakers)}
    height = LANE * max(1, len(rows))
    body = [f'<rect class="lane" x="0" y="0" width="{WIDTH}" height="{height}"/>']
    body += [_utterance(u, rows[u.speaker] * LANE, scale, left=0) for u in recording.utterances]
    return _svg(height, "Who spoke when, with which perceived emotion", body, stretched=True)


def quarters(speaker: SpeakerFacts) -> str:
    """A column for each quarter of the recording, of the shares of emotions; as wide as the speaker talked in it."""
    most = max([quarter.seconds for quarter in speaker.quarters] or [0]) or 1
    width, tall, body = 90.0, 120, []
    for place, quarter in enumerate(speaker.quarters):
        middle = place * (width + 12) + width / 2
        wide = max(3.0, width * quarter.seconds / most)
        body += list(_column(quarter, middle - wide / 2, wide, tall))
        body.append(_text(middle, tall + 16, f"{place + 1}", "tick middle"))
        if quarter.tone is not None:
            body.append(_text(middle, tall + 32, signed(quarter.tone), "tick middle"))
    across = round(len(speaker.quarters) * (width + 12) - 12)
    return _svg(tall + 38, f"Perceived emotion by quarter, {plain(speaker.speaker)}", body, across)


def legend() -> str:
    """What the colours mean."""
    parts = [(emotion.value, f'style="fill:{COLOURS[emotion]}"') for emotion in EMOTIONS]
    parts += [(NOT_SURE, 'class="unsure"'), (NOT_SCORED, 'class="unscored"')]
    body = []
    for place, (shown, look) in enumerate(parts):
        body.append(f'<rect {look} x="{place * 111 + 1}" y="3" width="14" height="14" rx="2"/>')
        body.append(_text(place * 111 + 21, 15, shown, "tick"))
    return _svg(20, "Colours of the emotions", body)


def _utterance(utterance: Utterance, top: float, scale: float, left: float = LEFT) -> str:
    named = label(utterance.estimate)
    look = {NOT_SURE: 'class="unsure"', NOT_SCORED: 'class="unscored"'}.get(named)
    if look is None and utterance.estimate is not None:
        look = f'style="fill:{COLOURS[utterance.estimate.label]}"'
    at, wide = left + utterance.span.start * scale, max(1.5, utterance.span.duration * scale)
    title = f"{clock(utterance.span.start)} {plain(utterance.speaker)} ({perceived(utterance)}): {said(utterance)}"
    box = f'x="{at:.1f}" y="{top + 3}" width="{wide:.1f}" height="{LANE - 6}" rx="2"'
    return f"<rect {look} {box}><title>{escape(title)}</title></rect>"


def _column(quarter: Shares, left: float, wide: float, tall: float) -> Iterator[str]:
    at = float(tall)
    parts = [(f'style="fill:{COLOURS[e]}"', e.value, quarter.named.get(e, 0.0)) for e in EMOTIONS]
    for look, shown, share in [*parts, ('class="unsure"', NOT_SURE, quarter.unsure)]:
        if share:
            at -= tall * share
            box = f'x="{left:.1f}" y="{at:.1f}" width="{wide:.1f}" height="{tall * share:.1f}"'
            yield f"<rect {look} {box}><title>{shown} {percent(share)}</title></rect>"


def _axis(whole: float, scale: float, top: float) -> list[str]:
    step = next((step for step in STEPS if whole / step <= MOST_MARKS), STEPS[-1])
    marks = [step * number for number in range(int(whole / step) + 1)]
    return [_text(LEFT + at * scale, top + 18, clock(at)[:-2], f"tick {_side(at * scale)}") for at in marks]


def _side(at: float) -> str:
    """A time stands in the middle below its mark, unless that is beyond the end of the lane."""
    return "start" if at == 0 else "end" if at > WIDTH - LEFT - 24 else "middle"


def _turning(at: float, top: float, better: bool) -> str:
    tip, base = (top - 5, top + 4) if better else (top + 4, top - 5)
    told = "The tone turns, for the better" if better else "The tone turns, for the worse"
    points = f"{at - 6:.1f},{base:.1f} {at + 6:.1f},{base:.1f} {at:.1f},{tip:.1f}"
    return f'<polygon class="mark" points="{points}"><title>{told}</title></polygon>'


def _mark(at: float, top: float, title: str) -> str:
    return (
        f'<rect class="mark" x="{at - 1:.1f}" y="{top - 3}" width="2" height="{LANE + 6}">'
        f"<title>{escape(title)}</title></rect>"
    )


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escape(text)}</text>'


def _short(name: str) -> str:
    """As much of a name as has room beside its lane."""
    shown = plain(name)
    return shown if len(shown) <= 14 else f"{shown[:13]}…"


def _svg(height: float, title: str, body: Sequence[str], width: int = WIDTH, stretched: bool = False) -> str:
    fit = ' preserveAspectRatio="none"' if stretched else ""
    box = f'viewBox="0 -6 {width} {height + 12}"'
    return f'<svg role="img" aria-label="{escape(title)}" {box}{fit}>{"".join(body)}</svg>'
