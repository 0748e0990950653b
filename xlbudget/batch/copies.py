"""The copy of a workbook that stands in OUT: what somebody entered into it since is not lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

from xlbudget.batch.stamp import WORKBOOK, digests
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.errors import OutputRefused, XlbudgetError
from xlbudget.domain.money import Amount
from xlbudget.domain.records import told_fields
from xlbudget.domain.statements import Cell, Entry, Source
from xlbudget.results import Results

_REMEDY = (
    "请改在原工作簿里（从导出建的，把这个副本移到它的导出旁边，同名的换掉导出），"
    "再加 --resume 运行；不要了，请删去这个副本。"
)


def saved_since(folder: Path, known: Mapping[str, Any]) -> Path | None:
    """The copy in the folder of a unit, if somebody saved it since it was written."""
    name = known[WORKBOOK]
    saved = name and digests([folder / name])[name] != known["files"].get(name)
    return folder / name if saved else None


def refuse_to_lose_entered(results: Results, copy: Path, formats: tuple[Path, ...]) -> None:
    """OutputRefused where a text or an amount in the copy is not that of the workbook."""
    from xlbudget.pipeline import Request, read
    from xlbudget.pipeline.typed_entries import refuse_to_lose_entries

    try:
        refuse_to_lose_entries(results, copy)
    except OutputRefused as error:
        raise OutputRefused(
            where=error.where, seen=error.seen, expected=error.expected, remedy=_REMEDY
        ) from error
    try:
        account = read(PackedBook(copy), Request(formats=formats)).account
    except XlbudgetError as error:
        raise OutputRefused(
            where=str(copy),
            seen=f"写出以后存过，现在读不出来（{error.where}：{error.seen}）",
            expected="程序写出的样子",
            remedy=_REMEDY,
        ) from error
    there, here = _named(account), _named(results.account)
    for place in (*there, *(here.keys() - there.keys())):
        if there.get(place, "") != here.get(place, ""):
            raise OutputRefused(
                where=f"{copy}（{place}）",
                seen=there.get(place, "") or "空白",
                expected=f"与原工作簿相同的“{here[place]}”" if here.get(place) else "空白",
                remedy=_REMEDY,
            )


def _named(account: FinalAccount) -> dict[str, str]:
    """What was entered, by its place; the name of the unit is a text of its own."""
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
    elif is_dataclass(known):
        for name in told_fields(type(known)):
            yield from _entered(getattr(known, name))


def _place(source: Source) -> str:
    return f"{source.sheet}!{source.cell}"
