"""The committed workbooks are what the program builds today."""

from __future__ import annotations

import io
import runpy
import zipfile
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1] / "workbook_templates"
BUILT: dict[str, bytes] = runpy.run_path(str(HOME / "build.py"))["templates"]()


def inflated(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_one_for_each_format_and_no_other() -> None:
    assert {path.name for path in HOME.glob("*.xls*")} == set(BUILT)


@pytest.mark.parametrize("name", BUILT)
def test_committed_is_current(name: str) -> None:
    committed = inflated((HOME / name).read_bytes())
    assert committed == inflated(BUILT[name]), "请运行 python workbook_templates/build.py 并提交"
