"""The straightforward way to do the whole job, kept as a frozen baseline for the benchmarks.

pandas reads the tables, Decimal computes, jinja2 writes the text, matplotlib draws, openpyxl
writes the results back, python-docx writes the document. Nothing here is slow on purpose.

    python benchmarks/naive.py --units 8 --jobs 1 -o DIR
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import matplotlib
import matplotlib.pyplot as plt
import pandas as pd
import sample_books
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from jinja2 import Environment
from matplotlib.font_manager import fontManager
from openpyxl import load_workbook
from openpyxl.styles import Alignment, Font

YEAR, LAST = sample_books.YEAR, sample_books.YEAR - 1
ZERO, CENT = Decimal(0), Decimal("0.01")
STEPS = ("读取", "计算", "文字", "图表", "写回", "Word", "网页与JSON")
LAYOUT = {f"公开{n:02d}": (2, 3) for n in range(1, 14)}  # sheet: rows of headings, code columns
LAYOUT |= {"公开01": (2, 0), "公开04": (2, 0), "公开05": (2, 2), "公开08": (1, 0), "公开13": (3, 0)}
LAYOUT |= {"上年数": (2, 3), "预算数": (2, 3)}
FUNDS = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
SPENDING = {  # table: the column of this year's expenditure, the column of last year's
    "公开03": ("本年支出合计", "上年决算数·合计"),
    "公开06": ("本年支出合计", f"上年决算数·{FUNDS[0]}"),
    "公开10": ("本年支出·小计", f"上年决算数·{FUNDS[1]}"),
    "公开11": ("本年支出·小计", f"上年决算数·{FUNDS[2]}"),
}
CARS = "公务用车购置及运行维护费"
THREE_PUBLIC = {  # label of the total: column of table 13
    "“三公”经费支出合计": "合计",
    "因公出国（境）费": "因公出国（境）费",
    CARS: f"{CARS}·小计",
    "公务用车购置费": f"{CARS}·公务用车购置费",
    "公务用车运行维护费": f"{CARS}·公务用车运行维护费",
    "公务接待费": "公务接待费",
}
NARRATIVE = """
# 一、收入支出决算总体情况说明
{{ year }}年度收入、支出总计均为{{ wan(now["收入支出总计"]) }}。{{ change("收入支出总计", "收入、支出总计", "各") }}。
[图1：收入、支出决算总计变动情况图]
# 二、收入决算情况说明
{{ year }}年度本年收入合计{{ wan(revenue) }}，其中：{{ parts(revenue_parts, revenue) }}。
[图2：收入决算结构图]
# 三、支出决算情况说明
{{ year }}年度本年支出合计{{ wan(spent) }}，其中：{{ parts(spent_parts, spent) }}。
[图3：支出决算结构图]
# 四、财政拨款收入支出决算总体情况说明
{{ year }}年度财政拨款收入、支出总计均为{{ wan(now["财政拨款收入支出总计"]) }}。{{ change("财政拨款收入支出总计", "财政拨款收入总计、支出总计", "各") }}。
[图4：财政拨款收、支决算总计变动情况]
# 五、一般公共预算财政拨款支出决算情况说明
## （一）一般公共预算财政拨款支出决算总体情况
{{ fund_text(0) }}
[图5：一般公共预算财政拨款支出决算变动情况]
## （二）一般公共预算财政拨款支出决算结构情况
{{ year }}年度一般公共预算财政拨款支出{{ wan(general) }}，主要用于以下方面：{{ parts(classes, general) }}。
[图6：一般公共预算财政拨款支出决算结构]
## （三）一般公共预算财政拨款支出决算具体情况
{{ year }}年度一般公共预算财政拨款支出决算数为{{ wan(general) }}，{{ completion(general, budget) }}。其中：
{% for name, actual, planned in items %}
{{ loop.index }}.{{ name }}：支出决算数为{{ wan(actual) }}，{{ completion(actual, planned) }}。
{% endfor %}
# 六、一般公共预算财政拨款基本支出决算情况说明
{{ year }}年度一般公共预算财政拨款基本支出{{ wan(personnel + operating) }}，其中：
人员经费{{ wan(personnel) }}，主要包括：{{ personnel_names | join("、") }}。
公用经费{{ wan(operating) }}，主要包括：{{ operating_names | join("、") }}。
# 七、财政拨款“三公”经费支出决算情况说明
## （一）“三公”经费财政拨款支出决算总体情况说明
{{ year }}年度“三公”经费财政拨款支出决算为{{ wan(three[0][1]) }}，{{ completion(three[0][1], three[0][2]) }}。{{ change(three[0][0], "“三公”经费财政拨款支出决算") }}。
## （二）“三公”经费财政拨款支出决算具体情况说明
{{ year }}年度“三公”经费财政拨款支出决算中，{{ parts(three_parts, three[0][1]) }}。具体情况如下：
[图7：“三公”经费财政拨款支出结构]
{% for name, actual, planned in three[1:] %}
{{ loop.index }}.{{ name }}支出{{ wan(actual) }}，{{ completion(actual, planned) }}。{{ change(name, name + "支出决算") }}。{% if actual %}具体内容为〔请填写：{{ name }}的具体内容〕。{% endif %}

