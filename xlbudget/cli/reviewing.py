"""The review of one document after another, and what of it people see in the terminal."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from xlbudget.books.packed_book import PackedBook
from xlbudget.cli.terminal import COLOURS
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.records import dataclass
from xlbudget.pipeline import Request, read
from xlbudget.pipeline.documents import Against, review_file
from xlbudget.results.certificate import format_words, numbers_words, verdict
from xlbudget.results.compared import Compared, Fate, compare
from xlbudget.results.compared_json import compared_json
from xlbudget.results.places import place_words, quoted
from xlbudget.results.reviewed import Reviewed
from xlbudget.results.reviewed_json import reviewed_json
from xlbudget.results.text_changes import Change, changed_words

_FOLLOWERS = 5
"""So many of what one finding implies are printed; the JSON and the 审核意见表 have all."""

_CHANGES = 20
"""So many changed paragraphs are printed."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document as reviewed: its JSON, whether it has errors, and its 审核意见表."""

    reviewed: Reviewed
    json: dict[str, Any]
    errors: bool
    opinions: Callable[[], bytes]


class Reviewer:
    """Reviews documents against one workbook, if there is one, and one earlier submission."""

    def __init__(self, request: Request, workbook: Path | None, earlier: Path | None) -> None:
        self._request, self._earlier = request, earlier
        self._tables: Against | None = None
        if workbook is not None:
            reading = read(PackedBook(workbook), request)
            self._tables = Against(reading.account, reading.format)

    def check(self, path: Path, today: dt.date, *, as_json: bool) -> Sheet:
        """Review one document, and print what was found unless only JSON is wanted."""
        if sys.stderr.isatty():
            click.echo(f"正在审核 {path.name} …", err=True)
        reviewed = review_file(path, self._request, self._tables)
        compared = self._compared(reviewed) if self._earlier else None
        if not as_json:
            print_review(reviewed, compared)
        found = reviewed_json(reviewed)
        if compared:
            found["against"] = compared_json(compared)

        def opinions() -> bytes:
            from xlbudget.workbook.opinions import opinion_sheet

            return opinion_sheet(reviewed, today, compared)

        return Sheet(reviewed, found, bool(reviewed.count(Level.ERROR)), opinions)

    def _compared(self, reviewed: Reviewed) -> Compared:
        """The earlier submission, read by the format that this one is written by."""
        assert self._earlier is not None
        resolved = reviewed.format
        request = Request(place=resolved.place, year=resolved.year, formats=self._request.formats)
        return compare(reviewed, review_file(self._earlier, request, self._tables))


def print_review(reviewed: Reviewed, compared: Compared | None = None) -> None:
    """All of a review: what was read how, the findings, what changed, and the sum of it."""
    click.echo(click.style(reviewed.file, bold=True))
    said = [reviewed.unit, f"{reviewed.format.year}年度", f"格式：{format_words(reviewed)}"]
    click.echo(f"    {' · '.join(filter(None, said))}")
    click.echo(f"    对照：{reviewed.tables} · 文中的数：{numbers_words(reviewed)}")
    for at, finding in enumerate(reviewed.findings):
        _print_finding(finding, compared.fates[at] if compared else None)
    if compared:
        _print_comparison(compared)
    counts = "，".join(f"{level.chinese} {reviewed.count(level)}" for level in Level)
    click.echo(f"{counts}。{verdict(reviewed)}")


def _print_finding(finding: Finding, fate: Fate | None) -> None:
    word = click.style(finding.level.chinese, fg=COLOURS[finding.level])
    mark = f"［{fate.value}］" if fate else ""
    click.echo(f"{word}{mark}  {place_words(finding.where) or finding.file}")
    quote = quoted(finding.where)
    if quote:
        click.echo(f"    {_marked(quote.before, quote.marked, quote.after)}")
    click.echo(f"    {finding.message}")
    for line in beside(finding):
        click.echo(f"    {line}")
    for follower in finding.follows[:_FOLLOWERS]:
        at = place_words(follower.where)
        click.echo(f"    · {f'{at}：' if at else ''}{follower.message}")
    if len(finding.follows) > _FOLLOWERS:
        click.echo(f"    · 等共 {len(finding.follows)} 处，全部见 --json 或审核意见表")


def beside(finding: Finding) -> Iterator[str]:
    """What is known of a finding and its words do not say."""
    if finding.expected and finding.expected not in finding.message:
        yield f"应为：{finding.expected}"
    if finding.formula and finding.formula not in finding.message:
        yield f"算式：{finding.formula}"


def _marked(before: str, marked: str, after: str) -> str:
    """The number in reverse video where the output is a terminal, else between 【】."""
    if not marked:
        return before + after
    if sys.stdout.isatty():
        return f"{before}{click.style(marked, reverse=True)}{after}"
    return f"{before}【{marked}】{after}"


def _print_comparison(compared: Compared) -> None:
    """What became of the earlier findings, and which paragraphs changed."""
    counts = "，".join(f"{fate.value} {compared.count(fate)}" for fate in Fate)
    click.echo(click.style(f"与“{compared.earlier}”对照", bold=True) + f"：{counts}")
    for finding, fate in compared.gone:
        at = place_words(finding.where)
        click.echo(f"    {fate.value}：{f'（上一稿）{at}：' if at else ''}{finding.message}")
    for change in compared.changes[:_CHANGES]:
        click.echo(f"    {change_words(change)}")
    if len(compared.changes) > _CHANGES:
        click.echo(f"    等共 {len(compared.changes)} 段有改动，全部见 --json 或审核意见表")


def change_words(change: Change) -> str:
    """One changed paragraph in a line."""
    if change.now_at is None:
        return f"删去：{_short(change.before)}"
    at = place_words(change.now_at)
    if change.before_at is None:
        return f"{at} 新写：{_short(change.now)}"
    numbers = "、".join(f"{was or '（无）'}→{now or '（无）'}" for was, now in change.numbers)
    words = "，".join(changed_words(was, now) for was, now in change.words)
    kinds = [*([f"数 {numbers}"] if numbers else []), *([f"文字 {words}"] if words else [])]
    return f"{at} {'；'.join(kinds)}"


def _short(text: str, most: int = 40) -> str:
    return f"{text[:most]}…" if len(text) > most else text
