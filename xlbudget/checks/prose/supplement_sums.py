"""Equalities of what a unit tells of itself: its vehicles, and the cost of running its offices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlbudget.binding.said import Mention
from xlbudget.checks.prose.facts import Facts
from xlbudget.checks.prose.institutions import speaks_of_institutions
from xlbudget.checks.prose.relations import Form, Relation
from xlbudget.checks.supplement_rules import VEHICLES
from xlbudget.domain.findings import Level
from xlbudget.formats.model import SUPPLEMENT, VALUE
from xlbudget.formats.names import FigureName

_FEW = 2
_OPERATING = FigureName(SUPPLEMENT, "机关运行经费支出", VALUE)
_VEHICLES = FigureName(SUPPLEMENT, "车辆总数", VALUE)
_KEPT = FigureName(SUPPLEMENT, "公务用车保有量", VALUE)
_PUBLIC = FigureName("general_public_budget_basic", "operating_total", "actual")


def vehicles(facts: Facts, mentions: Sequence[Mention]) -> Iterator[Relation]:
    """All vehicles are those of each class, and those of “三公”经费 are among them."""
    for at in facts.exact.get(_VEHICLES, []):
        block = mentions[at].mark.block
        classes = [
            each
            for name in VEHICLES
            for each in facts.exact.get(FigureName(SUPPLEMENT, name, VALUE), [])
            if mentions[each].mark.block == block
        ]
        if len(classes) >= _FEW:
            parts: Form = tuple((1, each) for each in classes)
            yield Relation(
                "counts-add-up",
                "车辆总数等于各类之和",
                ((1, at),),
                parts,
                at_least=_has_other_classes(mentions, at, classes),
            )
        kept = facts.nearest(_KEPT, at)
        if kept is not None:
            yield Relation(
                "vehicles-in-text",
                "公务用车保有量不超过车辆总数",
                ((1, at),),
                ((1, kept),),
                at_least=True,
                level=Level.WARNING,
            )


def _has_other_classes(mentions: Sequence[Mention], at: int, classes: Sequence[int]) -> bool:
    """Whether the list of vehicles has classes that the format does not know."""
    block, unit = mentions[at].mark.block, mentions[at].quantity.unit
    return any(
        mention.mark.block == block and mention.quantity.unit == unit and other not in classes
        for other, mention in enumerate(mentions[at + 1 : max(classes)], at + 1)
    )


def operating(facts: Facts) -> Iterator[Relation]:
    """机关运行经费 of 行政单位 and 参公单位 is the 公用经费 of the basic expenditure; of a unit
    whose kind is not known it is no more than that.
    """
    kind = facts.format.traits.get("单位性质", "")
    if kind not in ("", "行政单位", "参公单位"):
        return
    manuscript = facts.manuscript
    if manuscript.account is None and speaks_of_institutions(manuscript):
        kind = ""
    for at in facts.exact.get(_OPERATING, []):
        other = facts.nearest(_PUBLIC, at)
        if other is not None:
            title = "机关运行经费等于公用经费" if kind else "机关运行经费不超过公用经费"
            sides = (other, at) if not kind else (at, other)
            yield Relation(
                "agency-operating-in-text",
                title,
                ((1, sides[0]),),
                ((1, sides[1]),),
                at_least=not kind,
                same=bool(kind),
                level=Level.WARNING,
            )
