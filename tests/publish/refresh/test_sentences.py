"""句子怎样变：方向翻转、持平、缺口、新的一项、不再生成的一项，人没动过和动过各是什么结果。"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from tests.publish.refresh.hand_made import (
    W,
    case,
    document,
    edited,
    lines,
    paragraph_of,
    results,
    sample,
    say_instead,
)
from xlbudget.domain.text import Paragraph, Span, Words
from xlbudget.publish.refresh import LeftKind, Refreshed, refresh
from xlbudget.results import Results
from xlbudget.results.trace import Trace

FUND = "八.1"
Edit = Callable[[etree._Element, Trace], None]


@cache
def made() -> tuple[bytes, Trace]:
    return document(sample())


def after(edit: Edit | None, now: Results, room: Path) -> tuple[Refreshed, list[str]]:
    """像人一样改，再刷新；第二次刷新一个字节也不变。"""
    data, trace = made()
    if edit is not None:
        data = edited(data, lambda root: edit(root, trace))
    path = room / "说明.docx"
    path.write_bytes(data)
    done = refresh(path, now)
    path.write_bytes(done.data)
    again = refresh(path, now)
    assert again.data == done.data
    assert not again.replaced
    return done, lines(done.data, room / "读.docx")


def with_fund(spans: str | None) -> Results:
    """同样的结果，八.1 换成另一句（没有数）。"""
    found = sample()
    paragraphs = tuple(
        replace(each, spans=(Words(spans),)) if each.id == FUND and spans else each
        for each in found.paragraphs
        if each.id != FUND or spans
    )
    return replace(found, paragraphs=paragraphs)


def say(id_: str, was: str, now: str) -> Edit:
    return lambda root, trace: say_instead(paragraph_of(root, trace, id_), was, now)


def told(done: Refreshed) -> list[tuple[LeftKind, str, str]]:
    return [(each.kind, each.now, each.new) for each in done.left]


FLIPPED = {("government_fund_accounts", "total", "expenditure"): "300000"}
NONE = "2024年度没有使用政府性基金预算财政拨款安排的支出。"


def test_an_untouched_sentence_takes_any_other_shape(tmp_path: Path) -> None:
    done, text = after(None, with_fund(NONE), tmp_path)
    assert NONE in text
    assert done.left == ()


def test_a_rewritten_sentence_that_says_another_thing_now_is_proposed(tmp_path: Path) -> None:
    done, text = after(
        say(FUND, "，占本年支出合计的", "，约占全部支出的"), with_fund(NONE), tmp_path
    )
    assert "2024年度政府性基金预算财政拨款支出25.92万元，约占全部支出的1.75%。" in "".join(text)
    proposals = [each for each in done.left if each.kind is LeftKind.PROPOSAL]
    assert [each.new for each in proposals] == [NONE]
    assert proposals[0].now == "2024年度政府性基金预算财政拨款支出25.92万元，约占全部支出的1.75%。"


def test_a_direction_that_a_person_rewrote_does_not_flip_nor_do_its_numbers(
    tmp_path: Path,
) -> None:
    now = results(case("sample_complete"), FLIPPED)
    done, text = after(say(FUND, "减少", "减少了"), now, tmp_path)
    assert "政府性基金预算财政拨款支出减少了2.03万元，下降7.26%。" in "".join(text)
    assert "2024年度政府性基金预算财政拨款支出30万元，占本年支出合计的2.02%。" in "".join(text)
    assert (LeftKind.CONFLICT, "减少了", "增加") in told(done)
    proposal = next(each for each in done.left if each.kind is LeftKind.PROPOSAL)
    assert "增加2.05万元，增长7.33%" in proposal.new


def test_a_direction_said_otherwise_in_the_same_sense_keeps_its_new_number(
    tmp_path: Path,
) -> None:
    less = {("government_fund_accounts", "total", "expenditure"): "250000"}
    done, text = after(
        say(FUND, "减少", "减少了"), results(case("sample_complete"), less), tmp_path
    )
    assert "政府性基金预算财政拨款支出减少了2.95万元，下降10.55%。" in "".join(text)
    assert told(done) == [(LeftKind.CONFLICT, "减少了", "减少")]


def test_one_number_of_a_flip_overwritten_holds_all_of_it_back(tmp_path: Path) -> None:
    now = results(case("sample_complete"), FLIPPED)
    done, text = after(say(FUND, "7.26%", "7.3%"), now, tmp_path)
    assert "政府性基金预算财政拨款支出减少2.03万元，下降7.3%。" in "".join(text)
    assert (LeftKind.CONFLICT, "7.3%", "7.33%") in told(done)


def test_a_number_that_a_person_set_to_the_new_value_is_current(tmp_path: Path) -> None:
    spent = {("government_fund_accounts", "total", "expenditure"): "250000"}
    done, text = after(
        say(FUND, "25.92万元", "25万元"), results(case("sample_complete"), spent), tmp_path
    )
    assert "2024年度政府性基金预算财政拨款支出25万元，占本年支出合计的1.69%。" in "".join(text)
    assert done.left == ()


def test_a_paragraph_no_longer_generated_goes_if_nobody_touched_it(tmp_path: Path) -> None:
    done, text = after(None, with_fund(None), tmp_path)
    assert not [line for line in text if line.startswith("2024年度政府性基金预算财政拨款支出")]
    assert done.left == ()


def test_a_paragraph_no_longer_generated_stays_if_somebody_wrote_in_it(tmp_path: Path) -> None:
    done, text = after(say(FUND, "。主要变动原因是", "。主要原因是"), with_fund(None), tmp_path)
    assert [line for line in text if line.startswith("2024年度政府性基金预算财政拨款支出")]
    assert [each.kind for each in done.left] == [LeftKind.GONE]


GENERAL = "general_public_budget_expenditure"


def test_a_new_item_is_put_in_its_place_and_the_others_are_numbered_anew(tmp_path: Path) -> None:
    """多一个项：插在前一项后面，格式相同，后面的序号顺延；人加粗的数仍是粗的。"""
    known = case("sample_complete")
    amounts = dict(known.amounts)
    for column in ("total", "project"):
        amounts[GENERAL, "2130706", column] = amounts[GENERAL, "2130705", column]
    now = results(replace(known, amounts=amounts))

    def edit(root: etree._Element, trace: Trace) -> None:
        paragraph = paragraph_of(root, trace, "五.9.2150805")
        for text in paragraph.iter(f"{W}t"):
            if text.text == "1万元":
                run = text.getparent()
                assert run is not None
                etree.SubElement(etree.SubElement(run, f"{W}rPr"), f"{W}b")
                run.insert(0, run[-1])

    done, text = after(edit, now, tmp_path)
    at = next(n for n, line in enumerate(text) if line.startswith("24.农林水"))
    assert text[at + 1].startswith("25.农林水（类）农村综合改革（款）对村集体经济组织的补助（项）")
    assert "5万元" in text[at + 1]
    assert text[at + 2].startswith("26.资源勘探工业信息等（类）")
    assert [each.kind for each in done.left if each.kind is not LeftKind.NEW] == []
    path = tmp_path / "好.docx"
    path.write_bytes(done.data)
    import docx

    paragraph = next(p for p in docx.Document(str(path)).paragraphs if "26.资源勘探" in p.text)
    assert paragraph.text
    bold = paragraph._p.xpath(".//w:r[w:rPr/w:b]/w:t")
    assert [each.text for each in bold] == ["1万元"]


def reason(text: str) -> Results:
    known = case("sample_complete")
    supplement = {name: told for name, told in known.supplement.items() if name != FIELD}
    return results(replace(known, supplement=supplement | ({FIELD: text} if text else {})))


FIELD = "政府性基金变动原因"


def test_the_field_of_the_reason_is_one_of_the_case() -> None:
    assert FIELD in case("sample_complete").supplement


def test_a_gap_filled_in_the_workbook_is_replaced_also_in_an_edited_sentence(
    tmp_path: Path,
) -> None:
    data, trace = document(reason(""))
    path = tmp_path / "说明.docx"
    edit = say(FUND, "。主要变动原因是", "。主要原因是")
    path.write_bytes(edited(data, lambda root: edit(root, trace)))
    done = refresh(path, reason("项目完工。"))
    text = "".join(lines(done.data, tmp_path / "读.docx"))
    assert "下降7.26%。主要原因是项目完工。" in text
    assert done.left == ()
    path.write_bytes(done.data)
    assert refresh(path, reason("项目完工。")).data == done.data


def test_a_gap_filled_in_the_document_stays_and_is_told(tmp_path: Path) -> None:
    data, trace = document(reason(""))
    path = tmp_path / "说明.docx"

    def edit(root: etree._Element) -> None:
        for text in paragraph_of(root, trace, FUND).iter(f"{W}t"):
            if (text.text or "").startswith("〔请填写"):
                text.text = "项目推迟"

    path.write_bytes(edited(data, edit))
    less = replace(reason(""), account=reason("").account)
    done = refresh(path, less)
    assert "主要变动原因是项目推迟。" in "".join(lines(done.data, tmp_path / "读.docx"))
    assert [each.kind for each in done.left] == [LeftKind.FILLED]
    other = refresh(path, reason("项目完工。"))
    assert "主要变动原因是项目推迟。" in "".join(lines(other.data, tmp_path / "读.docx"))
    assert [(each.kind, each.now, each.new) for each in other.left] == [
        (LeftKind.CONFLICT, "项目推迟", "项目完工")
    ]


def test_a_heading_changes_in_the_text_and_in_the_contents_but_not_its_page(
    tmp_path: Path,
) -> None:
    found = sample()
    renamed: list[Paragraph] = []
    for each in found.paragraphs:
        spans: tuple[Span, ...] = each.spans
        if each.id == "八":
            spans = (Words("八、政府性基金预算财政拨款支出决算情况说明"),)
        renamed.append(replace(each, spans=spans))
    done, text = after(None, replace(found, paragraphs=tuple(renamed)), tmp_path)
    assert text.count("八、政府性基金预算财政拨款支出决算情况说明") == 1
    assert "八、政府性基金预算财政拨款支出决算情况说明\t3" in text
    assert done.left == ()


@pytest.mark.parametrize("joined", [True, False])
def test_a_sentence_moved_or_joined_keeps_its_numbers(tmp_path: Path, *, joined: bool) -> None:
    now = results(case("sample_complete"), FLIPPED)
    if joined:
        done, text = after(say(FUND, "。与2023年度相比，", "，与2023年度相比，"), now, tmp_path)
        assert "支出30万元，占本年支出合计的2.02%，与2023年度相比，" in "".join(text)
        assert "增加2.05万元，增长7.33%。" in "".join(text)
    else:

        def edit(root: etree._Element, trace: Trace) -> None:
            paragraph, other = (paragraph_of(root, trace, id_) for id_ in (FUND, "九.1"))
            for child in list(paragraph):
                if child.tag != f"{W}pPr":
                    other.append(child)

        done, text = after(edit, now, tmp_path)
        assert "增加2.05万元，增长7.33%。" in "".join(text)
    assert [each.kind for each in done.left if each.kind is not LeftKind.UNTAGGED] == []


def test_a_number_that_a_person_retyped_is_listed_with_what_it_is_now(tmp_path: Path) -> None:
    """整段重打，标记都没有了：不动；按措辞认得出的，说出这次应为多少。"""

    def edit(root: etree._Element, trace: Trace) -> None:
        paragraph = paragraph_of(root, trace, FUND)
        for child in [child for child in paragraph if child.tag != f"{W}pPr"]:
            paragraph.remove(child)
        run = etree.SubElement(paragraph, f"{W}r")
        text = etree.SubElement(run, f"{W}t")
        text.text = "2024年度我单位政府性基金预算财政拨款支出25.92万元，另购服务3.5万元。"

    done, text = after(edit, results(case("sample_complete"), FLIPPED), tmp_path)
    assert "2024年度我单位政府性基金预算财政拨款支出25.92万元，另购服务3.5万元。" in text
    untagged = [(e.now, e.new) for e in done.left if e.kind is LeftKind.UNTAGGED]
    assert untagged == [("25.92万元", "30万元"), ("3.5万元", "")]
