"""A form made ready to be filled in: what it says to those who fill it in taken out, what it says
for units that have nothing put in its place, its lists written once for each item.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from functools import partial
from itertools import takewhile

from xlbudget.analysis.indicators import Figures
from xlbudget.binding.bound import BoundText
from xlbudget.binding.outline import Role
from xlbudget.binding.said import Mark
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.records import dataclass, field, replace
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName
from xlbudget.publish.editing import Editor
from xlbudget.publish.forms.blanks.colours import stretches
from xlbudget.publish.forms.blanks.conditions import Conditions
from xlbudget.publish.forms.blanks.instructions import Instruction, coloured, instructions
from xlbudget.publish.forms.blanks.items import (
    Enumeration,
    ItemLine,
    enumerations,
    goes_on,
    item_line,
    lines_of,
)
from xlbudget.publish.forms.blanks.pieces import Edit, edited
from xlbudget.publish.forms.blanks.reading import FormParagraph, read_form
from xlbudget.publish.forms.blanks.standing import texts_proper
from xlbudget.publish.runs import clear
from xlbudget.reading.documents.blocks import EDGES
from xlbudget.reading.documents.word import OpenWord, open_word
from xlbudget.reading.documents.xml_parts import W


@dataclass(slots=True)
class Made:
    """A form made ready; `removed` are the words taken out, `doubtful` the instructions of which
    nobody can say whether their condition holds, `explained` the number of items in 名词解释.
    """

    word: OpenWord
    removed: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    explained: int = 0


def made_ready(
    word: OpenWord, account: FinalAccount, resolved: Format, terms: tuple[str, ...] = ()
) -> Made:
    """The form without its instructions and with its lists written out, read anew; `terms` are the
    explanations of the items, in order, for a list that leaves them blank.
    """
    structure = _Structure(word, account, resolved, Figures(account, resolved), terms)
    return structure.made()


@dataclass(slots=True)
class _Structure:
    word: OpenWord
    account: FinalAccount
    format: Format
    figures: Figures
    terms: tuple[str, ...]
    removed: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    explained: int = 0
    _found: dict[int, list[Instruction]] = field(default_factory=dict)
    _gone: set[int] = field(default_factory=set)
    _instead: dict[int, str] = field(default_factory=dict)
    _written: list[tuple[int, str, list[str]]] = field(default_factory=list)

    def made(self) -> Made:
        word = self._without_instructions()
        word = self._with_lists(word)
        return Made(word, self.removed, self.doubtful, self.explained)

    def _without_instructions(self) -> OpenWord:
        document = self.word.document
        for at, block in texts_proper(self.word):
            found = instructions(block.text)
            found += self._in_colour(at, block.text, found)
            if found:
                self._found[at] = found
        texts = {at: block.text for at, block in document.texts()}
        items = (line for text in texts.values() if (line := item_line(text)))
        if not self._found and not any(line.blank for line in items):
            return self.word
        stripped = self._stripped(document)
        bound = self._bound(stripped)
        conditions = Conditions(texts, bound, self.figures, self._instead, self._gone)
        for at, found in self._found.items():
            for each in found:
                if each.nil:
                    conditions.decide(at, each)
        for at, doubtful in conditions.doubtful:
            self.doubtful.append(texts[at][doubtful.start : doubtful.end])
            self._found[at] = [each for each in self._found[at] if each is not doubtful]
        editor = Editor(self.word)
        self._expand(editor, stripped, bound)
        self._apply(editor)
        return open_word(self.word.package.path, editor.saved())

    def _in_colour(self, at: int, text: str, known: list[Instruction]) -> list[Instruction]:
        found: list[Instruction] = []
        for start, end in stretches(self.word.leaves.get(at, ())):
            form = FormParagraph.of(text[start:end])
            if (
                form.blanks
                or form.choices
                or any(start < each.end and each.start < end for each in known)
            ):
                continue
            meant = coloured(text, start, end)
            if meant:
                found.append(meant)
        return found

    def _stripped(self, document: Document) -> Document:
        blocks = list(document.blocks)
        for at, found in self._found.items():
            block = blocks[at]
            assert isinstance(block, TextBlock)
            gone = [Edit(each.start, each.end) for each in found]
            blocks[at] = replace(block, text=edited(block.text, gone)[0])
        return replace(document, blocks=tuple(blocks))

    def _bound(self, document: Document) -> BoundText:
        forms = {at: FormParagraph.of(block.text) for at, block in document.texts()}
        return read_form(document, forms, self.account, self.format)[0]

    def _expand(self, editor: Editor, stripped: Document, bound: BoundText) -> None:
        """Copy the paragraph that stands for each item, once for each."""
        at = 0
        while at < len(stripped.blocks):
            line = item_line(self._of(stripped, at))
            if line is None or not line.blank:
                at += 1
                continue
            last = at + 1
            while last < len(stripped.blocks) and self._belongs(self._of(stripped, last)):
                last += 1
            texts = self._texts(line, at, stripped, bound)
            if texts and editor.paragraph(at) is not None:
                self._written.append((at, self._of(stripped, at).strip(EDGES), texts))
                self._gone.update(range(at + 1, last))
            at = last

    def _texts(self, line: ItemLine, at: int, stripped: Document, bound: BoundText) -> list[str]:
        """What a paragraph that stands for each item is to say; nothing where it is not known."""
        if bound.outline.at(at).role is Role.TERMS:
            self.explained = len(self.terms)
            return [f"{line.numbered(turn)}{term}" for turn, term in enumerate(self.terms, 1)]

        def written(code: str) -> str:
            return line.written(1, code, self.account, self.format)

        trial = partial(self._trial, stripped, bound, at)
        codes = lines_of(line.levels, written, trial, self.figures, self.format)
        return [
            line.written(turn, code, self.account, self.format)
            for turn, code in enumerate(codes, 1)
        ]

    def _belongs(self, text: str) -> bool:
        line = item_line(text)
        return not text.strip() or goes_on(text) or (line is not None and line.blank)

    def _trial(
        self, stripped: Document, bound: BoundText, at: int, text: str
    ) -> frozenset[FigureName]:
        """What a paragraph's numbers would be read as, under its headings."""
        heads = [each.block for each in bound.outline.at(at).under]
        blocks = [stripped.blocks[each] for each in heads]
        block = stripped.blocks[at]
        assert isinstance(block, TextBlock)
        document = replace(stripped, blocks=(*blocks, replace(block, text=text)))
        forms = {len(blocks): FormParagraph.of(text)}
        read = read_form(document, forms, self.account, self.format)[1]
        return frozenset(each.figure for each in read[len(blocks)].known)

    def _apply(self, editor: Editor) -> None:
        for at, found in self._found.items():
            if at in self._gone or at in self._instead:
                continue
            text = self._text(at)
            self.removed += [text[each.start : each.end].strip() for each in found]
            left = edited(text, [Edit(each.start, each.end) for each in found])[0]
            if not left.strip(" 　。"):
                editor.remove_paragraph(at)
                continue
            for each in found:
                take_out(editor, Mark(at, each.start, each.end))
        for at, said in self._instead.items():
            text = self._text(at)
            number = re.match(r"\s*(?:\d{1,2}[.．、]|（[\d一二三四五六七八九十]{1,3}）)?\s*", text)
            begin = number.end() if number else 0
            self.removed.append(text[begin:])
            editor.replace(Mark(at, begin, len(text)), said)
        for at in sorted(self._gone):
            self.removed.append(self._text(at))
            editor.remove_paragraph(at)
        for at, _, texts in self._written:
            _repeat(editor, at, len(texts))

    def _with_lists(self, word: OpenWord) -> OpenWord:
        """The copies given their names, and lists inside of sentences written out."""
        document = word.document
        editor = Editor(word)
        texts = {at: block.text for at, block in document.texts()}
        begin = 0
        for _, pattern, written in sorted(self._written):
            found = _run_of(texts, pattern, len(written), begin)
            if found is None:
                continue
            for step, text in enumerate(written):
                _renamed(editor, found + step, pattern, text)
                texts[found + step] = text
            begin = found + len(written)
        bound: BoundText | None = None
        for at, text in texts.items():
            for each in enumerations(text):
                bound = bound or self._bound(document)
                self._enumerate(editor, each, at, text, bound)
        return open_word(word.package.path, editor.saved()) if editor.changed else word

    def _enumerate(
        self, editor: Editor, said: Enumeration, at: int, text: str, bound: BoundText
    ) -> None:
        """Write a list inside of a sentence once for each 类."""

        def written(code: str) -> str:
            part = said.written((code,), self.format)
            return text[: said.start] + part + text[said.end :]

        trial = partial(self._trial, bound.document, bound, at)
        codes = lines_of("类", written, trial, self.figures, self.format)
        if codes:
            stop = "。" if text[: said.end].endswith("…") and not text[said.end :].strip() else ""
            editor.replace(Mark(at, said.start, said.end), said.written(codes, self.format) + stop)

    def _text(self, at: int) -> str:
        return self._of(self.word.document, at)

    @staticmethod
    def _of(document: Document, at: int) -> str:
        block = document.blocks[at]
        return block.text if isinstance(block, TextBlock) else ""


