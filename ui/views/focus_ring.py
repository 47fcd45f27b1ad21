"""A frame around what has the focus, where it came to by key; a click or the program gives the focus without one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

Reason = Qt.FocusReason
BY_KEY = (Reason.TabFocusReason, Reason.BacktabFocusReason, Reason.ShortcutFocusReason)
COMES_BACK = (Reason.ActiveWindowFocusReason, Reason.PopupFocusReason, Reason.MenuBarFocusReason)
"""The user was in another window or a menu: the frame stays."""


class FocusRing(QObject):
    """Keeps the property `ring` of a widget true while there is to be a frame; the style sheet draws it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Sees the focus come and go."""
        if isinstance(event, QFocusEvent) and event.reason() not in COMES_BACK:
            self._show(event.gotFocus() and event.reason() in BY_KEY)
        return False

    def _show(self, shown: bool) -> None:
        if self._widget.property("ring") is not shown:
            self._widget.setProperty("ring", shown)
            self._widget.style().polish(self._widget)
            self._widget.update()
