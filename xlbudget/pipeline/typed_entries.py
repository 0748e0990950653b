"""What a person typed into a copy of the workbook that a run gave out is not lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.errors import OutputRefused, XlbudgetError
from xlbudget.domain.money import Amount
from xlbudget.domain.records import is_record, told_fields
from xlbudget.domain.statements import Cell, Entry, Source
from xlbudget.pipeline.copy_additions import additions
from xlbudget.pipeline.copy_record import CopyRecord
from xlbudget.pipeline.workbooks import Request, read
from xlbudget.results import Results
from xlbudget.workbook.amount_entries import read_budgets
from xlbudget.workbook.entries import OwnSheets, read_rewrites, read_terms
from xlbudget.workbook.supplement_entries import read_supplement

_LONGEST = 20
"""So many characters of a text are quoted."""


def refuse_to_lose_entries(results: Results, target: Path) -> None:
    """OutputRefused where the copy holds texts that the workbook does not have."""
    book = PackedBook(target)
    sheets = OwnSheets([book.read(sheet.name) for sheet in book.sheets()], book.name)
    account = results.account
    texts = (
        *(account.rewrites, account.supplement, account.terms),
        *(account.budget_reasons, account.purposes),
    )
    known = {entry.text for entries in texts for entry in entries.values()}
    budgets = read_budgets(sheets, results.format, [])
    written = [
        *read_rewrites(sheets, []).values(),
        *read_supplement(sheets, results.format, []).texts.values(),
        *read_terms(sheets, []).values(),
        *budgets.reasons.values(),
        *budgets.purposes.values(),
    ]
    for entry in written:
        if entry.text not in known:
            raise OutputRefused(
                where=f"{target}（{entry.source}）",
                seen=f"“{entry.text[:_LONGEST]}”，原工作簿里没有这段话",
                expected="与原工作簿相同的改写和补充资料",
                remedy="覆盖会丢掉它：请把它抄回原工作簿，或换一个 -o 目录，"
                "或把这个副本当作原工作簿来运行。",
            )


REMEDY = (
    "覆盖会丢掉它：请把它抄回原工作簿，或换一个 -o 目录，或把这个副本当作原工作簿来运行；"
    "不要了，请删去这个副本。"
)


def refuse_to_lose_typed(
    book: PackedBook, results: Results, copy: Path, request: Request, known: CopyRecord | None
) -> None:
    """OutputRefused where a person put something into the copy since it was written, as `known`
    tells; where nothing is known, texts that the workbook does not have.
    """
    if known is None:
        refuse_to_lose_entries(results, copy)
    elif not known.is_of(copy):
        refuse_other_entries(book, results, copy, request, REMEDY, known.entered)


def refuse_other_entries(
    book: PackedBook,
    results: Results,
    copy: Path,
    request: Request,
    remedy: str,
    written: Mapping[str, str] | None = None,
) -> None:
    """OutputRefused where a text or an amount in the copy is not that of the workbook, or something
    was added beside them; with `written`, the entries as the copy was written, only what is not
    that either.
    """
    try:
        saved = PackedBook(copy)
        reading = read(saved, request)
    except XlbudgetError as error:
        raise OutputRefused(
            where=str(copy),
            seen=f"写出以后存过，现在读不出来（{error.where}：{error.seen}）",
            expected="程序写出的样子",
            remedy=remedy,
        ) from error
    there, here = entered(reading.account), entered(results.account)
    for place in (*there, *(here.keys() - there.keys())):
        typed, ours = there.get(place, ""), here.get(place, "")
        if typed != ours and (written is None or typed != written.get(place, "")):
            raise OutputRefused(
                where=f"{copy}（{place}）",
                seen=typed or "空白",
                expected=f"与原工作簿相同的“{ours}”" if ours else "空白",
                remedy=remedy,
            )
    for place, added in additions(saved, reading, there, book):
        raise OutputRefused(
            where=f"{copy}（{place}）",
            seen=f"“{added[:_LONGEST]}”，原工作簿里没有",
            expected="只有程序写的和原工作簿里有的内容",
            remedy=remedy,
        )


def entered(account: FinalAccount) -> dict[str, str]:
    """What was entered in a workbook, by its place; the name of the unit is a text of its own."""
    named = (
        {_place(account.unit_name_source): account.unit_name} if account.unit_name_source else {}
    )
    return named | dict(_entered(account))


def _entered(known: object) -> Iterator[tuple[str, str]]:
    """The places of all amounts, counts and texts of an account, and what stands there."""
    if isinstance(known, Cell):
        value = known.count if known.amount is None else known.amount
        if value is not None:
            text = value.text() if isinstance(value, Amount) else str(value)
            yield _place(known.source), text
    elif isinstance(known, Entry):
        yield _place(known.source), known.text
    elif isinstance(known, Mapping):
        for each in known.values():
            yield from _entered(each)
    elif isinstance(known, (tuple, list)) and not isinstance(known, Source):
        for each in known:
            yield from _entered(each)
    elif is_record(known):
        for name in told_fields(type(known)):
            yield from _entered(getattr(known, name))


def _place(source: Source) -> str:
    return f"{source.sheet}!{source.cell}"
