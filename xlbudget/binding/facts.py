"""Figures that are one fact: an amount that several tables print, or one table twice."""

from __future__ import annotations

from functools import lru_cache

from xlbudget.domain.account import CellKey
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.identity_model import Identity, Term
from xlbudget.formats.model import Format, Language
from xlbudget.formats.names import FigureName, default_column


@dataclass(slots=True)
class Facts:
    """Which figures of a format are one fact by its own identities."""

    format: Format
    _first: dict[CellKey, CellKey] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for table in self.format.tables.values():
            for agreed in table.agreed:
                column = default_column(self.format, table.name, agreed.name)
                for line in agreed.lines:
                    own = (table.name, line, table.default_column(line))
                    self._join((table.name, agreed.name, column), own)
        for identity in self.format.identities:
            if is_copy(identity):
                self._join(_place(identity.left), _place(identity.right[0]))

    def same(self, one: FigureName, other: FigureName) -> bool:
        """Whether two figures are one fact, as one measure."""
        return self.fact(one) == self.fact(other)

    def fact(self, figure: FigureName) -> FigureName:
        """The figure that stands for all that are the same fact."""
        place = self._root((figure.table, figure.line, figure.column))
        return FigureName(*place, figure.measure)

    def _root(self, place: CellKey) -> CellKey:
        while place in self._first:
            place = self._first[place]
        return place

    def _join(self, one: CellKey, other: CellKey) -> None:
        one, other = self._root(one), self._root(other)
        if one != other:
            self._first[other] = one


def facts_of(resolved: Format) -> Facts:
    """The facts of a format.

    >>> from xlbudget.formats.library import find
    >>> facts = facts_of(find("national", 2024))
    >>> spent = FigureName("expenditure_accounts", "total", "total")
    >>> row = ("revenue_expenditure_summary", "current_year_expenditure", "actual")
    >>> facts.same(spent, FigureName(*row))
    True
    """
    return _facts_of(Language(resolved))


@lru_cache(maxsize=32)
def _facts_of(key: Language) -> Facts:
    return Facts(key.format)


def is_copy(identity: Identity) -> bool:
    """Whether an identity says that two cells hold one amount, whatever the account."""
    if identity.relation != "=" or len(identity.right) != 1 or identity.each is not None:
        return False
    if identity.adjusted_by or identity.only_if or identity.equal_without:
        return False
    terms = (identity.left, identity.right[0])
    return all(
        not (each.whole_group or each.children or each.sub_columns or each.prior) for each in terms
    ) and (identity.left.sign == identity.right[0].sign)


def _place(term: Term) -> CellKey:
    return term.table, term.line, term.column
