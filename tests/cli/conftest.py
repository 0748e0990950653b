"""一个文件夹：空白的工作簿和一份导出，导入的各组测试共用。"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.import_runs import national, xlbudget
from tests.intake.filled import account_of
from tests.intake.raw_exports import raw_export


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a blank workbook and a raw export."""
    folder = tmp_path_factory.mktemp("导入")
    xlbudget("new", "national", "2024", "-o", folder / "决算.xlsx")
    raw_export(*account_of(national()), folder / "导出.xlsx")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    for path in made.iterdir():
        shutil.copy(path, tmp_path)
    return tmp_path
