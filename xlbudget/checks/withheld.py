"""涉密 items: what is not published leaves sums open, and must not be computed from them.

The row of a withheld code is not in the tables while the lines above it still contain it: there a
sum of children may be less than its whole, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from xlbudget.checks.code_rules import FUNDS, budgets_of
from xlbudget.checks.rows import Rows
from xlbudget.checks.rules import Seen, differs
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.codes import DIGITS, is_code, parents
from xlbudget.domain.money import total
from xlbudget.domain.statements import Cell, Line, Source, Statement
from xlbudget.domain.withheld import FIELD, is_withheld, listed_codes
from xlbudget.formats.identity_model import ROW, Term
from xlbudget.formats.model import Format
from xlbudget.formats.table_model import LEVELS, Table

REMARK = "含未公开的涉密科目"
"""How the ledger says that a whole may be more than its parts."""

_SHOWN = 4
"""So many places of many are named."""

_DIGITS = {LEVELS[name]: digits for name, digits in DIGITS.items()}


def hides(term: Term, row: str, rows: Rows, withheld: Collection[str], resolved: Format) -> bool:
    """Whether a term of an identity lacks rows that are withheld."""
    table = resolved.tables.get(term.table)
    if not withheld or table is None or table.functional is None:
        return False
    name = row if term.line == ROW else term.line
    if term.children:
        below = (code for code in withheld if parents(code)[:1] == (name,))
        return any(
            code not in rows.lines and _may_stand_in(code, table, resolved) for code in below
        )
    if term.whole_group:
        digits = _DIGITS.get(name, 0)
        shown = {resolved.present_code(line) for line in rows.lines if is_code(line)}
        return any(
            len(code) <= digits
            and not any(line.startswith(code) and len(line) == digits for line in shown)
            and _may_stand_in(code, table, resolved)
            for code in withheld
        )
    known = [code for code in withheld if _may_stand_in(code, table, resolved)]
    return is_code(name) and name not in rows.lines and is_withheld(name, known)


def _may_stand_in(code: str, table: Table, resolved: Format) -> bool:
    """Whether a code is one of the budget that a table is about."""
    budgets = budgets_of(code, resolved)
    return bool(budgets) and (not table.fund or FUNDS[table.fund] in budgets)


def withheld_unknown(account: FinalAccount, resolved: Format) -> Iterator[Seen]:
    """What stands in 涉密科目 is codes of the year: what cannot be read would be published."""
    entry = account.supplement.get(FIELD)
    if entry is None:
        yield from _none_listed(account)
        return
    codes, unread = listed_codes(entry.text)
    unknown = [code for code in codes if resolved.functional.entry(code, resolved.year) is None]
    message = ""
    if unread or unknown:
        words = "、".join(f"“{word}”" for word in (*unread, *unknown))
        message = (
            f"“{FIELD}”里的{words}不是 {resolved.year} 年功能分类科目的编码（3、5 或 7 位），"
            "没有照它不公开。请改正。"
        )
    yield Seen((entry.source,), message)


def withheld_printed(account: FinalAccount, resolved: Format) -> Iterator[Seen]:
    """The row of a withheld code must not stand in a public table."""
    entry = account.supplement.get(FIELD)
    if entry is None:
        yield from _none_listed(account)
        return
    found = {
        cell.source: line.name
        for table, statement in _by_function(account, resolved)
        for line in statement.lines
        if is_code(line.name) and is_withheld(line.name, account.withheld)
        for cell in line.filled.values()
        if cell.amount is not None
    }
    message = ""
    if found:
        message = (
            f"涉密科目 {'、'.join(sorted(set(found.values())))} 的行还在公开表里"
            f"（{_named(found)}）。"
            "公开前请删去这些行，款、类和合计不动；"
            f"不用保密的，请从“{FIELD}”里去掉。"
        )
    yield Seen(tuple(found) or (entry.source,), message)


def withheld_computable(account: FinalAccount, resolved: Format) -> Iterator[Seen]:
    """A single withheld code below a printed one is what the printed one has more than its others:
    anyone can compute it.
    """
    if not account.withheld:
        yield from _none_listed(account)
    alone: dict[str, list[Source]] = {}
    sound: list[Source] = []
    for table, statement in _by_function(account, resolved):
        shown = {line.name for line in statement.lines}
        for line in statement.lines:
            hidden = [
                code
                for code in account.withheld
                if parents(code)[:1] == (line.name,)
                and code not in shown
                and _may_stand_in(code, table, resolved)
            ]
            cells = list(_open_below(line, statement)) if hidden else []
            if cells:
                code = hidden[0] if _is_alone(hidden, account.withheld) else ""
                (alone.setdefault(code, []) if code else sound).append(cells[0].source)
    yield from (Seen((source,)) for source in sound)
    for code, sources in alone.items():
        above = parents(code)[0]
        message = (
            f"{above} 之下只有 {code} 一个涉密科目，用 {above}（{_named(sources)}）减去其余各行"
            f"就能算出它。请把 {above} 也列入“{FIELD}”，或另有一个科目也不公开。"
        )
        yield Seen(tuple(sources), message)


def _open_below(line: Line, statement: Statement) -> Iterator[Cell]:
    """The cells of a line that are more than those right below it."""
    below = [
        each
        for each in statement.lines
        if is_code(each.name) and parents(each.name)[:1] == (line.name,)
    ]
    for column, cell in line.filled.items():
        if cell.amount is None:
            continue
        parts = [each.cells[column].amount for each in below if column in each.cells]
        known = [amount for amount in parts if amount is not None]
        if cell.amount.fen > total(known).fen and differs(cell.amount, known):
            yield cell


def _is_alone(hidden: Sequence[str], withheld: Sequence[str]) -> bool:
    """Whether only one code is hidden below a printed line, and not only for the sake of one below
    it.
    """
    code, *others = hidden
    return not others and not any(each != code and each.startswith(code) for each in withheld)


def _by_function(account: FinalAccount, resolved: Format) -> Iterator[tuple[Table, Statement]]:
    """The account's tables whose rows are functional codes."""
    for name, statement in account.statements.items():
        table = resolved.tables.get(name)
        if table is not None and table.functional is not None:
            yield table, statement


def _named(sources: Collection[Source]) -> str:
    """How a message names cells."""
    places = "、".join(str(source) for source in list(sources)[:_SHOWN])
    return f"{places} 等 {len(sources)} 处" if len(sources) > _SHOWN else places


def _none_listed(account: FinalAccount) -> Iterator[Seen]:
    """The cell where nothing is listed."""
    cell = account.supplement_cells.get(FIELD)
    if cell is not None:
        yield Seen((cell,))
