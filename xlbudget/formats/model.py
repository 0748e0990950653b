"""A resolved format: what one place publishes for one year. Pure data, without dates or places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from xlbudget.domain.codes import Catalogue, is_code, level
from xlbudget.domain.findings import Level
from xlbudget.domain.style import Style
from xlbudget.formats.glossary import Glossary

SUPPLEMENT = "supplement"
"""The table of numbers that a person fills into 补充资料: one line a field, one column."""

VALUE = "value"
"""The only column of SUPPLEMENT."""

LEVELS = {"类": "categories", "款": "subcategories", "项": "items"}
"""The group of a line whose name is a functional code, by the level of the code."""


class Layout(Enum):
    """How a table is laid out.

    SIDES: labelled rows, blocks side by side (公开01). CODES: rows by classification code, in one
    panel or several. CROSSED: one row of amounts under a header that names line and column, or
    labelled rows (“三公”经费).
    """

    SIDES = "sides"
    CODES = "codes"
    CROSSED = "crossed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of amounts: our name, the header words that mark it, and the words that must stand
    over them (two columns may both say 小计). `parent` is the word we print above.
    """

    name: str
    headers: tuple[str, ...]
    under: tuple[str, ...] = ()

    @property
    def parent(self) -> str:
        """The word that we print above the column's own, or nothing."""
        return self.under[0] if self.under else ""


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
    """One side of a table: a column of labels and the columns of amounts right of it.

    Where `code_headers` is not empty, a column of codes stands left of the labels.
    """

    name: str
    heading: str
    label_headers: tuple[str, ...]
    columns: tuple[Column, ...]
    lines: tuple[LineDef, ...]
    code_headers: tuple[str, ...] = ()
    column_names: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "column_names", tuple(column.name for column in self.columns))


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """Lines that must hold the same amount, so that the text prints it once under one name."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One public table: number, title, and how it is laid out.

    With `functional`, the rows below the defined lines are functional codes, whichever the account
    has: each is a line named by its code, in the group of its level. `fund` is the budget that
    such a table is about, `spare_rows` how many rows are kept ready for codes, `empty_note` what
    is said below a table without any amount, which with `nil_when_empty` means that there is none.
    `budget` is the trait of 首页 that says which budget its completion rates are of.
    """

    name: str
    number: str
    title: str
    titles: tuple[str, ...]
    blocks: tuple[BlockDef, ...]
    agreed: tuple[Agreed, ...] = ()
    required: bool = True
    note: str = ""
    empty_note: str = ""
    nil_when_empty: bool = False
    layout: Layout = Layout.SIDES
    functional: Catalogue | None = field(default=None, repr=False)
    year: int = 0
    fund: str = ""
    budget: str = ""
    spare_rows: int = 0
    paper: str = "A4"
    _lines: tuple[LineDef, ...] = field(init=False, repr=False, compare=False)
    _by_name: Mapping[str, LineDef] = field(init=False, repr=False, compare=False)
    _blocks: Mapping[str, BlockDef] = field(init=False, repr=False, compare=False)
    _groups: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _codes: dict[str, LineDef] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lines = tuple(line for block in self.blocks for line in block.lines)
        blocks = {line.name: block for block in self.blocks for line in block.lines}
        own = dict.fromkeys(line.group for line in lines if line.group)
        object.__setattr__(self, "_lines", lines)
        object.__setattr__(self, "_by_name", {line.name: line for line in lines})
        object.__setattr__(self, "_blocks", blocks)
        object.__setattr__(self, "_groups", (*own, *(LEVELS.values() if self.functional else ())))
        object.__setattr__(self, "_codes", {})

    def line(self, name: str) -> LineDef | None:
        """The definition of a line; of a code that the catalogue has, one made for it."""
        return self._by_name.get(name) or self.code_line(name)

    def code_line(self, code: str) -> LineDef | None:
        """The line of a functional code, where the table's rows are such codes; made once."""
        known = self._codes.get(code)
        if known is not None or self.functional is None:
            return known
        label = self.functional.name(code, self.year)
        if label is None:
            return None
        labels = dict.fromkeys((label, *self.functional.names(code)))
        made = LineDef(name=code, label=label, labels=(*labels,), group=LEVELS[level(code)])
        self._codes[code] = made
        return made

    def lines(self) -> tuple[LineDef, ...]:
        """The defined lines of all blocks."""
        return self._lines

    def groups(self) -> tuple[str, ...]:
        """The groups that lines of the table may belong to."""
        return self._groups

    def block_of(self, line: str) -> BlockDef | None:
        """The block that a line stands in; any functional code stands in the first."""
        any_code = self.functional is not None and is_code(line)
        return self._blocks.get(line) or (self.blocks[0] if any_code else None)

    def default_column(self, line: str) -> str:
        """The first column of a line's block."""
        block = self.block_of(line)
        return block.column_names[0] if block else ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a composition: a line, or all lines of a group, of a table in a column.

    `label` is how the text calls it; empty means the line's own name (of a column, the column's).
    """

    table: str
    line: str
    column: str
    whole_group: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """A whole and its parts: what shares are of, and what structure charts draw."""

    name: str
    whole: Part
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of the text: its id (一 … 十, 第一部分 …) and its template."""

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
    """A chart that a template may place by its title: of named points, or of a composition."""

    title: str
    kind: str
    series: str
    points: tuple[PointDef, ...] = ()
    composition: str = ""


class Kind(Enum):
    """What a field of 补充资料 takes."""

    REASON = "原因"
    TEXT = "文字"
    LINES = "多行文字"
    COUNT = "数量"
    AMOUNT = "金额"
    SCORE = "分数"

    @property
    def is_number(self) -> bool:
        """Whether the field is a number that the text prints as a figure."""
        return self in (Kind.COUNT, Kind.AMOUNT, Kind.SCORE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementField:
    """Something only a person knows: field name, section, when it is needed, and a hint.

    It is needed when the figure named in `required_figure` satisfies the predicate
    `required_when` (the predicates of the templates: 有变动, 增加, 减少 …). `default` is what the
    text says when nothing is filled in; `prior` asks for last year's value too; `drivers` are the
    groups of lines whose changes moved the figure that a reason explains.
    """

    name: str
    section: str
    hint: str
    kind: Kind = Kind.REASON
    required_when: str = ""
    required_figure: str = ""
    default: str = ""
    prior: bool = False
    drivers: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinedTerm:
    """A term of 名词解释: the words whose appearance in the text calls for it, and our working
    explanation.
    """

    name: str
    words: tuple[str, ...]
    explanation: str


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
            and self.format.compositions is other.format.compositions
            and self.format.sections == other.format.sections
            and self.format.words == other.format.words
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """All that one place publishes for one year.

    `style` has a workbook's settings on top of the place's `own_style`; `traits` say what the unit
    is (首页: 单位性质 …), `words` are fixed words of the templates that hold digits (12月31日),
    `obligations` what must be checked, by rule; `terms` and `explanations` (by functional code)
    are the working texts of 名词解释.
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
    compositions: Mapping[str, Composition]
    traits: Mapping[str, str]
    words: Mapping[str, str]
    glossary: Glossary
    functional: Catalogue = field(repr=False)
    economic: Catalogue = field(repr=False)
    obligations: Mapping[str, str] = field(repr=False)
    terms: tuple[DefinedTerm, ...] = field(repr=False)
    explanations: Mapping[str, str] = field(repr=False)

    def code_name(self, code: str) -> str | None:
        """The name of a functional or economic code in the format's year."""
        return self.functional.name(code, self.year) or self.economic.name(code, self.year)
