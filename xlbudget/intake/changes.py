"""What an import changes in a workbook, and what it would but must not."""

from __future__ import annotations

from typing import Any

from xlbudget.domain.records import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One cell: where it is, what it is about, what stands there and what would; `source` is the
    place that says so. `formula` is that of the user's which stands there, if one does.
    """

    sheet: str
    cell: str
    what: str
    before: str
    after: str
    source: str
    formula: str = ""

    @property
    def place(self) -> str:
        """Sheet and cell."""
        return f"{self.sheet}!{self.cell}"

    def text(self) -> str:
        """The change in words.

        >>> Change("公开02", "C8", "收入决算表 201 合计", "", "3.5", "导出.xls · Z03!D9").text()
        'C8 收入决算表 201 合计：空白 → 3.5（导出.xls · Z03!D9）'
        """
        source = f"（{self.source}）" if self.source else ""
        return f"{self.cell} {self.what}：{self.before or '空白'} → {self.after}{source}"

    def conflict(self) -> str:
        """Two values for one cell, in words.

        >>> Change("公开02", "C8", "201 合计", "3.4", "3.5", "导出.xls · Z03!D9").conflict()
        '公开02!C8 201 合计：现有 3.4，来源是 3.5（导出.xls · Z03!D9）'
        """
        standing = f"公式 {self.formula}" if self.formula else self.before
        return f"{self.place} {self.what}：现有 {standing}，来源是 {self.after}（{self.source}）"

    def json(self) -> dict[str, Any]:
        """The change as JSON has it."""
        found = {
            "sheet": self.sheet,
            "cell": self.cell,
            "what": self.what,
            "before": self.before or None,
            "after": self.after or None,
            "source": self.source or None,
        }
        return found | ({"formula": self.formula} if self.formula else {})
