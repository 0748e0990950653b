"""The units behind the cells of the superior that differ: who has how much, and whom to call."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from xlbudget.batch.league_sums import amounts_of, parts_of
from xlbudget.batch.league_units import CELLS, UnitRecord, Units, extract_line, overview_of
from xlbudget.domain.account import CellKey
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.records import dataclass, field

_LARGEST = 8
"""So many addends of a cell that differs are named, the largest."""

_EXPLAINED = 300
"""The addends of so many cells are looked for: few mistakes are behind many cells."""

_Addend = tuple[int, int, str, str]
"""How large an amount is, the amount itself in 分, the unit and its cell."""


@dataclass(slots=True)
class Addends:
    """The units behind a cell that is off by so much: how many have an amount, the largest, those
    that are just what it is off by, and those whose own tables disagree in that cell.
    """

    off: int
    count: int = 0
    largest: list[_Addend] = field(default_factory=list)
    same: list[_Addend] = field(default_factory=list)
    doubtful: list[_Addend] = field(default_factory=list)

    def add(self, fen: int, unit: str, place: str, *, doubtful: bool) -> None:
        """One unit's amount."""
        self.count += 1
        size, known = abs(fen), self.largest
        if len(known) < _LARGEST or size > known[-1][0]:
            insort(known, (size, fen, unit, place), key=lambda each: -each[0])
            del known[_LARGEST:]
        if size == abs(self.off) and len(self.same) < _LARGEST:
            self.same.append((size, fen, unit, place))
        if doubtful and len(self.doubtful) < _LARGEST:
            self.doubtful.append((size, fen, unit, place))

    def words(self, money: Unit) -> str:
        """The suspects first, then the addends."""
        told = []
        if self.doubtful:
            told.append(f"这一格在自己的表里就对不上：{_named(self.doubtful, money)}")
        if self.same:
            told.append(f"正好等于差额：{_named(self.same, money)}")
        more = f"等 {self.count} 个单位" if self.count > _LARGEST else ""
        told.append(f"{_named(self.largest, money)}{more}" or "各单位都没有这个数")
        return "。".join(told)


def addends_of(
    units: Units, members: Sequence[UnitRecord], off: Mapping[CellKey, int]
) -> dict[CellKey, Addends]:
    """What the units bring into the cells that are off by so much; each unit is read once more."""
    found = {key: Addends(fen) for key, fen in islice(off.items(), _EXPLAINED)}
    for record in members if found else ():
        folder = units.out / record.folder
        places = (extract_line(folder, CELLS) or {"tables": {}})["tables"]
        overview = overview_of(folder) or {"findings": []}
        errors = {at for *_, inputs in overview["findings"] for at in inputs}
        for key, fen in parts_of(amounts_of(units, record) or {"tables": {}}):
            if key in found:
                table, line, column = key
                at = f"{places[table]['sheet']}!{places[table]['cells'][column][line]}"
                found[key].add(fen, record.unit, at, doubtful=at in errors)
    return found


def _named(addends: Iterable[_Addend], money: Unit) -> str:
    """Unit, amount and place of each."""
    return "、".join(
        f"{unit}{Amount(fen).exact_text(money)}（{place}）" for _, fen, unit, place in addends
    )
