"""A resolved format: what one place publishes for one year. Pure data, without dates or places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlbudget.domain.codes import Catalogue
from xlbudget.domain.findings import Level
from xlbudget.domain.style import Style
from xlbudget.formats.glossary import Glossary


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of amounts: our name, and the header words that mark it."""

    name: str
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDef:
    """A row of a table: our name, the label we print, all labels it is known by.

    `after` names a line that must stand above (公开04 prints the three funds twice). `beside` is
    the line of the left block that stands in the same row. `prior` asks for last year's amount.
    """

    name: str
    label: str
    labels: tuple[str, ...]
    group: str = ""
    after: str = ""
    beside: str = ""
    blank_rows_before: int = 0
    prior: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockDef:
    """One side of a table: a column of labels and the columns of amounts right of it."""

    name: str
    heading: str
    label_headers: tuple[str, ...]
    columns: tuple[Column, ...]
    lines: tuple[LineDef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """Lines that must hold the same amount, so that the text prints it once under one name."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One public table: number, title, and how it is laid out."""

    name: str
    number: str
    title: str
    titles: tuple[str, ...]
    blocks: tuple[BlockDef, ...]
    agreed: tuple[Agreed, ...] = ()
    required: bool = True
    note: str = ""

    def line(self, name: str) -> LineDef | None:
        """The definition of a line."""
        return next((line for line in self.lines() if line.name == name), None)

    def lines(self) -> tuple[LineDef, ...]:
        """All lines of all blocks."""
        return tuple(line for block in self.blocks for line in block.lines)

    def block_of(self, line: str) -> BlockDef | None:
        """The block that a line stands in."""
        for block in self.blocks:
            if any(known.name == line for known in block.lines):
                return block
        return None

    def default_column(self, line: str) -> str:
        """The first column of a line's block."""
        block = self.block_of(line)
        return block.columns[0].name if block else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term of an identity: the sign, and the line or group of a table in a column."""

    sign: int
    table: str
    line: str
    column: str
    whole_group: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """left = sum(right), or left >= sum(right) with relation ">="; nothing on the right is 0.

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of the text: its id (一 … 十) and its template."""

    id: str
    file: str
    template: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointDef:
    """A point of a chart: its category (may hold {年度}, {上年度}) and the figure it draws."""

    category: str
    figure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartDef:
    """A chart that a template may place by its title."""

    title: str
    kind: str
    series: str
    points: tuple[PointDef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementField:
    """Something only a person knows: field name, section, when it is needed, and a hint.

    It is needed when the figure named in `required_figure` satisfies the predicate
    `required_when` (the predicates of the templates: 有变动, 增加, 减少 …).
    """

    name: str
    section: str
    hint: str
    required_when: str = ""
    required_figure: str = ""


Wording = Mapping[tuple[str, str], Mapping[str, str]]
"""(filter, variant) -> case -> pattern."""


@dataclass(frozen=True, slots=True)
class Language:
    """What the templates of a format are written in, as a key for caches: a workbook's settings
    change none of it, so one reading serves all workbooks of a place and year.
    """

    format: Format

    def __hash__(self) -> int:
        return id(self.format.tables)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Language) and (
            self.format.tables is other.format.tables
            and self.format.wording is other.format.wording
            and self.format.charts is other.format.charts
            and self.format.supplement is other.format.supplement
            and self.format.sections == other.format.sections
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """All that one place publishes for one year. `style` has a workbook's settings on top of the
    place's `own_style`.
    """

    place: str
    title: str
    year: int
    authority: str
    verified: bool
    version: str
    style: Style
    own_style: Style
    tables: Mapping[str, Table]
    identities: tuple[Identity, ...]
    sections: tuple[Section, ...]
    wording: Wording
    charts: Mapping[str, ChartDef]
    supplement: Mapping[str, SupplementField]
    glossary: Glossary
    functional: Catalogue = field(repr=False)
