"""Last year's amounts of several units together, each sum told with its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlbudget.domain.codes import is_code
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import total
from xlbudget.domain.statements import Cell
from xlbudget.domain.text import Place
from xlbudget.formats.model import SUPPLEMENT, Format
from xlbudget.formats.names import FigureName
from xlbudget.intake.gathered import Key

SUMMED, PARTIAL = "prior-summed", "prior-partial"


def sum_of_lines(cells: Sequence[Cell]) -> Cell:
    """Several old lines that are one now; the first place holds."""
    amounts = [cell.amount for cell in cells if cell.amount is not None]
    if len(cells) == 1 or not amounts:
        return cells[0]
    return Cell.with_amount(cells[0].source, total(amounts))


def summed(
    read: Mapping[str, Mapping[Key, Cell]], resolved: Format
) -> tuple[dict[Key, Cell], list[Finding]]:
    """The amounts of all units together; each sum is told with its parts."""
    if len(read) == 1:
        return dict(next(iter(read.values()))), []
    cells: dict[Key, Cell] = {}
    told: list[Finding] = []
    for key in dict.fromkeys(key for known in read.values() for key in known):
        parts = {unit: known[key] for unit, known in read.items() if key in known}
        lacking = [unit for unit, known in read.items() if _is_lacking(key, known)]
        if lacking:
            told.append(_partial(key, parts, lacking, resolved))
            continue
        cells[key] = _together(list(parts.values()))
        if len(parts) > 1:
            told.append(_sum_told(key, parts, cells[key], resolved))
    sums = tuple(each for each in told if each.check == SUMMED)
    if not sums:
        return cells, told
    whole = Finding(
        check=SUMMED,
        verdict=Verdict.PASS,
        level=Level.INFO,
        file="、".join(dict.fromkeys(each.file for each in sums)),
        message=f"上年数是 {'、'.join(read)} 之和，共 {len(sums)} 处，各处的来历见下。",
        follows=sums,
    )
    return cells, [*(each for each in told if each.check != SUMMED), whole]


def _is_lacking(key: Key, known: Mapping[Key, Cell]) -> bool:
    """Whether a unit's amount is not known: an item that its table does not list was nil."""
    if is_code(key[1]):
        return not any(table == key[0] for table, _, _ in known)
    return key not in known


def _together(cells: Sequence[Cell]) -> Cell:
    counts = [cell.count for cell in cells if cell.count is not None]
    if counts:
        return Cell.with_count(cells[0].source, sum(counts[1:], counts[0]))
    return sum_of_lines(cells)


def _what(key: Key, resolved: Format) -> str:
    if key[0] == SUPPLEMENT:
        return f"补充资料“{key[1]}”"
    name = FigureName(*key)
    code = f"{key[1]} " if is_code(key[1]) else ""
    return f"“{resolved.tables[key[0]].title}”{code}{name.line_label(resolved)}"


def _number(cell: Cell, resolved: Format) -> str:
    if cell.amount is None:
        return f"{cell.count}"
    return cell.amount.exact_text(resolved.style.unit)


def _sum_told(key: Key, parts: Mapping[str, Cell], whole: Cell, resolved: Format) -> Finding:
    said = " + ".join(
        f"{unit}{_number(cell, resolved)}（{cell.source.in_file}）" for unit, cell in parts.items()
    )
    places = tuple(cell.source.in_file for cell in parts.values())
    message = f"{_what(key, resolved)}：{said} = {_number(whole, resolved)}。"
    return told_at(SUMMED, whole, message, inputs=places)


def _partial(
    key: Key, parts: Mapping[str, Cell], lacking: Sequence[str], resolved: Format
) -> Finding:
    cell = next(iter(parts.values()))
    message = (
        f"{_what(key, resolved)}：{'、'.join(lacking)}的文件里没有这个数，"
        f"只有{'、'.join(parts)}的，不能相加，没有填。请补上那个文件里的表，或自己填上年数。"
    )
    return told_at(PARTIAL, cell, message, Level.WARNING)


def told_at(
    check: str,
    cell: Cell,
    message: str,
    level: Level = Level.INFO,
    *,
    inputs: tuple[str, ...] = (),
) -> Finding:
    """A finding about a cell of last year's files."""
    source = cell.source
    return Finding(
        check=check,
        verdict=Verdict.UNCHECKED,
        level=level,
        file=source.file,
        where=Place(sheet=source.sheet, cell=source.cell),
        message=message,
        inputs=inputs or (source.in_file,),
    )
