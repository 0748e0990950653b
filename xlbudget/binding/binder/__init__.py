"""Numbers of a document bound to the figures of a format, where only one figure can be meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from xlbudget.binding.binder.hand import loose
from xlbudget.binding.binder.lexicon_learning import lexicon_of
from xlbudget.binding.binder.scope import of_other_lists, of_others
from xlbudget.binding.binder.template_lines import lines_of
from xlbudget.binding.binder.templates import Read, read_lines
from xlbudget.binding.binder.words import Answer, WordReader
from xlbudget.binding.bound import BY_TEMPLATE, BY_WORDS, BoundText, Owner
from xlbudget.binding.facts import Facts
from xlbudget.binding.outline import Outline, outline
from xlbudget.binding.plain import plain
from xlbudget.binding.said import Mark, Mention, Quantity, Said
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.records import replace
from xlbudget.formats.model import Format
from xlbudget.formats.names import ACTUAL, FigureName

_DIGIT = re.compile(r"\d")
_SHOWN = 3
_COUNTED = {2: "两", 3: "三"}
_PRINTED = re.compile(r"(-?\d[\d,]*(?:\.(\d+))?)(.*)")


def bind(document: Document, said: Said, formats: Sequence[Format]) -> BoundText:
    """Bind a document to the format that owns most of its numbers: by its templates first, then by
    words; of two alike, the one given first. A format whose templates read fewer numbers than
    another owns by them is not learnt any further.
    """
    parts = outline(document)
    texts = {at: loose(block.text) for at, block in document.texts() if _DIGIT.search(block.text)}
    reads = [read_lines(texts, parts, lines_of(resolved)) for resolved in formats]
    tried = [_sure(read) for read in reads]
    bound: dict[int, BoundText] = {}
    for at in sorted(range(len(formats)), key=lambda each: -tried[each]):
        if all(tried[at] >= _count(other)[0] for other in bound.values()):
            bound[at] = _bind(document, parts, said, formats[at], reads[at])
            tried[at] = len(bound[at].owners)
    best = max((bound[at] for at in sorted(bound)), key=_count)
    counts = {formats[at].place: tried[at] for at in reversed(range(len(formats)))}
    return replace(best, tried=counts)


def _sure(read: Read) -> int:
    """How many numbers the templates read as one figure."""
    return sum(len(figures) == 1 for figures in read.figures.values())


def _count(bound: BoundText) -> tuple[int, int]:
    how = [owner.how for owner in bound.owners.values()]
    return how.count(BY_TEMPLATE), how.count(BY_WORDS)


def _bind(
    document: Document,
    parts: Outline,
    said: Said,
    resolved: Format,
    read: Read,
) -> BoundText:
    known = lines_of(resolved)
    said, places = _with_numbers(document, said, read)
    by_template = {places[mark]: figures for mark, figures in read.figures.items()}
    sure = {index: next(iter(each)) for index, each in by_template.items() if len(each) == 1}
    lexicon = lexicon_of(resolved)
    alone = WordReader(document, said, parts, known, lexicon)
    words = WordReader(document, said, parts, known, lexicon, sure)
    owners: dict[int, Owner] = {}
    unbound: dict[int, str] = {}
    for index in range(len(said.mentions)):
        figures = by_template.get(index, set())
        answer = alone.answer(index) if figures else words.answer(index)
        if figures and not words.is_of_year(said.mentions[index]):
            unbound[index] = f"写的是{said.mentions[index].year}年"
            continue
        owner, why = _agreed(figures, answer, lexicon.facts, resolved)
        if owner is not None:
            owners[index] = owner
        elif why:
            unbound[index] = why
    for index in list(_of_other_funds(said, owners, resolved)):
        del owners[index]
        unbound[index] = "同一段说的是另一类预算"
    for index in list(of_others(document, parts, said, owners)):
        del owners[index]
        unbound[index] = "说的是所属的一个单位或本级，不是整个部门"
    for index in list(of_other_lists(said, owners)):
        del owners[index]
    spoken = _spoken_of(words, owners)
    written = {name: (_text(document, mark), mark) for name, mark in read.written.items()}
    return BoundText(document, parts, said, resolved, owners, unbound, spoken, written)


def _agreed(
    figures: set[FigureName], answer: Answer, facts: Facts, resolved: Format
) -> tuple[Owner | None, str]:
    """The owner by template and by words, which must be one where both speak; else why none."""
    if len(figures) == 1:
        figure = next(iter(figures))
        if answer.figure is None or facts.same(answer.figure, figure):
            return Owner(figure, BY_TEMPLATE), ""
        return None, two_owners((figure, answer.figure), resolved)
    if figures:
        if answer.figure is not None and answer.figure in figures:
            return Owner(answer.figure, BY_WORDS), ""
        return None, two_owners(figures, resolved)
    if answer.figure is not None:
        return Owner(answer.figure, BY_WORDS), ""
    return None, two_owners(answer.several, resolved) if answer.several else answer.why


def _of_other_funds(said: Said, owners: Mapping[int, Owner], resolved: Format) -> Iterator[int]:
    """Mentions bound by words that name no fund, in a paragraph that speaks of several."""
    funds: dict[int, set[str]] = {}
    for index, owner in owners.items():
        fund = _fund(owner.figure, resolved)
        if fund:
            funds.setdefault(said.mentions[index].mark.block, set()).add(fund)
    for index, owner in owners.items():
        mention = said.mentions[index]
        fund = _fund(owner.figure, resolved)
        several = len(funds.get(mention.mark.block, ())) > 1
        if several and fund and owner.how == BY_WORDS and fund not in _root(said, mention).subject:
            yield index


def _fund(figure: FigureName, resolved: Format) -> str:
    """The budget that a figure's table is about, by the words that every text names it with."""
    table = resolved.tables.get(figure.table)
    return resolved.glossary.chinese(table.fund)[:4] if table and table.fund else ""


