"""写进工作表：两种写法一字不差；别的格、别的字节不动；写完再读，就是原来的加上写的。

第一行是要写什么（`A1=12.5 B2=甲 C3== D4==A1*2 7#31.5`：数或字、清空、公式、行高），
其余是工作表的部件。
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from unittest.mock import patch as patched
from xml.parsers import expat

from benchmarks.fuzz.targets.sheets import LIMITS, WORDS, read
from benchmarks.fuzz.targets.target import PATH, Target, text_of
from benchmarks.fuzz.targets.workbook_parts import SHEET, SHEET_PART, sheet_part, workbook_of
from xlbudget.books import sheet_patch
from xlbudget.books.formulas import marked
from xlbudget.books.packed_values import well_formed
from xlbudget.books.port import CellWrite, Grid, UnsavedFormula, grid
from xlbudget.books.sheet_patch import CoveredCellError, Judged, Patched, judge, patch
from xlbudget.books.sheet_scan import START_TAG, rectangle
from xlbudget.books.values import as_read, put
from xlbudget.files.package import Package
from xlbudget.reading.numbers import read_number

Writes = dict[tuple[int, int], CellWrite]
OURS = marked("=A1&B1")

_WRITE = re.compile(r"([A-Z]{1,2})([1-9][0-9]{0,2})=(=?)([^\s=\x00-\x1f\ufffe\uffff]*)")
_HEIGHT = re.compile(r"([1-9][0-9]?)#([0-9]{1,2})")
_LOOSE = re.compile(rb"\s+(?:spans|ht)\s*=\s*(?:\"[^\"]*\"|'[^']*')")


def plan_of(line: str) -> tuple[Writes, dict[int, float]]:
    """What a line asks to be written; whatever is no such thing is passed over."""
    writes: Writes = {}
    for letters, digits, formula, text in _WRITE.findall(line):
        at = rectangle(letters + digits)[:2]
        number = read_number(text)
        value = number if number is not None and abs(number) < 10**15 else text or None
        if formula:
            own = OURS if text == "我" else f"={text or 'A1'}"
            writes[at] = CellWrite("甲", own)
        else:
            writes[at] = CellWrite(Decimal(value) if isinstance(value, Decimal) else value)
    heights = {int(row): float(height) for row, height in _HEIGHT.findall(line)}
    return writes, heights


def run(data: bytes) -> None:
    """Write a plan in both ways, look at the bytes, and read the sheet again."""
    first, _, part = data.partition(b"\n")
    writes, heights = plan_of(text_of(first))
    package = Package.of_bytes(workbook_of({SHEET_PART: part}), PATH, LIMITS)
    part = package.xml(SHEET_PART)
    before = read(package).get(SHEET)
    if before is None:
        return
    with well_formed(PATH, SHEET):
        judged = judge(part, writes)
        done = _written(judged, heights)
        with patched.object(sheet_patch, "plain_rows", lambda _: None):
            try:
                general = _written(judge(part, writes), heights)
            except (ValueError, KeyError):
                general = None  # 不合规范的 XML，只有通常写法的一条读得了
    if general is not None:
        assert done == general, f"{done}\n≠\n{general}"
    if not isinstance(done, Patched):
        return
    left = judged.decision.left_alone
    written = {at: write for at, write in writes.items() if at not in left}
    if _is_sound(part):
        assert others(done.data, part, written) == others(part, part, written)
    again = read(Package.of_bytes(package.patched({SHEET_PART: done.data}), PATH))
    if SHEET not in again and max((at[1] for at in written), default=0) > 0:
        return
    _compare(again[SHEET], before, written)


def _written(judged: Judged, heights: Mapping[int, float]) -> Patched | tuple[str, str]:
    try:
        return patch(judged, heights)
    except CoveredCellError as error:
        return error.cell, error.area


def _compare(again: Grid, before: Grid, written: Writes) -> None:
    """A sheet after the writes is the sheet before with what was written."""
    rows = [list(row) for row in before.rows]
    for (row, column), write in written.items():
        put(rows, row, column, as_read(write))
    meant = grid(SHEET, rows)
    for number, (now, then) in enumerate(zip(again.rows, meant.rows, strict=False), 1):
        for column, (one, other) in enumerate(zip(now, then, strict=False), 1):
            if isinstance(one, UnsavedFormula) and isinstance(other, UnsavedFormula):
                continue
            if isinstance(one, dt.date | dt.time) and isinstance(other, Decimal):
                continue  # 日期格式的格子里写了数：格式不归我们改
            assert one == other, f"{(number, column)}：{one!r} ≠ {other!r}"
    assert (again.height, again.width) == (meant.height, meant.width)


def _is_sound(part: bytes) -> bool:
    """Whether a part is XML whose cells have each an address of their own, in their own row."""
    try:
        found = spans(part)
    except (expat.ExpatError, ValueError):
        return False
    cells = [each for kind, each, *_ in found if kind == "c"]
    rows = [each for kind, each, *_ in found if kind == "row"]
    doubled = len(set(cells)) < len(cells) or len(set(rows)) < len(rows)
    return not doubled and all(cells) and all(rows)


def others(data: bytes, original: bytes, written: Writes) -> bytes:
    """A sheet part without the cells that are `written`, the rows that were not in the original,
    and what a row or the sheet says of its size.
    """
    known = {name for kind, name, *_ in spans(original) if kind == "row"}
    found, at = bytearray(), 0
    for kind, name, start, opened, end in sorted(spans(data), key=lambda span: span[2]):
        if start < at:
            continue
        found += data[at:start]
        at = start
        gone = kind == "dimension"
        if kind == "c":
            gone = rectangle(name)[:2] in written
        elif kind == "row":
            gone = name not in known
        elif kind == "sheetData" and data[start:end].endswith(b"/>") and opened == end:
            found += data[start : end - 2].rstrip() + b">" + _closing(data[start:end])
            at = end
            continue
        if gone:
            at = end
        elif kind == "row":
            tag = _LOOSE.sub(b"", data[start:opened])
            found += tag.removesuffix(b">").removesuffix(b"/").rstrip() + b">"
            found += _closing(tag) if tag.endswith(b"/>") else b""
            at = opened
    return bytes(found + data[at:])


def _closing(tag: bytes) -> bytes:
    """The end tag of an element that closed itself."""
    name = re.match(rb"<([^\s/>]+)", tag)
    return b"</" + (name[1] if name else b"") + b">"


Span = tuple[str, str, int, int, int]


def spans(data: bytes) -> list[Span]:
    """The elements that a sheet is written in: kind, r, start, end of the start tag, end."""
    found: list[Span] = []
    opened: list[tuple[str, str, int]] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        opened.append((name.rpartition(":")[2], attributes.get("r", ""), parser.CurrentByteIndex))

    def end(_: str) -> None:
        kind, name, begin = opened.pop()
        tag = START_TAG.match(data, begin)
        assert tag is not None
        at = parser.CurrentByteIndex
        behind = tag.end() if tag[0].endswith(b"/>") else data.index(b">", at) + 1
        if kind in ("c", "row", "dimension", "sheetData"):
            found.append((kind, name, begin, tag.end(), behind))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(data, True)  # noqa: FBT003  expat 的参数没有名字
    return found


def seeds() -> Iterator[bytes]:
    """Plans for sheets as programs write them."""
    cells = (
        '<row r="1" spans="1:2"><c r="A1" s="3"><v>1</v></c><c r="B1"/></row><row r="4" ht="20"/>'
        '<row r="5"><c r="A5" t="str"><f>B1&amp;"x"</f><v>x</v></c>'
        '<c r="C5" t="s"><v>0</v></c></row>'
    )
    head = '<dimension ref="A1:C5"/><cols><col min="2" max="3" width="9" style="1"/></cols>'
    plan = "A1=12.5 B1=甲&< A5=新 D5== B7=7 4#31 1#12\n".encode()
    yield plan + sheet_part(cells, head)
    yield plan + sheet_part(cells, head, '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')
    yield "A1==我 C2=\n".encode() + sheet_part(
        f'<row r="1"><c r="A1" t="str"><f>{OURS[1:].replace("&", "&amp;")}</f><v>a</v></c></row>'
    )
    shared = '<row r="2"><c r="A2"><f t="shared" ref="A2:A4" si="0">B2*2</f><v>1</v></c></row>'
    yield b"A2=1 B3=2 A3=4\n" + sheet_part(
        shared + '<row r="3"><c r="A3"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    array = '<c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c>'
    yield b"A2=1 A1=2\n" + sheet_part(f'<row r="1">{array}</row>')
    yield b"B2=3\n" + sheet_part("<!-- x --><row><c><v>1</v></c> <c t='b'><v>1</v></c></row>")
    yield b"A1=3 C9=4 9#40\n" + b"<worksheet><sheetData/></worksheet>"
    yield (
        b'A1=3\n<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"/></x:sheetData></x:worksheet>'
    )


PLAN_WORDS = ("A1=", "B2=", "C3==", "==我", "7#31", " A2=1.5", " XFD1=")
TARGET = Target("patches", "写进工作表", run, seeds, (*PLAN_WORDS, *WORDS))
