"""The comparison with an earlier submission as JSON."""

from __future__ import annotations

from xlbudget.domain.text import Place
from xlbudget.results.compared import Compared
from xlbudget.results.computed_json import finding_json
from xlbudget.results.json_text import Json
from xlbudget.results.text_changes import Change


def compared_json(compared: Compared) -> Json:
    """The fates of findings (those of this submission in their order), and what changed."""
    return {
        "earlier": compared.earlier,
        "fates": [fate.name.lower() if fate else None for fate in compared.fates],
        "gone": [
            {"fate": fate.name.lower(), "finding": finding_json(finding)}
            for finding, fate in compared.gone
        ],
        "changes": [_change(change) for change in compared.changes],
    }


def _change(change: Change) -> Json:
    return {
        "now_at": _place(change.now_at),
        "before_at": _place(change.before_at),
        "now": change.now,
        "before": change.before,
        "numbers": [list(pair) for pair in change.numbers],
        "words": [list(pair) for pair in change.words],
    }


def _place(where: Place | None) -> Json | None:
    return {"page": where.page, "paragraph": where.paragraph} if where else None
