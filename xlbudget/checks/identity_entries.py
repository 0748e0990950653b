"""The entries of the ledger for the identities of a format: counted, and made when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlbudget.checks.evaluation import Evaluation
from xlbudget.checks.ledger import Entry, Kind
from xlbudget.checks.outcomes import NOT_FILLED, Outcome
from xlbudget.checks.ran import Ran, State, Told
from xlbudget.checks.wording import Words
from xlbudget.domain.findings import Verdict

_TAIL = "差额在四舍五入允许范围内"


class IdentityEntries:
    """What came of the identities of a format, for the ledger."""

    def __init__(self, evaluation: Evaluation, words: Words) -> None:
        self._evaluation, self._words = evaluation, words

    def kinds(self) -> Mapping[Kind, int]:
        """How many entries there are of each kind, in the order in which the kinds first stand."""
        found: dict[Kind, int] = {}
        for ran in self._evaluation.ran:
            known = ran.shape.first
            head = (known.name, known.rule, known.title)
            for verdict, remark, number in self._counts(ran):
                if number:
                    kind = Kind(*head, verdict, remark)
                    found[kind] = found.get(kind, 0) + number
        return found

    def _counts(self, ran: Ran) -> Iterator[tuple[Verdict, str, int]]:
        """What came of a shape's identities, and how often."""
        if ran.told or not ran.rows:
            for _, _, state in ran.states():
                yield (*self._verdict(state), 1)
            return
        sound = sum(map(len, ran.filled))
        of_all = (len(ran.shape.identities) - len(ran.remarks)) * len(ran.rows)
        yield Verdict.PASS, "", sound
        yield Verdict.UNCHECKED, NOT_FILLED, len(ran.remarks) + of_all - sound

    def _verdict(self, state: State | Told) -> tuple[Verdict, str]:
        """An outcome in a word, and the remark on it."""
        if isinstance(state, Outcome):
            return state.verdict, self._remark(state)
        if isinstance(state, str):
            return Verdict.UNCHECKED, state
        return (Verdict.PASS, "") if state is State.SOUND else (Verdict.UNCHECKED, NOT_FILLED)

    def _remark(self, outcome: Outcome) -> str:
        remarks = [outcome.remark] if outcome.remark else []
        if outcome.is_tail:
            remarks.append(_TAIL)
        if outcome.verdict is not Verdict.UNCHECKED and outcome.absent:
            remarks.append(self._words.absent(outcome))
        return "；".join(remarks)

    def entries(self) -> Iterator[Entry]:
        """The entries; rows of an identity where nothing was checked share one."""
        unchecked: dict[tuple[str, str], Entry] = {}
        for outcome in self._evaluation.outcomes():
            if outcome.verdict is not Verdict.UNCHECKED:
                yield self._entry(outcome)
                continue
            key = (outcome.identity.name, outcome.remark)
            if key not in unchecked:
                unchecked[key] = self._entry(outcome)
            yield unchecked[key]

    def _entry(self, outcome: Outcome) -> Entry:
        identity = outcome.identity
        return Entry(
            identity.name,
            identity.rule,
            identity.title,
            outcome.verdict,
            tuple([str(addend.cell.source) for addend in outcome.filled]),
            self._remark(outcome),
        )
