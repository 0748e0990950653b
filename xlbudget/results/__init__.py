"""What a run produced, and its JSON: of a workbook here, of a document in `results.reviewed`."""

from __future__ import annotations

from xlbudget.results.computed import Results, word_of
from xlbudget.results.computed_json import (
    drivers_json,
    explanation,
    figure_json,
    figures_json,
    finding_json,
    findings_json,
    stamp,
    value_json,
)
from xlbudget.results.coverage import coverage_json, obligations_json
from xlbudget.results.json_text import Json, json_text

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
