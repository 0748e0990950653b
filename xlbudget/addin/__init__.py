"""What the buttons and the ribbon of a macro workbook call, one function for each.

Each works on the workbook open in Excel, says in Chinese how it went, and leaves the sheets as
they were where it cannot go on. Nothing is saved: that is for the user to do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from xlbudget.addin import actions, documents
from xlbudget.addin.session import Action, Say, act, act_on_open

if TYPE_CHECKING:
    from xlbudget.addin.imports import Ask


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
    """导入决算数据: the tables of the files that the user picks, into the workbook."""
    act(_importing(IMPORT))


def import_last_year() -> None:
    """导入上年: last year's amounts of the files that the user picks, into 上年数."""
    act(_importing(LAST_YEAR))


def export_word() -> None:
    """导出 Word."""
    act(Action("导出 Word", documents.export))


def refresh_word() -> None:
    """刷新 Word."""
    act(Action("刷新 Word", documents.refresh))


def show_help() -> None:
    """帮助."""
    act(Action("帮助", actions.show_help))


def attach(
    action: str,
    workbook: str | None,
    say: Say,
    files: Sequence[Path] = (),
    ask: Ask | None = None,
) -> bool:
    """Run an action, by its word in ATTACHED, on a workbook that is open in Excel: the active one
    unless one is named. For machines on which Excel may not start programs.

    An import takes `files`, or asks for them in Excel; its questions go to `ask`.
    """
    wanted = _importing(action, files, ask) if action in TAKES_FILES else ATTACHED[action]
    return act_on_open(wanted, workbook, say)


def _importing(word: str, files: Sequence[Path] = (), ask: Ask | None = None) -> Action:
    from xlbudget.addin.imports import IMPORTS

    kind = IMPORTS[word]
    return Action(kind.doing, partial(kind.run, files=files, ask=ask))


CHECK = Action("校验", actions.check)
NARRATE = Action("生成说明", actions.narrate)
NEXT_GAP = Action("找下一个缺口", actions.next_gap)
ATTACHED: Mapping[str, Action] = {"说明": NARRATE, "校验": CHECK, "缺口": NEXT_GAP}
"""What `attach` offers, by the word that a person types; beside these those of TAKES_FILES."""

TAKES_FILES = (IMPORT, LAST_YEAR) = ("导入", "上年")
"""The words of the imports, which take files."""
