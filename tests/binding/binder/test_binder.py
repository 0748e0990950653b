"""每个数认出它是哪个量；认不准的，一个也不认。"""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

import pytest

from tests.binding.composed import REWRITES, Written, lines_of_case, written
from tests.binding.test_every_section import every_case
from xlbudget.binding.binder import bind
from xlbudget.binding.binder.lexicon_learning import lexicon_of
from xlbudget.binding.binder.template_lines import lines_of
from xlbudget.binding.binder.words import WordReader
from xlbudget.binding.bound import BY_TEMPLATE, BY_WORDS, BoundText
from xlbudget.binding.clauses import say
from xlbudget.binding.facts import facts_of
from xlbudget.binding.outline import outline
from xlbudget.binding.said import Mark, Mention, Quantity
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.text import Place
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName

SICHUAN, NATIONAL = find("sichuan", 2024), find("national", 2024)
COMPLETE = list(
    {(each.place, each.year): (case, each) for case, each in every_case() if case.complete}.values()
)
"""每个格式一个完整的例子；其余的见 benchmarks/bindings.py。"""


def document(*lines: str) -> Document:
    return Document("说明.docx", tuple(TextBlock(line, Place()) for line in lines))


def read(*lines: str, formats: tuple[Format, ...] = (SICHUAN,)) -> BoundText:
    found = document(*lines)
    return bind(found, say(found), formats)


def owned(bound: BoundText) -> dict[str, str]:
    """The figure of each number that has one, by the number as printed."""
    return {
        bound.said.mentions[index].quantity.text: owner.figure.identifier(bound.format)
        for index, owner in bound.owners.items()
    }


def by_place(bound: BoundText) -> dict[tuple[int, int], FigureName]:
    mentions = bound.said.mentions
    return {
        (mentions[index].mark.block, mentions[index].mark.start): owner.figure
        for index, owner in bound.owners.items()
    }


def by_words(found: Written, resolved: Format) -> dict[tuple[int, int], FigureName]:
    """What the words alone lead to, without the templates."""
    said = say(found.document)
    known, lexicon = lines_of(resolved), lexicon_of(resolved)
    reader = WordReader(found.document, said, outline(found.document), known, lexicon)
    answers = [(each, reader.answer(index)) for index, each in enumerate(said.mentions)]
    return {
        (each.mark.block, each.mark.start): answer.figure
        for each, answer in answers
        if answer.figure is not None
    }


def assert_none_wrong(
    got: dict[tuple[int, int], FigureName],
    found: Written,
    resolved: Format,
    names: dict[str, FigureName],
) -> float:
    """No number has another figure than it was printed from (another name of the same fact is the
    same figure); the share of those that have theirs.
    """
    facts = facts_of(resolved)
    assert set(got) <= set(found.figures), [found.text(at) for at in set(got) - set(found.figures)]
    for at, figure in got.items():
        meant = names[found.figures[at]]
        assert facts.same(figure, meant), (found.text(at), figure.identifier(resolved))
    return len(got) / max(len(found.figures), 1)


# --- 自己的文字：每个数都认对 ---


@lru_cache(maxsize=32)
def composed(number: int) -> tuple[Written, dict[str, FigureName]]:
    """The text of a complete case, and the figures that it prints, by name."""
    case, resolved = COMPLETE[number]
    found = written(lines_of_case(case, resolved))
    got = by_place(bind(found.document, say(found.document), [resolved]))
    assert set(got) == set(found.figures)
    for at, figure in got.items():
        assert figure.identifier(resolved) == found.figures[at], found.text(at)
    return found, {found.figures[at]: figure for at, figure in got.items()}


@pytest.mark.parametrize("number", range(len(COMPLETE)))
def test_every_number_of_our_own_text_is_bound_to_its_figure(number: int) -> None:
    _, resolved = COMPLETE[number]
    found, figures = composed(number)
    assert len(found.figures) >= 2 * len(resolved.tables)
    assert assert_none_wrong(by_words(found, resolved), found, resolved, figures) >= 0.95


