"""Amounts that several raw sheets make up: 财政拨款支出 is that of all three budgets."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from xlbudget.domain.codes import is_code
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Cell
from xlbudget.domain.text import Place
from xlbudget.formats.exports import Exports, RawSheet
from xlbudget.formats.model import Format
from xlbudget.intake.disagreements import Collected
from xlbudget.intake.gathered import Key

INCOMPLETE, COMPUTED = "sum-incomplete", "amount-computed"

_SHOWN = 3
"""So many sums are shown."""


@dataclass(slots=True)
class Added:
    """The parts by the code of their sheet; a sheet that comes twice counts once."""

    parts: dict[str, Collected[Key]] = field(default_factory=dict)

    def put(self, code: str, cells: Sequence[tuple[Key, Cell]]) -> None:
        """The parts that a sheet gives, if none: it was there all the same."""
        collected = self.parts.setdefault(code, Collected())
        for key, cell in cells:
            collected.put(key, cell)

    def sums(
        self,
        amounts: Mapping[Key, Cell],
        read: Collection[str],
        known: Exports,
        resolved: Format,
    ) -> tuple[list[tuple[Key, list[Cell]]], list[Finding]]:
        """The addends for each table that has all its parts, and what is to be said; `read` are the
        tables that stood in some file.

        A sheet that was not handed in is none where the table of its fund says that there is
        nothing. Where that is not known, there is no sum: it would lack a part.
        """
        found: list[tuple[Key, list[Cell]]] = []
        findings: list[Finding] = []
        for table in resolved.tables:
            parts = [sheet for sheet in known.sheets.values() if _adds_to(sheet, table)]
            given = [sheet for sheet in parts if sheet.code in self.parts]
            missing = [
                sheet
                for sheet in parts
                if sheet not in given and not _is_nil(sheet, amounts, read, resolved)
            ]
            if not any(self._of(sheet, table) for sheet in given):
                continue
            if missing:
                if table not in read:
                    findings.append(self._incomplete(table, given, missing, resolved))
                continue
            sums = list(self._sums(table, given))
            found += sums
            findings += self._told(table, sums, resolved)
            findings += self._without_detail(table, given, resolved)
        return found, findings

    def _of(self, sheet: RawSheet, table: str) -> dict[Key, Cell]:
        cells = self.parts[sheet.code].cells
        return {key: cell for key, cell in cells.items() if key[0] == table}

    def _sums(self, table: str, given: Sequence[RawSheet]) -> Iterator[tuple[Key, list[Cell]]]:
        """The addends of each amount; none by economic code for lines of which a part is only
        known in total.
        """
        every: dict[Key, list[Cell]] = {}
        in_total: set[str] = set()
        for sheet in given:
            for key, cell in self._of(sheet, table).items():
                every.setdefault(key, []).append(cell)
            in_total.update(key[1] for key, _ in self._only_in_total(sheet, table))
        for key, cells in every.items():
            if not (key[1] in in_total and is_code(key[2])):
                yield key, cells

    def _only_in_total(self, sheet: RawSheet, table: str) -> list[tuple[Key, Cell]]:
        """What a sheet spends in total, if it has nothing by economic code."""
        cells = self._of(sheet, table)
        if any(is_code(key[2]) for key in cells):
            return []
        return [(key, cell) for key, cell in cells.items() if cell.amount and cell.amount.fen]

    def _incomplete(
        self,
        table: str,
        given: Sequence[RawSheet],
        missing: Sequence[RawSheet],
        resolved: Format,
    ) -> Finding:
        title = resolved.tables[table].title
        had = "、".join(f"{sheet.code}“{sheet.table.title}”" for sheet in given)
        lacking = "、".join(f"{sheet.code}“{sheet.table.title}”" for sheet in missing)
        cell = next(iter(self._of(given[0], table).values()), None)
        return Finding(
            check=INCOMPLETE,
            verdict=Verdict.UNCHECKED,
            level=Level.WARNING,
            file=cell.source.file if cell else "",
            where=Place(sheet=cell.source.sheet if cell else None),
            message=f"“{title}”是几张表之和，只有{had}，缺{lacking}，没有填。"
            "请补交所缺的表；确实没有这项收支的，请交它的空表。",
        )

    def _told(
        self, table: str, sums: Sequence[tuple[Key, list[Cell]]], resolved: Format
    ) -> Iterator[Finding]:
        several = [cells for _, cells in sums if len(cells) > 1]
        if several:
            shown = "；".join(
                " + ".join(cell.source.in_file for cell in cells) for cells in several[:_SHOWN]
            )
            more = f"等 {len(several)} 处" if len(several) > _SHOWN else ""
            yield Finding(
                check=COMPUTED,
                verdict=Verdict.UNCHECKED,
                level=Level.INFO,
                file=several[0][0].source.file,
                where=Place(sheet=several[0][0].source.sheet, cell=several[0][0].source.cell),
                inputs=tuple(f"{cell.source}" for cells in several for cell in cells),
                message=f"“{resolved.tables[table].title}”由几张表相加：{shown}{more}。",
            )

    def _without_detail(
        self, table: str, given: Sequence[RawSheet], resolved: Format
    ) -> Iterator[Finding]:
        """Sheets that give a total and nothing by economic code."""
        for sheet in given:
            spent = [cell for _, cell in self._only_in_total(sheet, table)]
            if spent:
                yield Finding(
                    check=INCOMPLETE,
                    verdict=Verdict.UNCHECKED,
                    level=Level.WARNING,
                    file=spent[0].source.file,
                    where=Place(sheet=spent[0].source.sheet, cell=spent[0].source.cell),
                    message=f"“{sheet.table.title}”只有合计，没有按经济分类的明细："
                    f"“{resolved.tables[table].title}”含这笔支出的各行只填了合计，"
                    "各经济分类请自行补上。",
                )


def _adds_to(sheet: RawSheet, table: str) -> bool:
    return any(feed.added and feed.table == table for feed in sheet.feeds)


def _is_nil(
    sheet: RawSheet, amounts: Mapping[Key, Cell], read: Collection[str], resolved: Format
) -> bool:
    """Whether a public table of the sheet's fund was read and has nothing but zeros."""
    tables = {t.name for t in resolved.tables.values() if t.fund == sheet.table.fund}
    cells = (cell for key, cell in amounts.items() if key[0] in tables)
    return bool(tables.intersection(read)) and not any(c.amount and c.amount.fen for c in cells)
