"""Tables of a document of ours brought up to date, cell by cell."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from lxml import etree

from xlbudget.domain.records import dataclass, replace
from xlbudget.domain.text import Place
from xlbudget.publish.fragments import parsed
from xlbudget.publish.refresh.new_paragraphs import holds_only_words
from xlbudget.publish.refresh.outcome import Left, LeftKind, Replaced
from xlbudget.publish.refresh.table_cells import (
    Grid,
    Repeated,
    columns_of,
    cut_headers,
    grid_of,
    repeated,
    tables_in,
    text_of,
    write,
)
from xlbudget.publish.refresh.table_notes import renew_notes
from xlbudget.publish.refresh.telling import Told
from xlbudget.publish.word.document import word_document
from xlbudget.publish.word.marks import allowed
from xlbudget.publish.word.tables import paper_of, table_xml
from xlbudget.reading.documents.xml_parts import W
from xlbudget.results.computed import Results
from xlbudget.results.official_tables import official_tables
from xlbudget.results.performance_tables import performance_tables
from xlbudget.results.printed_tables import PrintedTable
from xlbudget.results.trace import TracedTable, traced_spans

_FEW = 3
"""So many cells that a person changed are named of a table whose rows change."""


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
    cells = grid_of(grids, new.lead_columns)
    standing = {at: text_of(cell) for at, cell in cells.items()}
    width = max((len(row) for row in old.rows), default=0)
    fits = cells and max(at[0] for at in cells) + 1 == len(old.rows)
    fits = fits and max(at[1] for at in cells) + 1 == width
    fits = fits and all(len(row) == width for row in old.rows)
    if not fits:
        if texts != old.rows:
            _tell(told, title, remedy="这张表的行或列有人增减过，没有更新。请核对。")
        return old
    for at in [*cut_headers(standing, old.rows[: new.header_rows])]:
        del cells[at], standing[at]
    touched = [
        _Cell(row, column, was, standing[row, column])
        for row, texts_of in enumerate(old.rows)
        for column, was in enumerate(texts_of)
        if (row, column) in standing and standing[row, column] != was
    ]
    again = repeated(grids, min(new.lead_columns, width))
    if len(texts) == len(old.rows) and all(len(row) == width for row in texts):
        done = _cell_by_cell(old, new, texts, cells, standing, told)
        _renew_again(again, old, done, told, title)
        return done
    touched += [
        _Cell(row, column, old.rows[row][column], text_of(cell))
        for (row, column), cell in again
        if text_of(cell) != old.rows[row][column]
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
        elif now == was and write(cell, wanted, pieces.get((row + 1, column + 1), ())):
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
        was, now, wanted = old.rows[row][column], text_of(cell), done.rows[row][column]
        if now != wanted and (now != was or not write(cell, wanted, ())):
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
    columns = [columns_of(each) for each in standing]
    if any(cell.spans for cell in new.cells) or [columns_of(each) for each in fresh] != columns:
        _tell(told, new.title, remedy="这张表的行或列有增减，没有更新。请重新生成后把表复制过来。")
        return old
    for table, drawn in zip(standing, fresh, strict=True):
        table.addnext(copy.deepcopy(drawn))
        parent = table.getparent()
        assert parent is not None
        parent.remove(table)
    told.replaced.append(Replaced(Place(), f"{new.title}的行", f"{len(texts)} 行"))
    return replace(old, rows=texts)


def _name(new: PrintedTable, texts: Sequence[Sequence[str]], row: int, column: int) -> str:
    """A cell as people look it up: table, row and column."""
    label = next((text for text in texts[row][: column + 1] if text.strip()), "")
    return f"{new.title} 第{row + 1}行“{label}”第{column + 1}列"


def _tell(
    told: Told, what: str, now: str = "", was: str = "", new: str = "", remedy: str = ""
) -> None:
    told.left.append(Left(LeftKind.TABLE, Place(), what, now, was, new, remedy))
