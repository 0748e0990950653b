"""A document under review: from its file to findings, a ledger and what must be checked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from xlbudget.analysis.indicators import Figures
from xlbudget.binding.binder import bind
from xlbudget.binding.bound import BoundText
from xlbudget.binding.clauses import say
from xlbudget.checks.ledger import Entry, Ledger
from xlbudget.checks.manuscript import Manuscript
from xlbudget.checks.prose import check_prose
from xlbudget.checks.tables import TABLE_MISSING, check_tables, unfilled_tables
from xlbudget.checks.unbound import unbound_numbers
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.errors import UnknownName, UnreadableFile, UnsafeFile
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.records import dataclass, replace
from xlbudget.formats.library import find, places
from xlbudget.formats.model import Format
from xlbudget.pipeline.workbooks import Request
from xlbudget.reading.document_head import unit_of, year_of
from xlbudget.reading.document_tables import account_of_document
from xlbudget.reading.documents import read_document
from xlbudget.results.reviewed import Reviewed

MOST_NUMBERS = 15_000
"""Years and numberings among them; a text of three hundred pages has a third of it."""

_NUMBER = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Against:
    """The tables that a document is held against: a workbook's account, and its format."""

    account: FinalAccount
    format: Format


def review_file(
    path: Path, request: Request | None = None, against: Against | None = None
) -> Reviewed:
    """The review of a file; `request` says place and year where the document's own words are not
    to decide.
    """
    document = named(read_document(path), path.name)
    if not any(block.text.strip() for _, block in document.texts()):
        raise _without_words(document)
    formats = (against.format,) if against else formats_of(document, request or Request())
    reviewed = review(document, formats, against.account if against else None)
    return replace(reviewed, sha256=hashlib.sha256(path.read_bytes()).hexdigest())


def named(document: Document, name: str) -> Document:
    """The document under its file's name alone: where it lies is nobody's concern."""
    findings = tuple(replace(finding, file=name) for finding in document.findings)
    return replace(document, file=name, findings=findings)


def _without_words(document: Document) -> UnreadableFile:
    """The error for a file that has no text: pages that were scanned, or none at all."""
    why = "；".join(finding.message.rstrip("。") for finding in document.findings)
    return UnreadableFile(
        where=document.file,
        seen=f"没有文字（{why}）" if why else "没有文字",
        expected="有文字的说明文档",
        remedy="扫描的文件请先识别出文字，或指定它的 Word 文件。",
    )


def _refuse_heaps(document: Document) -> None:
    """Raise UnsafeFile for more numbers than an explanation can have."""
    count = sum(1 for _, block in document.texts() for _ in _NUMBER.finditer(block.text))
    if count > MOST_NUMBERS:
        raise UnsafeFile(
            where=document.file,
            seen=f"文中有 {count} 个数",
            expected=f"一份说明文档，不超过 {MOST_NUMBERS} 个数",
            remedy="请检查是否选错了文件；合订的请按部门拆开，分别审核。",
        )


def formats_of(document: Document, request: Request) -> tuple[Format, ...]:
    """The formats that a document may be written by: all of its year, unless one is named."""
    year = request.year or year_of(document)
    if year is None:
        raise UnknownName(
            where=document.file,
            seen="文中没有写明是哪一年度的决算",
            expected="决算年度，如“2024年度部门决算”",
            remedy="请加上 --year 年度，如 --year 2024。",
        )
    if request.place:
        return (find(request.place, year, None, request.formats),)
    found = []
    refused: list[UnknownName] = []
    for place in places(request.formats):
        try:
            found.append(find(place, year, None, request.formats))
        except UnknownName as error:  # 这个格式没有这一年度的
            refused.append(error)
    if not found and len(refused) > 1:
        raise UnknownName(
            where=document.file,
            seen=f"{year}年度" if request.year else f"文中说得最多的年度是{year}年度",
            expected="收录的格式所适用的年度",
            remedy="更早年度的格式尚未收录。文件说的是别的年度的，请加上年度，如 --year 2024。",
        )
    if not found:
        raise refused[0]
    return tuple(found)


def review(
    document: Document, formats: Sequence[Format], account: FinalAccount | None = None
) -> Reviewed:
    """The review of a document: against the account of a workbook, or where there is none against
    the tables that stand in the document, or where there are none either by its own words alone.
    Tables in the document are checked among themselves in any case; which of them are absent is
    told once, by who read them.
    """
    _refuse_heaps(document)
    bound = bind(document, say(document), formats)
    found: list[Finding] = [*document.findings]
    entries: list[Entry] = []
    workbook = account.file if account else ""
    inside = account_of_document(document, bound.format)
    found += inside.findings
    bound = _without_tables(bound, inside.blocks)
    if inside.account is not None:
        checked = check_tables(inside.account, bound.format)
        found += (each for each in checked.findings if each.check != TABLE_MISSING)
        entries += checked.ledger.entries
        unfilled = unfilled_tables(inside.account, checked.findings)
        account = account or replace(inside.account, unfilled=unfilled)
    figures = Figures(account, bound.format) if account else None
    manuscript = Manuscript(bound, account, figures)
    of_text, ran = check_prose(manuscript)
    found = [*with_causes(found, of_text), *unbound_numbers(manuscript)]
    return Reviewed(
        bound=bound,
        findings=tuple(in_order(found)),
        ledger=Ledger((*entries, *ran)),
        account=account,
        workbook=workbook,
        unit=account.unit_name if account and account.unit_name else unit_of(document),
    )


def with_causes(of_tables: Sequence[Finding], of_text: Iterable[Finding]) -> list[Finding]:
    """The findings of both; that a text contradicts a cell which the tables contradict themselves
    stands under what they say of it.
    """
    found = list(of_tables)
    for finding in of_text:
        at = next((at for at, other in enumerate(found) if _is_cell_of(finding, other)), None)
        if at is None:
            found.append(finding)
        else:
            under = (replace(finding, follows=()), *finding.follows)
            found[at] = replace(found[at], follows=(*found[at].follows, *under))
    return found


def _is_cell_of(finding: Finding, other: Finding) -> bool:
    """Whether a finding blames a cell that an identity of the tables accuses."""
    failed = other.verdict is Verdict.FAIL and finding.level is other.level
    return failed and finding.cause == "table" and finding.inputs[-1] in other.inputs


def _without_tables(bound: BoundText, tables: Mapping[str, Iterable[int]]) -> BoundText:
    """The text read anew without the paragraphs that an official table was read from: its numbers
    are no sentences.
    """
    document = bound.document
    rows = {block for blocks in tables.values() for block in blocks}
    if not any(mention.mark.block in rows for mention in bound.said.mentions):
        return bound
    blocks = tuple(
        replace(block, text="") if at in rows and isinstance(block, TextBlock) else block
        for at, block in enumerate(document.blocks)
    )
    left = replace(document, blocks=blocks)
    again = bind(left, say(left), (bound.format,))
    return replace(again, document=document, tried=bound.tried)


_LEVELS = {level: at for at, level in enumerate((Level.ERROR, Level.WARNING, Level.INFO))}


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by level, those of a level in the order of the document."""
    return sorted(findings, key=_key)


def _key(finding: Finding) -> tuple[int, float, int]:
    where = finding.where
    paragraph = float("inf") if where.paragraph is None else where.paragraph
    return _LEVELS[finding.level], paragraph, where.span[0] if where.span else 0
