"""一处改错能不能证明：变异测试的裁判，与审核的程序无关。没有表的时候，凭正文上的数。

只认这几种凭计算器就能证明的：同一个数在别处印得不一样；占比、增减率、完成率与正文里印的数复算不符；
增减额与两年的数不符；一个构成里各项之和与总数差得比四舍五入能差的多；额和率的方向相反。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from unicodedata import normalize

from tests.altered import numbers_in
from tests.mistakes import Mistake
from xlbudget.analysis.compositions import parts_of
from xlbudget.binding.lists import line_names
from xlbudget.domain.figures import Figure
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName

_YUAN = {"万元": 10_000, "元": 1}


@dataclass(frozen=True)
class Between:
    """一个印出来的数四舍五入以前的范围；金额作元，率作百分数。"""

    low: Fraction
    high: Fraction

    def meets(self, low: Fraction, high: Fraction) -> bool:
        """是不是可能相等。"""
        return self.low <= high and low <= self.high


def printed(text: str, places: int = 2) -> Between:
    """印出来的字可能是多少；`places` 是这份说明里金额最多印几位小数，去掉的零也是印出来的。

    >>> printed("4.95%") == Between(Fraction("4.945"), Fraction("4.955"))
    True
    """
    digits = _digits(text)
    unit = next((times for word, times in _YUAN.items() if text.endswith(word)), 1)
    half = Fraction(unit, 2 * 10 ** _places(text))
    if text.endswith("元"):
        half = min(half, Fraction(unit, 2 * 10**places))
    if text.endswith("%"):
        half = min(half, Fraction(1, 200))
    value = Fraction(digits) * unit
    return Between(value - half, value + half)


def _usual(places: list[int]) -> int:
    """一份说明的金额印几位小数：至少十分之一的数印到的那一位，个别的数不算。"""
    return max(each for each in places if places.count(each) * 10 >= len(places))


def _digits(text: str) -> str:
    return re.sub(r"[^\d.-]", "", normalize("NFKC", text))


def _places(text: str) -> int:
    return len(_digits(text).partition(".")[2])


def provable(mistake: Mistake, resolved: Format) -> bool:
    """没有表也能证明它错了。"""
    facts: dict[str, list[str]] = {}
    figures: dict[str, Figure] = {}
    for _, _, _, piece in numbers_in(mistake.sheet):
        assert piece.figure is not None
        facts.setdefault(piece.figure.name, []).append(piece.text.strip())
        figures[piece.figure.name] = piece.figure
    if mistake.kind == "年份":
        return True
    name = mistake.figure.name
    names = {name, mistake.other.name} if mistake.other else {name}
    if mistake.kind == "方向":
        base = name.rpartition(".")[0]
        row = {
            piece.figure.name
            for number, _, _, piece in numbers_in(mistake.sheet)
            if number == mistake.row and piece.figure is not None
        }
        return {f"{base}.change", f"{base}.change_rate"} <= row
    if any(len(facts[each]) > 1 for each in names):
        return True
    places = _usual([_places(text) for texts in facts.values() for text in texts if "元" in text])
    once = {known: printed(texts[0], places) for known, texts in facts.items()}
    return any(
        not holds and not names.isdisjoint(involved)
        for holds, involved in (*_ratios(once, figures), *_sums(once, resolved))
    )


def provable_with_tables(mistake: Mistake, resolved: Format) -> bool:
    """有表时能不能证明它错了：率和增减额落在表里的数四舍五入以前能得出的范围里，就不能；
    表以元为单位、或者是零的，没有这个范围。
    """
    if mistake.kind in ("方向", "年份", "两数对调") or provable(mistake, resolved):
        return True
    measure = mistake.figure.name.rpartition(".")[2]
    said = printed(mistake.after)
    if measure not in (*_QUOTIENTS, *_CHANGES):
        return True
    now, then = (_known(each) for each in _amounts(mistake.figure))
    sign = -1 if (mistake.figure.ratio or 0) < 0 or _is_less(mistake.figure) else 1
    if measure in _CHANGES:
        return not said.meets(*sorted((sign * (now.low - then.high), sign * (now.high - then.low))))
    if then.low <= 0:
        return True
    low, high = now.low * 100 / then.high, now.high * 100 / then.low
    if measure.endswith("change_rate"):
        low, high = sorted((sign * (low - 100), sign * (high - 100)))
    return not said.meets(low, high)


_CHANGES = ("change", "budget_change")
_QUOTIENTS = ("share", "completion_rate", "change_rate", "budget_change_rate")


def _is_less(figure: Figure) -> bool:
    return figure.amount is not None and figure.amount.fen < 0


def _amounts(figure: Figure) -> tuple[Figure, Figure]:
    """一个率、一个增减额是哪两个数算出来的。"""
    one, other = (each for each in figure.inputs[:2] if isinstance(each, Figure))
    if one.name.endswith("change"):
        one = next(each for each in one.inputs if isinstance(each, Figure))
    return one, other


def _known(figure: Figure) -> Between:
    """表里的一个数四舍五入以前的范围，作元。"""
    cells = list(figure.cells())
    amount = (cells[0].amount if len(cells) == 1 else None) or figure.amount
    assert amount is not None
    published = figure.amount or amount
    off = abs(amount.fen - published.fen)
    half = max(amount.precision, 2 * off) if amount.precision > 1 and amount.fen else 2 * off
    value, slack = Fraction(amount.fen, 100), Fraction(half, 200)
    return Between(value - slack, value + slack)


def _ratios(
    facts: dict[str, Between], figures: dict[str, Figure]
) -> Iterator[tuple[bool, set[str]]]:
    for name, figure in figures.items():
        base, _, measure = name.rpartition(".")
        inputs = [each.name for each in figure.inputs if isinstance(each, Figure)]
        said = facts[name]
        if measure in ("share", "completion_rate") and set(inputs) <= facts.keys():
            part, whole = (facts[each] for each in inputs[:2])
            if whole.low > 0:
                low, high = part.low * 100 / whole.high, part.high * 100 / whole.low
                yield said.meets(low, high), {name, *inputs}
        if measure == "change_rate":
            now, change = facts.get(f"{base}.actual"), facts.get(f"{base}.change")
            if now is None or change is None or figure.ratio is None:
                continue
            sign = 1 if figure.ratio >= 0 else -1
            priors = sorted(now_ - sign * change_ for now_, change_ in _ends(now, change))
            if priors[0] > 0:
                low, high = change.low * 100 / priors[-1], change.high * 100 / priors[0]
                yield said.meets(low, high), {name, f"{base}.actual", f"{base}.change"}


def _ends(one: Between, other: Between) -> Iterator[tuple[Fraction, Fraction]]:
    for a in (one.low, one.high):
        for b in (other.low, other.high):
            yield a, b


def _sums(facts: dict[str, Between], resolved: Format) -> Iterator[tuple[bool, set[str]]]:
    for composition in resolved.compositions.values():
        whole = composition.whole
        total = FigureName(whole.table, whole.line, whole.column).identifier(resolved)
        parts = {
            name.identifier(resolved)
            for name, _ in parts_of(
                composition,
                resolved,
                lambda table, group: tuple(line_names(resolved, table, group)),
            )
        }
        stated = parts & facts.keys()
        if total in facts and len(stated) > 1:
            low = sum((facts[each].low for each in stated), Fraction(0))
            high = sum((facts[each].high for each in stated), Fraction(0))
            yield facts[total].meets(low, high), {total, *stated}


def _lines(resolved: Format) -> Callable[[str, str], tuple[str, ...]]:
    return lambda table, group: tuple(line_names(resolved, table, group))
