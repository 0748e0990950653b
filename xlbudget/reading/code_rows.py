"""Tables whose rows are classification codes: a line for each code, and the totals."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from xlbudget.books.port import address, column_letters
from xlbudget.domain.findings import Level
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Source
from xlbudget.formats.table_model import LineDef
from xlbudget.reading.amounts import RawCell, may_be_amount
from xlbudget.reading.code_area import find_area
from xlbudget.reading.code_cells import part_of
from xlbudget.reading.code_columns import amount_columns
from xlbudget.reading.code_words import Words
from xlbudget.reading.labels import is_note, row_label
from xlbudget.reading.panels import Panel, find_panels
from xlbudget.reading.sheet import TOLD, RawLine, Sheet
from xlbudget.reading.table_words import words_of

_ALIKE = 0.5
"""How alike the name of an unknown row is to a known one that is named beside it."""


def read_code_rows(sheet: Sheet) -> Iterator[RawLine]:
    """The lines of a table whose rows are codes."""
    yield from read_rows(sheet, words_of(sheet.table))


def read_rows(sheet: Sheet, words: Words) -> Iterator[RawLine]:
    """A line for each code or total that a row holds; what cannot be read is told to the sheet."""
    area = find_area(sheet.grid, words)
    if area is None:
        return
    panels = find_panels(sheet.grid, area, words)
    for panel in panels:
        panel.columns = amount_columns(sheet, words, area, panel.span())
    rows = CodeRows(sheet, words, panels)
    yield from rows.lines(area.first)
    rows.tell_unknown()


@dataclass(slots=True)
class CodeRows:
    """The rows of all panels, read panel by panel, each code and total once.

    `seen` is where each line stands; `named` the codes of rows with a name and no amount; `taken`
    the amounts read for a total further left; `unknown` the rows of amounts that could not be told,
    by their first cell.
    """

    sheet: Sheet
    words: Words
    panels: list[Panel]
    seen: dict[str, str] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    taken: set[tuple[int, int]] = field(default_factory=set)
    unknown: list[tuple[str, str, str]] = field(default_factory=list)

    def lines(self, first: int) -> Iterator[RawLine]:
        """The lines from a row on."""
        grid = self.sheet.grid
        blank = (None,) * grid.width
        filled = [row for row in range(first, grid.height + 1) if grid.rows[row - 1] != blank]
        for panel in self.panels:
            letters = column_letters(panel.start)
            for row in filled:
                found = self._found(panel, row)
                if found is None:
                    continue
                line, label = found
                here = f"{letters}{row}"
                cells, places = self._cells(panel, row, line)
                if line.name in self.seen:
                    self._repeated(line, label, here, cells)
                    continue
                self.seen[line.name] = here
                yield RawLine(line, label or line.label, cells, places)

    def _found(self, panel: Panel, row: int) -> tuple[LineDef, str] | None:
        """The line of a row and its label, if it is one."""
        values, words = self.sheet.grid.rows[row - 1], self.words
        code, beside = panel.code(values, words)
        name = values[panel.name - 1]
        label = beside or (name.strip() if isinstance(name, str) else "")
        if code:
            panel.above = code
            return words.line(code, label), label
        lead = values[panel.start - 1 : panel.last]
        texts = [value for value in lead if isinstance(value, str)]
        for text in texts:
            if (line := words.totals.get(row_label(text))) is not None:
                return line, text.strip()
        label = label or next((text.strip() for text in texts), "")
        wrong = self._wrong_code(panel, row)
        if self.sheet.numbers_columns(row) or is_note(label):
            return None
        return self._without_code(panel, row, wrong, label)

    def _without_code(
        self, panel: Panel, row: int, wrong: str, label: str
    ) -> tuple[LineDef, str] | None:
        """The line of a row that has no code, by its name if one code alone may stand here.

        What stands below a row that cannot be told is below another code than the last one read.
        """
        holds = self._unread_amounts(panel, row)
        if not holds and (not (wrong or label) or self.words.is_header_word(label)):
            return None
        over = {*self.seen, *self.named}
        panel.above = "" if wrong else self.words.code_of_name(label, panel.above, self.seen, over)
        if panel.above and holds:
            return self.words.line(panel.above, label), label
        self.named.add(panel.above)
        if holds:
            self.unknown.append((address(row, panel.start), wrong, label))
        return None

    def _wrong_code(self, panel: Panel, row: int) -> str:
        """Digits that stand for a code but are none of this table."""
        parts = [part_of(self.sheet.grid.at(row, at)) for at in panel.codes]
        return "".join(part for part in parts if part)

    def _unread_amounts(self, panel: Panel, row: int) -> bool:
        values = self.sheet.grid.rows[row - 1]
        return any(
            values[column - 1] is not None
            and may_be_amount(values[column - 1])
            and (row, column) not in self.taken
            for column in panel.columns.values()
        )

    def _cells(
        self, panel: Panel, row: int, line: LineDef
    ) -> tuple[dict[str, RawCell], Mapping[str, Source]]:
        columns = panel.columns
        if len(self.panels) > 1 and not line.name.isdecimal():
            columns = {name: self._total_at(panel, row, at) for name, at in columns.items()}
        return self.sheet.cells(row, columns)

    def _total_at(self, panel: Panel, row: int, column: int) -> int:
        """The column of a total's amount: merged over several panels, it is in the last."""
        grid = self.sheet.grid
        if grid.at(row, column) is not None:
            return column
        for further in self.panels[self.panels.index(panel) + 1 :]:
            if any(grid.at(row, at) is not None for at in further.lead()):
                break
            for at in further.columns.values():
                if grid.at(row, at) is not None:
                    self.taken.add((row, at))
                    return at
        return column

    def _repeated(self, line: LineDef, label: str, here: str, cells: Mapping[str, RawCell]) -> None:
        if all(cell.number is None for cell in cells.values()):
            return
        name = f"{line.name} {label}" if line.name.isdecimal() else label
        self.sheet.fault(
            here,
            f"“{name.strip()}”第二次出现（第一次在 {self.seen[line.name]}）",
            "每个科目只出现一次",
            "请删去或合并重复的一行。",
        )

    def tell_unknown(self) -> None:
        """Rows of amounts that are neither a code's nor a total's, each with the nearest one."""
        if not self.unknown:
            return
        words = self.words
        names = {row_label(label): label for label in words.totals}
        names.update((name, f"{codes[0]} {name}") for name, codes in words.by_name.items())
        kind = "支出经济分类" if words.functional is None else "支出功能分类"
        for here, code, label in self.unknown[:TOLD]:
            near = difflib.get_close_matches(row_label(label), names, n=1, cutoff=_ALIKE)
            same = words.by_name.get(near[0], ()) if near else ()
            name = (
                f"{_likest(code, same)} {near[0]}"
                if code and same
                else names[near[0]]
                if near
                else ""
            )
            nearest = f"最接近的是“{name}”" if label and near else "目录中没有相近的科目"
            if code:
                what = f"编码“{code}”{f'（{label}）' if label else ''}不是{kind}科目的编码"
            elif label:
                what = f"“{label}”没有科目编码，也不是合计行"
            else:
                what = f"{here} 没有科目编码和名称，却有金额"
            self.sheet.note(
                "row-unrecognised",
                Level.WARNING,
                here,
                label or code,
                f"这一行没有读入：{what}，{nearest}。请改正科目编码，或删去这一行的金额。",
            )
        self.sheet.tell_rest([here for here, _, _ in self.unknown[TOLD:]])


def _likest(code: str, codes: Sequence[str]) -> str:
    """Which of the codes with one name was meant by digits that are none.

    >>> _likest("9010301", ("2010101", "2010301")), _likest("20103010", ("2010101", "2010301"))
    ('2010301', '2010301')
    """
    return max(codes, key=lambda each: difflib.SequenceMatcher(None, code, each).ratio())
