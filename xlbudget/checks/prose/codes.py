"""Sums over codes: the 项 that a text enumerates against their 类 and the total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from xlbudget.checks.prose.checks import check_of
from xlbudget.checks.prose.facts import Facts
from xlbudget.checks.prose.numbers import Numbers
from xlbudget.checks.prose.relations import Relation, holds
from xlbudget.checks.prose.sentences import Sentences
from xlbudget.domain.codes import DIGITS
from xlbudget.formats.names import ACTUAL, FigureName

_FEW = 2
_CATEGORY, _ITEM = DIGITS["类"], DIGITS["项"]

Column = tuple[str, str]


def code_relations(facts: Facts, sentences: Sentences) -> Iterator[Relation]:
    """The 项 of a table and column that 情况说明 enumerates add up to each 类 and to the total; the
    类 to the total. A text that names only some of them says no more than that they fit in.
    """
    for (table, column), lines in _stated(facts).items():
        total = facts.exact.get(FigureName(table, "total", column), [])
        for digits in (_ITEM, _CATEGORY):
            parts = {code: at for code, at in lines.items() if len(code) == digits}
            if len(parts) >= _FEW:
                yield from _sums(parts, lines, total, digits, table, sentences)


def _stated(facts: Facts) -> dict[Column, dict[str, int]]:
    """The codes that 情况说明 states amounts of, the first mention of each."""
    found: dict[Column, dict[str, int]] = defaultdict(dict)
    for name, mentions in facts.exact.items():
        if name.measure == ACTUAL and name.line.isdecimal():
            explained = [at for at in mentions if facts.rank(at) == 0]
            table = facts.format.tables.get(name.table)
            if explained and table is not None and table.functional is not None:
                found[name.table, name.column][name.line] = explained[0]
    return found


def enumerated(facts: Facts) -> dict[Column, dict[str, int]]:
    """The 项 of each table and column that 情况说明 states amounts of, by code."""
    return {
        column: {code: at for code, at in lines.items() if len(code) == _ITEM}
        for column, lines in _stated(facts).items()
    }


def _sums(
    parts: dict[str, int],
    lines: dict[str, int],
    total: Sequence[int],
    digits: int,
    table: str,
    sentences: Sentences,
) -> Iterator[Relation]:
    numbers, facts = sentences.numbers, sentences.facts
    check = check_of(FigureName(table, "0" * digits, ""))
    word = "项" if digits == _ITEM else "类"
    whole = [
        _relation(check, f"各{word}之和等于合计", at, list(parts.values())) for at in total[:1]
    ]
    below = [
        _relation(check, "同类各项之和应当等于该类", at, mine)
        for code, at in lines.items()
        if digits == _ITEM and len(code) == _CATEGORY
        for mine in [[one for item, one in parts.items() if item.startswith(code)]]
        if mine
    ]
    without = [
        at
        for code, at in lines.items()
        if digits == _ITEM
        and len(code) == _CATEGORY
        and numbers.known[at].value
        and not any(item.startswith(code) for item in parts)
    ]
    listed = list(parts.values())
    complete = not strangers(listed, facts) and (
        _is_whole(whole, below, without, numbers) or sentences.foot(listed)
    )
    for relation in (*below, *whole):
        yield relation if complete else _within(relation)


def _relation(check: str, title: str, whole: int, parts: Sequence[int]) -> Relation:
    return Relation(check, title, ((1, whole),), tuple((1, at) for at in parts), is_open=True)


def _within(relation: Relation) -> Relation:
    title = relation.title.replace("等于", "不超过")
    return Relation(relation.check, title, relation.left, relation.right, at_least=True)


def _is_whole(
    whole: Sequence[Relation],
    below: Sequence[Relation],
    without: Sequence[int],
    numbers: Numbers,
) -> bool:
    """Whether an enumeration is meant to be of all: it makes the total, or twice as many of its 类
    come out as do not, a 类 without any 项 being one that does not.
    """
    if any(holds(relation, numbers.known) for relation in whole):
        return True
    sound = sum(holds(relation, numbers.known) for relation in below)
    wrong = len(below) - sound + len(without)
    return sound >= _FEW * max(wrong, 1)


def strangers(parts: Iterable[int], facts: Facts) -> bool:
    """Whether under the headings of the parts stand amounts of this year whose figure is not known:
    one of them may be a part.
    """
    bound, mentions = facts.manuscript.bound, facts.mentions
    positions = sorted(parts)
    own = {mentions[at].mark.block for at in positions}
    under = {id(bound.outline.at(block)) for block in own}
    return any(
        at not in facts.owners
        and mention.mark.block not in own
        and mention.quantity.is_money
        and mention.measure in ("", ACTUAL)
        and id(bound.outline.at(mention.mark.block)) in under
        for at, mention in enumerate(mentions)
    )
