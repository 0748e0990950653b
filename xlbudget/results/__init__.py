"""What a run produced, and its JSON: of a workbook here, of a document in `results.reviewed`."""

from __future__ import annotations

from xlbudget.results.computed import Results, word_of
from xlbudget.results.computed_json import (
    Json,
    coverage_json,
    drivers_json,
    explanation,
    figure_json,
    figures_json,
    finding_json,
    findings_json,
    json_text,
    obligations_json,
    stamp,
    value_json,
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
    "json_text",
    "obligations_json",
    "stamp",
    "value_json",
    "word_of",
]
