"""What the cells of a form's tables are filled with: a number where row and column say one figure
and no other, and nothing anywhere else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from xlbudget.analysis.indicators import Figures
from xlbudget.binding.facts import facts_of
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.documents import Document, TableBlock, TextBlock
from xlbudget.domain.records import dataclass, field, replace
from xlbudget.formats.model import Format
from xlbudget.formats.names import (
    ACTUAL,
    BUDGET,
    BUDGET_CHANGE,
    BUDGET_CHANGE_RATE,
    COMPLETION_RATE,
    SIGNED,
    FigureName,
)
from xlbudget.publish.forms.blanks.blank import whole
from xlbudget.publish.forms.blanks.cell_names import CellNames, unit_of
from xlbudget.publish.forms.blanks.cell_sentences import CellSentences, SaidOfCell
from xlbudget.publish.forms.blanks.cells import CellBlank, cell_blanks
from xlbudget.publish.forms.blanks.comparisons import is_of_base
from xlbudget.publish.forms.blanks.filling import Nearest, near_names
from xlbudget.publish.forms.blanks.paragraph import Known, Paragraph
from xlbudget.publish.forms.blanks.pieces import Piece
from xlbudget.publish.forms.blanks.sections import is_of_section
from xlbudget.publish.forms.short_names import short_names
from xlbudget.reading.pasted import head_lines

_OF_BUDGET = (BUDGET, COMPLETION_RATE, BUDGET_CHANGE, BUDGET_CHANGE_RATE)
_YEAR = re.compile(r"(20\d\d)\s*年")
_BUDGET = re.compile(r"(?<!一般公共)(?<!政府性基金)(?<!国有资本经营)预算")
_KIND = re.compile(r"(?<!一般公共)(?<!政府性基金)(?<!国有资本经营)预算|决算")
_EITHER_WAY = ("增减", "变动", "增加（减少）", "增加(减少)", "增(减)", "增（减）")
_UNKNOWN = "看不出是哪个指标"


@dataclass(frozen=True, slots=True)
class LeftCell:
    """A cell that is left as it is: why, and the names that may be meant."""

    why: str
    near: tuple[str, ...] = ()


@dataclass(slots=True)
class CellFilling:
    """What is put into the cells of a form's tables, and which are left."""

    pieces: dict[CellBlank, Piece] = field(default_factory=dict)
    left: dict[CellBlank, LeftCell] = field(default_factory=dict)


def cell_filling(document: Document, account: FinalAccount, resolved: Format) -> CellFilling:
    """The numbers of a form's cells from an account; only what row and column surely say."""
    tables = dict(_tables(document, account.year))
    if not tables:
        return CellFilling()
    return _Cells(document, tables, account, resolved).filled()


def _tables(document: Document, year: int) -> Iterator[tuple[int, list[CellBlank]]]:
    """The tables with blanks for numbers, with their blanks."""
    above: list[str] = []
    for at, block in enumerate(document.blocks):
        if isinstance(block, TextBlock):
            above.append(block.text)
        elif isinstance(block, TableBlock):
            cells = cell_blanks(at, block, head_lines(above), year)
            if cells:
                yield at, cells
            above = []


