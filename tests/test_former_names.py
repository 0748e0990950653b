"""更名的单位：表头还是原来的名字，是同一个单位；没有写明的，提醒。"""

from __future__ import annotations

import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.pipeline import read

BOOK = """
== 首页
部门决算公开工作簿
.
项目 | 内容 | 说明
单位名称 | 示例街道办事处
年度 | '2024
格式 | national
单位沿革 | {history}
== 公开01
收入支出决算总表
部门：示例镇人民政府 | | 金额单位：万元
收入 | | 支出
项目 | 决算数 | 项目 | 决算数
一、一般公共预算财政拨款收入 | 10 | 一、一般公共服务支出 | 10
本年收入合计 | 10 | 本年支出合计 | 10
总计 | 10 | 总计 | 10
== 公开04
财政拨款收入支出决算总表
部门：示例街道办事处 | | 金额单位：万元
收入 | | 支出
项目 | 决算数 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款
一、一般公共预算财政拨款 | 10 | 一、一般公共服务支出 | 10 | 10
本年收入合计 | 10 | 本年支出合计 | 10 | 10
总计 | 10 | 总计 | 10 | 10
== 补充资料
补充资料（只有单位自己知道的内容）
.
节 | 项目 | 类型 | 内容 | 上年 | 怎样填 | 主要变动科目 | 状态
一 | 曾用名 | 文字 | {former}
"""


@pytest.mark.parametrize(
    ("history", "former", "told"),
    [
        ("更名", "示例镇人民政府", []),
        ("更名", "示例乡、示例镇人民政府", []),
        ("更名", "示例乡", ["unit-name"]),
        ("更名", "", ["unit-name"]),
        ("无变动", "示例镇人民政府", ["unit-name"]),
    ],
)
def test_a_former_name_in_a_head(history: str, former: str, told: list[str]) -> None:
    reading = read(MemoryBook(BOOK.format(history=history, former=former)))
    assert [finding.check for finding in reading.findings] == told
    assert reading.format.traits["单位沿革"] == history


def test_tables_of_one_other_name_are_one_finding() -> None:
    text = BOOK.format(history="无变动", former="")
    text = text.replace("部门：示例街道办事处", "部门：示例镇人民政府")
    (finding,) = read(MemoryBook(text)).findings
    assert finding.message == (
        "“收入支出决算总表”等 2 张表表头的单位是“示例镇人民政府”，首页是“示例街道办事处”，"
        "请核对是不是同一个单位。"
    )
    assert [each.where.sheet for each in (finding, *finding.follows)] == ["公开01", "公开04"]
