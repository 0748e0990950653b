"""Whether a figure is of the money that a form's section is about."""

from __future__ import annotations

from collections.abc import Iterable

from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName

_MONEY = ("财政拨款", "一般公共预算", "政府性基金", "国有资本经营")
"""What a heading narrows the money to; what it does not say is the money of the whole unit."""

_OWN = "三公"
"""A section of its own, whose tables go by other names in some places."""


def is_of_section(figure: FigureName, heads: Iterable[str], resolved: Format) -> bool:
    """Whether a figure may stand below headings: in a section on 财政拨款, 收入总计 is not that of
    the whole unit, whatever the sentence leaves out.

    >>> from xlbudget.formats.library import find
    >>> sichuan = find("sichuan", 2024)
    >>> total = FigureName("revenue_expenditure_summary", "grand_total", "actual")
    >>> is_of_section(total, ("收入支出决算总体情况说明",), sichuan)
    True
    >>> is_of_section(total, ("财政拨款收入支出决算总体情况说明",), sichuan)
    False
    """
    table = resolved.tables.get(figure.table)
    if table is None:  # 补充资料、平均数：没有表
        return True
    narrowed = [head for head in heads if _OWN not in head]
    named = [word for word in _MONEY if any(word in head for head in narrowed)]
    said = f"{table.title}{figure.line_label(resolved)}{figure.column_label(resolved)}"
    return not named or any(word in said for word in named)
