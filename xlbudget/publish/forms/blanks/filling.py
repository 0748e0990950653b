"""The blanks of a form filled, read back, and taken back where they read as something else."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from decimal import Decimal

from xlbudget.analysis.indicators import Figures
from xlbudget.binding.binder import bind
from xlbudget.binding.clauses import say
from xlbudget.binding.facts import facts_of
from xlbudget.checks.manuscript import Manuscript
from xlbudget.checks.prose import check_numbers
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.findings import Finding, Verdict
from xlbudget.domain.records import dataclass, field, replace
from xlbudget.formats.model import Format
from xlbudget.publish.forms.blanks.blank import Blank, Sort
from xlbudget.publish.forms.blanks.choices import Choice
from xlbudget.publish.forms.blanks.clauses import fill_paragraph
from xlbudget.publish.forms.blanks.paragraph import Paragraph
from xlbudget.publish.forms.blanks.pieces import Edit, Left, Piece, disjoint, edited, words
from xlbudget.publish.forms.blanks.reading import FormParagraph, Reading, plain_words, read_form
from xlbudget.publish.forms.blanks.reasons import fill_text
from xlbudget.publish.forms.near import Near
from xlbudget.results.trace import SpanKind

_OWN = (
    *("direction-words", "completion-words", "no-base", "same-fact", "change-in-text"),
    *("share-recomputed", "rate-recomputed", "completion-recomputed"),
)
"""The checks that speak of what was filled in; others may blame the tables or the form's lists."""

_BEFORE = 4
"""So many signs before a blank a choice may end that belongs to it."""

_FULL_STOPS = ("。", "！", "？", "；")

UNKNOWN_UNIT = "看不出是哪个单位"
"""Why a name that stands alone is left: it may be one of a list of units."""

_ROUNDS = 8
_NEAR = 3

Nearest = Callable[[str], tuple[str, ...]]
"""Tells the names that words may mean."""


@dataclass(slots=True)
class Filling:
    """What is put into each paragraph of a form, by position, and what is left."""

    edits: dict[int, list[Edit]] = field(default_factory=dict)
    left: dict[int, list[Left]] = field(default_factory=dict)

    @property
    def figures(self) -> Iterator[Piece]:
        """The numbers filled in."""
        for edits in self.edits.values():
            for edit in edits:
                yield from (each for each in edit.pieces if each.kind is SpanKind.FIGURE)


def filling(
    document: Document,
    account: FinalAccount,
    resolved: Format,
    without: Container[int] = (),
) -> Filling:
    """What a form's blanks are filled with from an account, but for paragraphs `without`; only what
    reads back as it was meant is filled.
    """
    forms = {
        at: form
        for at, block in document.texts()
        if at not in without and ((form := FormParagraph.of(block.text)).blanks or form.choices)
    }
    found, near, figures = Filling(), near_names(resolved), Figures(account, resolved)
    if not forms:
        return found
    _, readings = read_form(document, forms, account, resolved)
    for at, form in forms.items():
        read = readings[at]
        text = Paragraph(form.text, form.choices, read.whys, account, resolved, figures)
        fill_paragraph(text, read.known, read.overs, read.lists)
        for blank, name in read.texts:
            fill_text(blank, name, text)
        _take(at, form, read, text, near, found)
    take_back(document, found, figures, account, resolved)
    return found


def _take(
    at: int, form: FormParagraph, read: Reading, text: Paragraph, nearest: Nearest, found: Filling
) -> None:
    """The edits of a paragraph, with the words that need no figure, and all that is left."""
    edits, left = text.edits, text.left
    for blank in form.blanks:
        if blank.sort in (Sort.YEAR, Sort.NAME, Sort.BODY):
            said = plain_words(blank, text.account, text.format)
            if blank.sort is Sort.NAME and not read.on_cover and _is_all(blank, text.text):
                left.append(Left(blank.start, blank.end, UNKNOWN_UNIT))
            elif said:
                edits.append(Edit(blank.start, blank.end, words(said), -len(edits) - 1))
            else:
                left.append(Left(blank.start, blank.end, "首页没有填单位名称"))
    if not disjoint(edits):
        clash = "几处要改的地方重叠"
        left += [Left(each.start, each.end, clash) for each in edits if each.group > 0]
        edits = [each for each in edits if each.group < 0]
    found.edits[at], found.left[at] = _closed(form, edits), left
    for blank, (why, said) in read.unknown.items():
        near = nearest(said) if said else ()
        left.append(Left(blank.start, blank.end, why or "看不出是哪个指标", near))
    _tell_rest(form, edits, left)


def _closed(form: FormParagraph, edits: list[Edit]) -> list[Edit]:
    """A reason whose …… also stood for the full stop of its paragraph ends with one."""
    end = len(form.text.rstrip())
    open_ended = any(each.sort is Sort.REASON and each.end == end for each in form.blanks)
    if not open_ended or not form.text[:end].endswith("…"):
        return edits
    return [
        replace(each, pieces=(*each.pieces, *words("。")))
        if each.end == end and each.pieces and not each.text.endswith(_FULL_STOPS)
        else each
        for each in edits
    ]


