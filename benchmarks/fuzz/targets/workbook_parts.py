"""工作簿的部件：种子和各个入口共用的最小的工作簿。"""

from __future__ import annotations

from benchmarks.fuzz.targets.target import zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "表"
SHEET_PART = "xl/worksheets/sheet1.xml"

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FORMATS = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 22, 21, 46, 31))
_SHARED = (
    "项目",
    "",
    "1,482.22",
    "一、一般公共预算财政拨款收入",
    "合计",
)

PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/{SHEET_PART}" ContentType="{_KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets><calcPr calcId="191029"/></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
    f'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6">{_FORMATS}</cellXfs>'
    "</styleSheet>",
    "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">'
    + "".join(f"<si><t>{text}</t></si>" for text in _SHARED)
    + "</sst>",
    SHEET_PART: f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>'
    '<c r="B1"><v>12.5</v></c></row></sheetData></worksheet>',
}


def sheet_part(rows: str, before: str = "", behind: str = "") -> bytes:
    """A sheet part with this content of sheetData."""
    inside = f"{before}<sheetData>{rows}</sheetData>{behind}"
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{inside}</worksheet>'.encode()


def workbook_of(parts: dict[str, bytes]) -> bytes:
    """The smallest workbook, with these parts in the place of its own or beside them; the part ""
    is its sheet.
    """
    content = {name: part.encode() for name, part in PARTS.items()}
    given = {name: part for name, part in parts.items() if name}
    if parts.get(""):
        given = {SHEET_PART: parts[""], **given}
    return zipped({**content, **given})
