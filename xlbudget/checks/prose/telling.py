"""What is said of numbers that contradict each other: one finding a cause, with its sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from xlbudget.checks.prose.causes import Cause
from xlbudget.checks.prose.guesses import guess
from xlbudget.checks.prose.ratio_verdicts import Judged, Quotient, judge, rounded
from xlbudget.checks.prose.relations import (
    Key,
    Relation,
    difference,
    holds,
    quotient,
    total,
)
from xlbudget.checks.prose.suspects import Suspect
from xlbudget.checks.prose.wording import Wording
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import PUBLISHED_PLACES, Unit
from xlbudget.domain.records import replace

_TRUNCATED, _PRECISION, _UNROUNDED = "truncated", "precision_inconsistent", "unrounded"
TAILS = "text-tails"
DIRECTIONS = "direction-words"


class Teller(Wording):
    """Writes findings about the numbers of one manuscript."""

    def ratio(self, relation: Relation) -> Finding | None:
        """A ratio that its amounts give, but not quite as printed; None where it is in order."""
        at = relation.ratio
        known, mention = self.known[at], self.numbers.mentions[at]
        if mention.quantity.unit != "%":
            return None
        explained = self.facts.rank(at) == 0
        usual = self.numbers.usual_places(mention.measure) if explained else 0
        found = quotient(relation, self.known)
        judged = judge(known.value, mention.quantity.places, usual, found)
        if judged is not Judged.SOUND and any(key < 0 for key in relation.keys):
            found = self._published(found)
            other = judge(known.value, mention.quantity.places, usual, found)
            judged = min(judged, other, key=list(Judged).index)
        expected = self.numbers.shown(at, found.value)
        words, cause, level = {
            Judged.PRECISION: (
                f"其他比率印到{usual}位小数，这里应当印{expected}",
                _PRECISION,
                Level.WARNING,
            ),
            Judged.TRUNCATED: (
                f"四舍五入是{expected}，文中把后面的位数截去了",
                _TRUNCATED,
                Level.WARNING,
            ),
            Judged.UNROUNDED: (
                f"按公开的数算是{expected}；如果用未取整到万元的数计算，可能得到文中的数",
                _UNROUNDED,
                Level.INFO,
            ),
        }.get(judged, ("", "", Level.INFO))
        if not words:
            return None
        return self._finding(
            relation,
            at,
            level,
            f"{self.subject(at)}印{self.text(at)}，{self.formula(relation)}="
            f"{self.percent(relation, found.value)}，{words}。",
            expected=expected,
            cause=cause,
        )

    def _published(self, found: Quotient) -> Quotient:
        """A ratio of the tables' amounts as they are published."""
        above, below = (rounded(each, PUBLISHED_PLACES) for each in (found.numerator, found.base))
        return replace(found, numerator=above, base=below) if below else found

    def tails(self, relations: Sequence[Relation]) -> Iterator[Finding]:
        """One note for the sums and equal facts that are off by no more than rounding allows."""
        off = [
            relation
            for relation in relations
            if not relation.is_ratio
            and holds(relation, self.known, generous=True)
            and difference(relation, self.known)
            and not (relation.at_least and difference(relation, self.known) > 0)
            and not relation.same
        ]
        notes = {
            self.told(each): each
            for each in off
            if total(each.left, self._printed(each)) != total(each.right, self._printed(each))
        }
        if notes:
            told = tuple(
                Finding(
                    check=TAILS,
                    verdict=Verdict.PASS,
                    level=Level.INFO,
                    file=self.manuscript.file,
                    where=self.place(each.left[0][1]),
                    message=message,
                    inputs=self.inputs(each),
                    cause="rounding",
                )
                for message, each in notes.items()
            )
            message = f"有 {len(told)} 处只差在四舍五入允许的范围内，不算错误。"
            yield replace(told[0], message=message, inputs=(), follows=told)

    def cause(self, cause: Cause) -> Finding:
        """Failures with one cause."""
        first = cause.failures[0]
        one = cause.suspect
        level = min((each.level for each in cause.failures), key=lambda level: level.rank)
        if one is not None and one.turned:
            return self._wrong_way(first, one, level)
        told: set[object] = {first.right, self._said(first)}
        rest: list[Relation] = []
        for each in cause.failures[1:]:
            if each.right not in told and self._said(each) not in told:
                told |= {each.right, self._said(each)}
                rest.append(each)
        if one is None:
            found = self._unaccused(first, cause.suspects, level, self.mixed_in((first,)))
        elif first.is_ratio and one.key == first.ratio:
            found = self._wrong_ratio(first, one, level)
        else:
            found = self._accused((first, *rest), one, level)
        follows = tuple(self._unaccused(each, (), each.level) for each in rest)
        return replace(found, follows=follows)

    def _said(self, relation: Relation) -> object:
        """What a failure says of a ratio, by the tables as by the text."""
        if not relation.is_ratio:
            return relation
        value = quotient(relation, self.known).value
        return relation.ratio, self.numbers.shown(relation.ratio, value)

    def _wrong_ratio(self, relation: Relation, one: Suspect, level: Level) -> Finding:
        at = one.key
        guessed = guess(relation, self.numbers, self.facts, self.known)
        found = quotient(relation, self.known)
        expected = self.numbers.shown(at, found.value)
        why = f"看来是{guessed.words}。" if guessed else ""
        return self._finding(
            relation,
            at,
            level,
            f"{self.subject(at)}印{self.text(at)}，复算是{expected}（{self.formula(relation)}）。"
            f"{why}请改为{expected}。",
            expected=expected,
            cause=guessed.name if guessed else None,
        )

    def _accused(self, failures: Sequence[Relation], one: Suspect, level: Level) -> Finding:
        at = one.key
        if at < 0:
            return self._of_tables(failures, one, level)
        expected = self.numbers.shown(at, one.should_be)
        about = "" if one.closes else "约"
        count = f"即可消除 {len(failures)} 处不符" if len(failures) > 1 else "即可相符"
        along = ""
        if one.along:
            texts = "、".join(self.text(key) for key in one.along)
            along = f"（随它算出的{texts}也要重算）"
        first = failures[0]
        if first.same and first.right[0][1] < 0 and not along:
            rest = f"改正后另有 {len(failures) - 1} 处也就相符。" if len(failures) > 1 else ""
            message = f"{self.told(first)}{rest}请核对。"
            cause = self._unit_cause(at, one.should_be)
            return self._finding(first, at, level, message, expected=expected, cause=cause)
        return self._finding(
            first,
            at,
            level,
            f"{self.told(first, at)}把{self.subject(at)}的{self.text(at)}改为{about}{expected}，"
            f"{count}{along}。{self.mixed_in(failures, one)}请核对。",
            expected=expected,
            cause=self._unit_cause(at, one.should_be),
        )

    def _of_tables(self, failures: Sequence[Relation], one: Suspect, level: Level) -> Finding:
        """A number of the tables that several places of the text contradict alike."""
        first = failures[0]
        at = first.left[0][1]
        cells = "、".join(self.spots(one.key))
        stated = {self.text(each.left[0][1]) for each in failures if each.same}
        said = f"文中印{'、'.join(sorted(stated))}" if stated else self.told(first)
        count = len(failures)
        agree = f"文中 {count} 处的数互相一致" if count > 1 else "它与文中别的数相合"
        where = f"{said}，{self.text(one.key)}（{cells}）"
        message = f"{where}：{agree}，只与表中这个数不符。请核对表中的数。"
        return self._finding(first, at, level, message, cause="table")

    def _wrong_way(self, relation: Relation, one: Suspect, level: Level) -> Finding:
        """A change whose word says the contrary."""
        at = one.key
        rate = self.numbers.mentions[at].quantity.is_rate
        words = ("增长", "下降") if rate else ("增加", "减少")
        word, said = words if one.should_be > 0 else reversed(words)
        if relation.left[0][1] == at:
            why = self.formula(relation)
        else:
            why = f"否则与{self.text(relation.left[0][1])}不合"
        about = f"{self.subject(at)}{self.text(at)}"
        message = f"{about}应当是{word}（{why}），这里却说{said}，词用反了。"
        rates = "、".join(self.text(key) for key in one.turning)
        message += f"{rates}前面的词也一样。" if rates else ""
        message += f"请改为“{word}”。"
        found = self._finding(relation, at, level, message, expected=word, cause="direction")
        return replace(found, check=DIRECTIONS)

    def _unit_cause(self, at: Key, should_be: Fraction) -> str | None:
        """元 for 万元, or the other way round."""
        value = self.known[at].value
        if value and should_be and should_be / value in (10_000, Fraction(1, 10_000)):
            return "unit"
        return None

    def _unaccused(
        self, relation: Relation, suspects: Sequence[Suspect], level: Level, hint: str = ""
    ) -> Finding:
        at = relation.left[0][1]
        if relation.at_least and len(relation.right) == 1:
            at = relation.right[0][1]
        if relation.is_ratio:
            found = quotient(relation, self.known)
            expected = self.numbers.shown(at, found.value)
            said = f"{self.subject(at)}印{self.text(at)}"
            message = f"{said}，复算是{expected}（{self.formula(relation)}）。"
        else:
            expected = None
            message = self.told(relation)
            message += hint
        named = "、".join(dict.fromkeys(self.located(one.key, at) for one in suspects))
        if relation.is_open and difference(relation, self.known) > 0:
            wrong = f"{named}中有一个" if len(suspects) > 1 else named or "有一个数"
            message += f"可能漏列了一项，也可能{wrong}写错。请核对。"
        elif named:
            message += f"{named}中至少有一个不对，请核对。"
        else:
            message += "请核对。"
        return self._finding(relation, at, level, message, expected=expected)

    def _finding(
        self,
        relation: Relation,
        at: Key,
        level: Level,
        message: str,
        *,
        expected: str | None = None,
        cause: str | None = None,
    ) -> Finding:
        reckoned = relation.is_ratio or len(relation.right) > 1
        return Finding(
            check=relation.check,
            verdict=Verdict.FAIL,
            level=level,
            file=self.manuscript.file,
            message=message,
            where=self.place(at),
            printed=self.text(at),
            expected=expected,
            formula=self.formula(relation) if reckoned else None,
            basis="yuan" if self.numbers.unit == Unit.YUAN.value else "published",
            inputs=self.inputs(relation),
            cause=cause,
        )
