r"""A Book made from a text that people can read, for doctests and tests.

One line is one row, cells are divided by `|`; blanks around a cell do not count::

    == 公开01              a sheet; `== 上年数 (隐藏)` is a hidden one
    项目      | 金额
    .                       an empty row (blank lines count for nothing)
    本年收入  | 1482.22     a number
    '2010301  |             a text, though it looks like a number; an empty cell
    合计      | =B3+1 → 2   a formula and its saved value; without `→` nothing was saved
    #DIV/0!   | 2024-12-31 | TRUE | 08:30:00 | 2024-12-31 08:30:00

After `'` a cell is text. In texts and formulas `\|` is a bar, `\→` an arrow, `\n` a line
break, `\s` a blank at the margin, `\\` a backslash. Every cell of an array formula that a plan
wrote shows its text.
"""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from decimal import Decimal

from xlbudget.books.giving_way import Decision, Writes, decide, told
from xlbudget.books.port import (
    BookPlan,
    CellError,
    Grid,
    LeftAlone,
    SheetInfo,
    UnsavedFormula,
    Value,
    grid,
    number,
)
from xlbudget.books.sheet_scan import Rectangle, rectangle
from xlbudget.books.values import as_read, writes_by_sheet

_HIDDEN = " (隐藏)"
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_ERROR = re.compile(r"#(?:N/A|[A-Z0-9_]+(?:/[0-9A-Z]+)?[!?])")
_BLANK = " \t"
_ESCAPES = {"|": "|", "→": "→", "n": "\n", "r": "\r", "t": "\t", "s": " ", "\\": "\\"}
_MARKED = {ord(char): "\\" + mark for mark, char in _ESCAPES.items() if mark != "s"}


class MemoryBook:
    r"""A workbook in memory.

    >>> book = MemoryBook("== 表\n项目 | 金额\n收入 | 12.50")
    >>> book.read("表").at(2, 2)
    Decimal('12.5')
    """

    def __init__(self, text: str, name: str = "内存") -> None:
        self._name = name
        self._sheets: list[SheetInfo] = []
        self._values: dict[str, dict[tuple[int, int], Value]] = {}
        self._formulas: dict[str, dict[tuple[int, int], str]] = {}
        self._arrays: dict[str, dict[Rectangle, str]] = {}
        row = 0
        for line in text.split("\n"):
            stripped = line.strip(_BLANK + "\r")
            if stripped.startswith("=="):
                row = 0
                self._add_sheet(stripped.removeprefix("==").strip(_BLANK))
            elif stripped:
                row += 1
                self._add_row(row, stripped)

    @property
    def name(self) -> str:
        """The name given to the book, for messages."""
        return self._name

    def sheets(self) -> tuple[SheetInfo, ...]:
        """All sheets in the order of the text."""
        return tuple(self._sheets)

    def read(self, sheet: str) -> Grid:
        """The values of one sheet; KeyError if there is no such sheet."""
        values = self._values[sheet]
        height = max((row for row, _ in values), default=0)
        width = max((column for _, column in values), default=0)
        return grid(
            sheet,
            (
                [values.get((row, column)) for column in range(1, width + 1)]
                for row in range(1, height + 1)
            ),
        )

    def left_alone(self, plan: BookPlan) -> tuple[LeftAlone, ...]:
        """What `apply` would leave alone: formulas of the user's, and all charts."""
        writes = writes_by_sheet(self.name, plan)
        decisions = {sheet: self._decision(sheet, cells) for sheet, cells in writes.items()}
        charts = (LeftAlone(chart.sheet, "", "", chart.name) for chart in plan.charts)
        return (*told(decisions), *charts)

    def _decision(self, sheet: str, writes: Writes) -> Decision:
        formulas = self._formulas[sheet]
        return decide(writes, lambda *at: formulas.get(at), self._arrays[sheet].items())

    def apply(self, plan: BookPlan) -> tuple[LeftAlone, ...]:
        """Write a plan at once."""
        left = self.left_alone(plan)
        for sheet, cells in writes_by_sheet(self.name, plan).items():
            formulas, arrays = self._formulas[sheet], self._arrays[sheet]
            decision = self._decision(sheet, cells)
            for area in decision.dissolved:
                del arrays[area]
            for at, write in sorted(cells.items()):
                if at in decision.left_alone:
                    continue
                if write.formula is None:
                    formulas.pop(at, None)
                elif at not in decision.kept:
                    formulas[at] = "=" + write.formula.removeprefix("=")
                    if write.block:
                        arrays[rectangle(write.block)] = formulas[at]
                self._values[sheet][at] = as_read(write)
        return left

    def text(self) -> str:
        """The book as the text it could have been made from."""
        lines = []
        for info in self._sheets:
            lines.append(f"== {info.name}{'' if info.visible else _HIDDEN}")
            values, formulas = self._values[info.name], self._formulas[info.name]
            used = [at for at in {*values, *formulas} if at in formulas or values[at] is not None]
            for row in range(1, max((row for row, _ in used), default=0) + 1):
                columns = [column for at, column in used if at == row]
                cells = [
                    _cell_text(values.get((row, column)), formulas.get((row, column)))
                    for column in range(1, max(columns, default=0) + 1)
                ]
                lines.append(" | ".join(cells).rstrip(_BLANK) or ".")
        return "\n".join(lines) + "\n"

    def _add_sheet(self, title: str) -> None:
        name = title.removesuffix(_HIDDEN)
        if name in self._values:
            raise ValueError(f"two sheets {name!r}")
        self._sheets.append(SheetInfo(name, visible=name == title))
        self._values[name] = {}
        self._formulas[name] = {}
        self._arrays[name] = {}

    def _add_row(self, row: int, line: str) -> None:
        if not self._sheets:
            raise ValueError(f"a row before the first sheet: {line!r}")
        if line == ".":
            return
        name = self._sheets[-1].name
        for column, cell in enumerate(_divided(line, "|"), 1):
            value, formula = _parsed(cell)
            if formula is not None:
                self._formulas[name][row, column] = formula
            if value is not None:
                self._values[name][row, column] = value


