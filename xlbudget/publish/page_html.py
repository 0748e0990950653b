"""HTML in the small: escaped text, links, labels. Whatever a file says is only ever text here."""

from __future__ import annotations

import re

_UNSHOWN = (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Control characters, and those that turn the direction of writing."""

_TEXT = {
    **dict.fromkeys(_UNSHOWN, "\ufffd"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **{ord(space): space for space in "\t\n"},
    ord("\r"): "",
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord('"'): "&quot;",
    ord("'"): "&#39;",
}
_NEEDS = re.compile("[\x00-\x08\x0b-\x1f&<>\"'\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_NARROW, _WIDE = 8, 14
"""Up to so many columns a table is printed upright, and across."""


def text(words: str) -> str:
    """Words as text, in an element or in a quoted attribute.

    >>> text("</script><b a='1'>"), text("a\\u202eb") == "a\\ufffdb"
    ('&lt;/script&gt;&lt;b a=&#39;1&#39;&gt;', True)
    """
    return words.translate(_TEXT) if _NEEDS.search(words) else words


def link(target: str, words: str, kind: str = "", title: str = "") -> str:
    """A link to a place of the page.

    >>> link("s1-C5", "公开01!C5")
    '<a href="#s1-C5">公开01!C5</a>'
    """
    more = f' class="{kind}"' if kind else ""
    more += f' title="{text(title)}"' if title else ""
    return f'<a href="#{target}"{more}>{text(words)}</a>'


def tag(words: str, kind: str) -> str:
    """A label in a colour; the words say the same as the colour."""
    return f'<span class="tag {kind}">{text(words)}</span>'


def paper(width: int) -> str:
    """On what paper a table of so many columns is printed: upright, across, or large.

    >>> paper(8), paper(14), paper(15)
    ('narrow', 'wide', 'widest')
    """
    return "narrow" if width <= _NARROW else "wide" if width <= _WIDE else "widest"
