"""tables/<name>.toml: one public table, with its blocks, columns and lines, for one year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from xlbudget.domain.codes import Catalogue
from xlbudget.domain.numerals import ordinal
from xlbudget.domain.records import dataclass
from xlbudget.formats.keys import Keys, nearest
from xlbudget.formats.table_model import Agreed, BlockDef, Column, Layout, LineDef, Table

FUNDS = ("general_public_budget", "government_fund", "state_capital")
"""The budgets that a table of codes may be about."""


@dataclass(frozen=True, slots=True)
class Codes:
    """The two classifications, in one year."""

    functional: Catalogue
    economic: Catalogue
    year: int

    def of(self, code: str) -> Catalogue:
        """The classification that a code belongs to: functional ones begin with 2."""
        return self.functional if code.startswith("2") else self.economic

    def file(self, code: str) -> str:
        """How messages call the file of a code's classification."""
        return f"codes/{'functional' if code.startswith('2') else 'economic'}.csv 中的编码"

    def below(self, code: str) -> Iterator[tuple[str, str]]:
        """A code and those right below it, with their names in the year."""
        catalogue = self.of(code)
        for each in (code, *catalogue.below(code, self.year)):
            name = catalogue.name(each, self.year)
            if name:
                yield each, name


def holds_in(keys: Keys, year: int) -> bool:
    """Whether an entry with the keys from and until holds in a year."""
    first, last = keys.whole("from", None), keys.whole("until", None)
    if first is not None and last is not None and first > last:
        keys.broken(f"from = {first}，until = {last}", "from 不晚于 until", "请改正年份。")
    return (first or 0) <= year <= (last or 9999)


def parse_table(name: str, keys: Keys, codes: Codes, number: str = "") -> Table:
    """tables/<name>.toml: title, layout, blocks with their columns and lines.

    `number` is the table's place in the format's list; a number of its own wins.
    """
    title = keys.text("title")
    layout = Layout(keys.choice("layout", [known.value for known in Layout], Layout.SIDES.value))
    functional = keys.flag("functional", default=False)
    table = Table(
        name=name,
        number=keys.text("number", number),
        title=title,
        titles=(title, *keys.texts("titles", ())),
        note=keys.text("note", ""),
        empty_note=keys.text("empty_note", ""),
        nil_when_empty=keys.flag("nil_when_empty", default=False),
        required=keys.flag("required", default=True),
        layout=layout,
        functional=codes.functional if functional else None,
        year=codes.year,
        fund=keys.choice("fund", FUNDS, ""),
        budget=keys.text("budget", ""),
        spare_rows=keys.whole("spare_rows", 0) or 0,
        paper=keys.choice("paper", ("A4", "A3"), "A4"),
        totals_last=keys.flag("totals_last", default=False),
        interleaved=keys.flag("interleaved", default=False),
        items_down=keys.flag("items_down", default=False),
        counts=keys.texts("counts", ()),
        agreed=tuple(_agreed(group) for group in keys.tables("agreed")),
        blocks=tuple(_block(block, codes, layout) for block in keys.tables("block")),
    )
    keys.done()
    known = {line.name for line in table.lines()}
    for agreed in table.agreed:
        for line in agreed.lines:
            if line not in known:
                remedy = nearest(line, known)
                keys.broken(f"agreed.lines 中的 {line!r}", "本表某一行的 name", remedy)
    for defined in table.lines():
        for reference in (defined.after, defined.beside, *defined.sum_of):
            if reference and reference not in known:
                seen = f"{defined.name} 指向 {reference!r}"
                keys.broken(seen, "本表某一行的 name", nearest(reference, known))
    for twice, count in Counter(line.name for line in table.lines()).items():
        if count > 1:
            seen = f"有两行的 name 是 {twice!r}"
            keys.broken(seen, "每行一个 name（同一年内）", "请检查 from、until 的年份。")
    return table


def _agreed(keys: Keys) -> Agreed:
    agreed = Agreed(name=keys.text("name"), lines=keys.texts("lines"))
    keys.done()
    return agreed


