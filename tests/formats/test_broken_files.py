"""坏文件集：broken/ 下每个文件夹是一种写错的数据文件，叠在童话镇上读取。

文件夹里是要叠上去的文件和 expected.txt：第一行是报错须指明的文件（含行号或组别），其余各行是
报错中必须出现的字样。单独一个 CSV 的，直接按它的种类读取。
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from xlbudget.domain.errors import BrokenFormat
from xlbudget.formats.catalogue import load_codes
from xlbudget.formats.glossary import load_glossary
from xlbudget.formats.library import find
from xlbudget.formats.terms import load_explanations, load_terms

HERE = Path(__file__).parent
TOY = HERE / "toy"
CASES = sorted(folder for folder in (HERE / "broken").iterdir() if folder.is_dir())
LOADERS: dict[str, Callable[[Path], object]] = {
    "functional.csv": load_codes,
    "economic.csv": load_codes,
    "explanations.csv": load_explanations,
    "glossary.csv": load_glossary,
    "terms.csv": load_terms,
}


def overlay(case: Path) -> set[str]:
    """The files of a case without the expectation."""
    files = {str(path.relative_to(case)) for path in case.rglob("*") if path.is_file()}
    return files - {"expected.txt"}


def read(case: Path, home: Path) -> None:
    """Read a case as the program would."""
    for name, load in LOADERS.items():
        if (case / name).is_file():
            load(case / name)
            return
    shutil.copytree(TOY, home)
    shutil.copytree(case, home, dirs_exist_ok=True)
    find("toyland", 2024, extra=[home])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_message_names_the_place_the_fault_and_the_way_out(case: Path, tmp_path: Path) -> None:
    place, *words = (case / "expected.txt").read_text(encoding="utf-8").splitlines()
    with pytest.raises(BrokenFormat) as caught:
        read(case, tmp_path / "formats")
    message = str(caught.value)
    assert message.startswith(place)
    for word in words:
        assert word in message
    where, stands, remedy = message.splitlines()
    assert where
    assert stands.startswith("    这里是：")
    assert remedy.strip()


def test_toy_itself_is_sound() -> None:
    assert find("toyland", 2024, extra=[TOY]).title == "童话镇部门决算公开格式"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_holds_one_fault(case: Path) -> None:
    """一种错一个文件；两个文件只用于互相引用的情形。每例至少说明一处字样。"""
    assert len(overlay(case)) == 1 + (case.name == "format_extends_in_a_circle")
    lines = (case / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) >= 2
    assert all(lines)