def _divided(text: str, mark: str) -> list[str]:
    """The parts between marks that have no backslash before them, without blanks around."""
    parts, start, after_backslash = [], 0, False
    for at, char in enumerate(text):
        if char == mark and not after_backslash:
            parts.append(text[start:at].strip(_BLANK))
            start = at + 1
        after_backslash = char == "\\" and not after_backslash
    return [*parts, text[start:].strip(_BLANK)]


def _parsed(cell: str) -> tuple[Value, str | None]:
    if not cell.startswith("="):
        return _value(cell), None
    formula, *saved = _divided(cell, "→")
    formula = _unescaped(formula)
    return _value("→".join(saved)) if saved else UnsavedFormula(formula), formula


def _value(cell: str) -> Value:
    if cell.startswith("'"):
        return _unescaped(cell[1:])
    if cell in ("", "TRUE", "FALSE"):
        return cell == "TRUE" if cell else None
    if _NUMBER.fullmatch(cell):
        return number(float(cell))
    if _ERROR.fullmatch(cell):
        return CellError(cell)
    for kind in (dt.date, dt.datetime, dt.time):
        with suppress(ValueError):
            if (value := kind.fromisoformat(cell)) and _moment(value) == cell:
                return value
    return _unescaped(cell)


def _cell_text(value: Value, formula: str | None) -> str:
    if formula is None:
        return _value_text(value)
    shown = _escaped(formula)
    return (
        shown
        if isinstance(value, UnsavedFormula)
        else f"{shown} → {_value_text(value)}".strip(_BLANK)
    )


def _value_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, str):
        text = _escaped(value)
        plain = _parsed(text) == (value, None) and text != "." and not text.startswith("=")
        return text if plain else "'" + text
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, UnsavedFormula):
        return _escaped(value.formula)
    return _moment(value)


def _moment(value: dt.date | dt.time) -> str:
    return value.isoformat(" ") if isinstance(value, dt.datetime) else value.isoformat()


def _escaped(text: str) -> str:
    marked = text.translate(_MARKED)
    if marked.startswith(" "):
        marked = "\\s" + marked[1:]
    return marked[:-1] + "\\s" if marked.endswith(" ") else marked


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[0]), text)
