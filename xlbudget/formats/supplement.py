"""supplement.toml: what only a person knows."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from xlbudget.formats.keys import Keys
from xlbudget.formats.model import Kind, SupplementField
from xlbudget.formats.schema import PREDICATES, part
from xlbudget.formats.settings import trait_words
from xlbudget.formats.table_model import Table
from xlbudget.formats.tables import holds_in

OF_LAST_YEAR = ("有变动", "增加", "减少", "持平", "上年有数")
"""The predicates that compare with last year."""

OF_BUDGET = ("超预算", "低于预算", "与预算持平", "有预算")
"""The predicates that compare with the budget."""


def parse_supplement(
    keys: Keys, tables: Mapping[str, Table], unpublished: Collection[str], year: int
) -> tuple[list[SupplementField], list[str]]:
    """The [[field]] groups of a year, and the ancestors' fields that a place does not ask for
    ([[without]]). Drivers in `unpublished` tables do not count.
    """
    fields: list[SupplementField] = []
    for entry in keys.tables("field"):
        field, holds = _field(entry, tables, unpublished), holds_in(entry, year)
        entry.done()
        if not holds:
            continue
        if any(field.name == known.name for known in fields):
            entry.broken(f"“{field.name}”第二次出现", "每个项目一组（同一年内）", "请删去一组。")
        fields.append(field)
    without: list[str] = []
    for entry in keys.tables("without"):
        names, holds = entry.texts("fields"), holds_in(entry, year)
        entry.done()
        without += names if holds else ()
    keys.done()
    return fields, without


def _field(
    entry: Keys, tables: Mapping[str, Table], unpublished: Collection[str]
) -> SupplementField:
    kind = Kind(entry.choice("kind", [kind.value for kind in Kind], Kind.REASON.value))
    drivers = entry.texts("drivers", ())
    field = SupplementField(
        name=entry.text("name"),
        section=entry.text("section"),
        hint=entry.text("hint"),
        kind=kind,
        required_when=entry.choice("required_when", PREDICATES, ""),
        required_figure=entry.text("required_figure", ""),
        default=entry.text("default", ""),
        prior=entry.flag("prior", default=False),
        required_if=trait_words(entry, "required_if"),
        summed=entry.flag("summed", default=True),
        drivers=tuple(
            part(entry, reference, tables)
            for reference in drivers
            if reference.partition(".")[0] not in unpublished
        ),
    )
    if field.required_if and field.required_when:
        entry.broken("required_when 和 required_if 都写了", "只写一个", "请删去其中一个。")
    if bool(field.required_when) != bool(field.required_figure):
        entry.broken(
            "required_when 和 required_figure 只写了一个",
            "两个都写，或都不写",
            "什么情形下要填，由一个数和一个判断说明。",
        )
    if drivers and (kind is not Kind.REASON or not field.required_figure):
        entry.broken("drivers", "写了 required_figure 的原因才有", "请删去，或补上那个数。")
    if field.default and kind.is_number:
        entry.broken(f"default = {field.default!r}", "文字才有 default", "数不能代填，请删去。")
    if not field.summed and not kind.is_number:
        entry.broken("summed = false", "数才有 summed", "文字本来不相加，请删去。")
    if field.prior and not kind.is_number:
        entry.broken("prior = true", "数才有上年数", "请删去 prior。")
    return field
