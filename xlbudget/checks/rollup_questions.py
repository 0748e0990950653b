"""What the roll-up of a department has to say: payments between units of which a person must say
what is internal, and rows that could not be summed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xlbudget.analysis.eliminations import Booked, Question
from xlbudget.analysis.rollup import RolledUp
from xlbudget.analysis.rollup_entries import Incomplete
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import total
from xlbudget.formats.model import Format

ROLLUP_INTERNAL = "rollup-internal"
ROLLUP_INCOMPLETE = "rollup-incomplete"
ROLLUP_COARSE = "rollup-coarse"
ROLLUP_UNIT_ERRORS = "rollup-unit-errors"

_SHOWN = 6
"""So many rows of many are named."""


def rollup_findings(rolled: RolledUp, resolved: Format, file: str) -> list[Finding]:
    """What a person must answer or fill in before the sums are the department's account."""
    found = [of_question(question, resolved, file) for question in rolled.questions]
    found += (_of_incomplete(each, file) for each in rolled.incomplete)
    if rolled.coarse_units:
        units = "、".join(rolled.coarse_units)
        found.append(
            Finding(
                check=ROLLUP_COARSE,
                verdict=Verdict.UNCHECKED,
                level=Level.INFO,
                file=file,
                cause="rounding",
                message=f"{units}的数只到0.01万元，相加时尾差也相加：汇总表的合计与分项可能因此差"
                "零点零几万元。用以元计的决算表汇总就没有尾差。",
            )
        )
    return found


def unit_errors(unit: FinalAccount, errors: Sequence[Finding], file: str) -> Iterator[Finding]:
    """A unit whose own tables contradict each other: the sums are wrong with them."""
    if errors:
        yield Finding(
            check=ROLLUP_UNIT_ERRORS,
            verdict=Verdict.FAIL,
            level=Level.WARNING,
            file=file,
            inputs=tuple(dict.fromkeys(f"{unit.file} · {at}" for e in errors for at in e.inputs)),
            message=f"{unit.unit_name}（{unit.file}）自己的表有 {len(errors)} 处错误，"
            f"汇总数跟着错。请先改好：{errors[0].message}",
        )


def of_question(question: Question, resolved: Format, file: str) -> Finding:
    """Both sums of a payment between units, and what a person must say."""
    payment = question.payment
    sides = ((payment.paid, question.paid), (payment.received, question.received))
    told = "；".join(
        f"各单位的{_side_name(side.column, resolved)}共{_sum_text(found, resolved)}"
        + (f"（{_places(found, resolved)}）" if found else "")
        for side, found in sides
    )
    if question.one_sided:
        other = payment.received if payment.downwards else payment.paid
        name = _side_name(other.column, resolved)
        advice = (
            f"所属单位没有记{name}，所以没有抵消。请核对：附属单位是不是都在汇总之列，"
            "是不是记在了别的收入、支出里。"
        )
    else:
        advice = (
            "哪些是这几个单位之间的，程序不猜，都没有抵消，汇总数可能重复计算。"
            "请用 --eliminations 文件写明内部的部分（写法见文档“部门汇总”）。"
        )
    booked = (*question.paid, *question.received)
    return Finding(
        check=ROLLUP_INTERNAL,
        verdict=Verdict.UNCHECKED,
        level=Level.WARNING if question.one_sided else Level.ERROR,
        file=file,
        inputs=tuple(dict.fromkeys(each.cell.source.in_file for each in booked)),
        printed=_sum_text(question.paid, resolved),
        expected=_sum_text(question.received, resolved),
        message=f"内部{payment.word}：{told}。{advice}",
    )


def _side_name(column: str, resolved: Format) -> str:
    return resolved.glossary.chinese(column)


def _sum_text(found: Iterable[Booked], resolved: Format) -> str:
    amount = total(each.amount for each in found)
    return amount.exact_text(resolved.style.unit)


def _places(found: Sequence[Booked], resolved: Format) -> str:
    """Unit, code, amount and place of each part."""
    unit = resolved.style.unit
    return "、".join(
        f"{each.unit} {each.code} {each.amount.exact_text(unit)} {each.cell.source.in_file}"
        for each in found
    )


def _of_incomplete(each: Incomplete, file: str) -> Finding:
    """Rows that could not be summed, with the units that left them blank."""
    rows = "、".join(each.rows[:_SHOWN])
    more = f"等 {len(each.rows)} 行" if len(each.rows) > _SHOWN else ""
    if each.units:
        units = "、".join(each.units)
        message = (
            f"{each.sheet}：{rows}{more}没有汇总，{units}没有填。请补填（没有就填 0）再汇总，"
            "或者在部门的工作簿里直接填写。"
        )
    else:
        message = (
            f"{each.sheet}：{rows}{more}没有汇总。今年抵消了单位之间的往来，上年的这些数里也有，"
            "而上年内部往来有多少，程序不知道。请在部门的工作簿里填写上年公开的部门数。"
        )
    return Finding(
        check=ROLLUP_INCOMPLETE,
        verdict=Verdict.UNCHECKED,
        level=Level.WARNING,
        file=file,
        message=message,
    )
