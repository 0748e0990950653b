"""Checks a text that people wrote: its numbers against each other and against the tables, and its
words. One cause is one finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain

from xlbudget.analysis.indicators import Figures
from xlbudget.checks.ledger import Entry
from xlbudget.checks.manuscript import Manuscript, Noticed, TextRule, run_text_rules
from xlbudget.checks.prose.causes import Cause, group_causes
from xlbudget.checks.prose.chart_rules import charts_agree, pictures
from xlbudget.checks.prose.checks import TEXT_CHECKS
from xlbudget.checks.prose.codes import code_relations
from xlbudget.checks.prose.completion import items_completion
from xlbudget.checks.prose.directions import Directions
from xlbudget.checks.prose.facts import Facts
from xlbudget.checks.prose.lists import Lists, shares_foot
from xlbudget.checks.prose.numbers import Numbers
from xlbudget.checks.prose.progress import averages, heads, weighted_progress
from xlbudget.checks.prose.relations import Relation, Values, difference, holds, merged, tolerance
from xlbudget.checks.prose.sentences import Sentences
from xlbudget.checks.prose.sets import LACKING, basic_listed, items_listed, lacking_sums
from xlbudget.checks.prose.sums import Sums
from xlbudget.checks.prose.tables import TableNumbers, merged_values, table_relations
from xlbudget.checks.prose.telling import DIRECTIONS, Teller
from xlbudget.checks.prose.units import amount_units
from xlbudget.domain.findings import Finding, Verdict
from xlbudget.domain.records import replace


def check_prose(manuscript: Manuscript) -> tuple[list[Finding], list[Entry]]:
    """The findings of a text and the ledger of what was checked."""
    from xlbudget.checks.words import WORD_RULES  # 填范本只核数，不装用词的规则

    findings, entries = check_numbers(manuscript)
    found, told = run_text_rules(WORD_RULES, manuscript)
    return [*findings, *found], [*entries, *told]


def check_numbers(manuscript: Manuscript) -> tuple[list[Finding], list[Entry]]:
    """The numeric rules alone."""
    numbers, facts = Numbers(manuscript), Facts(manuscript)
    sentences = Sentences(numbers, facts)
    tables = TableNumbers(manuscript.figures) if manuscript.figures else None
    relations = merged(
        chain(
            table_relations(numbers, facts, tables) if tables else (),
            sentences.relations(),
            Lists(numbers, facts, sentences).relations(),
            Sums(numbers, facts).relations(),
            code_relations(facts, sentences),
        )
    )
    values = merged_values(numbers, tables)
    teller = Teller(manuscript, numbers, facts, tables)
    ranks = {at: facts.rank(at) if at >= 0 else 0 for at in values}
    ratios = frozenset(each.ratio for each in relations if each.is_ratio)
    causes = group_causes(relations, values, ranks, ratios, numbers.turning())
    suspects = [suspect for cause in causes for suspect in cause.suspects]
    accused = frozenset(key for one in suspects for key in (one.key, *one.turning))
    lacking = lacking_sums(facts, manuscript.figures) if manuscript.figures else ()
    short = [each for each in causes if _falls_short(each, lacking, values)]
    findings = [
        *(teller.cause(each) for each in causes if each not in short),
        *_ratios(relations, values, teller, accused),
        *teller.tails(relations),
    ]
    rules = _rules(numbers, facts, sentences, manuscript.figures, accused)
    found, told = run_text_rules(rules, manuscript)
    found = _explained(found, [teller.cause(each) for each in short])
    turned = [_turned(each) for each in findings if each.check == DIRECTIONS]
    return [*_once(findings), *found], [*_entries(relations, values, teller, told), *turned, *told]


def _falls_short(cause: Cause, lacking: Iterable[Fraction], values: Values) -> bool:
    """Whether sums fall short by just what the items that the text leaves out come to."""
    first = cause.failures[0]
    if not first.is_open or cause.suspect:
        return False
    short, slack = difference(first, values), tolerance(first, values)
    return any(abs(short - each) <= slack for each in lacking)


def _explained(findings: Iterable[Finding], short: Sequence[Finding]) -> list[Finding]:
    """Sums that fall short stand under the finding about the items that are left out, which there
    is one of, since something is left out.
    """
    left = tuple(one for each in short for one in (replace(each, follows=()), *each.follows))
    told: list[Finding] = []
    for finding in findings:
        if finding.cause == LACKING and left:
            told.append(replace(finding, follows=(*finding.follows, *left)))
            left = ()
        else:
            told.append(finding)
    return told


def _turned(finding: Finding) -> Entry:
    """What a change whose word says the contrary counts as, besides its sum."""
    check = TEXT_CHECKS[finding.check]
    return Entry(check.name, check.obligation, check.title, Verdict.FAIL, finding.inputs)


def _rules(
    numbers: Numbers,
    facts: Facts,
    sentences: Sentences,
    figures: Figures | None,
    accused: frozenset[int],
) -> Iterator[TextRule]:
    """The rules that look at one number or one word at a time; what follows from a number that is
    `accused` already is not told again.
    """
    directions = Directions(numbers, facts, sentences, accused)
    looks: dict[str, Callable[[Manuscript], Iterable[Noticed]]] = {
        "direction-words": lambda _: directions.direction_words(),
        "completion-words": lambda _: directions.completion_words(),
        "no-base": lambda _: directions.no_base(),
        "amount-unit": lambda _: amount_units(numbers, facts),
        "items-completion": lambda _: items_completion(numbers, facts, sentences, accused),
        "weighted-progress": lambda _: weighted_progress(numbers, facts),
        "average-recomputed": lambda _: averages(numbers, facts, accused),
        "shares-foot": lambda _: shares_foot(numbers, facts, sentences),
        "heads-add-up": lambda _: heads(numbers, facts),
        "chart-agrees": lambda _: charts_agree(numbers, facts),
        "chart-picture": lambda _: pictures(facts.manuscript),
    }
    if figures is not None:
        looks |= {
            "items-listed": lambda _: items_listed(facts, figures),
            "basic-listed": lambda _: basic_listed(facts, figures),
        }
    for name, look in looks.items():
        check = TEXT_CHECKS[name]
        yield TextRule(name, check.obligation, check.title, check.level, look, check.unseen)


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Of findings that say the same of the same numbers in several places, the first, with the
    others under it.
    """
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        key = (finding.check, finding.printed, finding.expected, finding.formula, finding.cause)
        first = kept.get(key)
        if first is None:
            kept[key] = finding
        elif finding.where != first.where:
            kept[key] = replace(first, follows=(*first.follows, finding))
    return list(kept.values())


