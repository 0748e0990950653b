"""docs/checks.md、docs/review.md 里的规则表就是格式和规则里的那些，不多不少。"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.error_folders import NAMES
from xlbudget.checks.prose.checks import TEXT_CHECKS
from xlbudget.checks.registry import RULES
from xlbudget.checks.words import WORD_RULES
from xlbudget.domain.findings import Level
from xlbudget.formats.library import find, places

DOC = Path(__file__).parents[2] / "docs" / "checks.md"
REVIEW = DOC.with_name("review.md")
YEAR = 2024
BESIDES = {
    "R36": [("blank-total", Level.INFO)],
    "R62": [("change-recomputed", Level.ERROR)],
    "R63": [("change-rate-recomputed", Level.ERROR)],
}
"""不是勾稽也不在规则表里的。"""


def rows() -> Iterator[str]:
    """规则表应有的各行。"""
    checks: dict[str, dict[str, Level]] = defaultdict(dict)
    obligations: dict[str, str] = {}
    for place in ["national", *places()]:
        resolved = find(place, YEAR)
        obligations.update(resolved.obligations)
        for identity in resolved.identities:
            checks[identity.rule][identity.name] = identity.level
    for rule in RULES:
        checks[rule.obligation][rule.name] = rule.level
    for number, extra in BESIDES.items():
        checks[number].update(extra)
    for number, title in sorted(
        obligations.items(), key=lambda one: ("RBHPA".index(one[0][0]), one[0])
    ):
        levels = [level.chinese for level in Level if level in checks[number].values()]
        names = "、".join(f"`{name}`" for name in checks[number])
        yield f"| {number} | {title} | {'、'.join(levels)} | {names} |"


def rows_of_texts() -> Iterator[str]:
    """审核别人写的说明的规则表应有的各行。"""
    checks: dict[str, dict[str, Level]] = defaultdict(dict)
    for check in TEXT_CHECKS.values():
        checks[check.obligation][check.name] = check.level
    for rule in WORD_RULES:
        checks[rule.obligation][rule.name] = rule.level
    for number, title in find("national", YEAR).text_obligations.items():
        levels = [level.chinese for level in Level if level in checks[number].values()]
        names = "、".join(f"`{name}`" for name in checks[number])
        yield f"| {number} | {title} | {'、'.join(levels)} | {names} |"


def documented(heading: str, page: Path = DOC) -> list[str]:
    """一个标题下面的表的各行。"""
    part = page.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return [line for line in part.splitlines() if line.startswith("|")][2:]


def test_every_rule_is_in_the_table_with_its_level_and_names() -> None:
    assert documented("规则") == list(rows())


def test_every_rule_of_texts_is_in_the_table_of_its_page() -> None:
    assert documented("核对的事项", REVIEW) == list(rows_of_texts())


def test_every_other_finding_is_in_the_second_table() -> None:
    listed = (*documented("其他发现"), *documented("其他发现", REVIEW))
    others = {line.split("`")[1] for line in listed}
    ruled = (*rows(), *rows_of_texts())
    in_rules = {name for line in ruled for name in line.split("`")[1::2]}
    assert others == set(NAMES) - in_rules
