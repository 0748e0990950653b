"""R36: a total left blank whose parts are all zero. It counts as zero, but blank is not zero."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from xlbudget.checks.evaluation import Evaluation
from xlbudget.checks.ledger import Entry
from xlbudget.checks.outcomes import Outcome
from xlbudget.checks.ran import Ran, State
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.statements import Holds, Source
from xlbudget.domain.text import Place

BLANK_TOTAL = "blank-total"
_RULE, _TITLE = "R36", "有分项数的合计不空着"
_SHOWN = 6
"""So many cells of many are named."""


def check_blank_totals(evaluation: Evaluation, file: str) -> tuple[list[Finding], list[Entry]]:
    """One note about all such cells, and an entry of the ledger for each table looked at.

    Where the parts are not zero, the sum itself has failed, and its finding tells of the blank.
    """
    looked_at: dict[str, list[Source]] = {}
    blank: dict[str, list[Source]] = {}
    for ran in evaluation.ran:
        if not ran.shape.is_total:
            continue
        table = ran.shape.first.left.table
        for outcome in _told(evaluation, ran, table, looked_at):
            if _is_total(outcome):
                cell = outcome.left[0].cell
                looked_at.setdefault(table, []).append(cell.source)
                if cell.holds is Holds.BLANK and outcome.verdict is Verdict.PASS:
                    blank.setdefault(table, []).append(cell.source)
    cells = tuple(dict.fromkeys(source for sources in blank.values() for source in sources))
    return list(_findings(cells, file)), list(_entries(looked_at, blank))


def _told(
    evaluation: Evaluation, ran: Ran, table: str, looked_at: Collection[str]
) -> Iterator[Outcome]:
    """The outcomes among which a blank total may be; of a table of which nothing is known yet the
    others too, for its first total stands for it.
    """
    if table in looked_at and not ran.told:
        return
    for number in range(len(ran.shape.identities)):
        for at in range(len(ran.rows)) if number not in ran.remarks else ():
            state = ran.state(number, at)
            if isinstance(state, Outcome) or (state is State.SOUND and table not in looked_at):
                yield evaluation.outcome_at(ran, number, at)


def _is_total(outcome: Outcome) -> bool:
    """Whether an outcome of a shape that may be a total is one: a sum of parts, of which some are
    filled in.
    """
    return (
        bool(outcome.filled)
        and len(outcome.left) == 1
        and outcome.relation == "="
        and len(outcome.right) > 1
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
