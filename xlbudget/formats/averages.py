"""[[average]] of format.toml: an amount divided by a count of 补充资料 (人均接待费)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from xlbudget.domain.money import Unit
from xlbudget.formats.keys import Keys, nearest
from xlbudget.formats.model import SUPPLEMENT, Average, Kind, SupplementField
from xlbudget.formats.schema import part
from xlbudget.formats.table_model import Table


def merged_averages(
    groups: Iterable[Keys],
    tables: Mapping[str, Table],
    unpublished: Collection[str],
    supplement: Mapping[str, SupplementField],
) -> dict[str, Average]:
    """The averages of all places, the nearest of each name; those of tables that are not published
    are left out.
    """
    found: dict[str, Average] = {}
    for keys in groups:
        name, amount = keys.text("name"), keys.text("amount")
        field = keys.text("count").removeprefix(f"{SUPPLEMENT}.")
        unit = Unit(keys.choice("unit", [each.value for each in Unit], Unit.YUAN.value))
        keys.done()
        if amount.partition(".")[0] in unpublished:
            continue
        counts = [known.name for known in supplement.values() if known.kind is Kind.COUNT]
        if field not in counts:
            seen = f"count 中的 {field!r}"
            keys.broken(seen, "类型为数量的补充资料：" + "、".join(counts), nearest(field, counts))
        of = part(keys, amount, tables)
        amounts = [known.name for known in supplement.values() if known.kind is Kind.AMOUNT]
        if of.table == SUPPLEMENT and of.line not in amounts:
            seen, expected = f"amount 中的 {of.line!r}", "类型为金额的补充资料："
            keys.broken(seen, expected + "、".join(amounts), nearest(of.line, amounts))
        if of.whole_group:
            keys.broken(f"amount = {amount!r}", "表.行，一个数", "请写其中一行，或它们的合计。")
        found[name] = Average(name=name, amount=of, field=field, unit=unit)
    return found
