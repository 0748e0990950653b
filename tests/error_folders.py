"""errors/ 下的文件夹：一个文件夹是一种校验、触发它的输入和用户看到的文字。

input.toml 写法同 formats/*/cases/*.toml，盖在 errors/base.toml 上；一格写 "" 就是空着。另有三个键：
without 是工作簿里没有的表，published = true 是金额只公开到 0.01 万元，place 是别的格式（四川没有的
勾稽），盖在那个格式的案例 complete 上。读取中的问题用 input.txt，是内存工作簿的文字。
汇总的问题写法见 rolled_up.py。

别人写的说明的问题用 document.txt（或 .html、.pdf），是被审的文字，一行一段，可以只有触发它的几段
（标题照写，好知道是哪一节：“三、支出决算情况说明”）。旁边有 input.toml 的，与那套账核对，补充资料
也在内；没有的，只核文字自身。input.toml 里写 alone = true，就只取其中的 place、settings，不与表
核对。文字短，便会缺章节、缺名词解释：AROUND_TEXTS 里的只在它们自己的文件夹里算，这一类新校验也加
在那里。

expected.txt 里，上年数、预算数、补充资料的格子写成行名（上年数〈收入支出决算总表 支出总计〉）：
这几张表的行会随格式增减。
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from tests.rolled_up import rolled_results, units_in
from xlbudget.books.memory_book import MemoryBook
from xlbudget.domain.account import BUDGET_SHEET, PRIOR_SHEET, SUPPLEMENT_SHEET, FinalAccount
from xlbudget.domain.findings import Finding
from xlbudget.domain.money import PUBLISHED, Amount
from xlbudget.formats.cases import Case, parse_case
from xlbudget.formats.keys import Keys
from xlbudget.formats.library import HOME, find
from xlbudget.formats.model import SUPPLEMENT, Format
from xlbudget.formats.names import FigureName
from xlbudget.pipeline import report, run
from xlbudget.pipeline.documents import named, review
from xlbudget.reading.documents import read_document
from xlbudget.results import Results
from xlbudget.results.places import place_words, quoted
from xlbudget.results.reviewed import Reviewed
from xlbudget.workbook.blank import account_of_case

ERRORS = Path(__file__).parent / "errors"
NAMES = sorted(folder.name for folder in ERRORS.iterdir() if folder.is_dir())
PLACE, YEAR, FILE = "sichuan", 2024, "示例街道办事处.xlsx"
AROUND = {"terms-reference", "table-missing", "gap"}
"""输入小，便会缺表、缺数、用参考释义：这些提醒只在它们自己的文件夹里算。"""

AROUND_TEXTS = {
    "item-explained",
    "item-used",
    "numbers-in-order",
    "numbers-unbound",
    "parts-in-order",
    "sections-filled",
    "sections-of-form",
    "table-missing",
}
"""文字短，便会有的：只在它们自己的文件夹里算。"""

Toml = dict[str, Any]


def _laid_over(lower: Toml, upper: Toml) -> Toml:
    merged = dict(lower)
    for key, value in upper.items():
        below = lower.get(key)
        below = below if isinstance(below, dict) else {}
        merged[key] = _laid_over(below, value) if isinstance(value, dict) else value
    return {key: value for key, value in merged.items() if value != ""}


@cache
def base(place: str = PLACE) -> Toml:
    """各种资金都有、处处相符的一套账。"""
    own = HOME / place / "cases" / "complete.toml"
    path = ERRORS / "base.toml" if place == PLACE else own
    return tomllib.loads(path.read_text(encoding="utf-8"))


def account_of(text: str, name: str = "base") -> tuple[FinalAccount, Format]:
    """base.toml 上盖着 `text` 的账和它的格式。"""
    changes = tomllib.loads(text)
    without, published = changes.pop("without", []), changes.pop("published", False)
    changes.pop("alone", None)
    place = changes.pop("place", PLACE)
    case = parse_case(Keys(_laid_over(base(place), changes), name), name, place)
    if published:
        case = _as_published(case)
    resolved = find(case.place, case.year, case.settings)
    account = account_of_case(case, resolved, FILE)
    kept = {name: known for name, known in account.statements.items() if name not in without}
    return replace(account, statements=kept), resolved


def _as_published(case: Case) -> Case:
    def rounded(amounts: dict[tuple[str, str, str], Amount]) -> dict[tuple[str, str, str], Amount]:
        return {key: amount.rounded(PUBLISHED) for key, amount in amounts.items()}

    return replace(
        case,
        amounts=rounded(dict(case.amounts)),
        prior=rounded(dict(case.prior)),
        budgets=rounded(dict(case.budgets)),
    )


def text_in(name: str) -> Path | None:
    """一个文件夹里被审的文字；不是文字的问题就没有。"""
    return next((ERRORS / name).glob("document.*"), None)


def reviewed(name: str, path: Path) -> Reviewed:
    """审一遍一个文件夹的文字。"""
    document = named(read_document(path), path.name)
    tables = path.with_name("input.toml")
    if not tables.is_file():
        return review(document, (find(PLACE, YEAR),))
    account, resolved = account_of(tables.read_text(encoding="utf-8"), name)
    alone = tomllib.loads(tables.read_text(encoding="utf-8")).get("alone")
    return review(document, (resolved,), None if alone else account)


def result(name: str) -> Results:
    """跑一遍一个文件夹的输入。"""
    folder = ERRORS / name
    units = units_in(folder)
    if units:
        accounts = [account_of(path.read_text(encoding="utf-8"), name) for path in units]
        return rolled_results(accounts, folder, FILE)
    book = folder / "input.txt"
    if book.is_file():
        return report(MemoryBook(book.read_text(encoding="utf-8"), FILE))
    return run(*account_of((folder / "input.toml").read_text(encoding="utf-8"), name))


def shown(finding: Finding, rows: Mapping[str, str], indent: str = "") -> str:
    """一条问题和它引起的，全文。"""
    message = _by_row(finding.message, finding.where.sheet or "", rows)
    quote = quoted(finding.where) if finding.where.span else None
    lines = [f"{indent}{heading(finding, rows)}", *([f"{indent}{quote.text()}"] if quote else [])]
    lines += [f"{indent}{message}"]
    lines += [shown(follower, rows, indent + "    ") for follower in finding.follows]
    return "\n".join(lines)


def heading(finding: Finding, rows: Mapping[str, str]) -> str:
    """级别、名称、位置。"""
    where = finding.where
    place = "!".join(part for part in (where.sheet, where.cell) if part)
    place = place or (place_words(where) if where.paragraph is not None else "")
    return f"{finding.level.chinese} {finding.check} {rows.get(place, place)}".rstrip()


def _by_row(text: str, home: str, rows: Mapping[str, str]) -> str:
    """文字里我们自己的表的格子换成行名；在 `home` 这张表的，文字里只有地址。"""
    text = re.sub(r"[^（、]+![A-Z]+[0-9]+", lambda found: rows.get(found[0], found[0]), text)
    return re.sub(
        r"（([A-Z]+[0-9]+)）", lambda at: f"（{rows.get(f'{home}!{at[1]}', at[1])}）", text
    )


def _rows(account: FinalAccount, resolved: Format) -> dict[str, str]:
    """我们自己的表的格子 -> 表名〈行名〉。"""
    found: dict[str, str] = {}
    for (table, line, column), cell in account.prior.items():
        found[str(cell.source)] = f"{PRIOR_SHEET}〈{_line(resolved, table, line, column)}〉"
    for (table, line, column, base), cell in account.budgets.items():
        words = _line(resolved, table, line, column)
        found[str(cell.source)] = f"{BUDGET_SHEET}〈{words} {base}〉"
    for field, cell in account.numbers.items():
        found[str(cell.source)] = f"{SUPPLEMENT_SHEET}〈{field}〉"
    return found


def _line(resolved: Format, table: str, line: str, column: str) -> str:
    if table == SUPPLEMENT:
        return line
    name = FigureName(table, line, column)
    known = resolved.tables[table]
    code = f"{line} " if line.isdecimal() else ""
    words = f"{known.title} {code}{name.line_label(resolved)}"
    return (
        words if column == known.default_column(line) else f"{words} {name.column_label(resolved)}"
    )


@dataclass(frozen=True)
class Told:
    """一个文件夹的问题，和用户看到的文字：第一条是全文，其余只有级别、名称、位置。"""

    findings: tuple[Finding, ...]
    text: str


@cache
def told(name: str) -> Told:
    """一个文件夹跑出来的问题。"""
    text = text_in(name)
    results = reviewed(name, text) if text else result(name)
    around = AROUND_TEXTS if text else AROUND
    found = tuple(each for each in results.findings if each.check not in around - {name})
    rows = _rows(results.account, results.format) if results.account else {}
    others = dict.fromkeys(heading(finding, rows) for finding in found[1:])
    lines = [shown(found[0], rows), *(["另有"] if others else []), *others]
    return Told(found, "".join(f"{line}\n" for line in lines))
