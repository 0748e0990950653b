"""Excel expressions for what Python computes: amounts, texts of numbers, phrases of wording.

Functions of Excel 2016 only. Each expression gives what `domain` and `narrative` give; tests let
LibreOffice recalculate and compare.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from xlbudget.books.formulas import HOLE
from xlbudget.domain.records import dataclass
from xlbudget.domain.statements import Source
from xlbudget.narrative.wording import tells_amount

_LITERAL = 250
"""Excel takes literals of 255 characters."""

_QUOTE = '"'
_SLOT = re.compile(r"\{([^{}]+)\}")


def quoted(text: str) -> str:
    """A text as Excel literals, with its quotes doubled; each holds at most 255 characters.

    >>> quoted("共")
    '"共"'
    """
    if len(text) <= _LITERAL:
        return f'"{text.replace(_QUOTE, _QUOTE * 2)}"'
    parts = [text[at : at + _LITERAL] for at in range(0, len(text), _LITERAL)]
    return "&".join('"' + part.replace('"', '""') + '"' for part in parts)


def reference(source: Source) -> str:
    """A cell on its sheet.

    >>> reference(Source("", "公开01 总表", "C5"))
    "'公开01 总表'!C5"
    """
    return f"{sheet_reference(source.sheet)}!{source.cell}"


@lru_cache(maxsize=512)
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
    """What the formulas need of 首页 and of the tables' heads, as expressions: cells of our own, or
    what would stand in them (`parameters`).
    """

    unit: str
    amount_places: str
    exact: str
    """The decimals that amounts are computed with."""
    rate_places: str
    separators: str
    amounts: tuple[str, str]
    """The number formats of whole amounts, and of others."""
    rates: tuple[str, str]
    bounds: tuple[str, str, str]
    """The smallest rate that is printed, the largest below 100%, the smallest above it."""
    year: str
    prior_year: str
    nil_sentences: str
    units: Mapping[Source, tuple[str, str]]
    """What the amounts below a unit line are multiplied with, and divided by."""


def amount(unit_source: Source, switches: Switches, blank: str = '""') -> str:
    """A table's amount in the unit and precision of the figures; `blank` where there is none.

    The pattern of a formula: HOLE stands for the cell, twice.
    """
    times, over = switches.units[unit_source]
    return f"IF(ISNUMBER({HOLE}),ROUND({HOLE}*{times}/{over},{switches.exact}),{blank})"


def total(cells: Sequence[Source], unit_source: Source, switches: Switches) -> str:
    """The sum of several amounts of one sheet; nothing where all of them are blank."""
    times, over = switches.units[unit_source]
    at = [reference(cell) for cell in cells]
    parts = "+".join(f"ROUND(N({each})*{times}/{over},{switches.exact})" for each in at)
    return f'IF(COUNT({",".join(at)}),ROUND({parts},6),"")'


def number_text(value: str, places: str, formats: tuple[str, str]) -> str:
    """The text of a number that is not negative (the counterpart of `money.scaled_text`)."""
    whole, other = formats
    rounded = f"ROUND({value},{places})"
    return f"TEXT({rounded},IF({rounded}=ROUND({value},0),{whole},{other}))"


def rate_text(rate: str, formats: tuple[str, str]) -> str:
    """The text of a rate that is rounded already, without its sign."""
    whole, other = formats
    return f'TEXT(ABS({rate}),IF({rate}=INT({rate}),{whole},{other}))&"%"'


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
        "最小率": switches.bounds[0],
        "最大率": switches.bounds[1],
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
        "最小率": switches.bounds[0],
        "最大率": switches.bounds[1],
        "超率": switches.bounds[2],
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
