"""The data files of a format, parsed strictly into the model; dates are resolved for one year.

Every function takes the Keys of one file and gives model objects; whatever a file holds that is
not named here is an error that names what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from xlbudget.domain.charts import ChartKind
from xlbudget.domain.money import Unit, Zeros
from xlbudget.domain.style import Basis, Style
from xlbudget.formats.keys import Keys, nearest
from xlbudget.formats.model import (
    SUPPLEMENT,
    VALUE,
    ChartDef,
    Composition,
    DocumentForm,
    Part,
    PointDef,
)
from xlbudget.formats.table_model import Table
from xlbudget.formats.tables import column_of, holds_in

_YEAR = re.compile(r"[0-9]{4}")
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
        "no_prior_year",
        "missing",
    ),
    "完成": (
        "equal",
        "both_nil",
        "nil_budget",
        "nil_actual",
        "over",
        "under",
        "near_over",
        "near_under",
        "tiny",
        "not_comparable",
        "missing",
    ),
    "构成": ("item", "nil_item", "item_without_share", "separator", "nil", "missing"),
    "列举": ("item", "separator", "nil"),
}
"""The cases that every variant of a filter must have a pattern for."""

OPTIONAL_CASES = ("nil_item", "no_prior_year")
"""Cases that a variant may leave out: a part without an amount is then not named, and of a new unit
it is said as in NO_PRIOR_YEAR.
"""

NO_PRIOR_YEAR = "{单位}为{年度}年新设立，无上年数"
"""What stands for a comparison of a new unit where a variant says nothing of its own."""

SLOTS = {
    "比上年": ("上年度", "主语", "增减额", "增减率", "最小率", "最大率", "缺口", "年度", "单位"),
    "完成": (
        *("完成率", "预算口径", "原因", "最小率", "最大率", "超率", "缺口"),
        *("预算增减额", "预算增减幅度"),
    ),
    "构成": ("名称", "金额", "占比", "缺口"),
    "列举": ("名称",),
}
"""What the patterns of a filter may put in."""

ONLY_IN = {
    "增减率": ("increase", "decrease", "nil_this_year"),
    "最小率": ("tiny_increase", "tiny_decrease", "tiny"),
    "最大率": ("near_nil", "near_under"),
    "超率": ("near_over",),
    "完成率": ("equal", "over", "under", "nil_actual"),
    "预算增减额": ("nil_budget", "nil_actual", "over", "under", "near_over", "near_under", "tiny"),
    "预算增减幅度": ("nil_actual", "over", "under"),
    "缺口": ("missing",),
    "占比": ("item", "nil_item"),
    "金额": ("item", "nil_item", "item_without_share"),
    "名称": ("item", "nil_item", "item_without_share"),
    "年度": ("no_prior_year",),
    "单位": ("no_prior_year",),
}
"""Slots that only these cases may use: a rate where there is one, and the one that is true."""

PREDICATES = (
    "有变动",
    "增加",
    "减少",
    "持平",
    "为零",
    "有数",
    "上年有数",
    "超预算",
    "低于预算",
    "与预算持平",
    "有预算",
    "应列",
    "应比",
)


def parse_style(keys: Keys | None, year: int, base: Style) -> Style:
    """[style] of format.toml over a base; [style.2023] holds from 2023 until the next block."""
    if keys is None:
        return base
    blocks = []
    for name in keys.names():
        if _YEAR.fullmatch(name):
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
        nil_items=keys.flag("nil_items", base.nil_items),
        nil_sentences=keys.flag("nil_sentences", base.nil_sentences),
        always_pies=keys.flag("always_pies", base.always_pies),
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
        composition=keys.text("composition", ""),
    )
    keys.done()
    if bool(chart.points) == bool(chart.composition):
        seen = f"图“{chart.title}”的 points 和 composition"
        keys.broken(seen, "二者恰有其一", "图画几个点，或画一个构成。")
    return chart


def parse_composition(
    keys: Keys, tables: Mapping[str, Table], unpublished: Collection[str] = ()
) -> Composition | None:
    """One [[composition]]: a whole and its parts; None where a table of it is not published."""
    name, whole, parts = keys.text("name"), keys.text("whole"), keys.texts("parts")
    labels = keys.texts("labels", ())
    keys.done()
    if any(reference.partition(".")[0] in unpublished for reference in (whole, *parts)):
        return None
    if labels and len(labels) != len(parts):
        keys.broken(f"{len(labels)} 个 labels", f"{len(parts)} 个，与 parts 一一对应", "请补齐。")
    labels = labels or ("",) * len(parts)
    found = [
        part(keys, reference, tables, label) for reference, label in zip(parts, labels, strict=True)
    ]
    return Composition(name=name, whole=part(keys, whole, tables), parts=tuple(found))


def part(keys: Keys, reference: str, tables: Mapping[str, Table], label: str = "") -> Part:
    """表.行@列 or 表.组.*@列 as a part; supplement.项目 is a number of 补充资料."""
    path, _, column = reference.partition("@")
    table_name, _, line = path.partition(".")
    if table_name == SUPPLEMENT:
        return Part(table=SUPPLEMENT, line=line, column=VALUE, label=label)
    if table_name not in tables:
        seen = f"表 {table_name!r}（{reference}）"
        keys.broken(seen, "、".join(tables), nearest(table_name, tables))
    table = tables[table_name]
    whole_group = line.endswith(".*")
    line = line.removesuffix(".*")
    return Part(
        table=table_name,
        line=line,
        column=column_of(keys, table, line, whole_group, column, reference),
        whole_group=whole_group,
        label=label,
    )


def parse_wording(keys: Keys, year: int) -> dict[tuple[str, str], dict[str, str]]:
    """wording.toml: [[wording]] groups of a filter and variant, one pattern for each case."""
    wording: dict[tuple[str, str], dict[str, str]] = {}
    for group in keys.tables("wording"):
        filter_name = group.choice("filter", CASES)
        rows = {case: group.text(case, "") for case in CASES[filter_name]}
        variant = group.text("variant")
        holds = holds_in(group, year)
        group.done()
        if not holds:
            continue
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


COVER_WORDS = ("年度", "单位", "公开主体")
"""What the lines of a cover may hold."""


def parse_document(
    keys: Keys | None, lower: DocumentForm, sections: Collection[str]
) -> DocumentForm:
    """How the document is made up: what a place says, over what the formats below it say."""
    if keys is None:
        return lower
    cover = keys.texts("cover", lower.cover)
    tables = keys.choice(
        "tables", ("separate", "embedded"), "embedded" if lower.embedded_tables else "separate"
    )
    numbers = keys.choice(
        "page_numbers", ("outside", "centred"), "centred" if lower.centred_numbers else "outside"
    )
    performance = keys.text("performance", lower.performance)
    for line in cover:
        for word in re.findall(r"\{([^{}]*)\}", line):
            if word not in COVER_WORDS:
                keys.broken(f"“{{{word}}}”", "、".join(COVER_WORDS), nearest(word, COVER_WORDS))
    if performance and performance not in sections:
        keys.broken(
            f"performance = {performance!r}", "、".join(sections), nearest(performance, sections)
        )
    keys.done()
    return DocumentForm(
        cover=cover,
        embedded_tables=tables == "embedded",
        performance=performance,
        centred_numbers=numbers == "centred",
    )
