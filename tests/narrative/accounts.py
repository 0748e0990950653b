"""小账户与小模板：叙述、读回、指标各组测试共用。金额一律写万元。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import strategies as st

from xlbudget.analysis.indicators import Figures
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.money import EXACT, PUBLISHED, Amount, Unit
from xlbudget.domain.text import Paragraph, Printed
from xlbudget.formats.library import find
from xlbudget.formats.model import Format, Section
from xlbudget.narrative.compose import Narrative, compose
from xlbudget.workbook.blank import account_in_layout

SUMMARY, APPROPRIATION = "revenue_expenditure_summary", "appropriation_summary"
REASON = "总体变动原因"
TOTALS = ("revenue_grand_total", "expenditure_grand_total")
Key = tuple[str, str, str]


def wan(text: str) -> Amount:
    """An amount in 万元."""
    return Amount.of(text, Unit.TEN_THOUSAND_YUAN)


def keyed(resolved: Format, amounts: Mapping[str, Amount]) -> dict[Key, Amount]:
    """Amounts of 收支总表 by full key."""
    table = resolved.tables[SUMMARY]
    return {(SUMMARY, line, table.default_column(line)): each for line, each in amounts.items()}


def account_of(
    resolved: Format,
    amounts: Mapping[str, str] | None = None,
    prior: Mapping[str, str] | None = None,
    reason: str = "",
) -> FinalAccount:
    """An account from lines of 收支总表 in 万元."""
    return account_in_layout(
        resolved,
        "示例街道办事处",
        "决算.xlsx",
        keyed(resolved, {line: wan(text) for line, text in (amounts or {}).items()}),
        keyed(resolved, {line: wan(text) for line, text in (prior or {}).items()}),
        {REASON: reason},
    )


def account_with_totals(
    resolved: Format, now: Amount | None, then: Amount | None, reason: str = ""
) -> FinalAccount:
    """An account of which only the two totals are known, this year and last."""
    return account_in_layout(
        resolved,
        "示例街道办事处",
        "决算.xlsx",
        keyed(resolved, {} if now is None else dict.fromkeys(TOTALS, now)),
        keyed(resolved, {} if then is None else dict.fromkeys(TOTALS, then)),
        {REASON: reason},
    )


def toy_section(template: str) -> Section:
    """A section of a template that belongs to no format."""
    return Section(id="一", file="甲.txt", template=template)


def format_of(template: str, settings: Mapping[str, str] | None = None) -> Format:
    """The format of Sichuan 2024 with one section of its own."""
    return replace(find("sichuan", 2024, settings), sections=(toy_section(template),))


def narrative_of(account: FinalAccount, resolved: Format) -> Narrative:
    """All that is composed from an account."""
    return compose(account, resolved, Figures(account, resolved))


def text_of(paragraphs: tuple[Paragraph, ...]) -> str:
    """Paragraphs as one text."""
    return "\n".join(each.text for each in paragraphs)


def printed(paragraphs: tuple[Paragraph, ...]) -> list[Printed]:
    """The figures printed, in order, as they are printed."""
    return [span for each in paragraphs for span in each.spans if isinstance(span, Printed)]


SETTINGS: tuple[dict[str, str], ...] = (
    {},
    {"计算依据": "元"},
    {"比率小数位": "0"},
    {"比率小数位": "1", "比率末尾的零": "保留", "计算依据": "元"},
    {"金额末尾的零": "保留", "千分位": "是"},
    {"比率末尾的零": "去掉", "千分位": "是", "计算依据": "元"},
)
"""首页上有代表性的几种设置。"""

_CENTS = st.integers(0, 10**14)
_PUBLISHED = st.integers(0, 10**10).map(lambda hundredths: hundredths * PUBLISHED)
_NEAR = st.sampled_from(
    [0, 1, 48, 4_999, 5_000, 5_001, 9_999, 10_000, 10_001, 50_000, 10**6]
).flatmap(lambda off: st.sampled_from([off, -off]))


def _exact(fen: int) -> Amount:
    return Amount(fen, EXACT)


@st.composite
def pairs_of_amounts(draw: st.DrawFn, *, negative: bool = False) -> tuple[Amount, Amount]:
    """This year and last: unrelated, close together, nearly nothing, nothing."""
    then = draw(st.one_of(st.just(0), _CENTS, _PUBLISHED))
    now = draw(
        st.one_of(
            st.just(0),
            st.just(then),
            _NEAR.map(lambda off: max(0, then + off)),
            _NEAR.map(abs),
            _CENTS,
            _PUBLISHED,
        )
    )
    signs = st.sampled_from([1, -1]) if negative else st.just(1)
    return _exact(now * draw(signs)), _exact(then * draw(signs))
