"""A sheet of an unknown layout in our words: what a person confirmed, applied to the sheet.

The words of its header and its labels are replaced by those of the format, each in its place; then
it is read like any sheet. Nothing depends on the numbers of its rows.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from collections.abc import Mapping as Mapping_

from xlbudget.books.port import Grid, Value, parse_address
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.money import Unit
from xlbudget.domain.records import dataclass, replace
from xlbudget.domain.statements import Statement
from xlbudget.formats.model import Format
from xlbudget.formats.table_model import BlockDef, Layout, Table
from xlbudget.reading.code_words import Words
from xlbudget.reading.extract import extract
from xlbudget.reading.headers import (
    Headers,
    Path,
    Said,
    header_rows,
    headers_in,
    in_words,
    numbers_rows,
)
from xlbudget.reading.labels import plain, row_label
from xlbudget.reading.our_words import CODE, NAME, our_columns, our_labels
from xlbudget.reading.recognise import head, titles_on
from xlbudget.reading.sheet import Sheet
from xlbudget.reading.table_words import words_of

_DEEPEST = 40
"""A header ends above this row."""

_LEFT = "（未对应）"
"""Behind a header word of ours over a column that the mapping leaves unread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Which table a sheet of unknown layout is, as a person confirmed it.

    `title` is the sheet's own title (empty where it has none). `columns` are our columns with the
    header words over theirs (`our_words.our_columns` names them; 科目编码 and 科目名称 too),
    `labels` our rows with their labels; `unit` is the unit of money where the sheet says none.
    """

    table: str
    title: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    unit: Unit | None = None

    def applies(self, grid: Grid, resolved: Format) -> bool:
        """Whether a sheet has this title (none, if the mapping has none) and all header words."""
        table, titles = resolved.tables.get(self.table), titles_on(grid)
        if table is None or (self.title not in titles if self.title else titles):
            return False
        return bool(self.columns) and self._header(grid, words_of(table).said) is not None

    def extract(
        self, grid: Grid, resolved: Format, file: str
    ) -> tuple[Statement | None, list[Finding], list[XlbudgetError]]:
        """The statement of a sheet that the mapping applies to, as `reading.extract` gives it."""
        errors: list[XlbudgetError] = []
        table = resolved.tables[self.table]
        above = head(grid, file, errors)
        if above.unit is None and not above.other_unit:
            above = replace(above, unit=self.unit)
        read, findings, faults = extract(
            self.in_our_words(grid, table), self._confirmed(table), above, file
        )
        findings += self._left_out(grid, table, file, findings)
        return read, findings, errors + faults

    def _left_out(
        self, grid: Grid, table: Table, file: str, told: Sequence[Finding]
    ) -> list[Finding]:
        """What is said of amounts of this year right of the first column that is read, if nothing
        was: a column that the mapping leaves out may be the last of the table.
        """
        words, sheet = words_of(table), Sheet(grid, table, file)
        found = self._header(grid, words.said)
        cells = {parse_address(f.where.cell)[1] for f in told if f.where.cell}
        if found is None:
            return []
        header, first = found
        named = self._named(header)
        start = min((at for at, name in named.items() if name not in (CODE, NAME)), default=0)
        for at in sorted(header.own):
            path = header.path(at)
            known = at in named or at in cells or _says_code(path, words)
            if at < start or known or not header.is_actual(at) or numbers_rows(path):
                continue
            if sheet.column_holds(at, first):
                said = f"这一列没有读入：{in_words(path)}在确认过的对应关系里没有写。"
                sheet.note(
                    "column-unrecognised", Level.INFO, sheet.header_cell(at, first), "", said
                )
        return sheet.findings

    def in_our_words(self, grid: Grid, table: Table) -> Grid:
        """The sheet with our words in its header and over its rows; amounts stand as they were."""
        found = self._header(grid, words_of(table).said)
        if found is None:
            return grid
        header, first = found
        named = self._named(header)
        paths = _paths(header, named, table)
        height = min(max(map(len, paths.values()), default=1), first - 1)
        above: list[list[Value]] = [[None] * grid.width for _ in range(first - 1)]
        for column, path in paths.items():
            # 每层都写出字来：空着的格会接着左边的字
            words = (*[path[0]] * (height - len(path)), *path[-height:])
            for at, word in enumerate(words, first - 1 - height):
                above[at][column - 1] = word
        body = self._our_rows(grid.rows[first - 1 :], _sides(named, table), table)
        return Grid(grid.sheet, (*map(tuple, above), *body))

    def _header(self, grid: Grid, said: Said) -> tuple[Headers, int] | None:
        """The header that has all the words, and the first row below it."""
        wanted = {plain(theirs) for _, theirs in self.columns}
        for first in range(2, min(grid.height, _DEEPEST) + 1):
            header = headers_in(grid, header_rows(grid, first, said), said)
            said_here = {path_text(header.spoken(at)) for at in header.own}
            if wanted <= said_here:
                return header, first
        return None

    def _named(self, header: Headers) -> dict[int, str]:
        """The names of our columns by the columns of the sheet.

        Where one text is over several of our columns, they stand from left to right.
        """
        meant: dict[str, list[str]] = {}
        for name, theirs in self.columns:
            meant.setdefault(plain(theirs), []).append(name)
        named: dict[int, str] = {}
        for column in sorted(header.own):
            names = meant.get(path_text(header.path(column)))
            if names:
                named[column] = names.pop(0) if len(names) > 1 else names[0]
        return named

    def _our_rows(
        self, rows: Iterable[tuple[Value, ...]], sides: Mapping_[str, range], table: Table
    ) -> Iterator[tuple[Value, ...]]:
        """The rows of data with our labels, those of each side in its columns."""
        known = our_labels(table)
        labels: dict[str, dict[str, str]] = {}
        for name, theirs in self.labels:
            side, label = known[name]
            labels.setdefault(side, {})[row_label(theirs)] = label
        for values in rows:
            cells = list(values)
            for side, span in sides.items():
                for at in span if side in labels else ():
                    value = values[at - 1] if at <= len(values) else None
                    if isinstance(value, str):
                        cells[at - 1] = labels[side].get(row_label(value), value)
            yield tuple(cells)

    def _confirmed(self, table: Table) -> Table:
        """The table with the columns that were confirmed; those of codes say themselves."""
        ours = our_columns(table)
        said = {ours[name].path[-1] for name, _ in self.columns}
        return replace(table, blocks=tuple(_with(block, said) for block in table.blocks))


def path_text(path: Path) -> str:
    """The words over a column as one text, to be compared.

    >>> path_text(("支出", "小计"))
    '支出/小计'
    """
    return "/".join(path)


def _says_code(path: Path, words: Words) -> bool:
    """Whether a header says a code, or that codes or their names are below it."""
    column = words.column(path)
    coded = column is not None and column.name.isdecimal()
    return coded or any(word in words.codes or word in words.names for word in path)


def _with(block: BlockDef, said: Container[str]) -> BlockDef:
    columns = tuple(c for c in block.columns if c.name.isdecimal() or c.headers[0] in said)
    return replace(block, columns=columns) if columns else block


def _paths(header: Headers, named: Mapping_[int, str], table: Table) -> dict[int, Path]:
    """Our words over each column, or its own; where these would say a column of ours, they do not.

    A header that says a code, or that codes are below it, needs no person to confirm it.
    """
    ours, words = our_columns(table), words_of(table)
    known = {plain(word) for block in table.blocks for c in block.columns for word in c.headers}
    known |= {plain(word) for each in ours.values() for word in each.path}
    paths: dict[int, Path] = {}
    for at in sorted(header.own):
        path = header.path(at)
        if at in named:
            path = ours[named[at]].path
        elif not _says_code(path, words) and header.is_actual(at):
            path = tuple(f"{word}{_LEFT}" if word in known else word for word in path)
        paths[at] = path
    return paths


def _sides(named: Mapping_[int, str], table: Table) -> dict[str, range]:
    """The columns of each side, up to its last of amounts; all columns where sides do not matter.

    The name of a row's side is that of `our_words.our_labels`.
    """
    if table.layout is not Layout.SIDES:
        return {"": range(1, max(named, default=0) + 1)}
    ours = our_columns(table)
    sides: dict[str, range] = {}
    start = 1
    for block in table.blocks:
        own = [at for at, name in named.items() if ours[name].side == block.heading]
        end = max(own, default=start - 1)
        sides[block.heading] = range(start, end + 1)
        start = end + 1
    return sides
