"""The table of contents: a field of Word that is already filled in.

Word fills it anew only when asked to (更新域): a document that asks by itself whether fields are
to be updated cannot be published as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlbudget.domain.records import dataclass
from xlbudget.publish.word.headings import IN_CONTENTS
from xlbudget.publish.word.marks import run
from xlbudget.publish.word.ooxml import field, paragraph
from xlbudget.publish.word.styles import CONTENTS, CONTENTS_TITLE, SECTION_END

_TITLE = "目　　录"
_OPENING = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
    f'TOC \\o "1-{IN_CONTENTS}" \\h \\z </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that the contents list: its level, words and bookmark."""

    level: int
    text: str
    mark: str


def contents(headings: Sequence[Heading], pages: Mapping[str, int], section_end: str) -> str:
    """The paragraphs of the contents; the last one ends the section of cover and contents.

    Where the page of a heading is not known, none stands there.
    """
    made = [paragraph(CONTENTS_TITLE, run(_TITLE))]
    opening = _OPENING
    for heading in headings:
        page = field(f"PAGEREF {heading.mark} \\h", str(pages.get(heading.mark, "")))
        entry = (
            f'<w:hyperlink w:anchor="{heading.mark}" w:history="1">{run(heading.text)}'
            f"<w:r><w:tab/></w:r>{page}</w:hyperlink>"
        )
        made.append(paragraph(CONTENTS[heading.level], f"{opening}{entry}"))
        opening = ""
    made.append(paragraph(SECTION_END, "" if opening else _END, section_end))
    return "".join(made)
