"""What a text enumerates against the rows of the tables: no item less, none more: R73, R74."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from xlbudget.analysis.indicators import Figures
from xlbudget.checks.manuscript import Noticed
from xlbudget.checks.prose.codes import enumerated, strangers
from xlbudget.checks.prose.facts import Facts
from xlbudget.domain.codes import DIGITS
from xlbudget.domain.documents import TextBlock
from xlbudget.domain.findings import Level
from xlbudget.domain.money import Amount, Unit
from xlbudget.formats.model import Composition
from xlbudget.formats.names import FigureName

LACKING = "lacking"
"""The cause of a finding about items that are left out."""

_FEW = 2
_LISTED = re.compile(r"主要包括[:：]?([^。；;]+)")
_BETWEEN = re.compile(r"[、，,]")
_LOOSE = re.compile(r"(?:费用|支出|费)$|[（(].*?[)）]|\s")


def items_listed(facts: Facts, figures: Figures) -> Iterator[Noticed]:
    """R73: the 项 of a table that the text enumerates are all that have an amount."""
    for (table, column), stated in enumerated(facts).items():
        if len(stated) >= _FEW and not strangers(stated.values(), facts):
            yield from _against_table(table, column, stated, facts, figures)


def lacking_sums(facts: Facts, figures: Figures) -> tuple[Fraction, ...]:
    """What the items of a table that the text does not enumerate come to, in 万元, by table."""
    found: list[Fraction] = []
    for (table, column), stated in enumerated(facts).items():
        amounts = _filled(table, column, figures)
        lacking = amounts.keys() - stated.keys()
        if len(stated) >= _FEW and lacking:
            found.append(sum((amounts[line] for line in lacking), Fraction(0)))
    return tuple(found)


def _filled(table: str, column: str, figures: Figures) -> dict[str, Fraction]:
    """The items of a table that have an amount, in 万元."""
    amounts = {
        line: figures.figure(FigureName(table, line, column)).amount
        for line in figures.lines(table, "items")
    }
    return {
        line: Fraction(amount.fen, Unit.TEN_THOUSAND_YUAN.fen)
        for line, amount in amounts.items()
        if amount and amount.fen
    }


def _against_table(
    table: str, column: str, stated: dict[str, int], facts: Facts, figures: Figures
) -> Iterator[Noticed]:
    filled = _filled(table, column, figures).keys()
    if not filled or len(stated) * _FEW < len(filled):
        return
    first = min(stated.values())
    inputs = (facts.format.tables[table].title,)
    lacking = sorted(filled - stated.keys())
    if lacking:
        names = "、".join(_named(table, line, column, facts, figures) for line in lacking)
        mark = facts.mentions[first].mark
        message = f"表中有{names}，文中没有逐项列出。请补上。"
        yield Noticed(mark, message, inputs=inputs, cause=LACKING)
    for line, at in stated.items():
        if line in filled or not facts.mentions[at].quantity.value:
            yield Noticed(facts.mentions[at].mark, inputs=inputs)
            continue
        mention = facts.mentions[at]
        yield Noticed(
            mention.mark,
            f"文中列了{mention.subject}{mention.quantity.text}，"
            f"“{facts.format.tables[table].title}”没有这个科目的数。请核对科目。",
            printed=mention.quantity.text,
            inputs=inputs,
        )


def _named(table: str, line: str, column: str, facts: Facts, figures: Figures) -> str:
    name = FigureName(table, line, column)
    amount = figures.figure(name).amount
    text = amount.text(facts.format.style.unit) if amount else ""
    return f"{line} {name.line_label(facts.format)}{text}"


def basic_listed(facts: Facts, figures: Figures) -> Iterator[Noticed]:
    """R74: the economic codes named after 主要包括 are those that have an amount."""
    for composition in facts.format.compositions.values():
        whole = composition.whole
        parts = composition.parts
        if not (len(parts) == 1 and parts[0].whole_group and parts[0].table == whole.table):
            continue
        if facts.format.tables[whole.table].functional is not None:
            continue
        for at in facts.of(FigureName(whole.table, whole.line, whole.column)):
            yield from _economic(at, composition, facts, figures)


def _economic(
    at: int, composition: Composition, facts: Facts, figures: Figures
) -> Iterator[Noticed]:
    mark = facts.mentions[at].mark
    block = facts.manuscript.bound.document.blocks[mark.block]
    match = _LISTED.search(block.text, mark.end) if isinstance(block, TextBlock) else None
    account = facts.manuscript.account
    table = account.statements.get(composition.whole.table) if account else None
    if match is None or table is None or not table.has_amounts:
        return
    listed = {_plain(word): word.strip() for word in _BETWEEN.split(match[1]) if word.strip()}
    open_end = match[1].rstrip().endswith("等")
    amounts = {
        _plain(label): (label, figures.figure(name).amount)
        for name, label in figures.parts(composition)
    }
    lacking = [
        label
        for plain, (label, amount) in amounts.items()
        if amount and amount.fen and plain not in listed
    ]
    known = {
        _plain(name)
        for entry in facts.format.economic.entries
        if len(entry.code) == DIGITS["款"]
        for name in (entry.name,)
    }
    extra = [
        word
        for plain, word in listed.items()
        if plain in known and not _has_amount(amounts.get(plain))
    ]
    inputs = (facts.format.tables[composition.whole.table].title,)
    said: list[str] = []
    if lacking and not open_end:
        said.append(f"表中有数而文中没有列的：{'、'.join(lacking)}")
    if extra:
        said.append(f"文中列了而表中没有数的：{'、'.join(extra)}")
    message = f"{facts.mentions[at].subject}的列举与表不一致。{'；'.join(said)}。" if said else ""
    yield Noticed(mark, message, inputs=inputs, level=Level.WARNING)


def _has_amount(found: tuple[str, Amount | None] | None) -> bool:
    return found is not None and found[1] is not None and bool(found[1].fen)


def _plain(word: str) -> str:
    """A name without what writers leave out or add.

    >>> _plain("其他交通费用"), _plain("维修（护）费"), _plain("住房公积金等")
    ('其他交通', '维修', '住房公积金')
    """
    return _LOOSE.sub("", word.strip().removesuffix("等"))
