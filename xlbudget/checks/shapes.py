"""What can be known of identities without an account: made once for each format."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import NamedTuple

from xlbudget.formats.identity_model import ROW, Identity, Term
from xlbudget.formats.model import Format
from xlbudget.formats.table_model import Table


class Shape(NamedTuple):
    """Identities that differ in nothing but the column, with what their terms say about them;
    mostly one alone.

    `terms` are those of the first, `signs` how they count in left − right. `tables` are those they
    need of this year; `conditional`: not every unit is to satisfy them. `plain`: both sides are
    sums of amounts and nothing else enters; `by_columns`: the right side is one term in the same
    columns as the left one, so that rows can be compared whole; `in_one_row`: both sides stand in
    the row at hand. `is_total`: the left side may be the total of parts in the same table.
    `by_row`: a row in which none of the terms is filled in is not looked at. `of_codes`: the right
    side is over codes, without which there is nothing to add; `open`: codes that may be withheld
    stand there.
    """

    identities: tuple[Identity, ...]
    terms: tuple[Term, ...]
    signs: tuple[int, ...]
    columns: tuple[str, ...]
    all_columns: frozenset[str]
    tables: frozenset[str]
    conditional: bool
    plain: bool
    by_columns: bool
    in_one_row: bool
    is_total: bool
    by_row: bool
    of_codes: bool
    open: bool

    @property
    def first(self) -> Identity:
        """The first of the identities, which says all but the column."""
        return self.identities[0]


def terms_of(identity: Identity) -> tuple[Term, ...]:
    """The terms of both sides."""
    return (identity.left, *identity.right)


def shapes_of(resolved: Format) -> tuple[Shape, ...]:
    """The shapes of a format's identities, in its order."""
    return _shapes(_Identities(resolved.identities, resolved.tables))


class _Identities:
    """The identities of a format and its tables as a key: the very same ones, whatever the settings
    of a workbook are.
    """

    __slots__ = ("identities", "tables")

    def __init__(self, identities: tuple[Identity, ...], tables: Mapping[str, Table]) -> None:
        self.identities, self.tables = identities, tables

    def __hash__(self) -> int:
        return id(self.identities)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Identities)
            and self.identities is other.identities
            and self.tables is other.tables
        )


@lru_cache(maxsize=32)
def _shapes(of: _Identities) -> tuple[Shape, ...]:
    together: list[list[Identity]] = []
    last: Hashable = None
    columns: set[str] = set()
    for identity in of.identities:
        here, column = _but_for_the_column(identity), identity.left.column
        if here is None or here != last or column in columns:
            together.append([])
            columns = set()
        together[-1].append(identity)
        columns.add(column)
        last = here
    return tuple(_shape(tuple(identities), of.tables) for identities in together)


def _but_for_the_column(identity: Identity) -> Hashable:
    """What identities that differ in the column alone have in common; None of another."""
    if not _by_columns(identity):
        return None
    left, (right,) = identity.left, identity.right
    return (
        (identity.name, identity.rule, identity.title, identity.level.value),
        (identity.each, identity.only_if),
        (left.table, left.line, left.whole_group),
        (right.table, right.line, right.whole_group, right.children, right.sub_columns),
    )


def _is_sum(term: Term) -> bool:
    return term.whole_group or term.children or term.sub_columns


def _is_plain(identity: Identity) -> bool:
    if (
        identity.adjusted_by
        or identity.equal_without
        or identity.same_amount
        or identity.left_optional
        or identity.left.sign < 0
    ):
        return False
    for term in terms_of(identity):
        if term.prior or term.children + term.sub_columns + term.whole_group > 1:
            return False
    return True


def _by_columns(identity: Identity) -> bool:
    left, right = identity.left, identity.right
    return (
        len(right) == 1
        and right[0].column == left.column
        and right[0].sign > 0
        and identity.relation == "="
        and not (left.children or left.sub_columns)
        and _is_plain(identity)
    )


def _shape(identities: tuple[Identity, ...], tables: Mapping[str, Table]) -> Shape:
    first = identities[0]
    terms = terms_of(first)
    columns = tuple(identity.left.column for identity in identities)
    needed = [term.table for term in terms if not term.prior]
    if first.each:
        needed.append(first.each[0])
    return Shape(
        identities,
        terms,
        (1, *(-term.sign for term in first.right)),
        columns,
        frozenset(columns),
        frozenset(needed),
        conditional=first.only_if is not None,
        plain=_is_plain(first),
        by_columns=_by_columns(first),
        in_one_row=len(set(needed)) == 1
        and all(term.line == ROW and not _is_sum(term) for term in terms),
        is_total=all(term.sign > 0 and not term.prior for term in terms)
        and len({term.table for term in terms}) == 1,
        by_row=first.each is not None and not any(term.prior or term.whole_group for term in terms),
        of_codes=any(
            term.children
            or term.sub_columns
            or (term.whole_group and has_codes(term.table, tables))
            for term in first.right
        ),
        open=any(term.sign > 0 and has_codes(term.table, tables) for term in first.right),
    )


def has_codes(table: str, tables: Mapping[str, Table]) -> bool:
    """Whether the rows of a table are functional codes."""
    known = tables.get(table)
    return known is not None and known.functional is not None
