"""Tables of codes and of items, printed in the ways that people print them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st

from xlbudget.books.port import Grid, Value, grid
from xlbudget.formats.table_model import BlockDef, Column, Table

Amounts = Mapping[tuple[str, str], int]
"""Whole hundredths of 万元 by line and column."""

Rows = list[list[Value]]
_Value = TypeVar("_Value")
NOTHING: list[Value] = [None, "—", "一", "-", " "]
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
LEVELS = ("类", "款", "项")
ONE_COLUMN = ("text", "number", "dotted", "with name", "padded")
BY_LEVEL = ("parts", "numbers", "ditto", "steps", "merged")
"""How codes are printed: in one column, or over a column for each level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a table is printed."""

    codes: str
    yuan: bool
    as_text: bool
    total_last: bool
    total_in_code: bool
    heading: bool
    numbering: str
    coded_header: str
    turned: bool
    panels: int
    items: str
    row_numbers: bool
    own_columns: bool
    noise: bool
    above: int
    left: int
    gap_every: int
    nothing: Value


LAYOUTS = st.builds(
    Layout,
    codes=st.sampled_from(ONE_COLUMN + BY_LEVEL), yuan=st.booleans(), as_text=st.booleans(),
    total_last=st.booleans(), total_in_code=st.booleans(), heading=st.booleans(),
    numbering=st.sampled_from(["", "栏次", "digits"]),
    coded_header=st.sampled_from(["", "row", "cell", "only"]),
    turned=st.booleans(), panels=st.integers(1, 3),
    items=st.sampled_from(["blocks", "interleaved", "rows"]),
    row_numbers=st.booleans(), own_columns=st.booleans(), noise=st.booleans(),
    above=st.integers(0, 2), left=st.integers(0, 2), gap_every=st.integers(2, 9),
    nothing=st.sampled_from(NOTHING),
)  # fmt: skip


def printed(cents: int | None, layout: Layout) -> Value:
    """An amount as a number, or as a text with separators, sometimes in full width."""
    if cents is None:
        return layout.nothing
    number = Decimal(cents) * 100 if layout.yuan else Decimal(cents) / 100
    if not layout.as_text:
        return number
    text = f"{number:,.2f}"
    return text.translate(FULL_WIDTH) if cents % 2 else text


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its code, or nothing for a total, and its name."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Head:
    """A column: the word over several, its own word, its code."""

    upper: str
    lower: str
    code: str = ""


def _code_cells(code: str, before: str, style: str, levels: int) -> list[Value]:
    """The cells of a code; `before` is the code of the row above."""
    parts: list[str | None] = [code[:3], code[3:5] or None, code[5:7] or None][:levels]
    deepest = len(code) // 2 - 1
    if style == "numbers":
        return [Decimal(part) if part else None for part in parts]
    if style == "ditto":
        same = [before[:3], before[3:5], before[5:7]]
        changed = [at for at in range(deepest + 1) if parts[at] != same[at]]
        first = min([*changed, deepest])
        return [part if at >= first else None for at, part in enumerate(parts)]
    if style == "steps":
        return [code if at == deepest else None for at in range(levels)]
    if style == "merged":
        return [Decimal(code), *[None] * (levels - 1)]
    if style == "parts":
        return list(parts)
    if style == "number":
        return [Decimal(code)]
    if style == "dotted":
        return [".".join(part for part in parts if part)]
    return [code.ljust(7, "0") if style == "padded" else code]


def _lead_width(layout: Layout, levels: int) -> int:
    if layout.codes == "with name":
        return 1
    return levels + 1 if layout.codes in BY_LEVEL else 2


def panel(
    rows: Sequence[Row], heads: Sequence[Head], cell: Callable[[int, int], Value],
    layout: Layout, levels: int,
) -> Rows:  # fmt: skip
    """Codes, names and amounts side by side: header, then a row for each code or total."""
    width = _lead_width(layout, levels)
    apart = layout.codes in BY_LEVEL and layout.codes != "merged"
    in_numbering = apart and layout.numbering == "栏次"
    codes: list[Value] = ["科目编码", *[None] * (width - 2), "科目名称"] if width > 1 else ["项目"]
    words: list[Value] = [*LEVELS[:levels], None] if apart else [None] * width
    counted: list[Value] = ["行次"] if layout.row_numbers else []
    upper: list[Value] = []
    lower: list[Value] = []
    for at, head in enumerate(heads):
        above = heads[at - 1].upper if at else ""
        upper.append(None if head.upper and head.upper == above else head.upper or head.lower)
        lower.append(head.lower if head.upper else None)
    blank: list[Value] = [None] * len(counted)
    if layout.heading and width > 1:
        header: Rows = [["项目", *[None] * (width - 1), *counted, *upper]]
        header.append([*codes, *blank, *lower])
        header += [] if in_numbering or not apart else [[*words, *blank, *[None] * len(heads)]]
    else:
        header = [[*codes, *counted, *upper]]
        below = [None] * width if in_numbering else words
        if any(below) or any(lower):
            header.append([*below, *blank, *lower])
    if any(head.code for head in heads) and layout.coded_header == "row":
        coded = [Decimal(head.code) if head.code else None for head in heads]
        header.append([*[None] * width, *blank, *coded])
    if layout.numbering:
        numbers: list[Value] = [Decimal(at + 1) for at in range(len(heads))]
        lead: list[Value] = [None] * width
        if layout.numbering == "栏次":
            lead = [*LEVELS[:levels], "栏次"] if in_numbering else ["栏次", *[None] * (width - 1)]
        header.append([*lead, *blank, *numbers])
    body: Rows = []
    before = ""
    for number, row in enumerate(rows):
        lead = [None] * width
        if not row.code:
            lead[0 if layout.total_in_code else -1] = row.label
        elif width == 1:
            lead = ["　" * (len(row.code) // 2 - 1) + f"{row.code} {row.label}"]
        else:
            lead = [*_code_cells(row.code, before, layout.codes, levels), row.label]
        before = row.code or before
        own: list[Value] = [Decimal(number + 1)] if layout.row_numbers else []
        body.append([*lead, *own, *(cell(number, at) for at in range(len(heads)))])
        if (number + 1) % layout.gap_every == 0:
            body.append([None] * len(body[-1]))
    return [*header, *body]


def head_of(column: Column, layout: Layout) -> Head:
    """How a column of the format is headed."""
    code = column.name if column.name.isdecimal() else ""
    if code and layout.coded_header == "only":
        return Head("", code, code)
    if code and layout.coded_header == "cell":
        top = f"{column.under[1]} {column.under[0]}"
        return Head(
            top, column.headers[0] if code in column.under else f"{code}\n{column.headers[0]}"
        )
    return Head(column.parent, column.headers[0], code)


def functional_sheet(
    table: Table, amounts: Amounts, codes: Sequence[str], columns: Sequence[str], layout: Layout
) -> Grid:
    """A table of functional codes; a wide one may be turned, economic codes in its rows."""
    assert table.functional is not None
    total = table.lines()[0]
    rows = [Row(code, table.functional.name(code, table.year) or "") for code in codes]
    order = [*codes, total.name] if layout.total_last else [total.name, *codes]
    named = {row.code: row for row in rows} | {total.name: Row("", total.labels[-1])}
    defined = [c for c in table.blocks[0].columns if c.name in columns]

    def amount(line: str, column: str) -> Value:
        return printed(amounts.get((line, column)), layout)

    wide = any(column.name.isdecimal() for column in defined)
    if wide and layout.turned:
        across = [total.name, *codes]
        heads = [Head("", f"{c} {named[c].label}" if c in codes else "合计") for c in across]
        down = [c.name for c in defined if c.name.isdecimal()]
        down = [*down, "total"] if layout.total_last else ["total", *down]
        labels = {c.name: c.headers[1] if c.name in c.under else c.headers[0] for c in defined}
        turned = [Row(c if c.isdecimal() else "", labels.get(c, "合计")) for c in down]
        body = panel(turned, heads, lambda r, c: amount(across[c], down[r]), layout, 2)
    else:
        body = panel(
            [named[name] for name in order],
            [head_of(column, layout) for column in defined],
            lambda r, c: amount(order[r], defined[c].name), layout, 3,
        )  # fmt: skip
    return framed(table, body, layout)


def basic_sheet(table: Table, amounts: Amounts, layout: Layout) -> Grid:
    """基本支出决算表: its blocks in one, two or three panels."""
    first, second, third = table.blocks
    panels: dict[int, list[tuple[BlockDef, ...]]] = {
        1: [(first, second, third)],
        2: [(first,), (second, third)],
        3: [(first,), (second,), (third,)],
    }
    word = first.columns[0].headers[layout.gap_every % 2]
    sides: list[Rows] = []
    for blocks in panels[layout.panels]:
        lines = [line for block in blocks for line in block.lines]
        rows = [Row(line.name if line.name.isdecimal() else "", line.labels[0]) for line in lines]
        values = [printed(amounts.get((line.name, "actual")), layout) for line in lines]
        sides.append(panel(rows, [Head("", word)], lambda r, _, v=values: v[r], layout, 2))  # type: ignore[misc]
    return framed(table, beside(sides, None), layout)


def items_sheet(table: Table, amounts: Amounts, layout: Layout) -> Grid:
    """“三公”经费: 预算数 and 决算数 in blocks, interleaved below each item, or beside the items."""
    names = [line.name for line in table.lines()]
    words = {
        "budget": f"{table.year}年度预算数" if layout.heading else "预算数",
        "actual": "决算数",
    }

    def amount(line: str, column: str) -> Value:
        return printed(amounts.get((line, column)), layout)

    if layout.items == "rows":
        rows: Rows = [["项目", *(["行次"] if layout.row_numbers else []), *words.values()]]
        if layout.numbering:
            rows.append(["栏次", *([None] if layout.row_numbers else []), "1", "2"])
        for number, line in enumerate(table.lines(), 1):
            own: list[Value] = [Decimal(number)] if layout.row_numbers else []
            label = f"{number}.{line.labels[-1]}" if number > 1 else line.labels[0]
            rows.append([label, *own, *(amount(line.name, column) for column in words)])
            if number % layout.gap_every == 0:
                rows.append([])
        return framed(table, rows, layout)
    upper = {line.name: line.label for line in table.lines()} | {
        "vehicle_purchase": None, "vehicle_running": None,
    }  # fmt: skip
    lower = {"vehicles": "小计", "vehicle_purchase": "购置费", "vehicle_running": "运行费"}
    if layout.items == "blocks":
        order = [(name, column) for column in words for name in names]
        header: Rows = [
            [word if at == 0 else None for word in words.values() for at in range(len(names))],
            [upper[name] for name, _ in order],
            [lower.get(name) for name, _ in order],
        ]
    else:
        order = [(name, column) for name in names for column in words]
        header = [
            [upper[name] if column == "budget" else None for name, column in order],
            [lower.get(name) if column == "budget" else None for name, column in order],
            [words[column] for _, column in order],
        ]
    if layout.numbering:
        header.append([Decimal(at + 1) for at in range(len(order))])
    return framed(table, [*header, [amount(*key) for key in order]], layout)


def beside(panels: Sequence[list[list[_Value]]], blank: _Value) -> list[list[_Value]]:
    """Panels side by side; shorter ones are filled up with `blank`."""
    height = max(map(len, panels))
    joined: list[list[_Value]] = [[] for _ in range(height)]
    for rows in panels:
        width = max(map(len, rows))
        for at in range(height):
            row = rows[at] if at < len(rows) else []
            joined[at] += [*row, *[blank] * (width - len(row))]
    return joined


def framed(table: Table, body: Rows, layout: Layout) -> Grid:
    """Title, unit line and note around a table, and what people put above and beside it."""
    width = max(map(len, body))
    if layout.own_columns:
        body = [[*row, *[None] * (width - len(row)), None] for row in body]
        body[0].append("我的列")
        body[-1].append(Decimal(201))
    noise: Rows = [["科目编码 科目名称 合计 12.00"], ["201 一般公共服务支出 12.00"], ["合计"]]
    rows: Rows = [
        *[[] for _ in range(layout.above)],
        [f"{table.year}年度{table.title}"],
        ["编制单位：示例街道办事处", None, "金额单位：元" if layout.yuan else "金额单位：万元"],
        *(noise if layout.noise else []),
        *body,
        ["注：本表由测试生成，共 2 行。"],
    ]
    return grid("Sheet1", [[None] * layout.left + row for row in rows])
