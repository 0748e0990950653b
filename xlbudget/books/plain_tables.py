"""What the cells of a workbook refer to: its shared texts, and the styles that show a date.

Both are read where their parts are written as spreadsheet programs write them. Whatever else there
is (texts in several formats, escaped characters, a style that may be a date) is left out: a sheet
that refers to it is read by the library.
"""

from __future__ import annotations

import re

_TEXT = re.compile(
    rb"<si>(?:<t( xml:space=\"preserve\")?>([^<]*)</t>(?:<phoneticPr [^<>]*/>)?(</si>))?"
)
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
_REFERENCE = "&(?:#([0-9]{1,9})|#x([0-9a-fA-F]{1,7})|(?:lt|gt|quot|apos|amp));"
_NO_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
_BLANKS = " \t\r\n"
"""What stands around a text without `xml:space` does not count."""

_CODE = re.compile(rb"<numFmt numFmtId=\"([0-9]+)\" formatCode=\"([^\"<>]*)\"/>")
_STYLE = re.compile(rb"<xf (?:[^<>]*? )??numFmtId=\"([0-9]+)\"[^<>]*>")
_UNSEEN = re.compile(
    r"\"[^\"]*\"|\\.|[_*]."
    r"|\[(?:Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|DBNum[0-9]|\$[^\]]*)\]"
)
_LONGEST_CODE = 255
"""The letters of a number format that Excel takes; a longer one is left to the library."""

_OF_A_DATE = re.compile(r"[dmyhs]|a.*[/p]", re.IGNORECASE)
_NUMBERS = frozenset([*range(14), *range(37, 45), 48, 49])
"""The formats of ECMA-376 Part 1, 18.8.30 that show no date in any language."""


def resolved(raw: bytes) -> str | None:
    """A text of XML; None if it refers to what XML does not know.

    >>> resolved(b"A&amp;B"), resolved(b"A&#10;&#38;lt;"), resolved(b"&nbsp;")
    ('A&B', 'A\\n&lt;', None)
    """
    text = raw.decode()
    references = text.count("&")
    if not references:
        return text
    if "&#" in text:
        try:
            text, found = re.subn(_REFERENCE, _character, text)
        except ValueError:
            return None
        return text if found == references else None
    for escape, char in _ENTITIES.items():
        if found := text.count(escape):
            references -= found
            text = text.replace(escape, char)
    return None if references else text


def _character(reference: re.Match[str]) -> str:
    decimal, hexadecimal = reference.groups()
    if not decimal and not hexadecimal:
        return _ENTITIES[reference[0]]
    character = chr(int(decimal) if decimal else int(hexadecimal, 16))
    if re.match(_NO_XML, character):
        raise ValueError(reference[0])
    return character


def text_of(raw: bytes, *, stripped: bool = False) -> str | None:
    """A text of a cell as a person sees it; None if it has escapes that the library resolves.

    >>> text_of(b" A&amp;B "), text_of(b" A&#10;", stripped=True), text_of(b"A_x000D_")
    (' A&B ', 'A', None)
    """
    text = resolved(raw)
    if text is None or "_x" in text:
        return None
    return text.strip(_BLANKS) if stripped else text


def shared_texts(part: bytes) -> list[str | None] | None:
    """The shared texts in their order, None for each that is not plain; None if they cannot be
    told apart.

    >>> shared_texts(b"<sst><si><t>A</t></si><si><r><t>B</t></r></si></sst>")
    ['A', None]
    """
    if b"<!" in part or b"\r" in part[part.find(b"<si") :]:
        return None
    found = _TEXT.findall(part)
    if part.count(b"<si>") != part.count(b"<si"):
        return None
    texts: list[str | None] = []
    for spaced, raw, whole in found:
        texts.append(text_of(raw, stripped=not spaced) if whole else None)
    return texts


def styles_of_dates(part: bytes) -> frozenset[int] | None:
    """The numbers of the cell styles that may show a date; None if that cannot be told."""
    cells, formats = _inside(part, b"cellXfs"), _inside(part, b"numFmts")
    styles = _STYLE.findall(cells)
    codes = _CODE.findall(formats)
    if (
        not cells
        or b"<!" in part
        or len(styles) != cells.count(b"<xf")
        or len(codes) != formats.count(b"<numFmt")
    ):
        return None
    numbers = {str(number).encode() for number in _NUMBERS}
    for number, code in codes:
        if may_be_date(code.decode()):
            numbers.discard(number)
        else:
            numbers.add(number)
    return frozenset(at for at, number in enumerate(styles) if number not in numbers)


def _inside(part: bytes, name: bytes) -> bytes:
    """What stands in an element: a format of `dxfs` may have the number of another one."""
    _, _, rest = part.partition(b"<" + name)
    inside, end, _ = rest.partition(b"</" + name + b">")
    return inside if end else b""


def may_be_date(code: str) -> bool:
    """Whether a number format may show a date or a time of day.

    >>> may_be_date("yyyy-mm-dd"), may_be_date('[Red]#,##0.00"d"_s;-0'), may_be_date("[h]:mm")
    (True, False, True)
    """
    text = code.replace("&quot;", '"').replace("&amp;", "&")
    if len(text) > _LONGEST_CODE:
        return True
    return "&#" in text or _OF_A_DATE.search(_UNSEEN.sub("", text)) is not None
