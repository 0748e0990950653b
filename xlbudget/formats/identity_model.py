"""The identities that a format's tables must satisfy, as data."""

from __future__ import annotations

from xlbudget.domain.findings import Level
from xlbudget.domain.records import dataclass

ROW = "{row}"
"""The line of a term that stands for each line of a group of the account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term of an identity: the sign, and the line or group of a table in a column.

    `line` may be ROW, which stands for each line of the identity's `each`; with `children` the
    codes right below it are meant, with `sub_columns` the columns of the codes right below that of
    `column`. `prior` takes last year's amount.
    """

    sign: int
    table: str
    line: str
    column: str
    whole_group: bool = False
    children: bool = False
    sub_columns: bool = False
    prior: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """left = sum(right), or left >= sum(right) with relation ">="; nothing on the right is 0.

    With `each` (table, group) it holds for every line of the group that the account has.
    `adjusted_by` are fields of 补充资料 with an amount and its reason, which enter the right side;
    with `adjustment_optional`, only where it would not hold without them. `only_if` is a trait of
    首页 and the words under which the identity holds at all. `equal_without` makes >= an equation
    where its terms sum to nothing, and says in words what there is none of then. `left_optional`
    tells that not every table prints the left side, which is then not missed.
    `same_amount` tells that both sides are one amount printed twice (lines that the table says to
    be agreed): rounded alike, they must print alike, so there is no tolerance.
    """

    name: str
    rule: str
    title: str
    relation: str
    left: Term
    right: tuple[Term, ...]
    level: Level
    same_amount: bool = False
    each: tuple[str, str] | None = None
    adjusted_by: tuple[str, ...] = ()
    adjustment_optional: bool = False
    only_if: tuple[str, tuple[str, ...]] | None = None
    equal_without: tuple[str, tuple[Term, ...]] | None = None
    left_optional: bool = False
