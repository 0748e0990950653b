"""What comments say: one for each finding, one at each other place of the same fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlbudget.domain.findings import Finding, Verdict
from xlbudget.domain.records import dataclass
from xlbudget.domain.text import Place
from xlbudget.results.places import place_words, quoted

_LISTED = 20
"""So many of what one finding implies are listed; the 审核意见表 and the JSON have all."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment: where it belongs, and what it says."""

    where: Place
    said: tuple[str, ...]

    def lines(self, *, exact: bool) -> tuple[str, ...]:
        """Its paragraphs; where it does not stand at the words themselves, which they are."""
        return self.said if exact else (*self.said, *_located(self.where))


def remarks(findings: Sequence[Finding], rules: Mapping[str, str]) -> Iterator[Remark]:
    """The comments of findings, numbered as they come."""
    for number, finding in enumerate(findings, 1):
        followers = [*_all(finding.follows)]
        apart = [each for each in followers if _stands_apart(each)]
        within = [each for each in followers if not _stands_apart(each)]
        yield Remark(finding.where, (*_told(number, finding, rules), *_listed(within)))
        for follower in apart:
            said = f"同一问题：见批注{number}。{follower.message}"
            yield Remark(follower.where, (said, *_beside(follower)))


def _all(findings: Iterable[Finding]) -> Iterator[Finding]:
    for finding in findings:
        yield finding
        yield from _all(finding.follows)


def _stands_apart(follower: Finding) -> bool:
    """Whether something else is wrong at a place of its own; what merely was not checked is told
    where it belongs.
    """
    known = follower.where.paragraph is not None
    return known and follower.verdict is Verdict.FAIL


def _told(number: int, finding: Finding, rules: Mapping[str, str]) -> Iterator[str]:
    yield f"批注{number}［{finding.level.chinese}］{finding.message}"
    yield from _beside(finding)
    known = rules.get(finding.check)
    yield f"规则：{known}（{finding.check}）" if known else f"规则：{finding.check}"


def _beside(finding: Finding) -> Iterator[str]:
    """What is known of a finding and its words do not say."""
    if finding.expected and finding.expected not in finding.message:
        yield f"应为：{finding.expected}"
    if finding.formula and finding.formula not in finding.message:
        yield f"算式：{finding.formula}"


def _listed(followers: Sequence[Finding]) -> Iterator[str]:
    for follower in followers[:_LISTED]:
        at = place_words(follower.where)
        yield f"· {f'{at}：' if at else ''}{follower.message}"
    if len(followers) > _LISTED:
        yield f"· 等共 {len(followers)} 处，全部见审核意见表或 --json。"


def _located(where: Place) -> Iterator[str]:
    at = place_words(where)
    if at:
        yield f"位置：{at}"
    quote = quoted(where)
    if quote:
        yield f"原文：{quote.text()}"
