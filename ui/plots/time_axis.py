"""The axis under all rows: minutes and seconds."""

from __future__ import annotations

import pyqtgraph as pg

from ui.state.wording import clock

STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
PIXELS_PER_LABEL = 84


class TimeAxis(pg.AxisItem):  # type: ignore[misc]
    """Ticks at round times, written as a clock."""

    def __init__(self) -> None:
        super().__init__("bottom", maxTickLength=4)
        self.setHeight(24)
        self.setStyle(hideOverlappingLabels=False)

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:  # noqa: N802, N803
        """One level of ticks, as close as their labels allow; size in pixels."""
        wanted = (maxVal - minVal) / max(1.0, size / PIXELS_PER_LABEL)
        return [(next((step for step in STEPS if step >= wanted), STEPS[-1]), 0.0)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        """The times as m:ss, with tenths when the ticks are closer than a second."""
        return [clock(value, 1 if spacing < 1 else 0) for value in values]
