"""What 首页 says, as expressions for the formulas of our sheets."""

from __future__ import annotations

from xlbudget.formats.settings import chosen
from xlbudget.results import Results
from xlbudget.workbook import expressions


def switch(results: Results, label: str) -> str:
    """The word of one switch as an expression; blank means the format's."""
    source = results.account.setting_cells.get(label)
    if source is None:
        return expressions.quoted(chosen(results.format.style, label))
    default = expressions.quoted(chosen(results.format.own_style, label))
    at = expressions.reference(source)
    return f'IF({at}="",{default},{at})'


def trait(results: Results, label: str) -> str:
    """What the unit is by one label, as an expression; blank means what the format says."""
    default = expressions.quoted(results.format.traits.get(label, ""))
    source = results.account.setting_cells.get(label)
    if source is None:
        return default
    at = expressions.reference(source)
    return f'IF({at}="",{default},{at})'
