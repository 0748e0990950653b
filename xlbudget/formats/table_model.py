"""The public tables of a format: how each is laid out, its blocks, columns and lines."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from xlbudget.domain.codes import Catalogue, is_code, level
from xlbudget.domain.records import dataclass, field

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
    `sum_of` are the lines which it is the sum of, where tables may do without it.
    """

    name: str
    label: str
    labels: tuple[str, ...]
    group: str = ""
    after: str = ""
    beside: str = ""
    blank_rows_before: int = 0
    prior: bool = False
    sum_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockDef:
    """One side of a table: a column of labels and the columns of amounts right of it.

    Where `code_headers` is not empty, a column of codes stands left of the labels. `order` are the
    names of the columns as they are printed, where that is another order than ours.
    """

    name: str
    heading: str
    label_headers: tuple[str, ...]
    columns: tuple[Column, ...]
    lines: tuple[LineDef, ...]
    code_headers: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    column_names: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "column_names", tuple(column.name for column in self.columns))

    @property
    def printed_columns(self) -> tuple[Column, ...]:
        """The columns from left to right."""
        if not self.order:
            return self.columns
        return tuple(sorted(self.columns, key=lambda column: self.order.index(column.name)))


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
    `budget` is the trait of 首页 that says which budget its completion rates are of. In a table of
    codes the totals may be printed last (`totals_last`); a CROSSED table may print its columns
    under each line (`interleaved`) instead of its lines under each column, or its lines below each
    other (`items_down`). `counts` are the labels of rows of such a table whose numbers are no
    amounts (团组数): they belong into 补充资料.
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
    totals_last: bool = False
    interleaved: bool = False
    items_down: bool = False
    counts: tuple[str, ...] = ()
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
