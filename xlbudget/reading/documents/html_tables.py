"""A table of a web page while it is read, and what it is in the end."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.domain.documents import DocumentBlock, TableBlock, TextBlock
from xlbudget.domain.records import dataclass, field
from xlbudget.reading.documents.grids import GridCell, cell_text, full_grid
from xlbudget.reading.documents.xml_parts import whole_number


@dataclass(slots=True)
class _Cell:
    across: int
    down: int
    blocks: list[DocumentBlock] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """Rows and cells in the order of the page; `outside` stands in the table but in no cell."""

    file: str
    rows: list[list[_Cell]] = field(default_factory=list)
    outside: list[DocumentBlock] = field(default_factory=list)

    def row(self) -> None:
        """A row begins."""
        self.rows.append([])

    def cell(self, across: str | None, down: str | None) -> None:
        """A cell begins."""
        if not self.rows:
            self.row()
        rows = whole_number(down, 1)
        # rowspan="0" reaches to the end of the table.
        reach = rows if rows > 0 else 1 << 16
        self.rows[-1].append(_Cell(max(whole_number(across, 1), 1), reach))

    def add(self, block: DocumentBlock) -> None:
        """Something in the cell that is open."""
        cells = self.rows[-1] if self.rows else []
        (cells[-1].blocks if cells else self.outside).append(block)

    def blocks(self) -> Iterator[DocumentBlock]:
        """What the table is: a grid, or, where it only places things on the page, those things."""
        yield from self.outside
        rows = [row for row in self.rows if row]
        if self._only_places(rows):
            for row in rows:
                for cell in row:
                    yield from cell.blocks
            return
        grid = full_grid(
            self.file,
            [
                [GridCell(cell_text(cell.blocks), cell.across, cell.down) for cell in row]
                for row in rows
            ],
        )
        if any(any(row) for row in grid.rows):
            yield grid
        for row in rows:
            for cell in row:
                yield from (
                    block for block in cell.blocks if not isinstance(block, TextBlock | TableBlock)
                )

    def _only_places(self, rows: list[list[_Cell]]) -> bool:
        """Whether it is a frame of the page: one cell to a row, or tables within its cells."""
        within = any(
            isinstance(block, TableBlock) for row in rows for cell in row for block in cell.blocks
        )
        return within or all(len(row) == 1 for row in rows)
