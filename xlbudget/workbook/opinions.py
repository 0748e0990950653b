"""审核意见表: the findings about a document as a workbook that goes back to who wrote it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from xlbudget.checks.unbound import UNBOUND
from xlbudget.domain.findings import Finding
from xlbudget.results.certificate import ORDER, TITLE, grouped, particulars, verdict
from xlbudget.results.compared import Compared, Fate
from xlbudget.results.places import place_words, quoted
from xlbudget.results.reviewed import Reviewed
from xlbudget.results.text_changes import Change, changed_words
from xlbudget.workbook.canvas import Canvas
from xlbudget.workbook.page import Page
from xlbudget.workbook.text_size import text_lines

OPINIONS, CHANGES = "审核意见表", "两稿对照"
_HEADER = ("序号", "页码（或段落）", "原文", "问题", "应为", "依据", "级别", "整改情况")
_WIDTHS = [6.0, 15, 40, 46, 14, 30, 7, 13]
_ONE_PAGE = 70
"""So many rows can be read on one page; more go on to the next, under the header."""

_CHANGE_WIDTHS = [12.0, 14, 14, 44, 44, 28]
_TALL = 18
"""So many lines of a text stand in one row, which no page and no row of Excel cuts; the rest goes
on in rows below.
"""

_TAKEN = 3.5
"""Of a column's width, with what lines that end early leave free: a Chinese character takes two."""

_BREAKS = "，；。＋"
"""Behind these a text is parted, rather than in a number."""

_MOST = 30_000
"""A cell of Excel holds no more than 32,767 characters."""


def opinion_sheet(reviewed: Reviewed, today: dt.date, compared: Compared | None = None) -> bytes:
    """The workbook: findings one a row with an empty column for what was done about each, the
    核对证明, and where there is an earlier submission, what became of it.
    """
    canvas = Canvas(OPINIONS)
    _opinions(canvas, reviewed, today, compared)
    _certificate(canvas, reviewed, today)
    if compared:
        _comparison(canvas, compared)
    return canvas.close()


def _opinions(
    canvas: Canvas, reviewed: Reviewed, today: dt.date, compared: Compared | None
) -> None:
    page = canvas.page(OPINIONS, _WIDTHS, landscape=True, protected=False)
    last = len(_HEADER)
    page.merged(1, (1, last), OPINIONS, "title")
    page.merged(2, (1, last), f"{'　'.join(_heading(reviewed, today))}", "note")
    page.merged(3, (1, last), verdict(reviewed), "note")
    _row(page, 4, _HEADER, "header")
    page.header_until(4, first=4)
    fates = compared.fates if compared else (None,) * len(reviewed.findings)
    row = 5
    for number, (finding, fate) in enumerate(zip(reviewed.findings, fates, strict=True), 1):
        quote = quoted(finding.where)
        cells = (
            str(number),
            place_words(finding.where) or reviewed.file,
            quote.text() if quote else "",
            "\n".join((finding.message, *_implied(finding))),
            finding.expected or "",
            _basis(finding, reviewed),
            finding.level.chinese,
            fate.value if fate else "",
        )
        row = _rows(page, row, cells, _WIDTHS)
    if not reviewed.findings:
        page.merged(row, (1, last), verdict(reviewed), "label")


def _heading(reviewed: Reviewed, today: dt.date) -> Iterator[str]:
    yield f"单位：{reviewed.unit or '（文中没有认出）'}"
    yield f"年度：{reviewed.format.year}年度"
    yield f"文件：{reviewed.file}"
    yield f"对照：{reviewed.tables}"
    yield f"日期：{today.year}年{today.month}月{today.day}日"


def _implied(finding: Finding) -> Iterator[str]:
    """What follows from a finding; numbers that nobody knows stand in the 核对证明."""
    if finding.check == UNBOUND:
        yield f"逐个列在“{TITLE}”。"
        return
    for follower in finding.follows:
        at = place_words(follower.where)
        yield f"· {f'{at}：' if at else ''}{follower.message}"


def _basis(finding: Finding, reviewed: Reviewed) -> str:
    """What a finding rests on: the rule, the sum as a reader can do it again, and the cells."""
    known = next((entry for entry in reviewed.ledger.entries if entry.check == finding.check), None)
    lines = [
        *([f"{known.rule} {known.title}"] if known else []),
        *([finding.formula] if finding.formula else []),
        *(["、".join(finding.inputs)] if finding.inputs else []),
    ]
    return "\n".join(lines)


