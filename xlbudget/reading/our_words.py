"""What the columns and rows of our tables are called, where a person says which of theirs is which.

One name for each; a table's name, a column's and a row's together name one place of the format.
"""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.domain.records import dataclass
from xlbudget.formats.table_model import BlockDef, Column, Layout, Table
from xlbudget.reading.headers import Path

CODE, NAME = "科目编码", "科目名称"
"""The columns of codes and of names, which hold no amounts."""

ROW = "行："
"""Before the name of a row."""


@dataclass(frozen=True, slots=True)
class OurColumn:
    """A column of ours.

    `path` is what its header says to the reader; `ways` are the words that say it, one of each
    group (row and column, where a header names both); `side` is the heading of its side where the
    table has sides; `holds_amounts` is not so of codes and names.
    """

    path: Path
    ways: tuple[tuple[str, ...], ...]
    side: str = ""
    holds_amounts: bool = True


def our_columns(table: Table) -> dict[str, OurColumn]:
    """Each column by its name for people.

    Columns of both sides are told apart by the side's heading, codes by the code; where a header
    may name row and column at once, both are said.
    """
    columns: dict[str, OurColumn] = {}
    for block in table.blocks:
        for column in block.columns:
            columns.setdefault(*_column(table, block, column))
        if table.layout is Layout.CODES:
            codes, names = block.code_headers, block.label_headers
            columns.setdefault(CODE, OurColumn(codes[:1], (codes,), holds_amounts=False))
            columns.setdefault(NAME, OurColumn(names[:1], (names,), holds_amounts=False))
    if table.layout is Layout.CROSSED:
        columns.update(_crossed(table))
    return columns


def _column(table: Table, block: BlockDef, column: Column) -> tuple[str, OurColumn]:
    words, word = column.headers, column.headers[0]
    if column.name.isdecimal():
        name = words[1] if column.name in column.under else word
        return f"{column.name} {name}", OurColumn((column.name,), ((column.name, name),))
    if table.layout is Layout.SIDES:
        return f"{block.heading} / {word}", OurColumn((word,), (words,), block.heading)
    below = tuple(over + each for over in column.under for each in words)
    if column.parent:
        return f"{column.parent} / {word}", OurColumn((column.parent, word), ((*words, *below),))
    return word, OurColumn((word,), (words,))


def _crossed(table: Table) -> Iterator[tuple[str, OurColumn]]:
    for line in table.lines():
        for column in table.blocks[0].columns:
            word = column.headers[0]
            ways = (line.labels, column.headers)
            yield f"{line.label} / {word}", OurColumn((line.label, word), ways)


def our_labels(table: Table) -> dict[str, tuple[str, str]]:
    """Each row that is no code, by its name for people: the side's heading, and its label.

    The heading is empty where a label means the same anywhere on the sheet.
    """
    sides = table.layout is Layout.SIDES
    return {
        f"{ROW}{block.heading} / {line.label}" if sides else f"{ROW}{line.label}": (
            block.heading if sides else "",
            line.label,
        )
        for block in table.blocks
        for line in block.lines
        if sides or not line.name.isdecimal()
    }
