"""On the right: all that is known of the utterance under the play head, and why the result is what it is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.state.inspection import Inspection
from ui.state.reasons import Why
from ui.state.selection_summary import SelectionSummary
from ui.state.what_if import Supposition
from ui.theme import Theme
from ui.views.buttons import keep_room
from ui.views.elided import ElidedLabel
from ui.views.emotion_bars import EmotionBars, ShareBar
from ui.views.facts import FactList
from ui.views.focus_ring import FocusRing
from ui.views.labels import label, section
from ui.views.reasons import ReasonsSection
from ui.views.selection_summary import SelectionView
from ui.views.what_if import WhatIfSection

NOTHING = "No utterance has been found here."
TINTS = "The stronger the tint behind a word of the transcript, the more of the model's attention it had."
ASK = "Click an emotion to ask why it is perceived, or why not more"
USUAL = (
    "A voice is judged against how this person usually sounds, learned from this recording: "
    "loud means louder than they mostly are."
)
RATED = "As readers rate such words, from \u22121 to +1."
WIDTH = (336, 420)
MARGIN = 12


class Inspector(QScrollArea):
    """Shows an Inspection, or that there is nothing to inspect; in its place, while there is one, a selection.

    what_if and why are the sections in which the user asks.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        FocusRing(self)
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self._nothing = label("muted", NOTHING, wrap=True)
        self._when = ElidedLabel("muted", Qt.TextElideMode.ElideRight)
        self._verdict = label("verdict", wrap=True)
        self._corrections = label("note", wrap=True)
        self._corrected = _block(section("Corrected"), self._corrections, above=10)
        self._bars = EmotionBars(theme)
        self._bars.set_clickable(ASK)
        self._bars.setFixedHeight(self._bars.sizeHint().height())
        self.what_if = WhatIfSection(theme)
        self.why = ReasonsSection(theme)
        self._bars.chosen.connect(self.why.chosen)
        self._selection = SelectionView(theme)
        self._share = ShareBar(theme)
        self._facts = FactList()
        self._tints = label("small", TINTS, wrap=True)
        self._compared = label("small", wrap=True)
        self._compared.setToolTip(USUAL)
        said = (self._share, self._facts, self._compared, self._tints)
        self._reasons = _block(section("What said so"), *said, above=10)
        self._affect = FactList()
        self._words = _block(section("The words"), self._affect, label("small", RATED, wrap=True), above=10)
        self._measures = FactList()
        self._unusual = label("", wrap=True)
        self._baseline = label("small", wrap=True)
        self._voice = _block(section("The voice"), self._measures, self._unusual, self._baseline, above=10)
        self._notes = label("note", wrap=True)
        self._remarks = _block(section("Notes"), self._notes, above=10)
        asked = (self._corrected, self.what_if, self.why)
        parts = (*asked, self._reasons, self._words, self._voice, self._remarks)
        self._found = _block(self._when, self._verdict, self._bars, *parts)
        self._arrange()
        keep_room(self._tints)
        self._selected = self._known = self._scored = False
        self._page, self._places, self._wanted = "", {"": 0}, 0
        self.verticalScrollBar().rangeChanged.connect(self._scroll_back)
        self.verticalScrollBar().valueChanged.connect(self._take_place)
        self.show_inspection(None)

    def show_selection(self, summary: SelectionSummary | None) -> None:
        """Shows what is selected in place of the utterance; None: nothing is."""
        self._selected = summary is not None
        if summary is not None:
            self._selection.show_summary(summary)
        self._choose()
        self._fit()

    def show_supposition(self, shown: Supposition) -> None:
        """Shows what is supposed, and in the bars what would be perceived then."""
        self.what_if.show_supposition(shown)
        self._bars.show_supposed(shown.probabilities, shown.certain)
        self._fit()

    def show_why(self, why: Why) -> None:
        """Shows the reasons, or how far they are."""
        self.why.show_why(why)
        self._fit()

    def reveal_why(self) -> None:
        """Brings the reasons into view, as far as there is room, unless they are."""
        top = self.why.mapTo(self._found, QPoint(0, 0)).y() + self._found.y()
        hidden = top + self.why.height() + MARGIN - self.verticalScrollBar().value() - self.viewport().height()
        if hidden > 0:
            self._wanted = min(self.verticalScrollBar().value() + hidden, max(0, top - MARGIN))
            self._scroll_back()

    def show_inspection(self, inspection: Inspection | None) -> None:
        """Shows one utterance; None when there is none."""
        self._known = inspection is not None
        self._scored = inspection is not None and bool(inspection.probabilities)
        self._choose()
        if inspection is not None:
            self._show(inspection)
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        for part in (self._bars, self.what_if, self.why, self._selection, self._share):
            part.set_theme(theme)

    def _show(self, inspection: Inspection) -> None:
        self._when.show_text(f"{inspection.speaker} · {inspection.when}")
        self._verdict.setText(inspection.verdict)
        self._corrected.setVisible(bool(inspection.corrected))
        self._corrections.setText("\n".join(inspection.corrected))
        for part in (self._bars, self.what_if, self.why):
            part.setVisible(self._scored)
        self._bars.show_bars(inspection.probabilities, inspection.certain)
        self._show_reasons(inspection)
        self._words.setVisible(bool(inspection.affect))
        self._affect.show_facts(inspection.affect)
        self._voice.setVisible(bool(inspection.measures))
        self._measures.show_facts(inspection.measures)
        self._unusual.setText("\n".join(inspection.unusual))
        self._unusual.setVisible(bool(inspection.unusual))
        self._baseline.setText(inspection.baseline)
        self._baseline.setVisible(bool(inspection.baseline))
        self._remarks.setVisible(bool(inspection.notes))
        self._notes.setText("\n".join(inspection.notes))

    def _choose(self) -> None:
        self._selection.setVisible(self._selected)
        self._nothing.setVisible(not self._known and not self._selected)
        self._found.setVisible(self._known and not self._selected)
        self._turn_to("selection" if self._selected else "scored" if self._scored else "")

    def _fit(self) -> None:
        """The height of the content follows at once. Qt takes a moment for each part, from the innermost outward, and
        meanwhile they would be squeezed into the old height."""
        content = self.widget()
        for part in reversed(content.findChildren(QWidget) if content is not None else []):
            if (layout := part.layout()) is not None:
                layout.activate()
        QCoreApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def _turn_to(self, page: str) -> None:
        """What is of another height is scrolled by itself, and comes back as it was left."""
        if page != self._page:
            self._places[self._page] = self.verticalScrollBar().value()
            self._page = page
            self._wanted = self._places.get(page, 0)
            self._scroll_back()

    def _scroll_back(self) -> None:
        """As soon as there is room for it."""
        self.verticalScrollBar().setValue(self._wanted)

    def _take_place(self, value: int) -> None:
        """Scrolled by the user, unless it only got as far as there is room."""
        if value > self._wanted or value < self.verticalScrollBar().maximum():
            self._wanted = value

    def _show_reasons(self, inspection: Inspection) -> None:
        self._reasons.setVisible(bool(inspection.reasons))
        self._share.setVisible(inspection.words is not None)
        self._tints.setVisible(inspection.tinted)
        self._facts.show_facts(inspection.reasons)
        self._compared.setText(inspection.compared)
        self._compared.setVisible(bool(inspection.compared))
        if inspection.words is not None:
            self._share.show_share(inspection.words)

    def _arrange(self) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(16, 14, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(section("Perceived emotion"))
        for part in (self._nothing, self._selection, self._found):
            layout.addWidget(part)
        layout.addStretch(1)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumWidth(WIDTH[0])
        self.setMaximumWidth(WIDTH[1])


def _block(*parts: QWidget, above: int = 0) -> QWidget:
    """Parts one under the other, hidden or shown as one."""
    block = QWidget()
    layout = QVBoxLayout(block)
    layout.setContentsMargins(0, above, 0, 0)
    layout.setSpacing(8)
    for part in parts:
        layout.addWidget(part)
    return block