@pytest.mark.parametrize(("number", "name"), list(enumerate(REWRITES)))
def test_rewriting_leads_no_number_astray(number: int, name: str) -> None:
    number %= len(COMPLETE)
    case, resolved = COMPLETE[number]
    _, figures = composed(number)
    chance = random.Random(name)  # noqa: S311  同一个名字，同样的改写
    found = written(REWRITES[name](lines_of_case(case, resolved), chance))
    got = by_place(bind(found.document, say(found.document), [resolved]))
    assert assert_none_wrong(got, found, resolved, figures) > 0.6
    assert assert_none_wrong(by_words(found, resolved), found, resolved, figures) > 0.6


# --- 别人的文字 ---


def test_words_bind_what_no_template_writes() -> None:
    bound = read(
        "二、收入决算情况说明",
        "本年收入合计为100.00万元，比上年增长5%。具体构成：事业收入40万元，占40%；其他收入60万元。",
    )
    assert owned(bound) == {
        "100.00万元": "revenue_expenditure_summary.current_year_revenue.actual",
        "5%": "revenue_expenditure_summary.current_year_revenue.change_rate",
        "40万元": "revenue_expenditure_summary.service_revenue.actual",
        "40%": "revenue_expenditure_summary.service_revenue.share",
        "60万元": "revenue_expenditure_summary.other_revenue.actual",
    }
    assert {owner.how for owner in bound.owners.values()} == {BY_WORDS}


def test_the_same_words_are_another_figure_in_another_section() -> None:
    words = "支出总计5万元。"
    found = read(
        "一、收入支出决算总体情况说明", words, "四、财政拨款收入支出决算总体情况说明", words
    )
    assert [each.figure.table for each in found.owners.values()] == [
        "revenue_expenditure_summary",
        "appropriation_summary",
    ]


def test_a_missing_unit_and_a_wrong_unit_keep_their_figure() -> None:
    bound = read(
        "五、一般公共预算财政拨款支出决算情况说明",
        "（三）一般公共预算财政拨款支出决算具体情况",
        "2024年度一般公共预算财政拨款支出决算数为1234.5，完成预算100%。其中：",
        "1.住房保障（类）住房改革支出（款）住房公积金（项）：支出决算数为35.16元，完成预算100%。",
    )
    assert {owner.how for owner in bound.owners.values()} == {BY_TEMPLATE}
    assert [each.figure.line for each in bound.owners.values()] == ["total"] * 2 + ["2210201"] * 2


def test_a_share_of_another_whole_is_bound_to_nothing() -> None:
    bound = read(
        "八、政府性基金预算支出决算情况说明",
        "2024年度政府性基金预算财政拨款支出5万元，占财政拨款支出合计的1.8%。",
    )
    assert list(owned(bound)) == ["5万元"]
    assert "占比所指的总额与格式的不同" in bound.unbound.values()


def test_last_year_is_not_this_year() -> None:
    bound = read("三、支出决算情况说明", "2022年度本年支出合计7万元。")
    assert (owned(bound), bound.unbound) == ({}, {0: "写的是2022年"})


def test_several_possible_codes_are_none() -> None:
    bound = read("五、一般公共预算财政拨款支出决算情况说明", "行政运行（项）支出决算为5万元。")
    assert owned(bound) == {}
    (why,) = bound.unbound.values()
    assert "种可能：一般公共预算支出表的行政运行（2010101），或" in why


def test_template_and_words_must_agree() -> None:
    line = "2024年度政府性基金预算财政拨款支出5万元，占本年支出合计的1.8%。"
    found = document("八、政府性基金预算支出决算情况说明", line)
    said = say(found)
    misled = replace(said.mentions[0], subject="国有资本经营预算财政拨款支出")
    said = replace(said, mentions=(misled, *said.mentions[1:]))
    bound = bind(found, said, [SICHUAN])
    assert 0 not in bound.owners
    assert bound.unbound[0] == (
        "两种可能：国有资本经营预算财政拨款支出决算表.合计.决算数，或政府性基金预算财政拨款收支表.合计.决算数"
    ) or bound.unbound[0].startswith("两种可能：")


def test_words_that_name_no_fund_are_nobodys_among_several_funds() -> None:
    bound = read(
        "八、政府性基金预算支出决算情况说明",
        "国有资本经营预算财政拨款支出8万元，其中：基本支出2万元。年末结转和结余3万元。",
        formats=(find("guangdong", 2024),),
    )
    assert owned(bound) == {"8万元": "state_capital_accounts.total.actual"}


