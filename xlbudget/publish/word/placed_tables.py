"""Tables in the text: each with a bookmark around it, and a mark at each number of 绩效."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.domain.records import dataclass, field, replace
from xlbudget.publish.word.marks import control
from xlbudget.publish.word.ooxml import bookmark, lines
from xlbudget.publish.word.tables import table_xml
from xlbudget.results.printed_tables import PrintedCell, PrintedTable
from xlbudget.results.trace import Marks, SpanKind, TracedSpan, TracedTable, traced_spans

OPEN = '<w:color w:val="C00000"/><w:highlight w:val="yellow"/>'
"""What a person must still see to: red on yellow."""


@dataclass(slots=True)
class PlacedTables:
    """The tables that have been placed, and the numbers and gaps that stand in their cells.

    `numbers` gives each mark an id of its own; without `marked` there are no marks.
    """

    numbers: Iterator[int]
    marks: Marks
    marked: bool
    tables: list[TracedTable] = field(default_factory=list)
    spans: list[TracedSpan] = field(default_factory=list)

    def place(
        self, table: PrintedTable, width: int, *, titled: bool, new_page: bool = False
    ) -> str:
        """The table as a block of the text."""
        contents = {
            (cell.row, cell.column): self._content(cell) for cell in table.cells if cell.spans
        }
        xml = table_xml(
            table, width_twips=width, contents=contents, titled=titled, new_page=new_page
        )
        mark = self.marks.new("t")
        self.tables.append(TracedTable(table.name, mark, table.texts(), table.notes))
        return bookmark(mark, next(self.numbers), xml) if self.marked else xml

    def _content(self, cell: PrintedCell) -> str:
        """The runs of a cell."""
        made = []
        for span in traced_spans(cell.spans):
            properties = OPEN if span.kind is SpanKind.GAP and self.marked else ""
            if span.kind is SpanKind.WORDS or not self.marked:
                made.append(lines(span.text, properties))
                continue
            marked = replace(span, mark=self.marks.new())
            self.spans.append(marked)
            made.append(control(marked, next(self.numbers), properties))
        return "".join(made)
