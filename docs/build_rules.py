"""Writes rules.md and rules-of-texts.md: every check with what it says, how much it matters, where
it holds, how far it may be off, and the example that fires it.

    python docs/build_rules.py
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from rule_examples import ERRORS, YEAR, plain, shown

from xlbudget.checks.prose.checks import TEXT_CHECKS
from xlbudget.checks.registry import RULES
from xlbudget.checks.words import WORD_RULES
from xlbudget.formats.identity_model import Identity
from xlbudget.formats.library import find, places

DOCS = Path(__file__).parent
OF_TABLES = """\
# 表的校验，一条一条

每条校验：说什么，多要紧，哪些格式有，容许差多少，一个触发它的例子，和程序对这个例子说的话（一字不差）。
本页由 `docs/build_rules.py` 按程序里的登记和 `tests/errors/` 的例子写成。

- 怎样算容差、怎样归到一个原因，见[校验怎样做](checks.md)。
- 说明（文字）的校验，见[文字的校验](rules-of-texts.md)。
- 程序的消息里、“校验”表里都有校验的名称（如 `revenue-row`），用它在本页查找。
- 例子都从一套处处相符的账（四川，2024 年度）改出来；写明“录成了”的，前面是原来的数，单位是元。
"""
OF_TEXTS = """\
# 文字的校验，一条一条

审核别人写的说明、我们自己的说明里“改写”的话，都用这些校验。
每条：说什么，多要紧，容许差多少，一个触发它的例子，和程序对这个例子说的话（一字不差，【】里是标出的字）。
本页由 `docs/build_rules.py` 按程序里的登记和 `tests/errors/` 的例子写成。

