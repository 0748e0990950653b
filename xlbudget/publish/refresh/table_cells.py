"""The cells of a table that stands in a document, and the words in them."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from xlbudget.publish.refresh.open_marks import mark_done
from xlbudget.publish.runs import SPACE
from xlbudget.reading.documents.xml_parts import W, value, whole_number
from xlbudget.results.trace import SpanKind, TracedSpan

Grid = dict[tuple[int, int], etree._Element]  # noqa: SLF001  lxml 的元素只有这个名字
"""Cells by row and column from 0."""

Repeated = list[tuple[tuple[int, int], etree._Element]]  # noqa: SLF001  同上
"""Cells that stand once more, each with the row and column whose words it has."""

_BREAKS = (f"{W}br", f"{W}cr")


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


def columns_of(table: etree._Element) -> int:
    """How many columns a table is drawn with."""
    return len(table.findall(f"{W}tblGrid/{W}gridCol"))


def grid_of(tables: Sequence[etree._Element], lead: int) -> Grid:
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


def cut_headers(
    standing: Mapping[tuple[int, int], str], header: Sequence[Sequence[str]]
) -> Iterator[tuple[int, int]]:
    """The cells of the header over columns of two parts that the further part has once more."""
    for (row, column), words in standing.items():
        if row < len(header) and words and not header[row][column]:
            before = (text for text in reversed(header[row][:column]) if text)
            if words == next(before, ""):
                yield row, column


def repeated(tables: Sequence[etree._Element], lead: int) -> Repeated:
    """The cells of the first columns that further parts of a table have once more."""
    return [
        (at, cell)
        for table in tables[1:]
        for at, cell in grid_of([table], lead).items()
        if at[1] < lead
    ]


def text_of(cell: etree._Element) -> str:
    """The words of a cell, a line for each paragraph."""
    return "\n".join(
        "".join(
            "\n" if each.tag in _BREAKS else each.text or ""
            for each in paragraph.iter(f"{W}t", *_BREAKS)
        )
        for paragraph in cell.iter(f"{W}p")
    )


def write(cell: etree._Element, text: str, pieces: Sequence[TracedSpan]) -> bool:
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
        if len(lines) != 1 or "\n" in text_of(cell):
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
