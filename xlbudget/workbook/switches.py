"""The settings of 首页 as expressions, for the formulas of our sheets."""

from __future__ import annotations

from xlbudget.formats.settings import chosen
from xlbudget.results import Results
from xlbudget.workbook import expressions


def switch(results: Results, label: str) -> str:
    """The word of one switch as an expression."""
    source = results.account.setting_cells.get(label)
    if source is None:
        return expressions.quoted(chosen(results.format.style, label))
    default = expressions.quoted(chosen(results.format.own_style, label))
    at = expressions.reference(source)
    return f'IF({at}="",{default},{at})'


def switches(results: Results) -> expressions.Switches:
    """From 首页 where they stand there, blank meaning the format's."""

    def word(label: str) -> str:
        return switch(results, label)

    return expressions.Switches(
        basis=word("计算依据"),
        unit=word("金额单位"),
        amount_places=f"VALUE({word('金额小数位')})",
        amount_zeros=word("金额末尾的零"),
        rate_zeros=word("比率末尾的零"),
        rate_places=f"VALUE({word('比率小数位')})",
        separators=word("千分位"),
    )
