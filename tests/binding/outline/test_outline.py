"""一份说明分成哪几部分、哪几节：按标题的字，不单看号。"""

from __future__ import annotations

import pytest

from xlbudget.binding.outline import Outline, Role, Stretch, outline
from xlbudget.binding.outline.headings import is_contents_line, is_term, title_of
from xlbudget.domain.documents import Document, TableBlock, TextBlock
from xlbudget.domain.text import Place

SENTENCE = "2024年度本年收入合计5万元。"


def read(*lines: str) -> Outline:
    return outline(document(*lines))


def document(*lines: str) -> Document:
    return Document("说明.docx", tuple(TextBlock(line, Place()) for line in lines))


def told(found: Outline) -> list[tuple[Role, str, str]]:
    """Each stretch: what it is for, its section, and the words of its last heading."""
    return [
        (each.role, each.section, each.under[-1].words if each.under else "")
        for each in found.stretches
    ]


def at(found: Outline, block: int) -> Stretch:
    return found.at(block)


def test_a_whole_document() -> None:
    found = read(
        "示例街道办事处",
        "2024年度部门决算公开",
        "第一部分　部门概况",
        "一、部门职责",
        "负责辖区的公共服务。",
        "第二部分　2024年度部门决算情况说明",
        "一、收入支出决算总体情况说明",
        SENTENCE,
        "五、一般公共预算财政拨款支出决算情况说明",
        "（一）一般公共预算财政拨款支出决算总体情况",
        SENTENCE,
        "第三部分　名词解释",
        "1.财政拨款收入：指从同级财政取得的资金。",
        "第四部分　附件",
        "第五部分　附表",
        "公开01表",
    )
    assert told(found) == [
        (Role.COVER, "", ""),
        (Role.OVERVIEW, "", "部门概况"),
        (Role.OVERVIEW, "一", "部门职责"),
        (Role.EXPLANATION, "", "2024年度部门决算情况说明"),
        (Role.EXPLANATION, "一", "收入支出决算总体情况说明"),
        (Role.EXPLANATION, "五", "一般公共预算财政拨款支出决算情况说明"),
        (Role.EXPLANATION, "五", "一般公共预算财政拨款支出决算总体情况"),
        (Role.TERMS, "", "名词解释"),
        (Role.ANNEX, "", "附件"),
        (Role.TABLES, "", "附表"),
    ]
    assert [each.depth for each in found.at(10).under] == [1, 2, 3]


def test_every_block_is_in_one_stretch() -> None:
    blocks = (
        TextBlock("第二部分 决算情况说明", Place()),
        TableBlock((("甲", "1"),), Place()),
        TextBlock("一、收入决算情况说明", Place()),
        TableBlock((("乙", "2"),), Place()),
    )
    found = outline(Document("说明.docx", blocks))
    assert [(each.first, each.last) for each in found.stretches] == [(0, 2), (2, 4)]
    assert found.at(3).section == "一"


def test_a_table_of_contents_is_none_of_the_sections() -> None:
    found = read(
        "目　录",
        "第一部分 部门概况........................3",
        "一、部门职责..............................3",
        "第二部分 2024年度部门决算情况说明........5",
        "一、收入支出决算总体情况说明\t5",
        "第一部分 部门概况",
        "一、部门职责",
        "负责公共服务。",
        "第二部分 2024年度部门决算情况说明",
        "一、收入支出决算总体情况说明",
        SENTENCE,
    )
    assert at(found, 4).role is Role.CONTENTS
    assert [each.role for each in found.stretches].count(Role.CONTENTS) == 1
    assert at(found, 5).role is Role.OVERVIEW
    assert (at(found, 10).role, at(found, 10).section) == (Role.EXPLANATION, "一")


def test_a_table_of_contents_without_page_numbers() -> None:
    found = read(
        "目录",
        "第一部分 部门概况",
        "第二部分 2024年度部门决算情况说明",
        "第一部分 部门概况",
        "负责公共服务。",
        "第二部分 2024年度部门决算情况说明",
        SENTENCE,
    )
    assert [each.role for each in found.stretches] == [
        Role.CONTENTS,
        Role.OVERVIEW,
        Role.EXPLANATION,
    ]


def test_parts_with_digits_and_words_on_the_next_line() -> None:
    found = read("第3部分 名词解释", "第二部分", "2024年度部门决算情况说明", SENTENCE)
    assert [each.role for each in found.stretches][:2] == [Role.TERMS, Role.EXPLANATION]
    assert at(found, 3).role is Role.EXPLANATION


def test_terms_without_their_heading_begin_with_two_explanations() -> None:
    found = read(
        "第二部分 2024年度部门决算情况说明",
        "十、其他重要事项的情况说明",
        SENTENCE,
        " 1.财政拨款收入：指从同级财政取得的资金。",
        "2.事业收入：指开展专业业务活动取得的收入。",
        "第四部分 附件",
    )
    assert [each.role for each in found.stretches] == [
        Role.EXPLANATION,
        Role.EXPLANATION,
        Role.TERMS,
        Role.ANNEX,
    ]


def test_a_part_two_without_its_heading_is_known_by_its_sections() -> None:
    found = read(
        "第一部分 部门概况",
        "二、机构设置",
        "无下属单位。",
        "一、收入支出决算总体情况说明",
        SENTENCE,
    )
    assert (at(found, 4).role, at(found, 4).section) == (Role.EXPLANATION, "一")


@pytest.mark.parametrize(
    "heading", ["1、 收入支出决算总体情况说明", "１、收入支出决算总体情况说明"]
)
def test_sections_with_digits(heading: str) -> None:
    found = read("第二部分 决算情况说明", heading, SENTENCE, "9、国有资本经营预算支出决算情况说明")
    assert [each.section for each in found.stretches] == ["", "1", "9"]


