"""四个地方的小单位和它们的文件夹，批量的各组测试共用。"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from xlbudget.batch.terms import ROOM, Asked
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import HOME, find
from xlbudget.pipeline import run
from xlbudget.workbook.blank import account_of_case
from xlbudget.workbook.build import build

CASES = {
    "四川": ("sichuan", "nothing"),
    "上海": ("shanghai", "nothing"),
    "陕西": ("shaanxi", "nothing"),
    "云南": ("yunnan", "nothing"),
    "填齐的": ("sichuan", "sample_complete"),
}


@cache
def good(name: str) -> bytes:
    """The workbook of a case; those of “nothing” are the smallest of their places."""
    place, case = CASES[name]
    known = load_case(HOME / place / "cases" / f"{case}.toml", place)
    resolved = find(known.place, known.year, known.settings)
    return build(run(account_of_case(known, resolved), resolved))


@pytest.fixture(scope="session")
def goods() -> dict[str, bytes]:
    """One workbook of each of four places."""
    return {name: good(name) for name in ("四川", "上海", "陕西", "云南")}


@pytest.fixture(scope="session")
def complete() -> bytes:
    """A workbook with every amount and text, of which nothing is to be said."""
    return good("填齐的")


@pytest.fixture(scope="session")
def folder(goods: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven units of four places, in folders and not, and two that are damaged."""
    home = tmp_path_factory.mktemp("各单位")
    for name, data in goods.items():
        (home / f"{name}.xlsx").write_bytes(data)
    for name in ("上海", "陕西", "云南"):
        (home / f"{name}第二").mkdir()
        (home / f"{name}第二" / "决算.xlsx").write_bytes(goods[name])
    (home / "坏了.xlsx").write_bytes(goods["上海"][:5000])
    (home / "空的.xlsx").write_bytes(b"")
    (home / "~$上海.xlsx").write_bytes(b"lock")
    (home / ".隐藏.xlsx").write_bytes(b"hidden")
    return home


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    """Everything of one unit, into an OUT that is ready to be written."""
    out = tmp_path / "输出"
    (out / ROOM).mkdir(parents=True)
    return Asked(out=out, kinds=("txt",))
