"""Documents that people wrote, as their readers give them: blocks in order, each with its place."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.domain.findings import Finding
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.text import Place


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph, as a reader of the page sees it.

    `level` is that of a heading where the file marks one (1 is the highest), else None. `numbered`
    tells that a number stands before it which the program makes and the file does not hold.
    """

    text: str
    place: Place
    level: int | None = None
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table as a full grid: every row as long as the others, a merged cell's text in its upper
    left cell and "" in the rest of it; `merged` are its areas (top, left, bottom, right), from 0.
    """

    rows: tuple[tuple[str, ...], ...]
    place: Place
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One series of a chart, from the values that the file keeps with it."""

    name: str
    categories: tuple[str, ...]
    values: tuple[str, ...]
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart whose numbers the file holds: `kind` is 饼图, 柱形图 … or "" where unknown."""

    title: str
    kind: str
    series: tuple[ChartSeries, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class PictureBlock:
    """A picture: what it shows cannot be read."""

    name: str
    place: Place


DocumentBlock = TextBlock | TableBlock | ChartBlock | PictureBlock


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its file, its blocks in order, and what could not be read of it.

    `place.paragraph` of a block is its number in the document, from 1; `place.page` the page where
    the file has pages.
    """

    file: str
    blocks: tuple[DocumentBlock, ...]
    findings: tuple[Finding, ...] = field(default=())

    def texts(self) -> Iterator[tuple[int, TextBlock]]:
        """The paragraphs with their positions in `blocks`."""
        for position, block in enumerate(self.blocks):
            if isinstance(block, TextBlock):
                yield position, block
