"""任意自洽的账：说明里没有一个错的数。

期望的词和数都由生成的账用 Decimal 另算，不用程序的任何计算；印出来的每个数都是有出处的量。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import Phase, assume, given, settings

from tests.consistent_accounts import FUNDS, SOURCES, Consistent, consistent_accounts
from xlbudget.analysis.indicators import Figures
from xlbudget.checks.tables import check_tables
from xlbudget.domain.findings import Level
from xlbudget.domain.money import PUBLISHED, Amount, Unit
from xlbudget.domain.text import Kind, Paragraph, Printed, Words
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.formats.settings import ADJUSTED
from xlbudget.narrative.compose import compose

SICHUAN, EARLIER, NATIONAL = (
    find("sichuan", 2024),
    find("sichuan", 2020),
    find("national", 2024),
)
FORMATS = pytest.mark.parametrize(
    "resolved", [SICHUAN, EARLIER, NATIONAL], ids=lambda f: f.title[:2]
)
SUMMARY, APPROPRIATION = "revenue_expenditure_summary", "appropriation_summary"
SPENDING, GENERAL = "expenditure_accounts", "general_public_budget_expenditure"
FUND, CAPITAL, THREE = "government_fund_accounts", "state_capital_expenditure", "three_public"
BASIC = "general_public_budget_basic"
PART_TWO = tuple("一二三四五六七八九十")
CENT = Decimal("0.01")
ANY_DIGIT = re.compile(r"[0-9０-９]")
DOUBLED, GAP = re.compile(r"[，。；：、]{2,}"), re.compile(r"〔[^〔〕]*〕")
NUMBER = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?(?:万元|%)?")
BOUNDED = settings(
    max_examples=40, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate)
)
"""没有缩小一步：一套账有上千个数，缩小要几分钟。"""

FEWER = settings(BOUNDED, max_examples=20)


def narrative(book: Consistent, resolved: Format) -> dict[str, list[Paragraph]]:
    """The paragraphs by section."""
    account = book.account(resolved)
    found: dict[str, list[Paragraph]] = {}
    for paragraph in compose(account, resolved, Figures(account, resolved)).paragraphs:
        found.setdefault(paragraph.id.partition(".")[0], []).append(paragraph)
    return found


def texts(book: Consistent, resolved: Format) -> dict[str, str]:
    return {
        section: "\n".join(paragraph.text for paragraph in paragraphs)
        for section, paragraphs in narrative(book, resolved).items()
    }


# --- 每个数都是量 ---


def loose_digits(paragraph: Paragraph, resolved: Format) -> Iterator[str]:
    """Words with digits that are neither a year, a fixed word of the format nor an ordinal."""
    years = {str(resolved.year), str(resolved.year - 1)}
    for position, span in enumerate(paragraph.spans):
        known = isinstance(span, Words) and span.text in {*years, *resolved.words.values()}
        if isinstance(span, Words) and not known:
            words = span.text
            if position == 0:
                words = re.sub(r"^\d{1,2}(?:\.|$)", "", words)
            if ANY_DIGIT.search(words):
                yield words


@FORMATS
def test_every_number_is_a_figure_with_cells(resolved: Format) -> None:
    @BOUNDED
    @given(consistent_accounts(resolved))
    def holds(book: Consistent) -> None:
        sections = narrative(book, resolved)
        for section in (*PART_TWO, *({"第一部分", "第四部分"} & set(sections))):
            for paragraph in sections[section]:
                if paragraph.kind is Kind.CHART:
                    continue
                assert list(loose_digits(paragraph, resolved)) == []
                for span in paragraph.spans:
                    if isinstance(span, Printed):
                        assert NUMBER.fullmatch(span.text), span.text
                        assert list(span.figure.cells()), span.figure.name
                assert not re.search(r"[-−－]\d", paragraph.text)
                assert not DOUBLED.search(GAP.sub("〔〕", paragraph.text))

    holds()


@FORMATS
def test_text_of_an_account_that_is_filled_in_has_no_gap(resolved: Format) -> None:
    @BOUNDED
    @given(consistent_accounts(resolved, with_gaps=False))
    def holds(book: Consistent) -> None:
        assume(book.amounts[SUMMARY, "revenue_grand_total", "actual"].fen)
        for paragraphs in narrative(book, resolved).values():
            for paragraph in paragraphs:
                assert paragraph.gaps == (), paragraph.text

    holds()


# --- 每句话都与金额相符 ---


def wan(fen: int) -> Decimal:
    """分 as published 万元."""
    return (Decimal(fen) / 1_000_000).quantize(CENT, ROUND_HALF_UP)


def plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(part: Decimal, whole: Decimal) -> str:
    """A rate as printed: two decimals, none where it is whole."""
    rate = (part / whole * 100).quantize(CENT, ROUND_HALF_UP)
    return f"{rate:f}".removesuffix(".00") + "%"


def changed(now: Decimal, then: Decimal) -> str:
    """What a comparison says behind its subject."""
    if now == then:
        return "持平"
    amount, rises = abs(now - then), now > then
    said = f"{'增加' if rises else '减少'}{plain(amount)}万元"
    if then == 0:
        return f"{said}（上年无此项，增长率不可比）"
    rate, word = percent(amount, then), "增长" if rises else "下降"
    if rate == "0%":
        return f"{said}，{word}不足0.01%"
    if rate == "100%" and not rises and now != 0:
        return f"{said}，下降超过99.99%"
    return f"{said}，{word}{rate}"


def completed(spent: Decimal, planned: Decimal) -> str:
    """What is said of a budget, before the reason."""
    if planned == 0:
        return "未安排预算" + ("，不计算完成率，决算数大于预算数的主要原因是" if spent else "")
    if spent == planned:
        return "完成预算100%"
    rate = percent(spent, planned)
    over = spent > planned
    if rate == "100%":
        said = f"完成预算的比例{'不足100.01%' if over else '超过99.99%'}"
    elif rate == "0%" and spent:
        said = "完成预算的比例不足0.01%"
    else:
        said = f"完成预算{rate}"
    return f"{said}，决算数{'大' if over else '小'}于预算数的主要原因是"


class Known:
    """The amounts of a generated account in published 万元."""

    def __init__(self, book: Consistent, resolved: Format) -> None:
        self.book, self.format = book, resolved

    def now(self, table: str, line: str, column: str = "") -> Decimal:
        """This year's amount; a table or cell without one is zero."""
        column = column or self.format.tables[table].default_column(line)
        amount = self.book.amounts.get((table, line, column), Amount(0))
        return wan(amount.fen)

    def then(self, table: str, line: str) -> Decimal | None:
        column = self.format.tables[table].default_column(line)
        amount = self.book.prior.get((table, line, column))
        return None if amount is None else wan(amount.fen)

    def planned(self, line: str) -> Decimal | None:
        amount = self.book.budgets.get((GENERAL, line, ADJUSTED))
        return None if amount is None else wan(amount.fen)


