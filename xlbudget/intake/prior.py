"""Last year's figures, from last year's workbook, export or public tables, in this year's terms.

Files of several units (the predecessors of a merged one) are summed, and each sum is told. Codes
that were renumbered come under their number of now; a code without a known successor keeps its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from xlbudget.domain.codes import is_code
from xlbudget.domain.errors import XlbudgetError, raise_all
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import Amount
from xlbudget.domain.records import dataclass
from xlbudget.domain.statements import Cell, Source
from xlbudget.domain.withheld import is_withheld
from xlbudget.formats.exports import exports
from xlbudget.formats.library import find
from xlbudget.formats.model import HISTORY, MERGED, SPLIT, SUPPLEMENT, VALUE, Format
from xlbudget.intake.asked import asked_prior, asked_prior_numbers
from xlbudget.intake.disagreements import Collected
from xlbudget.intake.gather import gather
from xlbudget.intake.gathered import Gathered, Key, SourceFile, SourceSheet
from xlbudget.intake.mapping import Mapping
from xlbudget.intake.prior_keys import this_years_key
from xlbudget.intake.prior_sums import sum_of_lines, summed, told_at
from xlbudget.intake.prior_units import by_unit, refuse_other_years
from xlbudget.intake.same_unit import goes_by
from xlbudget.workbook.entries import OwnSheets
from xlbudget.workbook.own_rows import prior_rows
from xlbudget.workbook.supplement_entries import read_supplement

RENUMBERED, ENDED = "prior-renumbered", "prior-code-ended"
OTHER_UNIT, NOT_COMPARABLE = "prior-other-unit", "prior-not-comparable"


def gather_prior(
    files: Sequence[SourceFile],
    resolved: Format,
    *,
    formats: tuple[Path, ...] = (),
    place: str | None = None,
    names: Collection[str] = (),
    predecessors: Collection[str] = (),
    withheld: Collection[str] = (),
    mappings: Sequence[Mapping] = (),
    looked_at: list[SourceSheet] | None = None,
) -> tuple[dict[Key, Cell], list[Finding]]:
    """Last year's amounts that this year compares with: those that 上年数 has rows for, each 项 by
    fund, and numbers of 补充资料 that ask for last year's; and what is to be said of them.

    `names` are the unit's own and former names, under which its files are those of one unit;
    `predecessors` the units that it came from. Rows of `withheld` codes are left out; `mappings`
    are the layouts that a person confirmed; `looked_at` receives the sheets. Raises for files of
    another year, and for tables that cannot be read.
    """
    raise_all(list(refuse_other_years(files, resolved.year - 1)))
    history = resolved.traits.get(HISTORY)
    if resolved.is_new_unit:
        return {}, [_not_comparable(files, "首页写明新设立，没有上年数，没有读入")]
    last = find(place or resolved.place, resolved.year - 1, None, formats)
    units = by_unit(files, () if history == MERGED else names)
    known = (*names, *predecessors)
    if history == SPLIT and not all(_is_own(unit, known) for unit in units):
        why = "分立的单位，上年数是原单位的一部分，只有人知道；请按划分方案填写上年数"
        return {}, [_not_comparable(files, why)]
    findings = list(_other_units(units, resolved, known))
    read: dict[str, dict[Key, Cell]] = {}
    for unit, own in units.items():
        prior = _Prior(own, last, resolved, names, withheld, mappings)
        read[unit] = prior.cells()
        findings += prior.findings
        if looked_at is not None:
            looked_at += prior.sheets
    cells, sums = summed(read, resolved)
    return cells, findings + sums


@dataclass
class _Prior:
    """What the files of one unit say."""

    files: Sequence[SourceFile]
    last: Format
    resolved: Format
    names: Collection[str]
    withheld: Collection[str]
    mappings: Sequence[Mapping]

    def __post_init__(self) -> None:
        self.findings: list[Finding] = []
        self.sheets: tuple[SourceSheet, ...] = ()

    def cells(self) -> dict[Key, Cell]:
        """The amounts that are asked for, by this year's lines."""
        gathered = gather(self.files, self.last, former_names=self.names, mappings=self.mappings)
        self.findings += gathered.findings
        self.sheets = gathered.sheets
        found: dict[Key, list[Cell]] = {}
        renumbered: dict[tuple[str, str], Cell] = {}
        for key, cell in gathered.amounts.items():
            now = this_years_key(key, self.last, self.resolved)
            if now is None or (is_code(now[1]) and is_withheld(now[1], self.withheld)):
                continue
            found.setdefault(now, []).append(cell)
            if now[1] != key[1] and is_code(key[1]) and asked_prior(self.resolved, {now: cell}):
                renumbered.setdefault((key[1], now[1]), cell)
        cells = asked_prior(self.resolved, {key: sum_of_lines(each) for key, each in found.items()})
        for key, cell in self._nil(gathered):
            cells.setdefault(key, cell)
        self.findings += self._told_codes(cells, renumbered)
        return {**cells, **self._numbers(gathered)}

    def _nil(self, gathered: Gathered) -> Iterator[tuple[Key, Cell]]:
        """Nothing, for the totals of a table that is there and holds no amount because there was
        none.
        """
        raw = {each.table.title: each.feeds for each in exports(self.last.year).sheets.values()}
        filled = {table for (table, _, _), cell in gathered.amounts.items() if cell.amount}
        for sheet in gathered.sheets:
            tables = {feed.table for feed in raw.get(sheet.read_as, ())}
            tables |= {t.name for t in self.last.tables.values() if t.title == sheet.read_as}
            for name in tables - filled if sheet.read_as else ():
                table = self.last.tables.get(name)
                if table is None or not table.nil_when_empty:
                    continue
                nil = Cell.with_amount(Source(sheet.file, sheet.sheet, "A1"), Amount(0))
                for row in prior_rows(self.resolved, ()):
                    if row.table == name:
                        yield (row.table, row.line, row.column), nil

    def _numbers(self, gathered: Gathered) -> dict[Key, Cell]:
        """Numbers of 补充资料: of last year's workbook, else of its export (R59 where both do)."""
        asked = {name for name, known in self.resolved.supplement.items() if known.prior}
        numbers: Collected[str] = Collected()
        given: list[tuple[str, Cell]] = []
        errors: list[XlbudgetError] = []
        for file in self.files:
            sheets = OwnSheets(file.grids, file.name)
            given += read_supplement(sheets, self.last, errors).numbers.items()
        raise_all(errors)
        for name, cell in (*given, *gathered.numbers.items()):
            if name in asked:
                numbers.put(name, cell)
        self.findings += numbers.findings(lambda name: f"上年补充资料“{name}”")
        keys = {(SUPPLEMENT, name, VALUE): cell for name, cell in numbers.cells.items()}
        known = asked_prior_numbers(self.resolved, keys)
        return {(SUPPLEMENT, name, VALUE): cell for name, cell in known.items()}

    def _told_codes(
        self, cells: dict[Key, Cell], renumbered: dict[tuple[str, str], Cell]
    ) -> Iterator[Finding]:
        for (old, new), cell in renumbered.items():
            sure = all(step.is_sure for step in self.resolved.renumberings(old))
            names = (self.last.functional.name(old, self.last.year), self.resolved.code_name(new))
            yield told_at(
                RENUMBERED,
                cell,
                f"上年的科目 {old} {names[0] or ''}今年是 {new} {names[1] or ''}，"
                f"上年数写在 {new}{'' if sure else '；这个对应待核，请核对'}。",
                Level.INFO if sure else Level.WARNING,
            )
        catalogue, year = self.resolved.functional, self.resolved.year
        ended = {
            key[1]: cell
            for key, cell in cells.items()
            if is_code(key[1]) and catalogue.entry(key[1], year) is None
        }
        for code, cell in ended.items():
            name = "".join(catalogue.names(code)[-1:])
            message = (
                f"上年的科目 {code} {name}在 {year} 年的目录里没有，也不知道改成了哪个科目："
                "上年数照原编码写入。知道的，请改填今年的科目。"
            )
            yield told_at(ENDED, cell, message)


