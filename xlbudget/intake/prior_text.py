"""Last year's amounts as last year's published document states them, in this year's terms.

Only what the explanation itself states counts, not the annexes, which often have another scope;
and only in the unit that the document is written in: a slip such as 元 for 万元 would do harm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlbudget.binding.bound import BY_TEMPLATE, BY_WORDS, BoundText
from xlbudget.binding.facts import facts_of
from xlbudget.binding.outline import Role
from xlbudget.binding.said import Mark, Quantity, Told
from xlbudget.domain.codes import is_code
from xlbudget.domain.money import PUBLISHED_PLACES, Amount, Unit
from xlbudget.domain.records import dataclass, field, replace
from xlbudget.domain.statements import Cell, Source
from xlbudget.domain.text import Place
from xlbudget.formats.model import SUPPLEMENT, Format, Kind
from xlbudget.formats.names import ACTUAL, FigureName
from xlbudget.intake.gathered import Key
from xlbudget.intake.prior_keys import this_years_key
from xlbudget.results.places import place_words
from xlbudget.workbook.own_rows import prior_rows

_UNITS = {"元": Unit.YUAN, "万元": Unit.TEN_THOUSAND_YUAN, "万": Unit.TEN_THOUSAND_YUAN}
_NOTHING = "无"


@dataclass(frozen=True, slots=True)
class Statement:
    """One place where a document states an amount or count: the figure, its cell with the place in
    words, the words printed, how the figure is known (template or words), and the place.
    """

    figure: FigureName
    cell: Cell
    printed: str
    how: str
    where: Place

    @property
    def told(self) -> str:
        """The number with its place and how it is known."""
        how = "照格式的写法认出" if self.how == BY_TEMPLATE else "按前后的词认出"
        return f"{self.printed}（{self.cell.source}，{how}）"


@dataclass(slots=True)
class TextAmounts:
    """What a document states: amounts in this year's terms, each with where it is stated;
    `differing` are those that it states differently, `odd` those in another unit than the text's,
    `merged` those that are several items of last year together. `places` is the most decimals that
    it prints.
    """

    known: dict[Key, tuple[Statement, ...]] = field(default_factory=dict)
    differing: dict[Key, tuple[Statement, ...]] = field(default_factory=dict)
    merged: dict[Key, tuple[Statement, ...]] = field(default_factory=dict)
    odd: list[Statement] = field(default_factory=list)
    places: int = PUBLISHED_PLACES

    @property
    def is_coarse(self) -> bool:
        """Whether it prints fewer decimals than the amounts have, so that nothing can be compared
        with them.
        """
        return self.places < PUBLISHED_PLACES


def amounts_of_text(bound: BoundText, resolved: Format) -> TextAmounts:
    """The amounts of a bound document of last year, by this year's rows."""
    found = TextAmounts()
    stated = list(_statements(bound, found))
    facts = facts_of(bound.format)
    by_fact: dict[FigureName, list[Statement]] = {}
    for each in stated:
        by_fact.setdefault(facts.fact(each.figure), []).append(each)
    by_key: dict[Key, dict[FigureName, list[Statement]]] = {}
    for place in _places(stated, bound.format):
        fact = facts.fact(FigureName(*place))
        said = [each for each in by_fact.get(fact, ()) if _prints(each.figure, place, bound.format)]
        now = _this_year(place, bound.format, resolved)
        if said and now is not None:
            # 说法不一的，另一种说法也算在内
            by_key.setdefault(now, {}).setdefault(fact, by_fact[fact])
    for now, of_facts in by_key.items():
        said = [each for statements in of_facts.values() for each in statements]
        if any(_differ(statements) for statements in of_facts.values()):
            found.differing[now] = tuple(said)
        elif len(of_facts) > 1 and is_code(now[1]):
            found.merged[now] = tuple(said)
        elif _differ(said):
            found.differing[now] = tuple(said)
        else:
            found.known[now] = tuple(said)
    return found


