"""A PDF with text in it, as blocks: paragraphs put together again, ruled tables, pages told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from xlbudget.domain.documents import (
    Document,
    DocumentBlock,
    PictureBlock,
    TableBlock,
    TextBlock,
)
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.text import Place
from xlbudget.reading.documents.pdf_charts import charts, outside
from xlbudget.reading.documents.pdf_file import pages_of, scanned_error
from xlbudget.reading.documents.pdf_joins import goes_on, joined_tables
from xlbudget.reading.documents.pdf_lines import TextLine
from xlbudget.reading.documents.pdf_margins import without_margins
from xlbudget.reading.documents.pdf_paragraphs import Column, Written, column_of
from xlbudget.reading.documents.pdf_shapes import Box, PdfPage
from xlbudget.reading.documents.pdf_tables import PageTable, ruled

UNREAD_PAGES = "pages-unread"

_HEADS = 12
"""Title and unit line of a table are among so many blocks before it."""

_SMALL = 40.0
"""A smaller picture is an ornament."""


@dataclass(slots=True)
class _Sheet:
    """What stands on a page, before heads and feet are taken away."""

    page: PdfPage
    lines: list[TextLine]
    tables: Sequence[PageTable] = ()
    pictures: Sequence[Box] = ()
    items: list[TextLine | PageTable | Box] = field(default_factory=list)


@dataclass(slots=True)
class _Laid:
    """A block under way, with the page where it begins."""

    page: int
    what: Written | PageTable | Box
    end: int


def read_pdf(path: Path) -> Document:
    """The blocks of a PDF, each with its page.

    Raises UnreadableFile for a scan, a file under a password, a damaged or hostile one, each with
    what to do. Single pages that hold no text are told as findings.
    """
    sheets = [_sheet(page) for page in pages_of(path)]
    if not any(sheet.page.glyphs and not _is_unread(sheet.page) for sheet in sheets):
        raise scanned_error(path, [sheet.page for sheet in sheets])
    kept = without_margins([(sheet.page.height, sheet.lines) for sheet in sheets])
    for sheet, lines in zip(sheets, kept, strict=True):
        sheet.lines = lines
        things: list[TextLine | PageTable | Box] = [*lines, *sheet.tables, *sheet.pictures]
        sheet.items = sorted(things, key=lambda thing: _box(thing).top)
    blocks = _blocks(_laid(sheets))
    findings = tuple(_unread_pages(path, [sheet.page for sheet in sheets]))
    return Document(path.name, tuple(blocks), findings)


def _is_unread(page: PdfPage) -> bool:
    return page.scanned or page.garbled


def _sheet(page: PdfPage) -> _Sheet:
    """A page apart: its tables, the rooms of its charts, and the lines outside of both."""
    if _is_unread(page):
        return _Sheet(page, [])
    found = ruled(page)
    tables = found.tables
    boxes = [table.box for table in tables]
    rooms = charts(page, boxes, found.grids)
    lines = outside(page, boxes, rooms)
    shown = [box for box in page.pictures if min(box.width, box.height) >= _SMALL]
    return _Sheet(page, lines, tables, (*shown, *rooms))


def _box(thing: TextLine | PageTable | Box) -> Box:
    return thing if isinstance(thing, Box) else thing.box


def _laid(sheets: Sequence[_Sheet]) -> list[_Laid]:
    """Paragraphs, tables and pictures in order, those that go on over pages joined."""
    laid: list[_Laid] = []
    alike: dict[int, list[TextLine]] = {}
    for sheet in sheets:
        alike.setdefault(round(sheet.page.width), []).extend(sheet.lines)
    for sheet in sheets:
        column = column_of(sheet.page.width, sheet.lines, alike[round(sheet.page.width)])
        repeated = _repeated(laid, sheet)
        for item in sheet.items[repeated:]:
            _lay(laid, item, sheet.page.number, column)
    return laid


def _repeated(laid: Sequence[_Laid], sheet: _Sheet) -> int:
    """How many lines at the top of a page only repeat the title of a table that goes on there."""
    last = laid[-1] if laid else None
    at = next((at for at, item in enumerate(sheet.items) if isinstance(item, PageTable)), 0)
    table = sheet.items[at] if at else None
    above = [item.text for item in sheet.items[:at] if isinstance(item, TextLine)]
    if (
        last is None
        or not isinstance(last.what, PageTable)
        or last.end != sheet.page.number - 1
        or not isinstance(table, PageTable)
        or len(above) < at
    ):
        return 0
    heads = [each.what.text for each in laid[-_HEADS:] if isinstance(each.what, Written)]
    return at if goes_on(last.what, table, above, heads) else 0


def _lay(laid: list[_Laid], item: TextLine | PageTable | Box, number: int, column: Column) -> None:
    last = laid[-1] if laid else None
    if isinstance(item, TextLine):
        if last is not None and isinstance(last.what, Written) and last.end >= number - 1:
            next_page = last.end != number
            if last.what.takes(item, column, next_page=next_page):
                last.what.add(item, column)
                last.end = number
                return
        laid.append(_Laid(number, Written(item.text, item, item, column), number))
        return
    if (
        isinstance(item, PageTable)
        and last is not None
        and isinstance(last.what, PageTable)
        and last.end == number - 1
        and goes_on(last.what, item, (), ())
    ):
        last.what = joined_tables(last.what, item)
        last.end = number
        return
    laid.append(_Laid(number, item, number))


def _blocks(laid: Iterable[_Laid]) -> list[DocumentBlock]:
    blocks: list[DocumentBlock] = []
    for each in laid:
        if isinstance(each.what, PageTable) and not any(map(any, each.what.rows)):
            continue
        place = Place(page=each.page, paragraph=len(blocks) + 1)
        what = each.what
        if isinstance(what, Written):
            blocks.append(TextBlock(what.text, place))
        elif isinstance(what, PageTable):
            blocks.append(TableBlock(what.rows, place, what.merged))
        else:
            blocks.append(PictureBlock("图", place))
    return blocks


def _unread_pages(path: Path, pages: Sequence[PdfPage]) -> Iterable[Finding]:
    """Pages whose words cannot be read: nobody may think that they were checked."""
    scanned = [page for page in pages if page.scanned]
    garbled = [page for page in pages if page.garbled and not page.scanned]
    crowded = [page for page in pages if page.crowded]
    if scanned:
        yield _unread(path, scanned, "是图片（扫描件），程序不能识别图片里的字")
    if garbled:
        yield _unread(path, garbled, "的字体没有带上文字编码，读不出是什么字")
    if crowded:
        yield _unread(path, crowded, "的图形太多，表格没有读")


def _unread(path: Path, pages: Sequence[PdfPage], why: str) -> Finding:
    first = pages[0].number
    numbers = "、".join(str(page.number) for page in pages[:10])
    more = f" 等 {len(pages)} 页" if len(pages) > 10 else " 页"  # noqa: PLR2004
    return Finding(
        check=UNREAD_PAGES,
        verdict=Verdict.UNCHECKED,
        level=Level.WARNING,
        file=path.name,
        where=Place(page=first),
        message=f"第 {numbers}{more}{why}，这些页没有核对。请改用 Word 原文，或由它重新导出 PDF。",
    )
