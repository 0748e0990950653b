"""What 导入决算数据 and 导入上年 ask and tell, as a message box can hold it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from xlbudget.domain.findings import Finding, Level
from xlbudget.files.log import open_log
from xlbudget.intake.changes import Change
from xlbudget.intake.given import Given
from xlbudget.intake.into import Filling
from xlbudget.intake.sheet_notes import ROW_UNREAD, UNREAD
from xlbudget.intake.told import Told
from xlbudget.intake.told_lines import missing_lines, sheet_lines

_SHOWN = 6
"""So many of a kind are shown; the log has all."""
_LONGEST = 160
"""So long is a line."""


def question(found: Filling, given: Given) -> Iterator[str]:
    """What would be written, before anything is."""
    yield f"{_read(given)}，将填 {len(found.changes)} 格（只填空白的格和空行）。"
    yield from _by_sheet(found.changes)
    if given.confirmed:
        yield "对应关系记在首页，下次自动用。"
    yield from _unread((*given.findings, *found.findings))
    standing = [each for each in found.conflicts if not each.formula]
    yield ""
    if not standing:
        yield "写进去吗？写了以后 Ctrl+Z 退不回来。"
        return
    yield f"另有 {len(standing)} 格已有别的内容，与来源不同："
    yield from _some([each.conflict() for each in standing])
    yield ""
    yield "是：以来源为准，这些格也改。"
    yield "否：这些格不动" + ("，只填空白的。" if found.changes else "。")
    yield "取消：什么也不写。"
    yield "写了以后 Ctrl+Z 退不回来。"


def to_confirm(lines: Sequence[str]) -> Iterator[str]:
    """The question about layouts that nobody has seen before."""
    yield "有没见过的表样。照下面的对应关系读入吗？"
    yield ""
    yield from lines
    yield ""
    yield "是：照此读入，并记在首页，下次自动用。"
    yield "否：不读这样的表。"


def state(doing: str, filling: Filling) -> str:
    """The line of 首页.

    >>> state("导入上年", Filling(plan=None, changes=(Change("表", "C8", "", "", "1", ""),)))
    '导入上年：填 1 格；说明、校验还是导入以前的，请点“生成说明”'
    """
    return f"{doing}：{_counts(filling)}；说明、校验还是导入以前的，请点“生成说明”"


def _counts(filling: Filling | Told) -> str:
    replaced = [each for each in filling.changes if each.before and each.source]
    parts = (
        ("填", len(filling.changes) - len(replaced)),
        ("改", len(replaced)),
        ("留着没有动", len(filling.conflicts)),
    )
    return "，".join(f"{word} {count} 格" for word, count in parts if count) or "没有改动"


def done(told: Told, fault: str) -> Iterator[str]:
    """What was written, what was not, and what is to be done."""
    if told.changes or told.given.confirmed:
        yield f"{_read(told.given)}：{_counts(told)}。"
        yield from _by_sheet(told.changes)
    elif told.conflicts:
        yield "没有写入。"
    else:
        yield "没有要写的：来源里的数都已经在工作簿里。"
    if told.conflicts:
        yield f"没有动的 {len(told.conflicts)} 格，与来源不同（公式请自己改）："
        yield from _some([each.conflict() for each in told.conflicts])
    yield from _unread(told.findings)
    said = (ROW_UNREAD, UNREAD)
    for level, word in ((Level.ERROR, "错误"), (Level.WARNING, "提醒")):
        found = [e for e in told.findings if e.level is level and e.check not in said]
        if found:
            yield f"{word} {len(found)} 处："
            yield from _some([each.message for each in found])
    if told.contradicted:
        count = len(told.contradicted)
        yield f"填好以后，表内表间有 {count} 处对不上（还没有填齐的，先填齐再看）："
        yield from _some([each.message for each in told.contradicted])
    if fault:
        yield f"填好以后再读各表：{fault}"
    yield from (_cut(line) for line in missing_lines(told))
    yield ""
    if told.changes:
        yield "没有保存，请核对后自己保存。接着点“生成说明”。"
    yield f"逐格的来源见日志：{open_log()}"


def all_lines(told: Told) -> Iterator[str]:
    """All of it, for the log."""
    yield "导入"
    yield from sheet_lines(told)
    for change in told.changes:
        yield f"{change.sheet}!{change.text()}"
    for conflict in told.conflicts:
        yield f"没有动：{conflict.conflict()}"
    for finding in (*told.findings, *told.contradicted):
        yield finding.message
        for each in finding.follows:
            yield f"    {each.message}"
    yield from missing_lines(told)


def _read(given: Given) -> str:
    sheets = (*given.gathered.sheets, *given.gathered.prior_sheets)
    count = sum(1 for sheet in sheets if sheet.read_as)
    return f"读入 {count} 张表" if sheets else "读入上年的说明"


def _by_sheet(changes: Iterable[Change]) -> Iterator[str]:
    """How many cells of each sheet."""
    counts = Counter(change.sheet for change in changes)
    yield from _some([f"{sheet}：{count} 格" for sheet, count in counts.items()])


def _unread(findings: Iterable[Finding]) -> Iterator[str]:
    """Rows and sheets of the files that nobody could tell."""
    listed = tuple(findings)
    for check, what in ((ROW_UNREAD, "行"), (UNREAD, "张表")):
        found = [each for each in listed if each.check == check]
        if found:
            yield f"认不出、没有读入的 {len(found)} {what}："
            yield from _some([f"{each.file} {each.message}" for each in found])


def _some(lines: Sequence[str]) -> Iterator[str]:
    for line in lines[:_SHOWN]:
        yield f"    {_cut(line)}"
    if len(lines) > _SHOWN:
        yield f"    ……共 {len(lines)} 处，全部见日志"


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
