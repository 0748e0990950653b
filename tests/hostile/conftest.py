"""一间屋子，本组测试共用。"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.readers import DOCUMENT, GOOD
from tests.hostile.room import good_book, good_document


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """好的工作簿和由它生成的文档。"""
    made = tmp_path / "屋"
    made.mkdir()
    (made / GOOD).write_bytes(good_book())
    (made / DOCUMENT).write_bytes(good_document())
    return made
