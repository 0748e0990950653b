"""Several tables on one sheet: taken apart at their titles where that is safe, else told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from xlbudget.books.port import Grid, address
from xlbudget.domain.errors import UnknownLayout
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.records import dataclass
from xlbudget.domain.text import Place
from xlbudget.formats.table_model import Table
from xlbudget.reading.recognise import said_titles, title_in

_ROWS = 2
"""A table has at least so many rows with several cells; a line of a list of contents has none."""


@dataclass(frozen=True, slots=True)
class _Titled:
    row: int
    column: int
    table: Table

    @property
    def words(self) -> str:
        return f"{address(self.row, self.column)}“{self.table.title}”"


@dataclass(frozen=True, slots=True)
class Separated:
    """The tables of a sheet, each at its own place of a sheet of its own; what is said about it."""

    parts: tuple[Grid, ...]
    findings: tuple[Finding, ...] = ()
    errors: tuple[UnknownLayout, ...] = ()


def separate(grid: Grid, tables: Iterable[Table], file: str) -> Separated:
    """A sheet as it is, or taken apart at the titles of its tables.

    Tables below each other are taken apart at the rows of their titles, those beside each other at
    a column that is blank from top to bottom. Where neither can be done, nothing is read.
    """
    titles = list(_titles(grid, tables))
    if len({titled.table.name for titled in titles}) < len(titles) or len(titles) < 2:  # noqa: PLR2004
        return Separated((grid,))
    stacked = all(one.row < other.row for one, other in pairwise(titles))
    parts = _below(grid, titles) if stacked else _beside(grid, titles)
    if stacked and not all(map(_is_table, parts)):
        return Separated((grid,))  # 目录，或者题外的话
    said = "、".join(titled.words for titled in titles)
    if not parts:
        error = UnknownLayout(
            where=f"{file} · {grid.sheet}!{address(titles[1].row, titles[1].column)}",
            seen=f"一张工作表上有 {len(titles)} 张表，分不开：{said}",
            expected="每张表一张工作表",
            remedy="请把后面的表（连同标题、金额单位）剪切到新的工作表，再运行。",
        )
        return Separated((), errors=(error,))
    finding = Finding(
        check="sheet-separated",
        verdict=Verdict.UNCHECKED,
        level=Level.INFO,
        file=file,
        where=Place(sheet=grid.sheet, cell=address(titles[1].row, titles[1].column)),
        message=f"一张工作表上有 {len(titles)} 张表，已按标题分开读入：{said}。",
    )
    return Separated(parts, (finding,))


def _titles(grid: Grid, tables: Iterable[Table]) -> Iterator[_Titled]:
    """The cells that hold nothing but the title of a table, from top to bottom."""
    known = {title: table for table in tables for title in said_titles(table)}
    for row, column, text in grid.texts():
        if "表" in text:
            table = known.get(title_in(text))
            if table is not None:
                yield _Titled(row, column, table)


def _is_table(part: Grid) -> bool:
    """Whether more than a title stands there: rows of several cells."""
    filled = (sum(value is not None for value in values) for values in part.rows)
    return sum(count >= _ROWS for count in filled) >= _ROWS


def _below(grid: Grid, titles: Sequence[_Titled]) -> tuple[Grid, ...]:
    """Each table with the rows from its title to the next, where they stood; the first with what
    stands above it.
    """
    starts = [1, *(titled.row for titled in titles[1:]), grid.height + 1]
    blank = (None,) * grid.width
    return tuple(
        Grid(grid.sheet, ((blank,) * (start - 1)) + grid.rows[start - 1 : end - 1])
        for start, end in pairwise(starts)
    )


def _beside(grid: Grid, titles: Sequence[_Titled]) -> tuple[Grid, ...]:
    """Each table with its columns, where they stood; nothing where no blank column is between two
    titles, or titles stand neither below nor beside each other.
    """
    across = sorted(titles, key=lambda titled: titled.column)
    if any(one.column == other.column for one, other in pairwise(across)):
        return ()
    starts = [1]
    for one, other in pairwise(across):
        blanks = [
            at
            for at in range(one.column + 1, other.column)
            if all(values[at - 1] is None for values in grid.rows)
        ]
        if not blanks:
            return ()
        starts.append(blanks[-1] + 1)
    starts.append(grid.width + 1)
    parts = tuple(
        Grid(
            grid.sheet,
            tuple(
                (None,) * (start - 1)
                + values[start - 1 : end - 1]
                + (None,) * (grid.width - end + 1)
                for values in grid.rows
            ),
        )
        for start, end in pairwise(starts)
    )
    return parts if all(map(_is_table, parts)) else ()
