"""Equalities inside a text: the same fact in several places, and the identities of the format over
what the text states.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from xlbudget.binding.facts import is_copy
from xlbudget.checks.prose.checks import check_in
from xlbudget.checks.prose.facts import Facts, Stated
from xlbudget.checks.prose.numbers import Numbers
from xlbudget.checks.prose.relations import Relation
from xlbudget.checks.prose.supplement_sums import operating, vehicles
from xlbudget.domain.findings import Level
from xlbudget.domain.records import replace
from xlbudget.formats.identity_model import Identity, Term
from xlbudget.formats.model import SUPPLEMENT
from xlbudget.formats.names import ACTUAL, PRIOR_ACTUAL, FigureName

_FEW = 2
_MANY = 8
"""A fact stated more often than this is compared with its first statement only."""

_OTHER = "其他"
_ACTUAL = "决算数"


class Sums:
    """The equalities of a manuscript."""

    def __init__(self, numbers: Numbers, facts: Facts) -> None:
        self.numbers, self.facts = numbers, facts
        self.mentions = numbers.mentions
        self.owners = facts.owners
        self.format = facts.format
        self._other_money = frozenset(_other_money(self.format.identities))

    def relations(self) -> Iterator[Relation]:
        """Equal facts and identities."""
        yield from self._same_facts()
        for identity in self.format.identities:
            yield from self._identity(identity)
        yield from self._funds()
        yield from operating(self.facts)
        yield from vehicles(self.facts, self.mentions)

    def _same_facts(self) -> Iterator[Relation]:
        for group in self.facts.groups():
            pairs = list(combinations(group, 2))
            if len(group) > _MANY:
                pairs = [(group[0], other) for other in group[1:]]
            for one, other in pairs:
                yield from self._pair(one, other)

    def _pair(self, one: int, other: int) -> Iterator[Relation]:
        mine, theirs = self.owners[one].figure, self.owners[other].figure
        first, second = self.mentions[one], self.mentions[other]
        if first.quantity.is_rate != second.quantity.is_rate:
            return
        if (first.direction or second.direction) and first.direction * second.direction == 0:
            return
        in_annex = {self.facts.rank(one), self.facts.rank(other)} - {0, 1}
        check = "annex-agrees" if in_annex else "same-fact"
        if mine != theirs and not in_annex:
            check = check_in(self.format, mine)
        yield Relation(
            check,
            self._alike(mine, theirs),
            ((1, one),),
            ((1, other),),
            same=True,
            level=Level.WARNING if in_annex else Level.ERROR,
        )

    def _alike(self, one: FigureName, other: FigureName) -> str:
        """What is to be said of two statements of one fact."""
        first, second = (each.words(self.format) for each in (one, other))
        if first == second:
            return f"{first}在各处应当相同"
        if one.line != other.line and (one.table, one.measure) == (other.table, other.measure):
            return f"{first}与{other.line_label(self.format)}应当相等"
        return f"{first}应当等于{second}"

    def _identity(self, identity: Identity) -> Iterator[Relation]:
        """An identity of the format, where the text states its terms. Without some of the terms
        that are added the left side is still no less than the rest.
        """
        if identity.each or identity.adjusted_by or is_copy(identity):
            return
        if identity.only_if:
            trait, words = identity.only_if
            if self.format.traits.get(trait, "") not in words:
                return
        if identity.left.table == SUPPLEMENT or self._is_group(identity.left):
            return
        near = self._near(identity.left)
        if near is None:
            return
        left = self._stated(identity.left, near)
        if left is None or not left.form:
            return
        right: list[tuple[int, int]] = []
        lacks = identity.relation == ">="
        for term in self._terms(identity.right):
            found = self._stated(term, near) or self._parts(term, near)
            if found is None and self._is_nil(term, near):
                continue
            if found is None:
                if term.sign < 0:
                    return
                lacks = True
                continue
            right += [(term.sign * sign, key) for sign, key in found.form]
        keys = {key for _, key in right}
        if not keys or keys & {key for _, key in left.form} or len(keys) < len(right):
            return
        name = FigureName(identity.left.table, identity.left.line, identity.left.column)
        yield Relation(
            check_in(self.format, name),
            identity.title,
            left.form,
            tuple(right),
            at_least=lacks,
            level=identity.level,
        )

    def _parts(self, term: Term, near: int) -> Stated | None:
        """A subtotal that the text leaves out, by its parts where it states them all."""
        mine = (term.table, term.line, term.column, term.prior)
        for identity in self.format.identities:
            left = identity.left
            if identity.relation != "=" or identity.each or identity.only_if:
                continue
            if (left.table, left.line, left.column, left.prior) != mine or identity.adjusted_by:
                continue
            parts = [(each.sign, self._stated(each, near)) for each in self._terms(identity.right)]
            form = [(sign * one, key) for sign, each in parts if each for one, key in each.form]
            if len(parts) >= _FEW and all(each for _, each in parts):
                return Stated(tuple(form))
        return None

    def _is_nil(self, term: Term, near: int) -> bool:
        """Whether a term that the text does not state is money other than 财政拨款, of a unit that
        has none.
        """
        other = term.sign > 0 and not term.prior and term.line in self._other_money
        return other and self._all_appropriation(near)

    def _terms(self, terms: Sequence[Term]) -> Iterator[Term]:
        """Terms with a group of defined lines written out."""
        for term in terms:
            lines = self.format.tables[term.table].lines() if self._is_group(term) else ()
            named = [line for line in lines if line.group == term.line]
            if not named:
                yield term
            for line in named:
                yield replace(term, line=line.name, whole_group=False)

    @staticmethod
    def _is_group(term: Term) -> bool:
        return term.whole_group or term.children or term.sub_columns

    def _near(self, term: Term) -> int | None:
        """Where an identity is looked at from: the first place that states its left side."""
        name = FigureName(term.table, term.line, term.column)
        found = self.facts.exact.get(name) or self.facts.of(name)
        return min(found, key=self.facts.rank) if found else None

    def _stated(self, term: Term, near: int) -> Stated | None:
        if self._is_group(term):
            return None
        measure = PRIOR_ACTUAL if term.prior else ACTUAL
        name = FigureName(term.table, term.line, term.column, measure)
        if near in self.facts.of(name):
            return Stated(((1, near),))
        return self.facts.stated(name, near)

    def _funds(self) -> Iterator[Relation]:
        """What the budgets spend together is no more than the year's expenditure, and just that
        where all money is 财政拨款: where the text gives both pairs of totals alike.
        """
        single = [
            composition
            for composition in self.format.compositions.values()
            if len(composition.parts) == 1
            and not composition.parts[0].whole_group
            and composition.parts[0].table != SUPPLEMENT
        ]
        if not single:
            return
        whole = single[0].whole
        parts = [each.parts[0] for each in single if each.whole == whole]
        name = FigureName(whole.table, whole.line, whole.column)
        found = self.facts.of(name)
        if not found or len(parts) < _FEW:
            return
        near = min(found, key=self.facts.rank)
        form: list[tuple[int, int]] = []
        lacks = not self._all_appropriation(near)
        for part in parts:
            stated = self.facts.stated(FigureName(part.table, part.line, part.column), near)
            if stated is None:
                lacks = True
            else:
                form += stated.form
        if len(form) >= _FEW:
            yield Relation(
                "fund-in-text",
                "一般公共预算、政府性基金、国有资本经营预算的支出之和"
                + ("不超过本年支出合计" if lacks else "等于本年支出合计"),
                ((1, near),),
                tuple(form),
                at_least=lacks,
            )

    def _all_appropriation(self, near: int) -> bool:
        """Whether the totals of all money and of 财政拨款 are stated, and are the same."""
        totals = [
            self.facts.nearest(
                FigureName(table.name, agreed.name, table.default_column(agreed.lines[0])), near
            )
            for table in self.format.tables.values()
            for agreed in table.agreed
        ]
        known = [self.numbers.known[at].value for at in totals if at is not None]
        return len(known) == len(totals) >= _FEW and len(set(known)) == 1


def _other_money(identities: Iterable[Identity]) -> Iterator[str]:
    """The lines of money that is not 财政拨款: those that an identity holds without."""
    for identity in identities:
        terms = identity.equal_without[1] if identity.equal_without else ()
        lines = {(each.sign, each.line) for each in terms if not each.prior}
        yield from (line for sign, line in lines if sign > 0 and (-1, line) not in lines)