{% endfor %}
# 八、政府性基金预算支出决算情况说明
{{ fund_text(1) }}
# 九、国有资本经营预算支出决算情况说明
{{ fund_text(2) }}
# 十、其他重要事项的情况说明
## （一）机关运行经费支出情况
{{ year }}年度，{{ unit }}机关运行经费支出{{ wan(operating) }}。{{ change("机关运行经费", "机关运行经费支出") }}。
## （二）政府采购支出情况
{{ year }}年度，{{ unit }}政府采购支出总额〔请填写：采购总额〕万元。主要用于〔请填写：采购用途〕。
## （三）国有资产占有使用情况
截至{{ year }}年12月31日，{{ unit }}共有车辆〔请填写：车辆数〕辆。单价100万元（含）以上设备（不含车辆）〔请填写：设备数〕台（套）。
## （四）预算绩效管理情况
根据预算绩效管理要求，{{ unit }}对〔请填写：项目数〕个项目编制了绩效目标，选取〔请填写：项目数〕个项目开展绩效监控。
"""  # noqa: E501
PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{{ title }}</title></head>
<body style="max-width: 46em; margin: auto; line-height: 1.7"><h1>{{ title }}</h1>
{% for tag, text, picture in blocks %}
{% if picture %}<p><img alt="" width="560" src="data:image/png;base64,{{ picture }}"></p>{% endif %}
<{{ tag }}>{{ text }}</{{ tag }}>
{% endfor %}
<h2>勾稽核对</h2>
<ul>{% for finding in findings %}<li>{{ finding }}</li>{% else %}<li>全部相符</li>{% endfor %}</ul>
</body></html>
"""
NARRATIVE_TEMPLATE = Environment(trim_blocks=True).from_string(NARRATIVE)
PAGE_TEMPLATE = Environment(trim_blocks=True, autoescape=True).from_string(PAGE)
TAGS = {"# ": "h2", "##": "h3", "[图": "figcaption"}

matplotlib.use("Agg")
fonts = ("Noto Sans CJK SC", "Microsoft YaHei", "SimHei", "PingFang SC", "Noto Sans CJK JP")
installed = {font.name for font in fontManager.ttflist}
matplotlib.rcParams["font.sans-serif"] = [font for font in fonts if font in installed]

Amounts = dict[str, Decimal]


