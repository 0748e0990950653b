"""coverage.json: what was checked, what had to be, and why something was not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from xlbudget.domain.findings import Verdict
from xlbudget.results.computed import Results
from xlbudget.results.computed_json import stamp
from xlbudget.results.json_text import Json


class _Same(NamedTuple):
    """Checks that came out alike; `times` is how often."""

    check: str
    rule: str
    title: str
    verdict: Verdict
    remark: str
    times: int


def _runs(results: Results) -> list[_Same]:
    """The ledger in short: most checks run on many cells with one outcome."""
    return [_Same(*kind, times) for kind, times in results.ledger.kinds.items()]


def coverage_json(results: Results) -> Json:
    """coverage.json: each check with how often it passed, failed or could not be run, and why."""
    runs = _runs(results)
    by_check: dict[str, list[_Same]] = {}
    for run in runs:
        by_check.setdefault(run.check, []).append(run)
    obligations = _obligations(results, runs)
    covered = sum(known["covered"] for known in obligations.values())
    return {
        **stamp(results),
        "total": _verdicts(runs),
        "covered": f"{covered}/{len(obligations)}",
        "obligations": obligations,
        "checks": {
            check: {
                "rule": own[-1].rule,
                "title": own[-1].title,
                **_verdicts(own),
                "remarks": _remarks(run for run in own if run.remark),
            }
            for check, own in by_check.items()
        },
    }


def obligations_json(results: Results) -> Json:
    """What must be checked: for each obligation whether any check of it ran, and why not."""
    return _obligations(results, _runs(results))


def _obligations(results: Results, runs: Iterable[_Same]) -> Json:
    found: dict[str, Json] = {}
    by_rule: dict[str, list[_Same]] = {}
    for run in runs:
        by_rule.setdefault(run.rule, []).append(run)
    for rule, title in results.format.obligations.items():
        own = by_rule.get(rule, [])
        ran = sum(run.times for run in own if run.verdict is not Verdict.UNCHECKED)
        why = _remarks(run for run in own if run.verdict is Verdict.UNCHECKED)
        found[rule] = {
            "title": title,
            "covered": bool(ran),
            "checks": sorted({run.check for run in own}),
            "ran": ran,
            "unchecked": why if own else {"没有这条规则": 1},
        }
    return found


def _remarks(runs: Iterable[_Same]) -> dict[str, int]:
    """How often each remark was made."""
    counts: dict[str, int] = {}
    for run in runs:
        counts[run.remark] = counts.get(run.remark, 0) + run.times
    return counts


def _verdicts(runs: Iterable[_Same]) -> Json:
    """How often checks passed, failed or could not be run."""
    counts = dict.fromkeys((verdict.value for verdict in Verdict), 0)
    for run in runs:
        counts[run.verdict.value] += run.times
    return counts
