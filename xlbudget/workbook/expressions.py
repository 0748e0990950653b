"""Excel expressions for what Python computes: amounts, texts of numbers, phrases of wording.

Functions of Excel 2016 only. Each expression gives what `domain` and `narrative` give; tests let
LibreOffice recalculate and compare.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from xlbudget.domain.money import Unit
from xlbudget.domain.statements import Source
from xlbudget.domain.style import Style

_SLOT = re.compile(r"\{([^{}]+)\}")


def quoted(text: str) -> str:
    """A text as an Excel literal, with its quotes doubled.

    >>> quoted("共")
    '"共"'
    """
    return '"' + text.replace('"', '""') + '"'


def reference(source: Source) -> str:
    """A cell on its sheet.

    >>> reference(Source("", "公开01 总表", "C5"))
    "'公开01 总表'!C5"
    """
    sheet = source.sheet.replace("'", "''")
    return f"'{sheet}'!{source.cell}"


def is_ten_thousand(unit_source: Source) -> str:
    """Whether a table's unit line says 万元."""
    words = f'SUBSTITUTE(SUBSTITUTE({reference(unit_source)}," ",""),"　","")'
    return f'ISNUMBER(FIND("万元",{words}))'


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """The settings of 首页 as expressions: words of the drop-down lists, and a number of places."""

    basis: str
    amount_zeros: str
    rate_zeros: str
    rate_places: str
    separators: str


def amount(cell: Source, unit_source: Source, style: Style, switches: Switches) -> str:
    """A table's amount in the unit and precision of the figures; an empty text when blank."""
    ten_thousand, at = is_ten_thousand(unit_source), reference(cell)
    if style.unit is Unit.TEN_THOUSAND_YUAN:
        scaled = f"{at}/IF({ten_thousand},1,10000)"
        places = f'IF({switches.basis}="元",6,{style.amount_places})'
    else:
        scaled, places = f"{at}*IF({ten_thousand},10000,1)", "2"
    return f'IF(ISNUMBER({at}),ROUND({scaled},{places}),"")'


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


def filled(pattern: str, slots: Mapping[str, str]) -> str:
    """A wording pattern with its slots as one text expression.

    >>> filled("比{主语}多", {"主语": "A1"})
    '"比"&A1&"多"'
    """
    parts = _SLOT.split(pattern)
    texts = [
        slots[part] if position % 2 else quoted(part) for position, part in enumerate(parts) if part
    ]
    return "&".join(texts)


class Row(NamedTuple):
    """The cells of a row of 分析, in the order of its header after 项目."""

    now: str
    then: str
    change: str
    rate: str
    text: str
    change_text: str
    rate_text: str


def comparison(
    cells: Row,
    patterns: Mapping[str, str],
    style: Style,
    switches: Switches,
    words: Mapping[str, str],
) -> str:
    """比上年 as a text expression over a row of 分析.

    `words` holds the expressions of the plain slots. The order of the cases is that of
    `narrative.wording.comparison_case`; an empty text where anything is missing.
    """
    now, then, change = cells.now, cells.then, cells.change
    printed, places = f"ABS({cells.rate})", switches.rate_places
    pattern = f'"0"&IF({places}=0,"","."&REPT("0",{places}))'
    slots = {
        **words,
        "增减额": f"{cells.change_text}&{quoted(style.unit.value)}",
        "增减率": f'{cells.rate_text}&"%"',
        "最小率": f'TEXT(10^-{places},{pattern})&"%"',
        "最大率": f'TEXT(100-10^-{places},{pattern})&"%"',
    }
    say = {case: filled(row, slots) for case, row in patterns.items() if "{缺口}" not in row}

    def either(increase: str, decrease: str) -> str:
        return f"IF({change}>0,{say[increase]},{say[decrease]})"

    cases = [
        (f"NOT(ISNUMBER({change}))", '""'),
        (f"{now}={then}", f"IF({now}=0,{say['both_nil']},{say['equal']})"),
        (f"ROUND({change},{style.amount_places})=0", say["about_equal"]),
        (f"{then}=0", either("nil_last_year", "not_comparable_decrease")),
        (f"OR({then}<0,{now}<0)", either("not_comparable_increase", "not_comparable_decrease")),
        (f"{now}=0", say["nil_this_year"]),
        (f"{printed}=0", either("tiny_increase", "tiny_decrease")),
        (f"AND({change}<0,{now}>0,{printed}=100)", say["near_nil"]),
    ]
    expression = either("increase", "decrease")
    for condition, text in reversed(cases):
        expression = f"IF({condition},{text},{expression})"
    return expression
