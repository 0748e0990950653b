"""R85: one section compares with one budget: 年初预算 or 全年预算, not now this, now that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from xlbudget.binding.outline import Role
from xlbudget.checks.manuscript import Manuscript, Noticed
from xlbudget.checks.words.passages import Passage, passages

_BASE = re.compile(r"完成(?P<base>年初|全年|调整后?|调整)预算")
_SHOWN = {"年初": "年初预算", "全年": "全年预算", "调整": "调整预算", "调整后": "调整预算"}


def one_budget_base(manuscript: Manuscript) -> Iterator[Noticed]:
    """The completion rates of a section are all against one budget."""
    listed = passages(manuscript, Role.EXPLANATION)
    for _, group in groupby(listed, key=lambda each: each.stretch.under[:2]):
        hits: list[tuple[Passage, re.Match[str]]] = [
            (passage, found) for passage in group for found in _BASE.finditer(passage.text)
        ]
        bases = [_SHOWN[found["base"]] for _, found in hits]
        if not hits:
            continue
        usual = max(dict.fromkeys(bases), key=bases.count)
        odd = next((at for at, base in enumerate(bases) if base != usual), None)
        if odd is None:
            yield Noticed(hits[0][0].mark(*hits[0][1].span()))
            continue
        passage, found = hits[odd]
        yield Noticed(
            mark=passage.mark(*found.span()),
            message=f"这一节的完成率多数对{usual}，这里却对{bases[odd]}。请统一预算口径。",
            printed=found.group(),
            expected=f"完成{usual}",
            cause="budget-base",
        )
