"""The forms of 绩效: 项目支出绩效自评表 as departments fill it in, and where nothing is scored, the
earlier 目标完成情况表. What nobody gave is a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from xlbudget.analysis.performance import Evaluated, fund_label, score_text
from xlbudget.domain.performance import (
    FULL_MARKS,
    INDICATOR_SHEET,
    PARTS,
    PERFORMANCE_SHEET,
    Fund,
    Indicator,
    Project,
)
from xlbudget.domain.records import dataclass
from xlbudget.domain.statements import Cell, Entry, Source
from xlbudget.domain.text import Gap, Span
from xlbudget.results.computed import Results
from xlbudget.results.performance_cells import NONE, Drawing
from xlbudget.results.printed_tables import PrintedTable, Role

_SCORED = (4.0, 5.5, 6.5, 9.5, 9.0, 9.0, 4.5, 5.5, 9.5)
_REACHED = (5.0, 8.0, 9.0, 14.0, 14.0, 14.0)
"""The widths of the columns in characters; each fits a page of A4 upright."""


@dataclass
class _Form:
    """A table of one project."""

    of: Evaluated
    results: Results

    def __post_init__(self) -> None:
        self.draw = Drawing(self.results.format)

    @property
    def project(self) -> Project:
        """The project."""
        return self.of.project

    def asked(self, word: str, entry: Entry | None) -> str | tuple[Span, ...]:
        """An entry of 绩效, or the gap."""
        return _asked(f"{self.project.name.text}的{word}", entry, self.project.cells.get(word))

    def asked_of(
        self, indicator: Indicator, word: str, entry: Entry | None
    ) -> str | tuple[Span, ...]:
        """An entry of 绩效指标, or the gap."""
        what = f"{self.project.name.text}的“{indicator.label}”{word}"
        return _asked(what, entry, indicator.cells.get(word), INDICATOR_SHEET)

    def number_of(
        self, indicator: Indicator, word: str, cell: Cell | None
    ) -> str | tuple[Span, ...]:
        """A 分值 or 得分 of 绩效指标, or the gap."""
        if cell is not None and cell.count is not None:
            return score_text(cell.count)
        return self.asked_of(indicator, word, None)

    def names(self, at: int, column: int) -> None:
        """一级指标 and 二级指标 of an indicator, each once for all rows that share it."""
        above = [(each.first, each.second) for each in self.project.indicators]
        first, second = above[at]
        if not at or above[at - 1][0] != first:
            self.draw.put(column, first, rows=_run(each[0] == first for each in above[at:]))
        if not at or above[at - 1] != above[at]:
            same = _run(each == above[at] for each in above[at:])
            self.draw.put(column + 1, second, rows=same)

    def parts(self) -> list[Fund]:
        """The parts of the money that were given; 财政拨款 and 其他资金 always have their row."""
        given = {
            fund
            for fund in PARTS
            if fund in self.project.funds
            and any(cell.amount is not None for cell in self.project.funds[fund].cells())
        }
        shown = {Fund.APPROPRIATION, Fund.OTHER} | given
        return [fund for fund in PARTS if given and fund in shown]

    def printed_table(self, name: str, title: str, widths: tuple[float, ...]) -> PrintedTable:
        """The table of what was drawn."""
        account = self.results.account
        return PrintedTable(
            name=name,
            title=f"{account.year}年度{title}（{self.project.name.text}）",
            widths=widths,
            header_rows=0,
            cells=tuple(self.draw.cells),
        )


class ScoredForm(_Form):
    """项目支出绩效自评表."""

    def table(self, name: str) -> PrintedTable:
        """All of it."""
        draw, unit = self.draw, self.results.account.unit_name
        draw.row = 1
        draw.put(1, "项目名称", Role.HEADER, columns=2)
        draw.put(3, self.project.name.text, columns=7)
        draw.row = 2
        draw.put(1, "主管部门", Role.HEADER, columns=2)
        draw.put(3, self.asked("主管部门", self.project.department), columns=2)
        draw.put(5, "实施单位", Role.HEADER)
        implementer = self.project.implementer
        draw.put(6, implementer.text if implementer else unit, columns=4)
        self._money()
        draw.row += 1
        draw.put(1, "年度总体目标", Role.HEADER, rows=2)
        draw.put(2, "预期目标", Role.HEADER, columns=4)
        draw.put(6, "实际完成情况", Role.HEADER, columns=4)
        draw.row += 1
        draw.put(2, self.asked("预期目标", self.project.goal), columns=4)
        draw.put(6, self.asked("目标完成情况", self.project.achieved), columns=4)
        self._indicators()
        draw.row += 1
        draw.put(1, "总分", Role.HEADER, columns=6)
        points = self._points()
        draw.put(7, score_text(points) if points is not None else NONE, Role.HEADER)
        draw.computed(8, self.of.score)
        draw.put(9, "")
        return self.printed_table(name, "项目支出绩效自评表", _SCORED)

    def _points(self) -> Decimal | None:
        """The 分值 of 总分: what all come to; 100 while one is blank."""
        summed = self.project.indicator_points
        if summed is None:
            return FULL_MARKS
        return summed + (self.project.execution_points or 0)

    def _money(self) -> None:
        draw, project = self.draw, self.project
        parts = self.parts()
        draw.row += 1
        unit = self.results.format.style.unit.value
        draw.put(1, f"项目资金（{unit}）", Role.HEADER, rows=2 + len(parts))
        draw.put(2, "", Role.HEADER, columns=2)
        draw.headers(4, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
        draw.row += 1
        draw.put(2, Fund.TOTAL.value, columns=2)
        draw.amount(4, project.whole.initial)
        draw.figure(5, self.of.budget)
        draw.figure(6, self.of.executed)
        points = project.execution_points
        draw.put(7, score_text(points) if points is not None else NONE, Role.HEADER)
        draw.computed(8, self.of.rate)
        if self.of.execution_score is None:
            draw.put(9, NONE, Role.HEADER)
        else:
            draw.computed(9, self.of.execution_score)
        for fund in parts:
            draw.row += 1
            funding = project.funds.get(fund)
            draw.put(2, fund_label(fund), columns=2)
            draw.amount(4, funding.initial if funding else None)
            draw.amount(5, funding.budget if funding else None)
            draw.amount(6, funding.executed if funding else None)
            draw.headers(7, NONE, NONE, NONE)

    def _indicators(self) -> None:
        draw, listed = self.draw, self.project.indicators
        draw.row += 1
        draw.put(1, "绩效指标", Role.HEADER, rows=1 + len(listed))
        draw.headers(2, "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值")
        draw.headers(8, "得分", "偏差原因分析及改进措施")
        for at, each in enumerate(listed):
            draw.row += 1
            self.names(at, 2)
            draw.put(4, each.third)
            draw.put(5, self.asked_of(each, "年度指标值", each.target))
            draw.put(6, self.asked_of(each, "实际完成值", each.actual))
            draw.put(7, self.number_of(each, "分值", each.points), Role.HEADER)
            draw.put(8, self.number_of(each, "得分", each.score), Role.HEADER)
            draw.put(9, each.reason.text if each.reason else "")


class ReachedForm(_Form):
    """项目支出绩效目标完成情况表, which scores nothing."""

    def table(self, name: str) -> PrintedTable:
        """All of it."""
        draw = self.draw
        draw.row = 1
        draw.put(1, "项目名称", Role.HEADER, columns=2)
        draw.put(3, self.project.name.text, columns=4)
        draw.row = 2
        draw.put(1, "预算单位", Role.HEADER, columns=2)
        given = self.project.implementer or self.project.department
        draw.put(3, given.text if given else self.results.account.unit_name, columns=4)
        self._money()
        draw.row += 1
        draw.put(1, "年度目标完成情况", Role.HEADER, rows=2)
        draw.put(2, "预期目标", Role.HEADER, columns=3)
        draw.put(5, "实际完成目标", Role.HEADER, columns=2)
        draw.row += 1
        draw.put(2, self.asked("预期目标", self.project.goal), columns=3)
        draw.put(5, self.asked("目标完成情况", self.project.achieved), columns=2)
        self._indicators()
        return self.printed_table(name, "项目支出绩效目标完成情况表", _REACHED)

    def _money(self) -> None:
        draw = self.draw
        parts = self.parts()
        draw.row += 1
        unit = self.results.format.style.unit.value
        draw.put(1, f"预算执行情况（{unit}）", Role.HEADER, rows=2 + len(parts))
        draw.put(2, "", Role.HEADER, columns=2)
        draw.headers(4, "预算数", "执行数", "执行率")
        draw.row += 1
        draw.put(2, Fund.TOTAL.value, columns=2)
        draw.figure(4, self.of.budget)
        draw.figure(5, self.of.executed)
        draw.computed(6, self.of.rate)
        for fund in parts:
            draw.row += 1
            funding = self.project.funds.get(fund)
            draw.put(2, fund_label(fund), columns=2)
            draw.amount(4, funding.budget if funding else None)
            draw.amount(5, funding.executed if funding else None)
            draw.put(6, NONE, Role.HEADER)

    def _indicators(self) -> None:
        draw, listed = self.draw, self.project.indicators
        if not listed:
            return
        draw.row += 1
        draw.put(1, "绩效指标完成情况", Role.HEADER, rows=1 + len(listed))
        draw.headers(2, "一级指标", "二级指标", "三级指标", "预期指标值", "实际完成指标值")
        for at, each in enumerate(listed):
            draw.row += 1
            self.names(at, 2)
            draw.put(4, each.third)
            draw.put(5, self.asked_of(each, "年度指标值", each.target))
            draw.put(6, self.asked_of(each, "实际完成值", each.actual))


def _asked(
    what: str, entry: Entry | None, cell: Source | None, sheet: str = PERFORMANCE_SHEET
) -> str | tuple[Span, ...]:
    return entry.text if entry is not None else (Gap(what, sheet, cell),)


def _run(same: Iterable[bool]) -> int:
    """How many are true before the first that is not."""
    found: Sequence[bool] = list(same)
    return found.index(False) if False in found else len(found)
