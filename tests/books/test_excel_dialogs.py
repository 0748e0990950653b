"""选文件的窗口：Windows 上和 Mac 上各用 Excel 自己的，取消就是没有选。"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from xlbudget.books.excel_dialogs import choose_files


class Api:
    """Excel's own object, as far as its dialogs go."""

    def __init__(self, picked: Any) -> None:
        self.picked = picked
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def GetOpenFilename(self, **asked: Any) -> Any:  # noqa: N802
        self.asked.append(("Windows", asked))
        return self.picked

    def get_open_filename(self, **asked: Any) -> Any:
        self.asked.append(("Mac", asked))
        return self.picked


@pytest.mark.parametrize(
    ("platform", "picked", "files"),
    [
        ("win32", False, []),
        ("win32", ("C:\\甲.xls", "C:\\乙.xlsx"), ["C:\\甲.xls", "C:\\乙.xlsx"]),
        ("darwin", None, []),
        ("darwin", [SimpleNamespace(path="/甲.xls")], ["/甲.xls"]),
    ],
)
def test_each_system_is_asked_in_its_own_way(
    monkeypatch: pytest.MonkeyPatch, platform: str, picked: Any, files: list[str]
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    api = Api(picked)
    found = choose_files(api, "导入", "表格", (".xls", ".xlsx"))
    assert found == tuple(map(Path, files))
    ((system, asked),) = api.asked
    assert system == {"win32": "Windows", "darwin": "Mac"}[platform]
    if system == "Windows":
        assert asked["FileFilter"] == "表格,*.xls;*.xlsx,所有文件,*.*"
        assert asked["MultiSelect"] is True
    else:
        assert asked["multi_select"] is True
