"""Remarks and reasons, noted with the amounts that they are of."""

from __future__ import annotations

from xlbudget.binding.clauses.cut import STOPS, Clause
from xlbudget.binding.clauses.owners import Anchor
from xlbudget.binding.clauses.remarks import spoken
from xlbudget.binding.clauses.state import UNKNOWN, Reading
from xlbudget.binding.clauses.subjects import GENERIC
from xlbudget.binding.said import Mark, Remark, Told
from xlbudget.domain.records import replace


def note_remarks(reading: Reading, clause: Clause, words: str) -> None:
    """What words without a number say of an amount."""
    sentence = reading.sentence
    shift = len(clause.words) - len(words)
    for word in spoken(words, sentence.known):
        subject, of = word.subject, None
        if subject and subject not in GENERIC:
            of = reading.find(subject)
        elif word.told is not Told.NONE:
            anchor = reading.going_on(UNKNOWN)
            of = anchor.of if anchor else None
            subject = anchor.subject if anchor else subject or sentence.label
        text = words[word.start : word.end]
        mark = _mark(reading, clause, shift + word.start, shift + word.end)
        reading.told.remarks.append(Remark(mark, word.told, text, subject, of))
        if subject and word.told is not Told.NOT_COMPARABLE:
            sentence.anchor = Anchor(of, subject)


def note_reason(reading: Reading, clause: Clause, said: int, start: int) -> None:
    """A reason: from where it begins to the end of its sentence; 原因是 stands at `said`."""
    sentence, text = reading.sentence, reading.plain.text
    compared = sentence.known or reading.compared
    known = compared is not None and compared.budget
    told = Told.BUDGET_REASON if known or "预算" in clause.words[:said] else Told.REASON
    begin = _position(text, clause, start)
    ends = [at for at in (text.find(stop, begin) for stop in STOPS) if at >= 0]
    end = min(ends, default=len(text))
    anchor = reading.going_on(UNKNOWN) or reading.spoken
    subject, of = (anchor.subject, anchor.of) if anchor else ("", None)
    mark = Mark(reading.block, *reading.plain.original(begin, end))
    reading.told.remarks.append(Remark(mark, told, text[begin:end], subject, of))


def end_reason(reading: Reading, clause: Clause) -> None:
    """A reason is over before a clause, though its sentence is not."""
    remarks = reading.told.remarks
    if not remarks or not clause.at or remarks[-1].told not in (Told.REASON, Told.BUDGET_REASON):
        return
    last, end = remarks[-1], reading.plain.offsets[clause.at[0] - 1]
    if last.mark.block == reading.block and last.mark.start <= end < last.mark.end:
        mark = replace(last.mark, end=end)
        cut = last.text[: len(last.text) - (last.mark.end - end)]
        remarks[-1] = replace(last, mark=mark, text=cut)


def _position(text: str, clause: Clause, at: int) -> int:
    """Where a character of a clause stands in the text; after its last: where the next begins."""
    if at < len(clause.at):
        return clause.at[at]
    after = clause.at[-1] + 1 if clause.at else 0
    return after + 1 if text[after : after + 1] in ("：", "，") else after


def _mark(reading: Reading, clause: Clause, start: int, end: int) -> Mark:
    first, last = reading.plain.original(clause.at[start], clause.at[end - 1] + 1)
    return Mark(reading.block, first, last)
