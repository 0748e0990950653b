"""Makes synthetic unit workbooks for the benchmarks: consistent, deterministic, plainly fictional.

A book holds the thirteen public tables of a Sichuan 2024 departmental final account, and two
working sheets: 上年数 (last year's key totals and items) and 预算数 (budgets of each item).
Amounts are integers of 0.01 万元, so every sum foots exactly. All names of units are invented.

    python benchmarks/sample_books.py DIRECTORY --count 8 --seed 2024
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

YEAR = 2024
CREATED = datetime(2025, 8, 1, tzinfo=UTC)

# One line for each 类 ("201 name"), followed by its 款 ("20103 name: 01 item, 02 item").
FUNCTIONS = """
201 一般公共服务支出
20101 人大事务: 08 代表工作
20103 政府办公厅（室）及相关机构事务: 01 行政运行, 02 一般行政管理事务, 50 事业运行, 99 其他政府办公厅（室）及相关机构事务支出
20105 统计信息事务: 07 专项普查活动, 08 统计抽样调查
20106 财政事务: 99 其他财政事务支出
20129 群众团体事务: 02 一般行政管理事务, 99 其他群众团体事务支出
20132 组织事务: 99 其他组织事务支出
20133 宣传事务: 99 其他宣传事务支出
20136 其他共产党事务支出: 02 一般行政管理事务
20140 信访事务: 02 一般行政管理事务, 04 信访业务
203 国防支出
20306 国防动员: 07 民兵
204 公共安全支出
20406 司法: 04 基层司法业务, 99 其他司法支出
206 科学技术支出
20607 科学技术普及: 02 科普活动
207 文化旅游体育与传媒支出
20701 文化和旅游: 09 群众文化, 99 其他文化和旅游支出
20703 体育: 08 群众体育
20799 其他文化旅游体育与传媒支出: 99 其他文化旅游体育与传媒支出
208 社会保障和就业支出
20802 民政管理事务: 08 基层政权建设和社区治理, 99 其他民政管理事务支出
20805 行政事业单位养老支出: 01 行政单位离退休, 05 机关事业单位基本养老保险缴费支出, 06 机关事业单位职业年金缴费支出
20808 抚恤: 01 死亡抚恤, 05 义务兵优待
20810 社会福利: 02 老年福利
20811 残疾人事业: 99 其他残疾人事业支出
20828 退役军人管理事务: 04 拥军优属
20899 其他社会保障和就业支出: 99 其他社会保障和就业支出
210 卫生健康支出
21004 公共卫生: 09 重大公共卫生服务, 10 突发公共卫生事件应急处置
21007 计划生育事务: 17 计划生育服务
21011 行政事业单位医疗: 01 行政单位医疗, 02 事业单位医疗, 03 公务员医疗补助, 99 其他行政事业单位医疗支出
211 节能环保支出
21103 污染防治: 01 大气, 02 水体
212 城乡社区支出
21201 城乡社区管理事务: 04 城管执法, 99 其他城乡社区管理事务支出
21203 城乡社区公共设施: 99 其他城乡社区公共设施支出
21205 城乡社区环境卫生: 01 城乡社区环境卫生
21208 国有土地使用权出让收入安排的支出: 04 农村基础设施建设支出, 99 其他国有土地使用权出让收入安排的支出
213 农林水支出
21301 农业农村: 22 农业生产发展
21302 林业和草原: 34 林业草原防灾减灾, 99 其他林业和草原支出
21303 水利: 14 防汛
21307 农村综合改革: 05 对村民委员会和村党支部的补助
215 资源勘探工业信息等支出
21508 支持中小企业发展和管理支出: 05 中小企业发展专项
221 住房保障支出
22101 保障性安居工程支出: 08 老旧小区改造
22102 住房改革支出: 01 住房公积金
223 国有资本经营预算支出
22301 解决历史遗留问题及改革成本支出: 05 国有企业退休人员社会化管理补助支出
224 灾害防治及应急管理支出
22401 应急管理事务: 06 安全监管
22406 自然灾害防治: 01 地质灾害防治
22407 自然灾害救灾及恢复重建支出: 03 自然灾害救灾补助
229 其他支出
22960 彩票公益金安排的支出: 02 用于社会福利的彩票公益金支出
22999 其他支出: 99 其他支出
"""  # noqa: E501  # a catalogue reads best with one 款 on a line

ECONOMICS = """
301 工资福利支出: 01 基本工资, 02 津贴补贴, 03 奖金, 06 伙食补助费, 07 绩效工资, 08 机关事业单位基本养老保险缴费, 09 职业年金缴费, 10 职工基本医疗保险缴费, 11 公务员医疗补助缴费, 12 其他社会保障缴费, 13 住房公积金, 14 医疗费, 99 其他工资福利支出
302 商品和服务支出: 01 办公费, 02 印刷费, 03 咨询费, 04 手续费, 05 水费, 06 电费, 07 邮电费, 08 取暖费, 09 物业管理费, 11 差旅费, 12 因公出国（境）费用, 13 维修（护）费, 14 租赁费, 15 会议费, 16 培训费, 17 公务接待费, 18 专用材料费, 24 被装购置费, 25 专用燃料费, 26 劳务费, 27 委托业务费, 28 工会经费, 29 福利费, 31 公务用车运行维护费, 39 其他交通费用, 40 税金及附加费用, 99 其他商品和服务支出
303 对个人和家庭的补助: 01 离休费, 02 退休费, 03 退职（役）费, 04 抚恤金, 05 生活补助, 06 救济费, 07 医疗费补助, 08 助学金, 09 奖励金, 10 个人农业生产补贴, 11 代缴社会保险费, 99 其他对个人和家庭的补助
307 债务利息及费用支出: 01 国内债务付息, 02 国外债务付息
310 资本性支出: 01 房屋建筑物购建, 02 办公设备购置, 03 专用设备购置, 05 基础设施建设, 06 大型修缮, 07 信息网络及软件购置更新, 13 公务用车购置, 19 其他交通工具购置, 22 无形资产购置, 99 其他资本性支出
"""  # noqa: E501

# Running costs: code -> lowest and highest amount (0.01 万元), and the economic items they fall on.
BASIC_ITEMS = {
    "2010301": (
        12000,
        42000,
        (
            "30101 30102 30103 30106 30199 30201 30202 30204 30205 30206 30207 30211 30216 30217 "
            "30228 30229 30231 30239 30299 31002"
        ),
    ),
    "2010350": (7000, 16000, "30101 30102 30107 30112 30199 30201 30213 30228 30229 30299"),
    "2080501": (100, 900, "30302 30399"),
    "2080505": (1500, 4200, "30108"),
    "2080506": (60, 1900, "30109"),
    "2101101": (500, 1500, "30110"),
    "2101102": (400, 900, "30110"),
    "2101103": (300, 800, "30111"),
    "2101199": (100, 500, "30112 30307"),
    "2210201": (1500, 3800, "30113"),
}
PROJECT_ECONOMICS = (
    "30201 30202 30205 30206 30209 30211 30213 30214 30215 30216 30218 30225 30226 30227 30299 "
    "30304 30305 30306 30309 30399 31001 31002 31003 31005 31006 31007 31099"
)
PAY = ("30101", "30102", "30103", "30107")
FUND_ITEMS = ("2120804", "2120899", "2296002")
STATE_ITEMS = ("2230105",)
FUNDS = ("general", "fund", "state")
FUND_NAMES = (
    "一般公共预算财政拨款",
    "政府性基金预算财政拨款",
    "国有资本经营预算财政拨款",
)
SUMMARY_CLASSES = {
    "201": "一般公共服务支出",
    "202": "外交支出",
    "203": "国防支出",
    "204": "公共安全支出",
    "205": "教育支出",
    "206": "科学技术支出",
    "207": "文化旅游体育与传媒支出",
    "208": "社会保障和就业支出",
    "210": "卫生健康支出",
    "211": "节能环保支出",
    "212": "城乡社区支出",
    "213": "农林水支出",
    "214": "交通运输支出",
    "215": "资源勘探工业信息等支出",
    "216": "商业服务业等支出",
    "217": "金融支出",
    "219": "援助其他地区支出",
    "220": "自然资源海洋气象等支出",
    "221": "住房保障支出",
    "222": "粮油物资储备支出",
    "223": "国有资本经营预算支出",
    "224": "灾害防治及应急管理支出",
    "229": "其他支出",
    "231": "债务还本支出",
    "232": "债务付息支出",
    "234": "抗疫特别国债安排的支出",
}
DIGITS = "一二三四五六七八九"
ORDINALS = [*DIGITS, "十", *(f"十{n}" for n in DIGITS), "二十", *(f"二十{n}" for n in DIGITS)]
VEHICLES = "公务用车购置及运行维护费"
TITLES = {
    "01": "收入支出决算总表",
    "02": "收入决算表",
    "03": "支出决算表",
    "04": "财政拨款收入支出决算总表",
    "05": "财政拨款支出决算明细表",
    "06": "一般公共预算财政拨款支出决算表",
    "07": "一般公共预算财政拨款支出决算明细表",
    "08": "一般公共预算财政拨款基本支出决算明细表",
    "09": "一般公共预算财政拨款项目支出决算表",
    "10": "政府性基金预算财政拨款收入支出决算表",
    "11": "国有资本经营预算财政拨款收入支出决算表",
    "12": "国有资本经营预算财政拨款支出决算表",
    "13": "财政拨款“三公”经费支出决算表",
}

Row = list[int]
Group = str | tuple[str, list[Any]]


@cache
def catalogue(text: str) -> dict[str, str]:
    """Code -> name of every class, section and item of one of the catalogues above."""
    names: dict[str, str] = {}
    for line in text.strip().splitlines():
        head, _, tail = line.partition(": ")
        code, name = head.split(" ", 1)
        names[code] = name
        for item in filter(None, tail.split(", ")):
            suffix, item_name = item.split(" ", 1)
            names[code + suffix] = item_name
    return names


@dataclass
class Item:
    """One 项 of a unit with everything the tables say about it, in 0.01 万元."""

    code: str
    kind: str
    basic: dict[str, int] = field(default_factory=dict)
    project: dict[str, int] = field(default_factory=dict)
    other: int = 0
    surplus_used: int = 0
    opening: int = 0
    closing: int = 0
    prior: int = 0
    prior_other: int = 0
    initial_budget: int = 0
    budget: int = 0

    @property
    def spent(self) -> int:
        """Expenditure from fiscal appropriations this year."""
        return sum(self.basic.values()) + sum(self.project.values())

    @property
    def appropriated(self) -> int:
        """Revenue from fiscal appropriations this year."""
        return self.spent - self.opening + self.closing


@dataclass
class Unit:
    """A fictional unit: its name, its items, last year's totals and the budgets of table 13."""

    name: str
    items: list[Item]
    prior_totals: dict[str, int]
    three_public_budget: Row
    three_public: Row

    def of(self, kind: str) -> list[Item]:
        """The items of one fund that have figures this year."""
        return [item for item in self.current if item.kind == kind]

    @property
    def current(self) -> list[Item]:
        """The items with expenditure this year, by code."""
        return [item for item in self.items if item.spent or item.other]


