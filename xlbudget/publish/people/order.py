"""The order that the schema wants the children of properties in."""

from __future__ import annotations

import copy

from lxml import etree

from xlbudget.reading.documents.xml_parts import W

_RUN = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof "
    "snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd "
    "fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
)
_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr "
    "shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE "
    "autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents "
    "suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr "
    "sectPr pPrChange"
)
_SECTION = (
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders "
    "lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter "
    "docGrid printerSettings sectPrChange"
)
_STYLE = (
    "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed "
    "qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr"
)
_ORDER = {
    name: words.split()
    for name, words in (
        ("rPr", _RUN),
        ("pPr", _PARAGRAPH),
        ("sectPr", _SECTION),
        ("style", _STYLE),
    )
}


def insert(parent: etree._Element, child: etree._Element) -> None:
    """Put a child into properties (w:pPr, w:rPr, w:sectPr, w:style) where the schema wants it."""
    order = _ORDER[etree.QName(parent).localname]
    rank = order.index(etree.QName(child).localname)
    for at, each in enumerate(parent):
        name = etree.QName(each).localname
        if name in order and order.index(name) > rank:
            parent.insert(at, child)
            return
    parent.append(child)


def properties(parent: etree._Element, name: str) -> etree._Element:
    """The properties of a paragraph, run or style, made where there are none."""
    found = parent.find(f"{W}{name}")
    if found is None:
        found = etree.Element(f"{W}{name}")
        if etree.QName(parent).localname in _ORDER:
            insert(parent, found)
        else:
            parent.insert(0, found)
    return found


def child(parent: etree._Element, name: str) -> etree._Element:
    """A child of properties, made where there is none."""
    found = parent.find(f"{W}{name}")
    if found is None:
        found = etree.Element(f"{W}{name}")
        insert(parent, found)
    return found


def fill(parent: etree._Element, defaults: etree._Element | None) -> None:
    """Give properties what they do not say themselves, attribute by attribute."""
    for each in defaults if defaults is not None else ():
        known = _ORDER[etree.QName(parent).localname]
        if not str(each.tag).startswith(W) or etree.QName(each).localname not in known:
            continue
        found = parent.find(each.tag)
        if found is None:
            insert(parent, copy.deepcopy(each))
            continue
        for key, value in each.attrib.items():
            if found.get(key) is None:
                found.set(key, value)
