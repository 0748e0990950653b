"""范本的空格、选择、说明：哪些是，哪些不是。"""

from __future__ import annotations

import time

import pytest

from xlbudget.publish.forms.blanks.blank import Sort, blanks
from xlbudget.publish.forms.blanks.choices import choices, fixed
from xlbudget.publish.forms.blanks.instructions import coloured, instructions
from xlbudget.publish.forms.blanks.items import enumerations, goes_on, item_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出XX万元", [("XX", Sort.NUMBER)]),
        ("支出XXX.XX万元，占ＸＸ％", [("XXX.XX", Sort.NUMBER), ("ＸＸ", Sort.NUMBER)]),
        ("支出××万元、×元", [("××", Sort.NUMBER), ("×", Sort.NUMBER)]),
        ("支出____万元，占＿＿%", [("____", Sort.NUMBER), ("＿＿", Sort.NUMBER)]),
        ("支出……万元", [("……", Sort.NUMBER)]),
        ("支出（ ）万元，车辆（）辆", [("（ ）", Sort.NUMBER), ("（）", Sort.NUMBER)]),
        ("支出    万元", [("    ", Sort.NUMBER)]),
        ("接待XX批次、XX人次", [("XX", Sort.NUMBER)] * 2),
        ("20XX年度收入", [("20XX", Sort.YEAR)]),
        ("202X年，XX年度", [("202X", Sort.YEAR), ("XX", Sort.YEAR)]),
        ("截至××××年12月31日", [("××××", Sort.YEAR)]),
        ("XX单位2024年度，××街道办事处", [("XX单位", Sort.NAME), ("××街道办事处", Sort.NAME)]),
        ("XX省XX市XX局2024年度部门决算", [("XX省XX市XX局", Sort.NAME)]),
        ("XX部门决算", [("XX", Sort.NAME)]),
        ("（单位名称）2024年度", [("（单位名称）", Sort.NAME)]),
        ("本部门（单位）共有", [("部门（单位）", Sort.BODY)]),
        ("主要原因是……。", [("……", Sort.REASON)]),
        ("主要变动原因是。", [("", Sort.REASON)]),
        ("增加的主要原因：XX", [("XX", Sort.REASON)]),
        ("主要用于XX。", [("XX", Sort.OTHER)]),
    ],
)
def test_a_blank_is_known_by_its_sign_and_what_stands_beside_it(
    text: str, expected: list[tuple[str, Sort]]
) -> None:
    assert [(text[each.start : each.end], each.sort) for each in blanks(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "单价100万元（含）以上设备2台（套）",
        "因公出国（境）费",
        "一般公共服务（类）",
        "《预算法》×第三条",
        "规格为3×4米",
        "X光机2台",
        "2024年度收入总计5万元。",
        "会计师事务所XBRL报告",
        "二级预算单位包括：XX单位、XX单位",
        "主要原因是机构改革，XX单位划入",
        "1.XX局",
        "拨付XX单位专项资金",
        "服务期为X年，近XX年来",
        "XX年X月X日起施行",
    ],
)
def test_what_is_no_blank(text: str) -> None:
    found = blanks(text)
    assert [each for each in found if each.sort is not Sort.OTHER] == []


def test_a_year_compared_with_is_the_one_before() -> None:
    years = [each.prior for each in blanks("20XX年度，与20XX年度相比，比XX年年初预算数")]
    assert years == [False, True, False]


@pytest.mark.parametrize(
    ("text", "up", "down"),
    [
        ("增加（减少）XX万元", "增加", "减少"),
        ("增加(减少)XX万元", "增加", "减少"),
        ("减少（增加）XX万元", "增加", "减少"),
        ("增长/下降XX%", "增长", "下降"),
        ("增长／下降／持平", "增长", "下降"),
        ("增加或减少XX万元", "增加", "减少"),
        ("增加（或减少）XX万元", "增加", "减少"),
        ("（上升/下降）XX%", "上升", "下降"),
        ("【增加、减少】XX万元", "增加", "减少"),
        ("决算数大于（小于）预算数", "大于", "小于"),
        ("决算数大（小）于预算数", "大于", "小于"),
        ("决算数小于预算数", "大于", "小于"),
        ("增（减）XX万元", "增加", "减少"),
    ],
)
def test_two_words_to_choose_from(text: str, up: str, down: str) -> None:
    (found,) = choices(text)
    assert (found.word(1), found.word(-1)) == (up, down)


