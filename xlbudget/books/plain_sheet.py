"""The values of a sheet part in one pass, where it is written as spreadsheet programs write it.

Every `<` of the cells must belong to what the pattern knows: so nothing is passed over. Whatever
is written otherwise (prefixes, comments, cells without an address, dates, shared texts in several
formats …) is left to the library and to the scan of `sheet_scan`, and gives the same values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from xlbudget.books.bounds import within
from xlbudget.books.calamine_source import LARGEST_AREA, LAST_ROW
from xlbudget.books.plain_shape import COLUMNS, NotPlainError, cells_of, merged_ranges
from xlbudget.books.plain_tables import resolved, text_of
from xlbudget.books.port import CellError, Grid, UnsavedFormula, Value
from xlbudget.books.sheet_scan import Rectangle
from xlbudget.books.values import from_file
from xlbudget.domain.records import dataclass

_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"([^<>/]*)>'
    rb"(?:<(f[^<>]*)>([^<]*)(</f>)?)?"
    rb'(?:<(v|is><t|v ?/)( xml:space="preserve")?>(?:([^<]*)</(?:v|t></is)>)?)?</c>'
)
_ATTRIBUTES = re.compile(
    rb'(?: s="([0-9]{1,6})")?(?: t="(n|s|str|b|e|inlineStr)")?(?: (?:cm|vm|ph)="[0-9]+")*'
)
_NUMBER = re.compile(rb"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")

_INDEX = re.compile(rb"[0-9]{1,9}")


class _Numbers(dict[bytes, Value]):
    def __missing__(self, text: bytes) -> Value:
        if text and not _NUMBER.fullmatch(text):
            raise NotPlainError(text)
        value = from_file(float(text)) if text else None
        if isinstance(value, CellError):
            raise NotPlainError(text)
        self[text] = value
        return value


class _Shared(dict[bytes, Value]):
    def __init__(self, texts: Sequence[str | None]) -> None:
        super().__init__()
        self._texts = texts

    def __missing__(self, text: bytes) -> Value:
        if not _INDEX.fullmatch(text) or int(text) >= len(self._texts):
            raise NotPlainError(text)
        found = self._texts[int(text)]
        if found is None:
            raise NotPlainError(text)
        self[text] = value = found or None
        return value


class _Texts(dict[bytes, Value]):
    def __missing__(self, text: bytes) -> Value:
        found = text_of(text)
        if found is None:
            raise NotPlainError(text)
        return found or None


class _Inline(dict[bytes, Value]):
    """A text that stands in the cell itself, without blanks around; none has it in a `<v>`."""

    def __missing__(self, text: bytes) -> Value:
        if text:
            raise NotPlainError(text)
        return None


class _Errors(dict[bytes, Value]):
    def __missing__(self, text: bytes) -> Value:
        found = text_of(text)
        if found is None or found != found.strip():
            raise NotPlainError(text)
        self[text] = value = CellError(found) if found else None
        return value


class CellKinds(dict[bytes, Mapping[bytes, Value]]):
    """How the text of a cell is read, by the attributes of the cell behind its address."""

    def __init__(self, texts: Sequence[str | None], dates: frozenset[int]) -> None:
        super().__init__()
        self._dates = dates
        self.results, self.inline = _Texts(), _Inline()
        self._kinds: dict[bytes, Mapping[bytes, Value]] = {
            b"": (numbers := _Numbers()),
            b"n": numbers,
            b"s": _Shared(texts),
            b"str": self.results,
            b"inlineStr": self.inline,
            b"b": {b"": None, b"0": False, b"1": True},
            b"e": _Errors(),
        }

    def __missing__(self, attributes: bytes) -> Mapping[bytes, Value]:
        found = _ATTRIBUTES.fullmatch(attributes)
        if found is None:
            raise NotPlainError(attributes)
        kind = found[2] or b""
        if kind in (b"", b"n") and found[1] and int(found[1]) in self._dates:
            raise NotPlainError(attributes)
        self[attributes] = reader = self._kinds[kind]
        return reader


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """The values of a sheet part."""

    grid: Grid
    has_formulas: bool


def plain_sheet(name: str, data: bytes, kinds: CellKinds) -> PlainSheet | None:
    """The values of a sheet part; None where only the general way of reading understands it."""
    try:
        return _read(name, data, kinds)
    except (NotPlainError, KeyError, UnicodeDecodeError):
        return None


def _read(name: str, data: bytes, kinds: CellKinds) -> PlainSheet:
    start, end = cells_of(data)
    lines: list[list[Value]] = []
    line: list[Value] = []
    blank: list[Value] = []
    at, width = b"", 0
    has_formulas = False
    cells = _CELL.findall(data, start, end)
    tags = len(cells)
    for letters, digits, attributes, formula, raw, ended, opening, spaced, text in cells:
        if digits != at:
            row, at = int(digits), digits
            width = max(width, len(line))
            if row <= len(lines) or row > LAST_ROW or row * width > LARGEST_AREA:
                raise NotPlainError(digits)
            lines += [blank] * (row - len(lines) - 1)
            lines.append(line := [])
        kind = kinds[attributes]
        if opening == b"v":
            tags += 2
            value = kind[text]
        elif opening == b"is><t":
            tags += 4
            if kind is not kinds.inline or formula:
                raise NotPlainError(text)
            value = _inline(text, spaced=bool(spaced))
        else:
            tags += 1 if opening else 0
            value = None
        if formula:
            has_formulas = True
            tags += 2 if ended else 1
            if not text and kind is not kinds.results:
                value = _unsaved(formula, raw)
        column = COLUMNS[letters]
        gap = column - len(line)
        if gap != 1:
            if gap < 1:
                raise NotPlainError(letters)
            line += [None] * (gap - 1)
        line.append(value)
    _refuse_other_tags(data, start, end, tags)
    width = max(width, len(line))
    if len(lines) * width > LARGEST_AREA:
        raise NotPlainError(name)
    merged = within(merged_ranges(data, end), len(lines), width)
    if merged is None:
        raise NotPlainError(name)
    _blank_covered(lines, merged)
    return PlainSheet(_rectangular(name, lines), has_formulas)


def _inline(raw: bytes, *, spaced: bool) -> str | None:
    text = text_of(raw, stripped=not spaced)
    if text is None:
        raise NotPlainError(raw)
    return text or None


def _unsaved(formula: bytes, raw: bytes) -> UnsavedFormula:
    text = resolved(raw)
    if text is None or formula != b"f":
        raise NotPlainError(raw)
    return UnsavedFormula("=" + text)


def _refuse_other_tags(data: bytes, start: int, end: int, known: int) -> None:
    """Beside the tags of filled cells that are `known` there are blank cells and rows only: `known`
    holds one for each filled cell, whose own tag is counted here with those of the blank cells.
    """
    cells = data.count(b'<c r="', start, end)
    rows = data.count(b'<row r="', start, end) + data.count(b"</row>", start, end)
    if known + cells + rows != data.count(b"<", start, end):
        raise NotPlainError(data[start : start + 100])


def _blank_covered(lines: list[list[Value]], merged: Sequence[Rectangle]) -> None:
    """Only the first cell of a merged range holds a value; but what the library does not tell is
    told wherever it stands.
    """
    first = [
        lines[top - 1][left - 1] if top <= len(lines) and left <= len(lines[top - 1]) else None
        for top, left, _, _ in merged
    ]
    for (top, left, bottom, right), value in zip(merged, first, strict=True):
        for line in lines[top - 1 : bottom]:
            line[left - 1 : right] = [
                value if isinstance(value, CellError | UnsavedFormula) else None
                for value in line[left - 1 : right]
            ]
        if value is not None:
            lines[top - 1][left - 1] = value


def _rectangular(name: str, lines: list[list[Value]]) -> Grid:
    """`port.grid` for lines without empty texts."""
    for line in lines:
        while line and line[-1] is None:
            line.pop()
    while lines and not lines[-1]:
        lines.pop()
    width = max(map(len, lines), default=0)
    return Grid(name, tuple(tuple(line + [None] * (width - len(line))) for line in lines))
