"""The command `rollup`: a department's workbook from those of its units (部门汇总)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from xlbudget.analysis.eliminations import Booked, Elimination
from xlbudget.analysis.rollup import RolledUp, department_settings, roll_up
from xlbudget.analysis.sums import UnitAccount
from xlbudget.books.packed_book import PackedBook
from xlbudget.checks.rollup import Compared, compare
from xlbudget.checks.rollup_questions import rollup_findings, unit_errors
from xlbudget.checks.tables import check_tables
from xlbudget.cli.elimination_list import read_eliminations
from xlbudget.cli.group import Command
from xlbudget.cli.options import (
    force_option,
    formats_option,
    json_option,
    place_option,
    year_option,
)
from xlbudget.cli.outputs import refuse_existing
from xlbudget.cli.terminal import (
    print_files,
    print_findings,
    print_json,
    print_summary,
)
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.errors import (
    OutputRefused,
    UnknownLayout,
    UnknownName,
    XlbudgetError,
    raise_all,
)
from xlbudget.domain.findings import Level
from xlbudget.domain.money import Amount
from xlbudget.domain.statements import Cell, Holds, Source
from xlbudget.files.whole import make_folder, write_whole
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.formats.settings import apply_settings
from xlbudget.pipeline import Request, read, run
from xlbudget.results import Results, finding_json, findings_json
from xlbudget.workbook.department import department_account
from xlbudget.workbook.entries import as_text

_Key = TypeVar("_Key")
_FILLED = (Holds.AMOUNT, Holds.COUNT)


@click.command(cls=Command)
@click.argument(
    "units", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="工作簿..."
)
@click.option(
    "-o",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    metavar="部门.xlsx",
    help="要新建的部门工作簿。",
)
@click.option("--unit", "unit_name", required=True, metavar="名称", help="部门全称。")
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    metavar="工作簿",
    help="部门自己的决算表，逐格与各单位之和核对。",
)
@click.option(
    "--eliminations",
    "listed",
    type=click.Path(path_type=Path),
    metavar="抵消.csv",
    help="单位之间上缴、补助的清单；缺省由程序从两边相等推出。",
)
@place_option
@year_option
@formats_option
@force_option
@json_option
def rollup(
    units: tuple[Path, ...],
    target: Path,
    unit_name: str,
    against: Path | None,
    listed: Path | None,
    place: str | None,
    year: int | None,
    formats: tuple[Path, ...],
    force: bool,
    as_json: bool,
) -> None:
    """部门汇总：各单位的工作簿相加，抵消内部往来，建部门的工作簿；可与部门自己的表逐格核对。"""
    _refuse([*units, *([against] if against else [])], target, unit_name, force=force)
    request = Request(place=place, year=year, formats=formats)
    accounts = _read(units, request)
    first = accounts[0]
    resolved = find(first.format.place, first.account.year, None, formats)
    given = read_eliminations(listed, accounts, resolved) if listed else None
    rolled = roll_up(accounts, resolved, given)
    resolved = apply_settings(resolved, department_settings(accounts))
    compared = _compare(against, request, rolled, resolved) if against else None
    results = _build(rolled, accounts, resolved, as_text(unit_name), target, force=force)
    found = compared.findings if compared else ()
    if as_json:
        print_json(_json(rolled, results, compared, target))
    else:
        _tell(rolled, results, compared, target)
    if any(each.level is Level.ERROR for each in (*results.findings, *found)):
        sys.exit(1)


def _refuse(sources: Sequence[Path], target: Path, unit_name: str, *, force: bool) -> None:
    """Before anything is read: the name of the output and of the department."""
    if target.suffix.lower() != ".xlsx":
        raise OutputRefused(
            where=str(target),
            seen=f"扩展名“{target.suffix}”",
            expected=".xlsx",
            remedy="请把文件名改成以 .xlsx 结尾。",
        )
    if not as_text(unit_name):
        raise UnknownName(
            where="--unit", seen="空白", expected="部门全称", remedy="请写上部门的名称。"
        )
    for path in sources:
        refuse_existing(path, [target], force=force)


def _read(paths: Sequence[Path], request: Request) -> list[UnitAccount]:
    """The accounts of all workbooks; what stands in the way of any is told together."""
    found: list[UnitAccount] = []
    errors: list[XlbudgetError] = []
    for path in paths:
        try:
            reading = read(PackedBook(path), request)
        except XlbudgetError as error:
            errors.append(error)
            continue
        found.append(UnitAccount(reading.account, reading.format))
    raise_all(errors)
    return found


def _compare(path: Path, request: Request, rolled: RolledUp, resolved: Format) -> Compared:
    """The department's own tables against the sums."""
    own = read(PackedBook(path), request)
    for seen, expected in (
        (f"{own.account.year}年度", f"{resolved.year}年度"),
        (f"格式 {own.format.place}", f"格式 {resolved.place}"),
    ):
        if seen != expected:
            raise UnknownLayout(
                where=path.name,
                seen=seen,
                expected=f"{expected}，与各单位相同",
                remedy="请换成同一年度、同一格式的部门决算表。",
            )
    return compare(own.account, rolled, resolved)


