"""Cheap signs, without parsing, that a sheet part holds more than plain values.

They may be wrong towards caution only: a sheet without any sign has no formulas, no error values,
and every cell names an address in the first 9,999 rows and 702 columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlbudget.books.sheet_scan import CellSpan, scan

_FAR = re.compile(rb'<c r="(?:[A-Z]{3}|[A-Z]*[0-9]{5})|<row r="[0-9]{5}')
_ODD_ERROR = re.compile(rb">#(?!DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)")
_ODD_XML = re.compile(rb"""v>[-+0-9.eE]*(?:&#|<!\[CDATA\[)|<(?:\w+:)?c [^>]*\br=["'][A-Z]*[a-z]""")
_BLANK_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")? ?/>')
_BLANK_ROW = re.compile(rb'<row r="[0-9]{1,7}"[^<>]*(?:/>|></row>)')
_KNOWN_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


def has_formulas(data: bytes) -> bool:
    """Whether formulas may stand in a sheet part."""
    cells = _sheet_data(data)
    return not cells or b"<f" in cells or b":f" in cells


def is_plain(data: bytes) -> bool:
    """Whether a sheet part holds nothing but values at written addresses near A1."""
    cells = _sheet_data(data)
    return bool(cells) and not (
        b"<f" in cells
        or b't="e"' in cells
        or b't="d"' in cells
        or b"='" in cells
        or b":c" in cells
        or b":row" in cells
        or cells.count(b"<c") != cells.count(b'<c r="')
        or cells.count(b"<row") != cells.count(b'<row r="')
        or _FAR.search(cells)
    )


def without_blanks(data: bytes) -> bytes:
    """The sheet part without cells and rows that hold nothing, where all write their address:
    a million rows may be formatted and blank.

    >>> without_blanks(b'<sheetData><row r="1"><c r="A1" s="3"/></row></sheetData>')
    b'<sheetData></sheetData>'
    """
    cells = _sheet_data(data)
    if cells.count(b"<c") != cells.count(b'<c r="'):
        return data
    if cells.count(b"<row") != cells.count(b'<row r="'):
        return data
    return data.replace(cells, _BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", cells)))


def _sheet_data(data: bytes) -> bytes:
    """The sheetData element in its usual spelling, else nothing."""
    start = data.find(b"<sheetData")
    return data[start : data.find(b"</sheetData", start)] if start >= 0 else b""


def is_odd(data: bytes) -> bool:
    """Whether a sheet part is written as no spreadsheet program writes it, and as the library
    misreads: numbers in CDATA or with character references, addresses in small letters.
    """
    return bool(_ODD_XML.search(data))


def _without_comments(data: bytes) -> bytes:
    kept = []
    start = 0
    while (comment := data.find(b"<!--", start)) >= 0:
        end = data.find(b"-->", comment)
        if end < 0:
            break
        kept.append(data[start:comment])
        start = end + 3
    kept.append(data[start:])
    return b"".join(kept)


def for_calamine(data: bytes) -> bytes:
    """The sheet part as python-calamine can read it.

    It fails on the errors of newer Excels (`#SPILL!`, `#CALC!` …), and misreads a number with a
    comment inside. The bytes are the same object if there is nothing to mend.
    """
    if b"<!--" in data:
        data = _without_comments(data)
    if not _ODD_ERROR.search(data):
        return data
    odd = [
        cell
        for cell in scan(data).cells.values()
        if cell.kind == "e" and cell.value not in _KNOWN_ERRORS
    ]
    return _without_values(data, odd)


def _without_values(data: bytes, cells: Sequence[CellSpan]) -> bytes:
    parts, at = [], 0
    for cell in sorted(cells, key=lambda cell: cell.start):
        value = cell.value.strip().encode()
        parts += [data[at : cell.start], data[cell.start : cell.close].replace(value, b"#N/A")]
        at = cell.close
    parts.append(data[at:])
    return b"".join(parts)
