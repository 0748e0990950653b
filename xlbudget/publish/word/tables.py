"""A printed table as a table of Word: title, unit line, header repeated on each page, notes.

The styles TableTitle, TableText and TableNote are those of `styles`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from xlbudget.domain.records import dataclass
from xlbudget.files.xml_text import quoteattr
from xlbudget.publish.word.marks import allowed, run
from xlbudget.publish.word.table_widths import (
    MARGIN,
    SIZE,
    fitted,
    panels,
    row_height,
    size_for_page,
    text_width,
    unbroken,
    wrapped_lines,
)
from xlbudget.results.printed_tables import PrintedCell, PrintedTable, Role

TITLE, TEXT, NOTE = "TableTitle", "TableText", "TableNote"
"""The ids of the styles: 表格标题, 表格文字, 表格附注."""

Contents = Mapping[tuple[int, int], str]
"""Runs that stand in a cell instead of its text, by row and column."""

_MM = 56.6929
_STYLED = f'<w:pStyle w:val="{TEXT}"/>'
_ALIGNED = {Role.HEADER: "center", Role.NUMBER: "center", Role.AMOUNT: "right"}
_ROW_HEIGHT, _LOW_ROW_HEIGHT = 312, 200
"""At least so high; lower where the table would else run over the end of a page."""

_LINES_ABOVE = 1700
"""Title, number and unit line, and the note below."""

_NOTE_EM = 210
"""A character of the unit line: 五号, in twips."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper of a section of tables, landscape; all in twips."""

    name: str
    width: int
    height: int
    top: int = round(22 * _MM)
    bottom: int = round(20 * _MM)
    left: int = round(18 * _MM)
    right: int = round(18 * _MM)

    @property
    def table_width(self) -> int:
        """The width between the margins, which a table takes: 261 mm on A4."""
        return self.width - self.left - self.right


PAPERS = {"A4": Paper("A4", 16838, 11906), "A3": Paper("A3", 23811, 16838)}


def paper_of(table: PrintedTable) -> Paper:
    """The paper that a table needs: its section must be opened with it."""
    return PAPERS[table.paper]


def table_xml(
    table: PrintedTable,
    *,
    width_twips: int,
    contents: Contents | None = None,
    titled: bool = True,
    new_page: bool = False,
) -> str:
    """The table with what stands above and below it, as content of the body; it ends with a
    paragraph, so that the next table does not grow into it.

    A table that is too wide goes on page by page, code and name in front again. `contents` are
    ready runs for cells (a number with its mark), `titled` says whether title and number stand
    above, `new_page` whether it begins a page.
    """
    grid, longest = _grid(table, contents or {}), unbroken(table)
    made: list[str] = []
    for columns in panels(table, longest, width_twips):
        first = not made
        if not first:
            made.append(_paragraph(NOTE, ""))
        above = _above(table, width_twips, titled=titled or not first, continued=not first)
        made.append(_lines(above, new_page=new_page or not first))
        placed = contents or {}
        if not first:  # 前面重复的列，标记已在第一部分
            placed = {at: runs for at, runs in placed.items() if at[1] > table.lead_columns}
        made.append(_table(table, grid, longest, columns, width_twips, placed))
    notes = [_paragraph(NOTE, run(note)) for note in table.notes]
    return "".join([*made, *(notes or [_paragraph(NOTE, "")])])


_BLANK = PrintedCell(0, 0, "", Role.AMOUNT)
"""A blank cell of an area of amounts."""


def _grid(table: PrintedTable, contents: Contents) -> list[list[PrintedCell | None]]:
    """The cell that covers each place of the table."""
    rows = table.rows
    grid: list[list[PrintedCell | None]] = [[None] * table.columns for _ in range(rows)]
    for top, left, bottom, right in table.amounts:
        for line in grid[top - 1 : bottom]:
            line[left - 1 : right] = [_BLANK] * (right + 1 - left)
    for row, column in contents:
        if grid[row - 1][column - 1] is _BLANK:
            grid[row - 1][column - 1] = PrintedCell(row, column, "", Role.AMOUNT)
    for cell in table.cells:
        for row in range(cell.row - 1, cell.row - 1 + cell.rows):
            first = cell.column - 1
            grid[row][first : first + cell.columns] = [cell] * cell.columns
    return grid


def _above(
    table: PrintedTable, width: int, *, titled: bool, continued: bool
) -> Iterator[tuple[str, str, str]]:
    """The lines over a table: style, properties and runs of each."""
    if titled and table.title:
        yield TITLE, "", run(f"{table.title}（续）" if continued else table.title)
    if titled and table.number:
        yield NOTE, '<w:jc w:val="right"/>', run(f"{table.number}表")
    left, middle, right = table.above
    if any(table.above):
        half = int(text_width(middle) * _NOTE_EM) // 2
        behind = int((text_width(left) + 2) * _NOTE_EM) + half
        tabs = (
            f'<w:tabs><w:tab w:val="center" w:pos="{max(width // 2, behind)}"/>'
            f'<w:tab w:val="right" w:pos="{width}"/></w:tabs>'
        )
        yield NOTE, tabs, "<w:r><w:tab/></w:r>".join(map(run, (left, middle, right)))


