"""Which table stands on a sheet, and what its head says: title, unit of money, year, unit."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from xlbudget.books.port import Grid, address
from xlbudget.domain.errors import UnknownLayout, XlbudgetError
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import Unit
from xlbudget.domain.records import dataclass
from xlbudget.domain.text import Place
from xlbudget.formats.model import Format
from xlbudget.formats.table_model import Table
from xlbudget.reading.amounts import may_be_amount
from xlbudget.reading.labels import plain, unquoted
from xlbudget.reading.remembered import once_for_each_table

HEAD_ROWS = 15
"""Titles, unit lines and headers stand in the first rows that hold anything; noise of a pasted page
included.
"""

_REMEMBERED = 2048
"""The texts in the heads of tables are few, and each is looked at many times."""

_YEAR_PREFIX = re.compile(r"^.*?(?:19|20)\d{2}年度?")
_ORDINAL = r"^(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、])(?=.*表)"
_NUMBER_PREFIX = re.compile(r"^(?:公开|财决)[-\d]+表")
_NUMBER_SUFFIX = re.compile(r"\((?:公开|财决)[-\d]+表\)$")
_NUMBER = re.compile(r"^(?:表?号?[:：]?)?((?:公开|财决)\d{2})表?$")
_NOT_ON = r"(?![^\W\dA-Za-z_])"
"""Where no Chinese word goes on; the range 一-龥 would take a millisecond to compile."""

_MONEY = re.compile(
    rf"单位:?(?:人民币)?([十百千万亿]*元)(?:[/、]([十百千万亿]*元))?{_NOT_ON}|\(([十百千万亿]*元)\)$"
)
"""The unit of money in a line of its own, or in brackets at the end of a header; where a form
leaves the choice (元/万元), both.
"""

_UNIT_NAME = re.compile(
    r"(?:编制|填报|公开|预算)?(?:部门|单位)(?:名称|全称)?(?:\((?:部门|单位)\)|/单位)?:(.+)"
)
_AFTER_NAME = re.compile(
    r"\(?(?:19|20)\d{2}年.*|(?:公开|财决)\d.*|(?:金额)?单位:.*"
    rf"|(?:人民币)?[百千万亿]*元{_NOT_ON}.*"
)
_YEAR = re.compile(r"((?:19|20)\d{2})年(?:度|(?=收入|财政|部门|单位|决算))")
_SHEET_ORDINAL = re.compile(r"^(?:(?:公开|财决|GK|Z)?[\d_]+表?)?[-、.]?")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a table. None where nothing is printed.

    `other_unit` is a unit of money that is neither 元 nor 万元; `unit` is None then.
    """

    unit: Unit | None
    unit_name: str | None
    year: int | None
    unit_cell: str | None = None
    other_unit: str = ""


_TITLE = re.compile(r"(?!.*(?:部门|单位)决算).*决算.*表")
"""What is surely the title of a table, and not that of the whole book."""

_NEARLY = 0.8
"""How alike the title of an unknown sheet is to that of a table which it probably means."""

_OF_ACCOUNTS = re.compile(r".*决算.*表|(?:公开|财决)\d{2}.*")
"""The titles of public tables that a format may not have."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The sheets of a book by table, the sheets that are no table of the format, and what is said
    about those that look like one.
    """

    tables: Mapping[str, Grid]
    others: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


def table_on(grid: Grid, tables: Iterable[Table]) -> Table | None:
    """The table that a sheet holds: by its title, else its number, else the sheet's name.

    A sheet with the titles of several tables is a list of contents, and no table. The number is
    not believed where the title is another table's: places number their tables in their own way.
    """
    known = tuple(tables)
    texts = [plain(text) for _, _, text in _head_texts(grid)]
    titles = [_title(text) for text in texts]
    by_title = {title: table for table in known for title in said_titles(table)}
    found = {by_title[title].name: by_title[title] for title in titles if title in by_title}
    if not found:
        # 文档里的表也有只写着“二、收入决算表”的；前面的号是目录里的，同一处有不带号的标题就信那个
        bare = [re.sub(_ORDINAL, "", title) for title in titles]
        found = {by_title[title].name: by_title[title] for title in bare if title in by_title}
    if not found:
        by_number = {table.number: table for table in known}
        numbers = [match[1] for text in texts if (match := _NUMBER.match(text))]
        numbered = [by_number[number] for number in numbers if number in by_number]
        found = {table.name: table for table in numbered if _may_be(table, titles)}
    if found:
        return next(iter(found.values())) if len(found) == 1 else None
    named = by_title.get(_sheet_title(grid))
    numbered = [table for table in known if table.number == plain(grid.sheet)[:4]]
    return named or next((table for table in numbered if _may_be(table, titles)), None)


