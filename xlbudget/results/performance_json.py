"""绩效 in figures.json."""

from __future__ import annotations

from typing import Any

from xlbudget.analysis.performance import Evaluated
from xlbudget.domain.money import plain
from xlbudget.domain.statements import Cell


def project_json(each: Evaluated) -> dict[str, Any]:
    """A project: its figures by name, its indicators as they were given."""
    project = each.project
    scored = each.execution_score
    return {
        "name": project.name.text,
        "kind": project.kind or None,
        "cell": str(project.name.source),
        "budget": each.budget.name,
        "executed": each.executed.name,
        "execution_rate": each.rate.name,
        "execution_score": scored.name if scored else None,
        "score": each.score.name,
        "indicators": [
            {
                "names": [indicator.first, indicator.second, indicator.third],
                "target": indicator.target.text if indicator.target else None,
                "actual": indicator.actual.text if indicator.actual else None,
                "points": _count_json(indicator.points),
                "score": _count_json(indicator.score),
            }
            for indicator in project.indicators
        ],
    }


def _count_json(cell: Cell | None) -> str | None:
    return None if cell is None or cell.count is None else f"{plain(cell.count)}"
