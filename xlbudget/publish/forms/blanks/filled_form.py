"""A bureau's form as accountants get it, filled in: XX万元, 增加（减少）, （注：…）, lists to be
written once for each item.

Every number is one that the reader of other people's texts knows for sure, and reads back as the
same number once it is filled in; all other blanks stay and are told.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from lxml import etree

from xlbudget.binding.facts import facts_of
from xlbudget.binding.said import Mark
from xlbudget.domain.codes import is_code, parents
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.errors import UnknownName
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.names import ACTUAL, FigureName, resolve
from xlbudget.narrative.term_list import explained_terms
from xlbudget.publish.editing import Editor
from xlbudget.publish.forms.blanks.colours import plain_colour
from xlbudget.publish.forms.blanks.filling import UNKNOWN_UNIT, Filling, filling
from xlbudget.publish.forms.blanks.pieces import Edit, Piece, rounded_words
from xlbudget.publish.forms.blanks.pieces import Left as LeftStretch
from xlbudget.publish.forms.blanks.standing import in_boxes, in_notes
from xlbudget.publish.forms.blanks.structure import made_ready, take_out
from xlbudget.publish.forms.outcome import FilledIn, Left
from xlbudget.publish.forms.stamps import Numbers
from xlbudget.publish.word.marks import control, run
from xlbudget.reading.documents.word import OpenWord
from xlbudget.reading.documents.xml_parts import W
from xlbudget.results import Results
from xlbudget.results.trace import Marks, SpanKind, TracedSpan

_OF_YEAR = re.compile(r"(?<![与比较同和\d])(20\d\d)\s*年度")
_STOPS = "。；;\n"
_UNIT = 3
"""So many signs behind a blank its unit may take, which has the blank's colour."""


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form filled in. `loose` are the numbers, words and gaps with their marks, `figures` what
    the numbers are; `removed` the instructions taken out, `doubtful` those that may hold or not;
    `unused` what our own text would print and the form never asks for; `explained` the number of
    items in 名词解释; `rounded` the numbers that the form's own decimals print less exactly than
    they are published.
    """

    data: bytes
    loose: tuple[TracedSpan, ...]
    filled: tuple[FilledIn, ...]
    left: tuple[Left, ...]
    removed: tuple[str, ...]
    doubtful: tuple[str, ...]
    figures: tuple[FigureName, ...]
    unused: tuple[str, ...]
    explained: int = 0
    rounded: tuple[str, ...] = ()

    def notes(self) -> list[str]:
        """What a person must be told beside what was filled in and what is left."""
        told = []
        if self.removed:
            told.append(f"从范本里去掉了 {len(self.removed)} 处说明和没有的项目：")
            told += [f"  {each}" for each in self.removed]
        if self.doubtful:
            told.append(f"有 {len(self.doubtful)} 处说明看不出条件是否成立，原样留着：")
            told += [f"  {each}" for each in self.doubtful]
        if self.explained:
            told.append(
                f"名词解释里写了 {self.explained} 个项级科目，没有导入释义的用参考释义，请核对。"
            )
        if self.rounded:
            told.append(f"有 {len(self.rounded)} 个数按范本的小数位四舍五入，比公开的数粗：")
            told += [f"  {each}" for each in self.rounded]
        return told


def fill_blanks(word: OpenWord, results: Results, marks: Marks) -> FilledForm:
    """The form with its blanks filled from an account, as far as they are known for sure.

    Raises UnknownName where the form is printed for another year.
    """
    _check_year(word.document, results)
    made = made_ready(word, results.account, results.format, tuple(_terms(results)))
    document = made.word.document
    found = filling(document, results.account, results.format, in_notes(made.word))
    writer = _Writer(made.word, results, marks)
    writer.write(found)
    figures = tuple(each.figure for each in found.figures if each.figure is not None)
    return FilledForm(
        data=writer.editor.saved(),
        loose=tuple(writer.loose),
        filled=tuple(writer.filled),
        left=tuple(_left(document, found, in_boxes(made.word))),
        removed=(*made.removed, *_dropped(document, found)),
        doubtful=tuple(made.doubtful),
        figures=figures,
        unused=tuple(unused_amounts(results, figures)),
        explained=made.explained,
        rounded=tuple(writer.rounded),
    )


def _terms(results: Results) -> Iterator[str]:
    """The explanations of the items that our own text names."""
    codes = (paragraph.id.rpartition(".")[2] for paragraph in results.generated.values())
    items = [each for each in dict.fromkeys(codes) if is_code(each) and parents(each)]
    for term in explained_terms("", items, results.account, results.format):
        yield "".join(span.text for span in term.spans)


def _check_year(form: Document, results: Results) -> None:
    """A form that names a year must be of the account's."""
    said = [year for _, block in form.texts() for year in _OF_YEAR.findall(block.text)]
    year = str(results.account.year)
    if said and year not in said:
        named = max(dict.fromkeys(said), key=said.count)
        raise UnknownName(
            where=form.file,
            seen=f"范本里写的是{named}年度",
            expected=f"工作簿的年度，{year}年度",
            remedy=f"请换用{year}年度的范本，或把范本里的年度改成 20XX 年度。",
        )