def titles_on(grid: Grid) -> tuple[str, ...]:
    r"""What may be a title in the head of a sheet, without year, unit and the number of the table.

    >>> from xlbudget.books.memory_book import MemoryBook
    >>> titles_on(MemoryBook("== 表\n示例局2024年度支出情况表（公开03表）\n单位：万元").read("表"))
    ('支出情况表',)
    """
    titles = (_title(plain(text)) for _, _, text in _head_texts(grid))
    return tuple(dict.fromkeys(title for title in titles if title.endswith("表")))


def title_in(text: str) -> str:
    """The title that a cell holds, as `titles_on` gives it.

    >>> title_in("2024年度“三公”经费支出决算表（公开07表）")
    '三公经费支出决算表'
    """
    return _title(plain(text))


def _may_be(table: Table, titles: Iterable[str]) -> bool:
    """Whether no title stands there, or one that is nearly the table's."""
    others = [title for title in titles if _TITLE.fullmatch(title)]
    known = said_titles(table)
    near = (difflib.get_close_matches(title, known, n=1, cutoff=_NEARLY) for title in others)
    return not others or any(near)


@once_for_each_table
def said_titles(table: Table) -> tuple[str, ...]:
    """The titles that a table is known by, as `titles_on` and `title_in` give them."""
    return tuple(unquoted(plain(title)) for title in table.titles)


@lru_cache(_REMEMBERED)
def _title(text: str) -> str:
    bare = _NUMBER_SUFFIX.sub("", _NUMBER_PREFIX.sub("", _YEAR_PREFIX.sub("", text)))
    return unquoted(bare)


def _sheet_title(grid: Grid) -> str:
    """The sheet's name without the number in front."""
    return unquoted(_NUMBER_SUFFIX.sub("", _SHEET_ORDINAL.sub("", plain(grid.sheet))))


def recognise(
    grids: Iterable[Grid], resolved: Format, file: str, errors: list[XlbudgetError]
) -> Recognised:
    """Each table's sheet. A table that stands twice is an error, as is a required one missing."""
    found: dict[str, Grid] = {}
    others: list[Grid] = []
    for grid in grids:
        table = table_on(grid, resolved.tables.values())
        if table is None:
            others.append(grid)
        elif table.name in found:
            errors.append(
                UnknownLayout(
                    where=f"{file} · {grid.sheet}",
                    seen=f"第二张“{table.title}”，第一张在“{found[table.name].sheet}”",
                    expected="每张表只有一张工作表",
                    remedy="请删去或改名多余的一张（改掉表内标题），再运行。",
                )
            )
        else:
            found[table.name] = grid
    sheets = "、".join(grid.sheet for grid in (*found.values(), *others))
    errors += [
        UnknownLayout(
            where=file,
            seen=f"工作表：{sheets or '没有'}",
            expected=f"{table.number}“{table.title}”（按表内标题、表号或工作表名查找）",
            remedy="请补上这张表；如已改名，请在表内第一行写上原标题。",
        )
        for table in resolved.tables.values()
        if table.required and table.name not in found
    ]
    missing = [table for table in resolved.tables.values() if table.name not in found]
    told = (_tell_other(grid, missing, resolved, file) for grid in others)
    findings = tuple(finding for finding in told if finding is not None)
    return Recognised(found, tuple(grid.sheet for grid in others), findings)


