"""docs/formats.md 写到随程序提供的格式用到的每一个键；例子读得出来。"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from xlbudget.formats.library import HOME, find
from xlbudget.formats.schema import CASES, PREDICATES
from xlbudget.formats.settings import LABELS

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
CODE = " ".join([*re.findall(r"`([^`\n]+)`", PAGE), *re.findall(r"```[^`]*```", PAGE)])
WRITTEN = set(re.findall(r"[\w一-鿿]+", CODE))
NAMES = (
    "amounts",
    "prior",
    "全年预算数",
    "年初预算数",
    "budget_reasons",
    "purposes",
    "words",
    "sums",
    "lines",
    "columns",
)
TEXTS = ("settings", "supplement", "supplement_prior", "terms", "paragraphs", "obligations")
"""这些键下面是表名、行名、项目名，不是键。"""


def keys_of(data: dict[str, object]) -> Iterator[str]:
    """The keys of a file, without the names that stand as keys below some of them."""
    for key, value in data.items():
        yield key
        if key in (*NAMES, *TEXTS):
            continue
        for below in value if isinstance(value, list) else [value]:
            if isinstance(below, dict):
                yield from keys_of(below)


def files() -> list[Path]:
    found = [path for path in HOME.rglob("*.toml") if path.name != "obligations.toml"]
    return sorted(found)


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(HOME)))
def test_every_key_in_use_is_described(path: Path) -> None:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert {key for key in keys_of(data) if not key.isdecimal()} - WRITTEN == set()


@pytest.mark.parametrize(
    "keys",
    [
        "last_year traits from until default only_if number under paper fund without fields",
        "relation level adjusted_by adjustment_optional equal_without left_optional sums",
        "edition sections_replace composition labels chart points category figure nil_items",
        "based_on amounts_in complete remark terms supplement_prior budget_reasons",
        " ".join(case for cases in CASES.values() for case in cases),
    ],
)
def test_keys_that_a_format_may_use_are_described(keys: str) -> None:
    assert set(keys.split()) - WRITTEN == set()


def test_predicates_and_settings_are_listed() -> None:
    assert {word for word in PREDICATES if word not in PAGE} == set()
    assert {label for label in LABELS if label.removesuffix("口径") not in PAGE} - {
        "零值项目",
        "项级科目预算口径",
        "三公经费预算口径",
    } == set()


def test_every_kind_of_file_is_listed() -> None:
    own = {path.parent for path in HOME.glob("*/format.toml")}
    kinds = {path.name for path in HOME.rglob("*.toml") if path.parent in own}
    assert {kind for kind in kinds if f"`{kind}`" not in PAGE} == set()


def test_smallest_example_is_a_format(tmp_path: Path) -> None:
    example = re.findall(r"```toml\n(title = .*?)```", PAGE, re.DOTALL)[0]
    folder = tmp_path / "mytown"
    folder.mkdir()
    (folder / "format.toml").write_text(example, encoding="utf-8")
    found = find("mytown", 2024, extra=[tmp_path])
    assert found.title == "某县部门决算公开格式"
    assert found.tables == find("sichuan", 2024).tables
