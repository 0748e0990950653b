"""由脚本写成的页：提交的就是脚本现在写出的；每条校验、每个命令都在，例子就是那个例子。"""

from __future__ import annotations

import re
import runpy

import pytest

from tests.docs.markdown import DOCS, text_of
from tests.error_folders import ERRORS, NAMES
from xlbudget.cli.commands import LATER

RULES = ("rules.md", "rules-of-texts.md")
NO_EXAMPLE = {"change-recomputed", "change-rate-recomputed"}
"""只有程序自己错了才会不符，没有输入能触发。"""


@pytest.fixture(scope="module")
def rules() -> dict[str, str]:
    pages: dict[str, str] = runpy.run_path(str(DOCS / "build_rules.py"))["pages"]()
    return pages


def entries(page: str) -> dict[str, str]:
    """校验的名称 -> 它下面的文字。"""
    parts = re.split(r"^### (.+)\n", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("name", RULES)
def test_the_pages_of_rules_are_current(name: str, rules: dict[str, str]) -> None:
    assert text_of(f"docs/{name}") == rules[name], "请运行 docs/build_rules.py"


def test_commands_are_current() -> None:
    page = runpy.run_path(str(DOCS / "build_commands.py"))["page"]()
    assert text_of("docs/commands.md") == page, "请运行 docs/build_commands.py"
    assert re.findall(r"^## (\w+)$", page, re.MULTILINE) == ["通则", "一览", *LATER]


def test_functions_are_current() -> None:
    from xlbudget.functions import FUNCTIONS
    from xlbudget.functions.handbook import handbook

    assert text_of("docs/functions.md") == handbook(FUNCTIONS), "请运行 docs/build_functions.py"


def test_every_check_has_an_entry_and_every_folder_is_an_example() -> None:
    found = [name for page in RULES for name in entries(text_of(f"docs/{page}"))]
    assert len(found) == len(set(found))
    assert set(NAMES) == {*found} - NO_EXAMPLE


@pytest.mark.parametrize("page", RULES)
def test_an_entry_says_what_the_program_says(page: str) -> None:
    """去掉 Markdown 的记号，页上的话就是 expected.txt 第一条的话。"""
    shown = entries(text_of(f"docs/{page}"))
    assert len(shown) > 50
    for name, text in shown.items():
        assert re.search(r"^级别：(错误|提醒|说明|同它引起的)", text, re.MULTILINE), name
        if name in NO_EXAMPLE:
            continue
        lines = (ERRORS / name / "expected.txt").read_text("utf-8").splitlines()
        first = [lines[0]]
        for line in lines[1:]:
            if line.startswith(" ") or line == "另有":
                break
            first.append(line)
        said = text.partition("**程序说**：")[2]
        plain = re.sub(r"\\([\\`*_<>\[\]|#~])", r"\1", said)
        assert all(line in plain for line in first[1:]), name
        put_in = text.partition("**例**：")[2].partition("**程序说**")[0]
        assert len(put_in.strip()) > 5, name