def _tell_other(grid: Grid, missing: list[Table], resolved: Format, file: str) -> Finding | None:
    """A sheet of amounts that is no table of the format but looks like one, or like a misspelt one.

    Sheets of people's own are passed over.
    """
    if not any(may_be_amount(value) for values in grid.rows for value in values):
        return None
    known = {title: table for table in missing for title in said_titles(table)}
    titles = [_title(plain(text)) for _, _, text in _head_texts(grid) if plain(text)[-1:] == "表"]
    every = {title for table in resolved.tables.values() for title in said_titles(table)}
    if len(every.intersection(titles)) > 1:
        return None  # 目录
    for said in dict.fromkeys((*titles, _sheet_title(grid))):
        near = difflib.get_close_matches(said, known, n=1, cutoff=_NEARLY)
        if near:
            return _unread(
                grid, file, Level.WARNING, said, f"最接近的表是“{known[near[0]].title}”。"
            )
    said = next(filter(_OF_ACCOUNTS.fullmatch, (*titles, plain(grid.sheet))), "")
    if not said:
        return None
    nearest = f"它不是“{resolved.title}”的表。"
    return _unread(grid, file, Level.INFO, said, nearest)


def _unread(grid: Grid, file: str, level: Level, said: str, nearest: str) -> Finding:
    return Finding(
        check="sheet-unrecognised",
        verdict=Verdict.UNCHECKED,
        level=level,
        file=file,
        where=Place(sheet=grid.sheet),
        printed=said,
        message=f"这张工作表有数，没有读入：认不出“{said}”。{nearest}"
        "如应读入，请在表内第一行写上表样的标题。",
    )


def head(grid: Grid, file: str, errors: list[XlbudgetError]) -> Head:
    """The head of a table's sheet; two different money units are an error."""
    units: dict[str, str] = {}
    unit_name: str | None = None
    year: int | None = None
    for row, column, text in _head_texts(grid):
        words = plain(text)
        if words.endswith(":"):
            words += _beside(grid, row, column)
        said = _says(words)
        if said is None:
            continue
        money, named, dated = said
        for word in money:
            units.setdefault(word, address(row, column))
        unit_name = named if unit_name is None else unit_name
        year = dated if year is None else year
    if len(units) > 1:
        places = "、".join(f"{cell}“{word}”" for word, cell in units.items())
        errors.append(
            UnknownLayout(
                where=f"{file} · {grid.sheet}",
                seen=f"两种金额单位：{places}",
                expected="一种金额单位",
                remedy="请只保留一处“金额单位：万元”或“金额单位：元”。",
            )
        )
    for word, cell in units.items():
        if word in {unit.value for unit in Unit}:
            return Head(Unit(word), unit_name, year, cell)
        return Head(None, unit_name, year, cell, word)
    return Head(None, unit_name, year)


@lru_cache(_REMEMBERED)
def _says(words: str) -> tuple[tuple[str, ...], str | None, int | None] | None:
    """The units of money, the unit's name and the year that a text in the head says, if any."""
    money = tuple(
        word for found in _MONEY.finditer(words) for word in found.groups() if word is not None
    )
    named, dated = _UNIT_NAME.match(words), _YEAR.search(words)
    name = (_AFTER_NAME.sub("", named[1]) or None) if named else None
    year = int(dated[1]) if dated else None
    return (money, name, year) if money or name or year else None


def _beside(grid: Grid, row: int, column: int) -> str:
    """What stands right of a label that has a cell for itself; another label is no answer."""
    values = (grid.at(row, right) for right in range(column + 1, grid.width + 1))
    value = next((value for value in values if value is not None), None)
    return plain(value) if isinstance(value, str) and ":" not in plain(value) else ""


def _head_texts(grid: Grid) -> Iterator[tuple[int, int, str]]:
    blank = (None,) * grid.width
    top = next((row for row, values in enumerate(grid.rows) if values != blank), 0)
    for row, values in enumerate(grid.rows[top : top + HEAD_ROWS], top + 1):
        for column, value in enumerate(values, 1):
            if isinstance(value, str):
                yield row, column, value
