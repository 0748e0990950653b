"""Tables of a document of ours, cell by cell."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from xlbudget.domain.records import dataclass, replace
from xlbudget.domain.text import Place
from xlbudget.publish.fragments import parsed
from xlbudget.publish.refresh.new_paragraphs import holds_only_words
from xlbudget.publish.refresh.open_marks import mark_done
from xlbudget.publish.refresh.outcome import Left, LeftKind, Replaced
from xlbudget.publish.refresh.table_notes import renew_notes
from xlbudget.publish.refresh.telling import Told
from xlbudget.publish.runs import SPACE
from xlbudget.publish.word.document import word_document
from xlbudget.publish.word.marks import allowed
from xlbudget.publish.word.tables import paper_of, table_xml
from xlbudget.reading.documents.xml_parts import W, value, whole_number
from xlbudget.results.computed import Results
from xlbudget.results.official_tables import official_tables
from xlbudget.results.performance_tables import performance_tables
from xlbudget.results.printed_tables import PrintedTable
from xlbudget.results.trace import SpanKind, TracedSpan, TracedTable, traced_spans

_BREAKS = (f"{W}br", f"{W}cr")
_FEW = 3
"""So many cells that a person changed are named of a table whose rows change."""

Grid = dict[tuple[int, int], etree._Element]  # noqa: SLF001
Repeated = list[tuple[tuple[int, int], etree._Element]]  # noqa: SLF001


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of the table that a person may have changed, by row and column from 0."""

    row: int
    column: int
    was: str
    now: str


def renew_tables(
    root: etree._Element, old: Sequence[TracedTable], results: Results, told: Told
) -> tuple[TracedTable, ...]:
    """Put this run's texts into the tables; the tables of the map from now on."""
    if not old:
        return ()
    printed = (*official_tables(results), *performance_tables(results))
    notes = {each.name: each.notes for each in word_document(results).trace.tables}
    new = {each.name: replace(each, notes=notes.get(each.name, each.notes)) for each in printed}
    return tuple(
        renew_notes(root, _renewed(root, each, new.get(each.name), told), new.get(each.name), told)
        for each in old
    )


def _renewed(
    root: etree._Element, old: TracedTable, new: PrintedTable | None, told: Told
) -> TracedTable:
    title = new.title if new is not None else old.name
    if new is None:
        _tell(told, title, remedy="这张表不再生成。请核对后自行删去。")
        return old
    texts = tuple(tuple(map(allowed, row)) for row in new.texts())
    grids = [*tables_in(root, old.mark)]
    if not grids:
        if texts != old.rows:
            _tell(told, title, remedy="没有找到这张表，没有更新。请重新生成后把表复制过来。")
        return old
    cells = _grid(grids, new.lead_columns)
    standing = {at: _text(cell) for at, cell in cells.items()}
    width = max((len(row) for row in old.rows), default=0)
    fits = cells and max(at[0] for at in cells) + 1 == len(old.rows)
    fits = fits and max(at[1] for at in cells) + 1 == width
    fits = fits and all(len(row) == width for row in old.rows)
    if not fits:
        if texts != old.rows:
            _tell(told, title, remedy="这张表的行或列有人增减过，没有更新。请核对。")
        return old
    for at in [*_cut_headers(standing, old.rows[: new.header_rows])]:
        del cells[at], standing[at]
    touched = [
        _Cell(row, column, was, standing[row, column])
        for row, texts_of in enumerate(old.rows)
        for column, was in enumerate(texts_of)
        if (row, column) in standing and standing[row, column] != was
    ]
    again = _again(grids, min(new.lead_columns, width))
    if len(texts) == len(old.rows) and all(len(row) == width for row in texts):
        done = _cell_by_cell(old, new, texts, cells, standing, told)
        _renew_again(again, old, done, told, title)
        return done
    touched += [
        _Cell(row, column, old.rows[row][column], _text(cell))
        for (row, column), cell in again
        if _text(cell) != old.rows[row][column]
    ]
    if touched:
        shown = "、".join(f"“{cell.now}”" for cell in touched[:_FEW])
        remedy = "这张表的行有增减，而表里有人改过，没有更新。请重新生成后把表复制过来。"
        _tell(told, title, now=shown, remedy=remedy)
        return old
    if not all(map(holds_only_words, grids)):
        remedy = "这张表的行有增减，而表里有图、脚注或批注，没有更新。请重新生成后把表复制过来。"
        _tell(told, title, remedy=remedy)
        return old
    return _anew(old, new, texts, grids, told)


def _cell_by_cell(
    old: TracedTable,
    new: PrintedTable,
    texts: tuple[tuple[str, ...], ...],
    cells: Grid,
    standing: dict[tuple[int, int], str],
    told: Told,
) -> TracedTable:
    rows = [list(row) for row in old.rows]
    pieces = {(cell.row, cell.column): traced_spans(cell.spans) for cell in new.cells}
    for (row, column), cell in cells.items():
        was, now, wanted = old.rows[row][column], standing[row, column], texts[row][column]
        if now == wanted:
            rows[row][column] = wanted
        elif now == was and _write(cell, wanted, pieces.get((row + 1, column + 1), ())):
            rows[row][column] = wanted
            told.replaced.append(
                Replaced(Place(), f"{_name(new, texts, row, column)}：{was}", wanted)
            )
        else:
            where = _name(new, texts, row, column)
            _tell(told, where, now, was, wanted, "表里的数有人改过，没有动。请核对后自行改定。")
    return replace(old, rows=tuple(map(tuple, rows)))


