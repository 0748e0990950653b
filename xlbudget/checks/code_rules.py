"""Rules about functional codes: parents, names of the year, the budget that a code belongs to.

A code that is wrong is mostly wrong in several tables: it is told once, with all its places.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from xlbudget.checks.coded_rows import Coded, Row
from xlbudget.checks.rules import Seen
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.codes import parents
from xlbudget.domain.statements import Source
from xlbudget.formats.model import Format
from xlbudget.reading.labels import plain, row_label

FUNDS = {
    "government_fund": "政府性基金",
    "state_capital": "国有资本经营预算",
    "general_public_budget": "一般公共预算",
}
"""What the notes of the catalogue call the budget that a code belongs to; they say nothing of the
general budget.
"""

UNVERIFIED = "待核"
"""What they say where no official catalogue was seen."""

EXPENDITURE = "expenditure_accounts"
_RECEIVED = ("opening_carryover", "revenue", "closing_carryover")
"""The columns of a budget's table that are no expenditure."""

_SHOWN = 4
"""So many places of many are named."""


def _places(rows: Iterable[Row]) -> tuple[tuple[Source, ...], str]:
    """The cells of rows, and how a message names them."""
    sources = tuple([row.source for row in rows])
    named = "、".join(map(str, sources[:_SHOWN]))
    more = f"等 {len(sources)} 处" if len(sources) > _SHOWN else ""
    return sources, f"{named}{more}"


def code_parents(coded: Coded) -> Iterator[Seen]:
    """R13: a code's 类 and 款 stand in the table too."""
    account, resolved = coded.account, coded.format
    missing: dict[tuple[str, str], list[Row]] = {}
    sound: list[Source] = []
    for rows in coded.rows.values():
        for row in rows:
            statement, above = account.statements[row.table.name], parents(row.line.name)
            lacking = [code for code in above if statement.line(code) is None] if above else ()
            for code in lacking:
                missing.setdefault((row.table.name, code), []).append(row)
            if not lacking:
                sound.append(row.source)
    yield from (Seen((source,)) for source in sound)
    for (table, code), rows in missing.items():
        sources, places = _places(rows)
        name = resolved.functional.name(code, resolved.year) or ""
        message = (
            f"“{resolved.tables[table].title}”没有上级科目 {code} {name}".rstrip()
            + f" 的行，却有它下面的 {'、'.join(row.line.name for row in rows)}（{places}）。"
            "请补上上级科目的行。"
        )
        yield Seen(sources, message)


def code_unknown(coded: Coded) -> Iterator[Seen]:
    """R14: a code has 3, 5 or 7 digits and exists in the year."""
    resolved = coded.format
    for code, rows in coded.rows.items():
        sources, places = _places(rows)
        message = ""
        if resolved.functional.entry(code, resolved.year) is None:
            message = (
                f"{resolved.year} 年的科目目录里没有 {code} {rows[0].line.label}（{places}）"
                f"{_nearest(code, rows[0].line.label, resolved)}。请核对编码。"
            )
        yield Seen(sources, message)


def _nearest(code: str, label: str, resolved: Format) -> str:
    """A code that may have been meant: of the same name, else a similar code."""
    names = {
        entry.code: entry.name
        for entry in resolved.functional.entries
        if entry.holds_in(resolved.year)
    }
    same = [known for known, name in names.items() if name == label and len(known) == len(code)]
    near = difflib.get_close_matches(code, same or names, n=1, cutoff=0 if same else 0.7)
    return f"，最接近的是 {near[0]} {names[near[0]]}" if near else ""


def code_name(coded: Coded) -> Iterator[Seen]:
    """R13: the name printed beside a code is the official one of the year, where the catalogue is
    sure of it.
    """
    resolved = coded.format
    for code, rows in coded.rows.items():
        entry = resolved.functional.entry(code, resolved.year)
        if entry is None or UNVERIFIED in entry.note:
            continue
        official = entry.name
        by_label: dict[str, list[Row]] = {}
        for row in rows:
            by_label.setdefault(row.line.label, []).append(row)
        for label, printed in by_label.items():
            if not label:
                continue
            sources, places = _places(printed)
            message = ""
            if label != official and _plain_name(label) != _plain_name(official):
                message = (
                    f"科目 {code} 印作“{label}”（{places}），{resolved.year} 年的目录是"
                    f"“{official}”。请核对编码和名称。"
                )
            yield Seen(sources, message, label, official)


def _plain_name(name: str) -> str:
    return row_label(plain(name))


