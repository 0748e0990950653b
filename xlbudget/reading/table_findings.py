"""What is said about the official tables inside a document: unread, twice, absent, misspelt."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

from xlbudget.books.port import Grid
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.records import dataclass, replace
from xlbudget.domain.text import Place
from xlbudget.formats.model import Format
from xlbudget.formats.table_model import Table
from xlbudget.reading.amounts import may_be_amount
from xlbudget.reading.labels import plain, unquoted
from xlbudget.reading.pasted import Pasted
from xlbudget.reading.recognise import titles_on

UNREAD = "document-table-unread"
MISSING = "document-tables-missing"
NEARLY = "document-table-unrecognised"
TWICE = "document-table-twice"

_ALIKE = 0.8
"""How alike the title of an unknown table is to that of a table that it probably means."""


@dataclass(frozen=True, slots=True)
class Found:
    """One official table: its grid under the name of its place, and where it stands."""

    grid: Grid
    pasted: Pasted
    rest: str = ""
    """Where a table without a title follows that may be the rest of this one."""


def sheet_name(place: Place, number: int, title: str) -> str:
    """What a table's place is called.

    >>> sheet_name(Place(page=12), 3, "收入决算表"), sheet_name(Place(), 3, "收入决算表")
    ('第12页 收入决算表', '表3 收入决算表')
    """
    where = f"第{place.page}页" if place.page else f"表{number}" if number else ""
    return f"{where} {title}".strip()


def placed(where: Place, place: Place) -> Place:
    """A place in a table, with the page and the block where the table stands."""
    return replace(where, page=place.page, paragraph=place.paragraph)


def unread(error: XlbudgetError, pasted: Pasted, sheet: str) -> Finding:
    """What made a table unreadable, as a finding: the text is checked all the same."""
    expected = f"；应为：{error.expected}" if error.expected else ""
    at = error.where.partition("!")[2]
    cell = f"（{at}）" if at else ""
    return Finding(
        check=UNREAD,
        verdict=Verdict.UNCHECKED,
        level=Level.WARNING,
        file=error.where.partition(" · ")[0],
        where=replace(placed(Place(sheet=sheet), pasted.place), cell=at or None),
        message=f"“{sheet}”没有读入，正文没有与它核对。{cell}这里是：{error.seen}{expected}。",
    )


def other_year(part: Found, table: Table, printed: int | None, year: int, file: str) -> Finding:
    """A table whose title names another year."""
    return Finding(
        check=UNREAD,
        verdict=Verdict.UNCHECKED,
        level=Level.WARNING,
        file=file,
        where=placed(Place(sheet=part.grid.sheet), part.pasted.place),
        printed=f"{printed}年度",
        expected=f"{year}年度",
        message=f"“{table.title}”的标题写的是{printed}年度，不是{year}年度，没有读入。"
        "请核对年度；确是本年的表，请改正标题。",
    )


def twice(parts: Sequence[Found], table: Table, file: str) -> Finding:
    """A table that stands in several places with other amounts in each."""
    places = "、".join(f"“{part.grid.sheet}”" for part in parts)
    return Finding(
        check=TWICE,
        verdict=Verdict.UNCHECKED,
        level=Level.WARNING,
        file=file,
        where=placed(Place(sheet=parts[1].grid.sheet), parts[1].pasted.place),
        message=f"“{table.title}”有 {len(parts)} 张，内容不同：{places}。"
        "不知道以哪一张为准，都没有读入。请只保留一张。",
    )


def missing_tables(resolved: Format, found: Iterable[str], file: str) -> Iterator[Finding]:
    """The tables that should stand among the others, and do not."""
    known = set(found)
    absent = [table for table in resolved.tables.values() if table.name not in known]
    if absent:
        names = "、".join(f"“{table.title}”" for table in absent)
        yield Finding(
            check=MISSING,
            verdict=Verdict.UNCHECKED,
            level=Level.INFO,
            file=file,
            message=f"文中的决算表只找到 {len(known)} 张，没有找到：{names}。"
            "与这些表有关的数没有核对。",
        )


def misspelt(
    others: Iterable[Found], resolved: Format, found: Iterable[str], file: str
) -> Iterator[Finding]:
    """Tables of amounts whose title is nearly that of a table which was not found."""
    missing = [table for table in resolved.tables.values() if table.name not in set(found)]
    known = {unquoted(plain(title)): table for table in missing for title in table.titles}
    every = {unquoted(plain(title)) for each in resolved.tables.values() for title in each.titles}
    for part in others:
        titles = titles_on(part.grid)
        if every.intersection(titles):
            continue  # 目录
        if not any(may_be_amount(value) for _, _, value in part.grid.cells()):
            continue
        for said in titles:
            near = difflib.get_close_matches(said, known, n=1, cutoff=_ALIKE)
            if near and "决算" in said:
                yield Finding(
                    check=NEARLY,
                    verdict=Verdict.UNCHECKED,
                    level=Level.WARNING,
                    file=file,
                    where=placed(Place(sheet=part.grid.sheet), part.pasted.place),
                    printed=said,
                    expected=known[near[0]].title,
                    message=f"认不出“{said}”，没有读入；最接近的表是“{known[near[0]].title}”。"
                    "请核对表的标题。",
                )
                break