def _is_all(blank: Blank, text: str) -> bool:
    """Whether a name stands alone, as in a list of units."""
    return not (text[: blank.start] + text[blank.end :]).strip(" 　。")


def _tell_rest(form: FormParagraph, edits: list[Edit], left: list[Left]) -> None:
    """Every blank and choice that nothing was done about is told; a choice before a blank that is
    left is told with it.
    """
    done = [(each.start, each.end) for each in edits]
    done += [(each.start - _BEFORE, max(each.end, each.start + 1)) for each in left]
    rest: list[Blank | Choice] = [*form.blanks, *form.choices]
    for asked in rest:
        start, end = asked.start, max(asked.end, asked.start + 1)
        if not any(start < other_end and other < end for other, other_end in done):
            left.append(Left(asked.start, asked.end, "请按实际填写或选定"))
    left.sort(key=lambda each: each.start)


def near_names(resolved: Format) -> Nearest:
    """Tells the names that words may mean, the nearest first."""
    labels: dict[str, str] = {}
    for table in resolved.tables.values():
        for line in table.lines():
            labels.setdefault(line.label, f"{table.title}.{line.label}")
    for name, known in resolved.supplement.items():
        if known.kind.is_number:
            labels.setdefault(name, f"补充资料.{name}")
    near = Near(labels, most=_NEAR)
    return lambda said: tuple(labels[each] for each in near.of(said))


def take_back(
    document: Document,
    found: Filling,
    figures: Figures,
    account: FinalAccount,
    resolved: Format,
) -> None:
    """Take back what does not read as meant, until all that is left does."""
    for _ in range(_ROUNDS):
        wrong = _wrong(document, found, figures, account, resolved)
        if not wrong:
            return
        for (at, group), why in wrong.items():
            _without(found, at, group, why)
    for at, edits in found.edits.items():  # 总有读得不一样的：一个数也不填
        for group in {each.group for each in edits if _says_figures(each)}:
            _without(found, at, group, "填上以后读回的与要填的不同")


def _without(found: Filling, at: int, group: int, why: str) -> None:
    gone = [each for each in found.edits[at] if each.group == group]
    found.edits[at] = [each for each in found.edits[at] if each.group != group]
    found.left[at] += [Left(each.start, each.end, why) for each in gone]
    found.left[at].sort(key=lambda each: each.start)


def _says_figures(edit: Edit) -> bool:
    return edit.group > 0


Placed = Mapping[int, list[tuple[int, Edit, Piece]]]
"""Where each piece stands in its paragraph, by position of the paragraph."""


def filled_document(document: Document, found: Filling) -> tuple[Document, Placed]:
    """The document with its blanks filled, and where each piece stands then."""
    blocks = list(document.blocks)
    placed: dict[int, list[tuple[int, Edit, Piece]]] = {}
    for at, edits in found.edits.items():
        block = blocks[at]
        assert isinstance(block, TextBlock)
        text, placed[at] = edited(block.text, edits)
        blocks[at] = replace(block, text=text)
    return replace(document, blocks=tuple(blocks)), placed


def _wrong(
    document: Document,
    found: Filling,
    figures: Figures,
    account: FinalAccount,
    resolved: Format,
) -> Mapping[tuple[int, int], str]:
    """The groups of edits that do not read as meant, each with why."""
    filled, placed = filled_document(document, found)
    bound = bind(filled, say(filled), (resolved,))
    facts = facts_of(resolved)
    at_place = {
        (each.mark.block, each.mark.start): index for index, each in enumerate(bound.said.mentions)
    }
    wrong: dict[tuple[int, int], str] = {}
    for at, pieces in placed.items():
        for start, edit, piece in pieces:
            if piece.kind is not SpanKind.FIGURE or piece.figure is None:
                continue
            index = at_place.get((at, start))
            owner = bound.owners.get(index) if index is not None else None
            if index is None or owner is None or not facts.same(owner.figure, piece.figure):
                wrong[at, edit.group] = "填上以后读回的不是同一个数"
            elif bound.said.mentions[index].quantity.value != Decimal(piece.text.replace(",", "")):
                wrong[at, edit.group] = "填上以后读回的值不同"
    if wrong:
        return wrong
    findings, _ = check_numbers(Manuscript(bound, account, figures))
    for finding in findings:
        for at, start, end in _places(finding, filled):
            for place, edit, piece in placed.get(at, ()):
                if edit.group > 0 and place < end and start < place + max(len(piece.text), 1):
                    wrong[at, edit.group] = f"填上以后核对不符：{finding.message}"
    return wrong


def _places(finding: Finding, document: Document) -> Iterator[tuple[int, int, int]]:
    """Where an error stands, by position of the paragraph."""
    if finding.check not in _OWN or finding.verdict is not Verdict.FAIL:
        return
    where = finding.where
    for at, block in document.texts():
        if block.place.paragraph == where.paragraph and where.span:
            yield at, *where.span
