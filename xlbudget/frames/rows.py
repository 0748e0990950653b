"""The rows of the frames: plain values by column, without pandas."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.domain.account import FinalAccount
from xlbudget.domain.codes import is_code, level
from xlbudget.domain.figures import Figure
from xlbudget.domain.findings import Finding
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.statements import Cell
from xlbudget.formats.model import SUPPLEMENT, VALUE, Format
from xlbudget.formats.names import FigureName
from xlbudget.pipeline import Reading
from xlbudget.results import Results, value_json

Row = dict[str, object]
"""Values by column."""


def of_unit(known: Reading | Results) -> Row:
    """Whose row it is."""
    account = known.account
    return {
        "file": account.file,
        "unit": account.unit_name,
        "year": account.year,
        "place": known.format.place,
    }


def cells(account: FinalAccount, resolved: Format) -> Iterator[Row]:
    """A row for each cell of this year's tables."""
    for name, statement in account.statements.items():
        for line in statement.lines:
            for column, cell in line.cells.items():
                yield {
                    **_of_line(resolved, name, line.name, column),
                    "table_title": statement.title,
                    "label": line.label,
                    "group": line.group or None,
                    **_of_cell(cell),
                }


def entries(account: FinalAccount, resolved: Format) -> Iterator[Row]:
    """A row for each cell of 上年数, 预算数 and the numbers of 补充资料."""
    found: list[tuple[str, str, str, str, Cell]] = [
        ("上年决算数", *key, cell) for key, cell in account.prior.items()
    ]
    found += [(key[3], *key[:3], cell) for key, cell in account.budgets.items()]
    found += [("补充资料", SUPPLEMENT, name, VALUE, c) for name, c in account.numbers.items()]
    for kind, table, line, column, cell in found:
        known = resolved.tables.get(table)
        words = FigureName(table, line, column).line_label(resolved)
        yield {
            "kind": kind,
            **_of_line(resolved, table, line, column),
            "table_title": known.title if known else resolved.glossary.chinese(table),
            "label": words,
            **_of_cell(cell),
            "count": None if cell.count is None else float(cell.count),
        }


def _of_line(resolved: Format, table: str, line: str, column: str) -> Row:
    """What a cell is, in our names and in words."""
    code = is_code(line)
    return {
        "table": table,
        "line": line,
        "code": line if code else None,
        "level": level(line) if code else None,
        "column": column,
        "column_title": FigureName(table, line, column).column_label(resolved),
    }


def _of_cell(cell: Cell) -> Row:
    return {
        **_money(cell.amount),
        "precision": cell.amount.precision if cell.amount is not None else None,
        "holds": cell.holds.value,
        "sheet": cell.source.sheet,
        "cell": cell.source.cell,
    }


def _money(amount: Amount | None) -> Row:
    fen = amount.fen if amount is not None else None
    return {"fen": fen, "wan": None if fen is None else fen / Unit.TEN_THOUSAND_YUAN.fen}


def of_figure(figure: Figure, resolved: Format) -> Row:
    """A figure with its printed text, its formula and its cells."""
    shown = value_json(figure, resolved)
    return {
        "name": figure.label,
        "identifier": figure.name,
        "measure": figure.label.rpartition(".")[2],
        **_money(figure.amount),
        "ratio": None if figure.ratio is None else float(figure.ratio),
        "fraction": shown.get("ratio"),
        "count": None if figure.count is None else float(figure.count),
        "text": shown["text"],
        "why": shown.get("why"),
        "formula": figure.formula,
        "inputs": "；".join(cell.source.in_file for cell in figure.cells()),
    }


def of_finding(finding: Finding) -> Row:
    """A finding; how many others it explains as a number."""
    return {
        "check": finding.check,
        "level": finding.level.chinese,
        "verdict": finding.verdict.value,
        "sheet": finding.where.sheet,
        "cell": finding.where.cell,
        "message": finding.message,
        "printed": finding.printed,
        "expected": finding.expected,
        "cause": finding.cause,
        "follows": len(finding.follows),
    }
