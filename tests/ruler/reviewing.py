"""拿尺子量：审一份说明，一处差错说出来没有。"""

from __future__ import annotations

from pathlib import Path

from tests.ruler.ruler import Flaw
from xlbudget.domain.documents import Document
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.pipeline.documents import formats_of, review
from xlbudget.pipeline.workbooks import Request
from xlbudget.reading.documents.plain_text import read_plain_text


def document(name: str, text: str) -> Document:
    return read_plain_text(Path(f"{name}.txt"), text)


def told(name: str, text: str) -> list[Finding]:
    """审出来的错误和提醒，连同归在它们下面的。"""
    read = document(name, text)
    found = review(read, formats_of(read, Request())).findings
    return [each for each in found if each.verdict is Verdict.FAIL and each.level is not Level.INFO]


def names(finding: Finding, flaw: Flaw) -> bool:
    """一条问题说的是不是这处差错：标出的字与它相交，或话里有它；少了一段的，没有字可标。"""
    quote, span, at = finding.where.quote or "", finding.where.span, finding.where.quote_at
    if flaw.shown and span and at is not None:
        marked = quote[span[0] - at : span[1] - at]
        if marked and (marked in flaw.shown or flaw.shown in marked):
            return True
    words = [finding.message, *(each.message for each in finding.follows)]
    return any(flaw.shown in each for each in words)
