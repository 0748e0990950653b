"""好的工作簿、导出、文档，改坏一处：翻字节、截断、换部件、数改成怪字、删表、重复行、插列。"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

from benchmarks.fuzz.mutating import mutated
from xlbudget.books.port import column_letters, parse_address

Parts = dict[str, bytes]
OddTexts = tuple[str, ...]

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_ROW = re.compile(rb"<row .*?(?:</row>|(?<=/)>)", re.DOTALL)
_VALUE = re.compile(rb'<c r="([A-Z]+[0-9]+)"( s="[0-9]+")?><v>[^<]*</v></c>')
_ADDRESS = re.compile(rb' r="([A-Z]+)([0-9]+)"')
_NAMED = re.compile(rb"<sheet [^<>]*/>")
_PARAGRAPH = re.compile(rb"<w:p[ >].*?</w:p>", re.DOTALL)
_WORDS = re.compile(rb"<w:t(?: [^<>]*)?>[^<]*[0-9][^<]*</w:t>")
_NUMBER = re.compile(rb"[0-9][0-9,.]*")

ODD: OddTexts = (
    *("NaN", "-", "１，２３４．５", "1e20", "-1482.22", "99999999999999999999", "0.005", "（12）"),
    *("#REF!", "见附表", "2024/1/1", "1482.22万元", "=1+1", "无", "1,48,2.22", " ", "甲" * 300),
)


def unpacked(data: bytes) -> Parts:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    """A package of parts."""
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return room.getvalue()


# --- 整个文件 ---


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _hole(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.choice((1, 100, 4096)) :]


# --- 部件 ---


def _swapped(parts: Parts, chance: random.Random) -> None:
    one, other = chance.sample(sorted(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]


def _part_dropped(parts: Parts, chance: random.Random) -> None:
    del parts[chance.choice(sorted(parts))]


def _part_emptied(parts: Parts, chance: random.Random) -> None:
    parts[chance.choice(sorted(parts))] = b""


def _part_rewritten(parts: Parts, chance: random.Random) -> None:
    name = chance.choice(sorted(name for name in parts if name.endswith((".xml", ".rels"))))
    parts[name] = mutated(parts[name], chance, [b"<x/>", b"&amp;", "甲".encode()])


# --- 工作簿 ---


def _a_sheet(parts: Parts, chance: random.Random) -> str:
    return chance.choice(sorted(name for name in parts if _SHEET.fullmatch(name)))


def _odd_numbers(parts: Parts, chance: random.Random) -> None:
    name = _a_sheet(parts, chance)

    def odd(cell: re.Match[bytes]) -> bytes:
        if chance.random() > share:
            return cell[0]
        text = chance.choice(ODD).encode()
        style = cell[2] or b""
        head = b'<c r="' + cell[1] + b'"' + style
        if chance.random() < 0.2:
            return head + b' t="e"><v>#DIV/0!</v></c>'
        if chance.random() < 0.2:
            return head + b"><v>-1e20</v></c>"
        return head + b' t="inlineStr"><is><t>' + text + b"</t></is></c>"

    share = chance.choice((0.02, 0.2, 1.0))
    parts[name] = _VALUE.sub(odd, parts[name])


def _sheet_dropped(parts: Parts, chance: random.Random) -> None:
    sheets = _NAMED.findall(parts["xl/workbook.xml"])
    for sheet in chance.sample(sheets, chance.choice((1, 2, len(sheets) - 1))):
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(sheet, b"")


def _sheet_doubled(parts: Parts, chance: random.Random) -> None:
    one, other = _a_sheet(parts, chance), _a_sheet(parts, chance)
    parts[other] = parts[one]


def _sheet_hidden(parts: Parts, chance: random.Random) -> None:
    sheet = chance.choice(_NAMED.findall(parts["xl/workbook.xml"]))
    changed = sheet.replace(b"<sheet ", b'<sheet state="hidden" ')
    if chance.random() < 0.5:
        changed = re.sub(rb' name="[^"]*"', ' name="改了名"'.encode(), sheet)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(sheet, changed)


def _renumbered(row: bytes, number: int) -> bytes:
    row = re.sub(rb'^<row r="[0-9]+"', b'<row r="%d"' % number, row)
    return _ADDRESS.sub(lambda at: b' r="%s%d"' % (at[1], number), row)


def _rows_changed(parts: Parts, chance: random.Random) -> None:
    name = _a_sheet(parts, chance)
    rows = _ROW.findall(parts[name])
    if not rows:
        return
    start = chance.randrange(len(rows))
    some = rows[start : start + chance.choice((1, 1, 3, 10))]
    kind = chance.randrange(3)
    if kind == 0:
        rows[start : start + len(some)] = []
    elif kind == 1:
        rows[start:start] = some
    else:
        chance.shuffle(rows)
    body = b"".join(_renumbered(row, number) for number, row in enumerate(rows, 1))
    before, _, rest = parts[name].partition(b"<sheetData>")
    _, _, behind = rest.partition(b"</sheetData>")
    parts[name] = before + b"<sheetData>" + body + b"</sheetData>" + behind


def _column_moved(parts: Parts, chance: random.Random) -> None:
    name = _a_sheet(parts, chance)
    first, by = chance.randrange(1, 6), chance.choice((1, 1, 4))

    def moved(at: re.Match[bytes]) -> bytes:
        _, column = parse_address(at[1].decode() + "1")
        letters = column_letters(column + by if column >= first else column)
        return b' r="%s%s"' % (letters.encode(), at[2])

    parts[name] = _ADDRESS.sub(moved, parts[name])


# --- Word ---


def _words_changed(parts: Parts, chance: random.Random) -> None:
    text = parts["word/document.xml"]
    found = _PARAGRAPH.findall(text)
    if not found:
        return
    chosen = chance.choice(found)
    other = chance.choice(found)
    kind = chance.randrange(4)
    if kind == 0:
        changed = b""
    elif kind == 1:
        changed = chosen + other
    elif kind == 2:
        changed = other
    else:
        changed = mutated(chosen, chance, ["万元".encode(), "下降".encode(), b"</w:t>", b"<w:br/>"])
    parts["word/document.xml"] = text.replace(chosen, changed, 1)


def _words_odd(parts: Parts, chance: random.Random) -> None:
    share = chance.choice((0.05, 0.5))

    def odd(run: re.Match[bytes]) -> bytes:
        if chance.random() > share:
            return run[0]
        return _NUMBER.sub(lambda _: chance.choice(ODD).encode(), run[0], count=1)

    # 标签里的属性也有数，只改文字
    parts["word/document.xml"] = _WORDS.sub(
        lambda run: re.sub(rb">([^<]*)<", odd, run[0]),
        parts["word/document.xml"],
    )


WHOLE: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flipped, _cut, _hole)
PARTS: tuple[Callable[[Parts, random.Random], None], ...] = (
    _swapped,
    _part_dropped,
    _part_emptied,
    _part_rewritten,
)
BOOK: tuple[Callable[[Parts, random.Random], None], ...] = (
    _odd_numbers,
    _odd_numbers,
    _sheet_dropped,
    _sheet_doubled,
    _sheet_hidden,
    _rows_changed,
    _rows_changed,
    _column_moved,
)
WORD: tuple[Callable[[Parts, random.Random], None], ...] = (_words_changed, _words_odd)


def mangled(data: bytes, chance: random.Random) -> bytes:
    """A package with one thing or a few of it spoilt; mostly what people do to a file, sometimes
    what a broken disk does.
    """
    if chance.random() < 0.1:
        return chance.choice(WHOLE)(data, chance)
    parts = unpacked(data)
    own = BOOK if "xl/workbook.xml" in parts else WORD
    for _ in range(chance.choice((1, 1, 2, 4))):
        kinds = PARTS if chance.random() < 0.2 else own
        try:
            chance.choice(kinds)(parts, chance)
        except (KeyError, IndexError, ValueError):
            break  # 要改的部件已经没有了
    return packed(parts)
