"""What a run produced, and its JSON: of a workbook here, of a document in `results.reviewed`."""

from __future__ import annotations

from xlbudget.results.computed import (
    Json,
    Results,
    coverage_json,
    drivers_json,
    explanation,
    figure_json,
    figures_json,
    finding_json,
    findings_json,
    obligations_json,
    stamp,
    value_json,
    word_of,
)

__all__ = [
    "Json",
    "Results",
    "coverage_json",
    "drivers_json",
    "explanation",
    "figure_json",
    "figures_json",
    "finding_json",
    "findings_json",
    "obligations_json",
    "stamp",
    "value_json",
    "word_of",
]
