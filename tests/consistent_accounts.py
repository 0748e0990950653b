"""随机而自洽的一套账：从每个项级科目、每种资金、每个经济分类款的金额逐级加上去，所有勾稽都成立。

`consistent_accounts(resolved)` 是唯一的入口。以元计的账，勾稽分毫不差；unit=Unit.TEN_THOUSAND_YUAN
时每一格各自四舍五入到 0.01 万元，差额都在尾差以内。四川、全国各年度都能用，没有的表和项目略去。
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from xlbudget.domain import withheld
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.codes import parents
from xlbudget.domain.money import EXACT, PUBLISHED, Amount, Unit
from xlbudget.formats.model import Format
from xlbudget.formats.settings import ADJUSTED
from xlbudget.workbook.blank import account_in_layout

GENERAL_ITEMS = (
    *("2010301", "2010302", "2010350", "2010399", "2012902", "2013602", "2070199", "2080505"),
    *("2080506", "2082804", "2101101", "2101102", "2120199", "2130705", "2210201", "2210108"),
)
FUND_ITEMS = ("2120803", "2296002", "2296003")
CAPITAL_ITEMS = ("2230105", "2230199")
PERSONNEL = ("30101", "30102", "30107", "30108", "30113", "30302", "30305")
OPERATING = ("30201", "30206", "30211", "30212", "30217", "30231", "30299", "31002", "31013")
ECONOMIC = PERSONNEL + OPERATING
PROJECT_ECONOMIC = ("30201", "30212", "30217", "30227", "30231", "30305", "31005", "31013", "39999")
SOURCES = (
    *("superior_subsidy_revenue", "service_revenue", "commercial_revenue"),
    *("affiliate_remittance_revenue", "other_revenue"),
)
OTHER_USES = ("basic", "project", "superior_remittance", "commercial", "affiliate_subsidy")
GENERAL, FUND, CAPITAL = "general_public_budget", "government_fund", "state_capital"
FUNDS = {GENERAL: GENERAL_ITEMS, FUND: FUND_ITEMS, CAPITAL: CAPITAL_ITEMS}
THREE_PUBLIC = {
    "overseas_visits": ("30212",),
    "vehicle_purchase": ("31013", "30913"),
    "vehicle_running": ("30231",),
    "official_hospitality": ("30217",),
}
"""“三公”经费的一行 -> 它取自哪些经济分类款。"""

VEHICLE_CLASSES = (
    *("主要负责人用车", "机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车"),
    *("离退休干部用车", "其他用车", "部级领导干部用车", "一般公务用车", "一般执法执勤用车"),
)
HUNDRED_YUAN = 10_000
"""万元账里不为零的格子至少有这么多分：再小就印成零，零不带尾差。"""

Key = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True, repr=False)
class Consistent:
    """一套自洽的账，字段与 account_in_layout 的参数同名。"""

    amounts: Mapping[Key, Amount]
    prior: Mapping[Key, Amount]
    budgets: Mapping[Key, Amount]
    budget_reasons: Mapping[tuple[str, str], str]
    supplement: Mapping[str, str]
    supplement_prior: Mapping[str, str]

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """一套账有上千个数，失败时只印几个总数。"""
        printer.text("Consistent(…)" if cycle else repr(self))

    def __repr__(self) -> str:
        totals = {
            f"{table}.{line}@{column}": amount.text(places=6)
            for (table, line, column), amount in self.amounts.items()
            if line in ("total", "revenue_grand_total") and amount.fen
        }
        return f"Consistent({len(self.amounts)} 个数，{totals})"

    def account(
        self, resolved: Format, unit_name: str = "示例街道办事处", file: str = "决算.xlsx"
    ) -> FinalAccount:
        """放进我们工作簿版式里的账。"""
        return account_in_layout(
            resolved,
            unit_name,
            file,
            self.amounts,
            self.prior,
            self.supplement,
            supplement_prior=self.supplement_prior,
            budgets=self.budgets,
            budget_reasons=self.budget_reasons,
        )


@st.composite
def consistent_accounts(
    draw: st.DrawFn, resolved: Format, *, unit: Unit = Unit.YUAN, with_gaps: bool = True
) -> Consistent:
    """一套随机而自洽的账。

    `with_gaps` 为假时上年数、预算数、补充资料都填齐，原因也都有。
    """
    rounded = unit is Unit.TEN_THOUSAND_YUAN
    book = _Book(resolved, draw, HUNDRED_YUAN if rounded else 1, with_gaps=with_gaps)
    book.write()

    def known(fen: int) -> Amount:
        return Amount(fen, EXACT).rounded(PUBLISHED) if rounded else Amount(fen, EXACT)

    def in_format(cells: Mapping[Key, int]) -> dict[Key, Amount]:
        return {
            (table, line, column): known(fen)
            for (table, line, column), fen in cells.items()
            if table in resolved.tables and resolved.tables[table].line(line) is not None
        }

    def texts(entries: Mapping[str, str | int]) -> dict[str, str]:
        return {
            name: str(known(each).number()) if isinstance(each, int) else each
            for name, each in entries.items()
            if name in resolved.supplement
        }

    return Consistent(
        amounts=in_format(book.amounts),
        prior=in_format(book.prior),
        budgets=in_format(book.budgets),
        budget_reasons=book.budget_reasons,
        supplement=texts(book.supplement),
        supplement_prior=texts(book.supplement_prior),
    )


@dataclass
class _Book:
    """一套账的草稿，单位是分；补充资料里的金额写成整数，别的写成文字。"""

    format: Format
    draw: st.DrawFn
    smallest: int
    with_gaps: bool
    amounts: Counter[Key] = field(default_factory=Counter)
    prior: dict[Key, int] = field(default_factory=dict)
    budgets: dict[Key, int] = field(default_factory=dict)
    budget_reasons: dict[tuple[str, str], str] = field(default_factory=dict)
    supplement: dict[str, str | int] = field(default_factory=dict)
    supplement_prior: dict[str, str | int] = field(default_factory=dict)
    opening: Counter[str] = field(default_factory=Counter)
    closing: Counter[str] = field(default_factory=Counter)
    spent: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def write(self) -> None:
        """所有的表。"""
        for fund, items in FUNDS.items():
            codes = [c for c in items if self.format.functional.name(c, self.format.year)]
            most = 6 if fund == GENERAL else len(codes)
            chosen = st.lists(st.sampled_from(codes), max_size=most, unique=True)
            for code in self.draw(chosen) if fund == GENERAL or self.one_in(2) else ():
                self.item(fund, code)
        if self.one_in(3):
            self.other_money()
        self.empty_totals()
        self.summaries()
        self.three_public()
        if not self.with_gaps or not self.one_in(8):
            self.last_year()
        self.budget()
        self.supplements()

    # --- 抽取 ---

    def one_in(self, count: int) -> bool:
        return self.draw(st.integers(1, count)) == count

    def fen(self, *, nil: bool = True) -> int:
        """一个金额：可以是零，可以极小，可以很大。"""
        low = self.smallest
        sizes = [st.integers(low, top) for top in (max(low, 10**5), 10**7, 10**9, 10**11)]
        return self.draw(st.one_of([st.just(0)] * nil + sizes))

    def up_to(self, most: int) -> int:
        """零、全部或其中一部分；拆开的两份都不小于最小的金额。"""
        part = self.draw(st.sampled_from([0, most, -1]))
        if part >= 0:
            return part
        if most < 2 * self.smallest:
            return 0
        return self.draw(st.integers(self.smallest, most - self.smallest))

    # --- 支出 ---

    def add(self, table: str, code: str, column: str, fen: int) -> None:
        """一个项的金额，连同它的款、类和合计。"""
        for line in (code, *parents(code), "total"):
            self.amounts[table, line, column] += fen

    def item(self, fund: str, code: str) -> None:
        kinds = st.sampled_from(["basic", "project"] if fund != FUND else ["project"])
        spent = 0
        for kind in self.draw(st.lists(kinds, min_size=1, max_size=4)):
            economic = ECONOMIC if kind == "basic" else PROJECT_ECONOMIC
            leaf = self.draw(st.sampled_from(economic))
            fen = self.fen()
            spent += fen
            self.leaf(fund, code, kind, leaf, fen)
        closing = self.fen() if self.one_in(4) else 0
        opening = self.up_to(spent + closing) if self.one_in(4) else 0
        revenue = spent + closing - opening
        self.opening[fund] += opening
        self.closing[fund] += closing
        if fund in (FUND, CAPITAL):
            table = f"{fund}_accounts"
            for column, fen in (
                ("opening_carryover", opening),
                ("revenue", revenue),
                ("closing_carryover", closing),
            ):
                self.add(table, code, column, fen)
        self.income(code, "appropriation_revenue", revenue)
        self.amounts["appropriation_summary", fund, "actual"] += revenue

    def leaf(self, fund: str, code: str, kind: str, economic: str, fen: int) -> None:
        """一笔支出：哪种资金、哪个项、基本还是项目、哪个经济分类款。"""
        self.spent[fund][code[:3]] += fen
        self.outlay(code, kind, fen)
        if fund == GENERAL:
            self.add("general_public_budget_expenditure", code, "total", fen)
            self.add("general_public_budget_expenditure", code, kind, fen)
        elif fund == FUND:
            self.add("government_fund_accounts", code, "expenditure", fen)
            self.add("government_fund_accounts", code, kind, fen)
        else:
            self.add("state_capital_accounts", code, "expenditure", fen)
            self.add("state_capital_accounts", code, kind, fen)
            self.add("state_capital_expenditure", code, "total", fen)
            self.add("state_capital_expenditure", code, kind, fen)
        detailed = ["appropriation_detail"]
        if fund == GENERAL:
            detailed.append("general_public_budget_detail")
        if fund == GENERAL and kind == "project":
            detailed.append("general_public_budget_project")
        for table in detailed:
            for column in ("total", economic[:3], economic):
                self.add(table, code, column, fen)
        if fund == GENERAL and kind == "basic":
            whole = "personnel_total" if economic[:3] in ("301", "303") else "operating_total"
            for line in (economic, economic[:3], whole, "total"):
                self.amounts["general_public_budget_basic", line, "actual"] += fen

    def outlay(self, code: str, kind: str, fen: int) -> None:
        """任何资金的一笔支出。"""
        self.add("expenditure_accounts", code, "total", fen)
        self.add("expenditure_accounts", code, kind, fen)
        self.amounts["revenue_expenditure_summary", code[:3], "actual"] += fen

    def income(self, code: str, source: str, fen: int) -> None:
        self.add("revenue_accounts", code, "total", fen)
        self.add("revenue_accounts", code, source, fen)

    def other_money(self) -> None:
        """财政拨款以外的收支：各种收入、上年结余、动用和分配的结余。"""
        summary = "revenue_expenditure_summary"
        code = self.draw(st.sampled_from(GENERAL_ITEMS))
        spent = 0
        for use in self.draw(st.lists(st.sampled_from(OTHER_USES), max_size=3)):
            fen = self.fen()
            spent += fen
            self.outlay(code, use, fen)
        opening = self.fen() if self.one_in(3) else 0
        used = self.fen() if self.one_in(3) else 0
        incomes = {source: self.fen() if self.one_in(3) else 0 for source in SOURCES}
        lacking = spent - opening - used - sum(incomes.values())
        if lacking > 0:
            incomes["other_revenue"] += lacking + self.smallest
        left = opening + used + sum(incomes.values()) - spent
        if 0 < left < self.smallest:
            incomes["other_revenue"] += self.smallest
            left += self.smallest
        distributed = self.up_to(left) if used or self.one_in(3) else 0
        for source, fen in incomes.items():
            self.income(code, source, fen)
            self.amounts[summary, source, "actual"] += fen
        self.amounts[summary, "surplus_used", "actual"] += used
        self.amounts[summary, "surplus_distribution", "actual"] += distributed
        self.opening["other"] += opening
        self.closing["other"] += left - distributed

    # --- 合计 ---

    def empty_totals(self) -> None:
        """没有科目的表：有的把合计写成零，有的整张空着。收支总表从不空着。"""
        for table, columns in {
            "revenue_accounts": ("total", "appropriation_revenue"),
            "expenditure_accounts": ("total", "basic", "project"),
            "appropriation_detail": ("total",),
            "general_public_budget_detail": ("total",),
            "general_public_budget_expenditure": ("total", "basic", "project"),
            "general_public_budget_project": ("total",),
        }.items():
            for column in columns:
                self.amounts[table, "total", column] += 0
        for line in ("personnel_total", "operating_total", "total"):
            self.amounts["general_public_budget_basic", line, "actual"] += 0
        optional = {
            "government_fund_accounts": ("expenditure", "revenue", "opening_carryover"),
            "state_capital_accounts": ("expenditure", "revenue", "opening_carryover"),
            "state_capital_expenditure": ("total", "basic", "project"),
        }
        for table, columns in optional.items():
            if self.one_in(2):
                for column in columns:
                    self.amounts[table, "total", column] += 0

    def summaries(self) -> None:
        """收支总表和财政拨款总表。"""
        cells, summary, given = self.amounts, "revenue_expenditure_summary", "appropriation_summary"
        for line in (*SOURCES, "surplus_used", "surplus_distribution"):
            cells[summary, line, "actual"] += 0
        for fund in FUNDS:
            cells[given, fund, "actual"] += 0
            own = cells[given, fund, "actual"]
            cells[summary, f"{fund}_appropriation_revenue", "actual"] = own
            cells[given, f"opening_{fund}", "actual"] = self.opening[fund]
            cells[given, "current_year_revenue", "actual"] += own
            cells[given, "opening_carryover", "actual"] += self.opening[fund]
            cells[given, "closing_carryover", fund] = self.closing[fund]
            cells[given, "closing_carryover", "total"] += self.closing[fund]
            cells[given, "current_year_expenditure", fund] = self.spent[fund].total()
            cells[given, "current_year_expenditure", "total"] += self.spent[fund].total()
            both = self.spent[fund].total() + self.closing[fund]
            cells[given, "expenditure_grand_total", fund] = both
            cells[given, "expenditure_grand_total", "total"] += both
            for category, fen in self.spent[fund].items():
                cells[given, category, fund] += fen
                cells[given, category, "total"] += fen
        cells[given, "revenue_grand_total", "actual"] = (
            cells[given, "current_year_revenue", "actual"]
            + cells[given, "opening_carryover", "actual"]
        )
        revenue = cells["revenue_accounts", "total", "total"]
        spent = cells["expenditure_accounts", "total", "total"]
        cells[summary, "current_year_revenue", "actual"] = revenue
        cells[summary, "current_year_expenditure", "actual"] = spent
        cells[summary, "opening_carryover", "actual"] = self.opening.total()
        cells[summary, "closing_carryover", "actual"] = self.closing.total()
        used = cells[summary, "surplus_used", "actual"]
        cells[summary, "revenue_grand_total", "actual"] = revenue + used + self.opening.total()
        cells[summary, "expenditure_grand_total", "actual"] = (
            spent + cells[summary, "surplus_distribution", "actual"] + self.closing.total()
        )

    # --- “三公”经费 ---

    def three_public(self) -> None:
        table, cells = "three_public", self.amounts
        spent = {
            line: sum(cells["appropriation_detail", "total", code] for code in codes)
            for line, codes in THREE_PUBLIC.items()
        }
        if not any(spent.values()) and self.one_in(3):
            return
        planned = {line: self.around(fen) for line, fen in spent.items()}
        unknown = self.with_gaps and self.one_in(8)
        for column, by_line in (("actual", spent), ("budget", planned)):
            if column == "budget" and unknown:
                continue
            for line, fen in by_line.items():
                cells[table, line, column] += fen
            cells[table, "vehicles", column] = (
                by_line["vehicle_purchase"] + by_line["vehicle_running"]
            )
            cells[table, "total", column] = sum(by_line.values())

    def around(self, fen: int) -> int:
        """一个与它相等、相近、无关或为零的金额。"""
        how = self.draw(st.integers(0, 5))
        if how <= 1:
            return fen
        if how == 2:
            return 0
        if how == 3:
            off = self.draw(st.sampled_from([1, 5_000, 10_000, 1_000_000]))
            off = max(off, self.smallest) * self.draw(st.sampled_from([1, -1]))
            return fen + off if fen + off >= self.smallest else fen
        return self.fen()

    # --- 上年 ---

    def last_year(self) -> None:
        summary, given = "revenue_expenditure_summary", "appropriation_summary"
        nothing = self.one_in(6)  # 上年还没有这个单位
        adjusted = self.opening[GENERAL] if nothing and self.opening[GENERAL] else 0
        columns = {
            GENERAL: ("general_public_budget_expenditure", "total"),
            FUND: ("government_fund_accounts", "expenditure"),
            CAPITAL: ("state_capital_accounts", "expenditure"),
        }
        spent: dict[str, int] = {}
        for fund, (table, column) in columns.items():
            by_item = self.prior_items(fund, table, column) if not nothing else {}
            spent[fund] = sum(by_item.values())
            self.prior[table, "total", column] = spent[fund]
            for code, fen in by_item.items():
                self.prior[table, code, column] = fen
        self.prior["state_capital_expenditure", "total", "total"] = spent[CAPITAL]
        fund_closing = "government_fund_accounts", "total", "closing_carryover"
        self.prior[fund_closing] = self.opening[FUND]
        if nothing or self.one_in(4):
            adjusted = self.opening[GENERAL] if nothing else self.up_to(self.opening[GENERAL])
        if adjusted:
            self.supplement["年初结转调整数"] = adjusted
            self.supplement["年初结转调整数原因"] = "会计差错调整"
        others = 0 if nothing else self.fen() if self.one_in(3) else 0
        for table, more, closing in (
            (given, 0, self.opening.total() - self.opening["other"] - adjusted),
            (summary, others, self.opening.total() - adjusted),
        ):
            total = sum(spent.values()) + more
            self.prior[table, "current_year_expenditure", self.first(table, "expenditure")] = total
            self.prior[table, "current_year_revenue", "actual"] = total + closing
            self.prior[table, "closing_carryover", self.first(table, "expenditure")] = closing
            self.prior[table, "revenue_grand_total", "actual"] = total + closing
            column = self.first(table, "expenditure")
            self.prior[table, "expenditure_grand_total", column] = total + closing
        self.prior["revenue_accounts", "total", "total"] = self.prior[
            summary, "current_year_revenue", "actual"
        ]
        self.prior["expenditure_accounts", "total", "total"] = self.prior[
            summary, "current_year_expenditure", "actual"
        ]
        by_line = {
            line: 0 if nothing else self.around(self.amounts["three_public", line, "actual"])
            for line in THREE_PUBLIC
        }
        by_line["vehicles"] = by_line["vehicle_purchase"] + by_line["vehicle_running"]
        by_line["total"] = (
            by_line["vehicles"] + by_line["overseas_visits"] + by_line["official_hospitality"]
        )
        for line, fen in by_line.items():
            self.prior["three_public", line, "actual"] = fen

    def first(self, table: str, block: str) -> str:
        blocks = self.format.tables[table].blocks
        return next(known for known in blocks if known.name == block).columns[0].name

    def prior_items(self, fund: str, table: str, column: str) -> dict[str, int]:
        """上年各项：与本年相等、相近、无关；有本年新增的，有上年才有的。"""
        now = {
            line: fen
            for (known, line, at), fen in self.amounts.items()
            if known == table and at == column and len(line) == 7
        }
        if self.one_in(5):
            return now
        then = {code: self.around(fen) for code, fen in now.items() if not self.one_in(4)}
        for code in FUNDS[fund]:
            known = self.format.functional.name(code, self.format.year)
            if known and code not in now and self.one_in(12):
                then[code] = self.fen()
        return then

    # --- 预算、补充资料 ---

    def budget(self) -> None:
        """一般公共预算各项和合计的全年预算数。"""
        table = "general_public_budget_expenditure"
        items = {
            line: fen
            for (known, line, column), fen in list(self.amounts.items())
            if known == table and column == "total" and len(line) == 7
        }
        planned = {
            code: self.around(fen)
            for code, fen in items.items()
            if not (self.with_gaps and self.one_in(8))
        }
        for code, fen in planned.items():
            self.budgets[table, code, ADJUSTED] = fen
            if fen != items[code] and not (self.with_gaps and self.one_in(4)):
                self.budget_reasons[table, code] = "按实际需要安排"
        if len(planned) == len(items):
            self.budgets[table, "total", ADJUSTED] = sum(planned.values())
        if not self.with_gaps:
            self.budget_reasons["three_public", "total"] = "厉行节约，压减支出"

    def supplements(self) -> None:
        whole = self.with_gaps
        for name, known in self.format.supplement.items():
            if name in self.supplement or name.startswith(("年初结转调整数", withheld.FIELD)):
                continue
            if not known.kind.is_number and not (whole and self.one_in(3)):
                self.supplement[name] = "示例的文字说明"
        spent = {line: self.amounts["three_public", line, "actual"] for line in THREE_PUBLIC}
        domestic = self.up_to(spent["official_hospitality"])
        numbers: dict[str, str | int] = {
            "机关运行经费支出": self.amounts[
                "general_public_budget_basic", "operating_total", "actual"
            ],
            "国内公务接待支出": domestic,
            "外事接待支出": spent["official_hospitality"] - domestic,
            **self.groups("国内公务接待批次", "国内公务接待人次", some=domestic > 0),
            **self.groups(
                "外事接待批次", "外事接待人次", some=spent["official_hospitality"] > domestic
            ),
            **self.groups("因公出国团组数", "因公出国人次", some=spent["overseas_visits"] > 0),
            "购置公务用车数": str(self.count(some=spent["vehicle_purchase"] > 0)),
            "部门整体绩效得分": str(Decimal(self.draw(st.integers(600, 1000))) / 10),
        }
        together = {  # 相加要相等，要么都填，要么都不填
            **self.procurement(),
            **self.vehicles(),
            **self.projects(),
            **self.units_below(),
        }
        for name, known in self.format.supplement.items():
            free = name not in numbers and name not in together
            if known.kind.is_number and free and not name.startswith("年初结转"):
                numbers[name] = str(self.count(some=self.one_in(2)))
        if not (whole and self.one_in(6)):
            numbers |= together
        for name, number in numbers.items():
            if name in together or not (whole and self.one_in(12)):
                self.supplement[name] = number
        if not whole or not self.one_in(8):
            now = self.amounts["general_public_budget_basic", "operating_total", "actual"]
            self.supplement_prior["机关运行经费支出"] = self.around(now)

    def count(self, *, some: bool) -> int:
        return self.draw(st.integers(1, 40)) if some else 0

    def groups(self, groups: str, people: str, *, some: bool) -> dict[str, str]:
        count = self.count(some=some)
        return {groups: str(count), people: str(count * self.draw(st.integers(1, 9)))}

    def procurement(self) -> dict[str, str | int]:
        parts = {f"政府采购{word}支出": self.fen() for word in ("货物", "工程", "服务")}
        whole = sum(parts.values())
        middle = self.up_to(whole)
        return {
            "政府采购支出总额": whole,
            **parts,
            "授予中小企业合同金额": middle,
            "授予小微企业合同金额": self.up_to(middle),
        }

    def projects(self) -> dict[str, str | int]:
        """常年项目与阶段项目之和是全部项目；执行数不超过预算。"""
        found: dict[str, str | int] = {}
        counts, planned, spent = [], [], []
        for kind in ("常年", "阶段"):
            counts.append(self.count(some=self.one_in(2)))
            planned.append(max(self.fen(), HUNDRED_YUAN) if counts[-1] else 0)
            spent.append(self.up_to(planned[-1]))
            found[f"{kind}项目总数"] = str(counts[-1])
            found[f"{kind}项目预算总额"] = planned[-1]
            found[f"{kind}项目执行总额"] = spent[-1]
        return found | {
            "项目总数": str(sum(counts)),
            "项目预算总额": sum(planned),
            "项目执行总额": sum(spent),
            "结余率大于标准的项目数": str(self.draw(st.integers(0, sum(counts)))),
        }

    def units_below(self) -> dict[str, str]:
        counts = {
            name: self.count(some=self.one_in(4))
            for name in ("行政单位数", "参公单位数", "其他事业单位数")
        }
        return {
            "二级预算单位数": str(sum(counts.values())),
            **{name: str(count) for name, count in counts.items()},
        }

    def vehicles(self) -> dict[str, str]:
        classes = [name for name in VEHICLE_CLASSES if name in self.format.supplement]
        counts = {name: self.count(some=self.one_in(3)) for name in classes}
        total = sum(counts.values())
        held = self.draw(st.integers(0, total))
        named = {name: str(count) for name, count in counts.items()}
        return {**named, "车辆总数": str(total), "公务用车保有量": str(held)}
