"""把读出来的话写成一行一条的字，供各例对照。

一行一个数：`序号 主语 数 量`，再写增减、属于哪个数（属3）、是哪个数的部分或占比的分母
（部分3、占3）、分母的名称、预算的名称、点明的年度；然后是没有数的话（话 持平 属3），
最后是列举（列 3＝4＋5）。
"""

from __future__ import annotations

from xlbudget.binding.clauses import say
from xlbudget.binding.said import Mention, Said
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.text import Place

MEASURES = {
    "actual": "决算数",
    "prior_actual": "上年数",
    "change": "增减额",
    "change_rate": "增减率",
    "budget": "预算数",
    "completion_rate": "完成率",
    "budget_change": "比预算增减额",
    "budget_change_rate": "比预算增减率",
    "share": "占比",
    "": "不定",
}
DIRECTIONS = {1: "↑", -1: "↓", 0: ""}


def document(text: str) -> Document:
    """一行一段的文件。"""
    lines = text.strip("\n").split("\n")
    return Document(
        "说明.txt",
        tuple(TextBlock(line, Place(paragraph=at)) for at, line in enumerate(lines, 1)),
    )


def said_in(text: str) -> Said:
    return say(document(text))


def words_of(said: Said) -> list[str]:
    """读出来的每一条。"""
    lines = [_mention(at, each) for at, each in enumerate(said.mentions, 1)]
    for remark in said.remarks:
        of = "" if remark.of is None else f" 属{remark.of + 1}"
        text = f"“{remark.text}”" if "原因" in remark.told.value else ""
        subject = f"{remark.subject} " if remark.subject else ""
        lines.append(f"话 {subject}{remark.told.value}{of}{text and ' '}{text}")
    for listing in said.listings:
        whole = "？" if listing.whole is None else str(listing.whole + 1)
        parts = "＋".join(str(part + 1) for part in listing.parts)
        lines.append(f"列 {whole}＝{parts}")
    return lines


def _mention(at: int, mention: Mention) -> str:
    unit = mention.quantity.unit
    shown = mention.quantity.text
    parts = [str(at), mention.subject, shown if shown.endswith(unit) else f"{shown}（{unit}）"]
    parts.append(MEASURES[mention.measure] + DIRECTIONS[mention.direction])
    if mention.of is not None:
        parts.append(f"属{mention.of + 1}")
    if mention.whole is not None:
        word = "占" if mention.measure == "share" else "部分"
        parts.append(f"{word}{mention.whole + 1}")
    if mention.whole_words:
        parts.append(f"分母“{mention.whole_words}”")
    if mention.budget_words:
        parts.append(f"“{mention.budget_words}”")
    if mention.year:
        parts.append(f"{mention.year}年")
    return " ".join(part for part in parts if part)
