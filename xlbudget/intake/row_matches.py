"""Their rows beside ours: which are known, and which labels are nearly those of the format."""

from __future__ import annotations

from xlbudget.books.port import address
from xlbudget.formats.table_model import Layout
from xlbudget.intake.likeness import MISSPELT, Match, likeness
from xlbudget.intake.outline import Outline, label_key
from xlbudget.reading.amounts import may_be_amount
from xlbudget.reading.our_words import our_labels

_LEAST_ROWS = 3
"""A table has at least so many known rows: 合计, and an item with the codes above it."""

_LABEL = 0.6
"""How alike a label must be to that of ours for which it is proposed."""


def match_rows(
    seen: Outline, columns: list[int]
) -> tuple[float, tuple[Match, ...], tuple[str, ...]]:
    """How many of the rows with amounts in the columns that are read are known, the labels for
    which ours are proposed, and the labels of amounts that stay unread.

    A row without amounts this year may have some next year, and a dash in it is read: its label is
    proposed too, after those of amounts.
    """
    if not seen.labels:
        count = sum(any(may_be_amount(seen.grid.at(r, at)) for at in columns) for r in seen.rows())
        return (1.0 if count == 1 else 0.0), (), ()
    every = our_labels(seen.table)
    found: list[Match] = []
    unknown: list[str] = []
    total = known = 0
    for side, column in enumerate(seen.labels):
        heading = seen.table.blocks[side].heading if len(seen.labels) > 1 else ""
        lines = {name: label for name, (over, label) in every.items() if over == heading}
        own = [at for at in columns if at in seen.span(side)]
        rows = list(seen.labelled(side, own))
        total += len(rows)
        strange = [(row, label) for row, label in rows if not _is_known(seen, side, row)]
        known += len(rows) - len(strange)
        absent = _absent(seen, side, lines)
        near = _nearly(strange, absent)
        taken = {name for name, _ in near.values()}
        known += sum(alike >= MISSPELT for _, alike in near.values())
        unknown += [f"{address(row, column)}“{label}”" for row, label in strange if row not in near]
        blank = [
            (row, label)
            for row, label in seen.labelled(side, own, blank=True)
            if not _is_known(seen, side, row)
        ]
        left = {name: label for name, label in absent.items() if name not in taken}
        near |= _nearly(blank, left)
        said = dict(strange + blank)
        found += [
            Match(name, said[row], alike, address(row, column))
            for row, (name, alike) in sorted(near.items())
        ]
    share = known / total if total and known >= _LEAST_ROWS else 0.0
    return share, tuple(found), tuple(unknown)


def _is_known(seen: Outline, side: int, row: int) -> bool:
    """Whether a row says a code, its name or a label of the side: in any cell left of amounts."""
    start = seen.labels[side - 1] + 1 if side else 1
    values = [seen.grid.at(row, at) for at in range(start, seen.labels[side] + 1)]
    if seen.table.layout is not Layout.SIDES:
        return any(map(seen.is_known, values))
    labels = {label_key(each) for line in seen.table.blocks[side].lines for each in line.labels}
    return any(isinstance(value, str) and label_key(value) in labels for value in values[-1:])


def _absent(seen: Outline, side: int, lines: dict[str, str]) -> dict[str, str]:
    """The lines of a side that no row says."""
    texts = (seen.grid.at(row, seen.labels[side]) for row in seen.rows())
    said = {label_key(text) for text in texts if isinstance(text, str)}
    labels = {line.label: {label_key(each) for each in line.labels} for line in seen.table.lines()}
    return {name: label for name, label in lines.items() if not labels[label] & said}


def _nearly(rows: list[tuple[int, str]], absent: dict[str, str]) -> dict[int, tuple[str, float]]:
    """The absent line that each unknown label is most like, each line at most once."""
    likes = sorted(
        (
            (-likeness(label_key(label), label_key(ours)), row, name)
            for row, label in rows
            if label
            for name, ours in absent.items()
        ),
    )
    found: dict[int, tuple[str, float]] = {}
    for minus, row, name in likes:
        if (
            -minus >= _LABEL
            and row not in found
            and name not in {each for each, _ in found.values()}
        ):
            found[row] = (name, -minus)
    return found