def test_terms_and_contents_are_not_bound() -> None:
    bound = read(
        "第三部分 名词解释",
        "1.财政拨款收入：指从同级财政取得的资金，本年收入合计5万元。",
        "2.本年支出合计：指本年支出合计6万元。",
    )
    assert bound.owners == {}


def test_limits_are_no_amounts_of_the_figure() -> None:
    bound = read(
        "一、收入支出决算总体情况说明",
        "与2023年度相比，收入、支出总计各增加0.01万元，增长不足0.01%。",
    )
    assert owned(bound) == {"0.01万元": "revenue_expenditure_summary.grand_total.change"}


def test_numbers_without_a_mention_are_added_behind() -> None:
    found = document(
        "三、支出决算情况说明", "2024年度本年支出合计5万元，其中：基本支出3万元，占60%。"
    )
    said = replace(say(found), mentions=())
    bound = bind(found, said, [SICHUAN])
    assert [each.quantity for each in bound.said.mentions] == [
        Quantity("5万元", Decimal(5), 0, "万元"),
        Quantity("3万元", Decimal(3), 0, "万元"),
        Quantity("60%", Decimal(60), 0, "%"),
    ]
    assert [each.measure for each in bound.said.mentions] == ["actual", "actual", "share"]
    assert len(bound.owners) == 3


def test_an_annex_is_bound_by_the_format_s_own_annex() -> None:
    bound = read(
        "第四部分 附件",
        "附件1",
        "二、部门资金收支情况",
        "（二）支出情况。示例局2024年度支出105万元，其中：基本支出60万元，项目支出45万元。",
    )
    assert owned(bound) == {
        "105万元": "expenditure_accounts.total.actual",
        "60万元": "expenditure_accounts.total.basic.actual",
        "45万元": "expenditure_accounts.total.project.actual",
    }


def test_reasons_are_written_and_remarks_speak_of_their_figures() -> None:
    bound = read(
        "四、财政拨款收入支出决算总体情况说明",
        "2024年度财政拨款收入、支出总计均为5万元。与2023年度相比，财政拨款收入总计、支出总计各增加1万元，"
        "增长25%。主要变动原因是项目、经费的增加。",
        "九、国有资本经营预算支出决算情况说明",
        "2024年度无国有资本经营预算财政拨款支出。",
    )
    words, mark = bound.written["财政拨款变动原因"]
    block = bound.document.blocks[mark.block]
    assert isinstance(block, TextBlock)
    assert (words, block.text[mark.start : mark.end]) == ("项目、经费的增加",) * 2
    spoken = {figure.identifier(SICHUAN) for figure in bound.spoken_of.values()}
    assert spoken == {
        "appropriation_summary.grand_total.actual",
        "state_capital_expenditure.total.actual",
    }


# --- 几个格式里挑一个 ---


def test_the_format_that_binds_most_is_kept() -> None:
    case, resolved = next(each for each in COMPLETE if each[1].place == "chongqing")
    found = written(lines_of_case(case, resolved)).document
    formats = [NATIONAL, find("chongqing", case.year)]
    bound = bind(found, say(found), formats)
    assert bound.format.place == "chongqing"
    assert set(bound.tried) == {"national", "chongqing"}
    assert bound.tried["chongqing"] == len(bound.owners) > bound.tried["national"]


def test_of_two_alike_the_first_given_is_kept() -> None:
    line = "2024年度本年支出合计5万元。"
    for formats in ((NATIONAL, SICHUAN), (SICHUAN, NATIONAL)):
        assert read("三、支出决算情况说明", line, formats=formats).format is formats[0]


def test_a_mention_of_nothing_known_is_left_alone() -> None:
    found = document("三、支出决算情况说明", "召开会议12次。")
    mention = Mention(Mark(1, 4, 7), Quantity("12次", Decimal(12), 0, "次"), "actual", "会议")
    bound = bind(found, replace(say(found), mentions=(mention,)), [SICHUAN])
    assert (bound.owners, bound.unbound) == ({}, {})
