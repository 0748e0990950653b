"""The styles and lists of a person's document, under names of their own beside ours."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterable, Iterator

from lxml import etree

from xlbudget.publish.package_edits import PackageEdits
from xlbudget.publish.people.cleaning import ThemeFonts, clean
from xlbudget.publish.people.order import child, fill, insert, properties
from xlbudget.publish.people.packages import Source
from xlbudget.reading.documents.xml_parts import W, value, whole_number

_SPACES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_USES = tuple(f"{W}{name}" for name in ("pStyle", "rStyle", "tblStyle"))
_KINDS = {f"{W}pStyle": "paragraph", f"{W}rStyle": "character", f"{W}tblStyle": "table"}
_LINKS = tuple(f"{W}{name}" for name in ("basedOn", "link", "next"))
_LISTS = tuple(f"{W}{name}" for name in ("numStyleLink", "styleLink"))
_NOT_OURS = tuple(f"{W}{name}" for name in ("aliases", "qFormat", "autoRedefine", "rsid"))
_BODY_TEXT = 9
_DEEPER = 2
"""Headings of theirs stand below our two levels, and so not in our contents."""

# What Word takes where nobody says anything (ECMA-376 Part 1, 17.7.5).
_PLAIN = etree.fromstring(
    f"<w:docDefaults {_SPACES}><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" '
    'w:cs="Times New Roman"/><w:spacing w:val="0"/><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>'
    '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" '
    'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
)


class Styling:
    """Brings the styles and lists over that parts of a document use."""

    def __init__(self, source: Source, target: PackageEdits, section: str, number: int) -> None:
        self._target, self._section, self._number = target, section, number
        self._fonts = ThemeFonts(source)
        empty = etree.fromstring(f"<w:styles {_SPACES}/>")
        found = source.related("styles")
        self._styles = copy.deepcopy(empty if found is None else found)
        self._lists = source.related("numbering")
        for root in (self._styles, self._lists):
            if root is not None:
                clean(root)
                self._fonts.write_out(root)
        self._by_id = {
            each.get(f"{W}styleId", ""): each for each in self._styles.findall(f"{W}style")
        }
        self._default = next(
            (
                key
                for key, each in self._by_id.items()
                if each.get(f"{W}type") == "paragraph" and each.get(f"{W}default") in ("1", "true")
            ),
            "",
        )
        if not self._default:
            self._default = "Normal" if "Normal" not in self._by_id else "XbNormal"
            made = etree.SubElement(self._styles, f"{W}style")
            made.set(f"{W}type", "paragraph")
            made.set(f"{W}styleId", self._default)
            etree.SubElement(made, f"{W}name").set(f"{W}val", "Normal")
            self._by_id[self._default] = made
        self._numbers: dict[str, str] = {}
        self._abstract: dict[str, str] = {}
        self._brought: set[str] = set()

    def bring(self, root: etree._Element) -> None:
        """Make a part of the document use styles and lists that stand in ours."""
        self._fonts.write_out(root)
        self._loosen(root)
        self._space_tables(root)
        for paragraph in root.iter(f"{W}p"):
            set_ = properties(paragraph, "pPr")
            if set_.find(f"{W}pStyle") is None:
                child(set_, "pStyle").set(f"{W}val", self._default)
        self._lower(root)
        for use in [*root.iter(*_USES)]:
            self._use(use)
        self._renumber(root)

    def _loosen(self, root: etree._Element) -> None:
        """No exact line where something is drawn: Word cuts a drawing to the line."""
        for paragraph in root.iter(f"{W}p"):
            drawn = paragraph.find(f"{W}r//{W}drawing"), paragraph.find(f"{W}r//{W}pict")
            if all(each is None for each in (*drawn, paragraph.find(f"{W}r/{W}object"))):
                continue
            if self._line_rule(paragraph) == "exact":
                spacing = child(properties(paragraph, "pPr"), "spacing")
                spacing.set(f"{W}line", "240")
                spacing.set(f"{W}lineRule", "auto")

    def _line_rule(self, paragraph: etree._Element) -> str:
        said = paragraph.find(f"{W}pPr/{W}spacing")
        if said is not None and said.get(f"{W}lineRule"):
            return said.get(f"{W}lineRule", "")
        style = value(paragraph.find(f"{W}pPr"), "pStyle") or self._default
        for each in self._chain(style):
            spacing = each.find(f"{W}pPr/{W}spacing")
            if spacing is not None and spacing.get(f"{W}lineRule"):
                return spacing.get(f"{W}lineRule", "")
        spacing = self._styles.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr/{W}spacing")
        return "" if spacing is None else spacing.get(f"{W}lineRule", "")

    def _space_tables(self, root: etree._Element) -> None:
        """The spacing of a table's style on its paragraphs that have none: what was the document's
        default there, and gave way to it, is now that of a style, and would not.
        """
        for table in root.iter(f"{W}tbl"):
            style = value(table.find(f"{W}tblPr"), "tblStyle")
            spacing = next(
                (
                    found
                    for each in self._chain(style or "")
                    if (found := each.find(f"{W}pPr/{W}spacing")) is not None
                ),
                None,
            )
            if spacing is None:
                continue
            for paragraph in table.iter(f"{W}p"):
                plain = value(paragraph.find(f"{W}pPr"), "pStyle") in (None, self._default)
                if plain and paragraph.find(f"{W}pPr/{W}spacing") is None:
                    insert(properties(paragraph, "pPr"), copy.deepcopy(spacing))

    def _chain(self, style: str) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while style in self._by_id and style not in seen:
            seen.add(style)
            yield self._by_id[style]
            style = value(self._by_id[style], "basedOn") or ""

    @staticmethod
    def _lower(root: etree._Element) -> None:
        for level in root.iter(f"{W}outlineLvl"):
            said = whole_number(level.get(f"{W}val"), _BODY_TEXT)
            if said < _BODY_TEXT:
                level.set(f"{W}val", str(min(said + _DEEPER, _BODY_TEXT - 1)))

    def _use(self, use: etree._Element) -> None:
        """Name the style of ours; one that is not defined is the default, as in Word."""
        style = use.get(f"{W}val", "")
        known = self._by_id.get(style)
        if known is not None and known.get(f"{W}type") == _KINDS.get(str(use.tag), "numbering"):
            use.set(f"{W}val", self._brought_style(style))
        elif use.tag == f"{W}pStyle" and _is_in_paragraph(use):
            use.set(f"{W}val", self._brought_style(self._default))
        else:
            parent = use.getparent()
            assert parent is not None
            parent.remove(use)

    def _brought_style(self, style: str) -> str:
        """The id in our document of a style."""
        name = f"Xb{self._number}_{style}"
        if style in self._brought:
            return name
        self._brought.add(style)
        ours = copy.deepcopy(self._by_id[style])
        ours.set(f"{W}styleId", name)
        ours.set(f"{W}customStyle", "1")
        if ours.get(f"{W}default") is not None:
            del ours.attrib[f"{W}default"]
        called = value(ours, "name") or style
        child(ours, "name").set(f"{W}val", f"{self._section} {called}")
        for each in [each for each in ours if each.tag in _NOT_OURS or _is_foreign(each)]:
            ours.remove(each)
        for each in [each for each in ours.iter(etree.Element) if _is_foreign(each)]:
            parent = each.getparent()
            if parent is not None:
                parent.remove(each)
        if ours.get(f"{W}type") == "paragraph" and ours.find(f"{W}basedOn") is None:
            self._found(ours)
        self._lower(ours)
        for link in [each for each in ours if each.tag in _LINKS]:
            other = link.get(f"{W}val", "")
            if other in self._by_id:
                link.set(f"{W}val", self._brought_style(other))
            else:
                ours.remove(link)
        self._renumber(ours)
        self._target.related("styles", f"<w:styles {_SPACES}/>").append(ours)
        return name

    def _found(self, style: etree._Element) -> None:
        """What a style rests on that rests on no other: the defaults of its document."""
        said = self._styles.find(f"{W}docDefaults")
        for defaults in (said, _PLAIN):
            for name in ("pPr", "rPr"):
                inner = None if defaults is None else defaults.find(f"{W}{name}Default/{W}{name}")
                fill(properties(style, name), inner)

    def _renumber(self, root: etree._Element) -> None:
        for use in root.iter(f"{W}numId"):
            use.set(f"{W}val", self._brought_list(use.get(f"{W}val", "")))

    def _brought_list(self, number: str) -> str:
        """The number in our document of a list; 0 is none."""
        if number in self._numbers:
            return self._numbers[number]
        found = None if self._lists is None else _of(self._lists, "num", "numId", number)
        if found is None:
            return "0"
        lists = self._target.related("numbering", f"<w:numbering {_SPACES}/>")
        ours = copy.deepcopy(found)
        new = str(1 + max(_ids(lists, "num", "numId"), default=0))
        self._numbers[number] = new
        ours.set(f"{W}numId", new)
        abstract = ours.find(f"{W}abstractNumId")
        if abstract is not None:
            abstract.set(f"{W}val", self._brought_pattern(abstract.get(f"{W}val", ""), lists))
        self._tidy(ours)
        behind = [*lists.findall(f"{W}num")] or [*lists.findall(f"{W}abstractNum")]
        if behind:
            behind[-1].addnext(ours)
        else:
            lists.append(ours)
        return new

    def _brought_pattern(self, number: str, lists: etree._Element) -> str:
        if number in self._abstract:
            return self._abstract[number]
        assert self._lists is not None
        found = _of(self._lists, "abstractNum", "abstractNumId", number)
        new = str(1 + max(_ids(lists, "abstractNum", "abstractNumId"), default=-1))
        self._abstract[number] = new
        made = copy.deepcopy(found) if found is not None else etree.Element(f"{W}abstractNum")
        made.set(f"{W}abstractNumId", new)
        for nsid in made.findall(f"{W}nsid"):  # 同号的两个列表会接着编号
            seed = f"{self._number}.{number}.{nsid.get(f'{W}val')}"
            nsid.set(f"{W}val", hashlib.sha256(seed.encode()).hexdigest()[:8].upper())
        self._tidy(made)
        first = next(
            (each for each in lists if each.tag in (f"{W}num", f"{W}numIdMacAtCleanup")), None
        )
        before = [*lists.findall(f"{W}abstractNum")]
        if before:
            before[-1].addnext(made)
        elif first is not None:
            first.addprevious(made)
        else:
            lists.append(made)
        return new

    def _tidy(self, element: etree._Element) -> None:
        """Lists without pictures and without what only newer programs know."""
        for each in [*element.iter(etree.Element)]:
            for name in [name for name in map(str, each.attrib) if not name.startswith(W)]:
                del each.attrib[name]
            gone = each.tag == f"{W}lvlPicBulletId" or _is_foreign(each)
            parent = each.getparent()
            if gone and parent is not None:
                parent.remove(each)
            elif each.tag in (*_LISTS, f"{W}pStyle"):
                self._use(each)


def _is_in_paragraph(use: etree._Element) -> bool:
    holder = next(use.iterancestors(f"{W}p", f"{W}lvl"), None)
    return holder is not None and holder.tag == f"{W}p"


def _is_foreign(element: etree._Element) -> bool:
    return not str(element.tag).startswith(W)


def _of(root: etree._Element, name: str, key: str, value_: str) -> etree._Element | None:
    return next((e for e in root.findall(f"{W}{name}") if e.get(f"{W}{key}") == value_), None)


def _ids(root: etree._Element, name: str, key: str) -> Iterable[int]:
    return [whole_number(each.get(f"{W}{key}")) for each in root.findall(f"{W}{name}")]
