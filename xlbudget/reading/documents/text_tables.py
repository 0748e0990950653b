"""Tables in a plain text: cells between tabs, or each cell on a line of its own behind a tab."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlbudget.domain.documents import TableBlock
from xlbudget.domain.records import dataclass, field
from xlbudget.reading.documents.blocks import EDGES
from xlbudget.reading.documents.grids import GridCell, full_grid

_CONTENTS = re.compile(
    r"(?:第.{1,3}部分|附件|[一二三四五六七八九十]+、|（.{1,3}）|[0-9]+[.、．]).*"
)
_PAGE = re.compile(r"[0-9]{1,3}")
_SENTENCE = ("。", "；", ";", "！", "？")
_RULE = re.compile(r":?-{2,}:?")
_LIST_MARK = re.compile(r"(?:[0-9]+|[一二三四五六七八九十]+)[.、．]|[（(].{1,3}[)）]|[①-⑳•·●■◆]")
"""What Word writes before a tab, where a list is copied out of it."""

_CODE = re.compile(r"[0-9]{3}(?:[0-9]{2}){0,2}")
_TOTAL = re.compile(r"[合总][ \u3000]*计")
_AMOUNT = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")
_LEAST_ROWS = 2
_LONG = 60
_TRIES = 30
"""A table may begin behind lines that are none; nobody looks at each of a hundred thousand."""


@dataclass(slots=True)
class TextTables:
    """The tables of a text, found one after the other."""

    file: str
    lines: Sequence[str]
    _refused: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Of each way: where lines end that are no table, and how often one was sought in them."""

    def table_at(self, at: int) -> tuple[TableBlock, int] | None:
        """The table that begins at a line, and the line behind it; None where none begins."""
        for rows_at in (_cell_lines, _between_bars, _between_tabs):
            until, tries = self._refused.get(rows_at.__name__, (0, 0))
            if at < until and tries >= _TRIES:
                continue
            rows, end = rows_at(self.lines, at)
            if rows:
                return full_grid(self.file, _laid(rows)), end
            self._refused[rows_at.__name__] = (max(until, end), tries + 1 if at < until else 1)
        return None


def _laid(rows: Sequence[Sequence[str]]) -> list[list[GridCell]]:
    """The cells of a table. 合计 of a table by code has no code: its words are one merged cell over
    the code and the name, which an extractor prints once.
    """
    by_code = [row for row in rows if _CODE.fullmatch(row[0]) and not _AMOUNT.fullmatch(row[1])]
    return [
        [GridCell(row[0], across=2), *map(GridCell, row[1:])]
        if by_code and _TOTAL.fullmatch(row[0]) and _AMOUNT.fullmatch(row[1])
        else [GridCell(cell) for cell in row]
        for row in rows
    ]


def _between_tabs(lines: Sequence[str], at: int) -> tuple[list[list[str]], int]:
    """Lines one after the other with two cells or more each."""
    rows: list[list[str]] = []
    end = at
    while end < len(lines):
        cells = [cell.strip(EDGES) for cell in lines[end].rstrip().split("\t")]
        if len(cells) < 2 or not any(cells[1:]):  # noqa: PLR2004
            break
        rows.append(cells)
        end += 1
    if len(rows) < _LEAST_ROWS or _is_contents(rows) or _is_prose(rows):
        return [], end
    return rows, end


def _between_bars(lines: Sequence[str], at: int) -> tuple[list[list[str]], int]:
    """A table of Markdown: a row between bars, a rule below it, more rows."""
    rows: list[list[str]] = []
    end = at
    while end < len(lines) and (line := lines[end].strip(EDGES)).startswith("|"):
        rows.append([cell.strip(EDGES) for cell in line.strip("|").split("|")])
        end += 1
    if len(rows) < _LEAST_ROWS or not all(map(_RULE.fullmatch, rows[1])):
        return [], end
    return [rows[0], *rows[2:]], end


def _cell_lines(lines: Sequence[str], at: int) -> tuple[list[list[str]], int]:
    """Each cell on a line that begins with a tab, its further paragraphs on lines that do not;
    an empty line ends the row.
    """
    rows: list[list[str]] = []
    end = at
    while end < len(lines) and _begins_cell(lines[end]):
        row: list[list[str]] = []
        while end < len(lines) and lines[end].strip(EDGES + "\u2028") + lines[end][:1].strip(" "):
            if _begins_cell(lines[end]):
                row.append([])
            row[-1].append(lines[end].strip(EDGES))
            end += 1
        rows.append(["\n".join(filter(None, cell)) for cell in row])
        if end + 1 < len(lines) and not lines[end].strip() and _begins_cell(lines[end + 1]):
            end += 1
    full = sum(1 for row in rows if len(row) > 1)
    if full < _LEAST_ROWS or _is_prose(rows):
        return [], end
    return rows, end


def _begins_cell(line: str) -> bool:
    return line.startswith("\t") and "\t" not in line[1:].strip(EDGES)


def _is_contents(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the lines are a table of contents: headings and the numbers of their pages."""
    paged = sum(1 for row in rows if _PAGE.fullmatch(row[-1]) and _CONTENTS.fullmatch(row[0]))
    return paged * 2 > len(rows)


def _is_prose(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the cells are rather paragraphs with a tab before or in them."""
    filled = [cell for row in rows for cell in row if cell]
    sentences = sum(1 for cell in filled if cell.endswith(_SENTENCE) or len(cell) > _LONG)
    marks = sum(1 for row in rows if _LIST_MARK.fullmatch(row[0]))
    return marks * 2 > len(rows) or sentences * 2 >= len(filled)
