"""One import, whatever the workbook is open in: what the files say, tried on the workbook, told."""

from __future__ import annotations

from pathlib import Path

from xlbudget.books.port import Book, BookPlan
from xlbudget.domain.errors import OutputRefused, XlbudgetError, raise_all
from xlbudget.domain.records import dataclass, replace
from xlbudget.intake.changes import Change
from xlbudget.intake.given import Given, gather_all
from xlbudget.intake.into import Filling, fill
from xlbudget.intake.missing import still_missing
from xlbudget.intake.tails import rounding_tails
from xlbudget.intake.told import Told, contradictions
from xlbudget.pipeline import Reading, Request, read, run
from xlbudget.workbook.mappings import added_mappings, read_mappings

_SHOWN = 5
"""So many cells are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What is handed in for a workbook: this year's files and last year's, the name by which they
    call the unit where 首页 writes another; whether proposals for unknown layouts are taken.
    """

    exports: tuple[Path, ...] = ()
    last_year: tuple[Path, ...] = ()
    unit_name: str = ""
    confirm: bool = False
    request: Request = Request()


@dataclass(frozen=True, slots=True)
class Filled:
    """A workbook that was filled: how, by which plan, and how it reads now."""

    filling: Filling
    plan: BookPlan
    after: Reading


def given_for(reading: Reading, sources: Sources) -> Given:
    """What the files say, read with the mappings that the workbook keeps."""
    errors: list[XlbudgetError] = []
    mappings = read_mappings(reading.sheets, reading.format, errors)
    raise_all(errors)
    return gather_all(
        sources.exports,
        sources.last_year,
        reading.format,
        [reading.account.unit_name, sources.unit_name, *reading.account.former_names],
        mappings=mappings,
        confirm=sources.confirm,
        formats=sources.request.formats,
        predecessors=reading.account.predecessors,
        withheld=reading.account.withheld,
    )


def fill_in(
    book: Book,
    reading: Reading,
    given: Given,
    request: Request | None = None,
    *,
    overwrite: bool,
    where: str,
) -> Filled:
    """Apply what was given to a workbook that is not written yet (a file, or a copy in memory), and
    read it again. OutputRefused where it does not say then what was put in.
    """
    filling = fill(book, reading, given.gathered, overwrite=overwrite)
    added = added_mappings(reading.sheets, reading.format, given.confirmed)
    plan = replace(filling.plan, ranges=(*filling.plan.ranges, *added))
    book.apply(plan)
    after = read(book, request)
    _refuse_misplaced(filling, fill(book, after, given.gathered), where)
    return Filled(filling, plan, after)


def _refuse_misplaced(filling: Filling, again: Filling, where: str) -> None:
    """OutputRefused where the workbook, read again, lacks what was just put in, or says otherwise
    in a cell that did not before.
    """
    known = {change.place for change in filling.conflicts}
    left: list[Change] = [*again.changes]
    left += (change for change in again.conflicts if change.place not in known)
    if left:
        places = "、".join(f"{change.place}（{change.what}）" for change in left[:_SHOWN])
        more = f" 等 {len(left)} 格" if len(left) > _SHOWN else ""
        raise OutputRefused(
            where=where,
            seen=f"填好以后再读一遍，{places}{more}读出来的不是填的数",
            expected="读出来的就是来源的数",
            remedy="什么也没有写入。表头或科目编码可能有两种读法：请核对这几格所在的表，"
            "或用 xlbudget new … --from 另建工作簿。",
        )


def told_of(given: Given, filled: Filled) -> Told:
    """All that there is to say of an import."""
    after, filling = filled.after, filled.filling
    tails = rounding_tails(after.account, given.gathered, after.format)
    return Told(
        given=given,
        missing=still_missing(after.account, after.format),
        findings=(*given.findings, *filling.findings, *tails),
        changes=filling.changes,
        conflicts=filling.conflicts,
        contradicted=contradictions(run(after.account, after.format)),
    )
