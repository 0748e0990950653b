"""财决系统导出的样子、公开表的样子：由一个单位的决算账写成工作簿，供各处的测试用。

不看 formats/exports 里的说明：表头、编码的合并、`—` 都照导出的样子另写一遍。
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.reading.printed import beside
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.money import PUBLISHED, Amount, Unit
from xlbudget.files.office import convert
from xlbudget.formats.model import Format
from xlbudget.formats.settings import ADJUSTED, INITIAL
from xlbudget.formats.table_model import BlockDef, Layout, Table

NAME_LIMIT = 31
"""Excel cuts the names of sheets: those of Z08_1 and Z08_2 lose their bracket."""

WAN = Unit.TEN_THOUSAND_YUAN
Printed = str | float | int | None
Amounts = Mapping[tuple[str, str], Amount]
"""By line and column of a table."""

Columns = Sequence[tuple[tuple[str, ...], str]]
"""The words of a header from top to bottom, and the column of the account below it."""

_REVENUE: Columns = (
    (("本年收入合计",), "total"),
    (("财政拨款收入",), "appropriation_revenue"),
    (("上级补助收入",), "superior_subsidy_revenue"),
    (("事业收入", "小计"), "service_revenue"),
    (("事业收入", "其中：教育收费"), ""),
    (("经营收入",), "commercial_revenue"),
    (("附属单位上缴收入",), "affiliate_remittance_revenue"),
    (("其他收入",), "other_revenue"),
)
_EXPENDITURE: Columns = (
    (("本年支出合计",), "total"),
    (("基本支出",), "basic"),
    (("项目支出",), "project"),
    (("上缴上级支出",), "superior_remittance"),
    (("经营支出",), "commercial"),
    (("对附属单位补助支出",), "affiliate_subsidy"),
)
_ACCOUNTS: Columns = (
    (("年初结转和结余", "合计"), "opening_carryover"),
    (("年初结转和结余", "基本支出结转"), ""),
    (("年初结转和结余", "项目支出结转和结余"), ""),
    (("本年收入", "合计"), "revenue"),
    (("本年收入", "基本支出"), ""),
    (("本年收入", "项目支出"), ""),
    (("本年支出", "合计"), "expenditure"),
    (("本年支出", "基本支出", "小计"), "basic"),
    (("本年支出", "基本支出", "人员经费"), ""),
    (("本年支出", "基本支出", "日常公用经费"), ""),
    (("本年支出", "项目支出"), "project"),
    (("年末结转和结余", "合计"), "closing_carryover"),
    (("年末结转和结余", "基本支出结转"), ""),
    (("年末结转和结余", "项目支出结转和结余"), ""),
)
_TOP_CODES = ("301", "302", "303", "307", "309", "310", "311", "312", "313", "399")
_STATE_CAPITAL = "223"
_NATURES = (
    ("一、基本支出", "basic"),
    ("二、项目支出", "project"),
    ("三、上缴上级支出", "superior_remittance"),
    ("四、经营支出", "commercial"),
    ("五、对附属单位补助支出", "affiliate_subsidy"),
)
_SUMMARY_FOOT = (
    (("本年收入合计", "current_year_revenue"), ("本年支出合计", "current_year_expenditure")),
    (("使用非财政拨款结余（含专用结余）", "surplus_used"), ("结余分配", "surplus_distribution")),
    (("年初结转和结余", "opening_carryover"), ("年末结转和结余", "closing_carryover")),
    (("总计", "revenue_grand_total"), ("总计", "expenditure_grand_total")),
)
_APPROPRIATION_FOOT = (
    (("本年收入合计", "current_year_revenue"), ("本年支出合计", "current_year_expenditure")),
    (
        ("年初财政拨款结转和结余", "opening_carryover"),
        ("年末财政拨款结转和结余", "closing_carryover"),
    ),
    (("一、一般公共预算财政拨款", "opening_general_public_budget"), None),
    (("二、政府性基金预算财政拨款", "opening_government_fund"), None),
    (("三、国有资本经营预算财政拨款", "opening_state_capital"), None),
    (("总计", "revenue_grand_total"), ("总计", "expenditure_grand_total")),
)  # fmt: skip
_FUNDS = ("total", "general_public_budget", "government_fund", "state_capital")
_FUND_WORDS = ("合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
_UNUSED = (
    ("Z05", "支出决算明细表", "财决05表"),
    ("Z05_1", "基本支出决算明细表", "财决05-1表"),
    ("Z05_2", "项目支出决算明细表", "财决05-2表"),
    ("Z05_3", "经营支出决算明细表", "财决05-3表"),
    ("Z12", "资产负债简表", "财决12表"),
    ("CS03", "其他收入等明细情况表", "财决补充03表"),
)


def raw_export(
    account: FinalAccount, resolved: Format, path: Path, *, budgets: bool = True
) -> Path:
    """All Z and F sheets of an account in 元, as the 部门决算 system exports them.

    With `budgets`, Z01_1 holds 年初 and 全年预算数 of the whole, and a sheet of budgets by code
    follows.
    """
    export = _Export(account, resolved, openpyxl.Workbook(), budgets)
    export.book.remove(export.book.worksheets[0])
    export.write()
    export.book.save(path)
    return path


def public_tables(
    account: FinalAccount,
    resolved: Format,
    path: Path,
    *,
    code_columns: int = 3,
    total_last: bool = True,
    unit: Unit = WAN,
) -> Path:
    """The public tables, each on a sheet: codes in three columns or one, 合计 last or first."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for table in resolved.tables.values():
        if table.name not in account.statements:
            continue
        sheet = book.create_sheet(f"{table.number} {table.title}"[:NAME_LIMIT])
        name, money = f"单位：{account.unit_name}", f"金额单位：{unit.value}"
        sheet.append([table.title])
        sheet.append([None, None, None, f"{table.number}表"])
        sheet.append([name, f"{account.year}年度", None, money])
        amounts = {
            key: _number(amount, unit) for key, amount in amounts_of(account, table.name).items()
        }
        if table.layout is Layout.CROSSED:
            rows = _crossed(table, amounts)
        elif table.functional is not None:
            rows = _coded(table, amounts, code_columns, total_last=total_last)
        else:
            blocks = table.blocks
            coded = code_columns if table.layout is Layout.CODES else 0
            rows = beside([_block(block, amounts, min(coded, 2)) for block in blocks], None)
        for row in rows:
            sheet.append(row)
        sheet.append([table.note or "注：本表反映决算情况。"])
    book.save(path)
    return path


