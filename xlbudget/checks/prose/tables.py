"""A text against the tables it explains: every number that is bound to a figure they know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from xlbudget.analysis.compositions import whole_of
from xlbudget.analysis.indicators import Figures
from xlbudget.checks.prose.checks import check_in
from xlbudget.checks.prose.facts import Facts
from xlbudget.checks.prose.numbers import Number, Numbers
from xlbudget.checks.prose.ratio_verdicts import rounded
from xlbudget.checks.prose.relations import Form, Key, Relation
from xlbudget.domain.figures import Figure
from xlbudget.domain.findings import Level
from xlbudget.domain.money import EXACT, PUBLISHED_PLACES, Amount, Unit
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.model import AVERAGES
from xlbudget.formats.names import (
    ACTUAL,
    BUDGET,
    BUDGET_CHANGE,
    BUDGET_CHANGE_RATE,
    CHANGE,
    CHANGE_RATE,
    COMPLETION_RATE,
    PRIOR_ACTUAL,
    SHARE,
    FigureName,
)

_BASES = {CHANGE: PRIOR_ACTUAL, CHANGE_RATE: PRIOR_ACTUAL}
_BUDGETS = {BUDGET_CHANGE: BUDGET, BUDGET_CHANGE_RATE: BUDGET}
_FEN = Fraction(1, Unit.TEN_THOUSAND_YUAN.fen)
"""What an amount of the tables is known to, in 万元."""
_HALF = Fraction(1, 200)
"""Half of 0.01 万元: how far a published amount may be from the table's."""

_ANNEX = 2


@dataclass(slots=True)
class TableNumbers:
    """The figures of the tables as numbers beside those of a text; their keys are negative."""

    figures: Figures
    values: dict[Key, Number] = field(default_factory=dict)
    texts: dict[Key, str] = field(default_factory=dict)
    inputs: dict[Key, tuple[str, ...]] = field(default_factory=dict)
    _keys: dict[FigureName, Key | None] = field(default_factory=dict)

    def key(self, name: FigureName) -> Key | None:
        """The key of a figure; None where the tables do not know it."""
        if name not in self._keys:
            self._keys[name] = self._add(self.figures.figure(name))
        return self._keys[name]

    def _add(self, figure: Figure) -> Key | None:
        key = -1 - len(self.values)
        if figure.amount is not None:
            exact = self._exact(figure, figure.amount)
            value = Fraction(exact.fen, Unit.TEN_THOUSAND_YUAN.fen)
            half = _half(value, is_exact=exact.precision == EXACT)
            self.values[key] = Number(value, half, _FEN, PUBLISHED_PLACES)
            self.texts[key] = f"表中{figure.amount.text()}"
        elif figure.count is not None:
            value = Fraction(figure.count)
            self.values[key] = Number(value, Fraction(0), Fraction(1), 0)
            self.texts[key] = f"表中{figure.count}"
        else:
            return None
        self.inputs[key] = tuple(str(cell.source) for cell in figure.cells())
        return key

    @staticmethod
    def _exact(figure: Figure, published: Amount) -> Amount:
        """The amount as its only cell holds it, else as computed."""
        cells = list(figure.cells())
        return (cells[0].amount if len(cells) == 1 else None) or published


def _half(value: Fraction, *, is_exact: bool) -> Fraction:
    """How far a text may lie from an amount of the tables: one in 万元 is known to half of 0.01;
    of one in 元 a text is computed either from it or from what is published of it. Nothing is
    nothing.

    >>> _half(Fraction("12.30"), is_exact=False), _half(Fraction("12.3012"), is_exact=True)
    (Fraction(1, 200), Fraction(3, 2500))
    """
    if is_exact or not value:
        return abs(value - rounded(value, PUBLISHED_PLACES))
    return _HALF


def table_relations(numbers: Numbers, facts: Facts, tables: TableNumbers) -> Iterator[Relation]:
    """Each bound number against its figure: amounts and counts must print alike, changes be the
    difference of two amounts of the tables, ratios their quotient.
    """
    for at, owner in facts.owners.items():
        name = owner.figure
        if name.table == AVERAGES or numbers.mentions[at].quantity.is_rate != name.is_rate:
            continue
        yield from _relation(at, name, facts, tables)


def _relation(at: int, name: FigureName, facts: Facts, tables: TableNumbers) -> Iterator[Relation]:
    level = Level.WARNING if facts.rank(at) >= _ANNEX else Level.ERROR
    label = name.label(facts.format)
    if name.measure in (ACTUAL, PRIOR_ACTUAL, BUDGET):
        key = tables.key(name)
        if key is not None:
            check = "annex-agrees" if level is Level.WARNING else check_in(facts.format, name)
            yield Relation(check, label, ((1, at),), ((1, key),), same=True, level=level)
        return
    actual = tables.key(name.of(ACTUAL))
    if actual is None:
        return
    left: Form = ((1, at),)
    if name.measure == SHARE:
        whole = _whole(name, facts, tables)
        if whole is not None:
            yield Relation("share-recomputed", "占比等于部分除以总额", left, ((1, actual),), whole)
        return
    measure = _BASES.get(name.measure) or _BUDGETS.get(name.measure, BUDGET)
    base = tables.key(name.of(measure))
    if base is None:
        return
    difference: Form = ((1, actual), (-1, base))
    if name.measure in (CHANGE, BUDGET_CHANGE):
        if facts.mentions[at].direction:
            terms = _without_nil(difference, tables)
            yield Relation("change-in-text", label, left, terms, same=len(terms) == 1)
    elif tables.values[base].value > 0:
        if name.measure == COMPLETION_RATE:
            title = "完成率等于决算数除以预算数"
            yield Relation("completion-recomputed", title, left, ((1, actual),), ((1, base),))
        elif facts.mentions[at].direction:
            title = "增减率等于增减额除以上年数"
            yield Relation("rate-recomputed", title, left, difference, ((1, base),))


def _without_nil(form: Form, tables: TableNumbers) -> Form:
    """A difference to or from nothing is one amount."""
    left = tuple((sign, key) for sign, key in form if tables.values[key].value)
    return left or form


def _whole(name: FigureName, facts: Facts, tables: TableNumbers) -> Form | None:
    whole = whole_of(name, facts.format)
    key = tables.key(whole) if whole else None
    return ((1, key),) if key is not None and tables.values[key].value > 0 else None


def merged_values(numbers: Numbers, tables: TableNumbers | None) -> Mapping[Key, Number]:
    """The numbers of the text and of the tables together."""
    return {**numbers.known, **(tables.values if tables else {})}