def _block(keys: Keys, codes: Codes, layout: Layout) -> BlockDef:
    columns = [column for entry in keys.tables("column") for column in _columns(entry, codes)]
    block = BlockDef(
        name=keys.text("name"),
        heading=keys.text("heading", ""),
        label_headers=keys.texts("label_headers"),
        code_headers=keys.texts("code_headers", ()),
        order=keys.texts("order", ()),
        columns=tuple(columns),
        lines=tuple(
            line
            for group in keys.tables("line")
            for line in _lines(group, codes, numbered=layout is Layout.SIDES)
        ),
    )
    keys.done()
    if not block.columns or not block.lines:
        keys.broken("没有列或没有行", "至少一个 [[block.column]] 和一个 [[block.line]]", "请补上。")
    for twice, count in Counter(column.name for column in block.columns).items():
        if count > 1:
            keys.broken(f"有两列的 name 是 {twice!r}", "每列一个 name", "请改正列名。")
    if block.order and sorted(block.order) != sorted(block.column_names):
        seen, known = f"order = {'、'.join(block.order)}", "、".join(block.column_names)
        keys.broken(seen, f"本块全部的列，每列一次：{known}", "请改正列名，或删去 order。")
    return block


def _columns(keys: Keys, codes: Codes) -> Iterator[Column]:
    """A column; or, with `codes`, a column for each economic code and those right below it."""
    tops, holds = keys.texts("codes", ()), holds_in(keys, codes.year)
    if not tops:
        column = Column(
            name=keys.text("name"),
            headers=keys.texts("headers"),
            under=keys.texts("under", ()),
        )
        keys.done()
        if holds:
            yield column
        return
    keys.done()
    for top in tops:
        if not codes.of(top).names(top):
            keys.broken(f"科目编码 {top!r}", codes.file(top), "请先补目录。")
        group = list(codes.below(top)) if holds else []
        parent = group[0][1] if group else ""
        for code, label in group:
            if code == top:
                yield Column(name=code, headers=("小计", label, code), under=(parent, code))
            else:
                yield Column(name=code, headers=(label, code), under=(parent, top))


def _lines(keys: Keys, codes: Codes, *, numbered: bool) -> Iterator[LineDef]:
    """A line; or, with `codes`, a line for each code (with `below`, for those right below too)."""
    holds = holds_in(keys, codes.year)
    group = keys.text("group", "")
    listed = keys.texts("codes", ())
    if listed:
        below, top_group = keys.flag("below", default=False), keys.text("top_group", "")
        keys.done()
        number = 0
        for code in listed:
            catalogue = codes.of(code)
            if not catalogue.names(code):
                keys.broken(f"科目编码 {code!r}", codes.file(code), "请先补目录。")
            name = catalogue.name(code, codes.year)
            if not name or not holds:
                continue
            number += 1
            for each, its_name in codes.below(code) if below else ((code, name),):
                label = f"{ordinal(number)}、{its_name}" if numbered else its_name
                own = top_group if below and each == code else group
                labels = dict.fromkeys((label, *catalogue.names(each)))
                yield LineDef(name=each, label=label, labels=(*labels,), group=own)
        return
    label = keys.text("label")
    line = LineDef(
        name=keys.text("name"),
        label=label,
        labels=(label, *keys.texts("labels", ())),
        group=group,
        after=keys.text("after", ""),
        beside=keys.text("beside", ""),
        blank_rows_before=keys.whole("blank_rows_before", 0) or 0,
        prior=keys.flag("prior", default=False),
        sum_of=keys.texts("sum_of", ()),
    )
    keys.done()
    if holds:
        yield line


def column_of(
    keys: Keys, table: Table, line: str, whole_group: bool, column: str, reference: str
) -> str:
    """The column that a reference to a line or group means; broken where there is none such."""
    groups = table.groups()
    if whole_group and line not in groups:
        keys.broken(f"组 {line!r}（{reference}）", "、".join(groups), nearest(line, groups))
    first = line
    if whole_group:
        first = next((known.name for known in table.lines() if known.group == line), "")
    agreed = next((a.lines[0] for a in table.agreed if a.name == line), "")
    block = table.block_of(agreed or first) or (table.blocks[0] if whole_group else None)
    if block is None:
        lines = [known.name for known in table.lines()]
        keys.broken(f"行 {line!r}（{reference}）", "、".join(lines), nearest(line, lines))
    columns = block.column_names
    if column and column not in columns:
        shown = "、".join(columns)
        keys.broken(f"列 {column!r}（{reference}）", shown, nearest(column, columns))
    return column or columns[0]
