"""How our paragraphs look in a form: as the placeholder's own, headings as the form's headings."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable

from lxml import etree

from xlbudget.domain.records import dataclass
from xlbudget.publish.forms.blanks.colours import plain_colour
from xlbudget.publish.forms.places import FormPlace
from xlbudget.publish.word.headings import level_of
from xlbudget.reading.documents.xml_parts import W

_MODELS = {
    1: re.compile(r"第[一二三四五六七八九十]+部分"),
    2: re.compile(r"[一二三四五六七八九十]{1,3}、"),
    3: re.compile(r"（[一二三四五六七八九十]{1,3}）"),
}
_LONGEST = 40
_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、])"
)
_FILLING = re.compile(r"关于|情况|说明|的|[\s　，。：:]")
_ORDER = (
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike"),
    *("outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden"),
    *("color", "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u"),
)
"""The elements of a w:rPr in the order of the schema, as far as they matter here."""

_NOT_COPIED = ("sectPr", "numPr", "pageBreakBefore", "framePr", "rPr", "pPrChange")


@dataclass(frozen=True, slots=True)
class Look:
    """The format of a paragraph (w:pPr) and of its runs (w:rPr)."""

    paragraph: etree._Element
    run: etree._Element

    def formatted(self, paragraph: etree._Element) -> None:
        """Give a paragraph, and those of its runs that have no format, this one."""
        properties = copy.deepcopy(self.paragraph)
        own = paragraph.find(f"{W}pPr")
        if own is not None:
            paragraph.remove(own)
        paragraph.insert(0, properties)
        for run in paragraph.iter(f"{W}r"):
            if run.find(f"{W}rPr") is None and len(self.run):
                run.insert(0, copy.deepcopy(self.run))


def look_of(place: FormPlace, run: etree._Element | None) -> Look:
    """The format of a paragraph of the form, and of one of its runs."""
    source = place.element.find(f"{W}pPr")
    properties = copy.deepcopy(source) if source is not None else etree.Element(f"{W}pPr")
    for name in _NOT_COPIED:
        for each in properties.findall(f"{W}{name}"):
            properties.remove(each)
    return Look(properties, _run_format(run))


def _run_format(run: etree._Element | None) -> etree._Element:
    holder = copy.deepcopy(run) if run is not None else etree.Element(f"{W}r")
    plain_colour(holder)
    properties = holder.find(f"{W}rPr")
    return properties if properties is not None else etree.Element(f"{W}rPr")


def heading_look(places: Iterable[FormPlace], text: str, otherwise: Look) -> Look:
    """The format of a heading: that of the form's own of the same rank, else that of the
    placeholder in bold.
    """
    model = _MODELS[level_of(text)]
    for place in places:
        words = place.text.strip()
        is_model = len(words) <= _LONGEST and model.match(words) and not words.endswith("。")
        if is_model and place.in_body and "【" not in words:
            return look_of(place, next(place.element.iter(f"{W}r"), None))
    bold = copy.deepcopy(otherwise.run)
    put_in_order(bold, "b", {})
    return Look(otherwise.paragraph, bold)


def stand_out(run: etree._Element, look: Look) -> None:
    """Print a run in red on yellow: a person must still see to it."""
    own = run.find(f"{W}rPr")
    if own is not None:
        run.remove(own)
    properties = copy.deepcopy(look.run)
    put_in_order(properties, "color", {"val": "C00000"})
    put_in_order(properties, "highlight", {"val": "yellow"})
    run.insert(0, properties)


def put_in_order(properties: etree._Element, name: str, values: dict[str, str]) -> None:
    """Put an element into a w:rPr, where the schema wants it."""
    for known in properties.findall(f"{W}{name}"):
        properties.remove(known)
    element = etree.Element(f"{W}{name}")
    for key, value in values.items():
        element.set(f"{W}{key}", value)
    before = {f"{W}{each}" for each in _ORDER[: _ORDER.index(name)]}
    at = sum(1 for each in properties if each.tag in before)
    properties.insert(at, element)


def same_heading(one: str, other: str) -> bool:
    """Whether two headings are one, numbered or not.

    >>> same_heading("（二）关于收入决算情况的说明", "二、收入决算情况说明")
    True
    >>> same_heading("收入决算情况", "支出决算情况")
    False
    """
    said, known = (_FILLING.sub("", _NUMBER.sub("", each.strip())) for each in (one, other))
    return bool(said) and said == known