def converted(path: Path, to: str) -> Path:
    """A workbook as .xls or .ods, beside the first. Tests that call it ask for `soffice`."""
    return convert(path, to, path.parent, force=True)


def amounts_of(account: FinalAccount, table: str) -> dict[tuple[str, str], Amount]:
    """The amounts of a table by line and column; nothing where the account has no such table."""
    statement = account.statements.get(table)
    return {
        (line.name, column): cell.amount
        for line in (statement.lines if statement else ())
        for column, cell in line.cells.items()
        if cell.amount is not None
    }


def _number(amount: Amount | None, unit: Unit) -> Printed:
    if amount is None:
        return None
    return float((amount.rounded(PUBLISHED) if unit is WAN else amount).number(unit))


def _yuan(amount: Amount | None) -> Printed:
    return _number(amount, Unit.YUAN)


# --- 财决导出 ---


@dataclass
class _Export:
    account: FinalAccount
    resolved: Format
    book: openpyxl.Workbook
    budgets: bool

    def write(self) -> None:
        of = self.of
        self.summary()
        self.appropriation()
        self.codes("Z03", "收入决算表", "财决03表", _REVENUE, of("revenue_accounts"))
        self.codes("Z04", "支出决算表", "财决04表", _EXPENDITURE, of("expenditure_accounts"))
        whole: Columns = ((("合计",), "total"),)
        for code, title, number in _UNUSED[:4]:
            self.codes(code, title, number, whole, of("expenditure_accounts"))
        general = of("general_public_budget_expenditure")
        spent = {
            (line, "expenditure" if column == "total" else column): amount
            for (line, column), amount in general.items()
        }
        accounts = of("general_public_budget_accounts")
        spent |= accounts
        general = general or {
            (line, "total" if column == "expenditure" else column): amount
            for (line, column), amount in accounts.items()
        }
        title = "一般公共预算财政拨款收入支出决算表"
        self.codes("Z07", title, "财决07表", _ACCOUNTS, spent)
        detail = of("general_public_budget_detail") or _only(general, "total", "total")
        title = "一般公共预算财政拨款支出决算明细表"
        self.codes("Z08", title, "财决08表", self.economic(), detail)
        basic = _only(general, "basic", "total")
        turned = {
            ("total", line): at for (line, _), at in of("general_public_budget_basic").items()
        }
        title = "一般公共预算财政拨款基本支出决算明细表"
        self.codes("Z08_1", title, "财决08-1表", self.economic(), {**basic, **turned})
        project = of("general_public_budget_project") or _only(general, "project", "total")
        title = "一般公共预算财政拨款项目支出决算明细表"
        self.codes("Z08_2", title, "财决08-2表", self.economic(), project)
        fund = of("government_fund_accounts")
        title = "政府性基金预算财政拨款收入支出决算表"
        self.codes("Z09", title, "财决09表", _ACCOUNTS, fund)
        rest = _of_fund(of("appropriation_detail"), detail)
        title = "政府性基金预算财政拨款支出决算明细表"
        of_fund = rest or _only(fund, "expenditure", "total")
        self.codes("Z10", title, "财决10表", self.economic(), of_fund)
        state = {
            (line, "expenditure" if column == "total" else column): amount
            for (line, column), amount in of("state_capital_expenditure").items()
        } | of("state_capital_accounts")
        title = "国有资本经营预算财政拨款收入支出决算表"
        self.codes("Z11", title, "财决11表", _ACCOUNTS, state)
        for code, title, number in _UNUSED[4:]:
            self.sheet(code, title, number, 4).append(["项目", "行次", "年初数", "年末数"])
        self.operations()
        if self.budgets:
            self.budget_sheet()

    def of(self, table: str) -> dict[tuple[str, str], Amount]:
        return amounts_of(self.account, table)

    @property
    def budgeted(self) -> str:
        """The table of the general budget whose budgets 预算数 asks for."""
        tables = self.resolved.tables.values()
        found = [t.name for t in tables if t.budget and t.fund == "general_public_budget"]
        return found[0] if found else ""

    def budget_of_whole(self, base: str) -> Amount | None:
        table = self.resolved.tables[self.budgeted]
        cell = self.account.budgets.get((table.name, "total", table.default_column("total"), base))
        return cell.amount if cell and self.budgets else None

    def sheet(self, code: str, title: str, number: str, width: int) -> Worksheet:
        """A sheet with its title, its number and the line of the unit (in row 3, column A)."""
        name = f"{code} {title}({number})"[:NAME_LIMIT]
        sheet: Worksheet = self.book.create_sheet(name)
        sheet.append([title])
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
        sheet.append([*[None] * (width - 1), number])
        line: list[Printed] = [None] * width
        line[0], line[-1] = f"编制单位：{self.account.unit_name}", "金额单位：元"
        line[width // 2] = f"{self.account.year}年度"
        sheet.append(line)
        return sheet

    def summary(self) -> None:
        """Z01: three sides of 项目, 行次, 年初, 全年, 决算; the totals of expenditure stand in the
        last side, under a label that is merged over two.
        """
        name = "revenue_expenditure_summary"
        amounts, table = self.of(name), self.resolved.tables[name]
        sheet = self.sheet("Z01", "收入支出决算总表", "财决01表", 15)
        sheet.append(["收入", *[None] * 4, "支出"])
        sides = ("项目", "项目（按功能分类）", "项目（按支出性质和经济分类）")
        words = ("行次", "年初预算数", "全年预算数", "决算数")
        sheet.append([word for side in sides for word in (side, *words)])
        sheet.append([w for at in (1, 4, 7) for w in ("栏次", None, at, at + 1, at + 2)])
        foot = {line for sides_ in _SUMMARY_FOOT for _, line in sides_}
        left = [line for line in table.blocks[0].lines if line.name not in foot]
        right = [line for line in table.blocks[1].lines if line.name not in foot]
        spent = self.of("expenditure_accounts")
        for at in range(max(len(left), len(right))):
            row: list[Printed] = []
            for lines, first in ((left, 1), (right, 40)):
                line = lines[at] if at < len(lines) else None
                actual = _yuan(amounts.get((line.name, "actual"))) if line else None
                row += _side([line.label, first + at, "—", "一", actual] if line else [])
            if at < len(_NATURES):
                label, column = _NATURES[at]
                row += [label, 80 + at, "—", "一", _yuan(spent.get(("total", column)))]
            sheet.append(row)
        for (words_left, name), (words_right, other) in _SUMMARY_FOOT:
            one, two = amounts.get((name, "actual")), amounts.get((other, "actual"))
            sheet.append([
                words_left, 99, "—", "—", _yuan(one), words_right, *[None] * 5,
                99, "—", "—", _yuan(two),
            ])  # fmt: skip
            at = sheet.max_row
            sheet.merge_cells(start_row=at, end_row=at, start_column=6, end_column=11)

    def appropriation(self) -> None:
        """Z01_1: 年初, 全年 and 决算 of the revenue, and each by fund of the expenditure."""
        name = "appropriation_summary"
        amounts, table = self.of(name), self.resolved.tables[name]
        sheet = self.sheet("Z01_1", "财政拨款收入支出决算总表", "财决01-1表", 19)
        sheet.append(["收入", *[None] * 4, "支出"])
        bases = ("年初预算数", "全年预算数", "决算数")
        upper = [w for base in bases for w in (base, None, None, None)]
        sheet.append(["项目", "行次", *bases, "项目（按功能分类）", "行次", *upper])
        sheet.append([*[None] * 7, *[word for _ in bases for word in _FUND_WORDS]])
        sheet.append(["栏次", None, 1, 2, 3, "栏次", None, *range(4, 16)])
        foot = {side[1] for pair in _APPROPRIATION_FOOT for side in pair if side}
        left = [(line.label, line.name) for line in table.blocks[0].lines if line.name not in foot]
        right = [(line.label, line.name) for line in table.blocks[1].lines if line.name not in foot]
        height = max(len(left), len(right))
        rows: list[tuple[tuple[str, str] | None, tuple[str, str] | None]] = [
            (left[at] if at < len(left) else None, right[at] if at < len(right) else None)
            for at in range(height)
        ]
        for number, (one, two) in enumerate([*rows, *_APPROPRIATION_FOOT], 1):
            row = _side(
                [one[0], number, "—", "—", _yuan(amounts.get((one[1], "actual")))] if one else []
            )
            if two:
                budgets: list[Printed] = []
                for base in (INITIAL, ADJUSTED):
                    whole = two[1] == "current_year_expenditure"
                    budget = _yuan(self.budget_of_whole(base)) if whole else "—"
                    budgets += ["—", budget, "—", "—"]
                actual = [_yuan(amounts.get((two[1], fund))) for fund in _FUNDS]
                row += [two[0], number + 50, *budgets, *actual]
            sheet.append(row)

    def economic(self) -> Columns:
        """合计, and each 类 with its 款, all by name."""
        found: list[tuple[tuple[str, ...], str]] = [(("合计",), "total")]
        economic, year = self.resolved.economic, self.resolved.year
        for top in _TOP_CODES:
            name = economic.name(top, year) or ""
            found.append(((name, "小计"), top))
            below = economic.below(top, year)
            found += [((name, economic.name(code, year) or ""), code) for code in below]
        return found

    def codes(self, code: str, title: str, number: str, columns: Columns, amounts: Amounts) -> None:
        """A sheet of functional codes, each in one cell merged over A:C, under 类, 款 and 项."""
        sheet = self.sheet(code, title, number, 4 + len(columns))
        self._coded(sheet, columns, {key: _yuan(amount) for key, amount in amounts.items()})

    def _coded(
        self, sheet: Worksheet, columns: Columns, amounts: Mapping[tuple[str, str], Printed]
    ) -> None:
        depth = max(len(words) for words, _ in columns)
        top = sheet.max_row + 1
        for level in range(depth):
            cells: list[Printed] = []
            for at, (words, _) in enumerate(columns):
                before = columns[at - 1][0][: level + 1] if at else ()
                again = words[: level + 1] == before and level < len(words) - 1
                cells.append(words[level] if level < len(words) and not again else None)
            lead: list[Printed] = [None] * 4
            if level == 0:
                lead = ["项目", None, None, None]
            sheet.append([*lead, *cells])
        sheet.append(["支出功能分类科目编码", None, None, "科目名称"])
        sheet.append(["类", "款", "项", "栏次", *range(1, len(columns) + 1)])
        sheet.append([None, None, None, "合计", *_row(amounts, "total", columns)])
        sheet.merge_cells(start_row=top, end_row=top, start_column=1, end_column=4)
        functional, year = self.resolved.functional, self.resolved.year
        for line in sorted({line for line, _ in amounts if line.isdecimal()}):
            name = functional.name(line, year) or line
            sheet.append([line, None, None, name, *_row(amounts, line, columns)])
            at = sheet.max_row
            sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=3)

    def operations(self) -> None:
        """F03: “三公”经费 and its numbers on the left, the other numbers on the right."""
        three, numbers = self.of("three_public"), self.account.numbers
        sheet = self.sheet("F03", "机构运行信息表", "财决附03表", 7)
        sheet.append(["项目", "行次", "预算数", "统计数", "项目", "行次", "统计数"])
        sheet.append(["栏次", None, 1, 2, "栏次", None, 3])

        def value(field: str) -> Printed:
            cell = numbers.get(field)
            if cell is None:
                return None
            return float(cell.count) if cell.count is not None else _yuan(cell.amount)

        def money(label: str, line: str) -> list[Printed]:
            return [label, *(_yuan(three.get((line, column))) for column in ("budget", "actual"))]

        def meeting(label: str, line: str, field: str) -> list[Printed]:
            listed = money(label, line)
            return listed if any(listed[1:]) else [label, "—", value(field)]

        def received(what: str) -> list[Printed]:
            """国内, 其中外事 and 国（境）外: as some places list them, or from two fields of which
            国内 is without 外事.
            """
            if what == "支出" and ("domestic_hospitality", "actual") in three:
                lines = ("domestic", "foreign_affairs", "overseas")
                return [_yuan(three.get((f"{name}_hospitality", "actual"))) for name in lines]
            if f"国内接待总{what}" in numbers:
                fields = ("国内接待总", "国内外事接待", "国境外接待")
                return [value(f"{name}{what}") for name in fields]
            one, other = value(f"国内公务接待{what}"), value(f"外事接待{what}")
            both = one + other if isinstance(one, float) and isinstance(other, float) else one
            return [both, other, None]

        spent, batches, people = (received(what) for what in ("支出", "批次", "人次"))
        left: list[list[Printed]] = [
            ["一、“三公”经费支出", "—", "—"],
            money("（一）支出合计", "total"),
            money("1．因公出国（境）费", "overseas_visits"),
            money("2．公务用车购置及运行维护费", "vehicles"),
            money("（1）公务用车购置费", "vehicle_purchase"),
            money("（2）公务用车运行维护费", "vehicle_running"),
            money("3．公务接待费", "official_hospitality"),
            ["（1）国内接待费", "—", spent[0]],
            ["其中：外事接待费", "—", spent[1]],
            ["（2）国（境）外接待费", "—", spent[2]],
            ["（二）相关统计数", "—", "—"],
            ["1．因公出国（境）团组数（个）", "—", value("因公出国团组数")],
            ["2．因公出国（境）人次数（人）", "—", value("因公出国人次")],
            ["3．公务用车购置数（辆）", "—", value("购置公务用车数")],
            ["4．公务用车保有量（辆）", "—", value("公务用车保有量")],
            ["5．国内公务接待批次（个）", "—", batches[0]],
            ["其中：外事接待批次（个）", "—", batches[1]],
            ["6．国内公务接待人次（人）", "—", people[0]],
            ["其中：外事接待人次（人）", "—", people[1]],
            ["7．国（境）外公务接待批次（个）", "—", batches[2]],
            ["8．国（境）外公务接待人次（人）", "—", people[2]],
            meeting("二、会议费", "conferences", "会议费支出"),
            meeting("三、培训费", "training", "培训费支出"),
        ]
        right: list[list[Printed]] = [
            ["二、机关运行经费", value("机关运行经费支出")],
            ["（一）行政单位", value("机关运行经费支出")],
            ["（二）参照公务员法管理事业单位", None],
            ["三、国有资产占用情况", "—"],
            ["（一）车辆数合计（辆）", value("车辆总数")],
            ["1．副部（省）级及以上领导用车", value("部级领导干部用车")],
            ["2．主要负责人用车", value("主要负责人用车")],
            ["3．机要通信用车", value("机要通信用车")],
            ["4．应急保障用车", value("应急保障用车")],
            ["5．执法执勤用车", value("执法执勤用车")],
            ["6．特种专业技术用车", value("特种专业技术用车")],
            ["7．离退休干部服务用车", value("离退休干部用车")],
            ["8．其他用车", value("其他用车")],
            ["（二）单价100万元（含）以上设备（不含车辆）（台/套）", value("大型设备数")],
            ["四、政府采购支出信息", "—"],
            ["（一）政府采购支出合计", value("政府采购支出总额")],
            ["1．政府采购货物支出", value("政府采购货物支出")],
            ["2．政府采购工程支出", value("政府采购工程支出")],
            ["3．政府采购服务支出", value("政府采购服务支出")],
            ["（二）政府采购授予中小企业合同金额", value("授予中小企业合同金额")],
            ["其中：授予小微企业合同金额", value("授予小微企业合同金额")],
        ]
        right += [[None, None]] * (len(left) - len(right))
        for at, ((label, budget, actual), (other, number)) in enumerate(
            zip(left, right, strict=True), 1
        ):
            sheet.append([label, at, budget, actual, other, other and at + 21, number])

    def budget_sheet(self) -> None:
        """Budgets by code of 一般公共预算, both of a year."""
        amounts = {
            (line, base): _yuan(cell.amount)
            for (table, line, _, base), cell in self.account.budgets.items()
            if table == self.budgeted and cell.amount is not None
        }
        if not amounts:
            return
        sheet = self.book.create_sheet("预算指标")
        sheet.append(["一般公共预算财政拨款支出预算执行情况表"])
        unit, year = f"编制单位：{self.account.unit_name}", f"{self.account.year}年度"
        sheet.append([unit, None, None, None, year, "金额单位：元"])
        self._coded(sheet, [((base,), base) for base in (INITIAL, ADJUSTED)], amounts)


