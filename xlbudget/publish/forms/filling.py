"""The placeholders of a form filled in, in two turns: the figures in sentences first, so that
the blanks around them are read with their numbers; then paragraphs, charts, tables and gaps.
"""

from __future__ import annotations

import re

from xlbudget.binding.said import Mark
from xlbudget.domain.records import dataclass, field
from xlbudget.publish.editing import Editor, declare_w15, part_bytes
from xlbudget.publish.forms.additions import Additions
from xlbudget.publish.forms.blocks import Blocks
from xlbudget.publish.forms.inline import Inline, Said, Unsaid
from xlbudget.publish.forms.outcome import FilledIn, Left
from xlbudget.publish.forms.placeholders import Placeholder, Sort, placeholders, unpaired
from xlbudget.publish.forms.places import (
    FormPlace,
    FormText,
    form_texts,
    plain_control,
    words_in,
)
from xlbudget.publish.forms.putting import put_spans
from xlbudget.publish.forms.sections import Sections
from xlbudget.publish.forms.short_names import short_names
from xlbudget.publish.forms.stamps import Numbers, Stamps
from xlbudget.reading.documents.word import OpenWord
from xlbudget.results import Results
from xlbudget.results.trace import Marks, SpanKind

_HEADING = re.compile(
    r"第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）"
)
_LONGEST = 40
_FILL_IN = "请在工作簿里填写，再生成。"
_AROUND = 12
"""So many characters on both sides of a placeholder tell where it stands."""


@dataclass(slots=True)
class Turn:
    """One turn through the form: `early` fills only figures in sentences that leave no gap."""

    word: OpenWord
    results: Results
    marks: Marks
    early: bool
    filled: list[FilledIn] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    stamps: Stamps = field(init=False)
    additions: Additions = field(init=False)
    blocks: Blocks | None = None
    _inline: Inline = field(init=False)

    def __post_init__(self) -> None:
        self.stamps = Stamps(self.marks, Numbers([self.word.root]))
        self.additions = Additions(self.word)
        self._inline = Inline(self.results, short_names(self.results.format))

    def run(self) -> None:
        """Fill in; what is changed waits in `additions`."""
        for text in form_texts(self.word):
            if text.is_main and not self.early:
                self.blocks = Blocks(
                    self.results, self.stamps, self.additions, text.places, self._own_charts(text)
                )
            self._text(text)
            if text.is_main:
                root = text.editor.root if self.early else declare_w15(text.editor.root)
                self.additions.changed[self.word.main] = part_bytes(root)
            elif text.editor.changed:
                self.additions.changed[text.name] = part_bytes(text.editor.root)

    def saved(self, trace: str | None = None) -> bytes:
        """The package as it is now."""
        if trace is not None:
            self.additions.trace(trace)
        changed, added = self.additions.package()
        return self.word.package.patched(changed, added)

    def _own_charts(self, text: FormText) -> frozenset[int]:
        sections = Sections(self.results)
        asked = (each for place in text.places for each in placeholders(place.text))
        found = (sections.chart_of(each.of) for each in asked if each.sort is Sort.CHART)
        return frozenset(each.number for each in found if not isinstance(each, Unsaid))

    def _text(self, text: FormText) -> None:
        heading, before = "", ""
        for place in text.places:
            words = place.text.strip()
            if _HEADING.match(words) and len(words) <= _LONGEST:
                heading = words
            row = _row(place)
            for asked in placeholders(place.text):
                self._one(text, place, asked, f"{heading}\n{before}\n{row}\n{place.text}")
            if not self.early and not place.again:
                for at in unpaired(place.text):
                    quote = _quote(place.text, at, at + 1)
                    why = "括号不成对"
                    near = "占位符写作【…】，两边都要有。"
                    self.left.append(Left(place.where, place.text[at], why, near, quote))
            before = words

    def _one(self, text: FormText, place: FormPlace, asked: Placeholder, around: str) -> None:
        if asked.is_block:
            if not self.early:
                self._block(text.editor, place, asked)
            return
        said = self._inline.says(asked, place.text, around)
        if isinstance(said, Said) and not (self.early and [*said.gaps]):
            why = self._put(text.editor, place, asked, said)
            if why is None:
                self._tell(place, asked, said)
                return
            said = why
        if isinstance(said, Unsaid) and not self.early:
            self._leave(place, asked, said)

    def _tell(self, place: FormPlace, asked: Placeholder, said: Said) -> None:
        if place.again:
            return
        shown = "".join(span.text for span in said.spans)
        self.filled.append(FilledIn(place.where, asked.text, said.name, shown))
        for gap in said.gaps:
            quote = _quote(place.text, asked.start, asked.end)
            self.left.append(Left(place.where, gap.text, "缺这一项", _FILL_IN, quote))

    def _leave(self, place: FormPlace, asked: Placeholder, said: Unsaid) -> None:
        if not place.again:
            quote = _quote(place.text, asked.start, asked.end)
            self.left.append(Left(place.where, asked.text, said.why, said.near, quote))

    # ---- in a sentence

    def _put(
        self, editor: Editor, place: FormPlace, asked: Placeholder, said: Said
    ) -> Unsaid | None:
        """Put words in the place of a placeholder; why that cannot be done."""
        why = put_spans(editor, place, asked.start, asked.end, said.spans, self.stamps)
        if why is None and said.choice is not None and said.direction is not None:
            choice = said.choice
            put_spans(editor, place, choice.start, choice.end, (said.direction,), self.stamps)
        return why

    # ---- paragraphs of their own

    def _block(self, editor: Editor, place: FormPlace, asked: Placeholder) -> None:
        alone = place.text.strip() == asked.text
        runs = editor.runs(Mark(place.block, asked.start, asked.end))
        if not alone:
            self._leave(place, asked, Unsaid("要单独占一段", "请把它另起一段，前后不写别的。"))
            return
        if not runs or self.blocks is None or plain_control(runs[0]) is not None:
            self._leave(place, asked, Unsaid("这里放不下段、图、表", "请移到正文里的普通段落。"))
            return
        paragraphs = len(self.blocks.placed.paragraphs)
        put = self.blocks.put(asked, place, runs[0])
        if isinstance(put, Unsaid):
            self._leave(place, asked, put)
            return
        shown = put[0] if put else ""
        self.filled.append(FilledIn(place.where, asked.text, asked.sort.value, shown))
        placed = self.blocks.placed.paragraphs[paragraphs:]
        spans = (span for paragraph in placed for span in paragraph.spans)
        gaps = dict.fromkeys(span.text for span in spans if span.kind is SpanKind.GAP)
        for gap in gaps:
            self.left.append(Left(place.where, gap, "缺这一项", _FILL_IN, asked.text))
        for paragraph in placed:
            if paragraph.text.startswith("〔暂不生成"):
                self.left.append(Left(place.where, asked.text, paragraph.text.strip("〔〕")))


def _row(place: FormPlace) -> str:
    """The words of the row that a cell stands in."""
    cell = place.cell
    row = cell.getparent() if cell is not None else None
    return words_in(row) if row is not None else ""


def _quote(text: str, start: int, end: int) -> str:
    lead = "…" if start > _AROUND else ""
    tail = "…" if end + _AROUND < len(text) else ""
    return f"{lead}{text[max(start - _AROUND, 0) : end + _AROUND].strip()}{tail}"
