"""The official tables inside a document, read like those of a workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from xlbudget.books.port import Grid, address
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.documents import Document
from xlbudget.domain.errors import UnknownLayout, XlbudgetError
from xlbudget.domain.findings import Finding
from xlbudget.domain.money import Amount
from xlbudget.domain.records import dataclass, field, replace
from xlbudget.domain.statements import Statement
from xlbudget.formats.model import Format
from xlbudget.formats.table_model import Table
from xlbudget.reading.amounts import may_be_amount
from xlbudget.reading.extract import extract
from xlbudget.reading.pasted import Pasted, noted_empty, pasted_tables
from xlbudget.reading.recognise import Head, head, table_on
from xlbudget.reading.separate import separate
from xlbudget.reading.table_findings import (
    Found,
    missing_tables,
    misspelt,
    other_year,
    placed,
    sheet_name,
    twice,
    unread,
)

_OF_CELLS_OF_EXCEL = ("amount-as-text",)
"""What matters in a workbook only: every number of a document is a text."""

_DECIMALS = re.compile(r"\.\d")


@dataclass(frozen=True, slots=True)
class DocumentTables:
    """The official tables of a document.

    `account` holds what could be read, None where the document has no such table. `blocks` are the
    positions of the blocks that each table was read from, by the format's name of the table: their
    numbers are no sentences of the text. `findings` say what could not be read, and what is absent.
    """

    account: FinalAccount | None
    blocks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def account_of_document(document: Document, resolved: Format) -> DocumentTables:
    """The account that the official tables inside a document make, as far as they can be read.

    A table that cannot be read is told and left out; other tables of the document are no concern
    of ours. Nothing is raised: the text can be checked without its tables.
    """
    pasted = pasted_tables(document)
    found, others, findings = _recognised(pasted, resolved, document.file)
    statements: dict[str, Statement] = {}
    blocks: dict[str, tuple[int, ...]] = {}
    for name, parts in found.items():
        table = resolved.tables[name]
        for part in parts:
            blocks[name] = (*blocks.get(name, ()), *part.pasted.blocks)
        statement, said = _statement(parts, table, resolved.year, document.file)
        findings += said
        if statement is not None:
            statements[name] = statement
    empty = noted_empty(document, resolved.tables.values())
    for name, note in empty.items():
        if name not in found:
            table = resolved.tables[name]
            sheet = sheet_name(note.place, 0, table.title)
            statements[name] = Statement(
                table.name, table.title, document.file, sheet, note.unit, ()
            )
            blocks[name] = note.blocks
    findings += misspelt(others, resolved, found.keys() | empty.keys(), document.file)
    if not statements:
        return DocumentTables(None, blocks, tuple(findings))
    findings += missing_tables(resolved, blocks, document.file)
    unit_name = next((each.unit_name for each in statements.values() if each.unit_name), "")
    account = FinalAccount(document.file, unit_name, resolved.year, statements)
    return DocumentTables(account, blocks, tuple(findings))


def _recognised(
    tables: Sequence[Pasted], resolved: Format, file: str
) -> tuple[dict[str, list[Found]], list[Found], list[Finding]]:
    """The tables of the format, in every place where each stands; the tables that are none."""
    found: dict[str, list[Found]] = {}
    others: list[Found] = []
    findings: list[Finding] = []
    for number, pasted in enumerate(tables, 1):
        whole = Grid(sheet_name(pasted.place, number, ""), pasted.grid.rows)
        taken_apart = separate(whole, resolved.tables.values(), file)
        findings += [unread(error, pasted, whole.sheet) for error in taken_apart.errors]
        for part in taken_apart.parts:
            table = table_on(part, resolved.tables.values())
            if table is None:
                others.append(Found(part, pasted))
                continue
            named = replace(part, sheet=sheet_name(pasted.place, number, table.title))
            after = tables[number] if number < len(tables) else None
            rest = _rest(pasted, after, resolved, number + 1)
            found.setdefault(table.name, []).append(Found(named, pasted, rest))
    return found, others, findings


def _rest(table: Pasted, after: Pasted | None, resolved: Format, number: int) -> str:
    """Where the rest of a table may stand that could not be joined: as wide, without a title."""
    if after is None or after.titled or after.width != table.width:
        return ""
    if table_on(after.grid, resolved.tables.values()) is not None:
        return ""
    amounts = any(may_be_amount(value) for _, _, value in after.grid.cells())
    return sheet_name(after.place, number, "") if amounts else ""


def _statement(
    parts: Sequence[Found], table: Table, year: int, file: str
) -> tuple[Statement | None, list[Finding]]:
    """The statement of a table, from the one place where it stands."""
    heads = [head(part.grid, file, []) for part in parts]
    of_year = [
        (part, above)
        for part, above in zip(parts, heads, strict=True)
        if above.year in (None, year)
    ]
    if not of_year:
        return None, [other_year(parts[0], table, heads[0].year, year, file)]
    part, above = of_year[0]
    statement, noted, faults = _extracted(part, above, table, file)
    for other, other_above in of_year[1:]:
        again, _, _ = _extracted(other, other_above, table, file)
        if statement is None or again is None or _amounts(again) != _amounts(statement):
            return None, [twice([each for each, _ in of_year], table, file)]
    told = [
        replace(each, where=placed(each.where, part.pasted.place))
        for each in noted
        if each.check not in _OF_CELLS_OF_EXCEL
    ]
    return statement, [*told, *(unread(each, part.pasted, part.grid.sheet) for each in faults)]


def _extracted(
    part: Found, above: Head, table: Table, file: str
) -> tuple[Statement | None, list[Finding], list[XlbudgetError]]:
    """The statement of one place, as `extract` gives it; two units of money make none."""
    if part.rest:
        error = UnknownLayout(
            where=f"{file} · {part.grid.sheet}",
            seen=f"后面还有一块列数相同、没有标题的表（{part.rest}），不知道是不是它的下半张",
            expected="一张完整的表",
        )
        return None, [], [error]
    stacked = _stacked(part.grid)
    if stacked:
        error = UnknownLayout(
            where=f"{file} · {part.grid.sheet}!{stacked}",
            seen="一格里有几个金额，各行之间没有线，分不清是哪一行的",
            expected="一行一格",
        )
        return None, [], [error]
    errors: list[XlbudgetError] = []
    head(part.grid, file, errors)
    statement, noted, faults = extract(part.grid, table, above, file)
    return (None if errors else statement), noted, [*errors, *faults]


def _stacked(grid: Grid) -> str:
    """The first cell that holds several amounts below each other; "" where none does."""
    for row, column, value in grid.cells():
        if isinstance(value, str) and "\n" in value:
            lines = [line for line in value.split("\n") if line.strip()]
            if len(lines) > 1 and all(map(may_be_amount, lines)) and _DECIMALS.search(lines[0]):
                return address(row, column)
    return ""


def _amounts(statement: Statement) -> dict[tuple[str, str], Amount]:
    return {
        (line.name, column): cell.amount
        for line in statement.lines
        for column, cell in line.cells.items()
        if cell.amount is not None
    }