- 怎样认数、怎样核对，见[审核与整改](review.md#怎样核对数)；表的校验，见[表的校验](rules.md)。
- 所有格式都有；与表核对的，要给出工作簿（`--workbook`），或者文件里附了决算表。
"""
OTHERS = "其他发现"
HALF = "0.005"
DERIVED = "以万元填的，每个不为零的数 0.005 万元；以元填的没有"
EXACT = "没有"
SUMS = {
    "budget-items-add-up",
    "three-public-budget-agrees",
    "operating-expenses-agree",
    "procurement-parts",
    "reception-splits",
    "performance-funds",
    "performance-overspent",
    "performance-project-spending",
}
"""Rules that compare amounts by how exactly they are known, as identities do."""

RATIOS = {
    "share-recomputed",
    "rate-recomputed",
    "completion-recomputed",
    "average-recomputed",
    "items-completion",
    "weighted-progress",
}
"""Rules of texts that compare a printed ratio."""

OF_WORDS = {"direction-words", "completion-words", "no-base", "amount-unit", "chart-picture"}
"""Numeric rules of texts that compare no two amounts."""

TOLERANCES = {
    "performance-recomputed": "与复算的数按印出的位数四舍五入相同",
    "shares-foot": "按各占比印出的位数，四舍五入允许的尾差",
    "magnitude": "差一千倍以上才说",
}


BESIDES = {
    "R36": ("blank-total", "说明"),
    "R62": ("change-recomputed", "错误"),
    "R63": ("change-rate-recomputed", "错误"),
}
"""Checks of tables that are neither identities nor in the list of rules."""

NO_RULES = "不是规则，也列在结果里。"
NO_EXAMPLE = "核的是程序自己写出的话，没有一份输入能触发它。"


@dataclass(frozen=True)
class Check:
    """A check as it is described."""

    name: str
    title: str
    level: str
    tolerance: str
    where: str = ""


def tolerance_of(one: Identity) -> str:
    """How far the sides of an identity may be apart."""
    if one.same_amount:
        return "没有：同一个数印在两处"
    terms = (one.left, *one.right)
    open_ended = any(term.whole_group or term.children or term.sub_columns for term in terms)
    if open_ended or one.adjusted_by:
        return DERIVED
    most = f"{len(terms) * 5 / 1000:g}"
    return f"以万元填的，{len(terms)} 个数各 {HALF} 万元，至多 {most} 万元；以元填的没有"


def formats_of(name: str) -> str:
    """The formats that have an identity, by their names."""
    known = {place: find(place, YEAR) for place in places()}
    having = [
        resolved.title.removesuffix("部门决算公开格式")
        for resolved in known.values()
        if any(one.name == name for one in resolved.identities)
    ]
    return "全部" if len(having) == len(known) else "、".join(having)


def of_tables() -> dict[str, list[Check]]:
    """The checks of tables, by the obligation they serve."""
    found: dict[str, dict[str, Check]] = {}
    for place in ["national", *places()]:
        for one in find(place, YEAR).identities:
            level, where = one.level.chinese, formats_of(one.name)
            check = Check(one.name, one.title, level, tolerance_of(one), where)
            found.setdefault(one.rule, {}).setdefault(one.name, check)
    for rule in RULES:
        tolerance = TOLERANCES.get(rule.name, DERIVED if rule.name in SUMS else EXACT)
        check = Check(rule.name, rule.title, rule.level.chinese, tolerance, "全部")
        found.setdefault(rule.obligation, {})[rule.name] = check
    return {number: list(checks.values()) for number, checks in found.items()}


def of_texts() -> dict[str, list[Check]]:
    """The checks of texts, by the obligation they serve."""
    found: dict[str, list[Check]] = {}
    for text in TEXT_CHECKS.values():
        check = Check(text.name, text.title, text.level.chinese, tolerance_in_text(text.name))
        found.setdefault(text.obligation, []).append(check)
    for rule in WORD_RULES:
        check = Check(rule.name, rule.title, rule.level.chinese, "")
        found.setdefault(rule.obligation, []).append(check)
    return found


def tolerance_in_text(name: str) -> str:
    """How far numbers of a text may be off."""
    if name in TOLERANCES:
        return TOLERANCES[name]
    if name in OF_WORDS:
        return ""
    if name in RATIOS:
        return "印出的率，要落在所用金额四舍五入以前能得出的范围里"
    return "每个不为零的数，印出的末位的一半；同一个数印在几处的没有"


def others(page: str) -> list[Check]:
    """The findings that are no rules, from the table of a page."""
    text = (DOCS / page).read_text(encoding="utf-8").partition(f"\n## {OTHERS}\n")[2]
    rows = re.findall(
        r"^\| `([\w-]+)` \| (.+?) \| (.+?) \|$", text.partition("\n## ")[0], re.MULTILINE
    )
    return [Check(name, title, level, TOLERANCES.get(name, "")) for name, level, title in rows]


def headings(numbers: dict[str, list[Check]], titles: dict[str, str]) -> Iterator[str]:
    """A heading for each obligation, its checks below."""
    order = sorted(numbers, key=lambda number: ("RBHPA".index(number[0]), number))
    for number in order:
        yield from (f"## {number}　{plain(titles[number])}", "")
        for check in numbers[number]:
            yield from entry(check)


def entry(check: Check) -> Iterator[str]:
    """What stands under the name of a check."""
    yield from (f"### {check.name}", "", f"{check.title.rstrip('。')}。", "")
    told = [f"级别：{check.level}"]
    told += [f"格式：{check.where}"] if check.where else []
    told += [f"容差：{check.tolerance}"] if check.tolerance else []
    yield from ("；".join(told) + "。", "")
    if (ERRORS / check.name).is_dir():
        yield from (*shown(check.name), "")
    else:
        yield from (NO_EXAMPLE, "")


def pages() -> dict[str, str]:
    """The two pages, as Markdown."""
    titles: dict[str, str] = {}
    for place in ["national", *places()]:
        titles.update(find(place, YEAR).obligations)
        titles.update(find(place, YEAR).text_obligations)
    made: dict[str, str] = {}
    for name, lead, numbers, table in (
        ("rules.md", OF_TABLES, of_tables(), "checks.md"),
        ("rules-of-texts.md", OF_TEXTS, of_texts(), "review.md"),
    ):
        for number, (check, level) in BESIDES.items() if name == "rules.md" else ():
            numbers.setdefault(number, []).append(
                Check(check, titles[number], level, EXACT, "全部")
            )
        lines = [
            lead,
            *headings(numbers, titles),
            f"## {OTHERS}",
            "",
            "不是规则，也列在结果里。",
            "",
        ]
        for check in others(table):
            lines += entry(check)
        made[name] = "\n".join(lines)
    return made


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8", newline="\n")