def _is_own(unit: str, names: Collection[str]) -> bool:
    return not unit or not names or goes_by(unit, names)


def _other_units(
    units: dict[str, list[SourceFile]], resolved: Format, names: Collection[str]
) -> Iterator[Finding]:
    """Files of units that the unit of this year is not known to come from."""
    if len(units) == 1 and _is_own(next(iter(units)), names):
        return
    if len(units) > 1 and resolved.traits.get(HISTORY) == MERGED:
        return
    strangers = [unit for unit in units if not names or not _is_own(unit, names)]
    yield Finding(
        check=OTHER_UNIT,
        verdict=Verdict.FAIL,
        level=Level.WARNING,
        file="、".join(file.name for files in units.values() for file in files),
        message=f"上年的文件是{'、'.join(f'“{unit}”' for unit in strangers or units)}的"
        f"{'，几个单位的数已相加' if len(units) > 1 else ''}。改了名的，请在首页“{HISTORY}”选"
        "“更名”，并在补充资料填“曾用名”；合并的选“合并”，填“前身单位”和“可比口径说明”；"
        "都不是的，请核对是不是拿错了文件。",
    )


def _not_comparable(files: Sequence[SourceFile], why: str) -> Finding:
    return Finding(
        check=NOT_COMPARABLE,
        verdict=Verdict.UNCHECKED,
        level=Level.WARNING,
        file="、".join(file.name for file in files),
        message=f"上年的文件没有用：{why}。",
    )