def _of_fund(every: Amounts, general: Amounts) -> dict[tuple[str, str], Amount]:
    """What of all appropriations is neither of the general budget nor of 国有资本 (the 类 223)."""
    found: dict[tuple[str, str], Amount] = {}
    for (line, column), amount in every.items():
        rest = amount - general.get((line, column), Amount(0))
        if line == "total":
            rest -= every.get((_STATE_CAPITAL, column), Amount(0))
        if rest.fen and not line.startswith(_STATE_CAPITAL):
            found[line, column] = rest
    return found


def _only(amounts: Amounts, column: str, named: str) -> dict[tuple[str, str], Amount]:
    """One column of a table, under another name."""
    return {(line, named): amount for (line, each), amount in amounts.items() if each == column}


def _side(cells: list[Printed]) -> list[Printed]:
    """A side of Z01 or Z01_1; blank where it has fewer rows than the other."""
    return cells or [None] * 5


def _row(amounts: Mapping[tuple[str, str], Printed], line: str, columns: Columns) -> list[Printed]:
    return [amounts.get((line, column)) for _, column in columns]


# --- 公开表 ---

Cells = Mapping[tuple[str, str], Printed]
Rows = list[list[Printed]]


def _coded(table: Table, amounts: Cells, code_columns: int, *, total_last: bool) -> Rows:
    """A table of functional codes: 类, 款 and 项 in a column each, or one column of codes."""
    block = table.blocks[0]
    names = [column.name for column in block.columns]
    lead: list[Printed] = ["科目编码", *[None] * (code_columns - 1), "科目名称"]
    upper = [column.parent or column.headers[0] for column in block.columns]
    top: list[Printed] = [
        None if at and word == upper[at - 1] and block.columns[at].under else word
        for at, word in enumerate(upper)
    ]
    rows: Rows = [[*lead, *top]]
    if any(column.under for column in block.columns):
        below = [column.headers[0] if column.under else None for column in block.columns]
        rows.append([*[None] * len(lead), *below])
    words: list[Printed] = ["类", "款", "项"] if code_columns > 1 else [None]
    rows.append([*words, "栏次", *range(1, len(names) + 1)])
    total = table.lines()[0]
    body: Rows = []
    for code in sorted({line for line, _ in amounts if line.isdecimal()}):
        line = table.line(code)
        parts: list[Printed] = [code]
        if code_columns > 1:
            parts = [code[:3], code[3:5] or None, code[5:7] or None]
        body.append(
            [*parts, line.label if line else code, *(amounts.get((code, n)) for n in names)]
        )
    whole = [*[None] * code_columns, total.label, *(amounts.get((total.name, n)) for n in names)]
    return [*rows, *([*body, whole] if total_last else [whole, *body])]