@dataclass(frozen=True)
class Table:
    """One sheet: its headings, its body as it stands, and the body's rows by code."""

    sheet: str
    unit: str
    codes: int
    headings: list[str]
    body: pd.DataFrame  # index: number of the row on the sheet
    rows: pd.DataFrame  # index: code or 合计; columns: row, name, then one for each heading

    def at(self, code: str, column: str) -> Decimal:
        """The amount of a code in a column; 0 if there is no such row."""
        return self.rows.at[code, column] if code in self.rows.index else ZERO

    def level(self, digits: int) -> pd.DataFrame:
        """The rows of 类 (3 digits), 款 (5) or 项 (7)."""
        return self.rows[[code.isdigit() and len(code) == digits for code in self.rows.index]]


Tables = dict[str, Table]


@dataclass(frozen=True)
class Account:
    """What was computed: this year's and last year's totals, facts of the text, all results."""

    now: Amounts
    prior: Amounts
    facts: dict[str, Any]
    results: Amounts
    findings: list[str]


def money(value: object) -> Decimal:
    """The amount of a cell in 万元; an empty cell counts as 0."""
    return Decimal(str(value)) if isinstance(value, int | float) and value == value else ZERO


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """part ÷ whole × 100, two decimals, half up; None on a zero base."""
    return (part / whole * 100).quantize(CENT, ROUND_HALF_UP) if whole else None


def plain(value: Decimal | None) -> str:
    """A number without trailing zeros: 1456.30 is 1456.3."""
    return "" if value is None else f"{value.normalize():f}"


def wan(value: Decimal) -> str:
    """An amount in the text."""
    return f"{plain(value)}万元"


def read(path: Path) -> Tables:
    """All tables of a workbook, by the first word of the sheet's name."""
    tables = {}
    for name, raw in pd.read_excel(path, sheet_name=None, header=None, dtype=object).items():
        levels, codes = LAYOUT[name.split()[0]]
        head = raw.iloc[3 : 3 + levels].copy()
        head.iloc[:-1] = head.iloc[:-1].ffill(axis=1)
        columns = zip(*head.to_numpy(), strict=True)
        headings = ["·".join(dict.fromkeys(t for t in c if isinstance(t, str))) for c in columns]
        body = raw.iloc[4 + levels :]
        body = body[~body[0].astype(str).str.startswith("注：")].dropna(how="all")
        body.index += 1
        rows = body.iloc[:, codes + 1 :].map(money) if codes else pd.DataFrame()
        if len(rows):
            rows.columns = pd.Index(headings[codes + 1 :])
            rows.insert(0, "name", body[codes])
            rows.insert(0, "row", body.index)
            rows.index = body[0].str.cat([body[n] for n in range(1, codes)], na_rep="")
            rows = rows[rows.index != ""]
        unit = str(raw.iat[2, 0]).removeprefix("部门：")
        tables[name.split()[0]] = Table(name, unit, codes, headings, body, rows)
    return tables


def labelled(body: pd.DataFrame, label: int, amount: int) -> Amounts:
    """Label without its ordinal -> amount, from two columns of a table without codes."""
    pairs = body[[label, amount]].dropna(subset=[label]).itertuples(index=False)
    return {str(text).split("、")[-1]: money(value) for text, value in pairs}


