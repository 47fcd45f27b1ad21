"""Whether the library is in view."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Placing:
    """wanted: the user's choice, remembered. full: something is in the library. reviewing: a recording is in view.

    narrow: the window has no room for it beside axis and inspector. asked: it is shown all the same, as the user asked.
    """

    wanted: bool = True
    full: bool = False
    reviewing: bool = False
    narrow: bool = False
    asked: bool = False

    @property
    def possible(self) -> bool:
        """Whether it can be shown: an empty library is not shown beside the empty view."""
        return self.reviewing or self.full

    @property
    def shown(self) -> bool:
        """Whether it is in view."""
        return self.wanted and self.possible and (self.asked or not self.crowded)

    @property
    def crowded(self) -> bool:
        """Whether something else must make room for it."""
        return self.reviewing and self.narrow

    def toggle(self) -> Placing:
        """With the other wish."""
        if not self.shown:
            return replace(self, wanted=True, asked=self.crowded)
        return replace(self, asked=False) if self.crowded else replace(self, wanted=False)

    def filled(self, full: bool) -> Placing:
        """With something in the library, or nothing."""
        return replace(self, full=full)

    def beside(self, reviewing: bool) -> Placing:
        """With a recording in view, or none."""
        return replace(self, reviewing=reviewing, asked=self.asked and reviewing)

    def resized(self, narrow: bool) -> Placing:
        """With a window of another width."""
        return replace(self, narrow=narrow, asked=self.asked and narrow)
