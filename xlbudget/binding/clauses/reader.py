"""A paragraph read clause by clause: what each number is and which amount it belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlbudget.binding.clauses.cut import Clause
from xlbudget.binding.clauses.lists import AMONG, LEADS, WITHIN, Frame, kind
from xlbudget.binding.clauses.notes import end_reason, note_reason, note_remarks
from xlbudget.binding.clauses.numbers import Numbers
from xlbudget.binding.clauses.owners import Anchor
from xlbudget.binding.clauses.remarks import PURPOSE, reason_in
from xlbudget.binding.clauses.state import Reading, Sentence
from xlbudget.binding.clauses.subjects import GENERIC, cleaned
from xlbudget.binding.clauses.words import (
    Phrase,
    against,
    named_in,
    phrase,
    without_comparison,
)
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.names import ACTUAL

_TITLE = re.compile(r"（[类款项]）|(?:费用?|支出|经费|收入|公用|车|接待)$")
_COMPARES = re.compile(r"(?:相比较?|比较|对比|相较)$")
_BEFORE_LIST = re.compile(r"主要|用于|包括|具体|按")
_ORDINAL = re.compile(r"（?(\d{1,2})[.、）]")
_NEW_ITEM = re.compile(r"^单价")
_IN_REASON = re.compile(
    r"新增|追加|增加|减少|^(?:[一二三四五六七八九十]是|其[一二三四五]|（[一二三四五\d]）|\d[.、）]|[①-⑳])"
)
_TITLE_CLAUSES = 3
"""Within so many clauses a paragraph's title stands."""


