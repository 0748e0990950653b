"""docs/errors.md：引的原话都是程序说得出的，错误的每一类、说错误的每个模块都有一句在页上。"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from tests.docs.markdown import NAMES, ROOT, prose, text_of
from xlbudget.domain import errors
from xlbudget.domain.errors import SeveralErrors, XlbudgetError

PAGE = "docs/errors.md"
KINDS = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type)
    and issubclass(kind, XlbudgetError)
    and kind not in (XlbudgetError, SeveralErrors)
}
NOT_OURS = {
    *("install.bat", "[1]", "[5]", "说明.txt", "command not found", "Requires-Python"),
    *("requires a different Python", "Could not find Interpreter!", "#VALUE!"),
    "'xlbudget' 不是内部或外部命令，也不是可运行的程序",
}
"""What Windows, a shell, pip or Excel says, and names of files."""

HOLE = "\0"
ELSEWHERE = {
    "analysis/rollup.py": "rollup.md",
    "cli/elimination_list.py": "rollup.md",
    "cli/rolling.py": "rollup.md",
    "frames/__init__.py": "frames.md",
    "publish/people/": "word.md",
    "batch/": "batch.md",
    "cli/batching.py": "batch.md",
    "formats/": "formats.md",
    "narrative/": "formats.md",
    "analysis/performance.py": "formats.md",
    "workbook/performance_places.py": "formats.md",
    "cli/format_list.py": "formats.md",
}
"""Modules whose errors belong to the subject of another page: who reads it meets them there."""


def text_in(node: ast.AST) -> str | None:
    """A literal; what is filled in is a hole."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(text_in(part) or HOLE for part in node.values)
    return None


@dataclass(frozen=True)
class Module:
    """The literals of a module, and those of its calls of each kind of error."""

    literals: tuple[str, ...]
    raised: dict[str, tuple[str, ...]]


def read(tree: ast.Module) -> Module:
    raised: dict[str, tuple[str, ...]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
            kind = node.func.id
            raised[kind] = (*raised.get(kind, ()), *literals(node))
    return Module(tuple(literals(tree)), raised)


def literals(tree: ast.AST) -> Iterator[str]:
    return (text for node in ast.walk(tree) if (text := text_in(node)))


@cache
def modules() -> dict[str, Module]:
    home = ROOT / "xlbudget"
    return {
        path.relative_to(home).as_posix(): read(ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(home.rglob("*.py"))
    }


@cache
def all_literals() -> tuple[str, ...]:
    return tuple(chain.from_iterable(module.literals for module in modules().values()))


@cache
def quoted() -> tuple[str, ...]:
    """The messages of the tables' first columns."""
    rows = re.findall(r"^\| ([^|]*`[^|]*) \|", text_of(PAGE), re.MULTILINE)
    said = chain.from_iterable(re.findall(r"`([^`]+)`", row) for row in rows)
    return tuple(dict.fromkeys(each for each in said if each not in NOT_OURS))


def says(literal: str, pattern: str) -> bool:
    """Whether a literal can be what the page quotes, whose … stand for anything."""
    at = 0
    for part in filter(None, pattern.split("…")):
        found = literal.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


@pytest.mark.parametrize("pattern", quoted())
def test_the_program_says_so(pattern: str) -> None:
    assert any(says(literal, pattern) for literal in all_literals())


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_error_is_on_the_page(name: str) -> None:
    said = [literal for module in modules().values() for literal in module.raised.get(name, ())]
    assert [each for each in quoted() if any(says(literal, each) for literal in said)]


def test_every_module_that_says_errors_is_on_a_page() -> None:
    """Its own message stands on this page, or the page on its subject is linked from here."""
    missing = [
        name
        for name, module in modules().items()
        if any(module.raised.values())
        and not name.startswith(("domain/", *ELSEWHERE))
        and not any(says(literal, each) for literal in module.literals for each in quoted())
    ]
    assert missing == []


def test_the_pages_elsewhere_are_there() -> None:
    assert {f"docs/{page}" for page in ELSEWHERE.values()} <= set(NAMES)
    rooms = [ROOT / "xlbudget" / room for room in ELSEWHERE]
    assert [str(room) for room in rooms if not Path(room).exists()] == []


def test_the_groups() -> None:
    groups = re.findall(r"^## (.+)$", prose(PAGE), re.MULTILINE)
    asked = ["装不上", "打不开", "读不出", "认不出表", "对不上", "写不出", "按钮没反应"]
    assert groups[: len(asked)] == asked


def test_what_is_not_said_is_seen() -> None:
    assert says(f"文件打不开（{HOLE}）", "文件打不开（…）")
    assert not says("文件打不开", "文件打不开（…）")
    assert not says("第二张“甲”", "第一张“…”")
