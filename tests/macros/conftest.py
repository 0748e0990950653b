from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.workbook.workbooks import results_of
from xlbudget.workbook.build import build_with_macros
from xlbudget.workbook.vba import own_modules, release_modules

STUB = Path(__file__).parent / "xlwings_stub.bas"


@cache
def built(*, release: bool) -> bytes:
    """The sample as a macro workbook: as users get it, or with a stub in place of xlwings."""
    modules = release_modules() if release else own_modules() | {"xlwings": STUB.read_text("ascii")}
    return build_with_macros(results_of("sample"), modules)


@pytest.fixture
def release(tmp_path: Path) -> Path:
    path = tmp_path / "决算.xlsm"
    path.write_bytes(built(release=True))
    return path


@pytest.fixture
def with_stub(tmp_path: Path) -> Path:
    path = tmp_path / "决算.xlsm"
    path.write_bytes(built(release=False))
    return path
