"""The list of what units of a department paid each other, as a person wrote it (抵消.csv)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from xlbudget.analysis.eliminations import PAYMENTS, Booked, Payment, booked
from xlbudget.analysis.sums import UnitAccount
from xlbudget.domain.errors import (
    UnknownLayout,
    UnknownName,
    UnreadableCell,
    UnreadableFile,
    XlbudgetError,
    raise_all,
)
from xlbudget.domain.money import Amount, Unit, total
from xlbudget.files.foreign import Wanted, read_limited
from xlbudget.formats.keys import nearest
from xlbudget.formats.model import Format

COLUMNS = ("单位", "收支项目", "科目编码", "金额")
_LIST = Wanted("抵消清单（.csv）", "抵消清单（.csv）", "Excel", ".csv")
_LARGEST = 1_000_000
"""A list of eliminations is a few lines: what is larger is another file."""


def read_eliminations(
    path: Path, units: Sequence[UnitAccount], resolved: Format
) -> dict[Payment, list[Booked]]:
    """What is to be eliminated, by kind of payment; both sides of each must come to the same."""
    header, *rows = _rows(path)
    money = _unit(path, header)
    listed: dict[Payment, list[Booked]] = {}
    errors: list[XlbudgetError] = []
    for number, row in enumerate(rows, 2):
        cells = dict(zip(header, map(str.strip, row), strict=False))
        if not any(cells.values()):
            continue
        where = f"{path.name} 第{number}行"
        try:
            payment, found = _booked(where, cells, units, resolved, money)
        except XlbudgetError as error:
            errors.append(error)
            continue
        if any(
            (found.unit, found.side, found.code) == _at(known) for known in listed.get(payment, ())
        ):
            errors.append(
                UnknownLayout(
                    where=where,
                    seen="同一单位、同一科目第二次出现",
                    expected="一行",
                    remedy="请把两行合成一行。",
                )
            )
        listed.setdefault(payment, []).append(found)
    raise_all(errors)
    raise_all([*_unbalanced(path, listed, resolved)])
    return listed


def _at(known: Booked) -> tuple[object, ...]:
    return known.unit, known.side, known.code


def _rows(path: Path) -> list[list[str]]:
    """The lines of the file; Excel saves Chinese as GB18030 or as UTF-8 with a mark."""
    data = read_limited(path, _LARGEST, _LIST)
    if len(data) <= _LARGEST:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                text = data.decode(encoding)
                rows = list(csv.reader(text.splitlines()))
            except (UnicodeDecodeError, csv.Error):
                continue
            if rows:
                return [[cell.strip() for cell in rows[0]], *rows[1:]]
    raise UnreadableFile(
        where=str(path),
        seen="不是文字的表格",
        expected=f"第一行是“{','.join(COLUMNS)}（元）”的 .csv",
        remedy="请在 Excel 里另存为 CSV。",
    )


def _unit(path: Path, header: list[str]) -> Unit:
    """The unit of money that the header names; the column is then simply 金额."""
    for at, word in enumerate(header):
        for unit in (Unit.TEN_THOUSAND_YUAN, Unit.YUAN):
            if word in (f"金额（{unit.value}）", f"金额({unit.value})"):
                header[at] = COLUMNS[-1]
                if set(COLUMNS) <= set(header):
                    return unit
    raise UnknownLayout(
        where=f"{path.name} 第1行",
        seen="、".join(header),
        expected=f"{'、'.join(COLUMNS)}（元）或（万元）",
        remedy="请照文档“部门汇总”写表头。",
    )


def _booked(
    where: str,
    cells: Mapping[str, str],
    units: Sequence[UnitAccount],
    resolved: Format,
    money: Unit,
) -> tuple[Payment, Booked]:
    """One line: a unit's booking that stands in its table, and how much of it is internal."""
    names = {unit.account.unit_name: unit.account for unit in units}
    words = {
        resolved.glossary.chinese(side.column): (payment, side)
        for payment in PAYMENTS
        for side in (payment.paid, payment.received)
    }
    name, word, code = (cells.get(column, "") for column in COLUMNS[:3])
    for given, known in ((name, names), (word, words)):
        if given not in known:
            raise UnknownName(
                where=where,
                seen=f"“{given}”",
                expected="、".join(known),
                remedy=nearest(given, known),
            )
    payment, side = words[word]
    standing = {each.code: each for each in booked([names[name]], side)}
    if code not in standing:
        raise UnknownName(
            where=where,
            seen=f"“{name}”的{word}没有科目“{code}”",
            expected="、".join(standing) or "（这个单位没有这项）",
            remedy="请写表里最下一级的科目编码。",
        )
    try:
        amount = Amount.of(Decimal(cells.get(COLUMNS[3], "").replace(",", "")), money)
    except InvalidOperation as error:
        raise UnreadableCell(
            where=where,
            seen=f"“{cells.get(COLUMNS[3], '')}”",
            expected="金额（数字）",
            remedy="一点也不是内部的，请填 0。",
        ) from error
    booking = standing[code]
    most = booking.amount.exact_text(money)
    if not 0 <= amount.fen <= max(booking.amount.fen, 0):
        raise UnreadableCell(
            where=where,
            seen=amount.exact_text(money),
            expected=f"0 到 {most}（{booking.cell.source.in_file}）",
            remedy="内部的部分不会多于表里的数，请核对。",
        )
    return payment, Booked(name, side, code, booking.cell, amount)


def _unbalanced(
    path: Path, listed: Mapping[Payment, Sequence[Booked]], resolved: Format
) -> Iterator[XlbudgetError]:
    """One unit's payment is another's revenue."""
    for payment, found in listed.items():
        sides = [
            (side, total(each.amount for each in found if each.side == side))
            for side in (payment.paid, payment.received)
        ]
        (paid, out), (received, into) = sides
        if out.fen != into.fen:
            yield UnknownLayout(
                where=path.name,
                seen=f"{resolved.glossary.chinese(paid.column)}共{out.exact_text()}，"
                f"{resolved.glossary.chinese(received.column)}共{into.exact_text()}",
                expected="两边相等",
                remedy="一个单位付出的，就是另一个单位收到的：请补上缺的一行，或改正金额。",
            )
