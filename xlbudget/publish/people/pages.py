"""The sections of paper around what a person wrote: ours, upright or across as hers were."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from lxml import etree

from xlbudget.domain.records import dataclass, field
from xlbudget.publish.people.order import child, insert, properties
from xlbudget.reading.documents.xml_parts import W, value

_REFERENCES = (f"{W}headerReference", f"{W}footerReference")
_FIRST_ONLY = (*_REFERENCES, f"{W}titlePg", f"{W}type")
_EMPTY = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:pPr>'
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:pPr></w:p>'
)


@dataclass(slots=True)
class Piece:
    """What stands on one kind of paper: its elements, and the section as its writer set it up."""

    elements: list[etree._Element] = field(default_factory=list)
    section: etree._Element | None = None

    @property
    def across(self) -> bool:
        """Whether the paper lies across."""
        return _is_across(self.section)


def pieces_of(body: etree._Element) -> list[Piece]:
    """A body in the pieces between its section breaks, taken out of it; the breaks removed."""
    pieces = [Piece()]
    for element in list(body):
        if element.tag == f"{W}sectPr":
            pieces[-1].section = element
            continue
        section = None
        for section in [*element.iter(f"{W}sectPr")]:
            _remove(section)
        if section is None or has_content(element):
            pieces[-1].elements.append(element)
        if section is not None:
            pieces[-1].section = section
            pieces.append(Piece())
    return [piece for piece in pieces if piece.elements]


def has_content(element: etree._Element) -> bool:
    """Whether an element of the body is more than an empty paragraph or a mark."""
    if _is_mark(element) or element.tag == f"{W}sectPr":
        return False
    return element.tag != f"{W}p" or next(element.iter(f"{W}r"), None) is not None


def put(place: etree._Element, pieces: Sequence[Piece]) -> None:
    """Put pieces behind a paragraph of our body, in sections of their own, and ours around them."""
    body = place.getparent()
    assert body is not None
    holder, ours = _holder(place)
    before = _before(place)
    after = [each for each in _between(place, holder) if has_content(each)]
    if holder.tag == f"{W}p" and has_content(holder):
        after.append(holder)
    across = next((each for each in body.iter(f"{W}sectPr") if _is_across(each)), None)
    first = copy.deepcopy(ours)
    at = place
    for piece in pieces:
        for element in piece.elements:
            at.addnext(element)
            at = element
    was_across = _is_across(ours)
    sections: list[etree._Element] = []
    upright_before = bool(before) and not was_across
    for number, piece in enumerate(pieces):
        flows = (
            not piece.across and upright_before
            if number == 0
            else _flows(piece, pieces[number - 1])
        )
        sections.append(_section(ours, across, piece, flows=flows))
    if before:
        _end(before[-1], first)
    else:
        _as_first(sections[0], first, flows=not pieces[0].across and not was_across)
    for piece, section in zip(pieces[:-1], sections[:-1], strict=True):
        _end(piece.elements[-1], section)
    if after:
        _end(pieces[-1].elements[-1], sections[-1])
        _go_on(ours, flows=not pieces[-1].across and not was_across)
    elif holder.tag == f"{W}p":
        _end(pieces[-1].elements[-1], sections[-1])
        _remove(holder)
    else:
        body.replace(ours, sections[-1])
    _turn_page(pieces[-1])
    _close(body)


def _turn_page(last: Piece) -> None:
    """What follows paper that lies otherwise begins a page."""
    behind = last.elements[-1].itersiblings()
    sections = (found for each in behind for found in each.iter(f"{W}sectPr"))
    section = next((each for each in sections if _is_across(each) != last.across), None)
    kind = None if section is None else section.find(f"{W}type")
    if section is not None and kind is not None and kind.get(f"{W}val") == "continuous":
        section.remove(kind)


def _close(body: etree._Element) -> None:
    """No section without content at the end: Word would add an empty paragraph to it."""
    end = body[-1]
    last = next((each for each in end.itersiblings(preceding=True) if not _is_mark(each)), None)
    section = None if last is None else last.find(f"{W}pPr/{W}sectPr")
    if end.tag == f"{W}sectPr" and section is not None:
        body.replace(end, section)


def _is_mark(element: etree._Element) -> bool:
    return element.tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd")


def _holder(place: etree._Element) -> tuple[etree._Element, etree._Element]:
    """What ends the section of ours that a paragraph stands in, and how it is set up."""
    for each in (place, *place.itersiblings()):
        section = each if each.tag == f"{W}sectPr" else each.find(f"{W}pPr/{W}sectPr")
        if section is not None:
            return each, section
    body = place.getparent()
    assert body is not None
    section = etree.SubElement(body, f"{W}sectPr")
    return section, section


def _before(place: etree._Element) -> list[etree._Element]:
    """What stands in the same section up to the paragraph, it included where it says something."""
    found = [place] if has_content(place) else []
    for each in place.itersiblings(preceding=True):
        if each.find(f"{W}pPr/{W}sectPr") is not None:
            break
        if has_content(each):
            found.append(each)
    return found[::-1]


def _between(place: etree._Element, holder: etree._Element) -> list[etree._Element]:
    found = []
    for each in place.itersiblings():
        if each is holder:
            break
        found.append(each)
    return found


def _flows(piece: Piece, last: Piece) -> bool:
    return value(piece.section, "type") == "continuous" and piece.across == last.across


def _section(
    ours: etree._Element, across: etree._Element | None, piece: Piece, *, flows: bool
) -> etree._Element:
    """Our section for a piece: our paper and margins, its columns and the grid of its lines."""
    made = copy.deepcopy(ours)
    for each in [each for each in made if each.tag in _FIRST_ONLY]:
        made.remove(each)
    _number_on(made)
    if piece.across != _is_across(ours):
        for name in ("pgSz", "pgMar"):
            known = None if across is None or not piece.across else across.find(f"{W}{name}")
            found = made.find(f"{W}{name}")
            if known is not None and found is not None:
                made.replace(found, copy.deepcopy(known))
            elif found is not None:
                _turn(found)
    for name in ("cols", "docGrid"):
        found = made.find(f"{W}{name}")
        if found is not None:
            made.remove(found)
        theirs = None if piece.section is None else piece.section.find(f"{W}{name}")
        if theirs is not None:
            insert(made, _plain_grid(copy.deepcopy(theirs)))
    if flows:
        child(made, "type").set(f"{W}val", "continuous")
    return made


def _plain_grid(element: etree._Element) -> etree._Element:
    """A grid of lines and characters is of another width of text."""
    if element.get(f"{W}type") in ("linesAndChars", "snapToChars"):
        element.set(f"{W}type", "lines")
        _without(element, "charSpace")
    return element


def _turn(element: etree._Element) -> None:
    """Paper and margins turned by a quarter."""
    if element.tag == f"{W}pgSz":
        width, height = element.get(f"{W}w", ""), element.get(f"{W}h", "")
        element.set(f"{W}w", height)
        element.set(f"{W}h", width)
        if not _without(element, "orient"):
            element.set(f"{W}orient", "landscape")
        return
    sides = ("top", "right", "bottom", "left")
    known = [element.get(f"{W}{side}", "0") for side in sides]
    for side, size in zip(sides, (*known[1:], known[0]), strict=True):
        element.set(f"{W}{side}", size.lstrip("-"))


def _as_first(section: etree._Element, first: etree._Element, *, flows: bool) -> None:
    """What only the first of several sections says: headers, footers, where pages count from."""
    for each in first:
        if each.tag in _FIRST_ONLY and (flows or each.tag != f"{W}type"):
            known = section.find(each.tag) if each.tag not in _REFERENCES else None
            if known is not None:
                section.remove(known)
            insert(section, copy.deepcopy(each))
    numbers = first.find(f"{W}pgNumType")
    if numbers is not None:
        known = section.find(f"{W}pgNumType")
        if known is not None:
            section.remove(known)
        insert(section, copy.deepcopy(numbers))


def _go_on(section: etree._Element, *, flows: bool) -> None:
    """The rest of our section behind what was put into it."""
    for each in [each for each in section if each.tag in _FIRST_ONLY]:
        section.remove(each)
    _number_on(section)
    if flows:
        child(section, "type").set(f"{W}val", "continuous")


def _number_on(section: etree._Element) -> None:
    numbers = section.find(f"{W}pgNumType")
    if numbers is not None:
        _without(numbers, "start")
        if not numbers.attrib:
            section.remove(numbers)


def _end(element: etree._Element, section: etree._Element) -> None:
    """End a section at an element: in its own properties, or in a line of no height behind it."""
    if element.tag != f"{W}p":
        line = etree.fromstring(_EMPTY)
        element.addnext(line)
        element = line
    insert(properties(element, "pPr"), section)


def _is_across(section: etree._Element | None) -> bool:
    size = None if section is None else section.find(f"{W}pgSz")
    return size is not None and size.get(f"{W}orient") == "landscape"


def _without(element: etree._Element, name: str) -> bool:
    """Take an attribute away; whether it was there."""
    found = element.get(f"{W}{name}") is not None
    if found:
        del element.attrib[f"{W}{name}"]
    return found


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
