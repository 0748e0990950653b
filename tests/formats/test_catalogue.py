"""科目目录：读得对；目录自身说得通；手工挑出的编码、名称、年份对得上。"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from xlbudget.domain.codes import Catalogue, CodeName, level, parents
from xlbudget.formats.catalogue import load_codes
from xlbudget.formats.library import HOME

FUNCTIONAL = load_codes(HOME / "codes" / "functional.csv")
ECONOMIC = load_codes(HOME / "codes" / "economic.csv")
YEARS = range(2015, 2027)
BOTH = pytest.mark.parametrize(
    "catalogue", [pytest.param(FUNCTIONAL, id="功能"), pytest.param(ECONOMIC, id="经济")]
)
FUND, CAPITAL = "政府性基金", "国有资本经营预算"
NOTES = {"", "待核", *(f"{budget}{tail}" for budget in (FUND, CAPITAL) for tail in ("", "；待核"))}


def budget(entry: CodeName) -> str:
    """The budget that a code belongs to by its note; empty means the general public budget."""
    return entry.note.removesuffix("待核").removesuffix("；")


# --- 读 ---


def test_codes_with_years_notes_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "functional.csv"
    text = (
        "code,name,valid_from,valid_to,note\r\n"
        "207,文化体育与传媒支出,,2018,\r\n"
        "207,文化旅游体育与传媒支出,2019,,待核\r\n"
        "20701,文化和旅游,,,\r\n"
        "2070101,行政运行,2007,2030,\r\n"
    )
    path.write_bytes(text.encode("utf-8-sig"))
    assert list(load_codes(path).entries) == [
        CodeName("207", "文化体育与传媒支出", None, 2018),
        CodeName("207", "文化旅游体育与传媒支出", 2019, None, "待核"),
        CodeName("20701", "文化和旅游"),
        CodeName("2070101", "行政运行", 2007, 2030),
    ]


# --- 目录自身 ---


@BOTH
def test_names_of_a_code_do_not_overlap_and_leave_no_year_out(catalogue: Catalogue) -> None:
    by_code: dict[str, list[CodeName]] = {}
    for entry in catalogue.entries:
        by_code.setdefault(entry.code, []).append(entry)
    for code, entries in by_code.items():
        for year in YEARS:
            assert sum(entry.holds_in(year) for entry in entries) <= 1, (code, year)
        for earlier, later in pairwise(entries):
            assert later.valid_from == (earlier.valid_to or 0) + 1, code
            assert later.name != earlier.name
        assert len({entry.name for entry in entries}) == len(entries)


@BOTH
def test_validity_runs_forward(catalogue: Catalogue) -> None:
    for entry in catalogue.entries:
        assert (entry.valid_from or 0) <= (entry.valid_to or 9999), entry


@BOTH
def test_parents_exist_in_every_year_of_their_children(catalogue: Catalogue) -> None:
    for entry in catalogue.entries:
        for year in YEARS:
            if entry.holds_in(year):
                for above in parents(entry.code):
                    assert catalogue.name(above, year), (entry.code, above, year)


@BOTH
def test_codes_stand_in_order(catalogue: Catalogue) -> None:
    codes = [entry.code for entry in catalogue.entries]
    assert codes == sorted(codes)


@BOTH
def test_notes_come_from_a_closed_list(catalogue: Catalogue) -> None:
    assert {entry.note for entry in catalogue.entries} <= NOTES


@BOTH
def test_names_are_plain_chinese(catalogue: Catalogue) -> None:
    for entry in catalogue.entries:
        plain = entry.name.translate(str.maketrans("", "", "（）“”、"))
        assert all("一" <= letter <= "鿿" for letter in plain), entry
        assert entry.name.count("（") == entry.name.count("）")


def test_functional_codes_begin_with_2_and_economic_ones_with_3_in_two_levels() -> None:
    assert {entry.code[0] for entry in FUNCTIONAL.entries} == {"2"}
    assert {entry.code[0] for entry in ECONOMIC.entries} == {"3"}
    assert {level(entry.code) for entry in FUNCTIONAL.entries} == {"类", "款", "项"}
    assert {level(entry.code) for entry in ECONOMIC.entries} == {"类", "款"}


@pytest.mark.parametrize("year", [2019, 2021, 2024])
def test_names_of_sisters_differ(year: int) -> None:
    """同一款下的项、同一类下的款，一年里没有同名的。"""
    for catalogue in (FUNCTIONAL, ECONOMIC):
        entries = {entry for entry in catalogue.entries if entry.holds_in(year)}
        named = Counter((entry.code[:-2], entry.name) for entry in entries if len(entry.code) > 3)
        assert [each for each, count in named.items() if count > 1] == []


def test_items_belong_to_the_budget_of_what_they_stand_under() -> None:
    """款属于哪本预算，它的项就属于哪本；社保基金的国资补充是唯一的例外。"""
    for entry in FUNCTIONAL.entries:
        above = FUNCTIONAL.entry(entry.code[:5], entry.valid_to or 2024)
        if level(entry.code) == "项" and above and entry.code != "2080451":
            assert budget(entry) == budget(above), entry


# 2019—2024 年度的各类，名称照当年的目录
CATEGORIES = {
    "201": "一般公共服务支出",
    "202": "外交支出",
    "203": "国防支出",
    "204": "公共安全支出",
    "205": "教育支出",
    "206": "科学技术支出",
    "207": "文化旅游体育与传媒支出",
    "208": "社会保障和就业支出",
    "210": "卫生健康支出",
    "211": "节能环保支出",
    "212": "城乡社区支出",
    "213": "农林水支出",
    "214": "交通运输支出",
    "215": "资源勘探工业信息等支出",
    "216": "商业服务业等支出",
    "217": "金融支出",
    "219": "援助其他地区支出",
    "220": "自然资源海洋气象等支出",
    "221": "住房保障支出",
    "222": "粮油物资储备支出",
    "223": "国有资本经营预算支出",
    "224": "灾害防治及应急管理支出",
    "227": "预备费",
    "229": "其他支出",
    "230": "转移性支出",
    "231": "债务还本支出",
    "232": "债务付息支出",
    "233": "债务发行费用支出",
    "234": "抗疫特别国债安排的支出",
}
CHANGED = {
    2018: {
        "207": "文化体育与传媒支出",
        "210": "医疗卫生与计划生育支出",
        "215": "资源勘探信息等支出",
        "220": "国土海洋气象等支出",
        "224": None,
        "234": None,
    },
    2019: {"215": "资源勘探信息等支出", "234": None},
}


@pytest.mark.parametrize("year", [2018, 2019, 2020, 2021, 2022, 2023, 2024])
def test_every_category_of_a_year(year: int) -> None:
    names = {**CATEGORIES, **CHANGED.get(year, {})}
    found = {
        entry.code: entry.name
        for entry in FUNCTIONAL.entries
        if len(entry.code) == 3 and entry.holds_in(year)
    }
    assert found == {code: name for code, name in names.items() if name}


FACTS = [
    ("2010301", 2024, "行政运行"),
    ("2010308", 2023, "信访事务"),
    ("2010308", 2024, None),  # 2024 年起另设信访事务款
    ("20140", 2024, "信访事务"),
    ("20140", 2023, None),
    ("2014004", 2024, "信访业务"),
    ("20139", 2024, "社会工作事务"),
    ("20138", 2018, None),  # 2019 年机构改革
    ("20138", 2019, "市场监督管理事务"),
    ("2012906", 2019, "工会事务"),
    ("2013404", 2019, "宗教事务"),
    ("2040220", 2024, "执法办案"),
    ("2050202", 2024, "小学教育"),
    ("2050803", 2024, "培训支出"),
    ("20701", 2018, "文化"),
    ("20701", 2024, "文化和旅游"),
    ("2070199", 2024, "其他文化和旅游支出"),
    ("20707", 2024, "国家电影事业发展专项资金安排的支出"),
    ("20805", 2019, "行政事业单位离退休"),
    ("20805", 2020, "行政事业单位养老支出"),
    ("2080501", 2019, "归口管理的行政单位离退休"),
    ("2080501", 2024, "行政单位离退休"),
    ("2080504", 2020, None),
    ("2080505", 2024, "机关事业单位基本养老保险缴费支出"),
    ("20828", 2018, None),
    ("2082804", 2019, "拥军优属"),
    ("2089901", 2020, "其他社会保障和就业支出"),
    ("2089901", 2021, None),
    ("2089999", 2020, None),
    ("2089999", 2021, "其他社会保障和就业支出"),
    ("2101101", 2024, "行政单位医疗"),
    ("2101501", 2019, "行政运行"),
    ("2109999", 2021, "其他卫生健康支出"),
    ("2120104", 2024, "城管执法"),
    ("2120803", 2024, "城市建设支出"),
    ("21301", 2019, "农业"),
    ("21301", 2020, "农业农村"),
    ("21302", 2019, "林业和草原"),
    ("2130705", 2024, "对村民委员会和村党支部的补助"),
    ("2150805", 2024, "中小企业发展专项"),
    ("22001", 2018, "国土资源事务"),
    ("22001", 2019, "自然资源事务"),
    ("2200509", 2024, "气象服务"),
    ("22006", 2023, None),
    ("22006", 2024, "耕地保护考核奖惩基金支出"),  # 2024 年 3 月增设
    ("2210201", 2024, "住房公积金"),
    ("2210105", 2024, "农村危房改造"),
    ("2230105", 2024, "国有企业退休人员社会化管理补助支出"),
    ("2240601", 2019, "地质灾害防治"),
    ("2240106", 2018, None),
    ("2296002", 2024, "用于社会福利的彩票公益金支出"),
    ("2299901", 2020, "其他支出"),
    ("2299999", 2021, "其他支出"),
    ("2340107", 2020, "城镇老旧小区改造"),
]


@pytest.mark.parametrize(("code", "year", "name"), FACTS)
def test_functional_code_in_a_year(code: str, year: int, name: str | None) -> None:
    assert FUNCTIONAL.name(code, year) == name


@pytest.mark.parametrize(
    ("code", "of"),
    [
        ("20707", FUND),
        ("20822", FUND),
        ("2120803", FUND),
        ("21213", FUND),
        ("2116001", FUND),
        ("2200601", FUND),
        ("2296002", FUND),
        ("23104", FUND),
        ("234", FUND),
        ("20598", FUND),
        ("2230105", CAPITAL),
        ("2080451", CAPITAL),
        ("2010301", ""),
        ("2120199", ""),
        ("2299999", ""),
        ("2310301", ""),
    ],
)
def test_budget_of_a_code(code: str, of: str) -> None:
    entry = FUNCTIONAL.entry(code, 2024)
    assert entry is not None
    assert budget(entry) == of


ECONOMIC_CATEGORIES = {
    "301": "工资福利支出",
    "302": "商品和服务支出",
    "303": "对个人和家庭的补助",
    "307": "债务利息及费用支出",
    "309": "资本性支出（基本建设）",
    "310": "资本性支出",
    "311": "对企业补助（基本建设）",
    "312": "对企业补助",
    "313": "对社会保障基金补助",
    "399": "其他支出",
}


@pytest.mark.parametrize("year", [2019, 2022, 2024])
def test_every_economic_category(year: int) -> None:
    found = {
        entry.code: entry.name
        for entry in ECONOMIC.entries
        if len(entry.code) == 3 and entry.holds_in(year)
    }
    assert found == ECONOMIC_CATEGORIES


# 2018—2020 年度决算明细表的各款，按类数出来的个数和首尾名称
SUBCATEGORIES = {
    "301": (13, "基本工资", "其他工资福利支出"),
    "302": (27, "办公费", "其他商品和服务支出"),
    "303": (11, "离休费", "其他对个人和家庭的补助"),
    "307": (4, "国内债务付息", "国外债务发行费用"),
    "309": (12, "房屋建筑物购建", "其他基本建设支出"),
    "310": (16, "房屋建筑物购建", "其他资本性支出"),
    "311": (2, "资本金注入", "其他对企业补助"),
    "312": (5, "资本金注入", "其他对企业补助"),
    "313": (2, "对社会保险基金补助", "补充全国社会保障基金"),
}


@pytest.mark.parametrize(("top", "expected"), list(SUBCATEGORIES.items()))
def test_economic_subcategories_of_2019(top: str, expected: tuple[int, str, str]) -> None:
    names = [ECONOMIC.name(code, 2019) for code in ECONOMIC.below(top, 2019)]
    assert (len(names), names[0], names[-1]) == expected


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("30108", 2024, "机关事业单位基本养老保险缴费"),
        ("30113", 2024, "住房公积金"),
        ("30113", 2017, None),
        ("30212", 2024, "因公出国（境）费用"),
        ("30217", 2024, "公务接待费"),
        ("30231", 2024, "公务用车运行维护费"),
        ("30307", 2017, "医疗费"),
        ("30307", 2019, "医疗费补助"),
        ("30913", 2024, "公务用车购置"),
        ("31013", 2024, "公务用车购置"),
        ("309", 2017, "基本建设支出"),
        ("39908", 2019, "对民间非营利组织和群众性自治组织补贴"),
    ],
)
def test_economic_code_in_a_year(code: str, year: int, name: str | None) -> None:
    assert ECONOMIC.name(code, year) == name
