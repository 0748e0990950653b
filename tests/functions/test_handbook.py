"""说明里的每个例子都算一遍；docs/functions.md 与登记一致。"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from xlbudget.functions import FUNCTIONS
from xlbudget.functions.handbook import handbook
from xlbudget.functions.registry import Example, ExcelFunction

PAGE = Path(__file__).parents[2] / "docs" / "functions.md"
EXAMPLES = [(entry, example) for entry in FUNCTIONS for example in entry.examples]


def rows_of(text: str) -> list[list[object]]:
    """An array as Excel writes it: `,` between the cells of a row, `;` between rows."""
    rows = text.strip("{}").split(";")
    return [[cell_of(cell) for cell in row.split(",")] for row in rows]


def cell_of(text: str) -> object:
    if text.startswith("#"):
        return text
    value = ast.literal_eval(text)
    return value if isinstance(value, str) else float(value)


def arguments_of(formula: str) -> list[str]:
    """The arguments of one call; commas inside of braces do not part them."""
    inside = formula.partition("(")[2].removesuffix(")")
    parts, depth = [""], 0
    for mark in inside:
        depth += {"{": 1, "}": -1}.get(mark, 0)
        if mark == "," and not depth:
            parts.append("")
        else:
            parts[-1] += mark
    return parts


def values_of(entry: ExcelFunction, formula: str) -> list[object]:
    """The arguments as xlwings gives them: blocks as rows, options as they are."""
    return [
        (rows_of(text) if argument.is_block else cell_of(text)) if text else None
        for argument, text in zip(entry.arguments, arguments_of(formula), strict=False)
    ]


@pytest.mark.parametrize(
    ("entry", "example"), EXAMPLES, ids=[example.formula for _, example in EXAMPLES]
)
def test_example(entry: ExcelFunction, example: Example) -> None:
    said = example.result
    is_array = isinstance(said, str) and said.startswith("{")
    expected = rows_of(str(said)) if is_array else [[said]]
    assert entry.call(*values_of(entry, example.formula)) == expected


def test_page_is_current() -> None:
    rebuild = "请运行 .venv/bin/python docs/build_functions.py"
    assert PAGE.read_text(encoding="utf-8") == handbook(FUNCTIONS), rebuild


def test_page_names_every_function_argument_and_result() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for entry in FUNCTIONS:
        assert f"## {entry.name}\n" in page
        assert all(
            f"| `{argument.name}` | {argument.docs} |" in page for argument in entry.arguments
        )
        assert all(f"| `{each.formula}` | {each.result} |" in page for each in entry.examples)
    assert "`XB_SHARES_TEXT(names, amounts, [whole], [format])`" in page
