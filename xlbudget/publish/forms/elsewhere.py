"""The blanks of a form that stand outside its sentences: in the cells of tables, in headers and
footers, in text boxes and notes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from xlbudget.binding.said import Mark
from xlbudget.domain.documents import TextBlock
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.names import FigureName
from xlbudget.publish.annotate.cells import grid_cells
from xlbudget.publish.editing import part_bytes
from xlbudget.publish.forms.blanks.blank import Blank, Sort, blanks, whole
from xlbudget.publish.forms.blanks.cell_filling import CellFilling, cell_filling
from xlbudget.publish.forms.blanks.cells import CellBlank, repeated_years
from xlbudget.publish.forms.blanks.colours import plain_colour, stretches
from xlbudget.publish.forms.blanks.filling import UNKNOWN_UNIT
from xlbudget.publish.forms.blanks.instructions import Instruction, coloured, instructions
from xlbudget.publish.forms.blanks.pieces import rounded_words
from xlbudget.publish.forms.blanks.reading import plain_words
from xlbudget.publish.forms.inline import Unsaid
from xlbudget.publish.forms.outcome import FilledIn, Left
from xlbudget.publish.forms.places import FormPlace, FormText, form_texts
from xlbudget.publish.forms.putting import put_spans
from xlbudget.publish.forms.stamps import Numbers, Stamps
from xlbudget.publish.runs import clear
from xlbudget.reading.documents.word import OpenWord
from xlbudget.reading.documents.xml_parts import W
from xlbudget.results import Results
from xlbudget.results.trace import Marks, SpanKind, TracedSpan

_UNIT = 3
"""So many signs behind a blank its unit may take, which has the blank's colour."""

_COMMENTS = "批注"
_OF_THE_UNIT = ("单位名称", "部门名称", "单位全称", "部门全称", "填报单位", "编制单位", "公开单位")
"""Labels of a cell that holds the name of the unit."""


@dataclass(slots=True)
class Elsewhere:
    """What became of the blanks outside the sentences; `data` is the form with them filled."""

    data: bytes
    loose: tuple[TracedSpan, ...] = ()
    filled: list[FilledIn] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    rounded: list[str] = field(default_factory=list)
    figures: list[FigureName] = field(default_factory=list)


def fill_elsewhere(word: OpenWord, results: Results, marks: Marks) -> Elsewhere:
    """The blanks of a form's cells, headers, footers, boxes and notes filled from an account, as
    far as they are known for sure.
    """
    return _Filling(word, results, marks).made()


