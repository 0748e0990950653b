"""Which format a workbook is in: the place and year of 首页 or of the tables, and its settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from xlbudget.books.port import Grid
from xlbudget.domain.errors import UnknownLayout, UnknownName, XlbudgetError
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.formats.settings import apply_settings
from xlbudget.reading.labels import plain
from xlbudget.reading.recognise import Head, head
from xlbudget.workbook.entries import Home


def format_of_book(
    home: Home,
    grids: Sequence[Grid],
    file: str,
    place: str | None = None,
    year: int | None = None,
    folders: tuple[Path, ...] = (),
) -> Format:
    """The format of the place, the year and the settings on 首页. A `place` or `year` that the
    caller says goes before what stands there; `folders` hold formats beside ours.
    """
    place = place or (home.place.text if home.place else None)
    if place is None:
        raise UnknownName(
            where=file,
            seen="没有首页，也没有说明用哪个格式",
            expected="格式名称，如 sichuan",
            remedy="请用本程序新建的工作簿（有“首页”），"
            "或在命令行加上 --format 格式名称；全部格式见 xlbudget formats。",
        )
    year = year or _home_year(home, file) or _printed_year(grids, file)
    resolved = find(place, year, None, folders)
    for label, entry in home.settings.items():
        try:
            resolved = apply_settings(resolved, {label: entry.text})
        except UnknownName as error:
            raise UnknownName(
                where=f"{entry.source.in_file}（{label}）",
                seen=error.seen,
                expected=error.expected,
                remedy="请从下拉列表中选择。",
            ) from error
    return resolved


def _home_year(home: Home, file: str) -> int | None:
    if not home.sheet:
        return None
    if home.year is None:
        raise UnknownName(
            where=f"{file} · {home.sheet}",
            seen="“年度”一行没有填写",
            expected="年度，如 2024",
            remedy="请在首页填写四位数的决算年度。",
        )
    text = plain(home.year.text).removesuffix("年度").removesuffix("年")
    if not text.isdecimal() or len(text) != 4:  # noqa: PLR2004  公元年份
        raise UnknownName(
            where=home.year.source.in_file,
            seen=f"“{home.year.text}”",
            expected="年度，如 2024",
            remedy="请在首页填写四位数的决算年度。",
        )
    return int(text)


def _printed_year(grids: Sequence[Grid], file: str) -> int:
    years = sorted({year for grid in grids if (year := head(grid, file, []).year)})
    if len(years) != 1:
        seen = "、".join(f"{year}年度" for year in years) or "表头没有年度"
        raise UnknownName(
            where=file,
            seen=seen,
            expected="一个决算年度",
            remedy="请加上 --year 年度，如 --year 2024。",
        )
    return years[0]


def wrong_year(grid: Grid, above: Head, year: int, file: str) -> Iterable[XlbudgetError]:
    """A table of another year than the account's."""
    if above.year is not None and above.year != year:
        yield UnknownLayout(
            where=f"{file} · {grid.sheet}",
            seen=f"{above.year}年度的表",
            expected=f"{year}年度",
            remedy="请换成本年度的表，或改正首页的年度。",
        )
