"""One cause is one finding: failures that one wrong cell would explain are told together.

A cell explains failures when changing it alone mends every failure it takes part in and breaks
nothing that held. Where tails are allowed, a range of amounts does so. Cells that explain the same
failures are suspects alike, and none of them is accused. An error among the failures is told
first, so that no warning hides it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence

from xlbudget.checks.outcomes import Addend, Outcome
from xlbudget.domain.findings import Verdict
from xlbudget.domain.money import Amount, half_up
from xlbudget.domain.records import dataclass


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cell that alone explains the failures if it should be `should_be`. `exact` tells that no
    other amount would do.
    """

    addend: Addend
    should_be: Amount
    exact: bool


@dataclass(frozen=True, slots=True)
class Cause:
    """Failures with one cause, the gravest and clearest first, and the cells each of which would
    explain them all; none where no single cell does.
    """

    failures: tuple[Outcome, ...]
    suspects: tuple[Suspect, ...] = ()

    @property
    def suspect(self) -> Suspect | None:
        """The only suspect."""
        return self.suspects[0] if len(self.suspects) == 1 else None


def group_causes(outcomes: Sequence[Outcome], precision_of: Callable[[str], int]) -> list[Cause]:
    """The failures by cause, the one that explains most first; then those without one.

    `outcomes` are at least those that any cell of a failure takes part in. `precision_of` tells to
    what the amounts of a sheet are known, which is what a blank cell would be known to.
    """
    failures = [outcome for outcome in outcomes if outcome.verdict is Verdict.FAIL]
    if not failures:
        return []
    explanations = _explanations(failures, outcomes, precision_of)
    causes, left = [], frozenset(range(len(failures)))
    while usable := [mended for mended in explanations if mended <= left]:
        size = max(map(len, usable))
        first, *rivals = [mended for mended in usable if len(mended) == size]
        rivals = [rival for rival in rivals if rival & first]
        told = first.union(*rivals)
        suspects = () if rivals else explanations[first]
        causes.append(Cause(_clearest_first(failures[at] for at in sorted(told)), tuple(suspects)))
        left -= told
    unexplained = _clearest_first(failures[at] for at in sorted(left))
    return causes + [Cause((failure,)) for failure in unexplained]


def _clearest_first(failures: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Errors before warnings, then the fewest cells."""
    return tuple(
        sorted(
            failures,
            key=lambda outcome: (outcome.identity.level.rank, len(outcome.filled)),
        )
    )


Part = tuple[Outcome, int]
"""An identity that a cell takes part in, and how often it counts in left − right."""


def _explanations(
    failures: list[Outcome], outcomes: Sequence[Outcome], precision_of: Callable[[str], int]
) -> Mapping[frozenset[int], list[Suspect]]:
    """Sets of failures, by position, with the cells each of which explains the whole set."""
    suspected = {id(addend.cell): addend for failure in failures for addend in failure.addends}
    parts = _parts(suspected, outcomes)
    position = {id(failure): at for at, failure in enumerate(failures)}
    found: dict[frozenset[int], list[Suspect]] = defaultdict(list)
    for key, addend in suspected.items():
        amount = addend.cell.amount
        sheet = addend.cell.source.sheet
        precision = precision_of(sheet) if amount is None else amount.precision
        suspect = _suspect(addend, parts[key], precision)
        if suspect:
            mended = (position.get(id(outcome)) for outcome, _ in parts[key])
            found[frozenset(at for at in mended if at is not None)].append(suspect)
    return found


def _parts(suspected: Container[int], outcomes: Sequence[Outcome]) -> dict[int, list[Part]]:
    """The identities that each suspected cell takes part in; cells are told apart by identity."""
    parts: dict[int, list[Part]] = defaultdict(list)
    for outcome in outcomes:
        factors: dict[int, int] = {}
        for side, addends in ((1, outcome.left), (-1, outcome.right)):
            for addend in addends:
                key = id(addend.cell)
                if key in suspected:
                    factors[key] = factors.get(key, 0) + side * addend.sign
        for key, factor in factors.items():
            if factor:
                parts[key].append((outcome, factor))
    return parts


def _suspect(addend: Addend, parts: Sequence[Part], precision: int) -> Suspect | None:
    """The cell with the amount that makes all its identities hold, if there is one."""
    low, high = _shifts(addend, parts, precision)
    if low is not None and high is not None and low > high:
        return None
    failing = [part for part in parts if part[0].verdict is Verdict.FAIL]
    clearest, factor = min(failing, key=lambda part: (part[0].relation, part[0].slack))
    wanted = half_up(-clearest.difference, factor * precision) * precision
    if low is not None:
        wanted = max(low, wanted)
    if high is not None:
        wanted = min(high, wanted)
    for shift in (wanted, low, high):
        if shift is None:
            continue
        amount = Amount(addend.amount.fen + shift, precision)
        if addend.cell.amount is None and amount.fen <= 0:
            continue
        if all(_holds(part, addend, shift, amount) for part in parts):
            return Suspect(addend, amount, low == high)
    return None


def _shifts(addend: Addend, parts: Sequence[Part], precision: int) -> tuple[int | None, int | None]:
    """The least and the most the cell may change by for all its identities to hold."""
    low: int | None = None
    high: int | None = None
    for part in parts:
        outcome, factor = part
        slack = _slack(outcome, addend, Amount(precision, precision)) // 2
        ends: list[int | None] = [-slack - outcome.difference, slack - outcome.difference]
        if outcome.relation == ">=":
            ends[1] = None
        if factor < 0:
            ends = [None if end is None else -end for end in reversed(ends)]
        step = abs(factor) * precision
        least, most = ends
        if least is not None:
            least = -(-least // step) * precision
            low = least if low is None else max(low, least)
        if most is not None:
            most = most // step * precision
            high = most if high is None else min(high, most)
    return low, high


def _holds(part: Part, addend: Addend, shift: int, amount: Amount) -> bool:
    outcome, factor = part
    difference = outcome.difference + factor * shift
    off = -difference if outcome.relation == ">=" else abs(difference)
    return 2 * off <= _slack(outcome, addend, amount)


def _slack(outcome: Outcome, addend: Addend, amount: Amount) -> int:
    """The tolerance of an identity once the cell holds another amount."""
    before = addend.amount.slack if addend.amount.fen else 0
    after = amount.slack if amount.fen else 0
    return outcome.slack - before + after
