"""At the bottom: play, where the play head is, how fast, to the next utterance, zoom, and the legend."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QActionGroup, QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QMenu

from ui.state.wording import clock
from ui.theme import Theme, icon, tabular
from ui.views.actions import Actions
from ui.views.buttons import IconButton, PushButton
from ui.views.law import law_label
from ui.views.legend import Legend

ROOM_FOR_NAMES = 1030
ROOM_FOR_ZOOM = 930
ZOOM = ("zoom_out", "zoom_in", "fit")
GROUPS = (("loop",), ("previous", "next"), ("strong_previous", "strong", "strong_next"), ZOOM)
RATES = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)


class PlayerBar(QFrame):
    """Controls of the playback; rate_chosen carries the speed."""

    rate_chosen = Signal(float)

    def __init__(self, actions: Actions, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("player")
        self._actions = actions
        self._playing = False
        self._play = IconButton(actions.play, 20, "play")
        self._icons = {
            "loop": IconButton(actions.loop, 18),
            "previous": IconButton(actions.previous, 18),
            "next": IconButton(actions.next, 18),
            "strong_previous": IconButton(actions.strong_previous, 18),
            "strong": IconButton(actions.go_to_strongest, 18),
            "strong_next": IconButton(actions.strong_next, 18),
            "zoom_out": IconButton(actions.zoom_out, 18),
            "zoom_in": IconButton(actions.zoom_in, 18),
            "fit": IconButton(actions.fit, 18),
        }
        self._time = QLabel()
        self._time.setFont(tabular(QFont(self._time.font())))
        self._strongest = actions.strongest
        actions.go_to_strongest.triggered.connect(self._show_strongest)
        self._rates = QActionGroup(self)
        self._rate = self._make_rate()
        self._legend = Legend(theme)
        self._arrange()
        self.set_theme(theme)

    def show_time(self, time: float, duration: float) -> None:
        """The place of the play head and the length, in seconds."""
        self._time.setText(f"{clock(time, 1)} / {clock(duration, 1)}")

    def show_playing(self, playing: bool) -> None:
        """Whether the play head moves."""
        self._playing = playing
        self._actions.play.setText("Pause" if playing else "Play")
        self._play.setIcon(icon("pause" if playing else "play", self._theme.on_accent))

    def step_rate(self, steps: int) -> None:
        """The next faster or slower speed."""
        actions = self._rates.actions()
        chosen = self._rates.checkedAction()
        actions[min(max(0, actions.index(chosen) + steps), len(actions) - 1)].trigger()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Shortens the legend in a narrow window, and leaves out what the wheel does as well."""
        super().resizeEvent(event)
        self._legend.set_short(self.width() < ROOM_FOR_NAMES)
        for name in ZOOM:
            self._icons[name].setVisible(self.width() >= ROOM_FOR_ZOOM)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self._legend.set_theme(theme)
        for name, button in self._icons.items():
            button.setIcon(icon(name, theme.text))
        self.show_playing(self._playing)

    def _show_strongest(self) -> None:
        """Above the button, as the bar is at the bottom of the window; arrows and Enter choose."""
        button = self._icons["strong"]
        self._strongest.aboutToShow.emit()  # it is filled before its height is asked for
        self._strongest.popup(button.mapToGlobal(QPoint(0, -self._strongest.sizeHint().height())))
        self._strongest.setActiveAction(self._strongest.actions()[0])

    def _make_rate(self) -> PushButton:
        button = PushButton("1×")
        button.setAccessibleName("Speed of the playback: 1×")
        button.setToolTip("Speed of the playback ([ slower, ] faster)")
        menu = QMenu(button)
        for rate in RATES:
            action = self._rates.addAction(f"{rate:g}×")
            action.setCheckable(True)
            action.setChecked(rate == 1.0)
            action.triggered.connect(lambda _=False, chosen=rate: self._choose_rate(chosen))
        menu.addActions(self._rates.actions())
        button.setMenu(menu)
        return button

    def _choose_rate(self, rate: float) -> None:
        self._rate.setText(f"{rate:g}×")
        self._rate.setAccessibleName(f"Speed of the playback: {rate:g}×")
        self.rate_chosen.emit(rate)

    def _arrange(self) -> None:
        left = QHBoxLayout()
        left.setSpacing(8)
        left.addWidget(self._play)
        left.addSpacing(4)
        left.addWidget(self._time)
        left.addSpacing(4)
        left.addWidget(self._rate)
        for group in GROUPS:
            buttons = QHBoxLayout()
            buttons.setSpacing(2)
            for name in group:
                buttons.addWidget(self._icons[name])
            left.addLayout(buttons)
        layout = QGridLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setVerticalSpacing(6)
        layout.addLayout(left, 0, 0)
        layout.addWidget(self._legend, 0, 2)
        layout.addWidget(law_label(), 1, 0, 1, 3)
        layout.setColumnStretch(1, 1)
