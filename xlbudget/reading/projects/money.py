"""项目资金 of a form: 年初预算数, 全年预算数, 全年执行数 by fund; 分值, 执行率, 得分 of all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from xlbudget.domain.errors import UnknownLayout
from xlbudget.domain.money import Unit
from xlbudget.domain.performance import Fund, Funding
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Cell
from xlbudget.reading.amounts import RawCell, statement_precision, to_cell
from xlbudget.reading.labels import plain
from xlbudget.reading.projects import words
from xlbudget.reading.projects.cells import FormCells
from xlbudget.reading.projects.words import word

_UNIT = re.compile(r"\((?:单位:?)?(万?元)\)$|单位:(万?元)")
_STOP = (*words.GOAL, *words.ACHIEVED, *words.FIRST, *words.THIRD, "绩效指标")


@dataclass(frozen=True, slots=True)
class Money:
    """What the part of a form about money says."""

    funds: Mapping[Fund, Funding] = field(default_factory=dict)
    unit: Unit | None = None
    points: Cell | None = None
    rate: Cell | None = None
    score: Cell | None = None


def read_money(form: FormCells) -> Money:
    """The money of a form; UnknownLayout where a row of amounts cannot be told."""
    header = _header(form)
    if header is None:
        return Money()
    row, columns = header
    paired = _is_paired(form, row, columns)
    found = dict(_paired(form, row, columns) if paired else _listed(form, row, columns))
    raw = [cell for amounts in found.values() for cell in amounts.values()]
    unit = _unit(form, row)
    if unit is None:
        if any(cell.number is not None for cell in raw):
            raise UnknownLayout(
                where=form.source(row, min(columns.values())).in_file,
                seen="没有金额单位",
                expected="“项目资金（万元）”或“项目资金（元）”",
                remedy="请在资金一栏的标题后面用括号写上金额单位。",
            )
        return Money()
    precision = statement_precision(raw, unit)
    funds = {
        fund: Funding(**{what: to_cell(cell, unit, precision) for what, cell in amounts.items()})
        for fund, amounts in found.items()
    }
    whole = None if paired else _row_of_whole(form, row, columns)
    if whole is None:
        return Money(funds, unit)
    points, rate, score = (form.in_row(row, w) for w in (words.POINTS, words.RATE, words.SCORE))
    return Money(
        funds,
        unit,
        form.count(whole, points) if points else None,
        form.percent(whole, rate) if rate else None,
        form.count(whole, score) if score else None,
    )


_COLUMNS = {"initial": words.INITIAL, "budget": words.BUDGET, "executed": words.EXECUTED}


def _header(form: FormCells) -> tuple[int, dict[str, int]] | None:
    """The row where 预算数 and 执行数 stand, and their columns."""
    for row in form.rows():
        columns = {what: form.in_row(row, known) for what, known in _COLUMNS.items()}
        if columns["budget"] and columns["executed"]:
            return row, {what: column for what, column in columns.items() if column}
    return None


def _is_paired(form: FormCells, row: int, columns: Mapping[str, int]) -> bool:
    """Whether the numbers stand beside their labels, not below the headers."""
    beside = any(isinstance(form.at(row, column + 1), Decimal) for column in columns.values())
    return beside or word(form.at(row + 1, columns["budget"])) in words.FUNDS


def _paired(
    form: FormCells, row: int, columns: Mapping[str, int]
) -> Iterator[tuple[Fund, dict[str, RawCell]]]:
    """预算数: 4 | 执行数: 4, and below 其中-财政拨款: 4 | 其中-财政拨款: 4."""
    yield Fund.TOTAL, _beside(form, row, columns)
    for at in range(row + 1, form.last + 1):
        fund = words.FUNDS.get(word(form.at(at, columns["budget"])))
        if fund is None:
            return
        yield fund, _beside(form, at, columns)


def _beside(form: FormCells, row: int, columns: Mapping[str, int]) -> dict[str, RawCell]:
    return {
        what: form.amount(row, column + 1)
        for what, column in columns.items()
        if what in ("budget", "executed")
    }


def _listed(
    form: FormCells, row: int, columns: Mapping[str, int]
) -> Iterator[tuple[Fund, dict[str, RawCell]]]:
    """Rows below the headers, each with its label on the left."""
    for at in _rows_below(form, row):
        amounts = {what: form.amount(at, column) for what, column in columns.items()}
        fund = _fund(form, at, columns.values())
        filled = [cell for cell in amounts.values() if cell.number]
        if fund is not None:
            yield fund, amounts
        elif filled:
            raise UnknownLayout(
                where=filled[0].source.in_file,
                seen=f"{filled[0].number}，左边的“{_label(form, at, columns.values())}”认不出",
                expected="、".join(fund.value for fund in Fund),
                remedy="请把这一行的名称改成其中一种。",
            )


def _rows_below(form: FormCells, row: int) -> Iterator[int]:
    for at in range(row + 1, form.last + 1):
        if form.in_row(at, _STOP):
            return
        yield at


def _fund(form: FormCells, row: int, columns: Collection[int]) -> Fund | None:
    for column in range(1, min(columns)):
        fund = words.FUNDS.get(word(form.at(row, column)))
        if fund is not None:
            return fund
    return None


def _label(form: FormCells, row: int, columns: Collection[int]) -> str:
    texts = (form.text(row, column) for column in range(1, min(columns)))
    return "、".join(filter(None, texts)) or "空白"


def _row_of_whole(form: FormCells, row: int, columns: Mapping[str, int]) -> int | None:
    rows = _rows_below(form, row)
    return next((at for at in rows if _fund(form, at, columns.values()) is Fund.TOTAL), None)


def _unit(form: FormCells, header: int) -> Unit | None:
    """The unit in brackets behind a label, or of the whole form; the nearest above the amounts."""
    for row in (header, header + 1, *range(header - 1, form.first - 1, -1)):
        for column in range(1, form.grid.width + 1):
            value = form.at(row, column)
            found = _UNIT.search(plain(value)) if isinstance(value, str) else None
            if found:
                return Unit(found[1] or found[2])
    return None