def code_of_budget(coded: Coded) -> Iterator[Seen]:
    """R51: fund tables hold the codes of their fund, the general budget's tables none of them.

    Only the lowest codes of a table are looked at: those above them follow.
    """
    resolved = coded.format
    for code, rows in coded.rows.items():
        by_fund: dict[str, list[Row]] = {}
        for row in rows:
            if row.table.fund and row.lowest:
                by_fund.setdefault(row.table.fund, []).append(row)
        homes = budgets_of(code, resolved) if by_fund else frozenset()
        if not homes:
            continue
        for fund, found in by_fund.items():
            sources, places = _places(found)
            message = ""
            if FUNDS[fund] not in homes:
                titles = "、".join(f"“{row.table.title}”" for row in found)
                name = resolved.functional.name(code, resolved.year)
                message = (
                    f"{titles}里的 {code} {name}（{places}）是{'、'.join(sorted(homes))}的科目。"
                    "请核对这笔支出属于哪本预算。"
                )
            yield Seen(sources, message)


def budgets_of(code: str, resolved: Format) -> frozenset[str]:
    """The budgets that a code may stand for: its own, or those of the codes below it. Nothing of
    a code that the catalogue lacks.
    """
    entry = resolved.functional.entry(code, resolved.year)
    if entry is None:
        return frozenset()
    below = resolved.functional.below(code, resolved.year)
    named = [word for word in FUNDS.values() if word in entry.note]
    if named or not below:
        return frozenset(named or (_above(code, resolved),))
    return frozenset(budget for each in below for budget in budgets_of(each, resolved))


def _above(code: str, resolved: Format) -> str:
    """The fund that the catalogue gives to a code above one that says nothing itself."""
    for each in parents(code):
        entry = resolved.functional.entry(each, resolved.year)
        for word in FUNDS.values():
            if entry is not None and word in entry.note:
                return word
    return FUNDS["general_public_budget"]


def _only_received(row: Row) -> bool:
    """Whether a line's money was received or carried over, and none of it spent."""
    moved = [name for name, cell in row.line.filled.items() if cell.amount and cell.amount.fen]
    return bool(moved) and all(name in _RECEIVED for name in moved)


def code_in_expenditure(coded: Coded) -> Iterator[Seen]:
    """R51: whatever a budget's table spends on, 支出决算表 shows too."""
    whole = coded.account.statements.get(EXPENDITURE)
    if whole is None or not whole.has_amounts:
        return
    for code, rows in coded.rows.items():
        of_budgets = [
            row for row in rows if row.table.fund and row.lowest and not _only_received(row)
        ]
        if not of_budgets:
            continue
        sources, places = _places(of_budgets)
        message = ""
        if whole.line(code) is None:
            titles = "、".join(f"“{row.table.title}”" for row in of_budgets)
            message = (
                f"{titles}的 {code} {of_budgets[0].line.label}（{places}）"
                f"在“{whole.title}”里没有。请核对各表的科目。"
            )
        yield Seen(sources, message)


def prior_code_unknown(account: FinalAccount, resolved: Format) -> Iterator[Seen]:
    """R66: a code that this year's catalogue lacks was renumbered; it has not fallen by 100 %."""
    for (table, code, _), cell in account.prior.items():
        known = resolved.tables.get(table)
        coded = known is not None and known.functional is not None and code.isdecimal()
        if not coded or cell.amount is None:
            continue
        message = ""
        if resolved.functional.entry(resolved.present_code(code), resolved.year) is None:
            old = "".join(resolved.functional.names(code)[-1:])
            message = (
                f"上年的科目 {code} {old}（{cell.source}）在 {resolved.year} 年的目录里没有"
                f"{_nearest(code, old, resolved)}。"
                "请改填当年对应的科目，免得把换了编码当作下降。"
            )
        yield Seen((cell.source,), message)


def prior_code_renumbered(account: FinalAccount, resolved: Format) -> Iterator[Seen]:
    """R66: an old code is compared under its successor; if that is uncertain, a person looks."""
    for (table, code, _), cell in account.prior.items():
        known = resolved.tables.get(table)
        coded = known is not None and known.functional is not None and code.isdecimal()
        if not coded or cell.amount is None:
            continue
        steps, message = resolved.renumberings(code), ""
        if not all(step.is_sure for step in steps):
            old, new = "".join(resolved.functional.names(code)[-1:]), steps[-1].new
            message = (
                f"上年的科目 {code} {old}（{cell.source}）按今年的 {new} "
                f"{resolved.functional.name(new, resolved.year)} 比较；这个对应待核，请核对。"
            )
        yield Seen((cell.source,), message)
