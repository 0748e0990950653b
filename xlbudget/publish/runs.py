"""The runs and controls of a paragraph: words put in, characters taken out, the rest left."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from xlbudget.publish.word.marks import TAG, TITLES, allowed
from xlbudget.reading.documents.xml_parts import W, value

CHARACTERS = tuple(
    f"{W}{name}" for name in ("t", "tab", "ptab", "br", "cr", "noBreakHyphen", "sym")
)
"""What a reader of the page sees as characters of a run."""

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def write_runs(runs: Sequence[etree._Element], text: str) -> None:
    """Other words in the runs of a stretch; what else stands in them (signs of notes, pictures)
    stays. A line break is one of Word.
    """
    if not text:
        for each in runs:
            clear(each)
        return
    first, *rest = runs
    characters = [child for child in first if child.tag in CHARACTERS]
    for at, line in enumerate(allowed(text).split("\n")):
        if at:
            characters[0].addprevious(etree.Element(f"{W}br"))
        written = etree.Element(f"{W}t")
        written.text = line
        written.set(SPACE, "preserve")
        characters[0].addprevious(written)
    for child in characters:
        first.remove(child)
    for each in rest:
        clear(each)


def clear(element: etree._Element) -> None:
    """Take the characters out of a run, and the run away if nothing else stands in it."""
    for child in [child for child in element if child.tag in CHARACTERS]:
        element.remove(child)
    if all(child.tag == f"{W}rPr" for child in element):
        drop(element)


def is_ours(control: etree._Element) -> bool:
    """Whether we made a control: by its tag, or its title where another program dropped the tag."""
    properties = control.find(f"{W}sdtPr")
    tag, title = value(properties, "tag"), value(properties, "alias")
    return tag.startswith(TAG) if tag else title in TITLES.values()


def outermost(element: etree._Element) -> etree._Element:
    """The control of ours that a run stands in, or the run."""
    for above in element.iterancestors(f"{W}sdt"):
        inline = next(above.iterancestors(f"{W}p"), None) is not None
        if inline and is_ours(above):
            return above
    return element


def unwrap(element: etree._Element) -> None:
    """Take a control away; what still stands in it stays."""
    content = element.find(f"{W}sdtContent")
    for child in list(content) if content is not None else ():
        element.addprevious(child)
    drop(element)


def drop(element: etree._Element) -> None:
    """Take an element away."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
