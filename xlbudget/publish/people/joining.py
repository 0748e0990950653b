"""One document of a person after another, put into ours."""

from __future__ import annotations

from pathlib import Path
from typing import TypeGuard

from lxml import etree

from xlbudget.domain.errors import UnknownName, UnreadableFile
from xlbudget.publish.people.carrying import NOTES, Carrying
from xlbudget.publish.people.cleaning import clean
from xlbudget.publish.people.identity import Identities
from xlbudget.publish.people.packages import Source, target
from xlbudget.publish.people.pages import has_content, pieces_of, put
from xlbudget.publish.people.styling import Styling
from xlbudget.publish.revision import refuse_changes
from xlbudget.reading.documents.xml_parts import MC, W


def _is_there(root: etree._Element | None) -> TypeGuard[etree._Element]:
    return root is not None


class Joining:
    """Our document, with what is put into it."""

    def __init__(self, data: bytes) -> None:
        self._target = target(data)
        self._identities = Identities(self._target.root(self._target.main))

    def insert(self, mark: str, section: str, path: Path, number: int, told: list[str]) -> None:
        """Put a document in the place of a bookmark."""
        source = Source(path)
        notes = {kind: source.related(f"{kind}s") for kind in NOTES}
        refuse_changes(path, [source.root, *filter(_is_there, notes.values())])
        comments = clean(source.root)
        if comments:
            told.append(f"{path.name}：{comments} 条批注没有带进来。")
        for _ in source.root.iter(f"{W}altChunk"):
            told.append(f"{path.name}：嵌在里面的另一个文件没有展开，请打开看一遍。")
            break
        self._widen(source.root)
        body = self._target.root(self._target.main)
        place = self._place(body, mark, section)
        pieces = pieces_of(source.body)
        if not pieces:
            raise UnreadableFile(
                where=str(path),
                seen="没有内容",
                expected="写好的这一节",
                remedy="请写好以后再试，或去掉这个 --section。",
            )
        elements = [element for piece in pieces for element in piece.elements]
        styling = Styling(source, self._target, section, number)
        for element in elements:
            styling.bring(element)
        carrying = Carrying(source, self._target)
        for element in elements:
            carrying.rewire(element, source.main, self._target.main)
        for kind, root in notes.items():
            if root is not None:
                clean(root)
                styling.bring(root)
            carrying.notes(kind, elements, root)
        self._identities.give(elements)
        put(place, pieces)
        if not has_content(place):
            parent = place.getparent()
            if parent is not None:
                parent.remove(place)

    def saved(self) -> bytes:
        """The package."""
        return self._target.saved()

    def _place(self, root: etree._Element, mark: str, section: str) -> etree._Element:
        """The paragraph of the bookmark, which goes."""
        for start in root.iter(f"{W}bookmarkStart"):
            if start.get(f"{W}name") != mark:
                continue
            key = start.get(f"{W}id")
            place = start
            while (parent := place.getparent()) is not None and parent.tag != f"{W}body":
                place = parent
            if place.tag != f"{W}p":
                break
            ends = [each for each in root.iter(f"{W}bookmarkEnd") if each.get(f"{W}id") == key]
            for each in (start, *ends):
                above = each.getparent()
                if above is not None:
                    above.remove(each)
            return place
        raise UnknownName(
            where=f"--section {section}",
            seen=f"这份文档里没有“{section}”",
            expected="文档里有的一节",
            remedy="请去掉这个 --section，或换一个格式。",
        )

    def _widen(self, theirs: etree._Element) -> None:
        """Their namespaces on our root, and which of them a program may ignore."""
        ours = self._target.root(self._target.main)
        spaces = dict(ours.nsmap)
        for prefix, space in theirs.nsmap.items():
            if prefix is not None and prefix not in spaces:
                spaces[prefix] = space
        ignorable = (ours.get(f"{MC}Ignorable") or "").split()
        for prefix in (theirs.get(f"{MC}Ignorable") or "").split():
            same = prefix in spaces and spaces[prefix] == theirs.nsmap.get(prefix)
            if same and prefix not in ignorable:
                ignorable.append(prefix)
        known = {str(prefix): str(space) for prefix, space in spaces.items() if prefix}
        fresh = etree.Element(ours.tag, None, nsmap=known)
        for name, text in ours.attrib.items():
            fresh.set(name, text)
        fresh.extend(list(ours))
        if ignorable and "mc" in known:
            fresh.set(f"{MC}Ignorable", " ".join(ignorable))
        self._target.renew(self._target.main, fresh)
