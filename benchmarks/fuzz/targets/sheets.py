"""工作表的读法：通常写法的一条，和一般的一条，读出的值一样；拒收也用自己的话。"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from unittest.mock import patch

from benchmarks.fuzz.targets.target import PATH, Target, joined, parts_of
from benchmarks.fuzz.targets.workbook_parts import PARTS, SHEET_PART, sheet_part, workbook_of
from xlbudget.books import packed_values
from xlbudget.books.packed_values import PackedValues
from xlbudget.books.port import Grid
from xlbudget.books.workbook_parts import workbook_parts
from xlbudget.domain.errors import XlbudgetError
from xlbudget.files.package import Limits, Package

LIMITS = Limits(file=4 << 20, total=16 << 20, part=4 << 20)


def run(data: bytes) -> None:
    """Read a workbook in both ways."""
    package = Package.of_bytes(workbook_of(parts_of(data)), PATH, LIMITS)
    quick = read(package)
    with patch.object(packed_values, "plain_sheet", lambda *_: None):
        general = read(package)
    for name in quick.keys() & general.keys():
        same(quick[name], general[name])


def read(package: Package) -> dict[str, Grid]:
    """The grids of a workbook by the names of its sheets; none of those that are refused."""
    found: dict[str, Grid] = {}
    with suppress(XlbudgetError):
        parts = workbook_parts(package)
        values = PackedValues(package, parts)
        for info, _ in parts.sheets:
            found[info.name] = values.grid(info.name)
    return found


def same(one: Grid, other: Grid) -> None:
    """The same values, of the same kinds."""
    kinds = [[[type(value) for value in row] for row in each.rows] for each in (one, other)]
    assert one.rows == other.rows, f"{one.rows} ≠ {other.rows}"
    assert kinds[0] == kinds[1]


def seeds() -> Iterator[bytes]:
    """Sheets with everything that spreadsheet programs write into cells."""
    yield sheet_part('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1.5</v></c></row>')
    yield sheet_part(
        '<row r="2" spans="1:3" ht="15"><c r="A2" s="1"><v>45658</v></c>'
        '<c r="B2" t="str"><f>A1&amp;"甲"</f><v>甲</v></c><c r="C2" t="b"><v>1</v></c>'
        '<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E2"><f>SUM(A1:A9)</f></c></row>',
        '<dimension ref="A1:E2"/><cols><col min="1" max="2" width="9" style="3"/></cols>',
        '<mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells>',
    )
    yield sheet_part(
        '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> 甲 </t></is></c>'
        '<c r="C1" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c></row>'
        '<row r="9"><c r="A9"><v>1E+2</v></c><c r="B9" s="4"><v>-0.5</v></c>'
        '<c r="XFD9"/></row>'
    )
    yield sheet_part(
        "<row><c><v>1</v></c><c><v>2</v></c></row><!-- 注 --><row r='3'><c r='B3' t='n'>"
        '<f t="shared" ref="B3:B5" si="0">A3*2</f><v>-1e-3</v></c></row>'
        '<row r="4"><c r="B4"><f t="shared" si="0"/><v>4</v></c></row>'
    )
    yield joined(
        {
            SHEET_PART: sheet_part('<row r="1"><c r="A1" t="s"><v>1</v></c></row>'),
            "xl/sharedStrings.xml": PARTS["xl/sharedStrings.xml"].replace(
                "<si><t></t></si>", '<si><t xml:space="preserve">_x000D_ 甲&#10;</t></si>'
            ),
        }
    )
    yield joined(
        {
            SHEET_PART: sheet_part('<row r="1"><c r="A1" s="2"><v>45658.5</v></c></row>'),
            "xl/styles.xml": PARTS["xl/styles.xml"].replace(
                "<fonts",
                '<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;"/></numFmts><fonts',
            ),
        }
    )


WORDS = (
    *('<c r="A1"', '<row r="1"', 't="s"', 't="str"', 't="e"', 't="b"', 't="inlineStr"', 's="1"'),
    *("<v>", "</v>", "<f>", "</f>", "<is><t>", "</t></is>", "</c>", "</row>", "<v/>", "<f/>"),
    *('xml:space="preserve"', 't="shared"', 't="array"', 'ref="A1:B2"', 'si="0"', "<!--", "-->"),
    *("&amp;", "&#10;", "_x000D_", "<mergeCell ", "<mergeCells>", "1E+5", "#N/A", "<![CDATA["),
)
TARGET = Target("sheets", "工作表的两种读法", run, seeds, WORDS)