def compute(t: Tables) -> Account:
    """Totals, facts of the text, shares, changes and completion of all rows, checks."""
    revenue, spending = labelled(t["公开01"].body, 0, 2), labelled(t["公开01"].body, 3, 5)
    fiscal, basic = labelled(t["公开04"].body, 3, 5), t["公开08"].body
    personnel, operating = money(basic.iloc[-1, 2]), money(basic.iloc[-1, 8])
    three_public = dict(
        zip(t["公开13"].headings, map(money, t["公开13"].body.iloc[0]), strict=True)
    )
    now = {"收入支出总计": revenue["总计"], "本年支出合计": spending["本年支出合计"]}
    now |= {"财政拨款收入支出总计": fiscal["总计"], "机关运行经费": operating}
    for fund, key in zip(FUNDS, ("公开06", "公开10", "公开11"), strict=True):
        now[f"{fund}支出"] = t[key].at("合计", SPENDING[key][0])
    now |= {name: three_public[f"决算数·{column}"] for name, column in THREE_PUBLIC.items()}
    prior_body = t["上年数"].body
    prior = labelled(prior_body[prior_body[0].isna()], 3, 4)

    leaves = [  # the 款 of basic expenditure that have amounts, block by block
        (code, name)
        for n in (0, 3, 6)
        for code, name, amount in basic.iloc[:-1, n : n + 3].itertuples(index=False)
        if len(str(code)) == 5 and money(amount)
    ]
    classes, budgets = t["公开06"].level(3), f"{FUNDS[0]}·全年预算数"
    items = [
        (item_name(t["公开06"].rows, code), amount, t["预算数"].at(code, budgets))
        for code, amount in t["公开06"].level(7)["本年支出合计"].items()
    ]
    three = [
        (name, now[name], three_public[f"预算数·{column}"])
        for name, column in THREE_PUBLIC.items()
        if name not in ("公务用车购置费", "公务用车运行维护费")
    ]
    facts = {
        "unit": t["公开01"].unit,
        "revenue": revenue["本年收入合计"],
        "revenue_parts": list(revenue.items())[:8],
        "spent": spending["本年支出合计"],
        "spent_parts": list(t["公开03"].rows.loc["合计"].iloc[3:].items()),
        "general": now[f"{FUNDS[0]}支出"],
        "classes": list(zip(classes["name"], classes["本年支出合计"], strict=True)),
        "budget": t["预算数"].at("合计", budgets),
        "items": items,
        "personnel": personnel,
        "operating": operating,
        "personnel_names": [name for code, name in leaves if code[:3] in ("301", "303")],
        "operating_names": [name for code, name in leaves if code[:3] not in ("301", "303")],
        "three": three,
        "three_parts": [(f"{name}支出决算", amount) for name, amount, _ in three[1:]],
    }
    findings = check(t, revenue, spending, fiscal, now, personnel + operating)
    return Account(now, prior, facts, rates(t, now, prior), findings)


def item_name(rows: pd.DataFrame, code: str) -> str:
    """类、款、项 of a code as the text names them."""
    category, section, item = (rows.at[code[:cut], "name"] for cut in (3, 5, 7))
    short = category if category == "其他支出" else category.removesuffix("支出")
    return f"{short}（类）{section}（款）{item}（项）"


def rates(t: Tables, now: Amounts, prior: Amounts) -> Amounts:
    """Every share, change, rate of change and completion rate, by table, code and column."""
    found: dict[str, Decimal | None] = {}
    for label, amount in now.items():
        found[f"总计/{label}/增减额"] = amount - prior[label]
        found[f"总计/{label}/增减率"] = percent(amount - prior[label], prior[label])
    for key in ("公开02", "公开03", "公开06", "公开07", "公开10"):
        for column, amounts in t[key].rows.iloc[:, 2:].items():
            if key != "公开07" or str(column).endswith("计"):
                shares = amounts.map(partial(percent, whole=amounts["合计"]))
                found |= {f"{key}/{code}/{column}/占比": share for code, share in shares.items()}
    for key, (column, prior_column) in SPENDING.items():
        before = t["上年数"].rows[prior_column]
        for code in t[key].rows.index.union(before.index[before != ZERO]):
            difference = t[key].at(code, column) - before.get(code, ZERO)
            found[f"{key}/{code}/增减额"] = difference
            found[f"{key}/{code}/增减率"] = percent(difference, before.get(code, ZERO))
    for code, row in t["预算数"].rows.iterrows():
        for key, fund in zip(("公开06", "公开10", "公开11"), FUNDS, strict=True):
            actual = t[key].at(str(code), SPENDING[key][0])
            found[f"{key}/{code}/完成预算"] = percent(actual, row[f"{fund}·全年预算数"])
    return {key: value for key, value in found.items() if value is not None}


