"""The buttons of macro workbooks: what 首页 and the ribbon offer, and the macro of each."""

from __future__ import annotations

from xlbudget.domain.records import dataclass

MODULE = "modButtons"
"""The module of macros/ in which each button has its Sub."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button: its caption, its Sub, and the function of `xlbudget.addin` that the Sub runs."""

    caption: str
    macro: str
    function: str


BUTTONS = (
    Button("导入决算数据", "ImportExports", "import_exports"),
    Button("导入上年", "ImportLastYear", "import_last_year"),
    Button("校验", "CheckTables", "check"),
    Button("标出问题", "MarkCells", "mark"),
    Button("取消标出", "UnmarkCells", "unmark"),
    Button("生成说明", "WriteNarrative", "narrate"),
    Button("下一个缺口", "NextGap", "next_gap"),
    Button("导出 Word", "ExportWord", "export_word"),
    Button("刷新 Word", "RefreshWord", "refresh_word"),
    Button("帮助", "ShowHelp", "show_help"),
)
"""In the order of the work."""
