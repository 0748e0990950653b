"""Excel expressions for what Python computes: amounts, texts of numbers, phrases of wording.

Functions of Excel 2016 only. Each expression gives what `domain` and `narrative` give; tests let
LibreOffice recalculate and compare.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xlbudget.domain.money import Unit
from xlbudget.domain.statements import Source
from xlbudget.narrative.wording import tells_amount

_LITERAL = 250
"""Excel takes literals of 255 characters."""

_SLOT = re.compile(r"\{([^{}]+)\}")


def quoted(text: str) -> str:
    """A text as Excel literals, with its quotes doubled; each holds at most 255 characters.

    >>> quoted("共")
    '"共"'
    """
    parts = [text[at : at + _LITERAL] for at in range(0, len(text), _LITERAL)] or [""]
    return "&".join('"' + part.replace('"', '""') + '"' for part in parts)


def reference(source: Source) -> str:
    """A cell on its sheet.

    >>> reference(Source("", "公开01 总表", "C5"))
    "'公开01 总表'!C5"
    """
    return f"{sheet_reference(source.sheet)}!{source.cell}"


def sheet_reference(sheet: str) -> str:
    """A sheet's name as formulas write it.

    >>> sheet_reference("甲's 表")
    "'甲''s 表'"
    """
    doubled = sheet.replace("'", "''")
    return f"'{doubled}'"


def is_ten_thousand(unit_source: Source) -> str:
    """Whether a table's unit line says 万元."""
    words = f'SUBSTITUTE(SUBSTITUTE({reference(unit_source)}," ",""),"　","")'
    return f'ISNUMBER(FIND("万元",{words}))'


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """The settings of 首页 as expressions: words of the drop-down lists, and a number of places."""

    basis: str
    unit: str
    amount_places: str
    amount_zeros: str
    rate_zeros: str
    rate_places: str
    separators: str


def amount(cell: Source, unit_source: Source, switches: Switches, blank: str = '""') -> str:
    """A table's amount in the unit and precision of the figures; `blank` where there is none."""
    ten_thousand, at = is_ten_thousand(unit_source), reference(cell)
    basis, places = switches.basis, switches.amount_places
    in_unit = {
        Unit.TEN_THOUSAND_YUAN: (f"{at}/IF({ten_thousand},1,10000)", "6"),
        Unit.YUAN: (f"{at}*IF({ten_thousand},10000,1)", "2"),
    }
    rounded = {
        unit: f'ROUND({scaled},IF({basis}="元",{exact},MIN({places},{exact})))'
        for unit, (scaled, exact) in in_unit.items()
    }
    return f"IF(ISNUMBER({at}),{_in(switches.unit, rounded)},{blank})"


def total(cells: Sequence[Source], unit_source: Source, switches: Switches) -> str:
    """The sum of several amounts of one sheet; nothing where all of them are blank."""
    parts = "+".join(amount(cell, unit_source, switches, "0") for cell in cells)
    return f'IF(COUNT({",".join(map(reference, cells))})=0,"",ROUND({parts},6))'


def _in(unit: str, said: Mapping[Unit, str]) -> str:
    """What holds in the unit of 首页, which may be known already."""
    known = {quoted(each.value): text for each, text in said.items()}
    in_yuan, otherwise = said[Unit.YUAN], said[Unit.TEN_THOUSAND_YUAN]
    return known.get(unit) or f'IF({unit}="元",{in_yuan},{otherwise})'


def number_text(value: str, places: str, zeros: str, separators: str) -> str:
    """The text of a number that is not negative (the counterpart of `money.scaled_text`)."""
    rounded = f"ROUND({value},{places})"
    whole = f'IF({separators}="是","#,##0","0")'
    full = f'TEXT({rounded},{whole}&IF({places}=0,"","."&REPT("0",{places})))'
    short = f"TEXT(INT({rounded}),{whole})"
    stripped = f'{short}&MID({rounded}&"",FIND(".",{rounded}&""),20)'
    return (
        f'IF({rounded}=INT({rounded}),IF({zeros}="保留",{full},{short}),'
        f'IF({zeros}="去掉",{stripped},{full}))'
    )


def count_text(at: str, separators: str) -> str:
    """The text of a count (the counterpart of `Style.count`): as it is, or with separators."""
    whole = f'TEXT(INT({at}),"#,##0")'
    grouped = f'IF({at}=INT({at}),{whole},{whole}&MID({at}&"",FIND(".",{at}&""),20))'
    return f'IF({separators}="是",{grouped},{at}&"")'


