"""The small workbook behind a chart of a document: what opens when somebody chooses 编辑数据.

One sheet, two columns: what the points are called, and their numbers. Knows no final accounts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from xlbudget.files.archive import Entry, deflated, written
from xlbudget.files.office_theme import theme
from xlbudget.files.xml_text import escape

SHEET = "Sheet1"
"""The name that Word, too, gives to the sheet behind a chart."""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_PART = "xl/worksheets/sheet1.xml"
_STRINGS = "xl/sharedStrings.xml"
_TYPE = "application/vnd.openxmlformats-officedocument."
_TYPES = {
    "xl/workbook.xml": "spreadsheetml.sheet.main+xml",
    _SHEET_PART: "spreadsheetml.worksheet+xml",
    "xl/theme/theme1.xml": "theme+xml",
    "xl/styles.xml": "spreadsheetml.styles+xml",
    _STRINGS: "spreadsheetml.sharedStrings+xml",
}
_FONT = "宋体"
_XF = 'numFmtId="0" fontId="0" fillId="0" borderId="0"'
_FRAME = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/{part}" ContentType="{_TYPE}{kind}"/>'
            for part, kind in _TYPES.items()
        )
        + "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(
                {
                    "worksheet": "worksheets/sheet1.xml",
                    "theme": "theme/theme1.xml",
                    "styles": "styles.xml",
                    "sharedStrings": "sharedStrings.xml",
                }.items(),
                1,
            )
        )
        + "</Relationships>"
    ),
    "xl/theme/theme1.xml": theme(_FONT),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/>'
        f'<name val="{_FONT}"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        f'<cellStyleXfs count="1"><xf {_XF}/></cellStyleXfs>'
        f'<cellXfs count="1"><xf {_XF} xfId="0"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    ),
}
# ECMA-376 Part 1, 22.9.2.19: _xHHHH_ in a cell stands for a character.
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_FIRST = 2
"""The row of the first point; the headers stand above."""


def chart_workbook(
    headers: tuple[str, str], categories: Sequence[str], values: Sequence[Decimal]
) -> bytes:
    """The workbook of one series: the headers in row 1, the points from row 2 on.

    The same input gives the same bytes.

    >>> chart_workbook(("类别", "支出"), ("甲",), (Decimal("1.5"),))[:2]
    b'PK'
    """
    texts = list(dict.fromkeys((*headers, *categories)))
    at = {text: number for number, text in enumerate(texts)}
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{at[category]}</v></c>'
        f'<c r="B{row}"><v>{value:f}</v></c></row>'
        for row, (category, value) in enumerate(zip(categories, values, strict=True), _FIRST)
    )
    sheet = (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><dimension ref="A1:B{len(values) + 1}"/>'
        '<cols><col min="1" max="1" width="40" customWidth="1"/>'
        '<col min="2" max="2" width="24" customWidth="1"/></cols>'
        f'<sheetData><row r="1"><c r="A1" t="s"><v>{at[headers[0]]}</v></c>'
        f'<c r="B1" t="s"><v>{at[headers[1]]}</v></c></row>{rows}</sheetData></worksheet>'
    )
    count = len(headers) + len(categories)
    strings = (
        f'{_HEAD}<sst xmlns="{_MAIN}" count="{count}" uniqueCount="{len(texts)}">'
        + "".join(f'<si><t xml:space="preserve">{cell_text(text)}</t></si>' for text in texts)
        + "</sst>"
    )
    own = ((_SHEET_PART, sheet), (_STRINGS, strings))
    return written([*_frame(), *(deflated(Entry.new(n), part.encode()) for n, part in own)])


def areas(points: int) -> tuple[str, str, str]:
    """Where that workbook has the name of its series, its categories and its values.

    >>> areas(2)
    ('Sheet1!$B$1', 'Sheet1!$A$2:$A$3', 'Sheet1!$B$2:$B$3')
    >>> areas(1)[2]
    'Sheet1!$B$2'
    """
    last = _FIRST + max(points, 1) - 1

    def column(letter: str) -> str:
        start = f"{SHEET}!${letter}${_FIRST}"
        return start if last == _FIRST else f"{start}:${letter}${last}"

    return f"{SHEET}!$B$1", column("A"), column("B")


@cache
def _frame() -> tuple[tuple[Entry, bytes], ...]:
    """The parts that are alike in all."""
    return tuple(
        deflated(Entry.new(name), f"{_HEAD}{content}".encode()) for name, content in _FRAME.items()
    )


def cell_text(text: str) -> str:
    """A text as it is written into a cell, without the characters that XML does not know.

    >>> cell_text("甲<乙>_x0041_\x01")
    '甲&lt;乙&gt;_x005F_x0041_'
    """
    return escape(_LOOKS_ESCAPED.sub("_x005F_", _FORBIDDEN.sub("", text)))
