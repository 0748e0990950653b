"""Words that a person typed into a cell, as a sentence takes them: an expression over that cell."""

from __future__ import annotations

from xlbudget.domain.statements import Source
from xlbudget.domain.text import Gap, Span
from xlbudget.narrative.reasons import as_reason
from xlbudget.workbook import expressions


def typed_reason(source: Source | None, text: str, gap: str) -> str:
    """A reason typed into a cell, as the sentence takes it."""
    return typed(source, text, as_reason(text, Gap("")) if text.strip() else (), gap)


def typed(source: Source | None, text: str, said: tuple[Span, ...], gap: str) -> str:
    """Words typed into a cell, as a sentence takes them: without a full stop at their end.

    Where the text of now needs more than that to become what is `said`, it is taken as it is now.
    """
    now = "".join(span.text for span in said)
    if source is None or (text.strip() and now not in (text.strip(), text.strip().rstrip("。"))):
        return expressions.quoted(now or gap)
    at = f"TRIM({expressions.reference(source)})"
    shortened = f'LEFT({at},LEN({at})-(RIGHT({at},1)="。"))'
    return f'IF({at}="",{expressions.quoted(gap)},{shortened})'
