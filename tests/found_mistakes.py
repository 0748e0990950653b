"""改错一个数，审核说不说得出、说得对不对地方；无害的改写，认得对不对、多不多话。

`Case` 的表就是审核时对照的表；审核的程序只看到文件里的字。
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from unicodedata import normalize

from tests.altered import Sheet, document_of, harmless, numbers_in, sheet_of
from tests.mistakes import Mistake, mistakes
from tests.own_text import results_of_case
from tests.provable import provable, provable_with_tables
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.formats.cases import Case
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName
from xlbudget.pipeline.documents import review
from xlbudget.results.reviewed import Reviewed


@dataclass(frozen=True)
class Subject:
    """受审的一份说明和它的表。"""

    name: str
    sheet: Sheet
    format: Format
    account: FinalAccount

    def review(self, sheet: Sheet, *, with_tables: bool) -> Reviewed:
        account = self.account if with_tables else None
        return review(document_of(sheet), (self.format,), account)


def subject_of(case: Case) -> Subject:
    """一个案例的说明。"""
    results = results_of_case(case)
    name = f"{case.place}-{case.year}-{case.name}"
    return Subject(name, sheet_of(results.paragraphs), results.format, results.account)


def wrongly_bound(reviewed: Reviewed, sheet: Sheet, resolved: Format) -> list[str]:
    """认成了别的指标的数。"""
    said = reviewed.bound.said.mentions
    owners = {
        (said[at].mark.block, said[at].mark.start): owner.figure
        for at, owner in reviewed.bound.owners.items()
    }
    found = []
    for row, _, start, piece in numbers_in(sheet):
        assert piece.figure is not None
        lead = len(piece.text) - len(piece.text.lstrip())
        owner = owners.get((row, start + lead))
        if owner is not None and not _same(owner, piece.figure.name, resolved):
            found.append(f"{piece.text}：{piece.figure.name} 认成 {owner.identifier(resolved)}")
    return found


def _same(owner: FigureName, name: str, resolved: Format) -> bool:
    """同一个指标；收入总计、支出总计约定相等的，总计就是其中任何一个。"""
    table = resolved.tables.get(owner.table)
    agreed = [
        (each.name, table.default_column(each.lines[0]))
        for each in (table.agreed if table else ())
        if table and owner.line in each.lines
    ]
    names = [owner, *(owner._replace(line=line, column=column) for line, column in agreed)]
    return name in [each.identifier(resolved) for each in names]


def failures(reviewed: Reviewed) -> list[Finding]:
    """核出来不对的，提醒以上。"""
    return [
        finding
        for finding in reviewed.findings
        if finding.verdict is Verdict.FAIL and finding.level is not Level.INFO
    ]


def stands_at(finding: Finding, mistake: Mistake) -> bool:
    """一条问题是不是落在改错的地方：标出的字就是它，或同一句里点了它的名。"""
    where = finding.where
    is_told = _plain(mistake.after) in _plain(finding.message)
    message = finding.message
    if where.paragraph != mistake.row + 1 or where.span is None:
        return is_told and f"第{mistake.row + 1}段" in message
    start, end = where.span
    return (start < mistake.end and mistake.start < end) or is_told


def _plain(text: str) -> str:
    return normalize("NFKC", text).replace(" ", "")


@dataclass
class Tally:
    """一类改错：多少处、说出多少处、没说出的。"""

    made: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)


def tallied(
    subject: Subject, chance: random.Random, *, with_tables: bool, most: int | None = None
) -> tuple[dict[str, Tally], list[str]]:
    """先无害地改写，再逐处改错；每一类说出多少，和认错了的数、改写以后多出来的问题。"""
    sheet = harmless(subject.sheet, chance)
    before = subject.review(sheet, with_tables=with_tables)
    faults = wrongly_bound(before, sheet, subject.format)
    faults += [f"多话：{finding.message}" for finding in failures(before)]
    kinds: dict[str, Tally] = {}
    for mistake in _some(mistakes(sheet, chance), chance, most):
        judge = provable_with_tables if with_tables else provable
        if not judge(mistake, subject.format):
            continue
        after = subject.review(mistake.sheet, with_tables=with_tables)
        faults += wrongly_bound(after, mistake.sheet, subject.format)
        tally = kinds.setdefault(mistake.kind, Tally())
        tally.made += 1
        if any(stands_at(finding, mistake) for finding in failures(after)):
            tally.found += 1
        else:
            said = "；".join(finding.message for finding in failures(after)) or "没有问题"
            tally.missed.append(
                f"{subject.name} 第{mistake.row + 1}段 {mistake.before}→{mistake.after}"
                f"（{mistake.figure.name}）：{said}"
            )
    return kinds, faults


def _some(made: Iterable[Mistake], chance: random.Random, most: int | None) -> list[Mistake]:
    every = list(made)
    return every if most is None or len(every) <= most else chance.sample(every, most)
