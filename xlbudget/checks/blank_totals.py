"""R36: a total left blank whose parts are all zero. It counts as zero, but blank is not zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlbudget.checks.ledger import Entry
from xlbudget.checks.outcomes import Outcome
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.statements import Holds, Source
from xlbudget.domain.text import Place

BLANK_TOTAL = "blank-total"
_RULE, _TITLE = "R36", "有分项数的合计不空着"
_SHOWN = 6
"""So many cells of many are named."""


def check_blank_totals(outcomes: Sequence[Outcome], file: str) -> tuple[list[Finding], list[Entry]]:
    """One note about all such cells, and an entry of the ledger for each table looked at.

    Where the parts are not zero, the sum itself has failed, and its finding tells of the blank.
    """
    looked_at: dict[str, list[Source]] = {}
    blank: dict[str, list[Source]] = {}
    for outcome in outcomes:
        if _is_total(outcome):
            cell = outcome.left[0].cell
            table = outcome.identity.left.table
            looked_at.setdefault(table, []).append(cell.source)
            if cell.holds is Holds.BLANK and outcome.verdict is Verdict.PASS:
                blank.setdefault(table, []).append(cell.source)
    cells = tuple(dict.fromkeys(source for sources in blank.values() for source in sources))
    return list(_findings(cells, file)), list(_entries(looked_at, blank))


def _is_total(outcome: Outcome) -> bool:
    """Whether an outcome is a sum of parts inside one table, of which some are filled in."""
    terms = (outcome.identity.left, *outcome.identity.right)
    return (
        bool(outcome.filled)
        and len(outcome.left) == 1
        and outcome.relation == "="
        and len(outcome.right) > 1
        and all(term.sign > 0 and not term.prior for term in terms)
        and len({term.table for term in terms}) == 1
    )


def _findings(cells: Sequence[Source], file: str) -> Iterator[Finding]:
    if not cells:
        return
    places = "、".join(map(str, cells[:_SHOWN]))
    more = f"等 {len(cells)} 格" if len(cells) > _SHOWN else ""
    yield Finding(
        check=BLANK_TOTAL,
        verdict=Verdict.FAIL,
        level=Level.INFO,
        file=file,
        where=Place(sheet=cells[0].sheet, cell=cells[0].cell),
        inputs=tuple(map(str, cells)),
        message=f"合计空着，它的各项却填着数，相加是零：{places}{more}。求和时按0计。"
        "没有数请填 0 或“—”，漏填了请补上。",
    )


def _entries(looked_at: dict[str, list[Source]], blank: dict[str, list[Source]]) -> Iterator[Entry]:
    if not looked_at:
        yield Entry(BLANK_TOTAL, _RULE, _TITLE, Verdict.UNCHECKED, (), "没有可核的数")
    for table, sources in looked_at.items():
        wrong = blank.get(table)
        verdict = Verdict.FAIL if wrong else Verdict.PASS
        cells = dict.fromkeys(map(str, wrong or sources[:1]))
        yield Entry(BLANK_TOTAL, _RULE, _TITLE, verdict, tuple(cells))