def _statements(bound: BoundText, found: TextAmounts) -> Iterator[Statement]:
    """What the explanation states of figures, in the order of the document."""
    own = [
        (index, owner)
        for index, owner in sorted(bound.owners.items())
        if owner.figure.measure == ACTUAL and _is_explanation(bound, index)
    ]
    mentions = bound.said.mentions
    money = [mentions[index].quantity for index, _ in own if mentions[index].quantity.is_money]
    unit = _unit_of(money)
    found.places = max(
        (each.places for each in money if _UNITS.get(each.unit) is unit), default=PUBLISHED_PLACES
    )
    for index, owner in own:
        mention = mentions[index]
        source, where = _source(bound, mention.mark), _where(bound, mention.mark)
        is_odd = mention.quantity.is_money and _UNITS.get(mention.quantity.unit) is not unit
        cell = Cell(source) if is_odd else _cell(owner.figure, mention.quantity, source, bound)
        if cell is None:
            continue
        said = Statement(owner.figure, cell, mention.quantity.text, owner.how, where)
        if is_odd:
            found.odd.append(said)
        else:
            yield said
    for index, figure in sorted(bound.spoken_of.items()):
        remark = bound.said.remarks[index]
        place = bound.outline.at(remark.mark.block)
        says_none = remark.told is Told.NONE and remark.of is None
        if says_none and place.role is Role.EXPLANATION and figure.table != SUPPLEMENT:
            nil = Cell.with_amount(_source(bound, remark.mark), Amount.of("0", unit))
            where = _where(bound, remark.mark)
            yield Statement(figure.of(ACTUAL), nil, _NOTHING, BY_WORDS, where)


def _is_explanation(bound: BoundText, index: int) -> bool:
    mark = bound.said.mentions[index].mark
    return bound.outline.at(mark.block).role is Role.EXPLANATION


def _unit_of(money: Iterable[Quantity]) -> Unit:
    """The unit that most amounts are printed in."""
    counts = Counter(_UNITS[each.unit] for each in money if each.unit in _UNITS)
    return max(Unit, key=lambda unit: (counts[unit], unit is Unit.TEN_THOUSAND_YUAN))


def _cell(figure: FigureName, quantity: Quantity, source: Source, bound: BoundText) -> Cell | None:
    """The number as a cell; None if it is not of the kind that the figure is."""
    asked = bound.format.supplement.get(figure.line) if figure.table == SUPPLEMENT else None
    if figure.table == SUPPLEMENT and asked is None:
        return None
    if quantity.is_money and (asked is None or asked.kind is Kind.AMOUNT):
        return Cell.with_amount(source, Amount.of(quantity.value, _UNITS[quantity.unit]))
    counts = asked is not None and asked.kind.is_number and asked.kind is not Kind.AMOUNT
    if counts and not quantity.is_money and not quantity.is_rate:
        return Cell.with_count(source, quantity.value)
    return None


def _source(bound: BoundText, mark: Mark) -> Source:
    """Where a number stands: the document and its paragraph, with the page where it has pages."""
    return Source(bound.document.file, place_words(bound.document.blocks[mark.block].place), "")


def _where(bound: BoundText, mark: Mark) -> Place:
    return replace(bound.document.blocks[mark.block].place, span=(mark.start, mark.end))


def _places(stated: Sequence[Statement], last: Format) -> list[Key]:
    """The places of last year's tables that may be stated: those spoken of, and those that last
    year's 上年数 asked for, under which one fact may stand too.
    """
    spoken = [(each.figure.table, each.figure.line, each.figure.column) for each in stated]
    rows = [(row.table, row.line, row.column) for row in prior_rows(last, ())]
    return list(dict.fromkeys((*spoken, *rows)))


def _prints(figure: FigureName, place: Key, last: Format) -> bool:
    """Whether a statement of a figure states the amount at a place: its own, the lines that a
    common name stands for (收支总计), or the same fact in another table.

    Two lines of one table that must be equal are not the same: a document may break the rule.
    """
    if figure.table != place[0]:
        return True
    table = last.tables.get(figure.table)
    lines = {figure.line}
    for agreed in table.agreed if table else ():
        if agreed.name == figure.line:
            lines |= set(agreed.lines)
    return place[1] in lines and (figure.column == place[2] or place[1] != figure.line)


def _this_year(place: Key, last: Format, resolved: Format) -> Key | None:
    if place[0] == SUPPLEMENT:
        known = resolved.supplement.get(place[1])
        return place if known is not None and known.prior else None
    return this_years_key(place, last, resolved) if place[0] in last.tables else None


def _differ(said: Sequence[Statement]) -> bool:
    return len({(each.cell.amount, each.cell.count) for each in said}) > 1


def cells_of(known: Mapping[Key, Sequence[Statement]]) -> dict[Key, Cell]:
    """The amounts, each with the first place that states it, one read by template before others."""
    return {
        key: min(said, key=lambda each: each.how != BY_TEMPLATE).cell for key, said in known.items()
    }
