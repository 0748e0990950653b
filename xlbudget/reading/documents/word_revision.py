"""What tells that a .docx is still being worked on: tracked changes and comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.reading.documents.xml_parts import W

_CHANGES = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_OTHER_CHANGES = tuple(
    f"{W}{name}"
    for name in (
        *("cellIns", "cellDel", "cellMerge", "rPrChange", "pPrChange", "sectPrChange"),
        *("tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange", "tblGridChange"),
        "numberingChange",
    )
)


def tracked_changes(roots: Iterable[etree._Element]) -> int:
    """How many changes wait to be accepted or rejected, of formats and of tables too."""
    return sum(1 for root in roots for _ in root.iter(*_CHANGES, *_OTHER_CHANGES))


def under_revision(file: str, root: etree._Element) -> Iterator[Finding]:
    """What tells that the document is still being worked on."""
    changes = sum(1 for _ in root.iter(*_CHANGES))
    comments = sum(1 for _ in root.iter(f"{W}commentReference"))
    if changes:
        yield Finding(
            check="tracked-changes",
            verdict=Verdict.UNCHECKED,
            level=Level.INFO,
            file=file,
            message=f"文档里还有 {changes} 处修订没有接受或拒绝。核对的是全部接受以后的样子："
            "插入的算，删去的不算。公开以前请接受或拒绝全部修订。",
        )
    if comments:
        yield Finding(
            check="comments-left",
            verdict=Verdict.UNCHECKED,
            level=Level.INFO,
            file=file,
            message=f"文档里还有 {comments} 条批注，没有作为正文读。公开以前请删去批注。",
        )
