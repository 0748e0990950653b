"""A workbook of value sheets as a package: what they are called, how they look, their texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from xlbudget.books.port import column_letters
from xlbudget.files.archive import Entry, deflated, written
from xlbudget.files.chart_workbook import cell_text
from xlbudget.files.office_theme import theme
from xlbudget.files.xml_text import escape, quoteattr
from xlbudget.workbook.value_sheet import HEAD, MAIN, Print, ValueSheet

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "application/vnd.openxmlformats-officedocument."
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATION = f"{_PACKAGE}/relationships/metadata/core-properties"
_LONGEST_NAME = 31
_NOT_IN_NAMES = set("[]:*?/\\")

_LEVEL = 2
"""Rows of blank cells take twice as long at level 6, for a sixth of the size."""

_CREATED = "2026-01-01T00:00:00Z"
"""A fixed date, so that the same input gives the same bytes."""


def value_workbook(
    title: str,
    made_by: str,
    styles: str,
    sheets: Sequence[ValueSheet],
    strings: Iterable[str],
) -> bytes:
    """The workbook as the bytes of an .xlsx package; `made_by` are the versions of what made it,
    `styles` is its styles part without the XML declaration, `strings` are the texts of all sheets
    in the order of their numbers.

    >>> sheet = ValueSheet(Print(name="表", widths=(9.0,), header_rows=1), 1, {})
    >>> value_workbook("示例", "", "<styleSheet/>", [sheet], ())[:2]
    b'PK'
    """
    parts = {
        f"xl/worksheets/sheet{at}.xml": sheet.xml(first=at == 1)
        for at, sheet in enumerate(sheets, 1)
    }
    parts["xl/sharedStrings.xml"] = _strings(strings)
    parts["docProps/core.xml"] = _properties(title, made_by)
    frame = _frame(tuple(sheet.print for sheet in sheets), styles)
    own = (deflated(Entry.new(name), part.encode(), _LEVEL) for name, part in parts.items())
    return written([*frame, *own])


def _strings(strings: Iterable[str]) -> str:
    made = "".join(f'<si><t xml:space="preserve">{cell_text(text)}</t></si>' for text in strings)
    return f'{HEAD}<sst xmlns="{MAIN}">{made}</sst>'


def _properties(title: str, made_by: str) -> str:
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{cell_text(title)}</dc:title><dc:subject>{cell_text(made_by)}</dc:subject>"
        "<dc:creator></dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_CREATED}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_CREATED}</dcterms:modified>'
        "</cp:coreProperties>"
    )


@lru_cache(maxsize=64)
def _frame(sheets: tuple[Print, ...], styles: str) -> tuple[tuple[Entry, bytes], ...]:
    """The parts that are alike for all units of a format, compressed once."""
    named = [f"worksheets/sheet{at}.xml" for at in range(1, len(sheets) + 1)]
    kinds = {
        "workbook.xml": "spreadsheetml.sheet.main",
        **dict.fromkeys(named, "spreadsheetml.worksheet"),
        "theme/theme1.xml": "theme",
        "styles.xml": "spreadsheetml.styles",
        "sharedStrings.xml": "spreadsheetml.sharedStrings",
    }
    types = "".join(
        f'<Override PartName="/xl/{part}" ContentType="{_KINDS}{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    targets = {
        **dict.fromkeys(named, "worksheet"),
        "theme/theme1.xml": "theme",
        "styles.xml": "styles",
        "sharedStrings.xml": "sharedStrings",
    }
    relations = _relations((f"{_OFFICE}/{kind}", target) for target, kind in targets.items())
    own = (
        (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
        (_CORE_RELATION, "docProps/core.xml"),
    )
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/docProps/core.xml" ContentType="{_CORE}"/>{types}</Types>'
        ),
        "_rels/.rels": _relations(own),
        "xl/workbook.xml": _workbook(sheets),
        "xl/_rels/workbook.xml.rels": relations,
        "xl/theme/theme1.xml": theme("Calibri"),
        "xl/styles.xml": styles,
    }
    return tuple(
        deflated(Entry.new(name), f"{HEAD}{content}".encode()) for name, content in parts.items()
    )


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    made = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


def _workbook(sheets: Sequence[Print]) -> str:
    _check_names([sheet.name for sheet in sheets])
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{at}" r:id="rId{at}"/>'
        for at, sheet in enumerate(sheets, 1)
    )
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">{escape(_titles(sheet))}'
        "</definedName>"
        for at, sheet in enumerate(sheets)
    )
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView xWindow="240" '
        'yWindow="15" windowWidth="16095" windowHeight="9660"/></bookViews>'
        f"<sheets>{listed}</sheets><definedNames>{titles}</definedNames></workbook>"
    )


def _check_names(names: Sequence[str]) -> None:
    """Excel opens no workbook with names that are long, doubled, or hold signs of references."""
    for name in names:
        if (
            not 0 < len(name) <= _LONGEST_NAME
            or set(name) & _NOT_IN_NAMES
            or name.strip("'") != name
        ):
            raise ValueError(f"cannot be the name of a sheet: {name!r}")
    if len({name.casefold() for name in names}) < len(names):
        raise ValueError(f"two sheets of the same name: {names}")


def _titles(sheet: Print) -> str:
    """The columns and rows that are repeated on each page.

    >>> _titles(Print(name="公开02 甲", widths=(), header_rows=6, lead_columns=2))
    "'公开02 甲'!$A:$B,'公开02 甲'!$1:$6"
    """
    name = "'" + sheet.name.replace("'", "''") + "'"
    rows = f"{name}!$1:${sheet.header_rows}"
    last = sheet.lead_columns
    return f"{name}!$A:${column_letters(last)},{rows}" if last else rows
