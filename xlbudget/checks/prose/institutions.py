"""Whether a department has 事业单位, by its own words: their 公用经费 is no 机关运行经费."""

from __future__ import annotations

import re

from xlbudget.binding.outline import Role
from xlbudget.binding.plain import plain
from xlbudget.checks.manuscript import Manuscript

_INSTITUTIONS = re.compile(
    r"[1-9]\d{0,5}个[^，。；、]{0,6}事业单位|事业单位[^，。；、\d]{0,4}[1-9]|事业(?:编制|人员)[^，。；、\d]{0,4}[1-9]|"
    r"事业(?:运行|机构)（项）|事业单位(?:医疗|离退休)（项）"
)


def speaks_of_institutions(manuscript: Manuscript) -> bool:
    """Whether a text speaks of 事业单位, 事业编制 or their expenditure as of its own."""
    return any(
        _INSTITUTIONS.search(plain(block.text).text)
        for at, block in manuscript.bound.document.texts()
        if manuscript.bound.outline.at(at).role in (Role.OVERVIEW, Role.EXPLANATION)
    )
