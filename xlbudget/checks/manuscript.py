"""A text under review, with all that is known of it, and the rules that read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from xlbudget.analysis.indicators import Figures
from xlbudget.binding.bound import BoundText
from xlbudget.binding.said import Mark
from xlbudget.checks.ledger import Entry
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.documents import TextBlock
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.records import dataclass, replace
from xlbudget.domain.text import Place

_SIGNS = "，。；：,;:"
_STOPS = "。；;！？\n"
_SHORT = 40


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A bound text; `account` and `figures` are the tables that it explains, where there are any:
    those of the workbook given, or the official tables inside the document.
    """

    bound: BoundText
    account: FinalAccount | None = None
    figures: Figures | None = None

    @property
    def file(self) -> str:
        """The document's file."""
        return self.bound.document.file

    def text(self, mark: Mark) -> str:
        """The words of a stretch."""
        block = self.bound.document.blocks[mark.block]
        return block.text[mark.start : mark.end] if isinstance(block, TextBlock) else ""

    def is_sentence(self, mark: Mark) -> bool:
        """Whether a stretch stands in a sentence, and not in a label of a chart or a heading."""
        block = self.bound.document.blocks[mark.block]
        return isinstance(block, TextBlock) and any(sign in block.text for sign in _SIGNS)

    def place(self, mark: Mark) -> Place:
        """Where a stretch stands, with the sentence around it as the quote."""
        block = self.bound.document.blocks[mark.block]
        section = self.bound.outline.at(mark.block).section or None
        if not isinstance(block, TextBlock):
            return replace(block.place, section=section)
        start = max(block.text.rfind(stop, 0, mark.start) for stop in _STOPS) + 1
        ends = [block.text.find(stop, mark.end) for stop in _STOPS]
        end = min((at for at in ends if at >= 0), default=len(block.text))
        quote = block.text[start:end]
        return replace(
            block.place,
            section=section,
            quote=quote.strip(),
            quote_at=start + len(quote) - len(quote.lstrip()),
            span=(mark.start, mark.end),
        )


@dataclass(frozen=True, slots=True)
class Noticed:
    """One thing that a rule of texts looked at. Without a message it is in order.

    `mark` is where; `level` overrides that of the rule.
    `elsewhere` are other places of the same fault, told below it. A `remark` without a message is
    no finding: the ledger says so why it could not be looked at.
    """

    mark: Mark | None
    message: str = ""
    printed: str | None = None
    expected: str | None = None
    formula: str | None = None
    cause: str | None = None
    inputs: tuple[str, ...] = ()
    elsewhere: tuple[Mark, ...] = ()
    level: Level | None = None
    verdict: Verdict = Verdict.FAIL
    remark: str = ""


Review = Callable[[Manuscript], Iterable[Noticed]]


@dataclass(frozen=True, slots=True)
class TextRule:
    """A rule of texts: its name, the obligation it serves (R67 … R98), what it says, how much it
    matters, and what it looks at. `unseen` says why, where it finds nothing to look at: it begins
    with 文中没有 only where a text whose numbers are all known has no such thing indeed; one that
    says 或者 leaves it open.
    """

    name: str
    obligation: str
    title: str
    level: Level
    look: Review
    unseen: str = "文中没有这一项"


def run_text_rules(
    rules: Iterable[TextRule], manuscript: Manuscript
) -> tuple[list[Finding], list[Entry]]:
    """The findings of rules that look at one thing at a time, and the ledger's entries."""
    findings: list[Finding] = []
    entries: list[Entry] = []
    for rule in rules:
        noticed = list(rule.look(manuscript))
        findings += (finding_of(rule, each, manuscript) for each in noticed if each.message)
        if not noticed:
            why = Verdict.UNCHECKED
            entries.append(Entry(rule.name, rule.obligation, rule.title, why, (), rule.unseen))
        for each in noticed:
            unchecked = each.remark and not each.message
            verdict = Verdict.UNCHECKED if unchecked else each.verdict
            verdict = verdict if each.message or each.remark else Verdict.PASS
            remark = each.remark or (each.message if verdict is Verdict.UNCHECKED else "")
            entries.append(
                Entry(rule.name, rule.obligation, rule.title, verdict, each.inputs, remark)
            )
    return findings, entries


def finding_of(rule: TextRule, noticed: Noticed, manuscript: Manuscript) -> Finding:
    """What a rule noticed, as a finding at its place."""
    where = manuscript.place(noticed.mark) if noticed.mark else Place()
    return Finding(
        check=rule.name,
        verdict=noticed.verdict,
        level=noticed.level or rule.level,
        file=manuscript.file,
        message=noticed.message,
        where=where,
        printed=noticed.printed,
        expected=noticed.expected,
        formula=noticed.formula,
        inputs=tuple(_with_paragraph(each, where) for each in noticed.inputs),
        cause=noticed.cause,
        follows=tuple(_same_again(rule, noticed, mark, manuscript) for mark in noticed.elsewhere),
    )


def _with_paragraph(words: str, where: Place) -> str:
    """Words of a paragraph with where they stand; a place that is named already as it is.

    >>> _with_paragraph("3辆", Place(paragraph=8, quote="车辆3辆"))
    '第8段“3辆”'
    >>> _with_paragraph("补充资料!D49", Place(paragraph=8, quote="车辆3辆"))
    '补充资料!D49'
    """
    return f"第{where.paragraph}段“{words}”" if words in (where.quote or "") else words


def _same_again(rule: TextRule, noticed: Noticed, mark: Mark, manuscript: Manuscript) -> Finding:
    """Another place of what a rule noticed."""
    words = manuscript.text(mark)
    return Finding(
        check=rule.name,
        verdict=noticed.verdict,
        level=noticed.level or rule.level,
        file=manuscript.file,
        message=f"同一问题的另一处：“{words}”。"
        if 0 < len(words) < _SHORT
        else "同一问题的另一处。",
        where=manuscript.place(mark),
        printed=words or None,
        cause=noticed.cause,
    )
