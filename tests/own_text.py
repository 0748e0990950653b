"""我们写的说明当作别人写的来审：每个数认出的正是它印的那个指标，除了缺口没有问题。

CI 抽每个格式的一两个案例（pipeline/test_own_text.py），benchmarks/own_text.py 审遍全部案例。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests import altered
from tests.altered import numbers_in, sheet_of
from xlbudget.checks.unbound import UNBOUND
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.figures import Figure
from xlbudget.domain.findings import Finding, Verdict
from xlbudget.domain.text import Paragraph
from xlbudget.formats.cases import Case
from xlbudget.formats.library import find
from xlbudget.pipeline import run
from xlbudget.pipeline.documents import review
from xlbudget.results import Results
from xlbudget.results.reviewed import Reviewed
from xlbudget.workbook.blank import account_of_case

GAPS = {"document-gap", "text-tails", UNBOUND}
"""缺口，尾差，和人写的原因、用途里的数（不是我们的数）：都只是告诉。"""


@dataclass(frozen=True)
class Number:
    """我们印的一个数：在第几块、从第几个字起，是哪个指标。"""

    block: int
    start: int
    end: int
    figure: Figure


def results_of_case(case: Case) -> Results:
    resolved = find(case.place, case.year, case.settings)
    account = account_of_case(case, resolved)
    return run(account, resolved)


def document_of(paragraphs: Sequence[Paragraph]) -> tuple[Document, list[Number]]:
    """正文一行一块，和其中我们印的数。"""
    sheet = sheet_of(paragraphs)
    numbers = [
        Number(row, start, start + len(piece.text), piece.figure)
        for row, _, start, piece in numbers_in(sheet)
        if piece.figure is not None
    ]
    return altered.document_of(sheet), numbers


def misread(reviewed: Reviewed, numbers: list[Number]) -> Iterator[str]:
    """没有认出，或认成别的指标的数。"""
    bound = reviewed.bound
    marks = {
        (mention.mark.block, mention.mark.start): at
        for at, mention in enumerate(bound.said.mentions)
    }
    for number in numbers:
        block = bound.document.blocks[number.block]
        assert isinstance(block, TextBlock)
        line = block.text
        shown = (
            f"{line[max(0, number.start - 12) : number.start]}【{line[number.start : number.end]}】"
        )
        at = marks.get((number.block, number.start))
        owner = bound.owners.get(at) if at is not None else None
        if owner is None:
            yield f"{shown} 没有认出（{number.figure.name}）"
        elif owner.figure.identifier(bound.format) != number.figure.name:
            yield f"{shown} 认成 {owner.figure.identifier(bound.format)}（{number.figure.name}）"


def alarms(reviewed: Reviewed) -> list[Finding]:
    """缺口以外的问题。"""
    return [finding for finding in reviewed.findings if finding.check not in GAPS]


def faults(case: Case) -> list[str]:
    """一个案例的说明审出来的毛病：有表、没有表各审一遍。表自己就有问题的案例，只看数认得对不对。"""
    results = results_of_case(case)
    sound = not any(finding.verdict is Verdict.FAIL for finding in results.findings)
    document, numbers = document_of(results.paragraphs)
    found: list[str] = []
    for account in (results.account, None):
        reviewed = review(document, (results.format,), account)
        found += misread(reviewed, numbers)
        if sound:
            found += [f"{each.check}：{each.message}" for each in alarms(reviewed)]
    return list(dict.fromkeys(found))
