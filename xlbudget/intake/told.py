"""What an import tells: sheets read, changes, conflicts, tails, what is missing."""

from __future__ import annotations

from typing import Any

from xlbudget.checks.magnitudes import MAGNITUDE
from xlbudget.checks.tables import TABLE_EMPTY
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.records import dataclass
from xlbudget.intake.changes import Change
from xlbudget.intake.gathered import SourceSheet
from xlbudget.intake.given import Given
from xlbudget.intake.missing import Missing
from xlbudget.results import Results, finding_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that an import has to say. `contradicted` is what the filled tables say against each
    other (`contradictions`): told, but no error of the import, whose tables may not be complete.
    """

    given: Given
    missing: Missing
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Change, ...] = ()
    contradicted: tuple[Finding, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether anything is at error level."""
        return any(finding.level is Level.ERROR for finding in self.findings)


def contradictions(results: Results) -> tuple[Finding, ...]:
    """What the check of the filled tables finds at error level, and units that seem mistaken; not
    that a whole table is still empty.
    """
    return tuple(
        finding
        for finding in results.findings
        if (finding.level is Level.ERROR and finding.check != TABLE_EMPTY)
        or finding.check == MAGNITUDE
    )


def _sheet_json(sheet: SourceSheet) -> dict[str, Any]:
    return {
        "file": sheet.file,
        "sheet": sheet.sheet,
        "read_as": sheet.read_as or None,
        "year": sheet.year,
        "unit_name": sheet.unit_name,
        "unit": sheet.unit.value if sheet.unit else None,
    }


def told_json(told: Told, **more: Any) -> dict[str, Any]:
    """All of it as JSON; `more` says what was written, and by what (`version_fields`)."""
    return {
        **more,
        "sheets": list(map(_sheet_json, told.given.gathered.sheets)),
        "prior_sheets": list(map(_sheet_json, told.given.gathered.prior_sheets)),
        "proposals": ["\n".join(proposal.lines()) for proposal in told.given.proposals],
        "changes": [change.json() for change in told.changes],
        "conflicts": [conflict.json() for conflict in told.conflicts],
        "findings": [finding_json(finding) for finding in told.findings],
        "contradicted": [finding_json(finding) for finding in told.contradicted],
        "missing": {
            "tables": list(told.missing.tables),
            "budgets": list(told.missing.budgets),
            "prior": list(told.missing.prior),
        },
    }
