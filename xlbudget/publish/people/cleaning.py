"""What of a person's document does not come into ours: comments, our own old marks; fonts and
colours of its theme are written out.
"""

from __future__ import annotations

from lxml import etree

from xlbudget.publish.people.packages import Source
from xlbudget.publish.revision import without_bookmarks, without_comments
from xlbudget.publish.runs import drop
from xlbudget.publish.word.marks import TAG
from xlbudget.reading.documents.xml_parts import A, W

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_PASSING = (f"{_W14}paraId", f"{_W14}textId")
_THEMED = tuple(
    f"{W}theme{what}" for what in ("Color", "Tint", "Shade", "Fill", "FillTint", "FillShade")
)
_FONTS = {
    "asciiTheme": "ascii",
    "hAnsiTheme": "hAnsi",
    "eastAsiaTheme": "eastAsia",
    "cstheme": "cs",
}


def clean(root: etree._Element) -> int:
    """Take out what does not come along; how many comments that were."""
    comments = without_comments(root)
    # 我们以前生成的文档放进新的：数是普通文字
    for tag in [each for each in root.iter(f"{W}tag") if each.get(f"{W}val", "").startswith(TAG)]:
        drop(tag)
    without_bookmarks(root)
    for element in root.iter(etree.Element):
        for name in [each for each in map(str, element.attrib) if _is_passing(each)]:
            del element.attrib[name]
    return comments


def _is_passing(attribute: str) -> bool:
    """Whether an attribute belongs to one document only: ids of editing, colours of its theme."""
    return attribute in (*_PASSING, *_THEMED) or attribute.startswith(f"{W}rsid")


class ThemeFonts:
    """The fonts that a document's theme stands for."""

    def __init__(self, source: Source) -> None:
        root = source.related("theme")
        self._known: dict[str, str] = {}
        for size in ("major", "minor"):
            scheme = root.find(f".//{A}{size}Font") if root is not None else None
            if scheme is None:
                continue
            latin, east = (_typeface(scheme, name) for name in ("latin", "ea"))
            chinese = scheme.find(f"{A}font[@script='Hans']")
            if not east and chinese is not None:
                east = chinese.get("typeface", "")
            self._known |= {
                f"{size}Ascii": latin,
                f"{size}HAnsi": latin,
                f"{size}EastAsia": east,
                f"{size}Bidi": _typeface(scheme, "cs"),
            }

    def write_out(self, root: etree._Element) -> None:
        """Name the fonts themselves."""
        for fonts in root.iter(f"{W}rFonts"):
            for themed, plain in _FONTS.items():
                name = fonts.get(f"{W}{themed}")
                if name is None:
                    continue
                del fonts.attrib[f"{W}{themed}"]
                if self._known.get(name):
                    fonts.set(f"{W}{plain}", self._known[name])


def _typeface(scheme: etree._Element, name: str) -> str:
    found = scheme.find(f"{A}{name}")
    return "" if found is None else found.get("typeface", "")
