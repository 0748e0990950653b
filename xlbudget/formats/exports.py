"""The raw sheets of the 部门决算 system, and what their cells become: exports/*.toml.

Each file describes one sheet as a table (like `formats.tables`), with the code that its name
begins with, and its feeds: public tables, 预算数, 补充资料. They are the system's, of no place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from xlbudget.domain.codes import is_code
from xlbudget.domain.records import dataclass
from xlbudget.formats.catalogue import load_codes
from xlbudget.formats.keys import Keys, load_toml, nearest
from xlbudget.formats.library import HOME
from xlbudget.formats.settings import ADJUSTED, INITIAL
from xlbudget.formats.table_model import Table
from xlbudget.formats.tables import Codes, parse_table

UNUSED = "unused.toml"
"""The sheets that are known and not needed."""

BY_CODE, DEPARTMENT = "budget_by_code.toml", "department_budget.toml"
"""Kinds of sheets that are no sheets of the system: any with both budgets by functional code, and
those that departments publish with their budgets.
"""

_MINUS = "-"

Names = Mapping[str, tuple[str, ...]]
"""A name in a public table, and the lines or columns of the raw sheet that may hold its amount:
the first that has one does.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a raw sheet becomes in a public table: lines and columns of the same names, and those
    that `lines` and `columns` name otherwise.

    With `turned`, the columns of that line become the lines of the table, in its first column;
    `sums` are lines which the sheet lacks, as sums of others. With `added`, the amounts of all
    sheets that feed the table so are added up.
    """

    table: str
    lines: Names
    columns: Names
    turned: str = ""
    sums: Names
    added: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetFeed:
    """What a column of a raw sheet becomes in 预算数: the budget of a base, of the lines named.

    Without `lines`, all lines of the same names. Without `table`, that of the fund whose budget the
    sheet is.
    """

    table: str
    base: str
    column: str
    lines: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFeed:
    """A field of 补充资料 as the sum of lines in their first column: sign and name of each."""

    field: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """One kind of raw sheet: its code, its table, and what it becomes. A sheet of its title that
    has one of the labels `told_by` is one too, without the code and without columns of budgets.
    """

    code: str
    table: Table
    feeds: tuple[Feed, ...] = ()
    budgets: tuple[BudgetFeed, ...] = ()
    numbers: tuple[NumberFeed, ...] = ()
    told_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exports:
    """All raw sheets by code; the titles of those that are known and not used, by code; and how
    sheets of budgets by code are read.
    """

    sheets: Mapping[str, RawSheet]
    unused: Mapping[str, tuple[str, ...]]
    by_code: RawSheet
    department: RawSheet


@lru_cache(maxsize=16)
def exports(year: int) -> Exports:
    """The raw sheets of a year.

    >>> exports(2024).sheets["Z08_1"].table.title
    '一般公共预算财政拨款基本支出决算明细表'
    """
    folder = HOME / "exports"
    codes = Codes(
        load_codes(HOME / "codes" / "functional.csv"),
        load_codes(HOME / "codes" / "economic.csv"),
        year,
    )
    special = (UNUSED, BY_CODE, DEPARTMENT)
    paths = [path for path in sorted(folder.glob("*.toml")) if path.name not in special]
    sheets = [parse_raw_sheet(_load(path), path.stem, codes) for path in paths]
    return Exports(
        sheets={sheet.code: sheet for sheet in sheets},
        unused=_unused(_load(folder / UNUSED)),
        by_code=parse_raw_sheet(_load(folder / BY_CODE), "", codes),
        department=parse_raw_sheet(_load(folder / DEPARTMENT), "", codes),
    )


def _load(path: Path) -> Keys:
    return load_toml(path, f"exports/{path.name}")


def parse_raw_sheet(keys: Keys, name: str, codes: Codes) -> RawSheet:
    """One file of exports/: the table of a raw sheet, and its feeds.

    `name` is the file's, which must be the sheet's code; nothing for sheets without one.
    """
    if name and keys.text("code") != name:
        keys.broken(f"code = {keys.text('code')!r}", f"{name!r}，同文件名", "请改正其中一个。")
    feeds, budgets, numbers = (
        keys.tables(key) for key in ("feed", "budget_feed", "supplement_feed")
    )
    told_by = keys.texts("told_by", ())
    table = parse_table(name or "budget_by_code", keys, codes)
    sheet = RawSheet(
        code=name,
        table=table,
        feeds=tuple(_feed(group, table) for group in feeds),
        budgets=tuple(_budget(group, table, by_fund=not name) for group in budgets),
        numbers=tuple(_number(group, table) for group in numbers),
        told_by=told_by,
    )
    if not (sheet.feeds or sheet.budgets or sheet.numbers):
        remedy = f"请补上，或改在 {UNUSED} 中列出。"
        keys.broken("没有写用到哪里", "[[feed]]、[[budget_feed]] 或 [[supplement_feed]]", remedy)
    return sheet


def _feed(keys: Keys, table: Table) -> Feed:
    turned = keys.text("turned", "")
    lines, columns = _names(keys, "lines"), _names(keys, "columns")
    sums = _names(keys, "sums")
    feed = Feed(
        table=keys.text("table"),
        lines=lines,
        columns=columns,
        turned=turned,
        sums=sums,
        added=keys.flag("added", default=False),
    )
    keys.done()
    _check_lines(keys, table, (name for names in lines.values() for name in names))
    _check_columns(keys, table, (name for names in columns.values() for name in names))
    if turned:
        _check_lines(keys, table, [turned])
        _check_columns(keys, table, (name for names in sums.values() for name in names))
    elif sums:
        keys.broken("写了 sums", "有 turned 才有 sums", "请删去 sums，或补上 turned。")
    if turned and (lines or columns or feed.added):
        keys.broken("turned 与 lines、columns、added 同用", "只用 turned 和 sums", "请删去一边。")
    return feed


def _budget(keys: Keys, table: Table, *, by_fund: bool) -> BudgetFeed:
    feed = BudgetFeed(
        table="" if by_fund else keys.text("table"),
        base=keys.choice("base", (INITIAL, ADJUSTED)),
        column=keys.text("column"),
        lines=_names(keys, "lines"),
    )
    keys.done()
    _check_columns(keys, table, [feed.column])
    _check_lines(keys, table, (name for names in feed.lines.values() for name in names))
    return feed


def _number(keys: Keys, table: Table) -> NumberFeed:
    written = keys.texts("lines")
    feed = NumberFeed(
        field=keys.text("field"),
        lines=tuple(
            (-1 if name.startswith(_MINUS) else 1, name.removeprefix(_MINUS)) for name in written
        ),
    )
    keys.done()
    _check_lines(keys, table, (name for _, name in feed.lines))
    return feed


def _names(keys: Keys, key: str) -> dict[str, tuple[str, ...]]:
    below = keys.table(key)
    return {name: below.texts(name) for name in below.names()} if below else {}


def _check_lines(keys: Keys, table: Table, names: Iterable[str]) -> None:
    for name in names:
        if table.line(name) is None:
            known = [line.name for line in table.lines()]
            keys.broken(f"行 {name!r}", "本表某一行的 name", nearest(name, known))


def _check_columns(keys: Keys, table: Table, names: Iterable[str]) -> None:
    """Columns must be the table's; codes of other years may be missing in this one."""
    known = [column.name for block in table.blocks for column in block.columns]
    for name in names:
        if name not in known and not is_code(name):
            keys.broken(f"列 {name!r}", "本表某一列的 name", nearest(name, known))


def _unused(keys: Keys) -> dict[str, tuple[str, ...]]:
    found = dict(_unused_sheets(keys))
    keys.done()
    return found


def _unused_sheets(keys: Keys) -> Iterator[tuple[str, tuple[str, ...]]]:
    for group in keys.tables("unused"):
        yield group.text("code"), (group.text("title"), *group.texts("titles", ()))
        group.done()
