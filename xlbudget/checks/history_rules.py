"""Rules about what became of the unit (单位沿革)."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.checks.rules import Seen
from xlbudget.domain.account import FinalAccount
from xlbudget.formats.model import HISTORY, NEW, Format


def new_unit_without_prior(account: FinalAccount, resolved: Format) -> Iterator[Seen]:
    """H01: a unit that was set up this year has no amounts of last year."""
    setting = account.setting_cells.get(HISTORY)
    if not resolved.is_new_unit:
        if setting is not None:
            yield Seen((setting,))
        return
    given = [
        cell.source
        for cell in account.prior.values()
        if (cell.amount is not None and cell.amount.fen) or cell.count
    ]
    message = ""
    if given:
        message = (
            f"首页的“{HISTORY}”是“{NEW}”，上年却填了数（{given[0]} 等 {len(given)} 处），"
            "文中没有用它。请清空上年数，或改正首页。"
        )
    looked_at = given or [setting or cell.source for cell in account.prior.values()][:1]
    if looked_at:
        yield Seen(tuple(looked_at), message)
