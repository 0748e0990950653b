"""What a person put into a copy of the workbook beside its entries: sheets, words and numbers of
her own, notes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import Grid, Value, address
from xlbudget.books.values import writes_by_sheet
from xlbudget.pipeline.workbooks import Reading, run
from xlbudget.workbook.plan import plan


def additions(
    copy: PackedBook, reading: Reading, entered: Collection[str], book: PackedBook
) -> Iterator[tuple[str, str]]:
    """The places in a copy, and what stands there, that the workbook does not have anywhere on its
    sheet; of a sheet that it does not have, not on any.

    What a run writes itself, and what was `entered`, is passed over. `reading` is that of the copy.
    """
    results = run(reading.account, reading.format, reading.findings)
    ours = writes_by_sheet(copy.name, plan(results, reading.sheets))
    known = {sheet.name: set(_values(book.read(sheet.name))) for sheet in book.sheets()}
    everything = frozenset().union(*known.values())
    for sheet in (info.name for info in copy.sheets()):
        there = known.get(sheet, everything)
        written = ours.get(sheet, {})
        for row, column, value in copy.read(sheet).cells():
            place = f"{sheet}!{address(row, column)}"
            if (row, column) in written or place in entered or _plain(value) in there:
                continue
            yield place, str(value)
    yield from _notes(copy, book)


def _values(grid: Grid) -> Iterator[Value]:
    return (_plain(value) for *_, value in grid.cells())


def _plain(value: Value) -> Value:
    """A text without blanks: programs save them each in its own way."""
    return "".join(value.split()) if isinstance(value, str) else value


def _notes(copy: PackedBook, book: PackedBook) -> Iterator[tuple[str, str]]:
    known = {_plain(text) for sheet in book.sheets() for text in book.notes(sheet.name).values()}
    for sheet in copy.sheets():
        for cell, text in copy.notes(sheet.name).items():
            if _plain(text) not in known:
                yield f"{sheet.name}!{cell} 的批注", text
