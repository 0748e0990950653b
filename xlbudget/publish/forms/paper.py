"""The paper around a place of a form: how wide its text is; a landscape section for a table."""

from __future__ import annotations

import copy

from lxml import etree

from xlbudget.publish.word.tables import Paper
from xlbudget.reading.documents.xml_parts import W, whole_number

_A4, _MARGIN = 11906, 1800
_ORDER = (
    *("headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar"),
    *("paperSrc", "pgBorders", "lnNumType", "pgNumType", "cols", "formProt", "vAlign"),
    *("noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings"),
)
_NOT_OF_TABLES = (
    *("type", "cols", "vAlign", "titlePg", "printerSettings", "lnNumType", "textDirection"),
    "docGrid",
)
_HOLDS = tuple(f"{W}{name}" for name in ("t", "drawing", "pict", "object", "sectPr", "br"))


def section_of(paragraph: etree._Element) -> etree._Element | None:
    """The properties of the section that a paragraph of the text stands in."""
    top = _in_body(paragraph)
    if top is None:
        return None
    for each in (top, *top.itersiblings()):
        found = each if each.tag == f"{W}sectPr" else each.find(f"{W}pPr/{W}sectPr")
        if found is not None:
            return found
    return None


def _in_body(paragraph: etree._Element) -> etree._Element | None:
    """The paragraph, or what holds it, right below the body."""
    element: etree._Element | None = paragraph
    while element is not None:
        above = element.getparent()
        if above is not None and above.tag == f"{W}body":
            return element
        element = above
    return None


def text_width(paragraph: etree._Element) -> int:
    """How wide the text is at a paragraph, in twips; less where it stands in columns or a cell."""
    section = section_of(paragraph)
    size = section.find(f"{W}pgSz") if section is not None else None
    margins = section.find(f"{W}pgMar") if section is not None else None
    page = whole_number(_of(size, "w"), _A4) or _A4
    taken = sum(whole_number(_of(margins, side), _MARGIN) for side in ("left", "right"))
    taken += whole_number(_of(margins, "gutter"))
    width = page - taken
    columns = section.find(f"{W}cols") if section is not None else None
    number = whole_number(_of(columns, "num"), 1)
    if number > 1:
        gap = whole_number(_of(columns, "space"), 720)
        width = (width - gap * (number - 1)) // number
    cell = next(paragraph.iterancestors(f"{W}tc"), None)
    if cell is not None:
        own = cell.find(f"{W}tcPr/{W}tcW")
        if own is not None and own.get(f"{W}type", "dxa") == "dxa":
            width = min(width, whole_number(own.get(f"{W}w"), width) - 220)
    return max(width, 1000)


def _of(element: etree._Element | None, name: str) -> str | None:
    return element.get(f"{W}{name}") if element is not None else None


def can_turn(paragraph: etree._Element) -> bool:
    """Whether a section of its own can be opened at a paragraph: it stands right in the text."""
    parent = paragraph.getparent()
    return parent is not None and parent.tag == f"{W}body"


def in_landscape(paragraph: etree._Element, blocks: list[etree._Element], paper: Paper) -> None:
    """Put blocks before a paragraph, in a section of that paper; the last is a paragraph."""
    governing = section_of(paragraph)
    if governing is None:
        body = paragraph.getparent()
        assert body is not None
        governing = etree.SubElement(body, f"{W}sectPr")
    landscape = _turned(governing, paper)
    if _end_section_before(paragraph, governing):
        _goes_on(landscape)
    for block in blocks:
        paragraph.addprevious(block)
    if _is_last(paragraph, governing):
        _replace(governing, landscape)
        return
    properties = blocks[-1].find(f"{W}pPr")
    assert properties is not None
    properties.append(landscape)
    _goes_on(governing)


def _end_section_before(paragraph: etree._Element, governing: etree._Element) -> bool:
    """End the section that the form began, right before the tables; False where nothing of it
    stands there.
    """
    before = paragraph.getprevious()
    while before is not None and before.tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        before = before.getprevious()
    if before is None or before.find(f"{W}pPr/{W}sectPr") is not None:
        return False
    ended = copy.deepcopy(governing)
    if before.tag == f"{W}p":
        properties = before.find(f"{W}pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            before.insert(0, properties)
    else:
        holder = etree.Element(f"{W}p")
        properties = etree.SubElement(holder, f"{W}pPr")
        spacing = etree.SubElement(properties, f"{W}spacing")
        for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
            spacing.set(f"{W}{name}", value)
        paragraph.addprevious(holder)
    change = properties.find(f"{W}pPrChange")
    if change is not None:
        change.addprevious(ended)
    else:
        properties.append(ended)
    _goes_on(governing)
    return True


def _goes_on(governing: etree._Element) -> None:
    """A section that goes on what was begun before: no first page, no number to begin with."""
    for name in ("titlePg", "type"):
        for each in governing.findall(f"{W}{name}"):
            governing.remove(each)
    numbers = governing.find(f"{W}pgNumType")
    if numbers is not None:
        numbers.attrib.pop(f"{W}start", "")


def _turned(governing: etree._Element, paper: Paper) -> etree._Element:
    """The properties of a section of tables, with the form's own headers and footers."""
    made = copy.deepcopy(governing)
    made.attrib.clear()
    for name in (*_NOT_OF_TABLES, "pgSz", "pgMar"):
        for each in made.findall(f"{W}{name}"):
            made.remove(each)
    margins = governing.find(f"{W}pgMar")
    _put(made, "pgSz", w=str(paper.width), h=str(paper.height), orient="landscape")
    _put(
        made,
        "pgMar",
        top=str(paper.top),
        right=str(paper.right),
        bottom=str(paper.bottom),
        left=str(paper.left),
        header=_of(margins, "header") or "720",
        footer=_of(margins, "footer") or "720",
        gutter="0",
    )
    return made


def _put(section: etree._Element, name: str, **values: str) -> None:
    element = etree.Element(f"{W}{name}")
    for key, value in values.items():
        element.set(f"{W}{key}", value)
    before = {f"{W}{each}" for each in _ORDER[: _ORDER.index(name)]}
    section.insert(sum(1 for each in section if each.tag in before), element)


def _is_last(paragraph: etree._Element, governing: etree._Element) -> bool:
    """Whether nothing but blank paragraphs follows in the section."""
    if governing.getparent() is paragraph.find(f"{W}pPr"):
        return True
    for each in paragraph.itersiblings():
        if each is governing:
            return True
        if any(found.tag in _HOLDS and found is not governing for found in each.iter()):
            return False
        if governing.getparent() is each.find(f"{W}pPr"):
            return each.tag == f"{W}p"
    return False


def _replace(governing: etree._Element, landscape: etree._Element) -> None:
    for each in list(governing):
        governing.remove(each)
    governing.extend(list(landscape))