def check(
    t: Tables, revenue: Amounts, spending: Amounts, fiscal: Amounts, now: Amounts, basic: Decimal
) -> list[str]:
    """The identities of the tables; returns in words those that do not hold."""
    income, spent, used = revenue["本年收入合计"], spending["本年支出合计"], fiscal["本年支出合计"]
    surplus = revenue["使用非财政拨款结余（含专用结余）"]
    closing = spending["结余分配"] + spending["年末结转和结余"]
    by_fund = sum((now[f"{fund}支出"] for fund in FUNDS), ZERO)
    three = [now[name] for name in THREE_PUBLIC]
    summary = [money(value) for value in t["公开04"].body[2]]
    pairs = [
        ("公开01 本年收入合计", income, sum(list(revenue.values())[:8], ZERO)),
        ("公开01 本年支出合计", spent, sum(list(spending.values())[:26], ZERO)),
        ("公开01 收入总计", revenue["总计"], income + surplus + revenue["年初结转和结余"]),
        ("公开01 支出总计", spending["总计"], spent + closing),
        ("公开01 收支总计", revenue["总计"], spending["总计"]),
        ("公开02 本年收入合计", t["公开02"].at("合计", "本年收入合计"), income),
        ("公开03 本年支出合计", t["公开03"].at("合计", "本年支出合计"), spent),
        ("公开04 本年收入合计", summary[26], sum(summary[:3], ZERO)),
        ("公开04 收入总计", summary[-1], summary[26] + sum(summary[28:31], ZERO)),
        ("公开04 支出总计", fiscal["总计"], used + fiscal["年末财政拨款结转和结余"]),
        ("公开04 收支总计", summary[-1], fiscal["总计"]),
        ("公开04 本年支出合计", used, by_fund),
        ("公开05 合计", t["公开05"].at("合计", "合计"), used),
        ("公开06 基本支出", t["公开06"].at("合计", "基本支出"), basic),
        ("公开06 项目支出", t["公开06"].at("合计", "项目支出"), t["公开09"].at("合计", "合计")),
        ("公开07 合计", t["公开07"].at("合计", "合计"), now[f"{FUNDS[0]}支出"]),
        ("公开13 “三公”经费合计", three[0], three[1] + three[2] + three[5]),
        ("公开13 公务用车小计", three[2], three[3] + three[4]),
    ]
    for key in ("公开02", "公开03", "公开06", "公开10", "公开11", "公开12"):
        for digits, parent in ((3, 0), (5, 3), (7, 5)):
            parts = t[key].level(digits).iloc[:, 2:]
            sums = parts.groupby(lambda code, n=parent: code[:n] or "合计").sum()
            pairs += [
                (f"{key} {code} {column}", t[key].at(str(code), str(column)), total)
                for column, totals in sums.items()
                for code, total in totals.items()
            ]
    return [f"{name}：{plain(a)} ≠ {plain(b)}" for name, a, b in pairs if a != b]


