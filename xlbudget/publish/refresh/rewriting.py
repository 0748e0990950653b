"""Stretches of a Word document replaced, taken out and put in; formats, pictures and notes stay."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from lxml import etree

from xlbudget.binding.said import Mark
from xlbudget.domain.records import dataclass, replace
from xlbudget.publish.editing import Editor, declare_w15
from xlbudget.publish.fragments import parsed
from xlbudget.publish.refresh.open_marks import mark_done, mark_open
from xlbudget.publish.refresh.shapes import span_pairs
from xlbudget.publish.runs import CHARACTERS, clear, drop, outermost, unwrap, write_runs
from xlbudget.publish.word.marks import allowed, control
from xlbudget.publish.word.ooxml import lines
from xlbudget.reading.documents.xml_parts import W
from xlbudget.results.trace import BOOKMARK, Marks, SpanKind, TracedSpan

_SPAN = f"{BOOKMARK}_"
_SIGN = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of ours and where it stands."""

    span: TracedSpan
    mark: Mark


class Rewriter:
    """Edits one document; new marks get names and numbers that are not taken in it."""

    def __init__(self, editor: Editor, names: Iterable[str], *, marked: bool = True) -> None:
        self.editor = editor
        self.marked = marked
        """A document to be published has no marks, and gets none."""

        self._marks = Marks(names)
        self._names: dict[str, str] = {}
        taken = [0]
        for element in editor.root.iter(f"{W}bookmarkStart", f"{W}id"):
            if element.tag == f"{W}bookmarkStart":
                self._names[element.get(f"{W}id", "")] = element.get(f"{W}name", "")
            number = element.get(f"{W}id") or element.get(f"{W}val") or ""
            if number.isdecimal() and len(number) < 10:  # noqa: PLR2004  2³¹ 以内
                taken.append(int(number))
        self._next = max(taken) + 1

    def named(self, span: TracedSpan) -> TracedSpan:
        """A new stretch with a mark of its own; words have none."""
        if span.kind is SpanKind.WORDS:
            return replace(span, text=allowed(span.text), mark="")
        return replace(span, mark=self._marks.new())

    def new_mark(self, kind: str) -> tuple[str, int]:
        """A bookmark's name and number."""
        return self._marks.new(kind), self._number()

    def _number(self) -> int:
        self._next += 1
        return self._next - 1

    def content(
        self, spans: Sequence[TracedSpan], properties: etree._Element | None
    ) -> list[etree._Element]:
        """Runs and controls of named stretches, in a format."""
        pieces: list[etree._Element] = []
        for span in spans:
            if span.kind is SpanKind.WORDS or not self.marked:
                xml = lines(span.text)
            else:
                number = self._number()
                self._names[str(number)] = span.mark
                xml = control(span, number)
            made = parsed(xml)
            for each in (each for piece in made for each in piece.iter(f"{W}r")):
                if properties is not None:
                    each.insert(0, copy.deepcopy(properties))
                mark_done(each)
                if span.kind is SpanKind.GAP and self.marked:
                    mark_open(each)
            pieces += made
        if self.marked and any(span.mark for span in spans):
            self.editor.root = declare_w15(self.editor.root)
        return pieces

    def rewrite(
        self, pieces: Sequence[Piece], new: Sequence[TracedSpan]
    ) -> tuple[TracedSpan, ...] | None:
        """Make other stretches of those that stand there as generated: only what differs changes.
        The new stretches with their marks; None where the document does not let them be edited.
        """
        standing = [self.editor.runs(piece.mark) for piece in pieces]
        if not all(standing):
            return None
        runs = [each or [] for each in standing]
        pairs = span_pairs([piece.span for piece in pieces], new)
        written: list[TracedSpan] = []
        waiting: list[TracedSpan] = []
        last: etree._Element | None = None
        for old, now in pairs:
            if old is None and now is not None:
                span = self.named(new[now])
                written.append(span)
                waiting.append(span)
                continue
            if old is None:
                continue
            self._insert(waiting, last, runs[old][0])
            waiting = []
            last = runs[old][-1]
            if now is not None:
                written.append(replace(new[now], mark=pieces[old].span.mark))
        self._insert(waiting, last, None)
        for old, now in pairs:
            if old is not None and now is None:
                self._remove(pieces[old], runs[old])
            elif old is not None and now is not None and pieces[old].span.text != new[now].text:
                self._reword(pieces[old], new[now].text, runs[old])
        return tuple(written)

    def show(self, pieces: Sequence[Piece], *, is_open: bool) -> None:
        """Show stretches as something that a person must see to, or as done."""
        for piece in pieces:
            for each in self.editor.runs(piece.mark) or ():
                if is_open and self.marked:
                    mark_open(each)
                else:
                    mark_done(each)

    def fill(self, piece: Piece, words: str) -> bool:
        """Put words in the place of a gap, without its control."""
        runs = self.editor.runs(piece.mark)
        if not runs:
            return False
        self._insert([TracedSpan(SpanKind.WORDS, allowed(words))], runs[-1], None)
        self._remove(piece, runs)
        return True

    def replace(self, mark: Mark, text: str) -> bool:
        """Put other words in the place of a stretch, in the format of its first character."""
        return self.editor.replace(mark, text)

    def replace_words(self, mark: Mark, was: str, now: str) -> bool:
        """Make other words of those that stand there: only the characters that differ change."""
        done = [
            self.replace(Mark(mark.block, mark.start + start, mark.start + end), text)
            for start, end, text in _differences(was, allowed(now))
        ]
        return all(done)

    def _reword(self, piece: Piece, text: str, runs: list[etree._Element]) -> None:
        if piece.span.kind is SpanKind.WORDS:
            self.replace_words(piece.mark, piece.span.text, text)
        else:
            write_runs(runs, text)

    def _insert(
        self,
        spans: Sequence[TracedSpan],
        after: etree._Element | None,
        before: etree._Element | None,
    ) -> None:
        """Put stretches behind a run, or before one, outside of their controls."""
        beside = after if after is not None else before
        if not spans or beside is None:
            return
        pieces = self.content(spans, beside.find(f"{W}rPr"))
        if after is not None:
            place = self._behind(after)
            for piece in reversed(pieces):
                place.addnext(piece)
        else:
            place = self._in_front(beside)
            for piece in pieces:
                place.addprevious(piece)

    def _behind(self, element: etree._Element) -> etree._Element:
        element = outermost(element)
        beside = element.getnext()
        while beside is not None and self._is_end_of_span(beside):
            element, beside = beside, beside.getnext()
        return element

    def _in_front(self, element: etree._Element) -> etree._Element:
        element = outermost(element)
        beside = element.getprevious()
        while beside is not None and (
            beside.tag == f"{W}bookmarkStart" and beside.get(f"{W}name", "").startswith(_SPAN)
        ):
            element, beside = beside, beside.getprevious()
        return element

    def _is_end_of_span(self, element: etree._Element) -> bool:
        name = self._names.get(element.get(f"{W}id", ""), "")
        return element.tag == f"{W}bookmarkEnd" and name.startswith(_SPAN)

    def _remove(self, piece: Piece, runs: Sequence[etree._Element]) -> None:
        """Take a stretch away, with its control and bookmark."""
        for each in runs:
            outer = outermost(each)
            clear(each)
            if outer is not each and not any(
                child.tag in CHARACTERS for child in outer.iter() if child.tag != f"{W}sdtPr"
            ):
                unwrap(outer)
        if not piece.span.mark:
            return
        for start in self.editor.root.iter(f"{W}bookmarkStart"):
            if start.get(f"{W}name") == piece.span.mark:
                number = start.get(f"{W}id")
                ends = self.editor.root.iter(f"{W}bookmarkEnd")
                for end in [each for each in ends if each.get(f"{W}id") == number][:1]:
                    drop(end)
                drop(start)
                break


def _differences(was: str, now: str) -> list[tuple[int, int, str]]:
    """What to put where, so that one text becomes the other; each place holds a character."""
    old, new = ([*_SIGN.finditer(each)] for each in (was, now))
    matcher = SequenceMatcher(None, [m[0] for m in old], [m[0] for m in new], autojunk=False)
    found: list[list[int]] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            continue
        if found and i - found[-1][1] <= 1:
            found[-1][1], found[-1][3] = j, m
        else:
            found.append([i, j, k, m])
    places = []
    for i, j, k, m in found:
        if i == j and i > 0:
            i, k = i - 1, k - 1  # noqa: PLW2901  从前一个字换起
        elif i == j:
            j, m = j + 1, m + 1  # noqa: PLW2901  换到后一个字
        start = old[i].start()
        places.append((start, old[j - 1].end(), "".join(each[0] for each in new[k:m])))
    return places
