"""Whether a workbook that was just built holds already what a run would write into it."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.domain.statements import Cell
from xlbudget.results import Results


def stands(results: Results, built: Results) -> bool:
    """Whether the results of a workbook, as it reads, are those that it was built from: then every
    list of ours stands in it.

    Our formulas depend on where amounts stand and on their format, everything else on what was
    computed and found.
    """
    return (
        results.findings == built.findings
        and results.paragraphs == built.paragraphs
        and results.figures == built.figures
        and results.charts == built.charts
        and results.generated == built.generated
        and results.drivers == built.drivers
        and results.performance == built.performance
        and results.format == built.format
        and _entries(results) == _entries(built)
        and _amounts(results) == _amounts(built)
    )


def _entries(results: Results) -> tuple[object, ...]:
    """What stands in the sheets that a person fills in."""
    account = results.account
    return (
        (account.unit_name, account.year, account.unfilled, account.withheld, account.rewrites),
        (account.prior, account.prior_unit, account.budgets, account.budget_unit),
        (account.budget_reasons, account.purposes, account.terms, account.projects),
        (account.supplement, account.numbers, account.supplement_cells, account.supplement_unit),
    )


def _amounts(results: Results) -> dict[str, tuple[object, dict[str, Mapping[str, Cell]]]]:
    """The cells of the tables that hold something, by line and column; the order of the lines is
    that of whoever made the account.
    """
    return {
        name: (
            (table.sheet, table.unit, table.unit_source, table.unit_name),
            {line.name: line.filled for line in table.lines},
        )
        for name, table in results.account.statements.items()
    }
