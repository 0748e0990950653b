"""A document whose maps are both lost: what its words tell is compared, and nothing replaced."""

from __future__ import annotations

import re

from xlbudget.domain.errors import UnknownLayout
from xlbudget.publish.refresh.binding_check import Bindings
from xlbudget.publish.refresh.generations import labels_of
from xlbudget.publish.refresh.outcome import LeftKind, Refreshed
from xlbudget.publish.refresh.telling import Told
from xlbudget.reading.document_head import unit_of, year_of
from xlbudget.reading.documents.word import OpenWord
from xlbudget.results.computed import Results
from xlbudget.results.trace import SpanKind, traced_spans

_LEAST = 5
"""So few numbers that go by our words are no document of ours."""


def compared_only(word: OpenWord, results: Results) -> Refreshed:
    """What a document says of figures of this run, against what is printed now.

    Raises UnknownLayout for a document of another unit or year, and for one that is not ours.
    """
    document, name = word.document, word.package.path.name
    account = results.account
    year, unit = year_of(document), unit_of(document)
    if year is not None and year != account.year:
        raise _not_ours(name, f"{year}年度的文档", f"{account.year}年度的文档")
    if unit and unit != account.unit_name and account.unit_name not in unit:
        raise _not_ours(name, f"“{unit}”的文档", f"“{account.unit_name}”的文档")
    told = Told(document, labels_of(results))
    printed = printed_texts(results)
    bound = Bindings(document, results.format).bound
    known = 0
    for index, owner in bound.owners.items():
        mention = bound.said.mentions[index]
        figure = owner.figure.identifier(results.format)
        texts = printed.get(figure)
        if not texts:
            continue
        known += 1
        if any(says(told.words(mention.mark), text) for text in texts):
            told.current += 1
            continue
        told.leave(
            LeftKind.COMPARED,
            mention.mark,
            bound.outline.at(mention.mark.block).section or "",
            told.label(figure),
            new=texts[0],
            remedy="文档里的对照和旁边的 .trace.json 都没有，分不清哪些是人改的：只比对，不替换。",
        )
    if known < _LEAST:
        raise _not_ours(name, "没有对照，文中也认不出生成的数", "本程序生成的 Word 文档")

    data, left = word.package.data, tuple(told.left)
    return Refreshed(data, (), left, None, changed=False, current=told.current)


def says(words: str, printed: str) -> bool:
    """Whether a number with the measure word behind it is the one that is printed.

    >>> says("2辆", "2"), says("20辆", "2")
    (True, False)
    """
    return re.fullmatch(rf"{re.escape(printed)}[^\d.]*", words) is not None


def printed_texts(results: Results) -> dict[str, list[str]]:
    """The texts of each figure of this run, the one printed first before the others."""
    found: dict[str, list[str]] = {}
    for paragraph in results.paragraphs:
        for span in traced_spans(paragraph.spans):
            if span.kind is SpanKind.FIGURE and span.text not in found.setdefault(span.name, []):
                found[span.name].append(span.text)
    return found


def _not_ours(name: str, seen: str, expected: str) -> UnknownLayout:
    return UnknownLayout(
        where=name,
        seen=seen,
        expected=expected,
        remedy="请指定由这个工作簿生成的 .docx；若对照丢了，请用 --trace 指定一起写出的"
        " .trace.json。别人写的说明请用 check 审核。",
    )
