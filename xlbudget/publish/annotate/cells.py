"""The cells of the tables in a .docx, found by the place that a review names: 表3 收入决算表!C8."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from xlbudget.books.port import parse_address
from xlbudget.domain.documents import TableBlock
from xlbudget.domain.text import Place
from xlbudget.reading.documents.word import OpenWord
from xlbudget.reading.documents.xml_parts import W, value, visible, whole_number
from xlbudget.reading.pasted import Pasted, pasted_tables
from xlbudget.reading.table_findings import sheet_name

_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")


class TableCells:
    """The tables of a document under the names that findings call them."""

    def __init__(self, word: OpenWord) -> None:
        self._word = word
        self._tables: Mapping[str, Pasted] | None = None

    def cell(self, where: Place) -> etree._Element | None:
        """The w:tc of a cell, or the w:tbl where only the table is known; None for other places,
        such as cells of a workbook.
        """
        if not where.sheet:
            return None
        if self._tables is None:
            self._tables = {
                sheet_name(each.place, number, ""): each
                for number, each in enumerate(pasted_tables(self._word.document), 1)
            }
        pasted = self._tables.get(where.sheet.partition(" ")[0])
        if pasted is None or pasted.blocks[0] not in self._word.tables:
            return None
        table = self._word.tables[pasted.blocks[0]]
        if not _CELL.fullmatch(where.cell or "") or len(pasted.blocks) > 1:
            return table
        assert where.cell
        block = self._word.document.blocks[pasted.blocks[0]]
        assert isinstance(block, TableBlock)
        row, column = parse_address(where.cell)
        below = row - 1 - (pasted.grid.height - len(block.rows))
        found = next((each for at, each in grid_cells(table) if at == (below, column - 1)), None)
        return table if found is None else found


def grid_cells(table: etree._Element) -> Iterator[tuple[tuple[int, int], etree._Element]]:
    """The cells with row and column in the full grid, both from 0; of a merged one its first."""
    rows = [
        each
        for each in visible(table)
        if each.tag == f"{W}tr" and each.find(f"{W}trPr/{W}del") is None
    ]
    for at, row in enumerate(rows):
        column = max(whole_number(value(row.find(f"{W}trPr"), "gridBefore")), 0)
        for cell in visible(row):
            if cell.tag != f"{W}tc":
                continue
            properties = cell.find(f"{W}tcPr")
            merged = value(properties, "hMerge") in ("", "continue")
            if not merged:
                yield (at, column), cell
            column += max(whole_number(value(properties, "gridSpan"), 1), 1)
