"""What the buttons and the ribbon of a macro workbook call, one function for each.

Each works on the workbook open in Excel, says in Chinese how it went, and leaves the sheets as
they were where it cannot go on. Nothing is saved: that is for the user to do.
"""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.addin import actions, documents
from xlbudget.addin.session import Action, Say, act, act_on_open


def check() -> None:
    """校验: the lists of 校验 and the state on 首页."""
    act(CHECK)


def narrate() -> None:
    """生成说明: everything that a run writes."""
    act(NARRATE)


def mark() -> None:
    """标出问题: colour the cells that 校验 lists."""
    act(Action("标出问题", actions.mark))


def unmark() -> None:
    """取消标出: no cell is coloured any more."""
    act(Action("取消标出", actions.unmark))


def next_gap() -> None:
    """下一个缺口: select the next cell that waits for a person."""
    act(NEXT_GAP)


def import_exports() -> None:
    """导入决算数据."""
    act(Action("导入决算数据", actions.not_yet("导入", "请把导出的表贴进“公开01”起的各表。")))


def import_last_year() -> None:
    """导入上年."""
    act(Action("导入上年", actions.not_yet("导入上年", "请把上年的数填进“上年数”。")))


def export_word() -> None:
    """导出 Word."""
    act(Action("导出 Word", documents.export))


def refresh_word() -> None:
    """刷新 Word."""
    act(Action("刷新 Word", documents.refresh))


def show_help() -> None:
    """帮助."""
    act(Action("帮助", actions.show_help))


def attach(action: str, workbook: str | None, say: Say) -> bool:
    """Run an action, by its word in ATTACHED, on a workbook that is open in Excel: the active one
    unless one is named. For machines on which Excel may not start programs.
    """
    return act_on_open(ATTACHED[action], workbook, say)


CHECK = Action("校验", actions.check)
NARRATE = Action("生成说明", actions.narrate)
NEXT_GAP = Action("找下一个缺口", actions.next_gap)
ATTACHED: Mapping[str, Action] = {"说明": NARRATE, "校验": CHECK, "缺口": NEXT_GAP}
"""What `attach` offers, by the word that a person types."""
