"""The words of each table of codes, as its format says them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from xlbudget.domain.codes import parents
from xlbudget.formats.table_model import Column, LineDef, Table
from xlbudget.reading.code_words import Words
from xlbudget.reading.labels import plain, row_label
from xlbudget.reading.remembered import once_for_each_table

_AMOUNTS = ("决算数", "金额", "支出决算数", "支出数")
"""Over the only column of amounts of a table laid the other way."""

_ECONOMIC = ("科目编码", "经济分类科目编码", "经济分类编码", "编码", "科目代码", "经济科目编码")
"""Over the codes of a table laid the other way."""


@once_for_each_table
def words_of(table: Table) -> Words:
    """The words of a table as its format says it: codes in the rows, our columns side by side."""
    columns = {column.name: column for block in table.blocks for column in block.columns}
    return Words(
        table=table,
        totals={
            row_label(label): line
            for line in table.lines()
            if not line.name.isdecimal()
            for label in line.labels
        },
        codes=_plain(word for block in table.blocks for word in block.code_headers),
        names=_plain(word for block in table.blocks for word in block.label_headers),
        columns=tuple(columns.values()),
        functional=table.functional,
        listed={line.name: line.labels for line in table.lines() if line.name.isdecimal()},
    )


@once_for_each_table
def turned(table: Table) -> Words:
    """The words of a wide table laid the other way: its columns are rows, its rows columns."""
    lines = table.lines()
    total = table.blocks[0].columns[0]
    columns = [Column(name=line.name, headers=(*line.labels, *_AMOUNTS)) for line in lines[:1]]
    names: dict[str, str] = {}
    for entry in table.functional.entries if table.functional else ():
        if entry.holds_in(table.year):
            names[entry.code] = entry.name
    for code, name in names.items():
        over = [(names.get(each, each), each) for each in parents(code)[:1]]
        columns.append(Column(name=code, headers=(name, code), under=tuple(chain(*over))))
    listed = {
        column.name: column.headers[1:2] if column.name in column.under else column.headers[:1]
        for column in table.blocks[0].columns
        if column.name.isdecimal()
    }
    line = LineDef(name=total.name, label=total.headers[0], labels=total.headers)
    return Words(
        table=table,
        totals={row_label(label): line for label in line.labels},
        codes=_plain(_ECONOMIC),
        names=_plain(word for block in table.blocks for word in block.label_headers),
        columns=tuple(columns),
        functional=None,
        listed=listed,
        details=True,
    )


def _plain(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(plain, words))
