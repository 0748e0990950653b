"""每一种校验在 errors/ 下有一个文件夹：触发它的输入，和用户看到的文字。"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

import xlbudget
from tests.error_folders import ERRORS, FILE, NAMES, account_of, result, text_in, told
from xlbudget.checks.prose.checks import TEXT_CHECKS
from xlbudget.checks.registry import RULES
from xlbudget.checks.words import WORD_RULES
from xlbudget.domain.findings import Finding
from xlbudget.formats.library import find, places
from xlbudget.pipeline import run
from xlbudget.results import Results

YEAR = 2024
HANDED_ON = {
    "outcome.identity.name",
    "known.name",
    "check",
    "name",
    "rule.name",
    "relation.check",
}
"""名称不写在这里、从别处传来的：勾稽的、规则的、读表时一条说明的、文中增减的、文字规则的、复算的。"""

CONSEQUENCES = {"paragraph-withheld"}
"""总是别的问题引起的。"""


def of_formats() -> set[str]:
    """各格式的全部勾稽。"""
    return {one.name for place in places() for one in find(place, YEAR).identities}


def of_rules() -> list[str]:
    """各条规则：表的、文字用词的、文字里的数的。"""
    return [*(rule.name for rule in RULES), *(rule.name for rule in WORD_RULES), *TEXT_CHECKS]


def in_the_source() -> Iterator[tuple[str | None, str]]:
    """程序里每一处问题的名称，没有写出来的是 None；和那个表达式。"""
    for path in sorted(Path(xlbudget.__file__).parent.rglob("*.py")):
        if path.parent.name == "intake":
            continue  # 导入的发现在 docs/import.md，见 intake/test_every_finding.py
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for value in _names(tree, notes=path.parent.name == "reading"):
            shown = ast.unparse(value)
            name = value.value if isinstance(value, ast.Constant) else constants.get(shown)
            yield name if isinstance(name, str) else None, shown


def _names(tree: ast.Module, *, notes: bool) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called.rpartition(".")[2] == "Finding":
            yield from node.args[:1]
            yield from (word.value for word in node.keywords if word.arg == "check")
        elif notes and called.endswith(".note"):
            yield node.args[0]


def test_every_check_has_a_folder() -> None:
    """文中增减额、增减率的两条除外：只有程序自己错了才会不符，没有输入能触发，见
    checks/test_text_rules.py。
    """
    written = {name for name, _ in in_the_source() if name is not None}
    known = {*written, *of_formats(), *of_rules()}
    assert sorted(known) == NAMES


def test_names_are_written_out_but_where_they_are_handed_on() -> None:
    assert {shown for name, shown in in_the_source() if name is None} == HANDED_ON


def test_no_two_checks_share_a_name() -> None:
    names = of_rules()
    assert len(names) == len(set(names))
    assert not of_formats() & set(names)
    listed = find("sichuan", YEAR).text_obligations
    assert {rule.obligation for rule in WORD_RULES} <= set(listed)
    assert {check.obligation for check in TEXT_CHECKS.values()} <= set(listed)


def followers(finding: Finding) -> Iterator[str]:
    for follower in finding.follows:
        yield follower.check
        yield from followers(follower)


@pytest.mark.parametrize("name", NAMES)
def test_it_fires_as_the_cause(name: str) -> None:
    first = told(name).findings[0]
    text = text_in(name)
    assert first.file == (text.name if text else FILE)
    if name in CONSEQUENCES:
        assert name in followers(first)
    else:
        assert first.check == name


@pytest.mark.parametrize("name", NAMES)
def test_what_the_user_sees(name: str) -> None:
    expected = (ERRORS / name / "expected.txt").read_text(encoding="utf-8")
    assert told(name).text == expected


@pytest.mark.parametrize("name", sorted(of_formats()))
def test_the_sum_that_is_shown_adds_up(name: str) -> None:
    """印出的、应有的、算式：照着文字用十进制再算一遍。"""
    first = told(name).findings[0]
    printed, expected = (
        Decimal(str(text).rstrip("万元")) for text in (first.printed, first.expected)
    )
    terms = re.findall(r"([−+]?) ?(-?[0-9.]+)", str(first.formula))
    summed = sum((-1 if sign == "−" else 1) * Decimal(number) for sign, number in terms)
    assert summed == expected
    off = re.search(r"相差([0-9.]+)万?元", first.message)
    shown = Decimal(off[1]) if off else -printed  # 与零比较的一条不写相差
    assert shown == abs(printed - expected) > 0


def passed(results: Results) -> set[str]:
    return {entry.check for entry in results.ledger.entries if entry.verdict.value == "pass"}


def test_the_common_input_has_every_check_and_no_finding() -> None:
    """base.toml 处处相符，每条勾稽、每条规则都至少核到一次；别的格式自己的勾稽，它的案例 complete
    核得到。
    """
    results = result("terms-reference")
    assert [finding.check for finding in results.findings] == ["terms-reference"]
    common = {one.name for one in results.format.identities}
    assert common | {rule.name for rule in RULES} <= passed(results)
    for place in places():
        own = {one.name for one in find(place, YEAR).identities} - common
        if own:
            account, resolved = account_of(f'place = "{place}"', place)
            assert own <= passed(run(account, resolved)), place
