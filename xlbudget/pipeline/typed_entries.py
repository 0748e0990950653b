"""What a person typed into a copy of the workbook that a run gave out is not lost."""

from __future__ import annotations

from pathlib import Path

from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.errors import OutputRefused
from xlbudget.results import Results
from xlbudget.workbook.amount_entries import read_budgets
from xlbudget.workbook.entries import OwnSheets, read_rewrites, read_terms
from xlbudget.workbook.supplement_entries import read_supplement


def refuse_to_lose_entries(results: Results, target: Path) -> None:
    """A copy that a person went on writing in is not replaced, not even with --force."""
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
                seen=f"“{entry.text[:20]}”，原工作簿里没有这段话",
                expected="与原工作簿相同的改写和补充资料",
                remedy="覆盖会丢掉它：请把它抄回原工作簿，或换一个 -o 目录，"
                "或把这个副本当作原工作簿来运行。",
            )
