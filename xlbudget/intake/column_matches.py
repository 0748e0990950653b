"""Their columns beside ours: which words over a column say one of the format's."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xlbudget.books.port import address
from xlbudget.domain.records import replace
from xlbudget.formats.table_model import Layout
from xlbudget.intake.likeness import MISSPELT, Match, most_alike
from xlbudget.intake.outline import Outline
from xlbudget.reading.amounts import may_be_amount
from xlbudget.reading.headers import LEVEL_WORDS
from xlbudget.reading.labels import row_label
from xlbudget.reading.mapped import path_text
from xlbudget.reading.our_words import CODE, NAME, OurColumn, our_columns

_COLUMN = 0.6
"""How alike the words over a column must be to those of ours for which it is proposed."""


def match_columns(seen: Outline) -> tuple[list[tuple[Match, int]], tuple[str, ...], list[int]]:
    """Our columns of amounts with theirs, those of ours that are missing, theirs that are left."""
    found: list[tuple[Match, int]] = []
    missing: list[str] = []
    unread: list[int] = []
    for ours, span in sides(seen):
        theirs = seen.amounts(span, budgets=seen.table.layout is Layout.CROSSED)
        pairs = _paired(seen, ours, theirs)
        named = {name for name, _ in pairs.values()}
        lacking = [name for name in ours if name not in named and not name[:3].isdecimal()]
        left = [at for at in theirs if at not in pairs and seen.holds(at) and not _coded(seen, at)]
        found += [
            (_match(seen, name, at, alike), at) for at, (name, alike) in sorted(pairs.items())
        ]
        if seen.table.layout is Layout.SIDES and len(lacking) == len(left) == 1:
            match = _match(seen, lacking[0], left[0], _alike(seen, left[0], ours[lacking[0]]))
            found.append((replace(match, alone=True), left[0]))
            lacking, left = [], []
        missing += lacking
        unread += left
    return found, tuple(missing), unread


def sides(seen: Outline) -> Iterator[tuple[dict[str, OurColumn], range]]:
    """The columns of ours that may stand in each part of the sheet."""
    every = our_columns(seen.table)
    amounts = {name: column for name, column in every.items() if column.holds_amounts}
    if seen.table.layout is Layout.SIDES:
        for at, block in enumerate(seen.table.blocks):
            own = {name: each for name, each in amounts.items() if each.side == block.heading}
            yield own, seen.span(at)
        return
    if seen.table.layout is Layout.CROSSED:
        ways = 1 if seen.labels else 2
        amounts = {name: each for name, each in amounts.items() if len(each.ways) == ways}
    yield amounts, seen.span(0)


def _paired(
    seen: Outline, ours: dict[str, OurColumn], theirs: list[int]
) -> dict[int, tuple[str, float]]:
    """Their columns with the ones of ours that they are most like, each at most once.

    Of a table of codes side by side, the only column of ours stands in every panel.
    """
    likes = sorted(
        (
            (-_alike(seen, at, column), order, at, name)
            for at in theirs
            for order, (name, column) in enumerate(ours.items())
        ),
        key=lambda like: like[:3],
    )
    again = len(ours) == 1 and len(seen.table.blocks) > 1 and seen.table.layout is Layout.CODES
    pairs: dict[int, tuple[str, float]] = {}
    named: set[str] = set()
    for minus, _, at, name in likes:
        if -minus >= _COLUMN and at not in pairs and (name not in named or again):
            pairs[at] = (name, -minus)
            named.add(name)
    return pairs


def _alike(seen: Outline, at: int, ours: OurColumn) -> float:
    """How alike the words over a column are to ours: for row and column, the mean of both."""
    if _coded(seen, at):
        column = seen.words.column(seen.header.spoken(at))
        return 1.0 if column is not None and ours.path == (column.name,) else 0.0
    if len(ours.ways) == 1:
        said = seen.header.said(at)
        alike = most_alike(said, ours.ways[0])
        if len(ours.path) == 1 or len(said) == 1:
            return alike
        return (alike + most_alike(said[1:], ours.ways[0])) / 2  # 同一个词在几个大项下面都有
    rows, columns = ours.ways
    path = seen.header.path(at)
    item = _item([word for word in path if most_alike([word], columns) < MISSPELT])
    return (most_alike(item, rows) + most_alike((*path, "".join(path)), columns)) / 2


def _item(words: list[str]) -> list[str]:
    """What names the item of a column: the lowest word, or the one above 小计.

    >>> _item(["公务用车", "小计"]), _item(["公务用车", "购置费"])
    (['公务用车'], ['购置费', '公务用车购置费'])
    """
    if len(words) > 1 and words[-1] in ("小计", "合计"):
        return words[-2:-1]
    return [*words[-1:], "".join(words)]


def _coded(seen: Outline, at: int) -> bool:
    column = seen.words.column(seen.header.spoken(at))
    return column is not None and column.name.isdecimal()


def _match(seen: Outline, name: str, at: int, alike: float) -> Match:
    """A match with the first value of the column."""
    values = (seen.grid.at(row, at) for row in seen.rows())
    shown = (value for value in values if isinstance(value, Decimal | str))
    sample = next((str(value) for value in shown if may_be_amount(value)), "")
    path = seen.header.path(at)
    return Match(name, path_text(path), alike, address(seen.first - 1, at), sample)


def match_lead(seen: Outline) -> list[Match]:
    """Where codes and their names stand, if a header says so in words of its own."""
    if seen.table.layout is not Layout.CODES:
        return []
    ours = our_columns(seen.table)
    found: dict[tuple[str, str], Match] = {}
    for at in sorted(seen.header.own):
        values = [v for row in seen.rows() if (v := seen.grid.at(row, at)) is not None]
        coded = sum(bool(seen.words.code_in(value)) for value in values)
        named = sum(isinstance(v, str) and row_label(v) in seen.words.by_name for v in values)
        path = seen.header.path(at)
        name = CODE if 2 * coded > len(values) else NAME if 2 * named > len(values) else ""
        if name and path[-1] not in LEVEL_WORDS:
            alike = most_alike(seen.header.said(at), ours[name].ways[0])
            sample = next((str(value) for value in values), "")
            match = Match(name, path_text(path), alike, address(seen.first - 1, at), sample)
            found.setdefault((name, match.theirs), match)
    return list(found.values())
