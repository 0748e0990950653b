"""绩效: the self-evaluation of a project (自评) as given, each entry with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum

from xlbudget.domain.money import Amount
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Cell, Entry, Source

PERFORMANCE_SHEET, INDICATOR_SHEET = "绩效", "绩效指标"
"""The sheets of our workbook that messages send a person to."""

PROJECT_KINDS = ("常年项目", "阶段项目")
"""Kinds of projects: those of every year, and those for a time (一次性 ones too)."""

LEFT_OVER = "结余率大于标准的项目数"
"""The projects that left more than a tenth of their budget unspent."""

FULL_MARKS = Decimal(100)
"""What all 分值 of a project come to."""

EXECUTION_POINTS = Decimal(10)
"""The 分值 of 预算执行率 where nobody says another."""


class Fund(Enum):
    """The rows of 项目资金: the whole, and where it came from."""

    TOTAL = "年度资金总额"
    APPROPRIATION = "财政拨款"
    CARRYOVER = "上年结转资金"
    SPECIAL_ACCOUNT = "财政专户管理资金"
    OWN = "单位资金"
    OTHER = "其他资金"


PARTS = tuple(fund for fund in Fund if fund is not Fund.TOTAL)
"""What the whole is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """A row of 项目资金: 年初预算数, 全年预算数, 全年执行数; None where there is no such cell."""

    initial: Cell | None = None
    budget: Cell | None = None
    executed: Cell | None = None

    def cells(self) -> Iterator[Cell]:
        """The cells that are there."""
        yield from (each for each in (self.initial, self.budget, self.executed) if each is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A row of 绩效指标. `source` is the cell of its 三级指标; `cells` those that are still blank,
    by the header words of the sheet 绩效指标.
    """

    source: Source
    first: str = ""
    second: str = ""
    third: str = ""
    target: Entry | None = None
    actual: Entry | None = None
    points: Cell | None = None
    score: Cell | None = None
    reason: Entry | None = None
    cells: Mapping[str, Source] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The most exact of its three names.

        >>> Indicator(source=Source("", "", ""), first="产出指标", second="数量指标").label
        '数量指标'
        """
        return self.third or self.second or self.first


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project of the year.

    `kind` is 常年项目, 阶段项目 or nothing; `points` the 分值 of 预算执行率. What somebody computed
    is `printed_…`: 执行率 in percent, 得分 of 预算执行率, 分值 and 得分 of 总分. `cells` are those
    that are still blank, by the header words of the sheet 绩效.
    """

    name: Entry
    kind: str = ""
    code: Entry | None = None
    department: Entry | None = None
    implementer: Entry | None = None
    funds: Mapping[Fund, Funding] = field(default_factory=dict)
    points: Cell | None = None
    goal: Entry | None = None
    achieved: Entry | None = None
    indicators: tuple[Indicator, ...] = ()
    printed_rate: Cell | None = None
    printed_execution_score: Cell | None = None
    printed_points: Cell | None = None
    printed_score: Cell | None = None
    cells: Mapping[str, Source] = field(default_factory=dict)

    @property
    def whole(self) -> Funding:
        """The row of 年度资金总额."""
        return self.funds.get(Fund.TOTAL, Funding())

    @property
    def budget(self) -> Amount | None:
        """全年预算数."""
        return self.whole.budget.amount if self.whole.budget else None

    @property
    def executed(self) -> Amount | None:
        """全年执行数."""
        return self.whole.executed.amount if self.whole.executed else None

    @property
    def is_scored(self) -> bool:
        """Whether any indicator has a 分值 or a 得分: a 自评表, not only what was reached."""
        cells = (cell for each in self.indicators for cell in (each.points, each.score))
        return any(cell is not None and cell.count is not None for cell in cells)

    @property
    def is_evaluated(self) -> bool:
        """Whether there is more of it than a row of money."""
        return bool(self.indicators or self.goal)

    @property
    def execution_points(self) -> Decimal | None:
        """The 分值 of 预算执行率: as given, none where that is 0; else 10, but none where the
        indicators alone come to 100 or nothing is scored.
        """
        if self.points is not None and self.points.count is not None:
            return self.points.count or None
        if not self.is_scored or self.indicator_points == FULL_MARKS:
            return None
        return EXECUTION_POINTS

    @property
    def indicator_points(self) -> Decimal | None:
        """The sum of the 分值 of all indicators; None while one is blank."""
        return _sum(each.points for each in self.indicators)

    @property
    def indicator_score(self) -> Decimal | None:
        """The sum of the 得分 of all indicators; None while one is blank."""
        return _sum(each.score for each in self.indicators)


def _sum(cells: Iterator[Cell | None]) -> Decimal | None:
    total = Decimal(0)
    for cell in cells:
        if cell is None or cell.count is None:
            return None
        total += cell.count
    return total