@dataclass(slots=True)
class Reader:
    """Reads one paragraph; `open` is the list that goes on in the paragraphs after it."""

    reading: Reading
    open: Frame | None = None
    _numbers: Numbers = field(init=False)
    _held: list[tuple[Sentence, str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._numbers = Numbers(self.reading)

    def read(self, clauses: Sequence[Clause]) -> None:
        """Read all clauses."""
        reading = self.reading
        for position, clause in enumerate(clauses):
            self._brackets(clause)
            self._clause(clause)
            reading.clauses += 1
            reading.sign = clause.closer or reading.sign
            if clause.stops and clause.depth == 0:
                self._end_sentence(last=position == len(clauses) - 1)
        self._end_sentence(last=True)
        self._numbers.end()

    def _brackets(self, clause: Clause) -> None:
        """Words in brackets go on from the amount before them, and leave no trace after."""
        reading = self.reading
        while len(self._held) > clause.depth:
            self._leave_bracket()
        while len(self._held) < clause.depth:
            outer = reading.sentence
            self._held.append((outer, reading.sign, len(reading.frames)))
            own = Sentence(known=outer.known, silent=outer.silent)
            if not clause.aside and outer.anchor is not None:
                own.anchor = outer.anchor
                if outer.anchor.of is not None:
                    own.last = {kind(reading.quantity(outer.anchor.of)): outer.anchor.of}
            reading.sentence = own
        reading.in_brackets = bool(self._held)
        reading.frames.floor = self._held[-1][2] if self._held else 0

    def _leave_bracket(self) -> None:
        reading = self.reading
        reading.sentence, reading.sign, count = self._held.pop()
        reading.frames.leave(count)

    def _end_sentence(self, *, last: bool) -> None:
        reading = self.reading
        while self._held:
            self._leave_bracket()
        sentence = reading.sentence
        if sentence.mains:
            kinds = [kind(reading.quantity(at)) for at in sentence.mains]
            reading.stated = reading.stated or max(kinds.count(each) for each in kinds)
            reading.mains = sentence.mains
        in_list = bool(len(reading.frames))
        self.open = reading.frames.end_sentence(last=last) or self.open
        if not sentence.mains and not sentence.anchor and reading.clauses <= _TITLE_CLAUSES:
            reading.title = sentence.label or reading.title
        reading.compared = sentence.known
        several = in_list or len(sentence.owners) > 1
        reading.spoken = None if several else sentence.anchor
        reading.sentence = Sentence()
        reading.sign = ""

    def _clause(self, clause: Clause) -> None:
        words, reading = clause.words, self.reading
        numbered = _ORDINAL.match(words)
        if numbered:
            reading.sentence.ordinal = int(numbered[1])
        reading.frames.opened = None
        among = AMONG.match(words)
        if among and reading.sentence.silent and clause.closer == "：" and not clause.number:
            end_reason(reading, clause)
            reading.sentence.silent = False
        if among and not reading.sentence.silent:
            self._open_list(among["words"])
            words = words[among.end() :]
        if clause.number is not None or clause.gap:
            self._numbered(clause, words)
        else:
            self._worded(clause, words)

    # 没有数的分句

    def _worded(self, clause: Clause, words: str) -> None:
        reading, sentence = self.reading, self.reading.sentence
        if sentence.silent:
            return
        base = against(words)
        if base:
            sentence.known = base
            self._compares(words)
        if self._leads_list(clause, words):
            return
        note_remarks(reading, clause, words)
        reason = reason_in(words, compared=sentence.known is not None)
        purpose = PURPOSE.search(words)
        if reason:
            shift = len(clause.words) - len(words)
            note_reason(reading, clause, shift + reason.start(), shift + reason.end())
        if reason or (purpose and (sentence.anchor or reading.mains)):
            sentence.silent = True
        elif words and not base and not purpose:
            self._label(clause, words)

    def _label(self, clause: Clause, words: str) -> None:
        """A name before a colon or as a sentence of its own is what the words after it are of."""
        reading, sentence = self.reading, self.reading.sentence
        if clause.closer != "：" and (not _TITLE.search(words) or sentence.mains):
            return
        label = cleaned(words)
        if label in GENERIC:
            return
        if "（项）" in label and "（款）" not in label:
            label = reading.over + label
        sentence.label = label
        frame = reading.frames.empty
        if frame is not None and frame.initial and not sentence.mains:
            at = reading.find(label)
            frame.led, frame.led_wholes = label, reading.frames.wholes([] if at is None else [at])

    def _compares(self, words: str) -> None:
        """A comparison may say of what: 公务接待费支出与上年相比，…."""
        subject = cleaned(without_comparison(words))
        if subject and _COMPARES.search(words):
            of = self.reading.find(subject)
            if of is not None or subject not in GENERIC:
                self.reading.sentence.anchor = Anchor(of, subject)

    def _leads_list(self, clause: Clause, words: str) -> bool:
        """Whether a list begins: …主要用于以下方面：, …支出决算中，."""
        reading = self.reading
        if clause.closer == "：" and LEADS.search(words):
            self._open_list(cleaned(words), cleaned(_BEFORE_LIST.split(words)[0]))
            return True
        within = WITHIN.match(words)
        if not within or clause.closer != "，":
            return False
        at = reading.find_anywhere(named_in(within["whole"]))
        wholes = reading.frames.wholes([] if at is None else [at])
        reading.frames.push(Frame(wholes, cleaned(words)))
        return True

    def _open_list(self, words: str, subject: str = "") -> None:
        """A list begins: of the amount before it, or of the one named."""
        reading, sentence, frames = self.reading, self.reading.sentence, self.reading.frames
        inner = frames.in_list
        if sentence.last:
            wholes = frames.wholes(frames.last_part()) if inner else dict(sentence.last)
        elif frames.empty:
            return
        elif subject:
            at = reading.find_anywhere(subject)
            wholes = frames.wholes([] if at is None else [at])
        else:
            before = reading.mains or ([] if reading.clauses else list(reading.before))
            wholes = frames.wholes(before)
            wholes = wholes if len(wholes) == len(before) else {}
        initial = not sentence.last
        across = initial and not subject and not reading.mains
        frame = Frame(wholes, words, inner=inner, initial=initial, across=across)
        frames.push(frame, sentence.mains)
        sentence.ordinal = None

    # 有数的分句

    def _numbered(self, clause: Clause, words: str) -> None:
        reading, sentence = self.reading, self.reading.sentence
        if sentence.silent and not self._speaks_again(clause, words):
            if clause.number is not None:
                reading.add(clause.number, Phrase("", cleaned(words)))
            return
        if sentence.silent:
            end_reason(reading, clause)
        sentence.silent = False
        reason = reason_in(words, compared=sentence.known is not None)
        aside = reason or (PURPOSE.search(words) if sentence.anchor else None)
        if aside:
            self._in_reason(clause, words, aside.end(), reason)
            return
        sentence.known = against(words) or sentence.known
        if clause.number is None:
            self._numbers.blank(words)
        else:
            self._numbers.read(words, clause.number, aside=clause.aside)
            if clause.closer == "：":
                self._detail()

    def _detail(self) -> None:
        """After an amount and a colon stand its parts: 公务用车购置数1辆：轿车1辆、金额18万元."""
        frames, anchor = self.reading.frames, self.reading.sentence.anchor
        if anchor is not None and anchor.of is not None:
            frames.push(Frame(frames.wholes([anchor.of]), "：", inner=frames.in_list))

    def _in_reason(
        self, clause: Clause, words: str, end: int, reason: re.Match[str] | None
    ) -> None:
        """The words before a number begin to tell a reason or a purpose."""
        reading, shift = self.reading, len(clause.words) - len(words)
        note_remarks(reading, clause, words)
        if reason:
            note_reason(reading, clause, shift + reason.start(), shift + reason.end())
        reading.sentence.silent = True
        if clause.number is not None:
            reading.add(clause.number, Phrase("", cleaned(words[end:])))

    def _speaks_again(self, clause: Clause, words: str) -> bool:
        """Whether a reason or a purpose is over, though its sentence is not."""
        if _NEW_ITEM.search(words):
            return True
        if self.reading.sign != "；" or clause.number is None or _IN_REASON.search(words):
            return False
        known = self.reading.sentence.known
        told = phrase(words, clause.number.quantity, known, self.reading.told.year)
        return told.measure == ACTUAL and clause.number.quantity.is_money and not told.goes_on
