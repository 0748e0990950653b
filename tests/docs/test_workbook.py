"""docs/workbook.md：示例工作簿的每张表都有一节和图，说到的校验、财决表、公开表的编号都是真的。"""

from __future__ import annotations

import re

from tests.docs.markdown import DOCS, links, prose, text_of
from xlbudget.checks.registry import RULES
from xlbudget.checks.tables import TABLE_UNIT
from xlbudget.formats.library import find
from xlbudget.workbook import layout

PAGE = "docs/workbook.md"
RESOLVED = find("sichuan", 2024)
LOOKED_AT = (layout.ANALYSIS, layout.CHARTS, layout.NARRATIVE, layout.CHECKS)
CHECK = re.compile(r"`([a-z0-9]+(?:-[a-z0-9]+)+|[a-z0-9]+(?:-[a-z0-9]+)*-…)`")


def headings() -> list[str]:
    return re.findall(r"^## (.+)$", prose(PAGE), re.MULTILINE)


def test_every_sheet_has_its_section() -> None:
    tables = [f"{table.number} {table.title}" for table in RESOLVED.tables.values()]
    own = set(layout.TITLES) - {layout.HOME, *LOOKED_AT}
    found = headings()
    assert found[: len(tables) + 1] == [layout.HOME, *tables]
    assert set(found[len(tables) + 1 : -2]) == own
    assert found[-2] == "、".join(LOOKED_AT)


def test_every_picture_of_a_sheet_is_shown() -> None:
    drawn = {path.name for path in (DOCS / "pictures").glob("*.png")}
    sheets = {name for name in drawn if name < "25"}
    assert len(sheets) == len(headings()) - 2 + len(LOOKED_AT)
    assert {link.partition("/")[2] for link in links(PAGE, pictures=True)} == sheets


def test_the_checks_that_are_named_exist() -> None:
    known = {
        *(each.name for each in RESOLVED.identities),
        *(rule.name for rule in RULES),
        TABLE_UNIT,
    }
    named = CHECK.findall(text_of(PAGE))
    assert len(named) > 30
    wrong = [
        name
        for name in named
        if not any(check == name or check.startswith(name.removesuffix("…")) for check in known)
        or (not name.endswith("…") and name not in known)
    ]
    assert wrong == []


def test_the_table_that_a_sheet_comes_from_is_as_described() -> None:
    """财决表的编码，与 docs/exports.md 的表说的一样。"""
    listed = re.findall(r"^\| `([ZF]\w+)`", text_of("docs/exports.md"), re.MULTILINE)
    sums = re.findall(r"`([ZF]\d\w*)`", text_of("docs/exports.md"))
    named = re.findall(r"`([ZF]\d\w*)`", text_of(PAGE))
    assert len(named) > 12
    assert set(named) <= {*listed, *sums}


def test_the_pattern_of_checks_sees_names() -> None:
    assert CHECK.findall("`code-name`、`state-…`、`Z01_1`") == ["code-name", "state-…"]
