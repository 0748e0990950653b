"""A workbook of long lists, written row by row: what it takes does not grow with its rows.

XlsxWriter keeps all cells until the end; lists over thousands of units have a million of them.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from xlbudget.books.cell_text import escaped
from xlbudget.books.port import column_letters
from xlbudget.files.office_theme import theme
from xlbudget.workbook.list_sheet import LINKED, DrawnList, ListSheet
from xlbudget.workbook.list_styles import MAIN, ListStyles
from xlbudget.workbook.styles import BASE

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write_list_book(
    target: BinaryIO, title: str, sheets: Iterable[ListSheet], made_by: str = ""
) -> None:
    """Write the workbook; the same lists give the same bytes. `made_by` are the versions of what
    made it.
    """
    styles = ListStyles()
    drawn: list[DrawnList] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for number, sheet in enumerate(sheets, 1):
            part = DrawnList(sheet, number, styles)
            with package.open(_info(f"xl/worksheets/sheet{number}.xml"), "w") as stream:
                for piece in part.xml():
                    stream.write(piece.encode())
            drawn.append(part)
            if part.targets:
                name = f"xl/worksheets/_rels/sheet{number}.xml.rels"
                package.writestr(_info(name), _relations(part.links()))
        for name, text in _frame((title, made_by), drawn, styles).items():
            package.writestr(_info(name), text)


def _info(name: str) -> zipfile.ZipInfo:
    """A part without the time it was written."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    """Relations rId1, rId2 …; those of hyperlinks lead out of the package."""
    outside = {"hyperlink": ' TargetMode="External"'}
    told = "".join(
        f'<Relationship Id="rId{at}" Type="{LINKED}/{kind}" Target={quoteattr(target)}'
        f"{outside.get(kind, '')}/>"
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _frame(told: tuple[str, str], drawn: Sequence[DrawnList], styles: ListStyles) -> dict[str, str]:
    """The parts around the sheets; `told` are title and subject of the properties."""
    title, subject = (escape(escaped(each)) for each in told)
    numbers = [part.number for part in drawn]
    sheets = "".join(
        f'<sheet name={quoteattr(part.sheet.name)} sheetId="{at}" r:id="rId{at}"/>'
        for at, part in enumerate(drawn, 1)
    )
    names = "".join(_names(part) for part in drawn)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
        f'ContentType="{_TYPE}.worksheet+xml"/>'
        for number in numbers
    )
    inside = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    return {
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKED}"><bookViews>'
        f"<workbookView/></bookViews><sheets>{sheets}</sheets><definedNames>{names}</definedNames>"
        "</workbook>",
        "xl/styles.xml": styles.part(),
        "xl/_rels/workbook.xml.rels": _relations(
            [*inside, ("styles", "styles.xml"), ("theme", "theme/theme1.xml")]
        ),
        "xl/theme/theme1.xml": _HEAD + theme(str(BASE["font_name"])),
        "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-'
        f'properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}'
        f"</dc:title><dc:subject>{subject}</dc:subject></cp:coreProperties>",
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship '
        f'Id="rId1" Type="{LINKED}/officeDocument" Target="xl/workbook.xml"/><Relationship '
        f'Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default '
        'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}<Override '
        f'PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/><Override '
        f'PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/><Override '
        'PartName="/xl/theme/theme1.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.theme+xml"/><Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
    }


def _names(part: DrawnList) -> str:
    """The area of the filter, and what is printed on every page: the header, and the columns that
    stay in sight.
    """
    sheet = "'" + part.sheet.name.replace("'", "''") + "'"
    at = f'localSheetId="{part.number - 1}"'
    return (
        f'<definedName name="_xlnm._FilterDatabase" {at} hidden="1">{sheet}!{part.area}'
        f'</definedName><definedName name="_xlnm.Print_Titles" {at}>'
        f"{sheet}!$A:${column_letters(part.sheet.kept)},"
        f"{sheet}!${part.header - part.grouped}:${part.header}</definedName>"
    )
