"""The cells of a form's tables read as sentences, under the headings that they stand below, by the
reader of other people's texts: 公务接待费决算数XX万元.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlbudget.analysis.indicators import Figures
from xlbudget.binding.outline.headings import LONGEST
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.documents import Document, DocumentBlock, TextBlock
from xlbudget.domain.records import dataclass, field, replace
from xlbudget.domain.text import Place
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName
from xlbudget.publish.forms.blanks.blank import blanks
from xlbudget.publish.forms.blanks.cells import CellBlank
from xlbudget.publish.forms.blanks.filling import Filling, take_back
from xlbudget.publish.forms.blanks.pieces import Edit, Piece
from xlbudget.publish.forms.blanks.reading import FormParagraph, read_form

_BLANK = "XX"


@dataclass(frozen=True, slots=True)
class SaidOfCell:
    """What a cell's sentence says: its figure, or why none is known; the headings over it."""

    figure: FigureName | None
    why: str
    subject: str
    heads: tuple[str, ...]


@dataclass(slots=True)
class CellSentences:
    """The sentences of a form's cells, below the form's headings."""

    account: FinalAccount
    resolved: Format
    document: Document
    cells: dict[int, CellBlank] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        document: Document,
        tables: Mapping[int, Iterable[CellBlank]],
        account: FinalAccount,
        resolved: Format,
    ) -> CellSentences:
        """The sentences of the cells of each table, by position of the table."""
        blocks: list[DocumentBlock] = []
        cells: dict[int, CellBlank] = {}
        for at, block in enumerate(document.blocks):
            is_short = isinstance(block, TextBlock) and len(block.text) <= LONGEST
            if isinstance(block, TextBlock) and is_short and not blanks(block.text):
                blocks.append(block)
            for cell in tables.get(at, ()):
                cells[len(blocks)] = cell
                blocks.append(TextBlock(f"{cell.said}{_BLANK}{cell.blank.unit}。", Place()))
        placed = tuple(
            replace(each, place=Place(paragraph=number)) for number, each in enumerate(blocks, 1)
        )
        return cls(account, resolved, replace(document, blocks=placed), cells)

    def read(self) -> dict[CellBlank, SaidOfCell]:
        """What each sentence says."""
        texts = dict(self.document.texts())
        forms = {at: FormParagraph.of(texts[at].text) for at in self.cells}
        bound, readings = read_form(self.document, forms, self.account, self.resolved)
        found: dict[CellBlank, SaidOfCell] = {}
        for at, cell in self.cells.items():
            heads = tuple(head.words for head in bound.outline.at(at).under)
            start = len(cell.said)
            known = next((e.figure for e in readings[at].known if e.blank.start == start), None)
            unknown = readings[at].unknown.items()
            why, subject = next((v for e, v in unknown if e.start == start), ("", ""))
            found[cell] = SaidOfCell(known, why, subject or cell.said, heads)
        return found

    def read_back(
        self, pieces: Mapping[CellBlank, Piece], figures: Figures
    ) -> dict[CellBlank, str]:
        """The cells whose sentences, filled in, do not say what was meant, each with why."""
        filled = Filling()
        for at, cell in self.cells.items():
            if cell in pieces:
                start = len(cell.said)
                edit = Edit(start, start + len(_BLANK), (pieces[cell],), 1)
                filled.edits[at], filled.left[at] = [edit], []
        take_back(self.document, filled, figures, self.account, self.resolved)
        return {self.cells[at]: lefts[0].why for at, lefts in filled.left.items() if lefts}
