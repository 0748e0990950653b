"""Where a finding stands, in words, and the words that stand there with the number marked."""

from __future__ import annotations

from xlbudget.checks.own_text import said_section
from xlbudget.domain.records import dataclass
from xlbudget.domain.text import Place

_AROUND = 40
"""So many characters of a sentence are shown on either side of the number."""


def place_words(where: Place) -> str:
    """A place as a reader looks it up; "" where nothing is known of it.

    >>> place_words(Place(section="二", page=3, paragraph=12))
    '第3页 第12段（第二节）'
    >>> place_words(Place(sheet="公开01", cell="C7"))
    '公开01!C7'
    """
    if where.sheet and where.cell:
        return f"{where.sheet}!{where.cell}"
    if where.sheet:
        return where.sheet
    page = f"第{where.page}页" if where.page is not None else ""
    found = [*filter(None, (page, where.paragraph_words))]
    section = said_section(where.section) if where.section else ""
    if not found:
        return section
    return " ".join(found) + (f"（{section}）" if section else "")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote in three: the words before, the words spoken of, the words after."""

    before: str
    marked: str
    after: str

    def text(self, begin: str = "【", end: str = "】") -> str:
        """The quote with the words spoken of between two marks."""
        marked = f"{begin}{self.marked}{end}" if self.marked else ""
        return f"{self.before}{marked}{self.after}"


def quoted(where: Place) -> Quoted | None:
    """The quote of a place, cut to what stands around the words spoken of.

    >>> quoted(Place(quote="其中：项目支出2万元，占1.8%", quote_at=4, span=(16, 20))).text()
    '其中：项目支出2万元，占【1.8%】'
    """
    quote = where.quote
    if not quote:
        return None
    start, end = 0, 0
    if where.span is not None and where.quote_at is not None:
        start, end = (at - where.quote_at for at in where.span)
    if not 0 <= start < end <= len(quote):
        return Quoted(_cut(quote, 2 * _AROUND), "", "")
    before, after = quote[:start], quote[end:]
    if len(before) > _AROUND:
        before = f"…{before[-_AROUND:]}"
    return Quoted(before, quote[start:end], _cut(after, _AROUND))


def _cut(text: str, most: int) -> str:
    return f"{text[:most]}…" if len(text) > most else text
