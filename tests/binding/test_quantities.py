"""文中的数：哪些是账上的数，单位是什么。"""

from __future__ import annotations

from decimal import Decimal

import pytest

from xlbudget.binding.plain import plain
from xlbudget.binding.quantities import numbers


def found(text: str) -> list[tuple[str, str]]:
    return [(str(each.quantity.value), each.quantity.unit) for each in numbers(plain(text).text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出1,234.50万元", [("1234.50", "万元")]),
        ("支出3万，占0.64%", [("3", "万"), ("0.64", "%")]),
        ("投资4.5亿元", [("4.5", "亿元")]),
        ("支出25000元", [("25000", "元")]),
        ("面积12.79万平方米", [("12.79", "万平方米")]),
        ("增长2倍，提高3.5个百分点", [("2", "倍"), ("3.5", "个百分点")]),
        ("设备0台（套），车辆2辆", [("0", "台（套）"), ("2", "辆")]),
        (
            "接待12批次、130人次，团组1个，8人",
            [("12", "批次"), ("130", "人次"), ("1", "个"), ("8", "人")],
        ),
        ("得分为96分", [("96", "分")]),
        ("决算数为1456.3，完成", [("1456.3", "")]),
        ("支出决算为30，完成", [("30", "")]),
        ("占76.23，", [("76.23", "")]),
        ("分别为4125.49,4143.91万元", [("4125.49", "万元"), ("4143.91", "万元")]),
        ("指标追减-4.4万元", [("-4.4", "万元")]),
        ("其中：行政单位3个", [("3", "个")]),
        (
            "扫描126万页，进馆3.6万卷，约120万字，采血13.2万单位",
            [("126", "万页"), ("3.6", "万卷"), ("120", "万字"), ("13.2", "万单位")],
        ),
        ("支出3万比上年多，投资4.5亿，已完成", [("3", "万"), ("4.5", "亿")]),
    ],
)
def test_an_amount_has_its_unit(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2024年度、2023年、2024年12月31日、2019—2024年、2019、2020年",
        "川财预〔2022〕12号、（2022）12号、第3季度、第12号",
        "图1、表2、附件3、公开01表",
        "1.收入情况。2、支出情况。（3）其他。",
        "单价50万元以上设备，单价100万元（含）以上设备，5000元以上的支出",
        "结余率大于10%，不足0.01%，超过99.99%，低于5%",
        "1—8月已经完成，1-12月，3-5个，3～5次",
        "2040余份，1万余份，300多人，500元左右",
        "电话0812-5551234，热线12345，邮编617000",
        "“党员+1”，A4纸，5G基站",
    ],
)
def test_what_is_no_amount_is_none(text: str) -> None:
    assert found(text) == []


def test_printed_places_are_kept() -> None:
    (number,) = numbers("支出1.80万元")
    assert (number.quantity.value, number.quantity.places) == (Decimal("1.80"), 2)
    assert number.quantity.text == "1.80万元"
