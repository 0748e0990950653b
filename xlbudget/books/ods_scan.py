"""A look over an OpenDocument sheet before the library reads it: how far it reaches, and what the
library does not tell: errors, and formulas without saved values.

Rows and cells may be repeated by a number; the library writes each of them out, so a few bytes
could fill the memory. Trailing repetitions that hold nothing are not counted.
"""

from __future__ import annotations

import xml.parsers.expat

from xlbudget.books.port import CellError, UnsavedFormula, Value
from xlbudget.domain.records import dataclass, field

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_CELLS = (f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell")
_KINDS = ("value", "date-value", "time-value", "boolean-value", "string-value")
_VALUES = tuple(f"{_OFFICE} {kind}" for kind in _KINDS)
_ERRORS = ("#", "Err:")


@dataclass(slots=True)
class OdsSheet:
    """A sheet: its name, its last row and column that hold something, how many cells do and how
    long their texts are together, and the cells that the library reads as blank though they are
    not.
    """

    name: str
    height: int = 0
    width: int = 0
    cells: int = 0
    text: int = 0
    told: dict[tuple[int, int], Value] = field(default_factory=dict)


@dataclass(slots=True)
class _Scanner:
    sheets: list[OdsSheet] = field(default_factory=list)
    depth: int = 0
    row: int = 0
    rows: int = 1
    column: int = 0
    columns: int = 1
    formula: str = ""
    has_value: bool = False
    is_error: bool = False
    in_cell: bool = False
    in_note: int = 0
    in_text: int = 0
    text: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_TABLE} table":
            self.depth += 1
            if self.depth == 1:
                self.sheets.append(OdsSheet(attributes.get(f"{_TABLE} name", "")))
                self.row = 0
        elif self.depth != 1:
            return
        elif name == f"{_TABLE} table-row":
            self.rows = _times(attributes, "rows")
            self.column = 0
        elif name in _CELLS:
            self.columns = _times(attributes, "columns")
            self.formula = attributes.get(f"{_TABLE} formula", "")
            self.has_value = any(attributes.get(word) for word in _VALUES)
            self.is_error = attributes.get(f"{_CALCEXT} value-type") == "error"
            self.in_cell, self.text = True, []
        elif name == f"{_OFFICE} annotation":
            self.in_note += 1
        elif name == f"{_TEXT} p":
            self.in_text += 1

    def end(self, name: str) -> None:
        if name == f"{_TABLE} table":
            self.depth -= 1
        elif self.depth != 1:
            return
        elif name == f"{_TABLE} table-row":
            self.row += self.rows
        elif name in _CELLS:
            self._cell()
            self.column += self.columns
            self.in_cell = False
        elif name == f"{_OFFICE} annotation":
            self.in_note -= 1
        elif name == f"{_TEXT} p":
            self.in_text -= 1

    def characters(self, data: str) -> None:
        if self.in_cell and self.in_text and not self.in_note:
            self.text.append(data)

    def _cell(self) -> None:
        text, sheet = "".join(self.text), self.sheets[-1]
        if not (text or self.has_value or self.formula):
            return
        sheet.height = max(sheet.height, self.row + self.rows)
        sheet.width = max(sheet.width, self.column + self.columns)
        sheet.cells += self.rows * self.columns
        sheet.text += self.rows * self.columns * len(text)
        if self.is_error or (self.formula and text.startswith(_ERRORS)):
            self._tell(CellError(text or "#VALUE!"))
        elif self.formula and not text and not self.has_value:
            self._tell(UnsavedFormula(_excel_formula(self.formula)))

    def _tell(self, value: Value) -> None:
        """A repeated formula is told once: whoever mends it sees the others."""
        self.sheets[-1].told[self.row + 1, self.column + 1] = value


def scan_ods(content: bytes) -> list[OdsSheet]:
    """The sheets of a content.xml without DTD; ValueError if it is not well-formed.

    >>> table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    >>> text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    >>> row = '<t:table-row t:number-rows-repeated="9"><t:table-cell><x:p>甲</x:p></t:table-cell>'
    >>> names = f'xmlns:t="{table}" xmlns:x="{text}" t:name="表"'
    >>> sheet = f"<t:table {names}>{row}</t:table-row></t:table>"
    >>> [(sheet.name, sheet.height, sheet.width) for sheet in scan_ods(sheet.encode())]
    [('表', 9, 1)]
    """
    scanner = _Scanner()
    parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = scanner.start
    parser.EndElementHandler = scanner.end
    parser.CharacterDataHandler = scanner.characters
    try:
        parser.Parse(content, True)  # noqa: FBT003  expat 的参数没有名字
    except xml.parsers.expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return scanner.sheets


def _times(attributes: dict[str, str], what: str) -> int:
    text = attributes.get(f"{_TABLE} number-{what}-repeated", "1")
    if not text.isascii() or not text.isdecimal() or len(text) > 9:  # noqa: PLR2004
        raise ValueError(f"number-{what}-repeated={text}")
    return max(int(text), 1)


def _excel_formula(text: str) -> str:
    """A formula as people type it: `of:=[.A1]` is `=[.A1]`."""
    return "=" + text.partition("=")[2] if "=" in text else f"={text}"
