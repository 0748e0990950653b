"""The data files of a format, parsed strictly into the model; dates are resolved for one year.

Every function takes the Keys of one file and gives model objects; whatever a file holds that is
not named here is an error that names what is allowed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from xlbudget.domain.charts import ChartKind
from xlbudget.domain.codes import Catalogue
from xlbudget.domain.money import Unit, Zeros
from xlbudget.domain.style import Basis, Style
from xlbudget.formats.keys import Keys, nearest
from xlbudget.formats.model import (
    Agreed,
    BlockDef,
    ChartDef,
    Column,
    LineDef,
    PointDef,
    SupplementField,
    Table,
)

ORDINALS = "一二三四五六七八九十"
FORBIDDEN = re.compile(r"[0-9０-９%％元]|[｛｝{}]")
"""What words of a template or pattern must not hold: numbers and units come from figures."""

CASES = {
    "比上年": (
        "equal",
        "both_nil",
        "nil_last_year",
        "nil_this_year",
        "increase",
        "decrease",
        "tiny_increase",
        "tiny_decrease",
        "near_nil",
        "about_equal",
        "not_comparable_increase",
        "not_comparable_decrease",
        "missing",
    ),
}
"""The cases that every variant of a filter must have a pattern for."""

SLOTS = {
    "比上年": ("上年度", "主语", "增减额", "增减率", "最小率", "最大率", "缺口"),
}
"""What the patterns of a filter may put in."""

ONLY_IN = {
    "增减率": ("increase", "decrease", "nil_this_year"),
    "最小率": ("tiny_increase", "tiny_decrease"),
    "最大率": ("near_nil",),
    "缺口": ("missing",),
}
"""Slots that only these cases may use: a rate where there is one, and the one that is true."""

PREDICATES = ("有变动", "增加", "减少", "持平", "为零", "有数")


def ordinal(number: int) -> str:
    """1 to 99 in Chinese numerals.

    >>> ordinal(3), ordinal(10), ordinal(12), ordinal(20), ordinal(26)
    ('三', '十', '十二', '二十', '二十六')
    """
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else ORDINALS[tens - 1]) + "十" if tens else ""
    return head + (ORDINALS[ones - 1] if ones else "")


def _holds(keys: Keys, year: int) -> bool:
    first, last = keys.whole("from", None), keys.whole("until", None)
    return (first or 0) <= year <= (last or 9999)


def parse_table(name: str, keys: Keys, year: int, functional: Catalogue) -> Table:
    """tables/<name>.toml: number, title, blocks with their columns and lines."""
    title = keys.text("title")
    table = Table(
        name=name,
        number=keys.text("number"),
        title=title,
        titles=(title, *keys.texts("titles", ())),
        note=keys.text("note", ""),
        required=keys.flag("required", default=True),
        agreed=tuple(_agreed(group) for group in keys.tables("agreed")),
        blocks=tuple(_block(block, year, functional) for block in keys.tables("block")),
    )
    keys.done()
    known = {line.name for line in table.lines()}
    for agreed in table.agreed:
        for line in agreed.lines:
            if line not in known:
                remedy = nearest(line, known)
                keys.broken(f"agreed.lines 中的 {line!r}", "本表某一行的 name", remedy)
    for defined in table.lines():
        for reference in (defined.after, defined.beside):
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


def _block(keys: Keys, year: int, functional: Catalogue) -> BlockDef:
    columns = []
    for column in keys.tables("column"):
        columns.append(Column(name=column.text("name"), headers=column.texts("headers")))
        column.done()
    block = BlockDef(
        name=keys.text("name"),
        heading=keys.text("heading", ""),
        label_headers=keys.texts("label_headers"),
        columns=tuple(columns),
        lines=tuple(
            line for group in keys.tables("line") for line in _lines(group, year, functional)
        ),
    )
    keys.done()
    if not block.columns or not block.lines:
        keys.broken("没有列或没有行", "至少一个 [[block.column]] 和一个 [[block.line]]", "请补上。")
    for twice, count in Counter(column.name for column in block.columns).items():
        if count > 1:
            keys.broken(f"有两列的 name 是 {twice!r}", "每列一个 name", "请改正列名。")
    return block


def _lines(keys: Keys, year: int, functional: Catalogue) -> Iterator[LineDef]:
    holds = _holds(keys, year)
    group = keys.text("group", "")
    codes = keys.texts("codes", ())
    if codes:
        keys.done()
        existing = [(code, functional.name(code, year)) for code in codes]
        number = 0
        for code, name in existing:
            if not functional.names(code):
                keys.broken(f"科目编码 {code!r}", "codes/functional.csv 中的编码", "请先补目录。")
            if name and holds:
                number += 1
                label = f"{ordinal(number)}、{name}"
                yield LineDef(
                    name=code, label=label, labels=(label, *functional.names(code)), group=group
                )
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
    )
    keys.done()
    if holds:
        yield line


def parse_style(keys: Keys | None, year: int, base: Style) -> Style:
    """[style] of format.toml over a base; [style.2023] holds from 2023 until the next block."""
    if keys is None:
        return base
    blocks = []
    for name in keys.names():
        if name.isdecimal():
            block = keys.table(name)
            if block is not None and int(name) <= year:
                blocks.append((int(name), block))
    style = _style(keys, base)
    for _, block in sorted(blocks, key=lambda dated: dated[0]):
        style = _style(block, style)
    return style


def _style(keys: Keys, base: Style) -> Style:
    zeros = [member.value for member in Zeros]
    style = Style(
        unit=Unit(keys.choice("unit", [unit.value for unit in Unit], base.unit.value)),
        amount_places=_places(keys, "amount_places", base.amount_places),
        rate_places=_places(keys, "rate_places", base.rate_places),
        amount_zeros=Zeros(keys.choice("amount_zeros", zeros, base.amount_zeros.value)),
        rate_zeros=Zeros(keys.choice("rate_zeros", zeros, base.rate_zeros.value)),
        separators=keys.flag("separators", base.separators),
        basis=Basis(keys.choice("basis", [basis.value for basis in Basis], base.basis.value)),
    )
    keys.done()
    return style


def _places(keys: Keys, key: str, default: int) -> int:
    places = keys.whole(key, default)
    if places is None or not 0 <= places <= 6:  # noqa: PLR2004  万元六位即到分
        keys.broken(f"{key} = {places}", "0 到 6", "请改正小数位数。")
    return places


def parse_chart(keys: Keys) -> ChartDef:
    """One [[chart]] of format.toml."""
    points = []
    for point in keys.tables("points"):
        points.append(PointDef(category=point.text("category"), figure=point.text("figure")))
        point.done()
    for words in (keys.text("title"), keys.text("series")):
        forbidden = FORBIDDEN.search(words)
        if forbidden:
            keys.broken(
                f"“{words}”中的“{forbidden.group()}”",
                "不含数字、元和 % 的文字",
                "图里的数只由 points 画出。",
            )
    chart = ChartDef(
        title=keys.text("title"),
        kind=keys.choice("kind", [kind.value for kind in ChartKind]),
        series=keys.text("series"),
        points=tuple(points),
    )
    keys.done()
    return chart


def parse_supplement(keys: Keys) -> list[SupplementField]:
    """supplement.toml: what only a person knows."""
    fields = []
    for entry in keys.tables("field"):
        when = entry.text("required_when", "")
        if when:
            entry.choice("required_when", PREDICATES)
        fields.append(
            SupplementField(
                name=entry.text("name"),
                section=entry.text("section"),
                hint=entry.text("hint"),
                required_when=when,
                required_figure=entry.text("required_figure", ""),
            )
        )
        entry.done()
    keys.done()
    return fields


def parse_wording(keys: Keys) -> dict[tuple[str, str], dict[str, str]]:
    """wording.toml: [[wording]] groups of a filter and variant, one pattern for each case."""
    wording: dict[tuple[str, str], dict[str, str]] = {}
    for group in keys.tables("wording"):
        filter_name = group.choice("filter", CASES)
        rows = {case: group.text(case, "") for case in CASES[filter_name]}
        variant = group.text("variant")
        group.done()
        if (filter_name, variant) in wording:
            group.broken(f"“{filter_name}”的“{variant}”第二次出现", "每种说法一组", "请合并两组。")
        wording[filter_name, variant] = {case: row for case, row in rows.items() if row}
        for case, row in rows.items():
            allowed = tuple(s for s in SLOTS[filter_name] if case in ONLY_IN.get(s, (case,)))
            _check_pattern(group, case, row, allowed)
    keys.done()
    return wording


def _check_pattern(keys: Keys, case: str, pattern: str, slots: tuple[str, ...]) -> None:
    parts = re.split(r"\{([^{}]*)\}", pattern)
    for slot in parts[1::2]:
        if slot not in slots:
            keys.broken(f"{case} 中的 {{{slot}}}", "、".join(slots), nearest(slot, slots))
    forbidden = FORBIDDEN.search("".join(parts[::2]))
    if forbidden:
        keys.broken(
            f"{case} 中直接写了“{forbidden.group()}”",
            "数、元和 % 只由 {…} 代入",
            "请改用上面列出的 {…}。",
        )