COMPARED = (
    ("一", SUMMARY, "revenue_grand_total", "收入、支出总计各"),
    ("四", APPROPRIATION, "revenue_grand_total", "财政拨款收入总计、支出总计各"),
    ("五", GENERAL, "total", "一般公共预算财政拨款支出"),
    ("七", THREE, "overseas_visits", "因公出国（境）支出决算比2023年度"),
    ("七", THREE, "vehicles", "公务用车购置及运行维护费支出决算比2023年度"),
    ("七", THREE, "official_hospitality", "公务接待费支出决算比2023年度"),
    ("七", THREE, "total", "较上年度"),
    ("八", FUND, "total", "政府性基金预算财政拨款支出"),
    ("九", CAPITAL, "total", "国有资本经营预算财政拨款支出"),
)


@BOUNDED
@given(consistent_accounts(SICHUAN))
def test_every_comparison_with_last_year_is_true(book: Consistent) -> None:
    assume(book.amounts[SUMMARY, "revenue_grand_total", "actual"].fen)  # 全是零，就像没有填
    said, known = texts(book, SICHUAN), Known(book, SICHUAN)
    for section, table, line, subject in COMPARED:
        now, then = known.now(table, line), known.then(table, line)
        own = [text for text in said[section].split("\n") if subject in text]
        if then is None:
            assert "〔请填写：2023年度" in said[section]
        elif now == then:
            assert "持平" in said[section]
        else:
            assert any(subject + changed(now, then) in text for text in own), (subject, own)
    assert said["一"].count("增加") + said["一"].count("减少") <= 1


@BOUNDED
@given(consistent_accounts(SICHUAN))
def test_every_item_is_told_with_its_completion(book: Consistent) -> None:
    known, sections = Known(book, SICHUAN), narrative(book, SICHUAN)
    items = {p.id.rpartition(".")[2]: p.text for p in sections["五"] if p.id.startswith("五.9.")}
    codes = sorted(
        line
        for table, line, column in book.amounts
        if table == GENERAL and column == "total" and len(line) == 7
    )
    shown = codes if known.now(GENERAL, "total") else []
    assert list(items) == shown
    for number, code in enumerate(shown, 1):
        spent, planned = known.now(GENERAL, code), known.planned(code)
        said = "完成预算〔请填写：" if planned is None else completed(spent, planned)
        name = SICHUAN.functional.name(code, 2024)
        end = f"{name}（项）：支出决算数为{plain(spent)}万元，{said}"
        assert end in items[code], (end, items[code])
        assert items[code].startswith(f"{number}.")
        assert ("原因" in items[code]) == (planned is not None and spent != planned)


ITEM = re.compile(r"([\d.]+)万元，占([\d.]+%)")


def shares(text: str) -> list[tuple[str, str]]:
    """The amounts with shares behind “其中” and “以下方面”."""
    return ITEM.findall(re.split("其中：|以下方面：|决算中，", text)[1])


def expected(amounts: Mapping[str, Decimal], whole: Decimal) -> list[tuple[str, str]]:
    return [(plain(each), percent(each, whole)) for each in amounts.values()]


