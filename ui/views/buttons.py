"""Buttons: reached by Tab, not taking the focus at a click, and pressed by Space although Space also plays."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget


def keep_room(*widgets: QWidget) -> None:
    """Lets widgets keep their place while they are hidden, so that nothing around them jumps."""
    for widget in widgets:
        policy = widget.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        widget.setSizePolicy(policy)


def _is_space_for_me(event: QEvent) -> bool:
    return (
        event.type() is QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.key() == Qt.Key.Key_Space
    )


class PushButton(QPushButton):
    """A button with text that triggers an action."""

    def __init__(self, text: str, name: str = "", action: QAction | None = None) -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if action is not None:
            self.clicked.connect(action.trigger)

    def setMenu(self, menu: QMenu) -> None:  # noqa: N802 - Qt's name
        """Makes room for the mark that tells of a menu."""
        super().setMenu(menu)
        self.setProperty("opens", True)

    def event(self, event: QEvent) -> bool:
        """Keeps Space for itself while it has the focus."""
        if _is_space_for_me(event):
            event.accept()
            return True
        return super().event(event)


class IconButton(QToolButton):
    """A button with an icon; its action gives the tool tip (its status tip, if it has one) and the accessible name."""

    def __init__(self, action: QAction, size: int, name: str = "icon") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setIconSize(QSize(size, size))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCheckable(action.isCheckable())
        self.clicked.connect(action.trigger)
        self._action = action
        action.changed.connect(self._describe)
        self._describe()

    def event(self, event: QEvent) -> bool:
        """Keeps Space for itself while it has the focus."""
        if _is_space_for_me(event):
            event.accept()
            return True
        return super().event(event)

    def _describe(self) -> None:
        keys = ", ".join(key.toString() for key in self._action.shortcuts())
        what = self._action.statusTip() or self._action.text()
        self.setToolTip(f"{what} ({keys})" if keys else what)
        self.setChecked(self._action.isChecked())
        self.setAccessibleName(self._action.text())
        self.setEnabled(self._action.isEnabled())
