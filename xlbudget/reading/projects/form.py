"""A whole form: which sheets hold one, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.books.port import Grid
from xlbudget.domain.errors import UnknownLayout
from xlbudget.domain.money import Unit
from xlbudget.domain.performance import Project
from xlbudget.domain.records import dataclass
from xlbudget.domain.statements import Entry
from xlbudget.reading.labels import plain
from xlbudget.reading.projects import words
from xlbudget.reading.projects.cells import FormCells
from xlbudget.reading.projects.indicators import read_indicators
from xlbudget.reading.projects.money import read_money
from xlbudget.reading.projects.words import word

_TITLE = re.compile(r"绩效.*(?:自评|完成情况)表")
_YEAR = re.compile(r"((?:19|20)\d{2})年度?")
_CODED = re.compile(r"([0-9][0-9A-Z]{7,})[-－—_ ]+(.+)")
_LOOKED_AT = 3
"""So many rows below a header its text may stand, where cells are merged."""


@dataclass(frozen=True, slots=True)
class FormRead:
    """A form as read: the project, the year in its title, the unit of its amounts."""

    project: Project
    year: int | None
    unit: Unit | None


def is_form(grid: Grid) -> bool:
    """Whether a sheet holds a form: a 项目名称, money, and goals or indicators."""
    return bool(forms_on(grid, ""))


def forms_on(grid: Grid, file: str) -> tuple[FormCells, ...]:
    """The forms on a sheet, below each other."""
    if not any("项目名称" in plain(v) for _, _, v in grid.cells() if isinstance(v, str)):
        return ()
    whole = FormCells(grid, file, 1, grid.height)
    starts = [row for row, column in whole.labelled(words.NAME) if _is_label(whole, row, column)]
    found = []
    for at, start in enumerate(starts):
        first = 1 if at == 0 else _title_above(whole, start)
        last = _title_above(whole, starts[at + 1]) - 1 if at + 1 < len(starts) else grid.height
        form = FormCells(grid, file, first, last)
        if _looks_like_one(form):
            found.append(form)
    return tuple(found)


def _is_label(form: FormCells, row: int, column: int) -> bool:
    """Whether 项目名称 is the label of a form, not the header of a list."""
    return form.in_row(row, (*words.BUDGET, *words.EXECUTED, *words.THIRD)) == 0 and column > 0


def _title_above(form: FormCells, row: int) -> int:
    """The first row of a form: that of its title, where one stands right above 项目名称."""
    for at in range(row - 1, max(row - 1 - _LOOKED_AT, form.first - 1), -1):
        texts = [form.at(at, column) for column in range(1, form.grid.width + 1)]
        if any(isinstance(text, str) and _TITLE.search(plain(text)) for text in texts):
            return at
    return row


def _looks_like_one(form: FormCells) -> bool:
    has = [
        any(True for _ in form.labelled(known))
        for known in (words.THIRD, words.GOAL, words.EXECUTED)
    ]
    return has[2] and (has[0] or has[1])


def read_form(form: FormCells) -> FormRead:
    """The project that a form is about. Raises UnknownLayout, UnreadableCell."""
    name = form.answer(words.NAME)
    if name is None:
        row, column = next(form.labelled(words.NAME))
        raise UnknownLayout(
            where=form.source(row, column).in_file,
            seen="“项目名称”右边空着",
            expected="项目的名称",
            remedy="请填上项目名称，再导入。",
        )
    name = Entry("".join(name.text.splitlines()), name.source)
    coded = _CODED.fullmatch(name.text)
    code = form.answer(words.CODE)
    if coded:
        code, name = code or Entry(coded[1], name.source), Entry(coded[2].strip(), name.source)
    kind = form.answer(words.KIND)
    money = read_money(form)
    goal, achieved = _goals(form)
    indicators, points, score = read_indicators(form)
    project = Project(
        name=name,
        kind=words.kind_of(kind.text) if kind else "",
        code=code,
        department=form.answer(words.DEPARTMENT),
        implementer=form.answer(words.IMPLEMENTER),
        funds=money.funds,
        points=money.points,
        goal=goal,
        achieved=achieved,
        indicators=indicators,
        printed_rate=money.rate,
        printed_execution_score=money.score,
        printed_points=points,
        printed_score=score,
    )
    return FormRead(project, _year(form), money.unit)


def _goals(form: FormCells) -> tuple[Entry | None, Entry | None]:
    """预期目标 and 实际完成情况: the texts below these two headers."""
    for row in form.rows():
        goal = form.in_row(row, words.GOAL)
        achieved = next(
            (
                column
                for column in range(form.grid.width, goal, -1)
                if word(form.at(row, column)) in words.ACHIEVED
            ),
            0,
        )
        if goal and achieved:
            # 年度总体目标 is the label on the left where 预期目标 stands beside it
            inner = next(
                (
                    column
                    for column in range(achieved - 1, goal, -1)
                    if word(form.at(row, column)) in words.GOAL
                ),
                goal,
            )
            return _below(form, row, inner, achieved)
    return None, None


def _below(
    form: FormCells, row: int, goal: int, achieved: int
) -> tuple[Entry | None, Entry | None]:
    """The texts in the next row that holds anything."""
    for at in range(row + 1, min(row + _LOOKED_AT, form.last) + 1):
        if all(form.at(at, column) is None for column in range(1, form.grid.width + 1)):
            continue
        if form.in_row(at, (*words.FIRST, *words.EXECUTED)):
            break
        return form.entry(at, goal), form.entry(at, achieved)
    return None, None


def _year(form: FormCells) -> int | None:
    """The year in the title or in the line below it."""
    for row, _, text in _texts(form):
        if row > form.first + _LOOKED_AT or word(text) in words.NAME:
            break
        found = _YEAR.search(plain(text))
        if found:
            return int(found[1])
    return None


def _texts(form: FormCells) -> Iterator[tuple[int, int, str]]:
    for row in form.rows():
        for column in range(1, form.grid.width + 1):
            value = form.at(row, column)
            if isinstance(value, str):
                yield row, column, value
