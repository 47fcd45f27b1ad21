"""What screen readers are told of widgets that paint themselves or scroll: to Qt they are nothing in particular."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QScrollArea, QWidget

Role = QAccessible.Role


class Painted:
    """A widget that paints itself says with accessible_role what it is; its accessible name says what it shows."""

    accessible_role: Role = Role.Graphic


@cache
def tell_roles() -> None:
    """From now on the roles of painted widgets, and of panes that scroll, are told to whoever asks."""
    QAccessible.installFactory(_interface)


def _interface(kind: str, thing: QObject) -> QAccessibleInterface | None:
    if isinstance(thing, Painted) and isinstance(thing, QWidget):
        return QAccessibleWidget(thing, thing.accessible_role)
    if isinstance(thing, QScrollArea):
        return QAccessibleWidget(thing, Role.Grouping)
    return None