def _renew_again(
    again: Repeated, old: TracedTable, done: TracedTable, told: Told, title: str
) -> None:
    """The first columns of further parts of a table follow those of its first part."""
    for (row, column), cell in again:
        was, now, wanted = old.rows[row][column], _text(cell), done.rows[row][column]
        if now != wanted and (now != was or not _write(cell, wanted, ())):
            where = f"{title} 接下去的部分 第{row + 1}行“{wanted}”第{column + 1}列"
            _tell(told, where, now, was, wanted, "表里的字有人改过，没有动。请核对后自行改定。")


def _anew(
    old: TracedTable,
    new: PrintedTable,
    texts: tuple[tuple[str, ...], ...],
    standing: Sequence[etree._Element],
    told: Told,
) -> TracedTable:
    """The table drawn anew where rows came or went and nobody changed it."""
    xml = table_xml(new, width_twips=paper_of(new).table_width)
    fresh = [each for each in parsed(xml) if each.tag == f"{W}tbl"]
    columns = [_columns(each) for each in standing]
    if any(cell.spans for cell in new.cells) or [_columns(each) for each in fresh] != columns:
        _tell(told, new.title, remedy="这张表的行或列有增减，没有更新。请重新生成后把表复制过来。")
        return old
    for table, drawn in zip(standing, fresh, strict=True):
        table.addnext(copy.deepcopy(drawn))
        parent = table.getparent()
        assert parent is not None
        parent.remove(table)
    told.replaced.append(Replaced(Place(), f"{new.title}的行", f"{len(texts)} 行"))
    return replace(old, rows=texts)


def tables_in(root: etree._Element, mark: str) -> Iterator[etree._Element]:
    """The tables that begin within a bookmark, or around where it stands."""
    inside: str | None = None
    for element in root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}tbl"):
        if element.tag == f"{W}bookmarkStart" and element.get(f"{W}name") == mark:
            inside = element.get(f"{W}id")
            yield from element.iterancestors(f"{W}tbl")
        elif element.tag == f"{W}bookmarkEnd" and element.get(f"{W}id") == inside:
            return
        elif element.tag == f"{W}tbl" and inside is not None:
            yield element


def _columns(table: etree._Element) -> int:
    return len(table.findall(f"{W}tblGrid/{W}gridCol"))


def _grid(tables: Sequence[etree._Element], lead: int) -> Grid:
    """The cells of a table by row and column, upper left ones only; a table in several parts has
    its first columns in each of them.
    """
    found: Grid = {}
    begin = 0
    for number, table in enumerate(tables):
        front = lead if number else 0
        last = 0
        for row, each in enumerate(table.findall(f"{W}tr")):
            column = whole_number(value(each.find(f"{W}trPr"), "gridBefore"))
            for cell in each.findall(f"{W}tc"):
                properties = cell.find(f"{W}tcPr")
                merged = value(properties, "vMerge") in ("", "continue")
                if not merged and column >= front:
                    found[row, begin + column - front] = cell
                column += max(whole_number(value(properties, "gridSpan"), 1), 1)
            last = max(last, column)
        begin += last - front
    return found


def _cut_headers(
    standing: Mapping[tuple[int, int], str], header: Sequence[Sequence[str]]
) -> Iterator[tuple[int, int]]:
    """The cells of the header over columns of two parts that the further part has once more."""
    for (row, column), words in standing.items():
        if row < len(header) and words and not header[row][column]:
            before = (text for text in reversed(header[row][:column]) if text)
            if words == next(before, ""):
                yield row, column


def _again(tables: Sequence[etree._Element], lead: int) -> Repeated:
    """The cells of the first columns that further parts of a table have once more."""
    return [
        (at, cell)
        for table in tables[1:]
        for at, cell in _grid([table], lead).items()
        if at[1] < lead
    ]


def _text(cell: etree._Element) -> str:
    """The words of a cell, a line for each paragraph."""
    return "\n".join(
        "".join(
            "\n" if each.tag in _BREAKS else each.text or ""
            for each in paragraph.iter(f"{W}t", *_BREAKS)
        )
        for paragraph in cell.iter(f"{W}p")
    )


def _write(cell: etree._Element, text: str, pieces: Sequence[TracedSpan]) -> bool:
    """Put a text into a cell, in the format that it has, a number into its own control; False
    where it has another number of lines or pieces.
    """
    texts = [*cell.iter(f"{W}t")]
    lines = text.split("\n")
    if pieces and len(pieces) == len(texts):
        lines = [piece.text for piece in pieces]
        for piece, each in zip(pieces, texts, strict=True):
            run = each.getparent()
            if run is not None and piece.kind is not SpanKind.GAP:
                mark_done(run)
    elif next(cell.iter(f"{W}sdt"), None) is not None:
        return False
    if len(texts) != len(lines) and texts:
        if len(lines) != 1 or "\n" in _text(cell):
            return False
        for each in texts[1:]:
            each.text = ""
    if not texts:
        paragraph = cell.find(f"{W}p")
        if paragraph is None or len(lines) != 1:
            return False
        run = etree.SubElement(paragraph, f"{W}r")
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is not None:
            run.append(copy.deepcopy(mark))
        texts = [etree.SubElement(run, f"{W}t")]
    for each, line in zip(texts, lines, strict=False):
        each.text = line
        each.set(SPACE, "preserve")
    return True


def _name(new: PrintedTable, texts: Sequence[Sequence[str]], row: int, column: int) -> str:
    """A cell as people look it up: table, row and column."""
    label = next((text for text in texts[row][: column + 1] if text.strip()), "")
    return f"{new.title} 第{row + 1}行“{label}”第{column + 1}列"


def _tell(
    told: Told, what: str, now: str = "", was: str = "", new: str = "", remedy: str = ""
) -> None:
    told.left.append(Left(LeftKind.TABLE, Place(), what, now, was, new, remedy))
