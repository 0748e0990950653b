"""把量得的结果（tests/faults/measured.json）写成 docs/reliability.md 里“故障”一节的表。

.venv/bin/python docs/build_reliability.py
"""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reliability.md"
MEASURED = ROOT / "tests" / "faults" / "measured.json"
LOOKED = "每次写之前的样子"
_TABLE = re.compile(r"(<!-- 量得的 -->\n).*?(<!-- 完 -->)", re.DOTALL)


def table() -> str:
    """各命令一行：看过几处，真的弄坏几次，丢了几次。"""
    measured: dict[str, dict[str, dict[str, int]]] = json.loads(MEASURED.read_text("utf-8"))
    rows = [
        "| 命令 | 写几次，逐次看过 | 真的杀掉 | 别的故障 | 丢了、坏了、说错的 |",
        "|---|--:|--:|--:|--:|",
    ]
    sums = [0, 0, 0, 0]
    for command, counted in measured.items():
        killed = sum(each["处"] for name, each in counted.items() if "杀掉" in name)
        looked = counted[LOOKED]["处"]
        others = sum(each["处"] for each in counted.values()) - killed - looked
        wrong = sum(each["问题"] for each in counted.values())
        row = [looked, killed, others, wrong]
        sums = [before + now for before, now in zip(sums, row, strict=True)]
        rows.append(f"| `{command}` | " + " | ".join(map(str, row)) + " |")
    rows.append("| 合计 | " + " | ".join(map(str, sums)) + " |")
    return "\n".join(rows) + "\n"


def written(page: str) -> str:
    """换上量得的表的一页。"""
    return _TABLE.sub(lambda found: found[1] + table() + found[2], page)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