def split(total: int, parts: list[str], rng: random.Random) -> dict[str, int]:
    """Cuts a total into positive amounts, one for each part; pay is larger than the rest."""
    weights = [(0.2 + rng.random()) * (12 if part in PAY else 1) for part in parts]
    cut = {
        p: 1 + int((total - len(parts)) * w / sum(weights))
        for p, w in zip(parts, weights, strict=True)
    }
    cut[parts[0]] += total - sum(cut.values())
    return cut


def draw_item(code: str, rng: random.Random) -> Item:
    """Draws the amounts of one item."""
    kind = "fund" if code in FUND_ITEMS else "state" if code in STATE_ITEMS else "general"
    item = Item(code, kind)
    if code in BASIC_ITEMS:
        low, high, parts = BASIC_ITEMS[code]
        item.basic = split(rng.randint(low, high), parts.split(), rng)
    else:
        parts_of_project = sorted(rng.sample(PROJECT_ECONOMICS.split(), rng.randint(2, 6)))
        high = 80000 if code in ("2210108", "2120899") else 9000
        item.project = split(rng.randint(120, high), parts_of_project, rng)
        if rng.random() < 0.2:
            item.opening = rng.randint(1, item.spent // 2)
        if rng.random() < 0.15:
            item.closing = rng.randint(1, 900)
    before = [0, item.spent, item.spent * rng.randint(55, 150) // 100]
    item.prior = rng.choices(before, [1, 1, 8])[0]
    item.budget = item.spent + (rng.randint(1, item.spent // 8) if rng.random() < 0.4 else 0)
    item.initial_budget = item.budget * rng.randint(80, 115) // 100
    return item


def draw_unit(index: int, seed: int) -> Unit:
    """Draws a whole unit; the same index and seed always give the same unit."""
    rng = random.Random(f"{seed}-{index}")
    codes = [code for code in catalogue(FUNCTIONS) if len(code) == 7]
    optional = [c for c in codes if c not in BASIC_ITEMS and c not in FUND_ITEMS + STATE_ITEMS]
    chosen = set(BASIC_ITEMS) | set(rng.sample(optional, 38)) | set(rng.sample(FUND_ITEMS, 2))
    chosen |= set(STATE_ITEMS) if index % 2 else set()
    items = [draw_item(code, rng) for code in codes if code in chosen]
    general_projects = [item for item in items if item.kind == "general" and item.project]
    for ended in rng.sample(general_projects, 2):  # spent last year, nothing this year
        ended.project, ended.opening, ended.closing = {}, 0, 0
        ended.prior, ended.budget, ended.initial_budget = rng.randint(100, 900), 0, 0
    running = next(item for item in items if item.code == "2010301")
    running.other, running.prior_other = rng.randint(300, 2000), rng.randint(300, 2000)
    running.surplus_used = rng.randint(0, 200)
    buyer = next(item for item in general_projects if item.project)
    if index % 3 == 2:  # a unit that bought a car
        bought = rng.randint(1200, 2400)
        buyer.project["31013"] = bought
        buyer.budget, buyer.initial_budget = buyer.budget + bought, buyer.initial_budget + bought

    def economic(code: str) -> int:
        return sum(item.basic.get(code, 0) + item.project.get(code, 0) for item in items)

    abroad, purchase, upkeep, hosting = map(economic, ("30212", "31013", "30231", "30217"))
    parts = [abroad, purchase, upkeep, hosting]
    budgets = [part + (rng.randint(0, 60) if part else 0) for part in parts]
    before = [0, 0, upkeep * rng.randint(70, 140) // 100, hosting * rng.randint(70, 140) // 100]

    def three_public(row: Row) -> Row:
        return [sum(row), row[0], row[1] + row[2], row[1], row[2], row[3]]

    by_fund = {k: sum(item.prior for item in items if item.kind == k) for k in FUNDS}
    opening = sum(item.opening for item in items)
    fiscal, other = sum(by_fund.values()), sum(item.prior_other for item in items)
    last = three_public(before)
    running_costs = sum(v for i in items for c, v in i.basic.items() if c[:3] in ("302", "310"))
    totals = {
        "收入支出总计": fiscal + other + opening,
        "本年支出合计": fiscal + other,
        "财政拨款收入支出总计": fiscal + opening,
        "一般公共预算财政拨款支出": by_fund["general"],
        "政府性基金预算财政拨款支出": by_fund["fund"],
        "国有资本经营预算财政拨款支出": by_fund["state"],
        "“三公”经费支出合计": last[0],
        "因公出国（境）费": last[1],
        VEHICLES: last[2],
        "公务用车购置费": last[3],
        "公务用车运行维护费": last[4],
        "公务接待费": last[5],
        "机关运行经费": running_costs * rng.randint(80, 120) // 100,
    }
    budget_row = three_public(budgets)
    return Unit(f"示例{index:03d}街道办事处", items, totals, budget_row, three_public(parts))


def roll_up(rows: Iterable[tuple[str, Row]], width: int, cuts: tuple[int, ...]) -> dict[str, Row]:
    """Item rows with their parents' rows and the total (合计) before them, in order of code."""
    sums: dict[str, Row] = {"合计": [0] * width}
    for code, row in rows:
        for key in ("合计", *(code[:cut] for cut in cuts)):
            kept = sums.setdefault(key, [0] * width)
            sums[key] = [a + b for a, b in zip(kept, row, strict=True)]
    return {key: sums[key] for key in sorted(sums, key=lambda key: "" if key == "合计" else key)}


def sum_of(first: str, last: str) -> Callable[[int], str]:
    """The formula that sums the columns from first to last in a given row."""
    return lambda row: f"=SUM({first}{row}:{last}{row})"


class Styles:
    """The cell formats of a book."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        def style(**more: object) -> Any:
            return book.add_format({"font_name": "宋体", "font_size": 10, **more})

        boxed: dict[str, object] = {"border": 1, "valign": "vcenter"}
        grey = "#D9E2EC"
        self.title = style(font_size=16, bold=True, align="center")
        self.left, self.middle, self.right = (style(align=a) for a in ("left", "center", "right"))
        self.note = style(font_size=9, align="left")
        self.head = style(**boxed, bold=True, align="center", text_wrap=True, bg_color=grey)
        self.code = style(**boxed, align="center", num_format="@")
        self.names = [style(**boxed, bold=level == 0, indent=level) for level in range(3)]
        self.money = style(**boxed, num_format="0.00", align="right")
        self.total = style(**boxed, num_format="0.00", align="right", bold=True)
        self.blank = style(**boxed)


class Page:
    """One sheet: header block, headings, rows. Rows and columns count from 0 as in XlsxWriter."""

    def __init__(
        self, book: xlsxwriter.Workbook, styles: Styles, unit: Unit, key: str, width: int
    ) -> None:
        title = TITLES.get(key, key)
        self.sheet = book.add_worksheet(f"公开{key} {title}" if key in TITLES else key)
        self.styles, self.width, self.row = styles, width, 3
        self.sheet.merge_range(0, 0, 0, width - 1, title, styles.title)
        if key in TITLES:
            self.sheet.write(1, width - 1, f"公开{key}表", styles.right)
        self.sheet.write(2, 0, f"部门：{unit.name}", styles.left)
        self.sheet.write(2, width // 2, f"{YEAR}年度", styles.middle)
        self.sheet.write(2, width - 1, "金额单位：万元", styles.right)
        self.sheet.set_row(0, 28)

    def headings(self, groups: list[Group], numbers: list[object]) -> None:
        """Merged headings, then the row of column numbers."""

        def depth(group: Group) -> int:
            return 1 if isinstance(group, str) else 1 + max(map(depth, group[1]))

        def draw(group: Group, row: int, column: int, levels: int) -> int:
            text, parts = (group, []) if isinstance(group, str) else group
            bottom, width = (row, 0) if parts else (row + levels - 1, 1)
            for part in parts:
                width += draw(part, row + 1, column + width, levels - 1)
            if bottom > row or width > 1:
                right = column + width - 1
                self.sheet.merge_range(row, column, bottom, right, text, self.styles.head)
            else:
                self.sheet.write(row, column, text, self.styles.head)
            return width

        levels, column = max(map(depth, groups)), 0
        for group in groups:
            column += draw(group, self.row, column, levels)
        self.row += levels
        for column, number in enumerate(numbers):
            self.sheet.write(self.row, column, number, self.styles.head)
        self.row += 1
        self.sheet.freeze_panes(self.row, 0)

    def line(self, values: list[object], *, bold: bool = False) -> None:
        """One row of labels and amounts; None is an empty boxed cell."""
        for column, value in enumerate(values):
            if value is None:
                self.sheet.write_blank(self.row, column, None, self.styles.blank)
            elif isinstance(value, int):
                style = self.styles.total if bold else self.styles.money
                self.sheet.write_number(self.row, column, value / 100, style)
            else:
                self.sheet.write_string(
                    self.row, column, str(value), self.styles.names[0 if bold else 1]
                )
        self.row += 1

    def coded(
        self,
        rows: Mapping[str, Row],
        names: Mapping[str, str],
        cuts: tuple[int, ...],
        *,
        formulas: Mapping[int, Callable[[int], str]] | None = None,
        blank_zero: Iterable[int] = (),
        extra: int = 0,
    ) -> None:
        """Rows of codes: one column for each part of the code, the name, the amounts.

        `formulas` gives for an amount's position the formula (of the sheet's row number) that
        stands there with its value saved; `blank_zero` the positions where 0 stays empty.
        """
        hollow, first = set(blank_zero), len(cuts) + 1
        for code, row in rows.items():
            level = 0 if code == "合计" else cuts.index(len(code))
            if code == "合计":
                self.sheet.merge_range(self.row, 0, self.row, len(cuts), "合计", self.styles.head)
            else:
                for column, (start, end) in enumerate(zip((0, *cuts), cuts, strict=False)):
                    self.sheet.write(self.row, column, code[start:end], self.styles.code)
                self.sheet.write_string(self.row, len(cuts), names[code], self.styles.names[level])
            style = self.styles.money if level else self.styles.total
            for position, amount in enumerate(row):
                column = first + position
                if formulas and position in formulas:
                    text = formulas[position](self.row + 1)
                    self.sheet.write_formula(self.row, column, text, style, amount / 100)
                elif amount == 0 and position in hollow:
                    self.sheet.write_blank(self.row, column, None, style)
                else:
                    self.sheet.write_number(self.row, column, amount / 100, style)
            for column in range(first + len(row), first + len(row) + extra):
                self.sheet.write_blank(self.row, column, None, style)
            self.row += 1

    def end(self, note: str, widths: Mapping[str, float]) -> None:
        """Two spare boxed rows, the note, the widths of columns."""
        for _ in range(2):
            self.line([None] * self.width)
        self.sheet.write(self.row, 0, f"注：{note}", self.styles.note)
        for columns, width in widths.items():
            self.sheet.set_column(columns, width)


CODE_HEAD: Group = ("功能分类科目编码", ["类", "款", "项"])
CODE_NUMBERS: list[object] = ["栏次", "", "", ""]
CODE_WIDTHS = {"A:C": 5, "D:D": 38, "E:CZ": 14}
CUTS = (3, 5, 7)


def write_summary(page: Page, unit: Unit) -> None:
    """Table 01: revenue beside expenditure."""
    current = unit.current
    spent = roll_up(((i.code, [i.spent + i.other]) for i in current), 1, CUTS)
    revenue = [sum(item.appropriated for item in unit.of(kind)) for kind in FUNDS]
    other = sum(item.other - item.surplus_used for item in current)
    surplus = sum(item.surplus_used for item in current)
    opening, closing = sum(i.opening for i in current), sum(i.closing for i in current)
    names = [
        *(f"{name}收入" for name in FUND_NAMES),
        "上级补助收入",
        "事业收入",
        "经营收入",
        "附属单位上缴收入",
        "其他收入",
    ]
    amounts = [*revenue, 0, 0, 0, 0, other]
    left: list[tuple[object, object]] = [
        (f"{ORDINALS[n]}、{name}", amounts[n]) for n, name in enumerate(names)
    ]
    left += [(None, None)] * (len(SUMMARY_CLASSES) - len(left))
    left += [("本年收入合计", sum(amounts)), ("使用非财政拨款结余（含专用结余）", surplus)]
    left += [("年初结转和结余", opening), (None, None)]
    left += [("总计", sum(amounts) + surplus + opening)]
    right: list[tuple[object, object]] = [
        (f"{ORDINALS[n]}、{name}", spent.get(code, [0])[0])
        for n, (code, name) in enumerate(SUMMARY_CLASSES.items())
    ]
    total = spent["合计"][0]
    right += [("本年支出合计", total), ("结余分配", 0), ("年末结转和结余", closing)]
    right += [(None, None), ("总计", total + closing)]
    columns: list[Any] = ["项目", "行次", "决算数"]
    page.headings([("收入", columns), ("支出", columns)], ["栏次", "", "1", "栏次", "", "2"])
    for n, ((a, b), (c, d)) in enumerate(zip(left, right, strict=True), 1):
        page.line([a, str(n), b, c, str(n + len(left)), d], bold=n > len(SUMMARY_CLASSES))
    widths = {"A:A": 36, "B:B": 6, "C:C": 14, "D:D": 36, "E:E": 6, "F:F": 14}
    page.end("本表反映部门本年度的总收支和年末结转结余等情况。", widths)


def write_revenue(page: Page, unit: Unit) -> None:
    """Table 02: revenue by item and source."""
    rows = []
    for item in unit.current:
        other = item.other - item.surplus_used
        rows.append((item.code, [item.appropriated + other, item.appropriated, 0, 0, 0, 0, other]))
    columns: list[Group] = [
        "本年收入合计",
        "财政拨款收入",
        "上级补助收入",
        "事业收入",
        "经营收入",
        "附属单位上缴收入",
        "其他收入",
    ]
    page.headings([CODE_HEAD, "科目名称", *columns], [*CODE_NUMBERS, *"1234567"])
    page.coded(roll_up(rows, 7, CUTS), catalogue(FUNCTIONS), CUTS)
    page.end("本表反映部门本年度取得的各项收入情况。", CODE_WIDTHS)


def write_expenditure(page: Page, unit: Unit) -> None:
    """Table 03: expenditure by item and kind; the total of a row is a formula."""
    rows = []
    for item in unit.current:
        basic, project = sum(item.basic.values()), sum(item.project.values()) + item.other
        rows.append((item.code, [basic + project, basic, project, 0, 0, 0]))
    columns: list[Group] = [
        "本年支出合计",
        "基本支出",
        "项目支出",
        "上缴上级支出",
        "经营支出",
        "对附属单位补助支出",
    ]
    page.headings([CODE_HEAD, "科目名称", *columns], [*CODE_NUMBERS, *"123456"])
    formulas = {0: sum_of("F", "J")}
    page.coded(roll_up(rows, 6, CUTS), catalogue(FUNCTIONS), CUTS, formulas=formulas)
    page.end("本表反映部门本年度各项支出情况。", CODE_WIDTHS)


def write_appropriations(page: Page, unit: Unit) -> None:
    """Table 04: appropriations by fund; the opening balances repeat the labels of the revenue."""
    by_fund = {kind: unit.of(kind) for kind in FUNDS}
    revenue = [sum(i.appropriated for i in by_fund[kind]) for kind in FUNDS]
    opening = [sum(i.opening for i in by_fund[kind]) for kind in FUNDS]
    closing = [sum(i.closing for i in by_fund[kind]) for kind in FUNDS]
    spent = roll_up(
        ((i.code, [i.spent if i.kind == kind else 0 for kind in FUNDS]) for i in unit.current),
        3,
        CUTS,
    )
    labels = [f"{ORDINALS[n]}、{name}" for n, name in enumerate(FUND_NAMES)]
    left: list[list[object]] = [[a, b] for a, b in zip(labels, revenue, strict=True)]
    left += [[None, None]] * (len(SUMMARY_CLASSES) - 3)
    left += [["本年收入合计", sum(revenue)], ["年初财政拨款结转和结余", sum(opening)]]
    left += [[a, b] for a, b in zip(labels, opening, strict=True)]
    left += [["总计", sum(revenue) + sum(opening)]]

    def right_row(label: str, amounts: Row) -> list[object]:
        return [label, sum(amounts), *amounts]

    right = [
        right_row(f"{ORDINALS[n]}、{name}", spent.get(code, [0, 0, 0]))
        for n, (code, name) in enumerate(SUMMARY_CLASSES.items())
    ]
    right += [right_row("本年支出合计", spent["合计"])]
    right += [right_row("年末财政拨款结转和结余", closing)]
    right += [[None] * 5] * 3
    grand = [a + b for a, b in zip(spent["合计"], closing, strict=True)]
    right += [right_row("总计", grand)]
    kinds: list[Any] = ["项目", "行次", "合计", *FUND_NAMES]
    numbers = ["栏次", "", "1", "栏次", "", *"2345"]
    page.headings([("收入", ["项目", "行次", "决算数"]), ("支出", kinds)], list(numbers))
    for n, (a, b) in enumerate(zip(left, right, strict=True), 1):
        line = [a[0], str(n), a[1], b[0], str(n + len(left)), *b[1:]]
        page.line(line, bold=n > len(SUMMARY_CLASSES))
    widths = {"A:A": 32, "B:B": 6, "C:C": 14, "D:D": 32, "E:E": 6, "F:I": 16}
    page.end("本表反映部门本年度财政拨款的总收支和年末结转结余等情况。", widths)


def write_economic(page: Page, unit: Unit) -> None:
    """Table 05: appropriations by economic item, for each fund total, basic, project."""

    def row(code: str) -> Row:
        amounts: Row = []
        for kind in FUNDS:
            basic = sum(item.basic.get(code, 0) for item in unit.of(kind))
            project = sum(item.project.get(code, 0) for item in unit.of(kind))
            amounts += [basic + project, basic, project]
        return [amounts[0] + amounts[3] + amounts[6], *amounts]

    names = catalogue(ECONOMICS)
    rows = roll_up(((code, row(code)) for code in names if len(code) == 5), 10, (3, 5))
    parts: list[Any] = ["小计", "基本支出", "项目支出"]
    groups: list[Group] = [("经济分类科目编码", ["类", "款"]), "科目名称", "合计"]
    page.headings(
        [*groups, *((name, parts) for name in FUND_NAMES)], ["栏次", "", "", *range(1, 11)]
    )
    page.coded(rows, names, (3, 5))
    widths = {"A:B": 7, "C:C": 34, "D:M": 13}
    page.end("本表反映部门本年度财政拨款支出按经济分类的明细情况。", widths)


def write_fund(page: Page, items: list[Item], empty: str = "", *, wide: bool) -> None:
    """Tables 06 and 12 (total, basic, project) or 10 and 11 (with balances and revenue)."""
    rows = []
    for i in items:
        basic, project = sum(i.basic.values()), sum(i.project.values())
        spent = [i.spent, basic, project]
        rows.append((i.code, [i.opening, i.appropriated, *spent, i.closing] if wide else spent))
    kinds: list[Any] = ["小计", "基本支出", "项目支出"]
    groups: list[Group] = (
        ["年初结转和结余", "本年收入", ("本年支出", kinds), "年末结转和结余"]
        if wide
        else ["本年支出合计", "基本支出", "项目支出"]
    )
    width = 6 if wide else 3
    page.headings([CODE_HEAD, "科目名称", *groups], [*CODE_NUMBERS, *"123456"[:width]])
    if rows:
        page.coded(roll_up(rows, width, CUTS), catalogue(FUNCTIONS), CUTS)
    for _ in range(0 if len(rows) > 5 else 10):
        page.line([None] * page.width)
    page.end("本表反映部门本年度财政拨款收支情况。" if rows else empty, CODE_WIDTHS)


def write_detail(page: Page, items: list[Item], *, project_only: bool) -> None:
    """Tables 07 and 09: items by function, columns by economic class and item."""
    names = catalogue(ECONOMICS)
    classes = [code for code in names if len(code) == 3]
    leaves = {c: [code for code in names if len(code) == 5 and code[:3] == c] for c in classes}
    rows = []
    for item in items:
        amounts: Row = []
        for code in classes:
            parts = [
                item.project.get(leaf, 0) + (0 if project_only else item.basic.get(leaf, 0))
                for leaf in leaves[code]
            ]
            amounts += [sum(parts), *parts]
        total = sum(item.project.values()) + (0 if project_only else sum(item.basic.values()))
        if total:
            rows.append((item.code, [total, *amounts]))
    formulas: dict[int, Callable[[int], str]] = {}
    subtotals, position = [], 1
    for code in classes:
        first, last = position + 1, position + len(leaves[code])
        a, b = xl_col_to_name(4 + first), xl_col_to_name(4 + last)
        formulas[position] = sum_of(a, b)
        subtotals.append(position)
        position = last + 1
    columns = [xl_col_to_name(4 + p) for p in subtotals]
    formulas[0] = lambda row: "=" + "+".join(f"{column}{row}" for column in columns)
    groups: list[Group] = [CODE_HEAD, "科目名称", "合计"]
    groups += [(names[c], ["小计", *(names[leaf] for leaf in leaves[c])]) for c in classes]
    page.headings(groups, [*CODE_NUMBERS, *range(1, position + 1)])
    hollow = set(range(position)) - set(subtotals)
    kept = {0: formulas[0]} if project_only else formulas
    page.coded(
        roll_up(rows, position, CUTS), catalogue(FUNCTIONS), CUTS, formulas=kept, blank_zero=hollow
    )
    page.end("本表反映部门本年度一般公共预算财政拨款支出的明细情况。", {**CODE_WIDTHS, "E:CZ": 11})


def write_basic(page: Page, unit: Unit) -> None:
    """Table 08: basic expenditure in three blocks, personnel and operating expenses below."""
    names = catalogue(ECONOMICS)
    leaves = (
        (code, [sum(i.basic.get(code, 0) for i in unit.of("general"))])
        for code in names
        if len(code) == 5
    )
    sums = roll_up(leaves, 1, (3, 5))
    blocks = [
        [code for code in sums if code[:3] in classes]
        for classes in (("301", "303"), ("302",), ("307", "310"))
    ]
    columns: list[Group] = ["经济分类科目编码", "科目名称", "决算数"]
    page.headings(columns * 3, ["", "", "1", "", "", "2", "", "", "3"])
    for n in range(max(map(len, blocks))):
        line: list[object] = []
        for block in blocks:
            code = block[n] if n < len(block) else ""
            line += [code, names[code], sums[code][0]] if code else [None] * 3
        page.line(line)
    personnel = sums["301"][0] + sums["303"][0]
    operating = sums["合计"][0] - personnel
    page.line(["人员经费合计", None, personnel, "公用经费合计", *[None] * 4, operating], bold=True)
    widths = {
        "A:A": 14,
        "B:B": 30,
        "C:C": 12,
        "D:D": 14,
        "E:E": 26,
        "F:F": 12,
        "G:G": 14,
        "H:H": 26,
        "I:I": 12,
    }
    page.end("本表反映部门本年度一般公共预算财政拨款基本支出明细情况。", widths)


def write_three_public(page: Page, unit: Unit) -> None:
    """Table 13: budget and actual of the three public expenses."""
    kinds: list[Any] = [
        "合计",
        "因公出国（境）费",
        (VEHICLES, ["小计", "公务用车购置费", "公务用车运行维护费"]),
        "公务接待费",
    ]
    page.headings([("预算数", kinds), ("决算数", kinds)], [*range(1, 13)])
    page.line([*unit.three_public_budget, *unit.three_public])
    for _ in range(6):
        page.line([None] * 12)
    note = "本表反映部门本年度财政拨款“三公”经费支出预决算情况，预算数为全年预算数。"
    page.end(note, {"A:L": 14})


def write_prior(page: Page, unit: Unit) -> None:
    """上年数: key totals, then items by fund; two empty columns for the change."""
    kinds: list[Any] = ["合计", *FUND_NAMES, "其他资金"]
    groups: list[Group] = [CODE_HEAD, "项目", ("上年决算数", kinds), "增减额", "增减率（%）"]
    page.headings(groups, [*CODE_NUMBERS, *range(1, 8)])
    for label, amount in unit.prior_totals.items():
        page.line([None, None, None, label, amount, *[None] * 6])
    rows = []
    for item in (item for item in unit.items if item.prior or item.prior_other):
        by_fund = [item.prior if item.kind == kind else 0 for kind in FUNDS]
        rows.append((item.code, [item.prior + item.prior_other, *by_fund, item.prior_other]))
    formulas = {0: sum_of("F", "I")}
    page.coded(roll_up(rows, 5, CUTS), catalogue(FUNCTIONS), CUTS, formulas=formulas, extra=2)
    page.end("上年数取自上年公开的决算表。", CODE_WIDTHS)


def write_budget(page: Page, unit: Unit) -> None:
    """预算数: initial and full-year budget of each item by fund; an empty column for completion."""
    kinds: list[Any] = ["年初预算数", "全年预算数"]
    groups: list[Group] = [CODE_HEAD, "科目名称", *((name, kinds) for name in FUND_NAMES)]
    page.headings([*groups, "完成预算（%）"], [*CODE_NUMBERS, *range(1, 8)])
    rows = []
    for item in (item for item in unit.items if item.budget):
        budgets = (item.initial_budget, item.budget)
        pairs = [budgets if item.kind == kind else (0, 0) for kind in FUNDS]
        rows.append((item.code, [amount for pair in pairs for amount in pair]))
    page.coded(roll_up(rows, 6, CUTS), catalogue(FUNCTIONS), CUTS, extra=1)
    page.end("完成预算以全年预算数为基数。", CODE_WIDTHS)


def write_book(path: Path, unit: Unit) -> None:
    """Writes the workbook of one unit."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": f"{unit.name}{YEAR}年度部门决算", "created": CREATED})
    styles = Styles(book)

    def page(key: str, width: int) -> Page:
        return Page(book, styles, unit, key, width)

    general, fund, state = (unit.of(kind) for kind in FUNDS)
    no_fund = "无政府性基金预算财政拨款收支，故本表无数据。"
    no_state = "无国有资本经营预算财政拨款收支，故本表无数据。"
    detail_width = 4 + 1 + len(catalogue(ECONOMICS))
    write_summary(page("01", 6), unit)
    write_revenue(page("02", 11), unit)
    write_expenditure(page("03", 10), unit)
    write_appropriations(page("04", 9), unit)
    write_economic(page("05", 13), unit)
    write_fund(page("06", 7), general, wide=False)
    write_detail(page("07", detail_width), general, project_only=False)
    write_basic(page("08", 9), unit)
    write_detail(page("09", detail_width), general, project_only=True)
    write_fund(page("10", 10), fund, no_fund, wide=True)
    write_fund(page("11", 10), state, no_state, wide=True)
    write_fund(page("12", 7), state, no_state, wide=False)
    write_three_public(page("13", 12), unit)
    write_prior(page("上年数", 11), unit)
    write_budget(page("预算数", 11), unit)
    book.close()


def make(directory: Path, count: int, seed: int = YEAR) -> list[Path]:
    """Writes `unit-001.xlsx` … into the directory and returns their paths.

    The same seed gives the same bytes; a unit does not depend on how many are made.
    """
    directory.mkdir(parents=True, exist_ok=True)
    paths = [directory / f"unit-{index:03d}.xlsx" for index in range(1, count + 1)]
    for index, path in enumerate(paths, 1):
        write_book(path, draw_unit(index, seed))
    return paths


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="生成基准测试用的虚构单位工作簿")
    parser.add_argument("directory", type=Path, help="输出目录")
    parser.add_argument("--count", type=int, default=8, help="单位个数")
    parser.add_argument("--seed", type=int, default=YEAR, help="随机种子")
    options = parser.parse_args()
    for path in make(options.directory, options.count, options.seed):
        print(path)


if __name__ == "__main__":
    main()
