"""一种坏输入：叫什么、怎样造、交给谁、必须说什么。文件总在测试时造，从不提交。"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

Made = Callable[[bytes], bytes]
"""由一个好的文件（工作簿或文档）造出坏的。"""


class Ends(Enum):
    """怎样收场。"""

    REFUSED = "不读，说明是什么、怎么办"
    READ = "照常读，结果不变"
    TOLD = "读，把读不了的格逐个说出来"


@dataclass(frozen=True, slots=True)
class BadInput:
    """`says` 是错误里必须有的话；`skipped` 是不适用的入口；`instead` 是个别入口另有的话。"""

    name: str
    ending: str
    made: Made
    says: str
    ends: Ends = Ends.REFUSED
    skipped: tuple[str, ...] = ()
    instead: tuple[tuple[str, str], ...] = ()
    only: tuple[str, ...] = ()

    def said_by(self, reader: str) -> str:
        """一个入口必须说的话。"""
        return dict(self.instead).get(reader, self.says)
