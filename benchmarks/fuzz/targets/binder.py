"""别人写的文字：断句、认数、与表和别的数核对。一行一段，带制表符的行也是表。"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.fuzz.targets.target import Target, text_of
from xlbudget.domain.documents import TextBlock
from xlbudget.formats.cases import cases
from xlbudget.formats.library import find, places
from xlbudget.pipeline.documents import review
from xlbudget.reading.documents.plain_text import read_plain_text
from xlbudget.results.reviewed import Reviewed

FORMATS = (find("sichuan", 2024), find("shanghai", 2024))
FILE = Path("说明.txt")
ERRORS = Path(__file__).parents[3] / "tests" / "errors"


def run(data: bytes) -> None:
    """Review a text; every number that was bound or told of stands in it where it is said to."""
    checked(review(read_plain_text(FILE, text_of(data)), FORMATS))


def checked(reviewed: Reviewed) -> None:
    """Places lie in the text."""
    blocks = reviewed.bound.document.blocks
    for mention in reviewed.bound.said.mentions:
        mark = mention.mark
        block = blocks[mark.block]
        assert isinstance(block, TextBlock)
        assert 0 <= mark.start <= mark.end <= len(block.text)
    assert all(index < len(reviewed.bound.said.mentions) for index in reviewed.bound.owners)
    for finding in reviewed.findings:
        assert finding.message


def seeds() -> Iterator[bytes]:
    """The sentences of the samples, and the texts that fire the rules."""
    for place in places():
        for case in islice(cases(place), 4):
            paragraphs = [text for text in case.paragraphs.values() if text]
            yield "\n".join(paragraphs[:6]).encode()
            yield from (text.encode() for text in paragraphs[:8])
    for document in sorted(ERRORS.glob("*/document.txt")):
        yield document.read_bytes()


WORDS = (
    *(
        "万元",
        "亿元",
        "元",
        "%",
        "个百分点",
        "增长",
        "下降",
        "减少",
        "持平",
        "占",
        "其中：",
        "完成预算的",
    ),
    *(
        "与上年相比",
        "2024年度",
        "2023年",
        "年初预算",
        "决算数",
        "支出",
        "收入",
        "“三公”经费",
        "（类）",
    ),
    *(
        "（款）",
        "（项）",
        "主要是",
        "，",
        "。",
        "；",
        "：",
        "、",
        "\n",
        "\t",
        "一、",
        "（一）",
        "1.",
        "0.00",
    ),
    *("1,482.22", "分别", "合计", "不足", "超过", "约", "同比", "公务接待费", "批次", "人次", "辆"),
)
TARGET = Target("binder", "文字里认数", run, seeds, WORDS, 3000)
