"""The review page: one file, opened in any browser, that loads nothing and sends nothing.

Text, findings, tables and charts of a run, each number with its cell and its formula. It can be
read without a script; the script adds filters, keys and explanations beside the numbers.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from xlbudget.formats.versions import made_by
from xlbudget.publish.page_cells import Cells
from xlbudget.publish.page_figures import Cards
from xlbudget.publish.page_findings import Findings, homes_of, label_of
from xlbudget.publish.page_html import text
from xlbudget.publish.page_model import Scope, Shown
from xlbudget.publish.page_names import named_cells
from xlbudget.publish.page_own_text import shown_results
from xlbudget.publish.page_sheets import Sheets
from xlbudget.publish.page_text import TextOf
from xlbudget.results import Results

if TYPE_CHECKING:
    from xlbudget.results.reviewed import Reviewed


def page(outcome: Results | Reviewed, certificate: Sequence[str] = ()) -> bytes:
    """The page of a run or of the review of a document; `certificate` are lines of it to show."""
    if isinstance(outcome, Results):
        shown = shown_results(outcome, certificate)
    else:
        from xlbudget.publish.page_reviewed import shown_review

        shown = shown_review(outcome, certificate)
    return "".join(_html(shown)).encode()


def _html(shown: Shown) -> Iterator[str]:
    labels = [label_of(finding, at) for at, finding in enumerate(shown.findings)]
    cells = Cells()
    cards = Cards(shown.format.style, cells)
    for at, passage in enumerate(shown.passages, 1):
        for piece in passage.pieces:
            if piece.number and piece.number.figure:
                cards.use(piece.number.figure, f"p{at}", passage.label)
        for point in passage.chart.points if passage.chart else ():
            cards.use(point.figure, f"p{at}", passage.label)
    for position, finding in enumerate(shown.findings):
        cells.note(finding, position)
    if shown.account and cells.has_unnamed(shown.account):
        cells.name(named_cells(shown.account, shown.format, cells.is_unnamed))
    findings = Findings(shown.findings, shown.passages, cells)
    yield from _head(shown)
    yield '<main id="text">'
    homes = homes_of(shown.findings, shown.passages)
    yield from TextOf(shown.format.style, cards, labels, homes).html(shown.passages)
    yield '</main><aside><section id="findings"><h2>问题</h2>'
    yield _filters(findings.filters())
    yield "".join(findings.html(gaps=False)) or "<p>没有发现问题。</p>"
    yield '</section><section id="gaps"><h2>待填写</h2>'
    yield "".join(findings.html(gaps=True)) or "<p>没有待填写的。</p>"
    yield '</section><section id="tables"><h2>表</h2>'
    tables = Sheets(shown.format, cells, labels).html(shown.account)
    yield "".join(tables) or "<p>没有用到的表。</p>"
    yield '</section><section id="figures"><h2>数的由来</h2><ul>'
    yield "".join(cards.html()) or "<li>没有由表算出的数。</li>"
    yield '</ul></section><section id="scope"><h2>核对范围</h2>'
    yield from _scope(shown.certificate, shown.scope)
    yield f"</section></aside><script>{_part('page.js')}</script></body></html>\n"


def _head(shown: Shown) -> Iterator[str]:
    policy = (
        f"default-src 'none'; style-src '{_digest('page.css')}'; "
        f"script-src '{_digest('page.js')}'; base-uri 'none'; form-action 'none'"
    )
    title = f"{shown.title}{shown.draft and f'（{shown.draft}）'}"
    yield (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"/>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f'<meta name="generator" content="{text(made_by(shown.format))}"/>'
        f"<title>{text(title)} 审核页</title><style>{_part('page.css')}</style></head><body>"
        '<a class="skip" href="#text">跳到正文</a>'
        f"<header><h1>{text(shown.title)}</h1>"
    )
    if shown.draft:
        yield f'<p class="draft">{text(shown.draft)}</p>'
    yield '<dl class="facts">'
    yield from (f"<div><dt>{name}</dt><dd>{text(said)}</dd></div>" for name, said in shown.facts)
    yield '</dl></header><nav aria-label="本页"><ul>'
    for name, kind, count in shown.counts:
        target = "gaps" if kind == "gap" else "findings"
        yield f'<li><a href="#{target}" class="tag {kind}">{name} {count}</a></li>'
    for target, words in _NAVIGATION:
        yield f'<li><a href="#{target}">{words}</a></li>'
    yield '</ul><p id="keys" hidden>n 下一处　p 上一处　/ 筛选　Esc 取消</p></nav>'


_NAVIGATION = (
    ("text", "正文"),
    ("findings", "问题"),
    ("tables", "表"),
    ("figures", "数的由来"),
    ("scope", "核对范围"),
)


def _filters(choices: Mapping[str, tuple[str, Sequence[str]]]) -> str:
    """The filters of the findings, shown only where the script runs."""
    selects = "".join(
        f'<label>{name} <select id="by-{key}"><option value="">全部</option>'
        + "".join(f"<option>{text(word)}</option>" for word in words)
        + "</select></label>"
        for key, (name, words) in choices.items()
    )
    return (
        f'<form id="filter" hidden>{selects}'
        '<label>查找 <input id="by-words" type="search"/></label>'
        '<output id="shown"></output></form>'
    )


def _scope(certificate: Sequence[str], scope: Sequence[Scope]) -> Iterator[str]:
    if certificate:
        yield "<h3>核对证明</h3>"
        yield from (f"<p>{text(line)}</p>" for line in certificate if line)
    if scope:
        yield '<div class="scroll" tabindex="0"><table class="words">'
        yield "<tr><th>编号</th><th>应核的事项</th><th>结果</th><th>次数、原因</th></tr>"
        for each in scope:
            words = (each.rule, each.title, each.state, each.told)
            yield f"<tr>{''.join(f'<td>{text(word)}</td>' for word in words)}</tr>"
        yield "</table></div>"


@cache
def _part(name: str) -> str:
    """A file that stands beside this module: the style or the script."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


@cache
def _digest(name: str) -> str:
    """The digest of such a file, by which the browser knows it as ours."""
    digest = hashlib.sha256(_part(name).encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
