"""Paragraphs that are generated newly: behind the one that precedes them, formatted like it."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from lxml import etree

from xlbudget.publish.refresh.rewriting import Rewriter
from xlbudget.reading.documents.xml_parts import W
from xlbudget.results.trace import BOOKMARK, TracedParagraph

EMPTY_NOTE = ".空表"
"""How the ids of notes below empty tables end."""

_HELD = tuple(
    f"{W}{name}"
    for name in (
        *("drawing", "pict", "object", "sectPr", "fldChar", "footnoteReference", "bookmarkStart"),
        *("endnoteReference", "commentReference", "commentRangeStart", "commentRangeEnd"),
    )
)
_NOT_COPIED = tuple(f"{W}{name}" for name in ("sectPr", "pPrChange", "pageBreakBefore"))


def insert_paragraph(
    rewriter: Rewriter,
    paragraph: TracedParagraph,
    behind: etree._Element,
    model: etree._Element,
) -> tuple[etree._Element, TracedParagraph] | None:
    """Put a paragraph behind another, in the format of a third; the new one with its marks. None
    where a section of the document ends with the one before it.
    """
    if behind.find(f"{W}pPr/{W}sectPr") is not None:
        return None
    spans = tuple(rewriter.named(span) for span in paragraph.spans)
    name, number = rewriter.new_mark("p")
    fresh = etree.Element(f"{W}p")
    properties = model.find(f"{W}pPr")
    if properties is not None:
        kept = copy.deepcopy(properties)
        for child in [child for child in kept if child.tag in _NOT_COPIED]:
            kept.remove(child)
        fresh.append(kept)
    content = rewriter.content(spans, _format(model))
    if rewriter.marked:
        start = etree.SubElement(fresh, f"{W}bookmarkStart")
        start.set(f"{W}id", str(number))
        start.set(f"{W}name", name)
    fresh.extend(content)
    if rewriter.marked:
        etree.SubElement(fresh, f"{W}bookmarkEnd").set(f"{W}id", str(number))
    behind.addnext(fresh)
    return fresh, TracedParagraph(
        paragraph.id, paragraph.kind, spans, name, rewritten=paragraph.rewritten
    )


def below_table(heading: etree._Element) -> etree._Element:
    """The end of the table that stands below a heading; the heading where none does."""
    inside: str | None = None
    for each in heading.itersiblings():
        if each.tag == f"{W}bookmarkStart" and each.get(f"{W}name", "").startswith(f"{BOOKMARK}t_"):
            inside = each.get(f"{W}id")
        elif each.tag == f"{W}bookmarkEnd" and inside is not None and each.get(f"{W}id") == inside:
            return each
        elif inside is None and each.tag in (f"{W}p", f"{W}sectPr"):
            break
    return heading


def _format(model: etree._Element) -> etree._Element | None:
    """The format of a paragraph's first words."""
    for run in model.iter(f"{W}r"):
        if run.find(f"{W}t") is not None:
            return run.find(f"{W}rPr")
    return None


def holds_only_words(paragraph: etree._Element) -> bool:
    """Whether nothing but words would go with a paragraph: no picture, note, comment or section,
    and no place that something of a person's refers to.
    """
    for element in paragraph.iter(*_HELD):
        name = element.get(f"{W}name", "")
        if element.tag != f"{W}bookmarkStart" or not name.startswith((BOOKMARK, "_Toc", "_GoBack")):
            return False
    return True


def order_of(
    generated: Sequence[TracedParagraph],
    old: Sequence[TracedParagraph],
    kept: dict[str, TracedParagraph],
) -> tuple[TracedParagraph, ...]:
    """The paragraphs of the map from now on: in the order in which they stood (a bureau's form has
    one of its own), new ones behind what precedes them in this run.
    """
    order = [*dict.fromkeys(each.id for each in old if each.id in kept)]
    known = set(order)
    before = ""
    for each in generated:
        if each.id in kept and each.id not in known:
            order.insert(order.index(before) + 1 if before in order else 0, each.id)
            known.add(each.id)
        if each.id in known:
            before = each.id
    return tuple(kept[id_] for id_ in order)
