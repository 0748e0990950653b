"""What of a document that people wrote is refused, or taken out, before it goes on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from xlbudget.domain.errors import OutputRefused, UnreadableFile
from xlbudget.publish.runs import drop
from xlbudget.reading.documents.word_revision import tracked_changes
from xlbudget.reading.documents.xml_parts import W
from xlbudget.results.trace import BOOKMARK

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_RANGES = (f"{W}commentRangeStart", f"{W}commentRangeEnd")


def refuse_strict(path: Path, text: bytes) -> None:
    """Raise UnreadableFile for a document whose text is in the strict form of the format: what is
    put into it in the usual form would make two of one.
    """
    if _STRICT in text:
        raise UnreadableFile(
            where=str(path),
            seen="“严格的 Open XML 文档”",
            expected="普通的 Word 文档（.docx）",
            remedy="请用 Word 打开，另存为“Word 文档(*.docx)”再试。",
        )


def refuse_changes(path: Path, roots: Iterable[etree._Element]) -> None:
    """Raise OutputRefused while a tracked change stands."""
    count = tracked_changes(roots)
    if count:
        raise OutputRefused(
            where=str(path),
            seen=f"还有 {count} 处修订没有接受或拒绝",
            expected="没有修订的文档",
            remedy="请在 Word 里“审阅”→“接受”或“拒绝”全部修订，保存以后再试。",
        )


def without_comments(root: etree._Element) -> int:
    """Take the comments out of a text; how many they were."""
    comments = [*root.iter(f"{W}commentReference")]
    for reference in comments:
        run = reference.getparent()
        drop(reference)
        if run is not None and not [child for child in run if child.tag != f"{W}rPr"]:
            drop(run)
    for each in [*root.iter(*_RANGES)]:
        drop(each)
    return len(comments)


def without_bookmarks(root: etree._Element) -> None:
    """Take our bookmarks out of a text; people's stay."""
    starts = [
        each
        for each in root.iter(f"{W}bookmarkStart")
        if each.get(f"{W}name", "").startswith(BOOKMARK)
    ]
    ids = {each.get(f"{W}id") for each in starts}
    ends = [each for each in root.iter(f"{W}bookmarkEnd") if each.get(f"{W}id") in ids]
    for each in [*starts, *ends]:
        drop(each)
