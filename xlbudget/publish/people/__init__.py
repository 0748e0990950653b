"""Sections that people wrote as Word documents of their own, put into our document.

Their text, tables, pictures, charts, notes, lists and fonts come as they are; paper, headers,
footers and page numbers are ours. Parts of our document that need not name theirs stay byte for
byte, and the same files give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from xlbudget.checks.own_text import GAP, REWRITE_UNCHECKED, TERMS_REFERENCE, WITHHELD
from xlbudget.domain.errors import UnknownName
from xlbudget.domain.findings import Finding
from xlbudget.domain.records import replace
from xlbudget.domain.text import Kind, Paragraph
from xlbudget.formats.keys import nearest
from xlbudget.formats.model import Format
from xlbudget.results.computed import Results

_OF_TEXT = (GAP, WITHHELD, REWRITE_UNCHECKED, TERMS_REFERENCE)
"""Findings about our own words."""


def compose(
    data: bytes,
    sections: Mapping[str, Path],
    resolved: Format,
    told: list[str] | None = None,
) -> bytes:
    """Our document with people's documents in the places of sections; `told` gets what was left
    out of them. Raises OutputRefused for a document with tracked changes, UnreadableFile for one
    that is no .docx, UnknownName for a section that the document does not have.
    """
    from xlbudget.publish.people.joining import Joining
    from xlbudget.publish.word.sections import insertion_mark

    joining = Joining(data)
    for number, (section, path) in enumerate(sections.items(), 1):
        refuse_unknown(section, resolved)
        mark = insertion_mark(section, resolved)
        joining.insert(mark, section, path, number, [] if told is None else told)
    return joining.saved()


def without_sections(results: Results, sections: Iterable[str]) -> Results:
    """The results without our words of sections that people wrote: what they lack is not asked for
    any more. Their headings stay. Raises UnknownName for a section that the format does not have.
    """
    replaced = set(sections)
    for section in replaced:
        refuse_unknown(section, results.format)
    left = tuple(_without(results.paragraphs, replaced))
    gaps = {gap.text for paragraph in left for gap in paragraph.gaps}
    findings = tuple(
        finding
        for finding in results.findings
        if not _is_about(finding, replaced) or (finding.check == GAP and finding.printed in gaps)
    )
    return replace(results, paragraphs=left, findings=findings)


def refuse_unknown(section: str, resolved: Format) -> None:
    """Raise UnknownName where the format has no such section."""
    ids = [known.id for known in resolved.sections]
    if section not in ids:
        raise UnknownName(
            where="--section",
            seen=f"“{section}”",
            expected="、".join(ids),
            remedy=nearest(section, ids),
        )


def _without(paragraphs: Iterable[Paragraph], sections: set[str]) -> Iterable[Paragraph]:
    headed: set[str] = set()
    for paragraph in paragraphs:
        section = paragraph.id.partition(".")[0]
        if section not in sections:
            yield paragraph
        elif paragraph.kind is Kind.HEADING and section not in headed:
            headed.add(section)
            yield paragraph


def _is_about(finding: Finding, sections: set[str]) -> bool:
    return finding.check in _OF_TEXT and finding.where.section in sections
