"""涉密科目: the rows of what must not be published are not taken over; the lines above them are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from xlbudget.domain.codes import is_code
from xlbudget.domain.errors import XlbudgetError, raise_all
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.records import replace
from xlbudget.domain.withheld import FIELD, is_withheld, listed_codes
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.intake.gathered import Gathered, SourceFile
from xlbudget.workbook.entries import OwnSheets
from xlbudget.workbook.supplement_entries import read_supplement

KEPT_BACK = "withheld-kept-back"

_Named = TypeVar("_Named", bound=tuple[str, ...])
_Value = TypeVar("_Value")


def without_withheld(
    gathered: Gathered, withheld: Collection[str]
) -> tuple[Gathered, tuple[Finding, ...]]:
    """What was gathered without the rows of withheld codes, and what is said of that."""

    def is_hidden(line: str) -> bool:
        return is_code(line) and is_withheld(line, withheld)

    def kept(given: Mapping[_Named, _Value]) -> dict[_Named, _Value]:
        return {key: each for key, each in given.items() if not is_hidden(key[1])}

    named = (gathered.amounts, gathered.budgets, gathered.prior)
    hidden = [(key[1], c) for cells in named for key, c in cells.items() if is_hidden(key[1])]
    if not hidden:
        return gathered, ()
    told = _told(
        [cell.source.file for _, cell in hidden],
        f"涉密科目 {'、'.join(sorted({line for line, _ in hidden}))} 的行没有写入各表、"
        "上年数和预算数；上级科目和合计仍包含它们。",
    )
    return (
        replace(
            gathered,
            amounts=kept(gathered.amounts),
            budgets=kept(gathered.budgets),
            prior=kept(gathered.prior),
            labels=kept(gathered.labels),
        ),
        (told,),
    )


def listed_last_year(
    files: Sequence[SourceFile], resolved: Format, formats: tuple[Path, ...] = ()
) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """What last year's workbooks list as 涉密科目, codes by their numbers of now: what was withheld
    then is withheld again until a person says otherwise. What is no code stays as it is written,
    for the checks to say.
    """
    last = find(resolved.place, resolved.year - 1, None, formats)
    errors: list[XlbudgetError] = []
    found: dict[str, str] = {}
    for file in files:
        texts = read_supplement(OwnSheets(file.grids, file.name), last, errors).texts
        codes, unread = listed_codes(texts[FIELD].text) if FIELD in texts else ((), ())
        found |= dict.fromkeys((*map(resolved.present_code, codes), *unread), file.name)
    raise_all(errors)
    if not found:
        return (), ()
    message = (
        f"上年的工作簿列了涉密科目 {'、'.join(found)}，今年照样不公开，记在补充资料“{FIELD}”。"
        "今年可以公开的，请从那里去掉，再导入一次。"
    )
    return tuple(found), (_told(found.values(), message),)


def _told(files: Iterable[str], message: str) -> Finding:
    return Finding(
        check=KEPT_BACK,
        verdict=Verdict.UNCHECKED,
        level=Level.INFO,
        file="、".join(dict.fromkeys(files)),
        message=message,
    )
