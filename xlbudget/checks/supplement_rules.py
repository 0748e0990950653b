"""Rules about the numbers of 补充资料: operating expenses, procurement, vehicles, receptions."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from xlbudget.checks.rules import Seen, differs
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.money import Amount, total
from xlbudget.domain.statements import Cell
from xlbudget.formats.model import Format

BASIC, THREE_PUBLIC = "general_public_budget_basic", "three_public"
PROCUREMENT = ("政府采购货物支出", "政府采购工程支出", "政府采购服务支出")
RECEPTIONS = ("国内公务接待支出", "外事接待支出")
VEHICLES = (
    *("主要负责人用车", "机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车"),
    *("离退休干部用车", "其他用车", "部级领导干部用车", "一般公务用车", "一般执法执勤用车"),
)
"""All classes of vehicles of all years."""


def _amount(account: FinalAccount, field: str) -> tuple[Cell, Amount] | None:
    cell = account.numbers.get(field)
    return (cell, cell.amount) if cell is not None and cell.amount is not None else None


def _amounts(account: FinalAccount, fields: tuple[str, ...]) -> list[tuple[Cell, Amount]]:
    return [found for field in fields if (found := _amount(account, field))]


def _count(account: FinalAccount, field: str) -> tuple[Cell, Decimal] | None:
    cell = account.numbers.get(field)
    return (cell, cell.count) if cell is not None and cell.count is not None else None


def operating_expenses(account: FinalAccount, resolved: Format) -> Iterator[Seen]:
    """R53: for 行政单位 and 参公单位; a 事业单位 has none; where both are together, only a person
    knows.
    """
    given = _amount(account, "机关运行经费支出")
    kind = resolved.traits.get("单位性质", "")
    if given is None:
        return
    cell, spent = given
    if kind == "事业单位":
        message = "事业单位没有机关运行经费，这里却填了数。请清空，或改正首页的单位性质。"
        yield Seen((cell.source,), message if spent.fen else "")
        return
    other = account.cell(BASIC, "operating_total", "actual")
    if kind not in ("行政单位", "参公单位") or other is None or other.amount is None:
        return
    message = ""
    if differs(spent, [other.amount]):
        message = (
            f"机关运行经费{spent.exact_text()}（{cell.source}）与基本支出表的公用经费合计"
            f"{other.amount.exact_text()}（{other.source}）不一致。请核对。"
        )
    yield Seen((cell.source, other.source), message)


def procurement_parts(account: FinalAccount, _resolved: Format) -> Iterator[Seen]:
    """R54: where all parts are filled in; or some, and already more than the whole."""
    whole, parts = _amount(account, "政府采购支出总额"), _amounts(account, PROCUREMENT)
    if whole is None or not parts:
        return
    amounts = [amount for _, amount in parts]
    if len(parts) < len(PROCUREMENT) and total(amounts).fen <= whole[1].fen:
        return
    message = ""
    if differs(whole[1], amounts):
        message = (
            f"政府采购支出总额{whole[1].exact_text()}（{whole[0].source}），货物、工程、服务之和"
            f"{total(amounts).exact_text()}。请核对。"
        )
    yield Seen((whole[0].source, *(cell.source for cell, _ in parts)), message)


def procurement_contracts(account: FinalAccount, _resolved: Format) -> Iterator[Seen]:
    """R55: only a hint, for contracts are not spending."""
    fields = ("授予小微企业合同金额", "授予中小企业合同金额", "政府采购支出总额")
    for smaller, larger in pairwise(fields):
        one, other = _amount(account, smaller), _amount(account, larger)
        if one is None or other is None:
            continue
        message = ""
        if one[1].fen > other[1].fen:
            message = (
                f"{smaller}{one[1].exact_text()}（{one[0].source}）大于{larger}"
                f"{other[1].exact_text()}（{other[0].source}），请核对。"
            )
        yield Seen((one[0].source, other[0].source), message)


def vehicles(account: FinalAccount, resolved: Format) -> Iterator[Seen]:
    """R56: where all classes are filled in; or some, and already more than the whole."""
    whole = _count(account, "车辆总数")
    classes = [found for field in VEHICLES if (found := _count(account, field))]
    asked = sum(field in resolved.supplement for field in VEHICLES)
    summed = sum((count for _, count in classes), Decimal(0))
    if whole is not None and classes and (len(classes) == asked or summed > whole[1]):
        message = ""
        if summed != whole[1]:
            message = f"车辆总数 {whole[1]} 辆（{whole[0].source}），各类之和 {summed} 辆。请核对。"
        yield Seen((whole[0].source, *(cell.source for cell, _ in classes)), message)
    held = _count(account, "公务用车保有量")
    if whole is not None and held is not None:
        message = ""
        if held[1] > whole[1]:
            message = (
                f"公务用车保有量 {held[1]} 辆（{held[0].source}）大于车辆总数 {whole[1]} 辆"
                f"（{whole[0].source}）。请核对口径。"
            )
        yield Seen((held[0].source, whole[0].source), message)


_NIL_TOGETHER = (
    ("购置公务用车数", "vehicle_purchase", "公务用车购置费"),
    ("因公出国团组数", "overseas_visits", "因公出国（境）费"),
    ("国内接待总批次", "domestic_hospitality", "国内接待费"),
    ("国内外事接待批次", "foreign_affairs_hospitality", "外事接待费"),
    ("国境外接待批次", "overseas_hospitality", "国（境）外接待费"),
)


def nil_counts(account: FinalAccount, _resolved: Format) -> Iterator[Seen]:
    """R57: a hint, for spending may follow a year later."""
    for field, line, words in _NIL_TOGETHER:
        count, cell = _count(account, field), account.cell(THREE_PUBLIC, line, "actual")
        if count is None or cell is None or cell.amount is None:
            continue
        yield _nil_together(field, count, words, cell)
    for place in ("国内公务", "外事"):
        count, spent = _count(account, f"{place}接待批次"), _amount(account, f"{place}接待支出")
        if count is not None and spent is not None:
            yield _nil_together(f"{place}接待批次", count, f"{place}接待支出", spent[0])


def _nil_together(field: str, count: tuple[Cell, Decimal], words: str, cell: Cell) -> Seen:
    assert cell.amount is not None
    message = ""
    if (count[1] == 0) != (cell.amount.fen == 0):
        message = (
            f"{field}是 {count[1]}（{count[0].source}），{words}是{cell.amount.exact_text()}"
            f"（{cell.source}）。费用可能跨年，请核对。"
        )
    return Seen((count[0].source, cell.source), message)


def reception_splits(account: FinalAccount, _resolved: Format) -> Iterator[Seen]:
    """The two parts that the text prints add up to the table's amount."""
    whole = account.cell(THREE_PUBLIC, "official_hospitality", "actual")
    parts = _amounts(account, RECEPTIONS)
    if whole is None or whole.amount is None or len(parts) != len(RECEPTIONS):
        return
    amounts = [amount for _, amount in parts]
    message = ""
    if differs(whole.amount, amounts):
        message = (
            f"公务接待费{whole.amount.exact_text()}（{whole.source}），国内与外事接待之和"
            f"{total(amounts).exact_text()}。请核对。"
        )
    yield Seen((whole.source, *(cell.source for cell, _ in parts)), message)


def people_not_fewer(account: FinalAccount, _resolved: Format) -> Iterator[Seen]:
    """R58."""
    pairs = (
        ("因公出国团组数", "因公出国人次"),
        ("国内公务接待批次", "国内公务接待人次"),
        ("外事接待批次", "外事接待人次"),
        ("国内接待总批次", "国内接待总人次"),
        ("国内外事接待批次", "国内外事接待人次"),
        ("国境外接待批次", "国境外接待人次"),
    )
    for groups, people in pairs:
        one, other = _count(account, groups), _count(account, people)
        if one is None or other is None:
            continue
        message = ""
        if other[1] < one[1]:
            message = (
                f"{people} {other[1]}（{other[0].source}）小于{groups} {one[1]}"
                f"（{one[0].source}）。请核对。"
            )
        yield Seen((other[0].source, one[0].source), message)
