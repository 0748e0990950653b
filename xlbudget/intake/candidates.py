"""How well a sheet of unknown layout fits one table of the format: title, header, rows."""

from __future__ import annotations

import re

from xlbudget.books.port import Grid, column_letters
from xlbudget.domain.records import dataclass
from xlbudget.formats.table_model import Layout, Table
from xlbudget.intake.column_matches import match_columns, match_lead, sides
from xlbudget.intake.likeness import Match, most_alike
from xlbudget.intake.outline import outline
from xlbudget.intake.row_matches import match_rows
from xlbudget.reading.labels import plain, unquoted
from xlbudget.reading.mapped import path_text
from xlbudget.reading.recognise import titles_on

_ALONE = 0.6
"""What counts for the only column of a side that is left, under words unlike ours."""

_SAID_OF_ANY = re.compile("决算|执行|情况|公开|部门|单位")
"""Words of titles that do not tell one table from another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A table that a sheet may be.

    `header` is how much of both headers is matched, `rows` the share of rows that are known;
    `missing` are our columns without one of theirs, `unread` theirs without one of ours, `unknown`
    rows of amounts whose label says no row of ours.
    """

    table: Table
    title: str
    title_likeness: float
    header: float
    rows: float
    columns: tuple[Match, ...]
    labels: tuple[Match, ...]
    missing: tuple[str, ...]
    unread: tuple[str, ...]
    unknown: tuple[str, ...]
    header_row: int

    @property
    def score(self) -> float:
        """How well the sheet fits, from 0 to 1."""
        if not self.title:
            return 0.5 * self.header + 0.5 * self.rows
        return 0.25 * self.title_likeness + 0.4 * self.header + 0.35 * self.rows


def candidate(grid: Grid, table: Table) -> Candidate | None:
    """How a sheet fits a table; None where nothing of the table stands there."""
    seen = outline(grid, table)
    if seen is None or (not seen.labels and table.layout is not Layout.CROSSED):
        return None
    columns, missing, unread = match_columns(seen)
    if not columns:
        return None
    if any(next(iter(ours)) in missing for ours, _ in sides(seen)):
        return None  # 没有合计（决算数）一列，就不是这张表
    rows, labels, unknown = match_rows(seen, [at for _, at in columns])
    alike = sum(max(match.likeness, _ALONE * match.alone) for match, _ in columns)
    coverage = alike / (len(columns) + len(missing)) + alike / (len(columns) + len(unread))
    known = [_subject(each) for each in table.titles]
    alike_titles = {text: most_alike([_subject(text)], known) for text in titles_on(grid)}
    title = max(alike_titles, key=lambda text: alike_titles[text], default="")
    return Candidate(
        table=table,
        title=title,
        title_likeness=alike_titles.get(title, 0.0),
        header=coverage / 2,
        rows=rows,
        columns=(*match_lead(seen), *(match for match, _ in columns)),
        labels=labels,
        missing=missing,
        unread=tuple(
            f"{column_letters(at)} 列“{path_text(seen.header.path(at))}”" for at in unread
        ),
        unknown=unknown,
        header_row=seen.first - 1,
    )


def _subject(title: str) -> str:
    """What a title is about, to be compared.

    >>> _subject("部门收支总体情况表"), _subject("收支决算总表")
    ('收支总表', '收支总表')
    """
    return _SAID_OF_ANY.sub("", unquoted(plain(title)).replace("总体", "总"))
