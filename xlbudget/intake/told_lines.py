"""What an import tells, line by line, as a terminal and a log show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlbudget.intake.sheet_notes import UNREAD
from xlbudget.intake.told import Told

_SHOWN = 10
"""So many things of one kind are named."""


def sheet_lines(told: Told) -> Iterator[str]:
    """Which sheet was read as which table, and which were not; this year's, then last year's.

    Sheets that a warning or a proposal is about are told there.
    """
    gathered = told.given.gathered
    elsewhere: set[tuple[str, str | None]]
    elsewhere = {(each.file, each.sheet) for each in told.given.proposals}
    elsewhere |= {(each.file, each.where.sheet) for each in told.findings if each.check == UNREAD}
    parts = (("", gathered.sheets), ("上年：", gathered.prior_sheets))
    for year, sheets in parts:
        read = [sheet for sheet in sheets if sheet.read_as]
        if sheets:
            yield f"{year}读入 {len(read)} 张表："
        for sheet in read:
            unit = f"（{sheet.unit.value}）" if sheet.unit else ""
            yield f"    {sheet.file} · {sheet.sheet} → {sheet.read_as}{unit}"
        unread: dict[str, list[str]] = {}
        for sheet in sheets:
            if not sheet.read_as and (sheet.file, sheet.sheet) not in elsewhere:
                unread.setdefault(sheet.file, []).append(sheet.sheet)
        for file, names in unread.items():
            yield f"{year}没有用到 {len(names)} 张：{file} · {'、'.join(names)}"


def missing_lines(told: Told) -> Iterator[str]:
    """What is still to be filled in."""
    for what, names in (
        ("还没有数的表", told.missing.tables),
        ("还没有预算数", told.missing.budgets),
        ("还没有上年数", told.missing.prior),
    ):
        if names:
            more = f"等 {len(names)} 项" if len(names) > _SHOWN else ""
            yield f"{what}：{_by_table(names[:_SHOWN])}{more}"


def _by_table(names: Sequence[str]) -> str:
    """Rows, the title of a table said once before its rows.

    >>> _by_table(("收入决算表 合计", "支出决算表 合计", "支出决算表 2010301 行政运行"))
    '收入决算表 合计；支出决算表 合计、2010301 行政运行'
    >>> _by_table(("收入决算表", "支出决算表"))
    '收入决算表、支出决算表'
    """
    said, last = "", ""
    for name in names:
        title, _, row = name.partition(" ")
        if row and title == last:
            said += f"、{row}"
        else:
            mark = "；" if row else "、"
            said += f"{mark if said else ''}{name}"
        last = title
    return said
