"""A form read as if it were filled in: every blank holds a number that no other has, every choice
its first word, so that the reader of other people's texts says which figure stands where.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xlbudget.binding.binder import bind
from xlbudget.binding.bound import BoundText
from xlbudget.binding.clauses import say
from xlbudget.binding.outline import Role
from xlbudget.binding.said import Mark, Told
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.records import dataclass, field, replace
from xlbudget.formats.model import Format
from xlbudget.formats.names import (
    ACTUAL,
    BUDGET_CHANGE,
    BUDGET_CHANGE_RATE,
    SIGNED,
)
from xlbudget.formats.settings import holding
from xlbudget.publish.forms.blanks.blank import Blank, Sort, blanks
from xlbudget.publish.forms.blanks.choices import Choice, choices
from xlbudget.publish.forms.blanks.numbers import is_amount_unit
from xlbudget.publish.forms.blanks.paragraph import Known, Over, Part, Why
from xlbudget.publish.forms.blanks.pieces import Edit, edited, words
from xlbudget.publish.forms.blanks.said_in_block import SaidInBlock, said_in
from xlbudget.publish.forms.blanks.sections import is_of_section

_REASON = "〔请填写：原因〕"
_OVER = ("大于", "高于", "多于", "超过", "超出")


@dataclass(frozen=True, slots=True)
class FormParagraph:
    """A paragraph of a form with its blanks and choices."""

    text: str
    blanks: tuple[Blank, ...]
    choices: tuple[Choice, ...]

    @classmethod
    def of(cls, text: str) -> FormParagraph:
        """A paragraph as it stands; a choice inside of a blank is none."""
        found = blanks(text)
        chosen = [
            each
            for each in choices(text)
            if not any(each.start < other.end and other.start < each.end for other in found)
        ]
        return cls(text, tuple(found), tuple(chosen))


@dataclass(slots=True)
class Reading:
    """What a paragraph's blanks were read as; `lists` are its lists of which some part is known,
    `texts` blanks for a field of 补充资料, `unknown` the number blanks without a figure, with why
    and what is said of them.
    """

    known: list[Known] = field(default_factory=list)
    whys: list[Why] = field(default_factory=list)
    overs: list[Over] = field(default_factory=list)
    lists: list[list[Part]] = field(default_factory=list)
    texts: list[tuple[Blank, str]] = field(default_factory=list)
    unknown: dict[Blank, tuple[str, str]] = field(default_factory=dict)
    on_cover: bool = False


def plain_words(blank: Blank, account: FinalAccount, resolved: Format) -> str:
    """What a blank for words that are known without any figure holds: year, unit, 部门 or 单位."""
    if blank.sort is Sort.YEAR:
        return str(account.year - blank.prior)
    if blank.sort is Sort.NAME:
        return account.unit_name
    return holding(resolved, "公开主体") if blank.sort is Sort.BODY else ""


def read_form(
    document: Document,
    paragraphs: Mapping[int, FormParagraph],
    account: FinalAccount,
    resolved: Format,
) -> tuple[BoundText, dict[int, Reading]]:
    """The figures of a form's blanks, by position of the paragraph."""
    probes = _Probes(account, resolved)
    blocks = list(document.blocks)
    for at, paragraph in paragraphs.items():
        block = blocks[at]
        assert isinstance(block, TextBlock)
        blocks[at] = replace(block, text=probes.probe(at, paragraph))
    probed = replace(document, blocks=tuple(blocks))
    bound = bind(probed, say(probed), (resolved,))
    said = said_in(bound)
    return bound, {at: probes.reading(at, paragraphs[at], bound, said[at]) for at in paragraphs}


