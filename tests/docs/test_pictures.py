"""图是照现在的样子画的：画的是什么、怎样画，与画的时候记下的相同；不重新画就比得出来。"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.docs.markdown import DOCS
from xlbudget.pipeline import run
from xlbudget.workbook.blank import sample_account
from xlbudget.workbook.build import build

FOLDER = DOCS / "pictures"


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(FOLDER))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield importlib.import_module("sources")
    del sys.modules["sources"]


def test_the_pictures_are_current(sources: ModuleType) -> None:
    assert sources.stale() == [], "请运行 docs/pictures/build.py，并打开图看一遍"


def test_what_changes_is_named(
    sources: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = json.loads((FOLDER / "sources.json").read_text(encoding="utf-8"))
    assert {"审核页", "build.py"} <= set(known["drawn"])
    assert sum("worksheets/" in name for name in known["drawn"]) > 40
    now = dict(known["pictures"])
    known["drawn"]["审核页"] = "别的"
    known["pictures"]["99-没有.png"] = "没有"
    record = tmp_path / "sources.json"
    record.write_text(json.dumps(known), encoding="utf-8")
    monkeypatch.setattr(sources, "RECORD", record)
    monkeypatch.setattr(sources, "drawn", lambda: known["drawn"] | {"审核页": "现在"})
    monkeypatch.setattr(sources, "pictures", lambda: now)
    assert sources.stale() == ["审核页", "99-没有.png"]


def test_a_word_in_a_cell_is_a_part_of_its_sheet(sources: ModuleType) -> None:
    """工作簿里的词存在别处，表里只有序号：摘要要看词，不看序号。"""
    parts = dict(sources._parts(build(run(*sample_account()))))
    sheets = [name for name, data in parts.items() if "主要变动科目".encode() in data]
    assert [name for name in sheets if "worksheets/" in name] == sheets != []
    assert len(sheets) < len([name for name in parts if "worksheets/" in name])
    assert not any(b't="s"' in data for data in parts.values())