def _root(said: Said, mention: Mention) -> Mention:
    """The amount that a mention qualifies in the end."""
    seen: set[int] = set()
    while mention.of is not None and mention.of not in seen:
        seen.add(mention.of)
        mention = said.mentions[mention.of]
    return mention


def _spoken_of(words: WordReader, owners: Mapping[int, Owner]) -> dict[int, FigureName]:
    """The figures that remarks speak of."""
    found: dict[int, FigureName] = {}
    for index, remark in enumerate(words.said.remarks):
        owner = owners.get(remark.of) if remark.of is not None else None
        if owner is not None:
            found[index] = owner.figure.of(ACTUAL)
        elif remark.of is None and remark.subject:
            figures = words.called(remark.mark, remark.subject)
            if len(figures) == 1:
                found[index] = figures[0]
    return found


def two_owners(figures: Iterable[FigureName], resolved: Format) -> str:
    """Why a number is bound to none: what it may be."""
    named = [(figure.words(resolved), figure.line) for figure in figures]
    labels = [label for label, _ in named]
    shown = sorted(
        f"{label}（{line}）" if labels.count(label) > 1 else label for label, line in named
    )
    rest = " 等" if len(shown) > _SHOWN else ""
    return f"{_COUNTED.get(len(shown), len(shown))}种可能：{'，或'.join(shown[:_SHOWN])}{rest}"


def _with_numbers(document: Document, said: Said, read: Read) -> tuple[Said, Mapping[Mark, int]]:
    """The mention of each number that a template read; a number without one is added at the end."""
    at = {(each.mark.block, each.mark.start): i for i, each in enumerate(said.mentions)}
    places: dict[Mark, int] = {}
    added: list[Mention] = []
    for mark, figures in read.figures.items():
        index = at.get((mark.block, mark.start))
        if index is None:
            index = len(said.mentions) + len(added)
            measures = {figure.measure for figure in figures}
            measure = measures.pop() if len(measures) == 1 else ""
            added.append(Mention(mark, _quantity(document, mark), measure))
        places[mark] = index
    return replace(said, mentions=(*said.mentions, *added)), places


def _text(document: Document, mark: Mark) -> str:
    """The words of a stretch."""
    block = document.blocks[mark.block]
    return block.text[mark.start : mark.end] if isinstance(block, TextBlock) else ""


def _quantity(document: Document, mark: Mark) -> Quantity:
    """The number that stands at a place."""
    text = _text(document, mark)
    match = _PRINTED.match(plain(text).text)
    if match is None:
        return Quantity(text, Decimal(0), 0, "")
    return Quantity(text, Decimal(match[1].replace(",", "")), len(match[2] or ""), match[3].strip())