class _Filling:
    """A form while what stands outside its sentences is filled in."""

    def __init__(self, word: OpenWord, results: Results, marks: Marks) -> None:
        self.word = word
        self.results = results
        self.stamps = Stamps(marks, Numbers([word.root]))
        self.done = Elsewhere(word.package.data)
        self.years: dict[etree._Element, frozenset[str]] = {}
        self.named: set[etree._Element] = set()
        self.body = {
            leaf.element
            for at, leaves in word.leaves.items()
            if isinstance(word.document.blocks[at], TextBlock)
            for leaf in leaves
        }

    def made(self) -> Elsewhere:
        texts = [*form_texts(self.word)]
        self._look_at(texts)
        cells = cell_filling(self.word.document, self.results.account, self.results.format)
        of_element = dict(self._elements(cells))
        changed: dict[str, bytes] = {}
        for text in texts:
            for place in text.places:
                if place.where == _COMMENTS:
                    continue
                if not self._is_of_body(text, place):
                    self._place(text, place, of_element, cells)
                elif place.in_box:
                    for blank in blanks(place.text):
                        if _is_alone(blank, place):
                            self._blank(text, place, blank)
            if text.editor.changed:
                changed[text.name] = part_bytes(text.editor.root)
        if changed:
            self.done.data = self.word.package.patched(changed, {})
        self.done.loose = tuple(self.stamps.loose)
        return self.done

    def _look_at(self, texts: Iterable[FormText]) -> None:
        """Which years stand more than once in a table, and which boxes hold one name alone."""
        of_table: defaultdict[etree._Element, list[str]] = defaultdict(list)
        of_box: defaultdict[etree._Element, list[FormPlace]] = defaultdict(list)
        for place in (each for text in texts for each in text.places):
            table, box = _above(place, "tbl"), _above(place, "txbxContent")
            if table is not None:
                of_table[table].append(place.text)
            if box is not None and any(_is_alone(each, place) for each in blanks(place.text)):
                of_box[box].append(place)
        self.years = {table: repeated_years(said) for table, said in of_table.items()}
        self.named = {places[0].element for places in of_box.values() if len(places) == 1}

    def _is_of_body(self, text: FormText, place: FormPlace) -> bool:
        """Whether a paragraph is one of those that are read as sentences."""
        leaves = text.editor.word.leaves[place.block]
        return text.is_main and any(leaf.element in self.body for leaf in leaves)

    def _elements(self, cells: CellFilling) -> Iterator[tuple[etree._Element, CellBlank]]:
        """The cells of tables that ask for a number, by their elements."""
        known: dict[tuple[int, int, int], CellBlank] = {
            (each.table, each.row, each.column): each for each in (*cells.pieces, *cells.left)
        }
        for at in {each.table for each in known.values()}:
            for (row, column), element in grid_cells(self.word.tables[at]):
                if (at, row, column) in known:
                    yield element, known[at, row, column]

    # ---- one paragraph

    def _place(
        self,
        text: FormText,
        place: FormPlace,
        of_element: Mapping[etree._Element, CellBlank],
        cells: CellFilling,
    ) -> None:
        element = place.cell
        cell = of_element.get(element) if element is not None and not place.in_box else None
        asked = whole(place.text)
        if cell is not None and asked is not None:
            self._cell(text, place, asked, cell, cells)
            return
        gone = self._without_instructions(text, place)
        for blank in blanks(place.text):
            if not any(start < blank.end and blank.start < end for start, end in gone):
                self._blank(text, place, blank)

    def _cell(
        self, text: FormText, place: FormPlace, asked: Blank, cell: CellBlank, cells: CellFilling
    ) -> None:
        """The number of a cell, or the name of the unit, or that it is left."""
        if cell.label and cell.label[-1] in _OF_THE_UNIT and not cell.path and not asked.unit:
            self._words(text, place, asked, self.results.account.unit_name)
            return
        piece = cells.pieces.get(cell)
        if piece is None:
            left = cells.left[cell]
            near = f"可能是：{'、'.join(left.near)}。" if left.near else ""
            self._leave(place, asked, left.why, near, cell.said)
            return
        assert piece.figure is not None
        resolved = self.results.format
        name = piece.figure.identifier(resolved)
        span = TracedSpan(SpanKind.FIGURE, piece.text, name, blank=piece.blank)
        if self._put(text, place, asked, span):
            label = piece.figure.label(resolved)
            stood = place.text[asked.start : asked.end]
            self.done.filled.append(FilledIn(place.where, stood, label, piece.text))
            self.done.rounded += rounded_words(place.where, stood, piece)
            self.done.figures.append(piece.figure)

    def _without_instructions(self, text: FormText, place: FormPlace) -> list[tuple[int, int]]:
        """Words to those who fill in, taken out; conditions are left, and told."""
        found = instructions(place.text)
        for start, end in stretches(text.editor.word.leaves[place.block]):
            meant = None if blanks(place.text[start:end]) else coloured(place.text, start, end)
            if meant and not any(start < each.end and each.start < end for each in found):
                found.append(meant)
        gone: list[tuple[int, int]] = []
        for each in found:
            gone.append((each.start, each.end))
            self._instruction(text, place, each)
        return gone

    def _instruction(self, text: FormText, place: FormPlace, each: Instruction) -> None:
        said = place.text[each.start : each.end].strip()
        if each.nil:
            self.done.doubtful += [] if place.again else [said]
            return
        runs = text.editor.runs(Mark(place.block, each.start, each.end))
        for run in runs or ():
            clear(run)
        self.done.removed += [said] if runs and not place.again else []

    def _blank(self, text: FormText, place: FormPlace, blank: Blank) -> None:
        said = plain_words(blank, self.results.account, self.results.format)
        table = _above(place, "tbl")
        several = self.years.get(table, frozenset()) if table is not None else ()
        is_listed = place.cell is not None or (place.in_box and place.element not in self.named)
        if blank.sort is Sort.NAME and is_listed and _is_alone(blank, place):
            self._leave(place, blank, UNKNOWN_UNIT)
        elif blank.sort is Sort.YEAR and place.text.strip() in several:
            self._leave(place, blank, "表里有几格写着同样的年度，看不出哪一格是上年")
        elif blank.sort in (Sort.YEAR, Sort.NAME, Sort.BODY):
            self._words(text, place, blank, said)
        elif place.cell is not None:
            self._leave(place, blank, "格里的话请自己填，或换成占位符")
        else:
            self._leave(place, blank, "这里的数和话请自己填，或换成占位符")

    # ---- what is put there, and what is not

    def _words(self, text: FormText, place: FormPlace, blank: Blank, said: str) -> None:
        if not said:
            self._leave(place, blank, "首页没有填单位名称")
        elif self._put(text, place, blank, TracedSpan(SpanKind.WORDS, said)) and not place.again:
            stood = place.text[blank.start : blank.end]
            self.done.filled.append(FilledIn(place.where, stood, blank.sort.value, said))

    def _put(self, text: FormText, place: FormPlace, blank: Blank, span: TracedSpan) -> bool:
        for leaf in text.editor.word.leaves[place.block]:
            parent = leaf.element.getparent()
            if leaf.start < blank.end + _UNIT and leaf.end > blank.start and parent is not None:
                plain_colour(parent)
        why = put_spans(text.editor, place, blank.start, blank.end, (span,), self.stamps)
        if isinstance(why, Unsaid):
            self._leave(place, blank, why.why)
            return False
        return True

    def _leave(
        self, place: FormPlace, blank: Blank, why: str, near: str = "", quote: str = ""
    ) -> None:
        if not place.again:
            text = place.text[blank.start : blank.end]
            self.done.left.append(Left(place.where, text, why, near, quote or place.text.strip()))


def _above(place: FormPlace, name: str) -> etree._Element | None:
    """The nearest element of a kind that a paragraph stands in."""
    return next(place.element.iterancestors(f"{W}{name}"), None)


def _is_alone(blank: Blank, place: FormPlace) -> bool:
    """Whether a name is all that a paragraph says."""
    rest = place.text[: blank.start] + place.text[blank.end :]
    return blank.sort is Sort.NAME and not rest.strip(" 　。")
