"""R90：单位名称。"""

from __future__ import annotations

import pytest

from tests.checks.words.reviewing import EXPLANATION, shown

TEXT = (
    "示例区示例街道办事处2024年度部门决算\n第一部分　部门概况\n二、机构设置\n"
    "示例区示例街道办事处下属二级预算单位1个。\n"
    f"{EXPLANATION}十、其他重要事项的情况说明\n"
    "2024年度，{}机关运行经费支出5万元。\n"
    "2024年度，示例街道办事处政府采购支出总额3万元。\n"
    "截至2024年12月31日，示例区示例街道办事处共有车辆1辆。\n"
)


@pytest.mark.parametrize(
    "name",
    [
        "示例街道办办事处",
        "示列街道办事处",
        "示例街道办亊处",
        "样本区教育局",
        "示例区示例街道街道办事处",
    ],
)
def test_another_name_in_the_place_of_the_own_is_found(name: str) -> None:
    assert shown("name-agrees", TEXT.format(name)) == [name]


@pytest.mark.parametrize(
    "name",
    [
        "示例区示例街道办事处",
        "示例街道办事处",
        "示例街办",
        "本部门",
        "我单位",
        "街道",
        "全区",
        "示例街道办事处（本级）",
    ],
)
def test_the_name_and_its_short_forms_are_left_alone(name: str) -> None:
    assert shown("name-agrees", TEXT.format(name)) == []


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("本年示例街道办办事处组织巡查12次。", ["示例街道办办事处"]),
        ("本年与城东街道办事处联合巡查12次。", []),
        ("示例街道便民服务中心、示例街道党工委和示例街道各社区参加巡查。", []),
        ("示例街道办理事项12件，示例街道办事效率提高。", []),
        ("本年与示例街道办公处、样例街道办事处联合巡查12次。", []),
    ],
)
def test_a_slip_of_the_name_is_found_anywhere(sentence: str, found: list[str]) -> None:
    assert shown("name-agrees", TEXT.format("本部门") + sentence) == found


def test_a_former_name_is_left_alone() -> None:
    text = TEXT.format("示例区样本街道办事处") + "示例街道办事处由示例区样本街道办事处更名而来。"
    assert shown("name-agrees", text) == []


def test_without_a_name_nothing_is_said() -> None:
    assert shown("name-agrees", f"{EXPLANATION}2024年度，甲街道办办事处机关运行经费5万元。") == []
