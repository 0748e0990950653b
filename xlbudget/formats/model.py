"""A resolved format: what one place publishes for one year. Pure data, without dates or places."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from xlbudget.domain.codes import Catalogue
from xlbudget.domain.money import Unit
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.style import Style
from xlbudget.domain.successions import Succession, Successions
from xlbudget.formats.glossary import Glossary
from xlbudget.formats.identity_model import Identity
from xlbudget.formats.table_model import Table

SUPPLEMENT = "supplement"
"""The table of numbers that a person fills into 补充资料: one line a field, one column."""

VALUE = "value"
"""The only column of SUPPLEMENT, and of AVERAGES."""

AVERAGES = "averages"
"""The table of averages: one line for each [[average]] of the format."""

HISTORY, RENAMED, NEW, MERGED, SPLIT = "单位沿革", "更名", "新设立", "合并", "分立"
"""The trait that says what became of the unit in its year, and its words: it has another name, no
year before, several predecessors, or is a part of one.
"""


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
    `required_when` (the predicates of the templates: 有变动, 增加, 减少 …), or when the trait of
    首页 in `required_if` has one of its words. `default` is what the
    text says when nothing is filled in; `prior` asks for last year's value too; `drivers` are the
    groups of lines whose changes moved the figure that a reason explains. `summed`: a number of a
    department is the sum of those of its units.
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
    summed: bool = True
    required_if: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinedTerm:
    """A term of 名词解释: the words whose appearance in the text calls for it, and our working
    explanation.
    """

    name: str
    words: tuple[str, ...]
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Average:
    """An amount for each one of a count of 补充资料, printed in a unit of its own."""

    name: str
    amount: Part
    field: str
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentForm:
    """How a place's Word document is made up.

    `cover` are the lines of the cover (may hold {年度}, {单位}, {公开主体}). `embedded_tables`: the
    tables stand in the document, in landscape sections behind their titles; else it has their
    titles only, and they are published beside it. `performance` is the id of the section at whose
    end the tables of 绩效 stand ("" is the last one before the tables). `centred_numbers`: page
    numbers stand in the middle, else outside.
    """

    cover: tuple[str, ...] = ("{年度}年度", "{单位}", "{公开主体}决算")
    embedded_tables: bool = False
    performance: str = ""
    centred_numbers: bool = False


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
            and self.format.averages is other.format.averages
            and self.format.sections == other.format.sections
            and self.format.words == other.format.words
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """All that one place publishes for one year.

    `style` has a workbook's settings on top of the place's `own_style`; `traits` say what the unit
    is (首页: 单位性质 …), `key_figures` the amounts by which units are set side by side,
    `words` fixed words of the templates that hold digits (12月31日), `obligations` what must be
    checked, by rule, `text_obligations` what besides in texts of people, `against_tables` those
    that need the tables; `terms` and `explanations` (by code) are texts of 名词解释. `version` is
    the place's own; `digest` and `rules` tell other files, other rules apart (`versions`).
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
    averages: Mapping[str, Average]
    key_figures: Mapping[str, str]
    traits: Mapping[str, str]
    words: Mapping[str, str]
    glossary: Glossary
    functional: Catalogue = field(repr=False)
    economic: Catalogue = field(repr=False)
    obligations: Mapping[str, str] = field(repr=False)
    text_obligations: Mapping[str, str] = field(repr=False)
    against_tables: frozenset[str] = field(repr=False)
    terms: tuple[DefinedTerm, ...] = field(repr=False)
    explanations: Mapping[str, str] = field(repr=False)
    successions: Successions = field(default=Successions(()), repr=False)
    document: DocumentForm = field(default=DocumentForm(), repr=False)
    digest: str = field(default="", repr=False)
    rules: str = field(default="", repr=False)

    @property
    def is_new_unit(self) -> bool:
        """Whether the unit was set up in the format's year, so that it has no year before."""
        return self.traits.get(HISTORY) == NEW

    def code_name(self, code: str) -> str | None:
        """The name of a functional or economic code in the format's year."""
        return self.functional.name(code, self.year) or self.economic.name(code, self.year)

    def present_code(self, code: str) -> str:
        """What a functional code of an earlier year is called in the format's year; itself where
        it still exists, or no successor is known.
        """
        return self.successions.code_in(self.year, code, self.functional)

    def renumberings(self, code: str) -> tuple[Succession, ...]:
        """The renumberings that lead from an earlier code to that of the format's year."""
        return self.successions.steps(self.year, code, self.functional)
