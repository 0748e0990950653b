"""What a person must still see to stands red on yellow; what is done does not."""

from __future__ import annotations

from lxml import etree

from xlbudget.reading.documents.xml_parts import W, value

_COLOUR, _HIGHLIGHT = "C00000", "yellow"
_BEFORE_COLOUR = tuple(
    f"{W}{name}"
    for name in (
        *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike"),
        *("outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish"),
        "webHidden",
    )
)
_BEFORE_HIGHLIGHT = (
    *_BEFORE_COLOUR,
    *(f"{W}{name}" for name in ("color", "spacing", "w", "kern", "position", "sz", "szCs")),
)
"""Elements of w:rPr stand in a fixed order (ISO/IEC 29500-1, 17.3.2)."""


def mark_open(run: etree._Element) -> None:
    """Show a run red on yellow."""
    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = etree.Element(f"{W}rPr")
        run.insert(0, properties)
    _set(properties, "color", _COLOUR, _BEFORE_COLOUR)
    _set(properties, "highlight", _HIGHLIGHT, _BEFORE_HIGHLIGHT)


def mark_done(run: etree._Element) -> None:
    """Take red on yellow away from a run that has both, as we set them."""
    properties = run.find(f"{W}rPr")
    if properties is None:
        return
    ours = value(properties, "color"), value(properties, "highlight")
    if ours != (_COLOUR, _HIGHLIGHT):
        return
    for child in [*properties.iterchildren(f"{W}color", f"{W}highlight")]:
        properties.remove(child)
    if not len(properties):
        run.remove(properties)


def _set(properties: etree._Element, name: str, text: str, before: tuple[str, ...]) -> None:
    for child in [*properties.iterchildren(f"{W}{name}")]:
        properties.remove(child)
    at = sum(child.tag in before for child in properties)
    made = etree.Element(f"{W}{name}")
    made.set(f"{W}val", text)
    properties.insert(at, made)
