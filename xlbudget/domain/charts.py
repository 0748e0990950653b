"""Charts as data: what is drawn, before anyone draws it."""

from __future__ import annotations

from enum import Enum

from xlbudget.domain.figures import Figure
from xlbudget.domain.records import dataclass


class ChartKind(Enum):
    """How a chart is drawn."""

    COLUMN = "柱状图"
    PIE = "饼图"
    BAR = "条形图"


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One column or slice: its category, the figure it draws, and the label printed beside it."""

    category: str
    figure: Figure
    label: str


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """A chart of the text: number (图1), title, kind and points. All-zero charts are not made.

    `of_whole` tells that the points are the parts of a whole, each labelled with its share.
    """

    number: int
    title: str
    kind: ChartKind
    series: str
    points: tuple[ChartPoint, ...]
    of_whole: bool = False

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories as drawn: parts of a whole with the share that the text prints."""
        if self.of_whole:
            return tuple(f"{point.category} {point.label}" for point in self.points)
        return tuple(point.category for point in self.points)

    @property
    def caption(self) -> str:
        """The caption under the chart."""
        return f"图{self.number}：{self.title}"
