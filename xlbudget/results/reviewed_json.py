"""A review as JSON: findings as those of a workbook, coverage of numbers, what must be checked."""

from __future__ import annotations

from xlbudget.domain.findings import Level
from xlbudget.formats.versions import version_fields
from xlbudget.results.computed_json import finding_json
from xlbudget.results.json_text import Json
from xlbudget.results.reviewed import Reviewed


def reviewed_json(reviewed: Reviewed) -> Json:
    """All of a review of one document."""
    resolved, numbers = reviewed.format, reviewed.numbers
    return {
        **version_fields(resolved),
        "authority": resolved.authority,
        "verified": resolved.verified,
        "unit": reviewed.unit,
        "year": resolved.year,
        "file": reviewed.file,
        "sha256": reviewed.sha256,
        "tables": _tables(reviewed),
        "counts": {level.value: reviewed.count(level) for level in Level},
        "numbers": {
            "bound": numbers.bound,
            "unbound": numbers.unbound,
            "elsewhere": numbers.elsewhere,
            "tried": dict(reviewed.bound.tried),
        },
        "findings": [finding_json(finding) for finding in reviewed.findings],
        "obligations": {
            each.rule: {
                "title": each.title,
                "standing": each.standing.name.lower(),
                "passed": each.passed,
                "failed": each.failed,
                "why": list(each.why),
                "checks": list(each.checks),
            }
            for each in reviewed.obligations()
        },
    }


def _tables(reviewed: Reviewed) -> str | None:
    """The workbook, "document" for tables in the document itself, None without tables."""
    if reviewed.account is None:
        return None
    return reviewed.workbook or "document"