def filled(pattern: str, slots: Mapping[str, str]) -> str:
    """A wording pattern with its slots as one text expression.

    >>> filled("比{主语}多", {"主语": "A1"})
    '"比"&A1&"多"'
    """
    parts = _SLOT.split(pattern)
    texts = [
        slots[part] if position % 2 else quoted(part) for position, part in enumerate(parts) if part
    ]
    return "&".join(texts) or '""'


class Row(NamedTuple):
    """The cells of a row of 分析, in the order of its header after 项目: numbers, then texts."""

    now: str
    then: str
    budget: str
    base: str
    change: str
    rate: str
    share: str
    completion: str
    now_text: str
    then_text: str
    change_text: str
    rate_text: str
    share_text: str
    completion_text: str


def bound(switches: Switches, whole: str, sign: str) -> str:
    """A rate one last printed place above (+) or below (-) a whole number, as a text with %."""
    places = switches.rate_places
    pattern = f'"0"&IF({places}=0,"","."&REPT("0",{places}))'
    return f'TEXT({whole}{sign}10^-{places},{pattern})&"%"'


def comparison(
    cells: Row,
    patterns: Mapping[str, str],
    switches: Switches,
    words: Mapping[str, str],
    *,
    is_new: bool = False,
) -> str:
    """比上年 as a text expression over a row of 分析.

    `words` holds the expressions of the plain slots and of 缺口. The order of the cases is that of
    `narrative.wording.comparison_case`. A unit that `is_new` has no year before.
    """
    now, then, change = cells.now, cells.then, cells.change
    printed = f"ABS({cells.rate})"
    slots = {
        **words,
        "增减额": cells.change_text,
        "增减率": cells.rate_text,
        "最小率": bound(switches, "", ""),
        "最大率": bound(switches, "100", "-"),
    }
    say = {case: filled(row, slots) for case, row in patterns.items()}
    if is_new:
        return f"IF(ISNUMBER({now}),{say['no_prior_year']},{say['missing']})"

    def either(increase: str, decrease: str) -> str:
        return f"IF({change}>0,{say[increase]},{say[decrease]})"

    cases = [
        (f"NOT(ISNUMBER({change}))", say["missing"]),
        (f"{now}={then}", f"IF({now}=0,{say['both_nil']},{say['equal']})"),
        (f"ROUND({change},{switches.amount_places})=0", say["about_equal"]),
        (f"{then}=0", either("nil_last_year", "not_comparable_decrease")),
        (f"OR({then}<0,{now}<0)", either("not_comparable_increase", "not_comparable_decrease")),
        (f"{now}=0", say["nil_this_year"]),
        (f"{printed}=0", either("tiny_increase", "tiny_decrease")),
        (f"AND({change}<0,{now}>0,{printed}=100)", say["near_nil"]),
    ]
    return _first_of(cases, either("increase", "decrease"))


def completion(
    cells: Row, patterns: Mapping[str, str], switches: Switches, words: Mapping[str, str]
) -> str:
    """完成 as a text expression over a row of 分析; the order of the cases is that of
    `narrative.wording.completion_case`. `words` holds 预算口径, 原因 and 缺口.
    """
    now, budget, rate = cells.now, cells.budget, cells.completion
    slots = {
        **words,
        "完成率": cells.completion_text,
        "最小率": bound(switches, "", ""),
        "最大率": bound(switches, "100", "-"),
        "超率": bound(switches, "100", "+"),
    }
    say = {case: filled(row, slots) for case, row in patterns.items()}

    def either(over: str, under: str) -> str:
        if say[over] == say[under]:
            return say[over]
        return f"IF({now}>{budget},{say[over]},{say[under]})"

    off = f"ROUND(ROUND({now}-{budget},6),{switches.amount_places})"
    alike = f"IF(AND({now}=0,{budget}=0),{say['both_nil']},{say['equal']})"
    nothing_off = [(f"{off}=0", alike)] if tells_amount(patterns) else []
    cases = [
        (f"NOT(AND(ISNUMBER({now}),ISNUMBER({budget})))", say["missing"]),
        (f"OR({now}<0,{budget}<0)", say["not_comparable"]),
        *nothing_off,
        (f"{budget}=0", f"IF({now}=0,{say['both_nil']},{say['nil_budget']})"),
        (f"{now}={budget}", say["equal"]),
        (f"{now}=0", say["nil_actual"]),
        (f"{rate}=100", either("near_over", "near_under")),
        (f"{rate}=0", say["tiny"]),
    ]
    return _first_of(cases, either("over", "under"))


def _first_of(cases: list[tuple[str, str]], otherwise: str) -> str:
    expression = otherwise
    for condition, text in reversed(cases):
        expression = f"IF({condition},{text},{expression})"
    return expression
