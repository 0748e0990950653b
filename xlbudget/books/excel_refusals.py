"""What became of the workbook in Excel, and what Excel said where it refused."""

from __future__ import annotations

from enum import Enum

from xlbudget.domain.errors import OutputRefused


class Outcome(Enum):
    """What became of the workbook."""

    UNTOUCHED = "工作簿没有改动。"
    RESTORED = "已经还原，工作簿没有改动。"
    HALF = "有的单元格、保护或设置没能还原：请不要保存，关闭工作簿，重新打开。"
    WRITTEN = "内容已经写进工作簿。"


def refused(book: str, error: Exception) -> OutputRefused:
    """Excel took none of it."""
    return OutputRefused(
        where=book,
        seen=f"Excel 没有接受写入（{said_by_excel(error)}）",
        expected="可以编辑的工作表",
        remedy="请结束正在编辑的单元格，再试。",
    )


def not_back(book: str, error: Exception) -> OutputRefused:
    """All is written, but what was set aside for that did not come back."""
    return OutputRefused(
        where=book,
        seen=f"内容已经写好，但工作表的保护或 Excel 的设置没有恢复（{said_by_excel(error)}）",
        expected="写之前的保护、重算方式和屏幕刷新",
        remedy="请保存后关闭 Excel，重新打开，看“审阅”里的工作表保护还在不在。",
    )


def said_by_excel(error: Exception) -> str:
    """What Excel says of an error: the bridge's errors hold it among numbers."""
    info = getattr(error, "excepinfo", None)
    said = info[2] if isinstance(info, tuple) and len(info) > 2 else None  # noqa: PLR2004
    return str(said or error)
