"""每一种校验在 errors/ 下有一个文件夹：触发它的输入，和用户看到的全部文字。

input.toml 是 formats/cases.py 所读的案例，金额以万元计；表样读取中的问题用 input.txt，是内存工作簿
的文字。expected.txt 是手写的：第一条就是这个校验，由它引起的缩进写在它下面。
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import xlbudget
from xlbudget.books.memory_book import MemoryBook
from xlbudget.domain.findings import Finding
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import find, places
from xlbudget.pipeline import report, run
from xlbudget.results import Results
from xlbudget.workbook.blank import account_in_layout

ERRORS = Path(__file__).parent / "errors"
FOLDERS = sorted(folder.name for folder in ERRORS.iterdir() if folder.is_dir())
YEAR = 2024
FILE = "示例街道办事处.xlsx"
PASSED_ON = {"outcome.identity.name", "check"}
"""Where a name is not written but handed on: an identity's, and that of a note while reading."""


def of_formats() -> dict[str, str]:
    """The identities of all formats, each with the first place that has it, national first."""
    found: dict[str, str] = {}
    for place in ["national", *places()]:
        for identity in find(place, YEAR).identities:
            found.setdefault(identity.name, place)
    return found


def in_the_source() -> Iterator[tuple[str | None, str]]:
    """Every check name in the program, None where it is not written out; and the expression."""
    for path in sorted(Path(xlbudget.__file__).parent.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for value in _names(tree):
            shown = ast.unparse(value)
            name = value.value if isinstance(value, ast.Constant) else constants.get(shown)
            yield name if isinstance(name, str) else None, shown


def _names(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called.rpartition(".")[2] == "Finding":
            yield from node.args[:1]
            yield from (word.value for word in node.keywords if word.arg == "check")
        elif called.endswith(".note"):
            yield node.args[0]


def result(name: str) -> Results:
    folder = ERRORS / name
    book = folder / "input.txt"
    if book.is_file():
        return report(MemoryBook(book.read_text(encoding="utf-8"), FILE))
    case = load_case(folder / "input.toml", of_formats().get(name, "national"))
    resolved = find(case.place, case.year, case.settings)
    account = account_in_layout(
        resolved, case.unit_name, FILE, case.amounts, case.prior, case.supplement
    )
    return run(account, resolved)


def shown(finding: Finding, indent: str = "") -> str:
    where = finding.where
    place = "!".join(part for part in (where.sheet, where.cell) if part)
    lines = [f"{indent}{finding.level.chinese} {finding.check} {place}".rstrip()]
    lines.append(f"{indent}{finding.message}")
    lines += [shown(follower, indent + "    ") for follower in finding.follows]
    return "\n".join(lines)


def test_every_check_has_a_folder() -> None:
    written = {name for name, _ in in_the_source() if name is not None}
    assert sorted({*written, *of_formats()}) == FOLDERS


def test_names_are_written_out_but_where_they_are_handed_on() -> None:
    assert {shown for name, shown in in_the_source() if name is None} == PASSED_ON


@pytest.mark.parametrize("name", FOLDERS)
def test_it_fires_as_the_cause(name: str) -> None:
    first, *others = result(name).findings
    assert first.check == name
    assert first.file == FILE
    assert all(other.level.value != "error" or other.check == name for other in others)


@pytest.mark.parametrize("name", FOLDERS)
def test_what_the_user_sees(name: str) -> None:
    expected = (ERRORS / name / "expected.txt").read_text(encoding="utf-8")
    assert "".join(shown(finding) + "\n" for finding in result(name).findings) == expected
