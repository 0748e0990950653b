"""范本长一倍，每一行程序跑的次数也只长一倍：有一行长到四倍，两万段的范本就要填几个小时。"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import xlbudget
from tests.publish.forms.placeholder_forms import national
from tests.reading.documents.packing import docx, p
from xlbudget.publish.forms.form import fill_form

HOME = str(Path(xlbudget.__file__).parent)
COUNT = 16
PARAGRAPHS = {
    "占位符": "收入总计【收支总表.总计】。",
    "写错的占位符": "【不知道的东西】",
    "空": "2024年度收入、支出总计均为XX万元，与上年相比增加XX万元，增长XX%。",
    "认不出的空": "我部门收入XX万元，其中：教育支出XX万元，占XX%。",
    "如果没有": "如无此项支出，删去这一段。",
    "没有空的段": "单位做了很多工作，没有什么要填的。",
}


def steps(path: Path) -> Counter[tuple[str, int]]:
    """填一遍，程序的每一行各跑了几次；一行里的循环，转一圈算一次。"""
    found: Counter[tuple[str, int]] = Counter()

    def line(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            found[frame.f_code.co_filename, frame.f_lineno] += 1
        return line

    def call(frame: FrameType, *_: Any) -> Any:
        return line if frame.f_code.co_filename.startswith(HOME) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        fill_form(path, national())
    finally:
        sys.settrace(before)
    return found


@pytest.mark.parametrize("text", PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_no_line_runs_four_times_as_often_in_a_form_of_twice_the_length(
    text: str, tmp_path: Path
) -> None:
    body = p("收入总计【收支总表.总计】。") + p(text) * COUNT
    fill_form(
        docx(tmp_path / "热身.docx", p("收入总计【收支总表.总计】。") + p(text)), national()
    )  # 第一次才做的不算
    once = steps(docx(tmp_path / "一.docx", body))
    twice = steps(docx(tmp_path / "二.docx", body + p(text) * COUNT))
    grown = {
        f"{Path(file).relative_to(HOME)}:{number}": (once[file, number], count)
        for (file, number), count in twice.items()
        if count > COUNT * COUNT and count > 3 * once[file, number]
    }
    assert grown == {}
