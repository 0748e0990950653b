"""The outcome of a run as JSON, and a figure back to its cells."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xlbudget import __version__
from xlbudget.analysis.drivers import Drivers
from xlbudget.checks.ledger import Entry
from xlbudget.domain.figures import Figure
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import Amount
from xlbudget.formats.model import Format
from xlbudget.results.computed import Results
from xlbudget.results.performance_json import project_json

Json = dict[str, Any]


def json_text(value: Any) -> str:
    """A value as JSON, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def stamp(results: Results) -> Json:
    """What made an output: program and format versions, unit, year."""
    return {
        "program": f"xlbudget {__version__}",
        "format": results.format.place,
        "format_version": results.format.version,
        "authority": results.format.authority,
        "verified": results.format.verified,
        "unit": results.account.unit_name,
        "year": results.account.year,
        "file": results.account.file,
    }


def figures_json(results: Results) -> Json:
    """figures.json: every figure with value, formula and inputs; amounts in 分 and as printed."""
    known: dict[str, Json] = {}
    for figure in (*results.figures, *results.performance.figures()):
        known |= figure_json(figure, results.format)
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

    def add(item: Figure) -> None:
        if item.name in known:
            return
        for part in item.inputs:
            if isinstance(part, Figure):
                add(part)
        known[item.name] = {
            "label": item.label,
            **value_json(item, resolved),
            "formula": item.formula,
            "inputs": [
                part.name if isinstance(part, Figure) else str(part.source) for part in item.inputs
            ],
            "cells": [str(cell.source) for cell in item.cells()],
        }

    add(figure)
    return known


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
    return {"text": None, "why": getattr(value, "what", "") or getattr(value, "reason", "")}


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


def coverage_json(results: Results) -> Json:
    """coverage.json: each check with how often it passed, failed or could not be run, and why."""
    remarks: dict[str, Counter[str]] = {}
    for entry in results.ledger.entries:
        if entry.remark:
            remarks.setdefault(entry.check, Counter())[entry.remark] += 1
    rules = {entry.check: (entry.rule, entry.title) for entry in results.ledger.entries}
    checks = {
        check: {
            "rule": rules[check][0],
            "title": rules[check][1],
            **_verdicts(counts),
            "remarks": dict(remarks.get(check, {})),
        }
        for check, counts in results.ledger.by_check().items()
    }
    total = {verdict.value: results.ledger.count(verdict) for verdict in Verdict}
    obligations = obligations_json(results)
    covered = sum(known["covered"] for known in obligations.values())
    return {
        **stamp(results),
        "total": total,
        "covered": f"{covered}/{len(obligations)}",
        "obligations": obligations,
        "checks": checks,
    }


def obligations_json(results: Results) -> Json:
    """What must be checked: for each obligation whether any check of it ran, and why not."""
    found: dict[str, Json] = {}
    by_rule: dict[str, list[Entry]] = {}
    for entry in results.ledger.entries:
        by_rule.setdefault(entry.rule, []).append(entry)
    for rule, title in results.format.obligations.items():
        entries = by_rule.get(rule, [])
        ran = [entry for entry in entries if entry.verdict is not Verdict.UNCHECKED]
        why = Counter(entry.remark for entry in entries if entry.verdict is Verdict.UNCHECKED)
        found[rule] = {
            "title": title,
            "covered": bool(ran),
            "checks": sorted({entry.check for entry in entries}),
            "ran": len(ran),
            "unchecked": dict(why) if entries else {"没有这条规则": 1},
        }
    return found


def _verdicts(counts: Mapping[Verdict, int]) -> Json:
    return {verdict.value: counts.get(verdict, 0) for verdict in Verdict}


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
                text = part.amount.text(places=6) if part.amount is not None else part.holds.value
                text = str(part.count) if part.count is not None else text
                lines.append(f"{pad}    {part.source.in_file}  {text}")

    tell(figure, 0)
    return lines
