"""The columns of the frames, with their dtypes."""

from __future__ import annotations

TEXT, FEN, NUMBER, YEAR = "string", "Int64", "float64", "Int64"

_OF_UNIT = {"file": TEXT, "unit": TEXT, "year": YEAR, "place": TEXT}

STATEMENTS = {
    **_OF_UNIT,
    "table": TEXT,
    "table_title": TEXT,
    "line": TEXT,
    "code": TEXT,
    "label": TEXT,
    "level": TEXT,
    "group": TEXT,
    "column": TEXT,
    "column_title": TEXT,
    "fen": FEN,
    "wan": NUMBER,
    "precision": FEN,
    "holds": TEXT,
    "sheet": TEXT,
    "cell": TEXT,
}
"""The columns of `statements` and their dtypes."""

ENTRIES = {
    **_OF_UNIT,
    "kind": TEXT,
    "table": TEXT,
    "table_title": TEXT,
    "line": TEXT,
    "code": TEXT,
    "label": TEXT,
    "level": TEXT,
    "column": TEXT,
    "column_title": TEXT,
    "fen": FEN,
    "wan": NUMBER,
    "count": NUMBER,
    "holds": TEXT,
    "sheet": TEXT,
    "cell": TEXT,
}
"""The columns of `entries` and their dtypes."""

FIGURES = {
    **_OF_UNIT,
    "name": TEXT,
    "identifier": TEXT,
    "measure": TEXT,
    "fen": FEN,
    "wan": NUMBER,
    "ratio": NUMBER,
    "fraction": TEXT,
    "count": NUMBER,
    "text": TEXT,
    "why": TEXT,
    "formula": TEXT,
    "inputs": TEXT,
}
"""The columns of `figures` and their dtypes."""

FINDINGS = {
    **_OF_UNIT,
    "check": TEXT,
    "level": TEXT,
    "verdict": TEXT,
    "sheet": TEXT,
    "cell": TEXT,
    "message": TEXT,
    "printed": TEXT,
    "expected": TEXT,
    "cause": TEXT,
    "follows": FEN,
}
"""The columns of `findings` and their dtypes."""