class _Cells:
    """The cells of a form, from what is said of them to what is put there."""

    def __init__(
        self,
        document: Document,
        tables: Mapping[int, Sequence[CellBlank]],
        account: FinalAccount,
        resolved: Format,
    ) -> None:
        self.tables = tables
        self.account = account
        self.resolved = resolved
        self.figures = Figures(account, resolved)
        self.facts = facts_of(resolved)
        self.names = CellNames(resolved, short_names(resolved))
        self.sentences = CellSentences.of(document, tables, account, resolved)
        self.nearest: Nearest = near_names(resolved)
        self.found = CellFilling()

    def filled(self) -> CellFilling:
        """The numbers, read back where the sentence of a cell says which it is."""
        said = self.sentences.read()
        for cells in self.tables.values():
            self._table(cells, said)
        of_sentence = {
            cell: piece
            for cell, piece in self.found.pieces.items()
            if said[cell].figure is not None
        }
        for cell, why in self.sentences.read_back(of_sentence, self.figures).items():
            del self.found.pieces[cell]
            self.found.left[cell] = LeftCell(why)
        return self.found

    def _table(self, cells: Sequence[CellBlank], said: Mapping[CellBlank, SaidOfCell]) -> None:
        around = {
            cell: "\n".join((*said[cell].heads, *cell.above, *cell.label, *cell.path))
            for cell in cells
        }
        named = self.names.of(cells, around)
        meant: dict[CellBlank, FigureName] = {}
        for cell in cells:
            figure = self._meant(cell, named.get(cell, []), said[cell])
            if isinstance(figure, LeftCell):
                self.found.left[cell] = figure
            else:
                meant[cell] = figure
        times = Counter(meant.values())
        for cell, figure in meant.items():
            if times[figure] > 1:
                label = figure.label(self.resolved)
                self.found.left[cell] = LeftCell("表里有几格像是同一个数", (label,))
            else:
                self._put(cell, figure)

    def _meant(
        self, cell: CellBlank, named: Sequence[FigureName], said: SaidOfCell
    ) -> FigureName | LeftCell:
        """The one figure that a cell asks for, or why there is none."""
        lines = (*said.heads, *cell.above)
        dated = _nearest(lines, _YEAR)
        if dated and str(self.account.year) not in _YEAR.findall(dated):
            return LeftCell(f"表上写的是{_YEAR.findall(dated)[-1]}年")
        known = [each for each in named if is_of_section(each, said.heads, self.resolved)]
        known += [said.figure] if said.figure is not None else []
        apart = {self.facts.fact(each): each for each in reversed(known)}
        if len(apart) > 1:
            shown = tuple(each.label(self.resolved) for each in apart.values())
            return LeftCell("行名和列名可以是几个指标", shown)
        if not apart:
            return LeftCell(said.why or _UNKNOWN, self.nearest("".join(cell.label) or said.subject))
        (figure,) = apart.values()
        told = _nearest(cell.above, _KIND)
        of_budget = bool(_BUDGET.search(told)) and "决算" not in f"{told}{cell.said}"
        if figure.measure == ACTUAL and of_budget:
            label = figure.label(self.resolved)
            return LeftCell("看不出是预算数还是决算数", (label,))
        return figure

    def _put(self, cell: CellBlank, name: FigureName) -> None:
        """Print a figure in its cell; a change has its sign, as no word beside it tells one."""
        figure = self.figures.figure(name)
        unit = unit_of(cell, name, counts=figure.count is not None)
        label = name.label(self.resolved)
        if not unit:
            self.found.left[cell] = LeftCell("表上没有写明金额单位", (label,))
            return
        blank = replace(cell.blank, unit=unit)
        known = Known(blank, name, cell.said)
        text = Paragraph(cell.text, (), (), self.account, self.resolved, self.figures)
        if name.measure not in _OF_BUDGET or is_of_base(known, text):
            text.number(known, signed=name.measure in SIGNED)
        if not text.edits:
            why = text.left[0].why if text.left else _UNKNOWN
            self.found.left[cell] = LeftCell(why, (label,))
            return
        (piece,) = text.edits[0].pieces
        value = figure.amount.fen if figure.amount is not None else figure.ratio
        if name.measure in SIGNED and value:
            if not any(each in cell.said for each in _EITHER_WAY):
                self.found.left[cell] = LeftCell("表头没有写明是增减，正负说不清", (label,))
                return
            piece = replace(piece, text=f"-{piece.text}") if value < 0 else piece
        if name.is_rate and (whole(cell.text) or blank).unit != unit and cell.of_table:
            piece = replace(piece, text=f"{piece.text}%")
        stood = cell.text[blank.start : blank.end]
        self.found.pieces[cell] = replace(piece, blank=f"{stood}{unit}")


def _nearest(lines: Sequence[str], words: re.Pattern[str]) -> str:
    """The line nearest above a table that says such words; "" where none does."""
    return next((line for line in reversed(lines) if words.search(line)), "")