@dataclass(slots=True)
class _Probes:
    account: FinalAccount
    resolved: Format
    _count: int = 0
    _places: dict[int, dict[int, Blank | Choice]] = field(default_factory=dict)

    def probe(self, at: int, paragraph: FormParagraph) -> str:
        """The text with its blanks filled for trial."""
        asked: list[Blank | Choice] = [*paragraph.blanks, *paragraph.choices]
        edits = [
            Edit(each.start, each.end, words(self._trial(each, paragraph.text))) for each in asked
        ]
        of = {(each.start, each.end): each for each in asked}
        text, placed = edited(paragraph.text, edits)
        for start, edit, _ in placed:
            self._places.setdefault(at, {})[start] = of[edit.start, edit.end]
        return text

    def _trial(self, each: Blank | Choice, text: str) -> str:
        if isinstance(each, Choice):
            return each.up
        if each.sort is Sort.REASON:
            return _REASON
        if each.sort is Sort.OTHER:
            return text[each.start : each.end]
        if each.sort is not Sort.NUMBER:
            return plain_words(each, self.account, self.resolved)
        self._count += 1
        if is_amount_unit(each.unit) or each.unit.endswith("元"):
            return f"{1003 + 7 * self._count}.{11 + self._count * 13 % 88}"
        if each.unit in ("%", "％"):
            return f"{11 + self._count * 7 % 78}.{11 + self._count * 17 % 88}"
        return str(101 + self._count)

    def reading(
        self, at: int, paragraph: FormParagraph, bound: BoundText, here: SaidInBlock
    ) -> Reading:
        """What was read at the places of a paragraph's blanks."""
        found = Reading(on_cover=bound.outline.at(at).role is Role.COVER)
        heads = self._heads(at, bound)
        by_mention: dict[int, Known] = {}
        blank_of: dict[int, Blank] = {}
        for start, blank in self._places.get(at, {}).items():
            if isinstance(blank, Choice):
                self._over(Mark(at, start, start + len(blank.up)), blank, bound, here, found)
            elif blank.sort is Sort.NUMBER:
                index = here.mentions.get(start)
                if index is not None:
                    blank_of[index] = blank
                owner = bound.owners.get(index) if index is not None else None
                apart = owner is not None and not is_of_section(owner.figure, heads, self.resolved)
                if owner is not None and index is not None and not apart:
                    mention = bound.said.mentions[index]
                    by_mention[index] = Known(blank, owner.figure, mention.budget_words)
                else:
                    why = bound.unbound.get(index, "") if index is not None else ""
                    if apart and owner is not None:
                        why = f"这一节说的不是{owner.figure.words(self.resolved)}"
                    said = bound.said.mentions[index].subject if index is not None else ""
                    found.unknown[blank] = (why, said)
            elif blank.sort is Sort.OTHER:
                mark = Mark(at, start, start + blank.end - blank.start)
                found.texts += [(blank, name) for name, said in here.written if said == mark]
            elif blank.sort is Sort.REASON:
                self._why(Mark(at, start, start + len(_REASON)), blank, bound, here, found)
        found.known = sorted(by_mention.values(), key=lambda each: each.blank.start)
        for listing in here.listings:
            parts = [
                (blank_of[each], by_mention.get(each)) for each in listing.parts if each in blank_of
            ]
            if len(parts) == len(listing.parts) > 1:
                found.lists.append(sorted(parts, key=lambda each: each[0].start))
        for blank in (each for each in paragraph.blanks if each.sort is Sort.REASON):
            if not any(each.blank is blank for each in found.whys):
                found.whys += _after_a_change(blank, paragraph.text, found.known)
        return found

    def _why(
        self, mark: Mark, blank: Blank, bound: BoundText, here: SaidInBlock, found: Reading
    ) -> None:
        for index, remark in here.remarks:
            told = remark.told in (Told.REASON, Told.BUDGET_REASON)
            if told and _touch(remark.mark, mark) and index in bound.spoken_of:
                figure = bound.spoken_of[index].of(ACTUAL)
                if is_of_section(figure, self._heads(mark.block, bound), self.resolved):
                    found.whys.append(Why(blank, figure, remark.told is Told.BUDGET_REASON))
                return

    @staticmethod
    def _heads(at: int, bound: BoundText) -> tuple[str, ...]:
        return tuple(head.words for head in bound.outline.at(at).under)

    def _over(
        self, mark: Mark, choice: Choice, bound: BoundText, here: SaidInBlock, found: Reading
    ) -> None:
        if choice.up not in _OVER:
            return
        for index, remark in here.remarks:
            if remark.told is Told.OVER_BUDGET and _touch(remark.mark, mark):
                figure = bound.spoken_of.get(index)
                if figure and is_of_section(figure, self._heads(mark.block, bound), self.resolved):
                    found.overs.append(Over(choice, figure.of(ACTUAL)))
                return


def _after_a_change(blank: Blank, text: str, known: Sequence[Known]) -> Iterator[Why]:
    """A reason in the sentence of a change that it comes right after."""
    before = [each for each in known if each.blank.end <= blank.start]
    if before and "。" not in text[before[-1].blank.end : blank.start]:
        figure = before[-1].figure
        if figure.measure in SIGNED:
            of_budget = figure.measure in (BUDGET_CHANGE, BUDGET_CHANGE_RATE)
            yield Why(blank, figure.of(ACTUAL), of_budget)


def _touch(one: Mark, other: Mark) -> bool:
    return one.block == other.block and one.start < other.end and other.start < one.end
