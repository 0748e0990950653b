"""Projects as they stand in a workbook that we build: every entry in its cell of 绩效, 绩效指标."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from xlbudget.books.port import address
from xlbudget.domain.errors import BrokenFormat
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.performance import Fund, Funding, Indicator, Project
from xlbudget.domain.statements import Cell, Entry, Source
from xlbudget.formats.cases import Case
from xlbudget.formats.keys import nearest
from xlbudget.workbook import layout
from xlbudget.workbook import performance_layout as places
from xlbudget.workbook.performance_entries import totals_of_projects

_COLUMNS = {word: at for at, word in enumerate(layout.HEADERS[layout.PERFORMANCE], 1)} | {
    word: at for at, word in enumerate(places.DETAILS, places.DETAILS_COLUMN)
}
_NOWHERE = Source("", "", "")


def placed_projects(projects: Iterable[Project], file: str) -> tuple[Project, ...]:
    """The same projects, each in a row of 绩效 of a workbook called `file`, and its indicators
    below those of the one before on 绩效指标.
    """
    placed: list[Project] = []
    row = layout.FIRST_ROW
    for at, project in enumerate(projects, layout.FIRST_ROW):
        indicators = tuple(
            _placed_indicator(each, file, below)
            for below, each in enumerate(project.indicators, row)
        )
        row += len(indicators)
        placed.append(_placed(project, file, at, indicators))
    return tuple(placed)


def _placed(project: Project, file: str, row: int, indicators: tuple[Indicator, ...]) -> Project:
    def at(word: str) -> Source:
        return Source(file, layout.PERFORMANCE, address(row, _COLUMNS[word]))

    def entry(word: str, given: Entry | None) -> Entry | None:
        return None if given is None else Entry(given.text, at(word))

    def cell(word: str, given: Cell | None) -> Cell:
        return Cell(at(word)) if given is None else given._replace(source=at(word))

    funds = {}
    for fund in Fund:
        funding = project.funds.get(fund, Funding())
        funds[fund] = Funding(
            initial=cell(places.initial_of(fund), funding.initial),
            budget=cell(places.budget_of(fund), funding.budget),
            executed=cell(places.executed_of(fund), funding.executed),
        )
    given = {
        places.DEPARTMENT: project.department,
        places.GOAL: project.goal,
        places.ACHIEVED: project.achieved,
        places.SCORE: project.printed_score,
        "预算数": project.budget,
        "执行数": project.executed,
    }
    return Project(
        name=Entry(project.name.text, at("项目名称")),
        kind=project.kind,
        code=entry(places.CODE, project.code),
        department=entry(places.DEPARTMENT, project.department),
        implementer=entry(places.IMPLEMENTER, project.implementer),
        funds=funds,
        points=cell(places.POINTS, project.points),
        goal=entry(places.GOAL, project.goal),
        achieved=entry(places.ACHIEVED, project.achieved),
        indicators=indicators,
        printed_score=cell(places.SCORE, project.printed_score),
        printed_rate=cell(places.RATE, project.printed_rate),
        cells={word: at(word) for word, value in given.items() if value is None},
    )


def _placed_indicator(indicator: Indicator, file: str, row: int) -> Indicator:
    columns = {word: at for at, word in enumerate(layout.HEADERS[layout.INDICATORS], 1)}

    def at(word: str) -> Source:
        return Source(file, layout.INDICATORS, address(row, columns[word]))

    def entry(word: str, given: Entry | None) -> Entry | None:
        return None if given is None else Entry(given.text, at(word))

    def cell(word: str, given: Cell | None) -> Cell:
        return Cell(at(word)) if given is None else given._replace(source=at(word))

    given = {
        "年度指标值": indicator.target,
        "实际完成值": indicator.actual,
        "分值": indicator.points.count if indicator.points else None,
        "得分": indicator.score.count if indicator.score else None,
        "偏差原因分析及改进措施": indicator.reason,
    }
    return Indicator(
        source=at("三级指标"),
        first=indicator.first,
        second=indicator.second,
        third=indicator.third,
        target=entry("年度指标值", indicator.target),
        actual=entry("实际完成值", indicator.actual),
        points=cell("分值", indicator.points),
        score=cell("得分", indicator.score),
        reason=entry("偏差原因分析及改进措施", indicator.reason),
        cells={word: at(word) for word, value in given.items() if value is None},
    )


def placed_totals(projects: tuple[Project, ...], file: str) -> dict[str, Cell]:
    """What the projects come to, in the cells of 汇总; none without projects."""
    column = places.TOTALS_COLUMN + 1
    found: dict[str, Cell] = {}
    for row, (name, value) in enumerate(totals_of_projects(projects), layout.FIRST_ROW):
        at = Source(file, layout.PERFORMANCE, address(row, column))
        if isinstance(value, Amount):
            found[name] = Cell.with_amount(at, value)
        else:
            found[name] = Cell.with_count(at, value)
    return found if projects else {}


def projects_of_case(case: Case) -> Iterator[Project]:
    """The projects of a case; its keys are the header words of 绩效 and 绩效指标."""
    for name, texts in case.projects.items():
        _refuse_unknown(case, name, texts, _COLUMNS)
        listed = case.indicators.get(name, {})
        for third, row in listed.items():
            _refuse_unknown(case, third, row, layout.HEADERS[layout.INDICATORS])
        indicators = tuple(_indicator_of(third, row) for third, row in listed.items())
        yield _project_of(name, texts, indicators, case.unit)


def _project_of(
    name: str, texts: Mapping[str, str], indicators: tuple[Indicator, ...], unit: Unit
) -> Project:
    def cell(word: str) -> Cell | None:
        known = word in texts
        return Cell.with_amount(_NOWHERE, Amount.of(texts[word], unit)) if known else None

    funds = {
        fund: Funding(
            initial=cell(places.initial_of(fund)),
            budget=cell(places.budget_of(fund)),
            executed=cell(places.executed_of(fund)),
        )
        for fund in Fund
    }
    return Project(
        name=Entry(name, _NOWHERE),
        kind=texts.get("项目类别", ""),
        code=_entry(texts, places.CODE),
        department=_entry(texts, places.DEPARTMENT),
        implementer=_entry(texts, places.IMPLEMENTER),
        funds=funds,
        points=_count(texts, places.POINTS),
        goal=_entry(texts, places.GOAL),
        achieved=_entry(texts, places.ACHIEVED),
        indicators=indicators,
        printed_score=_count(texts, places.SCORE),
        printed_rate=_count(texts, places.RATE),
    )


def _indicator_of(third: str, texts: Mapping[str, str]) -> Indicator:
    return Indicator(
        source=_NOWHERE,
        first=texts.get("一级指标", ""),
        second=texts.get("二级指标", ""),
        third=third,
        target=_entry(texts, "年度指标值"),
        actual=_entry(texts, "实际完成值"),
        points=_count(texts, "分值"),
        score=_count(texts, "得分"),
        reason=_entry(texts, "偏差原因分析及改进措施"),
    )


def _entry(texts: Mapping[str, str], word: str) -> Entry | None:
    return Entry(texts[word], _NOWHERE) if word in texts else None


def _count(texts: Mapping[str, str], word: str) -> Cell | None:
    return Cell.with_count(_NOWHERE, Decimal(texts[word])) if word in texts else None


def _refuse_unknown(case: Case, name: str, texts: Iterable[str], known: Iterable[str]) -> None:
    for word in texts:
        if word not in known:
            raise BrokenFormat(
                where=f"{case.place}/cases/{case.name}.toml · {name}",
                seen=f"未知键 {word!r}",
                expected="、".join(known),
                remedy=nearest(word, known),
            )
