"""index.html: all units on one page, the worst first. It is opened in any browser, loads nothing
and sends nothing; without its script it is a plain table.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from xlbudget.batch.league_units import State, UnitRecord, Units
from xlbudget.formats.versions import PROGRAM
from xlbudget.publish.page_html import text

_COLUMNS = (
    ("单位", "text"),
    ("格式", "text"),
    ("年度", "number"),
    ("状态", "number"),
    ("错误", "number"),
    ("提醒", "number"),
    ("待填写", "number"),
    ("核到/应核", "number"),
    ("最要紧的一条", "text"),
    ("打开", ""),
)
"""The columns: header, and how they are sorted."""


def league_page(units: Units, workbook: str, compared: str = "") -> bytes:
    """The page; `workbook` stands beside it, `compared` is what the superior's tables came to."""
    return "".join(_html(units, workbook, compared)).encode()


def made_by(units: Units) -> str:
    """The program that made the overview, and what made the units."""
    return "；".join([f"总表 {PROGRAM}", *(f"各单位 {each}" for each in units.made_by())])


def _html(units: Units, workbook: str, compared: str) -> Iterator[str]:
    policy = (
        f"default-src 'none'; style-src '{_digest('league.css')}'; "
        f"script-src '{_digest('league.js')}'; base-uri 'none'; form-action 'none'"
    )
    yield (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"/>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f'<meta name="generator" content="{text(made_by(units))}"/>'
        f"<title>部门决算批量汇总</title><style>{_part('league.css')}</style></head><body>"
        '<a class="skip" href="#units">跳到单位</a><header><h1>部门决算批量汇总</h1>'
        f'<p class="all">{len(units.records)} 个单位，最要紧的在最前面。'
        f'指标、问题、覆盖、待填写的明细见 <a href="{quote(workbook)}">{text(workbook)}</a>。</p>'
    )
    if compared:
        yield f'<p class="compared">{text(compared)}</p>'
    yield '<ul class="counts">'
    for state, count in units.counts().items():
        yield f'<li class="tag {state.kind}">{state.value} {count}</li>'
    yield "</ul></header>"
    yield _filters(units)
    yield '<main><table id="units"><thead><tr>'
    yield from (f'<th scope="col" data-sort="{kind}">{name}</th>' for name, kind in _COLUMNS)
    yield "</tr></thead><tbody>"
    yield from map(_row, units.records)
    yield f"</tbody></table></main><footer>{text(made_by(units))}</footer>"
    yield f"<script>{_part('league.js')}</script></body></html>\n"


def _filters(units: Units) -> str:
    """What units can be chosen by, shown only where the script runs."""
    chosen = (
        ("state", "状态", [state.value for state in units.counts()]),
        ("format", "格式", sorted({each.title for each in units.records if each.title})),
        ("year", "年度", sorted({str(each.year) for each in units.records if each.year})),
    )
    selects = "".join(_select(*each) for each in chosen)
    return (
        '<form id="filter" hidden><label>查找 <input id="by-words" type="search"/></label>'
        f'{selects}<output id="shown"></output><span id="keys">/ 查找　Esc 取消</span></form>'
    )


def _select(key: str, name: str, words: Sequence[str]) -> str:
    options = "".join(f"<option>{text(word)}</option>" for word in words)
    return (
        f'<label>{name} <select id="by-{key}"><option value="">全部</option>{options}</select>'
        "</label>"
    )


def _row(record: UnitRecord) -> str:
    """One unit; `data-` hold what it is sorted by where the words do not tell."""
    failed, state = record.state is State.FAILED, record.state
    counts = ("", "", "") if failed else (record.errors, record.warnings, record.gaps)
    numbers = "".join(
        f'<td class="n{f" {kind}" if count else ""}">{count}</td>'
        for kind, count in zip(("error", "warning", "gap"), counts, strict=True)
    )
    share = record.covered / record.obligations if record.obligations else -1
    covered = f"{record.covered}/{record.obligations}" if record.obligations else ""
    where = f'<span class="where">{text(record.where)}</span>' if record.where else ""
    links = "".join(
        f'<a href="{text(record.link(file))}">{name}</a>'
        for name, file in (
            ("审核页", record.page),
            ("工作簿", record.workbook),
            ("Word", record.document),
        )
        if file
    )
    other = record.folder != record.unit
    folder = f'<span class="where">{text(record.folder)}</span>' if other else ""
    order = list(State).index(state)
    return (
        f'<tr><th scope="row">{text(record.unit)}{folder}</th><td>{text(record.title)}</td>'
        f'<td class="n">{record.year or ""}</td>'
        f'<td data-by="{order}"><span class="tag {state.kind}">{state.value}</span></td>'
        f'{numbers}<td class="n" data-by="{share:.6f}">{covered}</td>'
        f'<td class="says">{text(record.says)}{where}</td><td class="links">{links}</td></tr>\n'
    )


@cache
def _part(name: str) -> str:
    """A file that stands beside this module: the style or the script."""
    return files("xlbudget.batch").joinpath(name).read_text(encoding="utf-8")


@cache
def _digest(name: str) -> str:
    """The digest of such a file, by which the browser knows it as ours."""
    digest = hashlib.sha256(_part(name).encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
