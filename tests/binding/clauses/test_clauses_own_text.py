"""每个地方、每个例子自己写的说明，当作别人写的来读：不知道格式，也没有一个数读错、连错。"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import pytest

from tests.binding.composed import REWRITES, lines_of_case, written
from tests.binding.read_text import composed
from tests.binding.test_every_section import every_case
from tests.narrative.accounts import of_case
from xlbudget.binding.clauses import say
from xlbudget.binding.clauses.lists import kind, size
from xlbudget.binding.said import Mention, Said
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.figures import Figure
from xlbudget.domain.text import Place, Printed
from xlbudget.formats.model import Format

LIMITS = ("不足", "超过")
"""后面印的是界限（不足0.01%），不是数本身。"""

ITEM_DIGITS = 7
"""项级科目编码的位数。"""

IN_OTHER_WORDS = ("少了几句", "一句一段", "字间有空格", "分号写成逗号", "年度写成年")

LEFT_OUT = ("item_withheld", "item_withheld_alone")
"""本来就有一项不公开的例子，列出的项加起来不等于总数。"""

OF_AN_AMOUNT = (
    *("prior_actual", "change", "change_rate", "budget", "completion_rate"),
    *("budget_change", "budget_change_rate", "share"),
)


@dataclass(frozen=True)
class Read:
    """一份自己写的说明：印出的数（按段落、位置），和读出来的话。"""

    name: str
    printed: dict[tuple[int, int], Printed]
    said: Said
    document: Document
    format: Format

    def figure(self, at: int) -> Figure | None:
        mark = self.said.mentions[at].mark
        span = self.printed.get((mark.block, mark.start))
        return span.figure if span else None

    def pairs(self) -> Iterator[tuple[Printed, Mention]]:
        """印出的数和读出来的那个数。"""
        found = {(each.mark.block, each.mark.start): each for each in self.said.mentions}
        for place, span in self.printed.items():
            if place in found:
                yield span, found[place]

    def shown(self, mention: Mention) -> str:
        block = self.document.blocks[mention.mark.block]
        assert isinstance(block, TextBlock)
        return f"{self.name}：{block.text}（{mention.quantity.text}）"


@lru_cache(maxsize=1)
def every_text() -> tuple[Read, ...]:
    texts = []
    for case, resolved in every_case():
        blocks: list[TextBlock] = []
        printed: dict[tuple[int, int], Printed] = {}
        for paragraph in composed(of_case(case, resolved), resolved):
            text = ""
            for span in paragraph.spans:
                if isinstance(span, Printed) and not text.endswith(LIMITS):
                    printed[len(blocks), len(text)] = span
                text += span.text
            blocks.append(TextBlock(text, Place(paragraph=len(blocks) + 1)))
        document = Document("说明.docx", tuple(blocks))
        texts.append(Read(case.name, printed, say(document), document, resolved))
    return tuple(texts)


def measure(figure: Figure) -> str:
    return figure.name.rpartition(".")[2]


def line(figure: Figure) -> str:
    return one_line(figure.name)


def one_line(figure: str) -> str:
    """一个量所在的行；收入、支出总计是一样的数，算一行。"""
    name = figure.rpartition(".")[0]
    for side in ("revenue_grand_total", "expenditure_grand_total"):
        name = name.replace(side, "grand_total")
    return name


def test_no_measure_is_wrong() -> None:
    for read in every_text():
        for span, mention in read.pairs():
            assert mention.measure in ("", measure(span.figure)), read.shown(mention)


def test_no_link_is_wrong() -> None:
    for read in every_text():
        for span, mention in read.pairs():
            if mention.of is None:
                continue
            owner = read.figure(mention.of)
            assert owner is not None, read.shown(mention)
            assert measure(owner) == "actual", read.shown(mention)
            assert line(owner) == line(span.figure), read.shown(mention)


def test_an_item_is_said_of_by_its_name() -> None:
    items = 0
    for read in every_text():
        for span, mention in read.pairs():
            code = span.figure.name.split(".")[1]
            if len(code) != ITEM_DIGITS or not code.isdigit() or not mention.measure:
                continue
            assert (read.format.code_name(code) or code) in mention.subject, read.shown(mention)
            items += 1
    assert items > 200  # 各地例子里逐项写的数


def test_no_whole_of_a_share_is_wrong() -> None:
    for read in every_text():
        for span, mention in read.pairs():
            if mention.whole is None or mention.measure != "share":
                continue
            whole, expected = read.figure(mention.whole), span.figure.inputs[1]
            assert whole is not None, read.shown(mention)
            assert isinstance(expected, Figure)
            assert whole.value == expected.value, read.shown(mention)


def test_no_direction_and_no_unit_is_wrong() -> None:
    for read in every_text():
        for span, mention in read.pairs():
            said = measure(span.figure)
            assert (mention.direction != 0) == (said in OF_AN_AMOUNT[1:3] + OF_AN_AMOUNT[5:7])
            digits = span.text.rstrip("万元%亿")
            assert mention.quantity.value == Decimal(digits.replace(",", "")), read.shown(mention)
            own = span.text[len(digits) :]
            assert not own or mention.quantity.unit == own, read.shown(mention)


@pytest.mark.parametrize("name", IN_OTHER_WORDS)
def test_no_number_is_wrong_in_other_words(name: str) -> None:
    change = REWRITES[name]
    linked = 0
    for case, resolved in every_case():
        if case.name != "complete":
            continue
        text = written(change(lines_of_case(case, resolved), random.Random(0)))  # noqa: S311
        said = say(text.document)
        for mention in said.mentions:
            place = (mention.mark.block, mention.mark.start)
            figure = text.figures.get(place, "")
            if not figure:
                continue
            assert mention.measure in ("", figure.rpartition(".")[2]), text.text(place)
            if mention.of is not None:
                mark = said.mentions[mention.of].mark
                owner = text.figures[mark.block, mark.start]
                assert one_line(owner) == one_line(figure), text.text(place)
                linked += 1
    assert linked > 100  # 五个地方的完整例子


def test_every_list_adds_up() -> None:
    lists = 0
    for read in every_text():
        for listing in read.said.listings:
            if listing.whole is None or len(listing.parts) == 1 or read.name in LEFT_OUT:
                continue
            mentions = read.said.mentions
            whole = mentions[listing.whole]
            if whole.quantity.unit == "元" and whole.subject == "公务接待费支出":
                continue  # 测试用的账户把补充资料的金额一律当作万元
            total = sum(size(mentions[part].quantity) for part in listing.parts)
            money = kind(whole.quantity) == "元"
            tolerance = Decimal(50) * (len(listing.parts) + 1) if money else Decimal(0)
            assert abs(total - size(whole.quantity)) <= tolerance, read.shown(whole)
            lists += 1
    assert lists > 150  # 各地的例子里的列举


def test_nearly_every_number_is_told() -> None:
    counted: Counter[str] = Counter()
    for read in every_text():
        counted["printed"] += len(read.printed)
        for span, mention in read.pairs():
            linked = mention.of is not None or measure(span.figure) not in OF_AN_AMOUNT
            counted["told"] += mention.measure == measure(span.figure) and linked
    assert counted["printed"] > 3000  # 各地的例子里的数
    assert counted["told"] >= counted["printed"] * Decimal("0.98")
