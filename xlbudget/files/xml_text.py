"""Text as it stands in XML: what `xml.sax.saxutils` writes, without the network library that it
imports (a sixth of the start of the program).
"""

from __future__ import annotations

from collections.abc import Mapping

_NONE: Mapping[str, str] = {}


def escape(text: str, entities: Mapping[str, str] = _NONE) -> str:
    """A text between tags; `entities` are further characters and what is written for them.

    >>> escape("收入<支出 & 结余")
    '收入&lt;支出 &amp; 结余'
    """
    text = text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
    for sign, written in entities.items():
        text = text.replace(sign, written)
    return text


def quoteattr(text: str, entities: Mapping[str, str] = _NONE) -> str:
    r"""The value of an attribute, in quotes; line breaks and tabs survive the reader.

    >>> print(quoteattr("一行\n两行"), quoteattr('“"”'), quoteattr("'\""))
    "一行&#10;两行" '“"”' "'&quot;"
    """
    text = escape(text, {**entities, "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
    if '"' not in text:
        return f'"{text}"'
    return "'" + text + "'" if "'" not in text else '"' + text.replace('"', "&quot;") + '"'


def unescape(text: str) -> str:
    """What stood in XML, as text again.

    >>> unescape("&amp;lt;"), unescape(escape("<&>"))
    ('&lt;', '<&>')
    """
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
