"""The heads of all sheets that were read: one year, and one unit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from xlbudget.domain.errors import UnknownLayout
from xlbudget.intake.gathered import SourceSheet
from xlbudget.reading.labels import plain

_SHOWN = 5
"""So many sheets are named."""


def goes_by(name: str, names: Collection[str]) -> bool:
    """Whether a name is one of a unit's, however its spaces and brackets are written.

    >>> goes_by("示例市规划局（本级）", ["示例市 规划局(本级)"]), goes_by("示例局", [])
    (True, False)
    """
    return plain(name) in set(map(plain, names))


def one_year(sheets: Sequence[SourceSheet], year: int) -> Iterator[UnknownLayout]:
    """The errors for sheets of another year, one for each file and year."""
    wrong: dict[tuple[str, int], list[str]] = {}
    for sheet in sheets:
        if sheet.year not in (None, year):
            wrong.setdefault((sheet.file, sheet.year or 0), []).append(sheet.sheet)
    for (file, seen), names in wrong.items():
        yield UnknownLayout(
            where=f"{file} · {listed(names)}",
            seen=f"{seen}年度的表",
            expected=f"{year}年度",
            remedy=f"请换成 {year} 年度的文件；年度写错的，请改正表头。",
        )


def one_unit(
    sheets: Sequence[SourceSheet], unit_name: str | None, former_names: Collection[str]
) -> Iterator[UnknownLayout]:
    """The errors for sheets of another unit: than `unit_name`, or than the first that is named."""
    named = [(sheet, sheet.unit_name) for sheet in sheets if sheet.unit_name]
    if not named:
        return
    expected = unit_name or named[0][1]
    known = (expected, *former_names)
    wrong: dict[tuple[str, str], list[str]] = {}
    for sheet, name in named:
        if not goes_by(name, known):
            wrong.setdefault((sheet.file, name), []).append(sheet.sheet)
    for (file, seen), names in wrong.items():
        yield UnknownLayout(
            where=f"{file} · {listed(names)}",
            seen=f"“{seen}”的表",
            expected=f"“{expected}”",
            remedy="请核对是不是拿错了文件；是本单位的原名，请在工作簿首页“单位沿革”选“更名”，"
            "在补充资料填“曾用名”，再导入；只是写法不同，把首页的单位名称改成与表头一样，"
            "或者用命令导入时加 --unit 写上表头的名称。",
        )


def listed(names: Sequence[str]) -> str:
    """The names of sheets, the first few of many."""
    more = f" 等 {len(names)} 张" if len(names) > _SHOWN else ""
    return "、".join(names[:_SHOWN]) + more
