"""What the styles of a .docx give its paragraphs: heading levels and automatic numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from xlbudget.reading.documents.xml_parts import W, value, whole_number

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_BODY = 9
"""w:outlineLvl 9 is text of the body."""


class Styles:
    """Paragraph styles and lists; either part may be missing."""

    def __init__(self, styles: etree._Element | None, numbering: etree._Element | None) -> None:
        found = styles.findall(f"{W}style") if styles is not None else []
        self._styles = {style.get(f"{W}styleId", ""): style for style in found}
        paragraphs = [style for style in found if style.get(f"{W}type", "paragraph") == "paragraph"]
        self._default = next(
            (style.get(f"{W}styleId", "") for style in paragraphs if _is_default(style)), ""
        )
        self._lists = _lists(numbering)

    def level(self, properties: etree._Element | None) -> int | None:
        """The heading level of a paragraph, from 1; None for the body."""
        own = value(properties, "outlineLvl")
        if own is not None:
            return _level(own)
        for style in self._chain(properties):
            said = value(style.find(f"{W}pPr"), "outlineLvl")
            if said is not None:
                return _level(said)
            if named := _HEADING.fullmatch((value(style, "name") or "").strip()):
                return int(named[1])
        return None

    def is_numbered(self, properties: etree._Element | None) -> bool:
        """Whether the program puts a number before a paragraph; a bullet is none."""
        number: str | None = None
        depth: str | None = None
        chain = (style.find(f"{W}pPr") for style in self._chain(properties))
        for each in (properties, *chain):
            of_list = each.find(f"{W}numPr") if each is not None else None
            if of_list is None:
                continue
            number = number if number is not None else value(of_list, "numId")
            depth = depth if depth is not None else value(of_list, "ilvl")
            if number is not None:
                break
        if number is None or number == "0":
            return False
        return self._lists.get((number, whole_number(depth)), False)

    def _chain(self, properties: etree._Element | None) -> Iterator[etree._Element]:
        """The style of a paragraph and those that it is based on."""
        name = value(properties, "pStyle") or self._default
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = value(self._styles[name], "basedOn") or ""


def _is_default(style: etree._Element) -> bool:
    return style.get(f"{W}default") in ("1", "true", "on")


def _level(outline: str) -> int | None:
    number = whole_number(outline, _BODY)
    return number + 1 if 0 <= number < _BODY else None


def _lists(numbering: etree._Element | None) -> dict[tuple[str, int], bool]:
    """List and depth -> whether a number is printed there."""
    if numbering is None:
        return {}
    abstract = {
        each.get(f"{W}abstractNumId", ""): _depths(each)
        for each in numbering.findall(f"{W}abstractNum")
    }
    lists: dict[tuple[str, int], bool] = {}
    for each in numbering.findall(f"{W}num"):
        depths = dict(abstract.get(value(each, "abstractNumId") or "", {}))
        for override in each.findall(f"{W}lvlOverride"):
            level = override.find(f"{W}lvl")
            if level is not None:
                depths[whole_number(override.get(f"{W}ilvl"))] = _prints(level)
        for depth, prints in depths.items():
            lists[each.get(f"{W}numId", ""), depth] = prints
    return lists


def _depths(abstract: etree._Element) -> dict[int, bool]:
    return {
        whole_number(level.get(f"{W}ilvl")): _prints(level) for level in abstract.iter(f"{W}lvl")
    }


def _prints(level: etree._Element) -> bool:
    kind = value(level, "numFmt")
    if kind is None:  # AlternateContent around newer kinds of numbers
        kind = "decimal"
    return kind not in ("bullet", "none") and "%" in (value(level, "lvlText") or "")
