"""绩效指标 of a form: the rows below 三级指标, and 总分."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from xlbudget.domain.money import plain as plain_number
from xlbudget.domain.performance import Indicator
from xlbudget.domain.statements import Cell, Entry
from xlbudget.reading.labels import plain
from xlbudget.reading.projects import words
from xlbudget.reading.projects.cells import FormCells
from xlbudget.reading.projects.words import word

_BEHIND = re.compile(r"[(（]\s*\d+\s*分?\s*[)）]$")

_WORDS = {
    "first": words.FIRST,
    "second": words.SECOND,
    "third": words.THIRD,
    "nature": words.NATURE,
    "target": words.TARGET,
    "unit": words.MEASURED_IN,
    "actual": words.ACTUAL,
    "points": words.POINTS,
    "score": words.SCORE,
    "reason": words.REASON,
}


def read_indicators(form: FormCells) -> tuple[tuple[Indicator, ...], Cell | None, Cell | None]:
    """The rows below 三级指标, and 分值 and 得分 of 总分."""
    for row in form.rows():
        columns = {what: form.in_row(row, known) for what, known in _WORDS.items()}
        if columns["third"] and columns["target"]:
            return _rows(form, row, {what: at for what, at in columns.items() if at})
    return (), None, None


def _rows(
    form: FormCells, header: int, columns: Mapping[str, int]
) -> tuple[tuple[Indicator, ...], Cell | None, Cell | None]:
    found: list[Indicator] = []
    first = second = ""
    for row in range(header + 1, form.last + 1):
        if _is_sum(form, row, columns):
            points, score = (
                form.count(row, columns[what]) if what in columns else None
                for what in ("points", "score")
            )
            return tuple(found), points, score
        one, two = (_named(form, row, columns.get(what, 0)) for what in ("first", "second"))
        if one and one != first:
            first, second = one, ""
        second = two or second
        indicator = _indicator(form, row, columns, first, second)
        if indicator is not None:
            found.append(indicator)
    return tuple(found), None, None


def _is_sum(form: FormCells, row: int, columns: Mapping[str, int]) -> bool:
    return any(word(form.at(row, at)) in words.SUM for at in range(1, columns["third"] + 1))


def _named(form: FormCells, row: int, column: int) -> str:
    """一级指标 or 二级指标 without its 分值 in brackets, as one line."""
    text = "".join(form.text(row, column).split()) if column else ""
    return _BEHIND.sub("", text)


def _indicator(
    form: FormCells, row: int, columns: Mapping[str, int], first: str, second: str
) -> Indicator | None:
    third = words.without_ordinal(form.text(row, columns["third"]))
    target, actual = _target(form, row, columns), _actual(form, row, columns)
    points, score = (
        form.count(row, columns[what]) if what in columns else None for what in ("points", "score")
    )
    counted = any(cell is not None and cell.count is not None for cell in (points, score))
    if not (third or target or actual or counted):
        return None
    return Indicator(
        source=form.source(row, columns["third"]),
        first=first,
        second=second,
        third=third,
        target=target,
        actual=actual,
        points=points,
        score=score,
        reason=form.entry(row, columns.get("reason", 0)),
    )


def _target(form: FormCells, row: int, columns: Mapping[str, int]) -> Entry | None:
    """年度指标值; where 指标性质 and 度量单位 have columns of their own, all in one (≥95%)."""
    if "unit" not in columns and _is_percent(form, row, columns):
        return _percent(form, row, columns["target"])
    entry = form.entry(row, columns["target"])
    if entry is None or "nature" not in columns:
        return entry
    nature = plain(form.text(row, columns["nature"]))
    sign = nature if nature in _SIGNS else ""
    unit = form.text(row, columns["unit"]) if "unit" in columns else ""
    return Entry(f"{sign}{entry.text}{unit}", entry.source)


def _actual(form: FormCells, row: int, columns: Mapping[str, int]) -> Entry | None:
    """实际完成值, with its unit where that has a column of its own."""
    if "unit" not in columns and _is_percent(form, row, columns):
        return _percent(form, row, columns.get("actual", 0))
    entry = form.entry(row, columns.get("actual", 0))
    if entry is None or "unit" not in columns or not entry.text[-1:].isdigit():
        return entry
    return Entry(f"{entry.text}{form.text(row, columns['unit'])}", entry.source)


def _is_percent(form: FormCells, row: int, columns: Mapping[str, int]) -> bool:
    """Whether numbers up to 1 in a row are cells shown as percent: the other one says %, or it is a
    率 that they measure.
    """
    texts = [form.text(row, columns[what]) for what in ("target", "actual") if what in columns]
    named = plain(form.text(row, columns["third"])).endswith(("率", "满意度"))
    return named or any("%" in plain(text) for text in texts)


def _percent(form: FormCells, row: int, column: int) -> Entry | None:
    value = form.at(row, column) if column else None
    if isinstance(value, Decimal) and 0 < value <= 1:
        return Entry(f"{plain_number(value * 100)}%", form.source(row, column))
    return form.entry(row, column)


_SIGNS = ("≥", "≤", ">", "<", "=", "≧", "≦")