def take_out(editor: Editor, mark: Mark) -> bool:
    """Take words out of a paragraph."""
    runs = editor.runs(mark)
    for run in runs or ():
        clear(run)
    return bool(runs)


def _repeat(editor: Editor, at: int, times: int) -> None:
    """Copies of a paragraph after it."""
    paragraph = editor.paragraph(at)
    assert paragraph is not None
    for _ in range(times - 1):
        fresh = copy.deepcopy(paragraph)
        for name in [each for each in fresh.attrib if str(each).endswith(("}paraId", "}textId"))]:
            del fresh.attrib[name]
        for name in ("bookmarkStart", "bookmarkEnd"):
            for element in list(fresh.iter(f"{W}{name}")):
                parent = element.getparent()
                if parent is not None:
                    parent.remove(element)
        paragraph.addnext(fresh)


def _run_of(texts: Mapping[int, str], pattern: str, count: int, begin: int) -> int | None:
    """Where so many paragraphs with the same words follow each other, from a place on."""
    for at, text in texts.items():
        if (
            at >= begin
            and text == pattern
            and all(texts.get(at + step) == pattern for step in range(count))
        ):
            return at
    return None


def _renamed(editor: Editor, at: int, pattern: str, text: str) -> None:
    """Put the words of an item into the place of the pattern's, up to where they are the same."""
    ends = zip(reversed(pattern), reversed(text), strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], ends))
    if same < len(pattern):
        editor.replace(Mark(at, 0, len(pattern) - same), text[: len(text) - same])
