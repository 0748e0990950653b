"""The sheets of 汇总.xlsx over all units, row by row: a unit is read when it is its turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xlbudget.batch.extract import GAP_LEVEL
from xlbudget.batch.league_units import (
    UNREAD,
    Obligation,
    State,
    UnitRecord,
    Units,
    failure_said,
    failures,
)
from xlbudget.batch.stamp import Json
from xlbudget.domain.findings import Level
from xlbudget.workbook.list_sheet import Link, ListColumn, ListSheet, Marked, Value

SUMMARY, FIGURES, FINDINGS, COVERAGE, GAPS = "总览", "各单位指标", "问题", "覆盖", "待填写"
"""The sheets, in their order."""

_WORDS = {
    Level.ERROR.value: (Level.ERROR.chinese, "error"),
    Level.WARNING.value: (Level.WARNING.chinese, "warning"),
}
_COLUMNS_OF_A_PAGE = 15
_MOST_WHY = 6
"""So many reasons of one obligation are shown."""


def summary_words(units: Units) -> str:
    """How many units there are, and how it stands with them."""
    counts = "，".join(f"{state.value} {count}" for state, count in units.counts().items())
    return f"{len(units.records)} 个单位" + (f"：{counts}。" if counts else "。")


def summary_sheet(units: Units) -> ListSheet:
    """总览: a row for each unit, the worst first, with the ways to its page and its workbook."""
    columns = (
        *_of_unit(),
        ListColumn("状态", 10),
        *(ListColumn(words, 8, "whole") for words in ("错误", "提醒", "待填写", "核到", "应核")),
        ListColumn("最要紧的一条", 64, "wrapped"),
        ListColumn("在哪里", 30, "wrapped"),
        ListColumn("审核页", 10),
        ListColumn("工作簿", 24, "wrapped"),
    )
    above = (
        "部门决算批量汇总",
        f"{summary_words(units)}最要紧的在最前面，请从上往下找单位改。",
        "核到、应核：应当核对的事项有几项真正核到了，没有核到的原因见“覆盖”。",
    )
    return ListSheet(SUMMARY, above, columns, map(_summary_row, units.records))


def _of_unit() -> tuple[ListColumn, ...]:
    return ListColumn("单位", 30, "wrapped"), ListColumn("格式", 12), ListColumn("年度", 7, "whole")


def _named(record: UnitRecord) -> list[Value]:
    return [record.unit, record.title, record.year]


def _summary_row(record: UnitRecord) -> Sequence[Value]:
    counted = record.state is not State.FAILED
    covered = (record.covered, record.obligations) if record.obligations else (None, None)
    page, book = record.page, record.workbook
    return [
        *_named(record),
        Marked(record.state.value, record.state.kind),
        *((record.errors, record.warnings, record.gaps) if counted else (None, None, None)),
        *covered,
        record.says,
        record.where,
        Link("打开", record.link(page)) if page else None,
        Link(book, record.link(book)) if book else None,
    ]


def figures_sheet(units: Units) -> ListSheet:
    """各单位指标: the key figures of the formats side by side, in 万元."""
    columns = [*_of_unit()]
    for heading, budgeted in units.headings.items():
        columns += (ListColumn(words, 16, "amount", heading) for words in ("本年", "上年"))
        columns.append(ListColumn("增减率", 11, "rate", heading))
        columns += [ListColumn("完成率", 11, "rate", heading)] if budgeted else []
    above = (
        "各单位指标",
        "金额单位：万元；增减率、完成率照各单位情况说明里印的数。",
        "缺：还没有填；对不上：表里两处不一样；不可比：没有上年，或上年、预算为零。",
    )
    wide = -(-len(columns) // _COLUMNS_OF_A_PAGE)
    return ListSheet(FIGURES, above, columns, _figure_rows(units), pages_wide=wide)


def _figure_rows(units: Units) -> Iterator[Sequence[Value]]:
    for record, overview in units.overviews():
        if overview is None:
            continue
        known = {heading: values for heading, *values in overview["figures"]}
        row = _named(record)
        for heading, budgeted in units.headings.items():
            values = known.get(heading, [None] * 4)
            row += map(_amount, values[:2])
            row += map(_rate, values[2 : 4 if budgeted else 3])
        yield row


def _amount(value: int | str | None) -> Value:
    """分 as 万元; why there is no amount as a word."""
    return Decimal(value).scaleb(-6) if isinstance(value, int) else value and Marked(value, "right")


def _rate(value: str | None) -> Value:
    """A rate as it is printed, as a number that can be sorted.

    >>> _rate("125.26%"), _rate("不可比")
    (Decimal('125.26'), Marked(value='不可比', style='right'))
    """
    if value and value.endswith("%"):
        return Decimal(value[:-1].replace(",", ""))
    return value and Marked(value, "right")


def findings_sheet(units: Units) -> ListSheet:
    """问题: the errors and warnings of all units, to be filtered."""
    columns = (
        *_of_unit(),
        ListColumn("级别", 8),
        ListColumn("在哪里", 30, "wrapped"),
        ListColumn("问题", 80, "wrapped"),
        ListColumn("现为", 18, "wrapped"),
        ListColumn("应为", 18, "wrapped"),
        ListColumn("同一原因", 9, "whole"),
    )
    above = ("问题", "各单位的错误和提醒，一个原因一行；同一原因：还有几处是它引起的。")
    return ListSheet(FINDINGS, above, columns, _finding_rows(units))


def _finding_rows(units: Units) -> Iterator[Sequence[Value]]:
    for record in units.records:
        if record.state is State.FAILED:
            for where, says in failures(failure_said(units.out / record.folder)):
                level = Marked(State.FAILED.value, State.FAILED.kind)
                yield [*_named(record), level, where, says, None, None, None]
    for record, overview in units.overviews():
        if overview is None:
            level = Marked(*_WORDS[Level.WARNING.value])
            yield [*_named(record), level, record.where, UNREAD, None, None, None]
            continue
        for level, where, says, printed, expected, follows, _ in overview["findings"]:
            if level != GAP_LEVEL:
                marked = Marked(*_WORDS[level])
                row = [marked, where, says, printed, expected, follows or None]
                yield [*_named(record), *row]


def gaps_sheet(units: Units) -> ListSheet:
    """待填写: what people of each unit must still fill in."""
    columns = (
        *_of_unit(),
        ListColumn("填在哪里", 30, "wrapped"),
        ListColumn("要填什么", 90, "wrapped"),
    )
    above = ("待填写", "各单位还要填写的内容；没有填完不能公开。")
    return ListSheet(GAPS, above, columns, _gap_rows(units))


def _gap_rows(units: Units) -> Iterator[Sequence[Value]]:
    for record, overview in units.overviews():
        for level, where, says, *_ in (overview or _NOTHING)["findings"]:
            if level == GAP_LEVEL:
                yield [*_named(record), where, says]


_NOTHING: Json = {"findings": []}


def coverage_sheet(units: Units) -> ListSheet:
    """覆盖: what had to be checked, for how many units it was, and why not for the others."""
    columns = (
        ListColumn("编号", 9),
        ListColumn("应当核对的事项", 48, "wrapped"),
        *(ListColumn(words, 11, "whole") for words in ("应核单位数", "核到", "没有核到")),
        ListColumn("没有核到的原因（单位数）", 70, "wrapped"),
    )
    above = ("覆盖", "应当核对的事项各核到了多少个单位；没有核到的不等于相符。")
    rows: Iterator[Sequence[Value]] = (
        [rule, title, known.units, known.covered, known.units - known.covered, _why(known)]
        for (rule, title), known in units.obligations.items()
    )
    return ListSheet(COVERAGE, above, columns, rows)


def _why(known: Obligation) -> str:
    found = sorted(known.why.items(), key=lambda each: (-each[1], each[0]))
    told = [f"{words}（{count}）" for words, count in found[:_MOST_WHY]]
    more = [f"另有 {len(found) - _MOST_WHY} 种"] if len(found) > _MOST_WHY else []
    return "；".join((*told, *more))
