"""What people see in the terminal: findings, files, JSON."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.results import Results, json_text, obligations_json, word_of


def print_json(value: Any) -> None:
    """JSON and nothing else on standard output."""
    click.echo(json_text(value), nl=False)


_FEW = 3
"""So many of what was not checked are named; coverage.json names all, with the reason."""

_FOLLOWERS = 5
"""So many of what one error implies are printed; the JSON has all."""

COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.INFO: "blue"}


def print_findings(findings: Iterable[Finding], *, with_file: bool = False) -> None:
    """Each finding: level and place, then what it says; under an error what it implies.

    `with_file` puts the file before the place, where there are several.
    """
    for finding in findings:
        where = finding.where
        place = f"{where.sheet}!{where.cell}" if where.sheet and where.cell else where.sheet
        word = click.style(word_of(finding), fg=COLOURS[finding.level])
        both = " · ".join(filter(None, (finding.file, place)))
        click.echo(f"{word}  {both if with_file else place or finding.file}")
        click.echo(f"    {finding.message}")
        if finding.level is Level.ERROR:
            for follower in finding.follows[:_FOLLOWERS]:
                click.echo(f"    · 同一原因：{follower.message}")
            if len(finding.follows) > _FOLLOWERS:
                click.echo(f"    · 同一原因：等共 {len(finding.follows)} 处，全部见 --json")


def print_summary(results: Results) -> None:
    """Counts of findings and of checks, and which kinds of checks could not be run at all."""
    ledger, obliged = results.ledger, obligations_json(results)
    missed = [f"{rule} {known['title']}" for rule, known in obliged.items() if not known["covered"]]
    named = "、".join(missed[:_FEW]) + ("等" if len(missed) > _FEW else "")
    click.echo(
        f"错误 {results.count(Level.ERROR)}，提醒 {results.count(Level.WARNING)}，"
        f"待填写 {results.gaps}；勾稽相符 {ledger.count(Verdict.PASS)} 处，"
        f"不符 {ledger.count(Verdict.FAIL)} 处；应核 {len(obliged)} 类，"
        f"核到 {len(obliged) - len(missed)} 类" + (f"，没有核到：{named}。" if missed else "。")
    )


def print_files(paths: Iterable[Path]) -> None:
    """The files that were written."""
    click.echo("已写出：")
    for path in paths:
        click.echo(f"    {path}")


def print_told(lines: Iterable[str]) -> None:
    """What a person must be told of the files; a line that is indented goes on from the last."""
    for line in lines:
        click.echo(f"        {line}" if line.startswith(" ") else f"    注意：{line}")
