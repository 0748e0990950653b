"""Whose last year's files are: those of one unit together, of predecessors apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from xlbudget.domain.errors import UnknownLayout
from xlbudget.intake.gathered import SourceFile
from xlbudget.intake.same_unit import goes_by
from xlbudget.reading.labels import plain
from xlbudget.reading.recognise import head
from xlbudget.workbook.entries import OwnSheets, read_home


def refuse_other_years(files: Iterable[SourceFile], year: int) -> Iterator[UnknownLayout]:
    """The errors for files that say another year than last year's."""
    for file in files:
        wrong = sorted(_years(file) - {year})
        if wrong:
            yield UnknownLayout(
                where=file.name,
                seen="、".join(f"{each}年度" for each in wrong) + "的决算",
                expected=f"上年（{year}年度）的决算",
                remedy=f"上年数取自 {year} 年度的工作簿、财决导出或公开表，请换成那一年的文件。",
            )


def _years(file: SourceFile) -> set[int]:
    """The years that the heads of a file say, and its 首页."""
    home = read_home(OwnSheets(file.grids, file.name)).year
    own = plain(home.text)[:4] if home else ""
    printed = {head(grid, file.name, []).year for grid in file.grids}
    return {int(own)} if own.isdecimal() else {year for year in printed if year is not None}


def unit_of(file: SourceFile) -> str:
    """The unit that a file is about: that of its 首页, or the first that a head says; empty where
    none does.
    """
    home = read_home(OwnSheets(file.grids, file.name)).unit_name
    if home is not None:
        return home.text
    names = (head(grid, file.name, []).unit_name for grid in file.grids)
    return next(filter(None, names), "")


def by_unit(
    files: Sequence[SourceFile], names: Collection[str] = ()
) -> dict[str, list[SourceFile]]:
    """The files of each unit, in the order of the first; all that go by one of `names` are of one
    unit, and those that name none belong to the first unit.
    """
    found: dict[str, list[SourceFile]] = {}
    shown: dict[str, str] = {}
    unnamed: list[SourceFile] = []
    for file in files:
        name = unit_of(file)
        if name:
            key = "" if goes_by(name, names) else plain(name)
            found.setdefault(shown.setdefault(key, name), []).append(file)
        else:
            unnamed.append(file)
    if unnamed:
        found.setdefault(next(iter(found), ""), []).extend(unnamed)
    return found