def narrate(account: Account) -> list[str]:
    """The paragraphs of the ten sections; headings begin with #, places of charts with [图."""
    now, prior, facts = account.now, account.prior, account.facts

    def change(label: str, subject: str, each: str = "") -> str:
        difference = now[label] - prior[label]
        if not difference:
            return f"{subject}与{LAST}年度持平"
        verb, rate_verb = ("增加", "增长") if difference > 0 else ("减少", "下降")
        rate = percent(abs(difference), prior[label])
        tail = "（上年无此项，增长率不可比）" if rate is None else f"，{rate_verb}{plain(rate)}%"
        reason = f"。主要变动原因是〔请填写：{label}变动原因〕"
        return f"与{LAST}年度相比，{subject}{each}{verb}{wan(abs(difference))}{tail}{reason}"

    def parts(pairs: list[tuple[str, Decimal]], whole: Decimal) -> str:
        shown = [(name, amount) for name, amount in pairs if amount]
        return "；".join(f"{n}{wan(a)}，占{plain(percent(a, whole))}%" for n, a in shown)

    def completion(actual: Decimal, planned: Decimal) -> str:
        if actual == planned:
            return "完成预算100%，决算数与预算数持平" if actual else "无预算、无支出"
        if not planned:
            return "预算为0，不计算完成率，原因是〔请填写：未安排预算的原因〕"
        rate, word = percent(actual, planned), "大于" if actual > planned else "小于"
        if rate == 100:
            return "决算数与预算数基本持平"
        reason = f"决算数{word}预算数的主要原因是〔请填写：差异原因〕"
        return f"完成预算{plain(rate)}%，{reason}"

    def fund_text(number: int) -> str:
        label = f"{FUNDS[number]}支出"
        if not now[label] and not prior[label]:
            return f"{YEAR}年度无{label}。"
        share = f"占本年支出合计的{plain(percent(now[label], facts['spent']))}%"
        return f"{YEAR}年度{label}{wan(now[label])}，{share}。{change(label, label)}。"

    functions = {"wan": wan, "change": change, "parts": parts, "completion": completion}
    text = NARRATIVE_TEMPLATE.render(facts, **functions, fund_text=fund_text, now=now, year=YEAR)
    return [line for line in text.splitlines() if line.strip()]


def draw_charts(account: Account) -> list[bytes]:
    """The seven charts as PNG."""
    now, prior, facts = account.now, account.prior, account.facts

    def years(label: str) -> list[tuple[str, Decimal]]:
        return [(f"{LAST}年度", prior[label]), (f"{YEAR}年度", now[label])]

    return [
        draw("bar", years("收入支出总计")),
        draw("pie", facts["revenue_parts"]),
        draw("pie", facts["spent_parts"]),
        draw("bar", years("财政拨款收入支出总计")),
        draw("bar", years(f"{FUNDS[0]}支出")),
        draw("barh", facts["classes"][::-1]),
        draw("pie", [(name, amount) for name, amount, _ in facts["three"][1:]]),
    ]