def _lines(lines: Iterator[tuple[str, str, str]], *, new_page: bool) -> str:
    """The lines over a table, kept with it; the first may begin a page."""
    made: list[str] = []
    for style, properties, runs in lines:
        breaks = "<w:pageBreakBefore/>" if new_page and not made else ""
        made.append(_paragraph(style, runs, f"<w:keepNext/>{breaks}{properties}"))
    return "".join(made)


def _paragraph(style: str, runs: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _table(
    table: PrintedTable,
    grid: Sequence[Sequence[PrintedCell | None]],
    longest: Sequence[float],
    columns: Sequence[int],
    width: int,
    contents: Contents,
) -> str:
    """A table of some columns; a header over several stands over those that are left."""
    paper = paper_of(table)
    room = paper.height - paper.top - paper.bottom - _LINES_ABOVE
    lines = len(grid) + wrapped_lines(table, width)
    on_landscape = width == paper.table_width
    widths, size = fitted(
        [table.widths[column - 1] for column in columns],
        [longest[column - 1] for column in columns],
        width,
        size_for_page(lines, room) if on_landscape else SIZE,
    )
    look = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size != SIZE else ""
    repeated = table.header_rows + table.total_rows
    if repeated >= len(grid):
        repeated = 0
    wide_of = dict(zip(columns, widths, strict=True))
    lowest = max(
        (
            row_height(cell.text, wide_of[cell.column], size, cell.rows)
            for cell in table.cells
            if cell.rows > 1 and cell.columns == 1 and cell.column in wide_of
            if cell.role is Role.HEADER and cell.row <= table.header_rows
        ),
        default=0,
    )
    height = _ROW_HEIGHT if len(grid) * _ROW_HEIGHT <= room else _LOW_ROW_HEIGHT
    wide = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    rows: list[str] = []
    for number, cells in enumerate(grid, 1):
        of_part = [cells[column - 1] for column in columns]
        high = max(height, lowest if number <= table.header_rows else 0)
        header = "<w:tblHeader/>" if number <= repeated else ""
        made = "".join(_row(number, of_part, widths, look, contents))
        if number == len(grid):  # 表后的注不单独成页
            made = made.replace(_STYLED, f"{_STYLED}<w:keepNext/>")
        rows.append(
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{high}"/>{header}</w:trPr>'
            f"{made}</w:tr>"
        )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:left w:w="{MARGIN}" w:type="dxa"/><w:right w:w="{MARGIN}" w:type="dxa"/>'
        f"</w:tblCellMar><w:tblCaption w:val={quoteattr(allowed(table.title))}/></w:tblPr>"
        f"<w:tblGrid>{wide}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(
    number: int,
    cells: Sequence[PrintedCell | None],
    widths: Sequence[int],
    look: str,
    contents: Contents,
) -> Iterator[str]:
    """The cells of a row from left to right, an empty one where none stands."""
    at = 0
    while at < len(cells):
        cell, end = cells[at], at + 1
        if cell is None:
            yield f"{_opening(widths[at], 1, '', '', look)}</w:p></w:tc>"
            at = end
            continue
        width = widths[at]
        while cell.columns > 1 and end < len(cells) and cells[end] is cell:
            width += widths[end]
            end += 1
        down = ("restart" if cell.row == number else "continue") if cell.rows > 1 else ""
        aligned = _ALIGNED.get(cell.role, "")
        opening = _opening(width, end - at, down, aligned, look)
        runs = "" if down == "continue" else _runs(cell, look, contents)
        yield f"{opening}{runs}</w:p></w:tc>"
        at = end


@lru_cache(maxsize=2048)
def _opening(width: int, across: int, down: str, aligned: str, look: str) -> str:
    """A cell up to the runs of its first paragraph."""
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    merge = f'<w:vMerge w:val="{down}"/>' if down else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/>'
        f"</w:tcPr>{_paragraph_opening(aligned, look)}"
    )


def _paragraph_opening(aligned: str, look: str) -> str:
    """The mark of a paragraph is as large as its text: it tells how high an empty cell is."""
    properties = f'<w:jc w:val="{aligned}"/>' if aligned else ""
    mark = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f"<w:p><w:pPr>{_STYLED}{properties}{mark}</w:pPr>"


def _runs(cell: PrintedCell, look: str, contents: Contents) -> str:
    """What a cell holds; each line of its text is a paragraph."""
    ready = contents.get((cell.row, cell.column)) if contents else None
    if ready or not cell.text:
        return ready or ""
    if "\n" not in cell.text:
        return run(cell.text, look)
    between = f"</w:p>{_paragraph_opening(_ALIGNED.get(cell.role, ''), look)}"
    return between.join(run(line, look) if line else "" for line in cell.text.split("\n"))
