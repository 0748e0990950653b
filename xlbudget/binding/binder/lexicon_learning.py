"""A lexicon learned from the sentences of a format's templates.

Every line of a template is written with made-up numbers and read by the same clauses that read
other people's text, so that words mean there just what they mean here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from xlbudget.binding.binder.hand import loosened
from xlbudget.binding.binder.lexicon import Found, Lexicon
from xlbudget.binding.binder.line_keys import key_of, keys_of
from xlbudget.binding.binder.samples import Sample, samples
from xlbudget.binding.binder.subject_keys import (
    MONEY,
    TELLING,
    Words,
    behind,
    is_generic,
    subject_key,
    telling,
    unit_class,
)
from xlbudget.binding.binder.template_lines import Spot, TemplateLine, TemplateLines, lines_of
from xlbudget.binding.clauses import say
from xlbudget.binding.events import Turn
from xlbudget.binding.facts import facts_of
from xlbudget.binding.lists import all_parts, line_names
from xlbudget.binding.outline import Role
from xlbudget.binding.paths import Free, Piece
from xlbudget.binding.said import Mention
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.text import Place
from xlbudget.formats.model import Format, Language
from xlbudget.formats.names import ACTUAL, FigureName, default_column, resolve
from xlbudget.formats.table_model import LEVELS
from xlbudget.narrative import nodes

_OF_TABLE = re.compile(r"(?:收入|支出|合计|总计|结余|分配)$")
_EXPLAINING = (Role.EXPLANATION, Role.OVERVIEW)


def lexicon_of(resolved: Format) -> Lexicon:
    """The lexicon of a format."""
    return _lexicon_of(Language(resolved))


@lru_cache(maxsize=32)
def _lexicon_of(key: Language) -> Lexicon:
    lexicon = Lexicon(key.format, facts_of(key.format))
    known = lines_of(key.format)
    spellings = _learn_sentences(lexicon, known)
    _widen(lexicon, spellings)
    _learn_rows(lexicon, known)
    for line in known.lines:
        _learn_names(lexicon, line)
    return lexicon


def _learn_sentences(lexicon: Lexicon, known: TemplateLines) -> dict[str, set[str]]:
    """What the words of each line lead to; how the words of each key are spelt."""
    written: list[tuple[Spot, Sample]] = [
        (line.spot, sample)
        for line in known.lines
        for sample in samples(lexicon.format, line.pieces)
    ]
    blocks = tuple(TextBlock(sample.text, Place()) for _, sample in written)
    spellings: dict[str, set[str]] = {}
    block, before = -1, None
    for mention in say(Document("", blocks)).mentions:
        spot, sample = written[mention.mark.block]
        before = before if mention.mark.block == block else None
        figure = sample.figures.get(mention.mark.start)
        if figure is not None:
            _learn(lexicon, spot, mention, sample.text, figure)
            key = subject_key(mention.subject)
            spellings.setdefault(key, set()).add(loosened(mention.subject))
            if before is not None:
                lexicon.before.setdefault(figure, set()).add(before)
        block, before = mention.mark.block, figure
    return spellings


def _learn(lexicon: Lexicon, spot: Spot, mention: Mention, text: str, figure: FigureName) -> None:
    key = subject_key(mention.subject)
    if key:
        key = telling(key, behind(text, mention))
        words = Words(key, unit_class(mention.quantity), mention.measure)
        lexicon.own.setdefault(spot, {}).setdefault(words, {})[figure] = None
    if mention.whole_words:
        whole = subject_key(mention.whole_words)
        lexicon.wholes.setdefault(figure.of(ACTUAL), set()).add(whole)


def _widen(lexicon: Lexicon, spellings: dict[str, set[str]]) -> None:
    """Words that only one fact goes by, wherever they stand: none that end the words of another."""
    found: dict[Words, Found] = {}
    for spot, known in lexicon.own.items():
        for words, figures in known.items() if spot.role in _EXPLAINING else ():
            found.setdefault(words, {}).update(figures)
    facts = {
        words: {lexicon.facts.fact(each) for each in figures} for words, figures in found.items()
    }
    endings: dict[str, set[FigureName]] = {}
    for words in found:
        if (words.kind, words.measure) == (MONEY, ACTUAL):
            for key in (words.key, *spellings.get(words.key, ())):
                for at in range(len(key)):
                    endings.setdefault(key[at:], set()).update(facts[words])
    for words, figures in found.items():
        ends = endings.get(words.key, set()) if words.kind == MONEY else facts[words]
        unique = len(facts[words]) == len(ends) == 1
        told = len(words.key) > TELLING and not is_generic(words.key)
        if unique and told and words.measure == ACTUAL:
            lexicon.everywhere[words] = figures


def _learn_rows(lexicon: Lexicon, known: TemplateLines) -> None:
    """In a section, the rows of the tables that it explains go by the names in those tables."""
    for spot in known.spots:
        words = lexicon.own.get(spot, {})
        tables = {each.table for figures in words.values() for each in figures}
        for table in sorted(tables & set(lexicon.format.tables)):
            for figure in _rows(lexicon.format, table):
                key = subject_key(figure.line_label(lexicon.format))
                if _OF_TABLE.search(key) and len(key) > TELLING:
                    lexicon.rows.setdefault(spot, {}).setdefault(key, {})[figure] = None


def _rows(resolved: Format, table: str) -> Iterator[FigureName]:
    """The rows of a table that are no codes, in their first column."""
    for line in resolved.tables[table].lines():
        if not line.name.isdecimal():
            yield FigureName(table, line.name, default_column(resolved, table, line.name))


def _learn_names(lexicon: Lexicon, line: TemplateLine) -> None:
    """The lines that a loop or a list prints, by their names; the mere name of a line that the
    loop prints with the codes above it may be that of another level.
    """
    resolved, spot = lexicon.format, line.spot
    for figure, label in _listed(resolved, line.pieces):
        if figure.line.isdecimal():
            lexicon.named.setdefault(spot, {}).setdefault(key_of(label), {})[figure] = None
        else:
            words = Words(subject_key(label), MONEY, ACTUAL)
            lexicon.parts.setdefault(figure, set()).add(words.key)
            lexicon.own.setdefault(spot, {}).setdefault(words, {})[figure] = None
    chained = any(
        isinstance(each, nodes.LoopName) and each.part != "名称" for each in _nodes(line.pieces)
    )
    own, other = lexicon.named.setdefault(spot, {}), lexicon.lower.setdefault(spot, {})
    for table, group, column, is_own in _looped(resolved, line.pieces):
        for key, lines in keys_of(resolved, table, group).items():
            for each in lines:
                figure = FigureName(table, each, column)
                bare = chained and key == key_of(figure.line_label(resolved))
                names = own if is_own and not bare else other
                names.setdefault(key, {})[figure] = None


def _listed(resolved: Format, pieces: Iterable[Piece]) -> Iterator[tuple[FigureName, str]]:
    """The parts of the lists in a line whose amounts it prints."""
    for node in _nodes(pieces):
        if isinstance(node, nodes.Structure) and node.filter != "列举":
            yield from all_parts(node, resolved)


def _looped(resolved: Format, pieces: tuple[Piece, ...]) -> Iterator[tuple[str, str, str, bool]]:
    """The loops of a line, as the groups of every level that people write them by, with the column
    of their amounts, and whether it is the loop's own group.
    """
    turns = [(each.table, each.group) for each in pieces if isinstance(each, Turn)]
    turns += [(each.table, each.group) for each in _nodes(pieces) if isinstance(each, nodes.Repeat)]
    for table, group in turns:
        known = resolved.tables[table]
        levels = [each for each in LEVELS.values() if each in known.groups()]
        for each in levels if group in levels else [group]:
            first = next(iter(line_names(resolved, table, each)), "")
            if first:
                yield table, each, resolve(resolved, (table, first)).column, each == group


def _nodes(pieces: Iterable[Piece]) -> Iterator[nodes.Node]:
    return nodes.walk(each for each in pieces if not isinstance(each, Turn | Free))
