"""Where computing from 元 prints another number than computing from the published amounts."""

from __future__ import annotations

from collections.abc import Iterable

from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.text import Paragraph, Printed

BASIS_DIFFERS = "basis-differs"


def check_basis(
    in_yuan: Iterable[Paragraph], as_published: Iterable[Paragraph], file: str
) -> list[Finding]:
    """One note that lists the figures which a reviewer with a calculator would not find on the
    page: the same text computed from 元 and from the published amounts.
    """
    ours, theirs = _printed(in_yuan), _printed(as_published)
    differing = [
        f"{ours[name].figure.label} 按元为 {ours[name].text}，按公开的数为 {theirs[name].text}"
        for name in ours
        if name in theirs and ours[name].text != theirs[name].text
    ]
    if not differing:
        return []
    cells = {
        str(cell.source): None
        for name in ours
        if name in theirs and ours[name].text != theirs[name].text
        for cell in ours[name].figure.cells()
    }
    return [
        Finding(
            check=BASIS_DIFFERS,
            verdict=Verdict.UNCHECKED,
            level=Level.INFO,
            file=file,
            basis="yuan",
            inputs=tuple(cells),
            message=f"有 {len(differing)} 个数按元计算，与按公开的数复算不同："
            f"{'；'.join(differing)}。",
        )
    ]


def _printed(paragraphs: Iterable[Paragraph]) -> dict[str, Printed]:
    return {
        span.figure.name: span
        for paragraph in paragraphs
        for span in paragraph.spans
        if isinstance(span, Printed)
    }
