"""On the right: all that is known of the utterance under the play head, and why the result is what it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.state.inspection import Inspection
from ui.theme import Theme
from ui.views.elided import ElidedLabel
from ui.views.emotion_bars import EmotionBars, ShareBar
from ui.views.facts import FactList
from ui.views.labels import label, section

NOTHING = "No utterance has been found here."
TINTS = "The stronger the tint behind a word of the transcript, the more it counted."
USUAL = (
    "A voice is judged against how this person usually sounds, learned from this recording: "
    "loud means louder than they mostly are."
)
RATED = "As readers rate such words, from \u22121 to +1."
WIDTH = (336, 420)


class Inspector(QScrollArea):
    """Shows an Inspection, or that there is nothing to inspect."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self._nothing = label("muted", NOTHING, wrap=True)
        self._when = ElidedLabel("muted", Qt.TextElideMode.ElideRight)
        self._verdict = label("verdict", wrap=True)
        self._bars = EmotionBars(theme)
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
        self._baseline = label("small", wrap=True)
        self._voice = _block(section("The voice"), self._measures, self._baseline, above=10)
        self._notes = label("note", wrap=True)
        self._remarks = _block(section("Notes"), self._notes, above=10)
        parts = (self._when, self._verdict, self._bars, self._reasons, self._words, self._voice, self._remarks)
        self._found = _block(*parts)
        self._arrange()
        self.show_inspection(None)

    def show_inspection(self, inspection: Inspection | None) -> None:
        """Shows one utterance; None when there is none."""
        self._nothing.setVisible(inspection is None)
        self._found.setVisible(inspection is not None)
        if inspection is None:
            return
        self._when.show_text(f"{inspection.speaker} · {inspection.when}")
        self._verdict.setText(inspection.verdict)
        self._bars.setVisible(bool(inspection.probabilities))
        self._bars.show_bars(inspection.probabilities, inspection.certain)
        self._show_reasons(inspection)
        self._words.setVisible(bool(inspection.affect))
        self._affect.show_facts(inspection.affect)
        self._voice.setVisible(bool(inspection.measures))
        self._measures.show_facts(inspection.measures)
        self._baseline.setText(inspection.baseline)
        self._baseline.setVisible(bool(inspection.baseline))
        self._remarks.setVisible(bool(inspection.notes))
        self._notes.setText("\n".join(inspection.notes))

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._bars.set_theme(theme)
        self._share.set_theme(theme)

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
        layout.addWidget(self._nothing)
        layout.addWidget(self._found)
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