def _build(
    rolled: RolledUp,
    accounts: Iterable[UnitAccount],
    resolved: Format,
    unit_name: str,
    target: Path,
    *,
    force: bool,
) -> Results:
    """The department's workbook, with what the roll-up found on its 校验."""
    from xlbudget.workbook.build import build

    account = department_account(rolled, resolved, unit_name, target.name)
    if target.exists():
        _refuse_to_lose_entries(account, target)
    found = [*rollup_findings(rolled, resolved, target.name)]
    for unit, own in accounts:
        wrong = [f for f in check_tables(unit, own).findings if f.level is Level.ERROR]
        found += unit_errors(unit, wrong, target.name)
    results = run(account, resolved, found)
    make_folder(target.parent)
    write_whole(target, build(results), force=force)
    return results


def _refuse_to_lose_entries(account: FinalAccount, target: Path) -> None:
    """A department's workbook that a person went on filling in is not replaced, not even with
    --force.
    """
    old = read(PackedBook(target)).account
    texts = (old.rewrites, old.terms, old.budget_reasons, old.purposes)
    written = [entry.source for entries in texts for entry in entries.values()]
    written += [
        entry.source
        for name, entry in old.supplement.items()
        if name not in account.supplement or account.supplement[name].text != entry.text
    ]
    written += _only_there(old.prior, account.prior)
    written += _only_there(old.budgets, account.budgets)
    written += _only_there(old.numbers, account.numbers)
    if written:
        raise OutputRefused(
            where=f"{target}（{written[0]}）",
            seen=f"有人在这个工作簿里填写了 {len(written)} 处",
            expected="没有人填写过的汇总结果",
            remedy="重新汇总会丢掉它们：请换一个 -o 文件名。",
        )


def _only_there(before: Mapping[_Key, Cell], now: Mapping[_Key, Cell]) -> Iterator[Source]:
    """The cells that are filled in, and not in the new account."""
    for key, cell in before.items():
        if cell.holds in _FILLED and (key not in now or now[key].holds not in _FILLED):
            yield cell.source


def _tell(rolled: RolledUp, results: Results, compared: Compared | None, target: Path) -> None:
    """What was summed, what was eliminated, and all findings."""
    click.echo(f"汇总 {len(rolled.units)} 个单位：{'、'.join(rolled.units)}")
    for elimination in rolled.eliminations:
        for line in _elimination_lines(elimination, results.format):
            click.echo(line)
    if not rolled.eliminations:
        click.echo("没有抵消单位之间的上缴、补助。")
    if rolled.withheld:
        codes = "、".join(rolled.withheld)
        click.echo(f"单位列了涉密科目 {codes}：部门也不写它们的行，上级科目和合计仍包含它们。")
    print_findings(results.findings)
    print_summary(results)
    if compared:
        click.echo(click.style("与部门决算表核对", bold=True))
        print_findings(compared.findings)
        for title in compared.missing:
            click.echo(f"部门的工作簿没有“{title}”，没有核对。")
        click.echo(f"核对 {compared.cells} 格，分毫不差 {compared.agreeing} 格。")
    print_files([target])


def _elimination_lines(elimination: Elimination, resolved: Format) -> Iterable[str]:
    """One kind of payment: both sides, each with its places."""
    for side in (elimination.payment.paid, elimination.payment.received):
        parts = [each for each in elimination.booked if each.side == side]
        amount = _text(sum(each.amount.fen for each in parts), parts, resolved)
        yield f"抵消 {resolved.glossary.chinese(side.column)} {amount}"
        for each in parts:
            part = _text(each.amount.fen, [each], resolved)
            yield f"    {each.unit} {each.code} {part}  {each.cell.source.in_file}"


def _text(fen: int, parts: Sequence[Booked], resolved: Format) -> str:
    return Amount(fen).exact_text(resolved.style.unit) if parts else "没有"


def _json(
    rolled: RolledUp, results: Results, compared: Compared | None, target: Path
) -> dict[str, Any]:
    """findings.json of the department, and what the roll-up did; amounts in 分."""
    return {
        **findings_json(results),
        "workbook": str(target),
        "units": list(rolled.units),
        "withheld": list(rolled.withheld),
        "eliminations": [
            {
                "payment": elimination.payment.word,
                "booked": [
                    {
                        "unit": each.unit,
                        "item": results.format.glossary.chinese(each.side.column),
                        "code": each.code,
                        "fen": each.amount.fen,
                        "cell": each.cell.source.in_file,
                    }
                    for each in elimination.booked
                ],
            }
            for elimination in rolled.eliminations
        ],
        "against": compared
        and {
            "cells": compared.cells,
            "agreeing": compared.agreeing,
            "missing": list(compared.missing),
            "findings": [finding_json(each) for each in compared.findings],
        },
    }
