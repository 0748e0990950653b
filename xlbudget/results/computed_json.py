"""The outcome of a run as JSON, and a figure back to its cells."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from xlbudget.analysis.drivers import Drivers
from xlbudget.domain.figures import Figure, NotComparable
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.money import Amount
from xlbudget.formats.model import Format
from xlbudget.formats.versions import version_fields
from xlbudget.results.computed import Results
from xlbudget.results.json_text import Json
from xlbudget.results.performance_json import project_json


def stamp(results: Results) -> Json:
    """What made an output: versions of program, format and rules, unit, year."""
    return {
        **version_fields(results.format),
        "authority": results.format.authority,
        "verified": results.format.verified,
        "unit": results.account.unit_name,
        "year": results.account.year,
        "file": results.account.file,
    }


def figures_json(results: Results) -> Json:
    """figures.json: every figure with value, formula and inputs; amounts in 分 and as printed."""
    known: dict[str, Json] = {}
    cells: dict[str, dict[str, str]] = {}
    for figure in (*results.figures, *results.performance.figures()):
        _add(figure, results.format, known, cells)
    charts = [
        {
            "number": chart.number,
            "title": chart.title,
            "kind": chart.kind.value,
            "series": chart.series,
            "points": [
                {"category": point.category, "figure": point.figure.name, "label": point.label}
                for point in chart.points
            ],
        }
        for chart in results.charts
    ]
    return {
        **stamp(results),
        "basis": results.format.style.basis.value,
        "budget_base": _budget_bases(results.format),
        "figures": known,
        "drivers": {
            name: drivers_json(drivers, results.format) for name, drivers in results.drivers.items()
        },
        "charts": charts,
        "projects": [project_json(each) for each in results.performance.projects],
    }


def _budget_bases(resolved: Format) -> Json:
    """Which of the year's budgets the completion rates of each table are of."""
    return {
        table.title: resolved.traits[table.budget]
        for table in resolved.tables.values()
        if table.budget
    }


def drivers_json(drivers: Drivers, resolved: Format) -> Json:
    """The items that moved a total: changes in 分, the rest as one; they sum to the change."""
    return {
        "change": drivers.change.fen,
        "drivers": [
            {
                "code": driver.code,
                "name": driver.name,
                "change": driver.change.fen,
                "cells": [str(cell.source) for cell in driver.cells],
            }
            for driver in drivers.drivers
        ],
        "rest": drivers.rest.fen,
        "text": drivers.text(resolved.style),
    }


def figure_json(figure: Figure, resolved: Format) -> Json:
    """A figure and all figures it was computed from, inputs first."""
    known: dict[str, Json] = {}
    _add(figure, resolved, known, {})
    return known


def _add(
    item: Figure, resolved: Format, known: dict[str, Json], cells: dict[str, dict[str, str]]
) -> None:
    """A figure after those that it was computed from, each once. `cells` are those of the figures
    in `known`, by their places in the file: a figure rests on the cells of its inputs.
    """
    if item.name in known:
        return
    own: dict[str, str] = {}
    inputs: list[str] = []
    for part in item.inputs:
        if isinstance(part, Figure):
            _add(part, resolved, known, cells)
            own |= cells[part.name]
            inputs.append(part.name)
        else:
            place = str(part.source)
            own.setdefault(part.source.in_file, place)
            inputs.append(place)
    cells[item.name] = own
    known[item.name] = {
        "label": item.label,
        **value_json(item, resolved),
        "formula": item.formula,
        "inputs": inputs,
        "cells": list(own.values()),
    }


def value_json(figure: Figure, resolved: Format) -> Json:
    """A figure's value: exact, and as printed."""
    value = figure.value
    if isinstance(value, Amount):
        return {
            "fen": value.fen,
            "precision": value.precision,
            "text": resolved.style.amount(value),
        }
    if isinstance(value, Decimal):
        return {"count": str(value), "text": resolved.style.count(value)}
    if isinstance(value, Fraction):
        exact = f"{value.numerator}/{value.denominator}"
        return {"ratio": exact, "text": resolved.style.rate(value)}
    why = value.reason if isinstance(value, NotComparable) else value.what
    return {"text": None, "why": why}


def finding_json(finding: Finding) -> Json:
    """One finding."""
    where = finding.where
    return {
        "check": finding.check,
        "verdict": finding.verdict.value,
        "level": finding.level.value,
        "file": finding.file,
        "where": {
            "section": where.section,
            "page": where.page,
            "paragraph": where.paragraph,
            "sheet": where.sheet,
            "cell": where.cell,
            "quote": where.quote,
        },
        "printed": finding.printed,
        "expected": finding.expected,
        "formula": finding.formula,
        "basis": finding.basis,
        "inputs": list(finding.inputs),
        "cause": finding.cause,
        "follows": [finding_json(follower) for follower in finding.follows],
        "message": finding.message,
    }


def findings_json(results: Results) -> Json:
    """findings.json: counts by level, gaps apart, and all findings."""
    counts = {level.value: results.count(level) for level in Level}
    return {
        **stamp(results),
        "counts": {**counts, "gap": results.gaps},
        "findings": [finding_json(finding) for finding in results.findings],
    }


def explanation(figure: Figure, resolved: Format) -> list[str]:
    """A figure back to its cells, as indented lines."""
    lines: list[str] = []

    told: set[str] = set()

    def tell(item: Figure, depth: int) -> None:
        pad = "    " * depth
        shown = value_json(item, resolved)
        again = "（见上）" if item.name in told else ""
        lines.append(f"{pad}{item.label} = {shown['text'] or '〔' + shown['why'] + '〕'}{again}")
        if again:
            return
        told.add(item.name)
        lines.append(f"{pad}  由来：{item.formula}")
        for part in item.inputs:
            if isinstance(part, Figure):
                tell(part, depth + 1)
            else:
                text = part.amount.exact_text() if part.amount is not None else part.holds.value
                text = str(part.count) if part.count is not None else text
                lines.append(f"{pad}    {part.source.in_file}  {text}")

    tell(figure, 0)
    return lines