def _ratios(
    relations: Iterable[Relation], values: Values, teller: Teller, accused: frozenset[int]
) -> Iterator[Finding]:
    """What is to be said of each ratio that its amounts give, by the relation that says least;
    nothing where one of the numbers is `accused` itself.
    """
    told: dict[int, list[Finding | None]] = {}
    for relation in relations:
        if relation.is_ratio:
            of_it = told.setdefault(relation.ratio, [])
            if accused & {*relation.keys}:
                of_it.append(None)
            elif holds(relation, values, generous=True):
                of_it.append(teller.ratio(relation))
    for found in told.values():
        said = [each for each in found if each is not None]
        if said and len(said) == len(found):
            yield max(said, key=lambda one: one.level.rank)


def _entries(
    relations: Iterable[Relation], values: Values, teller: Teller, told: Iterable[Entry]
) -> Iterator[Entry]:
    ran = {entry.check for entry in told}
    for relation in relations:
        ran.add(relation.check)
        check = TEXT_CHECKS[relation.check]
        verdict = Verdict.PASS if holds(relation, values, generous=True) else Verdict.FAIL
        yield Entry(check.name, check.obligation, check.title, verdict, teller.inputs(relation))
    for check in TEXT_CHECKS.values():
        if check.name not in ran:
            unchecked = Verdict.UNCHECKED
            yield Entry(check.name, check.obligation, check.title, unchecked, (), check.unseen)