def test_words_that_leave_no_choice() -> None:
    assert choices("增加支出、减少浪费（增加岗位）") == []
    assert fixed("人员", 2) is None
    assert fixed("公务接待费比上年下降了", 11) is not None


@pytest.mark.parametrize(
    ("text", "nil", "instead"),
    [
        ("支出XX万元。（注：请写明原因）", "", ""),
        ("部门决算（参考样式）", "", ""),
        ("【说明：取自公开01表】", "", ""),
        ("注：请按实际情况填写。", "", ""),
        ("（按实际情况增减）", "", ""),
        ("支出XX万元。没有此项支出的请删除本段。", "没有此项支出", ""),
        ("（如无此项支出，请删除）", "无此项支出", ""),
        (
            "（没有政府性基金的，表述为：“本单位无政府性基金支出。”）",
            "没有政府性基金",
            "本单位无政府性基金支出。",
        ),
        (
            "（如本单位无国有资本经营预算支出，可表述为：本单位没有这项支出。）",
            "本单位无国有资本经营预算支出",
            "本单位没有这项支出。",
        ),
    ],
)
def test_words_to_those_who_fill_in(text: str, nil: str, instead: str) -> None:
    (found,) = instructions(text)
    assert (found.nil, found.instead) == (nil, instead)


@pytest.mark.parametrize(
    "text",
    [
        "注：本表反映部门本年度总收支情况。",
        "单价50万元（含）以上设备（不含车辆）",
        "国内公务接待3批次，20人次（不包括陪同人员）",
        "（根据实际工作需要开展的培训）",
        "其中：轿车2辆（含执法用车）",
        "示例局（本级）2024年度部门决算",
        "因公出国（境）费（无变化）",
        "2024年度本部门无政府性基金预算财政拨款支出。",
    ],
)
def test_what_published_texts_say_too_stays(text: str) -> None:
    assert instructions(text) == []


def test_red_words_are_taken_for_an_instruction_more_easily() -> None:
    text = "支出5万元，数据来源公开01表"
    assert instructions(text) == []
    assert coloured(text, 6, len(text)) is not None
    assert coloured(text, 0, 5) is None


def test_a_line_that_stands_for_each_item() -> None:
    line = item_line("（3）××（类）××（款）××（项）：支出决算为XX万元。")
    assert line is not None
    assert (line.number, line.levels, line.blank) == ("（3）", "类款项", True)
    given = item_line("1.教育（类）普通教育（款）小学教育（项）：支出决算为XX万元。")
    assert given is not None
    assert not given.blank
    assert item_line("1.公务接待费支出XX万元。") is None
    assert [goes_on(each) for each in ("……", "2.……", "以此类推", "其他支出……万元")] == [
        *(True, True, True, False)
    ]


def test_a_list_that_is_left_open() -> None:
    text = "用于：教育支出（类）XX万元，占XX%；……。"
    (found,) = enumerations(text)
    assert text[found.start : found.end] == "教育支出（类）XX万元，占XX%；……"
    assert list(enumerations("其中：基本支出XX万元，占XX%；项目支出XX万元，占XX%。")) == []


@pytest.mark.parametrize(
    "sign",
    ["X", "×", "_", "…", " ", "（", "（）", "增加（", "请", "无", "20", "原因", "XX市", "【"],
)
def test_a_hostile_paragraph_takes_no_time(sign: str) -> None:
    text = sign * 20_000
    begin = time.process_time()
    blanks(text)
    choices(text)
    instructions(text)
    list(enumerations(text))
    item_line(text)
    assert time.process_time() - begin < 2
