"""The colours that a form's instructions and blanks are printed in: red, blue italics, markers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from xlbudget.reading.documents.word_leaves import Leaf
from xlbudget.reading.documents.xml_parts import W, is_on

_HEX = re.compile(r"[0-9A-Fa-f]{6}$")
_STRONG, _WEAK = 0xA0, 0x70
_MARKERS = ("color", "highlight", "shd")


def stretches(leaves: tuple[Leaf, ...]) -> Iterator[tuple[int, int]]:
    """The stretches of a paragraph that are printed in red, in blue italics or marked."""
    start, end = -1, -1
    for leaf in leaves:
        if _stands_out(leaf.element.getparent()):
            if leaf.start != end:
                if end > start >= 0:
                    yield start, end
                start = leaf.start
            end = leaf.end
    if end > start >= 0:
        yield start, end


def _stands_out(run: etree._Element | None) -> bool:
    properties = run.find(f"{W}rPr") if run is not None else None
    if properties is None:
        return False
    colour = properties.find(f"{W}color")
    shade = colour.get(f"{W}val", "") if colour is not None else ""
    if properties.find(f"{W}highlight") is not None or _is_red(shade):
        return True
    return _is_blue(shade) and is_on(properties, "i")


def _rgb(shade: str) -> tuple[int, int, int]:
    if not _HEX.match(shade):
        return 0, 0, 0
    return int(shade[:2], 16), int(shade[2:4], 16), int(shade[4:], 16)


def _is_red(shade: str) -> bool:
    red, green, blue = _rgb(shade)
    return red >= _STRONG and green < _WEAK and blue < _WEAK


def _is_blue(shade: str) -> bool:
    red, _, blue = _rgb(shade)
    return blue >= _STRONG and red < _WEAK


def plain_colour(run: etree._Element) -> None:
    """Give a run the colour of the text around it, without marker and shading."""
    properties = run.find(f"{W}rPr")
    if properties is None or not _stands_out(run):
        return
    for name in _MARKERS:
        for element in properties.findall(f"{W}{name}"):
            properties.remove(element)
