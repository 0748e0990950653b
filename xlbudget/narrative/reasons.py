"""A person's words, made to fit into the sentence that leads up to them."""

from __future__ import annotations

import re

from xlbudget.domain.account import BUDGET_SHEET
from xlbudget.domain.statements import Source
from xlbudget.domain.text import Gap, Span, words_and_gaps
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName

_SAID_ALREADY = re.compile(r"^(?:主要)?(?:变动|增减)?原因(?:是|为|[:：])+\s*")
"""The words before a reason stand in the template."""

_MARKS = "。；;，,、：: 　\t"
_PAUSE = "。；;，,、：:！？"


def as_reason(text: str, gap: Gap) -> tuple[Span, ...]:
    """A reason without its lead and its full stop; the gap where there is none.

    >>> [span.text for span in as_reason("主要原因是人员增加。", Gap("原因"))]
    ['人员增加']
    """
    said = _SAID_ALREADY.sub("", _one_line(text)).strip(_MARKS)
    return words_and_gaps(said) if said else (gap,)


def as_clause(text: str, gap: Gap, lead: str = "") -> tuple[Span, ...]:
    """Words put into a sentence behind `lead`: without what the lead says already and without a
    full stop, which the sentence has itself; the gap where there are none.

    >>> [span.text for span in as_clause("用于购买设备。", Gap("用途"), "主要用于")]
    ['购买设备']
    """
    said = _one_line(text).strip(_MARKS)
    for length in range(min(len(lead), len(said)), 1, -1):
        if said.startswith(lead[-length:]):
            said = said[length:].strip(_MARKS)
            break
    return words_and_gaps(said) if said else (gap,)


def budget_reason_gap(name: FigureName, resolved: Format, cell: Source | None = None) -> Gap:
    """What a person is asked for where a line differs from its budget.

    >>> from xlbudget.formats.library import find
    >>> budget_reason_gap(FigureName("three_public", "total", "actual"), find("sichuan", 2024)).text
    '〔请填写：财政拨款“三公”经费支出决算表的合计决算数与预算数差异的原因〕'
    """
    return Gap(f"{_line(name, resolved)}决算数与预算数差异的原因", BUDGET_SHEET, cell)


def purpose_gap(name: FigureName, resolved: Format, cell: Source | None = None) -> Gap:
    """What a person is asked for where a text says what a line's money was used for.

    >>> from xlbudget.formats.library import find
    >>> spent = FigureName("general_public_budget_expenditure", "2010301", "total")
    >>> purpose_gap(spent, find("national", 2024)).text
    '〔请填写：2010301 行政运行的用途〕'
    """
    return Gap(f"{_line(name, resolved)}的用途", BUDGET_SHEET, cell)


def _line(name: FigureName, resolved: Format) -> str:
    """A line by its code, or by its table."""
    by_code = name.line.isdecimal()
    where = f"{name.line} " if by_code else f"{resolved.tables[name.table].title}的"
    return f"{where}{name.line_label(resolved)}"


def _one_line(text: str) -> str:
    """Lines as clauses of one sentence.

    >>> _one_line("一是人员增加"), _one_line("一是人员增加\\n二是新增项目。")
    ('一是人员增加', '一是人员增加；二是新增项目。')
    """
    joined = ""
    for line in filter(None, (line.strip() for line in text.splitlines())):
        joined += ("" if not joined or joined[-1] in _PAUSE else "；") + line
    return joined
