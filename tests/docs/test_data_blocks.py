"""toml、json、csv 块读得出来；格式的片段真的装得进一个格式。"""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path

import pytest

from tests.docs.markdown import NAMES, Block, blocks
from xlbudget.formats.library import find

HEAD = 'title = "某县"\nextends = "sichuan"\nauthority = "示例"\nverified = false\nversion = "1"\n'
FILES = {
    "identity": "checks.toml",
    "sums": "checks.toml",
    "obligations": "obligations.toml",
    "supplement": "supplement.toml",
}
"""片段的第一个键在哪个文件里；其余的在 format.toml。"""

STEP_BY_STEP = ("docs/add-a-province.md", "docs/wording.md")
"""这两页的块由 test_add_a_province.py、test_wording.py 逐字照做。"""


def each(kind: str) -> list[tuple[str, Block]]:
    return [(name, block) for name in NAMES for block in blocks(name, kind)]


def id_of(value: object) -> str:
    return (
        value if isinstance(value, str) else f"第{value.line}行" if isinstance(value, Block) else ""
    )


def test_json_is_json_and_rows_of_csv_are_as_long_as_the_header() -> None:
    for name, block in each("json"):
        assert json.loads(block.body) is not None, name
    for name, block in each("csv"):
        rows = list(csv.reader(block.body.splitlines()))
        assert len(rows) > 1, name
        assert {len(row) for row in rows} == {len(rows[0])}, name
    assert each("csv")


@pytest.mark.parametrize(
    ("name", "block"), [one for one in each("toml") if one[0] not in STEP_BY_STEP], ids=id_of
)
def test_toml_loads_as_a_part_of_a_format(name: str, block: Block, tmp_path: Path) -> None:
    keys = tomllib.loads(block.body)
    assert keys, name
    folder = tmp_path / "mycounty"
    folder.mkdir()
    if "wording" in name or block.mark.endswith("wording.toml"):
        file = "wording.toml"
    else:
        file = FILES.get(next(iter(keys)), "format.toml")
    whole = "title" in keys and file == "format.toml"
    head = "" if whole else HEAD
    if file == "format.toml":
        (folder / file).write_text(head + block.body, encoding="utf-8")
    else:
        (folder / "format.toml").write_text(HEAD, encoding="utf-8")
        (folder / file).write_text(block.body, encoding="utf-8")
    resolved = find("mycounty", 2024, extra=[tmp_path])
    assert resolved != find("sichuan", 2024), "这一段什么也没有改"
