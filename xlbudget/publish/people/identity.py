"""Numbers and names that must be unique in a document: of bookmarks, controls and drawings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from xlbudget.publish.runs import drop
from xlbudget.reading.documents.xml_parts import W, whole_number

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_LONGEST = 40


class Identities:
    """What our document has given out already."""

    def __init__(self, root: etree._Element) -> None:
        self._names = {
            each.get(f"{W}name", "").casefold() for each in root.iter(f"{W}bookmarkStart")
        }
        marks = (whole_number(each.get(f"{W}id")) for each in root.iter(f"{W}bookmarkStart"))
        self._mark = max(marks, default=0)
        controls = (whole_number(each.get(f"{W}val")) for each in root.iter(f"{W}id"))
        self._control = max(controls, default=0)
        drawings = (whole_number(each.get("id")) for each in root.iter(f"{_WP}docPr"))
        self._drawing = max(drawings, default=0)

    def give(self, roots: Iterable[etree._Element]) -> None:
        """Numbers of our own to what came in; a bookmark whose name is taken gets another, and so
        do the links and fields that name it.
        """
        roots = [*roots]
        renamed: dict[str, str] = {}
        for root in roots:
            self._bookmarks(root, renamed)
            for drawing in root.iter(f"{_WP}docPr"):
                self._drawing += 1
                drawing.set("id", str(self._drawing))
            for control in root.iter(f"{W}sdtPr"):
                number = control.find(f"{W}id")
                if number is not None:
                    self._control += 1
                    number.set(f"{W}val", str(self._control))
        for root in roots:
            _rename(root, renamed)

    def _bookmarks(self, root: etree._Element, renamed: dict[str, str]) -> None:
        ends = {each.get(f"{W}id"): each for each in root.iter(f"{W}bookmarkEnd")}
        paired = set()
        for start in [*root.iter(f"{W}bookmarkStart")]:
            key, name = start.get(f"{W}id"), start.get(f"{W}name", "")
            end = ends.get(key)
            if end is None or key in paired:
                drop(start)
                continue
            paired.add(key)
            self._mark += 1
            for side in (start, end):
                side.set(f"{W}id", str(self._mark))
            if name.casefold() in self._names:
                new = f"{name[: _LONGEST - 12]}_{self._mark}"
                start.set(f"{W}name", new)
                renamed[name] = new
                name = new
            self._names.add(name.casefold())
        for key, end in ends.items():
            if key not in paired:
                drop(end)


def _rename(root: etree._Element, renamed: dict[str, str]) -> None:
    if not renamed:
        return
    pattern = re.compile(
        r"(?<!\w)(" + "|".join(map(re.escape, sorted(renamed, key=len, reverse=True))) + r")(?!\w)"
    )
    for link in root.iter(f"{W}hyperlink"):
        anchor = link.get(f"{W}anchor", "")
        if anchor in renamed:
            link.set(f"{W}anchor", renamed[anchor])
    for field in root.iter(f"{W}instrText"):
        field.text = pattern.sub(lambda found: renamed[found[1]], field.text or "")
    for field in root.iter(f"{W}fldSimple"):
        said = field.get(f"{W}instr", "")
        field.set(f"{W}instr", pattern.sub(lambda found: renamed[found[1]], said))
