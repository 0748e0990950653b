"""What 汇总.xlsx and index.html need of one unit, beside its other outputs: one small file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from xlbudget.analysis.indicators import Figures
from xlbudget.analysis.rollup import lacks_budget
from xlbudget.checks.own_text import GAP
from xlbudget.domain.figures import Contradicted, Figure, Missing
from xlbudget.domain.findings import Finding, Level
from xlbudget.formats.names import ACTUAL, CHANGE_RATE, COMPLETION_RATE, PRIOR_ACTUAL, resolve
from xlbudget.formats.versions import version_fields
from xlbudget.results import Results, obligations_json
from xlbudget.results.places import place_words

EXTRACT = "extract.jsonl"
"""Its name in the folder of a unit: three lines of JSON. The first is what every overview needs,
the second the amounts of the tables, the third their cells, which only a comparison with the
superior's tables reads.
"""

GAP_LEVEL = "gap"
"""How a finding of the extract is marked that says what a person must still fill in."""

MISSING, CONTRADICTED, NO_RATE = "缺", "对不上", "不可比"
"""What stands for a figure that somebody must still fill in, for one that its own sources give in
two ways, and for one that has no sound base.
"""

_TOLD = (Level.ERROR, Level.WARNING)
_MEASURES = (ACTUAL, PRIOR_ACTUAL, CHANGE_RATE, COMPLETION_RATE)


def unit_extract(results: Results, imported: Iterable[Finding] = ()) -> bytes:
    """The extract of a unit; amounts in whole 分. `imported` is what was found on the way from
    exports to its workbook.
    """
    lines = (_overview(results, imported), *_amounts(results))
    return "".join(
        json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines
    ).encode()


def _overview(results: Results, imported: Iterable[Finding]) -> dict[str, Any]:
    """Name, key figures, findings that somebody must act on, and what was not checked and why."""
    return {
        **version_fields(results.format),
        "unit": results.account.unit_name,
        "place": results.format.place,
        "title": results.format.title,
        "year": results.account.year,
        "figures": list(_key_figures(results)),
        "findings": [
            _finding(each)
            for each in sorted((*results.findings, *imported), key=_rank)
            if each.check == GAP or each.level in _TOLD
        ],
        "obligations": {
            rule: [known["title"], {} if known["covered"] else known["unchecked"]]
            for rule, known in obligations_json(results).items()
        },
    }


def _rank(finding: Finding) -> int:
    """Errors before warnings; what stands in line stays so."""
    return [*Level].index(finding.level)


def _finding(finding: Finding) -> list[Any]:
    """Level, place, words, what stands there and what should, how many it explains; of an error
    the cells that it is about.
    """
    return [
        GAP_LEVEL if finding.check == GAP else finding.level.value,
        place_words(finding.where),
        finding.message,
        finding.printed,
        finding.expected,
        len(finding.follows),
        list(finding.inputs) if finding.level is Level.ERROR else [],
    ]


def _key_figures(results: Results) -> Iterator[list[Any]]:
    """The key figures of the format: heading, amounts of this year and last, and both rates as
    the text prints them; the second only where its table has budgets.
    """
    resolved = results.format
    figures = Figures(results.account, resolved)
    for heading, words in resolved.key_figures.items():
        known = resolve(resolved, words.split("."))
        table = resolved.tables.get(known.table)
        yield [
            heading,
            *(
                _value(figures.figure(known.of(measure)), results)
                if measure != COMPLETION_RATE or (table and table.budget)
                else None
                for measure in _MEASURES
            ),
        ]


def _value(figure: Figure, results: Results) -> int | str:
    """An amount in 分, a rate as printed, or why there is none."""
    if figure.amount is not None:
        return figure.amount.fen
    if figure.ratio is not None:
        return results.format.style.rate(figure.ratio)
    if isinstance(figure.value, Missing):
        return MISSING
    return CONTRADICTED if isinstance(figure.value, Contradicted) else NO_RATE


def _amounts(results: Results) -> tuple[dict[str, Any], dict[str, Any]]:
    """The amounts of the tables with what else decides whether they add up, and the cells they
    stand in. Amounts by how precisely they are known, then column, then line; none that is zero.
    """
    account, resolved = results.account, results.format
    amounts: dict[str, Any] = {}
    cells: dict[str, Any] = {}
    for name, statement in account.statements.items():
        known: dict[int, dict[str, dict[str, int]]] = {}
        places: dict[str, dict[str, str]] = {}
        for line in statement.lines:
            for column, cell in line.filled.items():
                amount = cell.amount
                if amount is not None and amount.fen:
                    by_column = known.setdefault(amount.precision, {})
                    by_column.setdefault(column, {})[line.name] = amount.fen
                    places.setdefault(column, {})[line.name] = cell.source.cell
        amounts[name] = {
            "filled": statement.has_amounts,
            "base": resolved.traits.get(resolved.tables[name].budget, ""),
            "unplanned": lacks_budget(statement),
            "amounts": known,
        }
        cells[name] = {"sheet": statement.sheet, "cells": places}
    return {"withheld": list(account.withheld), "tables": amounts}, {"tables": cells}
