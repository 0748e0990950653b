"""The notes below a table of ours: why it is empty, and the like."""

from __future__ import annotations

import copy

from lxml import etree

from xlbudget.domain.records import replace
from xlbudget.domain.text import Place
from xlbudget.publish.refresh.outcome import Left, LeftKind, Replaced
from xlbudget.publish.refresh.telling import Told
from xlbudget.publish.runs import SPACE
from xlbudget.publish.word.marks import allowed
from xlbudget.reading.documents.xml_parts import W
from xlbudget.results.printed_tables import PrintedTable
from xlbudget.results.trace import TracedTable


def renew_notes(
    root: etree._Element, old: TracedTable, new: PrintedTable | None, told: Told
) -> TracedTable:
    """Put this run's notes below a table, where they stand as generated; the table of the map."""
    notes = tuple(map(allowed, new.notes)) if new is not None else old.notes
    if new is None or notes == old.notes:
        return old
    below = _below(root, old.mark)
    texts = [text for text in map(_text, below) if text]
    if texts == [*notes]:
        return replace(old, notes=notes)
    if not below or texts != [*old.notes]:
        remedy = "表下的附注有人改过，没有动。请核对后自行改定。"
        was, now = ("".join(each) for each in (old.notes, notes))
        told.left.append(
            Left(LeftKind.TABLE, Place(), f"{new.title}的附注", "".join(texts), was, now, remedy)
        )
        return old
    first, *rest = below
    for each in rest:
        parent = each.getparent()
        assert parent is not None
        parent.remove(each)
    _say(first, notes[0] if notes else "")
    for note in reversed(notes[1:]):
        further = copy.deepcopy(first)
        _say(further, note)
        first.addnext(further)
    told.replaced.append(
        Replaced(Place(), f"{new.title}的附注：{''.join(old.notes)}", "".join(notes))
    )
    return replace(old, notes=notes)


def _below(root: etree._Element, mark: str) -> list[etree._Element]:
    """The paragraphs between the end of a table and that of its bookmark."""
    found: list[etree._Element] = []
    inside: str | None = None
    for start in root.iter(f"{W}bookmarkStart"):
        if start.get(f"{W}name") != mark:
            continue
        inside = start.get(f"{W}id")
        seen = False
        for each in start.itersiblings():
            if each.tag == f"{W}bookmarkEnd" and each.get(f"{W}id") == inside:
                return found
            if each.tag == f"{W}tbl":
                seen, found = True, []
            elif each.tag == f"{W}p" and seen:
                found.append(each)
    return []


def _text(paragraph: etree._Element) -> str:
    return "".join(each.text or "" for each in paragraph.iter(f"{W}t"))


def _say(paragraph: etree._Element, words: str) -> None:
    """Other words in a note, in the format of its first ones."""
    texts = [*paragraph.iter(f"{W}t")]
    if not texts and words:
        texts = [etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t")]
    for at, each in enumerate(texts):
        each.text = words if at == 0 else ""
        each.set(SPACE, "preserve")