def _block(block: BlockDef, amounts: Cells, code_columns: int) -> Rows:
    """A side of 公开01 or 04, or a panel of the table of economic codes."""
    names = [column.name for column in block.columns]
    first: list[Printed] = [block.heading or None]
    lead: list[Printed] = [block.label_headers[0], "行次"]
    if code_columns:
        lead = ["经济分类科目编码", *[None] * (code_columns - 1), "科目名称"]
        first = []
    rows: Rows = [first] if first else []
    rows.append([*lead, *(column.headers[0] for column in block.columns)])
    for number, line in enumerate(block.lines, 1):
        start: list[Printed] = [line.label, number]
        if code_columns:
            code = line.name if line.name.isdecimal() else ""
            parts: list[Printed] = [code or None]
            if code_columns > 1:
                parts = [code[:3] or None, code[3:5] or None]
            start = [*parts, line.label]
        rows.append([*start, *(amounts.get((line.name, name)) for name in names)])
    return rows


def _crossed(table: Table, amounts: Cells) -> Rows:
    """“三公”经费: 预算数 of all items, then 决算数."""
    lines, columns = table.lines(), table.blocks[0].columns[::-1]
    over: list[Printed] = [
        column.headers[0] if at == 0 else None for column in columns for at in range(len(lines))
    ]
    words: list[Printed] = [line.label for _ in columns for line in lines]
    values = [amounts.get((line.name, column.name)) for column in columns for line in lines]
    return [over, words, [*range(1, len(words) + 1)], values]