def _certificate(canvas: Canvas, reviewed: Reviewed, today: dt.date) -> None:
    page = canvas.page(TITLE, [11, 44, 10, 8, 8, 44], protected=False)
    page.merged(1, (1, 6), TITLE, "title")
    row = 2
    for name, value in (
        *particulars(reviewed),
        ("日期", f"{today.year}年{today.month}月{today.day}日"),
        ("结果", verdict(reviewed)),
    ):
        page.text(row, 1, name, "header")
        page.merged(row, (2, 6), _cut(value), "label")
        row += 1
    row += 1
    header = row
    _row(page, row, ("编号", "事项", "结果", "相符", "不符", "没有核到的原因"), "header")
    by_standing = grouped(reviewed.obligations())
    for standing in ORDER:
        for each in by_standing[standing]:
            row += 1
            counts = (str(each.passed or ""), str(each.failed or ""))
            why = "；".join(each.why)
            _row(page, row, (each.rule, each.title, standing.value, *counts, why), "wrapped")
    unknown = [
        follower
        for finding in reviewed.findings
        if finding.check == UNBOUND
        for follower in finding.follows
    ]
    if unknown:
        row += 2
        page.merged(row, (1, 6), "没有认出、没有核对的数", "own_title")
    for follower in unknown:
        row += 1
        page.text(row, 1, follower.printed or "", "wrapped")
        page.text(row, 2, place_words(follower.where), "wrapped")
        page.merged(row, (3, 6), _cut(follower.where.quote or ""), "label")
    if row <= _ONE_PAGE:
        page.print_only((1, 1, row, 6))
    else:
        page.header_until(header, first=header)


def _comparison(canvas: Canvas, compared: Compared) -> None:
    page = canvas.page(CHANGES, _CHANGE_WIDTHS, landscape=True, protected=False)
    page.merged(1, (1, 6), f"{CHANGES}：上一稿是“{compared.earlier}”", "title")
    counts = "，".join(f"{fate.value} {compared.count(fate)}" for fate in Fate)
    page.merged(2, (1, 6), f"问题：{counts}。文字有 {len(compared.changes)} 段改动。", "note")
    _row(page, 3, ("", "这一稿的位置", "上一稿的位置", "上一稿", "这一稿", "改动"), "header")
    page.header_until(3, first=3)
    row = 4
    for finding, fate in compared.gone:
        quote = quoted(finding.where)
        said = quote.text() if quote else ""
        told = (fate.value, "", place_words(finding.where), said, "", finding.message)
        row = _rows(page, row, told, _CHANGE_WIDTHS)
    for change in compared.changes:
        kind = "新写" if change.before_at is None else "删去" if change.now_at is None else "改动"
        places = (place_words(at) if at else "" for at in (change.now_at, change.before_at))
        cells = (kind, *places, change.before, change.now, _changed(change))
        row = _rows(page, row, cells, _CHANGE_WIDTHS)


def _changed(change: Change) -> str:
    numbers = [f"数：{was or '（无）'} → {now or '（无）'}" for was, now in change.numbers]
    words = [f"文字：{changed_words(was, now)}" for was, now in change.words]
    return "\n".join((*numbers, *words))


def _rows(page: Page, row: int, cells: Sequence[str], widths: Sequence[float]) -> int:
    """One row, and the rows below it that its longest text goes on in; the row behind them."""
    told = [_pieces(text, width) for text, width in zip(cells, widths, strict=True)]
    for pieces in zip_longest(*told, fillvalue=""):
        _row(page, row, pieces, "wrapped")
        row += 1
    return row


def _pieces(text: str, width: float) -> list[str]:
    """A text in pieces that are no taller than a row may be.

    >>> _pieces("甲\\n乙", 10), [len(piece) for piece in _pieces("丙" * 200, 10)]
    (['甲\\n乙'], [51, 51, 51, 47])
    """
    longest = max(int(width * _TALL / _TAKEN), 1)
    pieces: list[str] = []
    for line in text.split("\n"):
        rest = line
        if pieces and text_lines(f"{pieces[-1]}\n{line}", width) <= _TALL:
            pieces[-1] += f"\n{line}"
            continue
        while text_lines(rest, width) > _TALL:
            cut = max(rest.rfind(sign, 0, longest) + 1 for sign in _BREAKS) or longest
            pieces.append(rest[:cut])
            rest = rest[cut:]
        pieces.append(rest)
    return pieces


def _row(page: Page, row: int, cells: Sequence[str], style: str) -> None:
    for column, text in enumerate(cells, 1):
        page.text(row, column, _cut(text), style)


def _cut(text: str) -> str:
    return f"{text[:_MOST]}…" if len(text) > _MOST else text