@dataclass(slots=True)
class _Writer:
    """Writes what was found into the document."""

    word: OpenWord
    results: Results
    marks: Marks
    loose: list[TracedSpan] = field(default_factory=list)
    filled: list[FilledIn] = field(default_factory=list)
    rounded: list[str] = field(default_factory=list)
    editor: Editor = field(init=False)
    _numbers: Numbers = field(init=False)

    def __post_init__(self) -> None:
        self.editor = Editor(self.word)
        self._numbers = Numbers([self.word.root])

    def write(self, found: Filling) -> None:
        """Make every edit."""
        for at, edits in found.edits.items():
            for edit in edits:
                self._uncolour(at, edit)
        for at, edits in found.edits.items():
            block = self.word.document.blocks[at]
            assert isinstance(block, TextBlock)
            for edit in sorted(edits, key=lambda each: each.start):
                self._make(at, edit, block)

    def _uncolour(self, at: int, edit: Edit) -> None:
        for leaf in self.word.leaves.get(at, ()):
            parent = leaf.element.getparent()
            if leaf.start < edit.end + _UNIT and leaf.end > edit.start and parent is not None:
                plain_colour(parent)

    def _make(self, at: int, edit: Edit, block: TextBlock) -> None:
        mark = Mark(at, edit.start, edit.end)
        runs = self.editor.runs(mark)
        if not runs:
            return
        if not edit.pieces:
            take_out(self.editor, mark)
            return
        if _in_control(runs[0]) or all(each.kind is SpanKind.WORDS for each in edit.pieces):
            self.editor.replace(mark, edit.text)
            return
        self.editor.put(mark, "".join(self._xml(each, edit, block) for each in edit.pieces))

    def _xml(self, piece: Piece, edit: Edit, block: TextBlock) -> str:
        if piece.kind is SpanKind.WORDS:
            return run(piece.text)
        name = piece.asks
        if piece.figure is not None:
            name = piece.figure.identifier(self.results.format)
        span = TracedSpan(piece.kind, piece.text, name, self.marks.new(), piece.blank)
        self.loose.append(span)
        if piece.kind is SpanKind.FIGURE and piece.figure is not None:
            label = piece.figure.label(self.results.format)
            stood = block.text[edit.start : edit.end]
            where = block.place.paragraph_words
            self.filled.append(FilledIn(where, stood, label, piece.text))
            self.rounded += rounded_words(where, stood, piece)
        return control(span, next(self._numbers))


def _in_control(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == f"{W}sdtContent"


def _left(document: Document, found: Filling, boxes: Container[int]) -> Iterator[Left]:
    """What is left of the sentences; a name alone in a text box is looked at later."""
    for at, lefts in sorted(found.left.items()):
        block = document.blocks[at]
        assert isinstance(block, TextBlock)
        for each in lefts:
            if each.why == UNKNOWN_UNIT and at in boxes:
                continue
            text = block.text[each.start : each.end]
            quote = _sentence(block.text, each)
            near = f"可能是：{'、'.join(each.near)}。" if each.near else ""
            yield Left(block.place.paragraph_words, text, each.why, near, quote)


def _dropped(document: Document, found: Filling) -> Iterator[str]:
    """What the sentences say of parts that the unit does not have, and reasons for no change."""
    for at, edits in sorted(found.edits.items()):
        block = document.blocks[at]
        assert isinstance(block, TextBlock)
        yield from (block.text[each.start : each.end] for each in edits if not each.pieces)


def _sentence(text: str, left: LeftStretch) -> str:
    start = max(text.rfind(stop, 0, left.start) for stop in _STOPS) + 1
    ends = [at for stop in _STOPS if (at := text.find(stop, left.end)) >= 0]
    return text[start : min(ends, default=len(text))].strip()


def unused_amounts(results: Results, figures: Iterable[FigureName]) -> Iterator[str]:
    """The amounts that our own text prints and the form does not ask for."""
    facts = facts_of(results.format)
    used = {facts.fact(each) for each in figures}
    told: set[FigureName] = set()
    for paragraph in results.generated.values():
        for figure in paragraph.figures:
            try:
                name = resolve(results.format, figure.name.split("."), any_code=True)
            except UnknownName:
                continue
            fact = facts.fact(name)
            if name.measure == ACTUAL and fact not in used and fact not in told:
                told.add(fact)
                yield name.label(results.format)