def test_sections_that_a_program_numbers() -> None:
    blocks = (
        TextBlock("2024年度部门决算情况说明", Place(), level=1),
        TextBlock("收入支出决算总体情况说明", Place(), level=2, numbered=True),
        TextBlock(SENTENCE, Place()),
        TextBlock("收入决算情况说明", Place(), numbered=True),
    )
    found = outline(Document("说明.docx", blocks))
    assert told(found) == [
        (Role.EXPLANATION, "", "2024年度部门决算情况说明"),
        (Role.EXPLANATION, "", "收入支出决算总体情况说明"),
        (Role.EXPLANATION, "", "收入决算情况说明"),
    ]
    assert [each.under[-1].depth for each in found.stretches] == [1, 2, 2]


def test_sections_below_sections() -> None:
    found = read(
        "一、部门基本情况",
        "二、部门决算情况说明",
        "（一）收入支出决算总体情况说明",
        "1.总体情况。2024年度收入总计5万元。",
        "六、专业名词解释",
        "1.财政拨款收入：指从同级财政取得的资金。",
        "七、决算公开联系方式及信息反馈渠道",
    )
    assert told(found) == [
        (Role.OVERVIEW, "一", "部门基本情况"),
        (Role.EXPLANATION, "二", "部门决算情况说明"),
        (Role.EXPLANATION, "二", "收入支出决算总体情况说明"),
        (Role.EXPLANATION, "二", "总体情况"),
        (Role.TERMS, "六", "专业名词解释"),
        (Role.OVERVIEW, "七", "决算公开联系方式及信息反馈渠道"),
    ]


def test_an_annex_has_its_own_numbers() -> None:
    found = read(
        "第二部分 决算情况说明",
        "一、收入支出决算总体情况说明",
        SENTENCE,
        "第四部分 附件",
        "附件1",
        "整体绩效自评报告",
        "一、部门基本情况",
        "（一）机构组成。",
        "二、部门资金收支情况",
        "（一）收入情况。本年收入合计5万元。",
        "附件2：专项自评报告",
        "一、项目概况",
    )
    assert all(at(found, block).role is Role.ANNEX for block in range(3, 12))
    assert at(found, 9).section == "附件1"
    assert [each.words for each in at(found, 9).under] == [
        "附件",
        "",
        "部门资金收支情况",
        "收入情况",
    ]
    assert at(found, 11).section == "附件2"


def test_a_letter_that_begins_with_annex_is_no_annex() -> None:
    found = read("附件", "示例街道办事处2024年度部门决算", "第一部分 部门概况", "负责公共服务。")
    assert [each.role for each in found.stretches] == [Role.COVER, Role.OVERVIEW]


def test_only_the_explanation() -> None:
    found = read("示例局2024年度部门决算情况说明", "一、收入支出决算总体情况说明", SENTENCE)
    assert [each.role for each in found.stretches] == [Role.EXPLANATION, Role.EXPLANATION]


def test_only_a_notice() -> None:
    found = read("示例局“三公”经费公告", "现将有关情况公告如下：", "2024年“三公”经费5万元。")
    assert [(each.role, each.first) for each in found.stretches] == [
        (Role.COVER, 0),
        (Role.EXPLANATION, 2),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "三、本年支出合计5万元，比上年增加。",
        "1.负责辖区经济、文化、教育等工作。",
        "1.因公出国（境）经费支出0万元，完成预算0%。",
        "1.财政拨款收入：指从同级财政取得的资金。",
        "2024年度本年收入合计5万元。",
        "10.5万元",
        "（图1：收入、支出决算总计变动情况图）",
        "一、二、三季度均已拨付。共三次，每次都按照进度计划和合同约定的条款逐笔审核以后才支付给对方",
        "第二部分的说明见后。",
    ],
)
def test_sentences_with_a_number_are_no_headings(text: str) -> None:
    assert title_of(TextBlock(text, Place())) is None


def test_spaces_in_headings_do_not_matter() -> None:
    title = title_of(TextBlock(" 一 、收入  决算 情况说明 ", Place()))
    assert title is not None
    assert (title.number, title.words) == ("一", "收入决算情况说明")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("一、部门职责……………………3", True),
        ("一、部门职责\t12", True),
        ("2024年度本年收入合计1258", False),
        ("单价100万元（含）以上设备0", False),
    ],
)
def test_lines_of_contents(text: str, is_one: bool) -> None:
    assert is_contents_line(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("8、年末结转和结余：指结转到下年的资金。", True),
        ("机关运行经费：为保障行政单位运行的各项资金。", True),
        ("人员经费5万元，主要包括：基本工资。", False),
        ("1.因公出国（境）：安排因公出国（境）团组0个。", False),
    ],
)
def test_explanations_of_terms(text: str, is_one: bool) -> None:
    assert is_term(text) is is_one


def test_subsections_that_a_program_numbers() -> None:
    blocks = [
        TextBlock(text, Place(), numbered=True)
        for text in (
            "财政拨款“三公”经费支出决算情况说明",
            "“三公”经费财政拨款支出决算总体情况说明",
            "政府性基金预算支出决算情况说明",
        )
    ]
    found = outline(Document("说明.docx", tuple(blocks)))
    assert [each.under[-1].depth for each in found.stretches] == [2, 3, 2]


def test_a_heading_that_ran_into_its_paragraph() -> None:
    found = read(
        "第二部分 决算情况说明",
        "二、收入决算情况说明2024年度本年收入合计5万元。",
        "（一）机关运行经费支出情况2024年度，机关运行经费支出5万元。",
    )
    assert [each.under[-1].words for each in found.stretches] == [
        "决算情况说明",
        "收入决算情况说明",
        "机关运行经费支出情况",
    ]
