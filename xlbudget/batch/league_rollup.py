"""汇总核对 (R60): the superior's own workbook against the sum over all units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from xlbudget.batch.league_cells import LEFT_OUT, Comparison, Rollup, note
from xlbudget.batch.league_sums import OfTable, Tally, amounts_of
from xlbudget.batch.league_units import State, UnitRecord, Units
from xlbudget.batch.stamp import digests
from xlbudget.books.packed_book import PackedBook
from xlbudget.pipeline import Reading, Request, read
from xlbudget.workbook.list_sheet import Value


def compare_with(units: Units, parent: Path, request: Request | None = None) -> Rollup:
    """The superior's workbook against the sum over the units of its year and format."""
    own = read(PackedBook(parent), request)
    left_out: list[Sequence[Value]] = []
    tally = Tally({name: OfTable() for name in own.format.tables})
    members = []
    for record in _members(units, own, parent, left_out):
        amounts = amounts_of(units, record)
        if amounts is None:
            left_out.append(note(LEFT_OUT, f"{record.unit}：汇总用的数读不出，请重做它。"))
        else:
            tally.add(units, record, amounts)
            members.append(record)
    if not members:
        says = f"没有与“{own.account.unit_name}”同一年度、同一格式的单位，没有核对。"
        return Rollup(says, 0, tuple(left_out))
    return Comparison(units, own, members, tally).result(left_out)


def _members(
    units: Units, own: Reading, parent: Path, left_out: list[Sequence[Value]]
) -> Iterator[UnitRecord]:
    """The units that are summed; why others are not is told."""
    (digest,) = digests([parent]).values()
    seen: dict[str, str] = {}
    for record in sorted(units.records, key=lambda each: each.folder):
        why = ""
        if record.state is State.FAILED:
            why = "没有做成"
        elif digest in record.inputs:
            why = "就是上级自己的工作簿"
        elif record.year != own.account.year:
            why = f"是{record.year}年度的，上级是{own.account.year}年度"
        elif record.place != own.format.place:
            why = f"的格式是 {record.place}，上级的是 {own.format.place}"
        elif record.unit in seen:
            why = f"第二次出现（第一次在“{seen[record.unit]}”）"
        if why:
            said = f"{record.unit}（{record.folder}）{why}。"
            left_out.append(note(LEFT_OUT, said))
            continue
        seen[record.unit] = record.folder
        yield record
