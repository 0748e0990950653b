"""Tables as full grids, whatever they were written in: spanning cells laid out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xlbudget.domain.documents import DocumentBlock, TableBlock, TextBlock
from xlbudget.domain.errors import UnsafeFile
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.text import Place

WIDEST = 500
"""Columns; Word itself allows 63."""

_MOST_CELLS = 2_000_000


@dataclass(slots=True)
class GridCell:
    """A cell as written: `column` is where it starts, None for the next free one. `continues` says
    that it belongs to the cell above it.
    """

    text: str
    across: int = 1
    down: int = 1
    continues: bool = False
    column: int | None = None


@dataclass(slots=True)
class _Area:
    top: int
    left: int
    bottom: int
    right: int
    text: str


@dataclass(slots=True)
class _Laying:
    areas: list[_Area] = field(default_factory=list)
    held: dict[tuple[int, int], _Area] = field(default_factory=dict)

    def put(self, row: int, cell: GridCell, start: int) -> int:
        """Lay a cell from the first free column at or behind `start`; the column behind it."""
        column = start
        if cell.continues:
            above = self.held.get((row - 1, column))
            if above is not None and above.left == column:
                above.bottom = row
                self._hold(above, row, row)
                return above.right + 1
        else:
            while (row, column) in self.held:
                column += 1
        right = column + cell.across - 1
        area = _Area(row, column, row + cell.down - 1, right, cell.text)
        self.areas.append(area)
        self._hold(area, row, area.bottom)
        return right + 1

    def _hold(self, area: _Area, first: int, last: int) -> None:
        for row in range(first, last + 1):
            for column in range(area.left, area.right + 1):
                self.held.setdefault((row, column), area)


def full_grid(file: str, rows: Sequence[Iterable[GridCell]]) -> TableBlock:
    """The rows of a table, each as long as the longest; UnsafeFile beyond a sensible size.

    >>> full_grid("表.docx", [[GridCell("合计", across=2)], [GridCell("甲"), GridCell("1")]]).rows
    (('合计', ''), ('甲', '1'))
    """
    laying = _Laying()
    size = 0
    for at, cells in enumerate(rows):
        behind = 0
        for cell in cells:
            start = behind if cell.column is None else cell.column
            across = min(max(cell.across, 1), WIDEST + 1)
            down = min(max(cell.down, 1), len(rows) - at)
            size += across * down
            if size > _MOST_CELLS or start + across > WIDEST:
                raise _too_large(file)
            behind = laying.put(at, GridCell(cell.text, across, down, cell.continues), start)
            if behind > WIDEST:
                raise _too_large(file)
    width = max((area.right + 1 for area in laying.areas), default=0)
    if width * len(rows) > _MOST_CELLS:
        raise _too_large(file)
    texts = {(area.top, area.left): area.text for area in laying.areas}
    return TableBlock(
        rows=tuple(
            tuple(texts.get((row, column), "") for column in range(width))
            for row in range(len(rows))
        ),
        place=Place(),
        merged=tuple(
            (area.top, area.left, area.bottom, area.right)
            for area in laying.areas
            if area.bottom > area.top or area.right > area.left
        ),
    )


def cell_text(blocks: Iterable[DocumentBlock]) -> str:
    """The words of a cell: its paragraphs and the rows of a table within, one a line."""
    lines = [
        block.text if isinstance(block, TextBlock) else _flat(block)
        for block in blocks
        if isinstance(block, TextBlock | TableBlock)
    ]
    return "\n".join(line for line in lines if line)


def _flat(table: TableBlock) -> str:
    return "\n".join("\t".join(each for each in row if each) for row in table.rows).strip()


def _too_large(file: str) -> UnsafeFile:
    return UnsafeFile(
        where=file,
        seen=f"一张表超过 {WIDEST} 列，或超过 {_MOST_CELLS} 格",
        expected="普通大小的表",
        remedy="这样的文件可能是恶意构造的。请用 Word 或 WPS 打开，把表改小后再试。",
    )
