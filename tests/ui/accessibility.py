"""What a screen reader is told about a window, and where Tab leads in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QWidget
from pytestqt.qtbot import QtBot

Role = QAccessible.Role
BUTTONS = {Role.Button, Role.ButtonDropDown, Role.ButtonMenu, Role.CheckBox, Role.RadioButton, Role.Link}
CONTROLS = BUTTONS | {Role.ComboBox, Role.EditableText, Role.Slider, Role.SpinBox}
"""Roles of what a user presses or fills in."""

NOTHING_SAID = {Role.NoRole, Role.Client, Role.Pane, Role.LayeredPane, Role.Whitespace}
"""Roles that do not tell what can be done with a thing."""

MOST_STOPS = 120


@dataclass(frozen=True)
class Node:
    """One thing in the tree; path names it and what it lies in."""

    interface: QAccessibleInterface
    path: str

    @property
    def name(self) -> str:
        """What is read aloud."""
        return self.interface.text(QAccessible.Text.Name).strip()

    @property
    def role(self) -> QAccessible.Role:
        """What kind of thing it is said to be."""
        return self.interface.role()

    @property
    def widget(self) -> QWidget | None:
        """The widget behind it, if there is one."""
        found = self.interface.object()
        return found if isinstance(found, QWidget) else None


def walk(window: QWidget) -> list[Node]:
    """Everything in a window that can be seen, in the order a screen reader comes to it."""
    return list(_walk(QAccessible.queryAccessibleInterface(window), type(window).__name__))


def _walk(interface: QAccessibleInterface, path: str) -> Iterator[Node]:
    yield Node(interface, path)
    for place in range(interface.childCount()):
        child = interface.child(place)
        if child is not None and child.isValid() and not child.state().invisible:
            kind = type(child.object()).__name__ if child.object() is not None else child.role().name
            yield from _walk(child, f"{path} > {kind}")


def faults(window: QWidget) -> list[str]:
    """Controls and what paints itself without a name or a role, and buttons of one container with the same name."""
    nodes = walk(window)
    stops = {id(stop) for stop in tab_stops(window)}
    at = {id(node): id(node.widget) in stops or _paints_itself(node.widget) for node in nodes}
    names = Counter((node.path.rsplit(" > ", 1)[0], node.name) for node in nodes if node.role in BUTTONS)
    return [
        *(f"no name: {n.path} ({n.role.name})" for n in nodes if (n.role in CONTROLS or at[id(n)]) and not n.name),
        *(f"no role: {n.path} ({n.role.name})" for n in nodes if at[id(n)] and n.role in NOTHING_SAID),
        *(f"twice: {name!r} in {where}" for (where, name), count in names.items() if count > 1),
    ]


def _paints_itself(widget: QWidget | None) -> bool:
    """Qt knows nothing of what it shows."""
    kinds = type(widget).__mro__ if widget is not None and not isinstance(widget, QAbstractScrollArea | QFrame) else ()
    return any("paintEvent" in vars(kind) for kind in kinds if kind.__module__.startswith("ui."))


def said(window: QWidget, kind: str) -> str:
    """The name of the first visible thing of a kind of widget; fails where there is none."""
    return next(node.name for node in walk(window) if type(node.widget).__name__ == kind)


def tab_stops(window: QWidget) -> list[QWidget]:
    """What Tab should come to."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.window() is window
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]


def go_round(window: QWidget, qtbot: QtBot, back: bool = False) -> list[QWidget]:
    """Where Tab, or Shift+Tab, leads from what has the focus, until it comes to the same place again."""
    activate(window, qtbot)
    key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
    visited: list[QWidget] = []
    for _ in range(MOST_STOPS):
        QTest.keyClick(QApplication.focusWidget() or window, key)
        now = QApplication.focusWidget()
        assert now is not None, f"after {visited[-1:]} nothing has the focus"
        if visited and now is visited[0]:
            return visited
        assert now not in visited, f"Tab goes round without coming to {describe(visited[0])}"
        visited.append(now)
    raise AssertionError(f"Tab never comes back to {describe(visited[0])}")


def activate(window: QWidget, qtbot: QtBot) -> None:
    """Keys go to this window."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=3000)


def without_focus_to_be_seen(window: QWidget, qtbot: QtBot) -> list[str]:
    """Stops of Tab that look the same with the focus and without."""
    activate(window, qtbot)
    return [describe(stop) for stop in tab_stops(window) if _grabbed(stop, True) == _grabbed(stop, False)]


def _grabbed(widget: QWidget, focus: bool) -> QImage:
    if focus:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
    else:
        widget.clearFocus()
    QApplication.processEvents()
    return widget.grab().toImage()


def describe(widget: QWidget) -> str:
    """Enough to find it."""
    return f"{type(widget).__name__} {widget.objectName()} {widget.accessibleName()!r}"
