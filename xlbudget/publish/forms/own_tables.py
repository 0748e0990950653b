"""Our tables with their look written out: a form does not have our styles."""

from __future__ import annotations

from lxml import etree

from xlbudget.publish.word.table_widths import SIZE
from xlbudget.publish.word.tables import NOTE, TEXT, TITLE
from xlbudget.reading.documents.xml_parts import W

_SPACING = {
    TITLE: {"before": "0", "after": "60", "line": "480", "lineRule": "exact"},
    TEXT: {"before": "0", "after": "0", "line": "240", "lineRule": "auto"},
    NOTE: {"before": "40", "after": "40", "line": "240", "lineRule": "auto"},
}
_ALIGNED = {TITLE: "center", TEXT: "left", NOTE: "left"}
_SIZES = {TITLE: "36", TEXT: str(SIZE), NOTE: "21"}
_FONTS = {TITLE: "黑体", TEXT: "宋体", NOTE: "宋体"}
_FIRST = tuple(f"{W}{name}" for name in ("keepNext", "keepLines", "pageBreakBefore", "tabs"))


def dressed(blocks: list[etree._Element]) -> list[etree._Element]:
    """The blocks of a table, formatted by themselves."""
    for block in blocks:
        for paragraph in block.iter(f"{W}p"):
            properties = paragraph.find(f"{W}pPr")
            style = properties.find(f"{W}pStyle") if properties is not None else None
            if properties is None or style is None:
                continue
            properties.remove(style)
            kind = style.get(f"{W}val", TEXT)
            _paragraph(properties, kind)
            for run in paragraph.iter(f"{W}r"):
                _run(run, kind)
    return [etree.fromstring(etree.tostring(block)) for block in blocks]  # 重读一遍，放进去快


def _paragraph(properties: etree._Element, kind: str) -> None:
    at = sum(1 for each in properties if each.tag in _FIRST)
    made = [
        _element("snapToGrid", val="0"),
        _element("spacing", **_SPACING[kind]),
        _element("ind", left="0", right="0", firstLineChars="0", firstLine="0"),
    ]
    if properties.find(f"{W}jc") is None:
        made.append(_element("jc", val=_ALIGNED[kind]))
    for element in reversed(made):
        properties.insert(at, element)


def _run(run: etree._Element, kind: str) -> None:
    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = etree.Element(f"{W}rPr")
        run.insert(0, properties)
    font = _FONTS[kind]
    fonts = _element("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font)
    properties.insert(0, fonts)
    if properties.find(f"{W}sz") is None:
        before = (f"{W}rFonts", f"{W}color")
        at = sum(1 for each in properties if each.tag in before)
        properties.insert(at, _element("szCs", val=_SIZES[kind]))
        properties.insert(at, _element("sz", val=_SIZES[kind]))


def _element(name: str, **values: str) -> etree._Element:
    element = etree.Element(f"{W}{name}")
    for key, value in values.items():
        element.set(f"{W}{key}", value)
    return element