@BOUNDED
@given(consistent_accounts(SICHUAN))
def test_every_share_is_of_its_own_total(book: Consistent) -> None:
    assume(book.amounts[SUMMARY, "revenue_grand_total", "actual"].fen)  # 全是零，就像没有填
    said, known = texts(book, SICHUAN), Known(book, SICHUAN)
    revenue = known.now(SUMMARY, "current_year_revenue")
    lines = [f"{fund}_appropriation_revenue" for fund in FUNDS] + [*SOURCES]
    sources = {line: known.now(SUMMARY, line) for line in lines}
    if revenue:
        assert shares(said["二"]) == expected({k: v for k, v in sources.items() if v}, revenue)
    spent = known.now(SPENDING, "total")
    columns = [column.name for column in SICHUAN.tables[SPENDING].blocks[0].columns[1:]]
    kinds = {column: known.now(SPENDING, "total", column) for column in columns}
    if spent:
        assert shares(said["三"]) == expected({k: v for k, v in kinds.items() if v}, spent)
    general = known.now(GENERAL, "total")
    codes = sorted({line for table, line, _ in book.amounts if table == GENERAL and len(line) == 3})
    amounts = {code: known.now(GENERAL, code) for code in codes}
    if general:
        structure = next(t for t in said["五"].split("\n") if "以下方面：" in t)
        assert shares(structure) == expected({k: v for k, v in amounts.items() if v}, general)
    for section, table in (("五", GENERAL), ("八", FUND), ("九", CAPITAL)):
        part = known.now(table, "total")
        if part:
            assert f"{plain(part)}万元，占本年支出合计的{percent(part, spent)}。" in said[section]
        else:
            assert "占本年支出合计" not in said[section]
    total = known.now(THREE, "total")
    if total:
        lines = ["overseas_visits", "vehicles", "official_hospitality"]
        structure = next(t for t in said["七"].split("\n") if "决算中，" in t)
        assert shares(structure) == expected(
            {line: known.now(THREE, line) for line in lines}, total
        )


@BOUNDED
@given(consistent_accounts(SICHUAN))
def test_what_is_listed_as_basic_expenditure_is_what_was_spent(book: Consistent) -> None:
    said, known = texts(book, SICHUAN)["六"], Known(book, SICHUAN)
    if not known.now(GENERAL, "total", "basic"):
        assert "无一般公共预算财政拨款基本支出" in said
        return
    for word, whole, classes in (
        ("人员经费", "personnel_total", ("301", "303")),
        ("公用经费", "operating_total", ("302", "307", "310", "399")),
    ):
        codes = sorted(
            line
            for table, line, _ in book.amounts
            if table == BASIC and line[:3] in classes and len(line) == 5 and known.now(BASIC, line)
        )
        names = "、".join(filter(None, (SICHUAN.economic.name(code, 2024) for code in codes)))
        listed = f"，主要包括：{names}" if names else ""
        if known.now(BASIC, whole) and not names:
            continue  # 各款都小到印成零
        assert f"{word}{plain(known.now(BASIC, whole))}万元{listed}。" in said


# --- 表里没有矛盾；元和万元写出同一份说明 ---


@pytest.mark.parametrize("unit", list(Unit), ids=lambda unit: unit.name)
@FORMATS
def test_consistent_account_has_no_finding(resolved: Format, unit: Unit) -> None:
    @FEWER
    @given(consistent_accounts(resolved, unit=unit))
    def holds(book: Consistent) -> None:
        findings = check_tables(book.account(resolved), resolved)[0]
        told = [each.message for each in findings if each.level is not Level.INFO]
        assert told == []
        assert unit is Unit.TEN_THOUSAND_YUAN or findings == []

    holds()


def published(book: Consistent, resolved: Format) -> Consistent:
    """The same account with every amount in 万元 of two decimals."""

    def rounded(
        amounts: Mapping[tuple[str, str, str], Amount],
    ) -> dict[tuple[str, str, str], Amount]:
        return {key: amount.rounded(PUBLISHED) for key, amount in amounts.items()}

    def texts_of(entries: Mapping[str, str]) -> dict[str, str]:
        amounts = {n for n, field in resolved.supplement.items() if field.kind.value == "金额"}
        return {
            n: plain(wan(int(Decimal(t) * 10**6))) if n in amounts else t
            for n, t in entries.items()
        }

    return replace(
        book,
        amounts=rounded(book.amounts),
        prior=rounded(book.prior),
        budgets=rounded(book.budgets),
        supplement=texts_of(book.supplement),
        supplement_prior=texts_of(book.supplement_prior),
    )


@BOUNDED
@given(consistent_accounts(SICHUAN))
def test_tables_in_ten_thousand_yuan_give_the_same_text(book: Consistent) -> None:
    in_wan = published(book, SICHUAN)
    assume(any(amount.fen for (table, *_), amount in in_wan.amounts.items() if table == SUMMARY))
    assert texts(in_wan, SICHUAN) == texts(book, SICHUAN)
