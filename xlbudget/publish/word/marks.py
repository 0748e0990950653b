"""The control and the bookmark around a traced stretch of text.

Word allows 64 characters in a tag and 40 in the name of a bookmark. The bookmark stands around the
control: LibreOffice drops tags and empties a bookmark inside a control, and keeps this one. The
control has no w:text: LibreOffice 7.4 writes the Chinese words of a plain text control four times.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from xlbudget.files.xml_text import escape, quoteattr
from xlbudget.results.trace import SpanKind, TracedSpan

TAG = "xb:"
"""How the tags of our controls begin."""

_LONGEST = 64
TITLES = {SpanKind.DIRECTION: "增减", SpanKind.GAP: "待填写", SpanKind.FIGURE: "数"}
"""What our controls are called; LibreOffice keeps this, and drops the tag."""

_KINDS = {SpanKind.DIRECTION: "direction:", SpanKind.GAP: "gap:"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold. (Said as what it can hold, it takes fifteen milliseconds to compile.)"""

_NOT_AS_IT_IS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f&<>\ud800-\udfff\ufffe\uffff]")
"""That, and the signs & < >: most texts have none of them."""


def xml_text(text: str) -> str:
    """Text for an element, what XML forbids left out.

    >>> xml_text("甲<乙>\\x00")
    '甲&lt;乙&gt;'
    """
    return escape(allowed(text)) if _NOT_AS_IT_IS.search(text) else text


def allowed(text: str) -> str:
    """Text without what XML forbids."""
    return _FORBIDDEN.sub("", text)


def tag_of(span: TracedSpan) -> str:
    """The tag of a control: the figure's name, or where that is too long, its digest.

    >>> tag_of(TracedSpan(SpanKind.FIGURE, "1万元", "appropriation_summary.grand_total.actual"))
    'xb:appropriation_summary.grand_total.actual'
    """
    tag = f"{TAG}{_KINDS.get(span.kind, '')}{span.name}"
    if len(tag) <= _LONGEST:
        return tag
    return f"{TAG}{hashlib.sha256(tag.encode()).hexdigest()[:16]}"


@lru_cache(maxsize=2048)
def _quoted(tag: str) -> str:
    """A tag as an attribute; the texts of all units of a format have the same ones."""
    return quoteattr(allowed(tag))


def run(text: str, properties: str = "") -> str:
    """A run of text with the content of its w:rPr."""
    formatted = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{formatted}<w:t xml:space="preserve">{xml_text(text)}</w:t></w:r>'


def control(span: TracedSpan, number: int, properties: str = "") -> str:
    """A marked stretch: bookmark, control and run. `number` is the id of both, unique in the
    document; `properties` the content of the run's w:rPr.
    """
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{span.mark}"/><w:sdt><w:sdtPr>'
        f'<w:alias w:val="{TITLES[span.kind]}"/><w:tag w:val={_quoted(tag_of(span))}/>'
        f'<w:id w:val="{number}"/><w15:appearance w15:val="hidden"/></w:sdtPr>'
        f"<w:sdtContent>{run(span.text, properties)}</w:sdtContent></w:sdt>"
        f'<w:bookmarkEnd w:id="{number}"/>'
    )
