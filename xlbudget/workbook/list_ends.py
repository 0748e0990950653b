"""Where a list of ours ends in a workbook that people go on with: what stands below is theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import partial

from xlbudget.books.port import Grid, UnsavedFormula
from xlbudget.domain.findings import Level
from xlbudget.domain.text import State
from xlbudget.workbook import layout

_PARAGRAPH_ID = re.compile(
    r"(?:第[一二三四五]部分|[一二三四五六七八九十]{1,3})(?:\.\d+(?:\..+)?)?|（第\d+行）"
)
_RULE = re.compile(r"[A-Z]\d+")
_LEVELS = (*(level.chinese for level in Level), State.GAP.value)


_NAMED_BY = ("短语", "参数", "单位", "勾稽关系", "标出的格", "图", "项目")
"""The columns that name each row of a list."""

_PRINTED = tuple(word for word in layout.HEADERS[layout.ANALYSIS] if word.endswith("印法"))
_PARAMETER = re.compile(r"(?:首页|印法|单位)：.+")
"""How a parameter is named: where it comes from, and what it is."""


_WIDEST_GAP = 10
"""So many rows a person may have put into 说明 or 校验; what stands further below is hers."""


def _is_listed(name: str, text: Callable[[str], str], above: str, also: Collection[str]) -> bool:
    """Whether a row of a named list is one of ours, by what all our rows have in common; `above` is
    the name of the row above, `also` names that are ours too.
    """
    label = text(name)
    if name == "短语":
        return label in also or ("：" in label and "（" in label)
    if name in ("参数", "单位"):
        return bool(_PARAMETER.fullmatch(label))
    if name == "勾稽关系":
        return bool(label) and bool(_RULE.fullmatch(text("规则")))
    if name == "标出的格":
        return label.partition(" ")[0] in _LEVELS and "!" in label
    if name == "图":
        return bool(label) and (label == above or bool(text("图题")))
    return bool(label) and any(text(word) for word in _PRINTED)


def list_end(
    sheet: str,
    grid: Grid,
    header: int,
    columns: Mapping[str, int],
    also: Collection[str] = (),
) -> int:
    """The last row of a list of ours; the header's row if the list is empty. `also` are names of
    phrases that are a single word in earlier workbooks.

    What stands below is the user's own. On 分析 and 图表 the list goes on as long as its rows are
    named, and so does that of the live checks; on 说明 a row is ours by its 编号, and so are rows
    of 改写 right below; on 校验 by its 级别, or by its 位置 where the 级别 is blank.
    """
    rows, width = grid.rows, grid.width

    def text(row: int, word: str) -> str:
        column = columns[word]
        value = rows[row - 1][column - 1] if row <= len(rows) and column <= width else None
        if isinstance(value, str):
            return value.strip()
        return value.formula if isinstance(value, UnsavedFormula) else ""

    name = next((word for word in _NAMED_BY if word in columns), "")
    if sheet == layout.ANALYSIS or name in _NAMED_BY[:-1]:
        row = header
        while _is_listed(name, partial(text, row + 1), text(row, name), also):
            row += 1
        return row

    def ours(row: int) -> bool:
        if sheet == layout.NARRATIVE:
            return bool(_PARAGRAPH_ID.fullmatch(text(row, "编号")))
        place = text(row, "位置")
        follows = "!" in place or place.startswith(layout.NARRATIVE) or place == layout.SAME_PLACE
        return text(row, "级别") in _LEVELS or (not text(row, "级别") and follows)

    end = header
    for row in range(header + 1, grid.height + 1):
        if row - end > _WIDEST_GAP:
            break
        if ours(row):
            end = row
    while sheet == layout.NARRATIVE and text(end + 1, "改写"):
        end += 1
    return end