def draw(kind: str, data: list[tuple[str, Decimal]]) -> bytes:
    """One chart: columns, horizontal bars, or a pie with a legend."""
    shown = [(label, float(amount)) for label, amount in data if amount or kind == "bar"]
    labels, values = [label for label, _ in shown], [value for _, value in shown]
    figure, axes = plt.subplots(figsize=(6, 3.4))
    if kind == "pie":
        wedges = axes.pie(values, startangle=90, counterclock=False)[0]
        total = sum((amount for _, amount in data), ZERO)
        texts = [f"{n} {plain(percent(Decimal(str(v)), total))}%" for n, v in shown]
        axes.set_position((0.02, 0.05, 0.45, 0.9))
        axes.legend(wedges, texts, loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    else:
        bars = axes.bar(labels, values, 0.45) if kind == "bar" else axes.barh(labels, values)
        axes.bar_label(bars, [f"{value:.2f}" for value in values], padding=3, fontsize=9)
        axes.spines[["top", "right"]].set_visible(False)
        axes.margins(x=0.15, y=0.15) if kind == "barh" else axes.margins(y=0.15)
        axes.tick_params(labelsize=9)
        axes.set_title("单位：万元", loc="right", fontsize=9)
        figure.subplots_adjust(left=0.14 if kind == "bar" else 0.34, right=0.97)
    picture = BytesIO()
    figure.savefig(picture, format="png", dpi=150)
    plt.close(figure)
    return picture.getvalue()


def write_back(path: Path, out: Path, t: Tables, account: Account, text: list[str]) -> None:
    """A copy of the workbook with the results beside the tables and the text on a new sheet."""
    book, results = load_workbook(path), account.results
    prior, budgets = t["上年数"], t["预算数"]

    def put(table: Table, row: int, column: int, key: str) -> None:
        if key in results:
            cell = book[table.sheet].cell(row, column, float(results[key]))
            cell.number_format = "0.00"

    for row, label in prior.body.loc[prior.body[0].isna(), 3].items():
        put(prior, int(str(row)), 10, f"总计/{label}/增减额")
        put(prior, int(str(row)), 11, f"总计/{label}/增减率")
    for code, row in prior.rows["row"].items():
        put(prior, row, 10, f"公开03/{code}/增减额")
        put(prior, row, 11, f"公开03/{code}/增减率")
    for code, row in budgets.rows["row"].items():
        put(budgets, row, 11, f"公开06/{code}/完成预算")
    for key, column in (("公开03", 11), ("公开06", 8)):
        book[t[key].sheet].cell(4, column, "占比（%）").font = Font(name="宋体", bold=True)
        for code, row in t[key].level(3)["row"].items():
            put(t[key], row, column, f"{key}/{code}/本年支出合计/占比")
    sheet = book.create_sheet("说明")
    sheet.column_dimensions["A"].width = 110
    for number, line in enumerate(text, 1):
        cell = sheet.cell(number, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(name="宋体", size=11, bold=line.startswith("#"))
    book.save(out)


def printed(table: Table) -> list[list[str]]:
    """A table as it stands in the document: codes in one column, wide tables by subtotals."""
    codes, body = table.codes, table.body
    columns = [n for n in range(codes, len(table.headings)) if body[n].notna().any()]
    if len(columns) > 14:
        columns = [n for n in columns if n == codes or table.headings[n].endswith("计")]
    amounts = [n for n in columns if n > codes] if codes else []
    lines = [["科目编码"] * bool(codes) + [table.headings[n] for n in columns]]
    for _, row in body.iterrows():
        if amounts and not any(money(row[n]) for n in amounts):
            continue
        values = [row[n] for n in columns]
        cells = ["" if v != v else v if isinstance(v, str) else f"{v:.2f}" for v in values]
        code = "".join(part for part in row[:codes] if isinstance(part, str))
        lines.append([code] * bool(codes) + cells)
    return lines


def write_word(out: Path, t: Tables, text: list[str], charts: list[bytes], title: str) -> None:
    """The document: the text with its charts, then the tables on landscape pages."""
    document = docx.Document()
    for name, size in (("Normal", 8), ("Body Text", 12), ("Heading 1", 15), ("Heading 2", 13)):
        style = document.styles[name]
        style.font.name, style.font.size = "Times New Roman", Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    document.styles["Body Text"].paragraph_format.first_line_indent = Pt(24)
    heading = document.add_heading(title, 1)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    pictures = iter(charts)
    for line in text:
        if line.startswith("#"):
            document.add_heading(line.lstrip("# "), 2 if line.startswith("##") else 1)
        elif line.startswith("[图"):
            document.add_picture(BytesIO(next(pictures)), width=Cm(14))
            caption = document.add_paragraph(line.strip("[]"))
            for paragraph in (document.paragraphs[-2], caption):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            document.add_paragraph(line, style="Body Text")
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Cm(1.5)
    for key, table in t.items():
        if key.startswith("公开"):
            document.add_heading(f"{key}表 {table.sheet.split()[1]}", 2)
            add_table(document, printed(table))
    document.save(str(out))


def add_table(document: Any, lines: list[list[str]]) -> None:
    """One table over the whole width; its headings repeat on every page."""
    if len(lines) == 1:
        document.add_paragraph("本表无数据。")
        return
    document.add_paragraph("金额单位：万元").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    table = document.add_table(len(lines), len(lines[0]), style="Table Grid")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    weights = [4 if text.endswith(("名称", "项目")) else 2 for text in lines[0]]
    widths = [Cm(25 * weight / sum(weights)) for weight in weights]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row, line in zip(table.rows, lines, strict=True):
        for cell, value, width in zip(row.cells, line, widths, strict=True):
            cell.width = width
            if value:
                cell.text = value
            if re.fullmatch(r"-?\d+\.\d\d", value):
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def write_page(out: Path, text: list[str], charts: list[bytes], title: str, a: Account) -> None:
    """The text as one HTML page, and the figures as JSON beside it."""
    pictures, blocks = iter(charts), []
    for line in text:
        picture = base64.b64encode(next(pictures)).decode() if line.startswith("[图") else ""
        blocks.append((TAGS.get(line[:2], "p"), line.strip("# []"), picture))
    out.write_text(
        PAGE_TEMPLATE.render(title=title, blocks=blocks, findings=a.findings), encoding="utf-8"
    )
    figures = {key: str(value) for key, value in a.results.items()}
    totals = {key: str(value) for key, value in a.now.items()}
    data = {"title": title, "totals": totals, "figures": figures, "findings": a.findings}
    text_of_data = json.dumps(data, ensure_ascii=False, indent=1)
    out.with_suffix(".json").write_text(text_of_data, encoding="utf-8")


def process(path: Path, directory: Path) -> dict[str, float]:
    """The whole job for one unit; returns the milliseconds of each step."""
    spent: dict[str, float] = {}

    @contextmanager
    def step(name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        spent[name] = (time.perf_counter() - start) * 1000

    out = directory / path.name
    with step("读取"):
        tables = read(path)
    with step("计算"):
        account = compute(tables)
    title = f"{account.facts['unit']}{YEAR}年度部门决算情况说明"
    with step("文字"):
        text = narrate(account)
    with step("图表"):
        charts = draw_charts(account)
    with step("写回"):
        write_back(path, out, tables, account, text)
    with step("Word"):
        write_word(out.with_suffix(".docx"), tables, text, charts, title)
    with step("网页与JSON"):
        write_page(out.with_suffix(".html"), text, charts, title, account)
    return spent


def peak_memory(who: int) -> float:
    """Peak resident memory in MiB."""
    return resource.getrusage(who).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="朴素做法的基准：逐单位完成全部工作并计时")
    parser.add_argument("--units", type=int, default=8, help="单位个数")
    parser.add_argument("--jobs", type=int, default=1, help="进程数")
    parser.add_argument("--seed", type=int, default=sample_books.YEAR, help="样例的随机种子")
    parser.add_argument("--books", type=Path, help="样例目录：已有则直接使用，没有则生成")
    parser.add_argument("-o", "--output", type=Path, help="输出目录（默认用临时目录，结束即删）")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        source: Path = options.books or Path(scratch) / "books"
        books = sorted(source.glob("unit-*.xlsx"))[: options.units]
        if len(books) < options.units:
            books = sample_books.make(source, options.units, options.seed)
        output: Path = options.output or Path(scratch) / "results"
        output.mkdir(parents=True, exist_ok=True)
        job, start = partial(process, directory=output), time.perf_counter()
        if options.jobs > 1:
            with ProcessPoolExecutor(options.jobs) as pool:
                times = list(pool.map(job, books))
        else:
            times = [job(book) for book in books]
        wall = time.perf_counter() - start
    print(f"{options.units} 个单位，{options.jobs} 个进程；每单位毫秒（平均）：")
    for name in STEPS:
        print(f"  {name}: {sum(spent[name] for spent in times) / options.units:.1f}")
    print(f"  合计（墙钟）: {wall * 1000 / options.units:.1f}")
    print(f"每秒 {options.units / wall:.2f} 个单位")
    memory = f"内存峰值：主进程 {peak_memory(resource.RUSAGE_SELF):.0f} MiB"
    if options.jobs > 1:
        memory += f"，最大子进程 {peak_memory(resource.RUSAGE_CHILDREN):.0f} MiB"
    print(memory)


if __name__ == "__main__":
    main()
