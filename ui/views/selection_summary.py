"""What is selected, in the inspector: a block per speaker."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.state.selection_summary import NOBODY, SelectionSummary, SpeakerSummary
from ui.theme import Theme
from ui.views.elided import ElidedLabel
from ui.views.emotion_bars import EmotionBars
from ui.views.labels import label

MEAN = "Mean of the utterances, each counting as long as it is selected."


class SelectionView(QWidget):
    """Shows a SelectionSummary; blocks are used again and again, so that nothing flickers."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._when = label("muted")
        self._nobody = label("muted", NOBODY, wrap=True)
        self._mean = label("small", MEAN, wrap=True)
        self._blocks: list[SpeakerBlock] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        for part in (self._when, self._nobody, self._mean):
            self._layout.addWidget(part)

    def show_summary(self, summary: SelectionSummary) -> None:
        """Shows another selection."""
        self._when.setText(f"{summary.when} · {summary.length}")
        self._nobody.setVisible(not summary.speakers)
        self._mean.setVisible(bool(summary.speakers))
        while len(self._blocks) < len(summary.speakers):
            self._add()
        for place, block in enumerate(self._blocks):
            block.setVisible(place < len(summary.speakers))
            if place < len(summary.speakers):
                block.show_speaker(summary.speakers[place])

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        for block in self._blocks:
            block.set_theme(theme)

    def _add(self) -> None:
        self._blocks.append(SpeakerBlock(self._theme))
        self._layout.insertWidget(self._layout.indexOf(self._mean), self._blocks[-1])


class SpeakerBlock(QWidget):
    """One speaker: how long, how perceived on the whole, and what was said."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._name = ElidedLabel("title", Qt.TextElideMode.ElideRight)
        self._spoken = label("muted", wrap=True)
        self._bars = EmotionBars(theme)
        self._facts = label("muted", wrap=True)
        self._words = label("", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 6)
        layout.setSpacing(6)
        for part in (self._name, self._spoken, self._bars, self._facts, self._words):
            layout.addWidget(part)

    def show_speaker(self, speaker: SpeakerSummary) -> None:
        """Shows another one."""
        self._name.show_text(speaker.speaker)
        self._spoken.setText(speaker.spoken)
        self._bars.setVisible(bool(speaker.probabilities))
        self._bars.show_bars(speaker.probabilities, certain=True)
        self._facts.setText("\n".join(speaker.facts))
        self._words.setText(speaker.words)
        self._words.setVisible(bool(speaker.words))

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._bars.set_theme(theme)
