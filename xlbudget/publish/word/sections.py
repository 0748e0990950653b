"""Sections of a document: paper, margins, page numbers, and the watermark of a draft."""

from __future__ import annotations

from xlbudget.domain.records import dataclass
from xlbudget.formats.model import Format
from xlbudget.publish.word.marks import run
from xlbudget.publish.word.ooxml import SPACES, field, paragraph
from xlbudget.publish.word.package import WordPackage
from xlbudget.publish.word.styles import FOOTER, HEADER, LINE
from xlbudget.publish.word.tables import Paper
from xlbudget.publish.word.watermark import watermark
from xlbudget.results.trace import BOOKMARK

INSERT = f"{BOOKMARK}_insert_"
"""How the bookmarks begin where a person's own document goes."""

_PORTRAIT = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" '
    'w:left="1588" w:header="851" w:footer="1417" w:gutter="0"/>'
)
"""A4，天头 37 毫米，地脚 35 毫米，订口 28 毫米，切口 26 毫米（GB/T 9704—2012 5.2）。"""

TEXT_WIDTH = 8844
"""156 毫米, in twips."""

_TO_FOOTER = 567
_ONE_CHARACTER = '<w:ind w:{side}Chars="100" w:{side}="280"/>'


def insertion_mark(section: str, resolved: Format) -> str:
    """The bookmark where the words of a section go that a person wrote as a document of its own.

    >>> from xlbudget.formats.library import find
    >>> insertion_mark("第四部分", find("sichuan", 2024))
    '_xb_insert_14'
    """
    ids = [known.id for known in resolved.sections]
    return f"{INSERT}{ids.index(section) + 1}"


@dataclass(frozen=True, slots=True)
class Sections:
    """What the sections of a document share: whether it is a draft, and the ids of headers and
    footers, by page (odd, even).
    """

    draft: bool
    headers: dict[str, str]
    footers: dict[str, str]

    @classmethod
    def of(cls, package: WordPackage, resolved: Format, *, draft: bool) -> Sections:
        """Headers and footers, put into the package."""
        outside = not resolved.document.centred_numbers
        headers, footers = {}, {}
        for number, page in enumerate(("default", "even") if outside else ("default",), 1):
            if draft:
                headers[page] = package.add_word("header", _header(number), str(number))
            side = ("right" if page == "default" else "left") if outside else "center"
            footers[page] = package.add_word("footer", _footer(side), str(number))
        return cls(draft, headers, footers)

    def front(self) -> str:
        """Cover and contents: no page numbers."""
        return self._section(_PORTRAIT, _references("header", self.headers), grid=True)

    def text(self, *, first: bool = False, continuous: bool = False) -> str:
        """A section of the text; the first one is numbered from 1."""
        references = _references("footer", self.footers) if first else ""
        return self._section(_PORTRAIT, references, grid=True, first=first, continuous=continuous)

    def tables(self, paper: Paper, *, first: bool = False) -> str:
        """A landscape section of tables."""
        page = (
            f'<w:pgSz w:w="{paper.width}" w:h="{paper.height}" w:orient="landscape"/>'
            f'<w:pgMar w:top="{paper.top}" w:right="{paper.right}" w:bottom="{paper.bottom}" '
            f'w:left="{paper.left}" w:header="{_TO_FOOTER}" w:footer="{_TO_FOOTER}" '
            'w:gutter="0"/>'
        )
        references = _references("footer", self.footers) if first else ""
        return self._section(page, references, grid=False, first=first)

    @staticmethod
    def _section(
        page: str,
        references: str,
        *,
        grid: bool,
        first: bool = False,
        continuous: bool = False,
    ) -> str:
        kind = '<w:type w:val="continuous"/>' if continuous else ""
        start = '<w:pgNumType w:start="1"/>' if first else ""
        lines = f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/>' if grid else ""
        return f'<w:sectPr>{references}{kind}{page}{start}<w:cols w:space="425"/>{lines}</w:sectPr>'


def _references(kind: str, ids: dict[str, str]) -> str:
    return "".join(
        f'<w:{kind}Reference w:type="{page}" r:id="{id_}"/>' for page, id_ in ids.items()
    )


def _header(number: int) -> str:
    """A header that holds the watermark only."""
    return f"<w:hdr {SPACES}>{paragraph(HEADER, watermark(number))}</w:hdr>"


def _footer(side: str) -> str:
    """— 1 —, outside with one character of room, or in the middle."""
    room = "" if side == "center" else _ONE_CHARACTER.format(side=side)
    number = f"{run('— ')}{field('PAGE', '1')}{run(' —')}"
    placed = paragraph(FOOTER, number, f'{room}<w:jc w:val="{side}"/>')
    return f"<w:ftr {SPACES}>{placed}</w:ftr>"
