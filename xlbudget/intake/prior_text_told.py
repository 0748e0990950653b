"""What is said of the amounts and terms that last year's document gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xlbudget.binding.bound import BY_TEMPLATE
from xlbudget.domain.codes import is_code
from xlbudget.domain.documents import Document
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import Unit
from xlbudget.domain.records import replace
from xlbudget.domain.statements import Cell
from xlbudget.formats.model import SUPPLEMENT, Format
from xlbudget.formats.names import FigureName, default_column
from xlbudget.intake.gathered import Key
from xlbudget.intake.prior_text import Statement
from xlbudget.intake.terms_text import Terms

FROM_TEXT, DIFFERS, UNSURE = "prior-from-text", "prior-text-differs", "prior-text-unsure"
TERMS_FROM_TEXT = "terms-from-text"

_NAME = 20
"""So many characters of a term are shown."""


def filled(
    document: Document, given: Mapping[Key, Sequence[Statement]], resolved: Format
) -> Finding:
    """All amounts that were taken, each with its place and how sure it is."""
    sure = sum(1 for said in given.values() if any(each.how == BY_TEMPLATE for each in said))
    follows = tuple(
        replace(
            note(FROM_TEXT, document, f"{_what(FigureName(*key), resolved)}：{_told(said)}。"),
            level=Level.INFO,
            where=said[0].where,
        )
        for key, said in given.items()
    )
    message = (
        f"上年数有 {len(given)} 个取自上年的说明“{document.file}”：照格式的写法认出 {sure} 个，"
        f"按前后的词认出 {len(given) - sure} 个。说明印错的，上年数也跟着错，请逐个核对："
    )
    whole = note(FROM_TEXT, document, message, Verdict.PASS)
    return replace(whole, level=Level.INFO, follows=follows)


def filled_from_tables(document: Document, given: Mapping[Key, Cell], resolved: Format) -> Finding:
    """All amounts that were taken from the official tables inside the document."""
    follows = tuple(
        replace(
            note(
                FROM_TEXT,
                document,
                f"{_what(FigureName(*key), resolved)}：{_number(cell, resolved)}"
                f"（{cell.source}）。",
            ),
            level=Level.INFO,
        )
        for key, cell in given.items()
    )
    message = f"上年数有 {len(given)} 个取自上年的说明“{document.file}”里的公开表："
    whole = note(FROM_TEXT, document, message, Verdict.PASS)
    return replace(whole, level=Level.INFO, follows=follows)


def too_coarse(document: Document, places: int) -> Finding:
    """That the text prints too few decimals for last year's amounts."""
    message = (
        f"上年的说明“{document.file}”里的金额只印到 {places} 位小数，"
        "与它比较的增减额、增减率会不准，没有用来填上年数。请用上年的工作簿、导出或公开表。"
    )
    return note(UNSURE, document, message)


def _told(said: Sequence[Statement]) -> str:
    best = min(said, key=lambda each: each.how != BY_TEMPLATE)
    more = f"，另有 {len(said) - 1} 处相同" if len(said) > 1 else ""
    return best.told + more


def not_filled(
    document: Document, key: Key, said: Sequence[Statement], why: str, resolved: Format
) -> Finding:
    """An amount that the document does not state in one way."""
    places = "、".join(each.told for each in said)
    message = (
        f"{_what(FigureName(*key), resolved)}在上年的说明里{why}：{places}。没有填，"
        "请核对上年的公开表，自己填上年数。"
    )
    return replace(note(DIFFERS, document, message), where=said[0].where)


def against_table(
    document: Document, key: Key, table: Cell, said: Statement, resolved: Format
) -> Finding:
    """An amount that last year's table has otherwise."""
    message = (
        f"{_what(FigureName(*key), resolved)}：{table.source.in_file} 是"
        f"{_number(table, resolved)}，上年的说明写作{said.told}。照表填，请核对。"
    )
    return replace(note(DIFFERS, document, message), where=said.where)


def odd_unit(document: Document, said: Statement, resolved: Format) -> Finding:
    """An amount that is printed in another unit than the text's."""
    message = (
        f"{_what(said.figure, resolved)}在上年的说明{said.cell.source}印作{said.printed}，"
        "与全文的金额单位不同，可能是笔误，没有用。请核对后自己填上年数。"
    )
    return replace(note(UNSURE, document, message), where=said.where)


def terms_told(document: Document, terms: Terms) -> Iterator[Finding]:
    """The terms that were taken, and those that were not, with why."""
    if not terms.texts and not terms.left:
        return
    message = (
        f"名词解释有 {len(terms.texts)} 条取自上年的说明“{document.file}”，请按当年的科目说明核对。"
    )
    if terms.left:
        left = "；".join(f"“{name[:_NAME]}”（{why}）" for name, why in terms.left)
        message += f"没有取的 {len(terms.left)} 条：{left}。"
    yield replace(note(TERMS_FROM_TEXT, document, message), level=Level.INFO)


def note(
    check: str, document: Document, message: str, verdict: Verdict = Verdict.UNCHECKED
) -> Finding:
    """A warning about the document."""
    return Finding(
        check=check, verdict=verdict, level=Level.WARNING, file=document.file, message=message
    )


def _what(figure: FigureName, resolved: Format) -> str:
    if figure.table == SUPPLEMENT:
        return f"补充资料“{figure.line}”"
    code = f"{figure.line} " if is_code(figure.line) else ""
    table = resolved.tables.get(figure.table)
    words = f"“{table.title if table else figure.table}”{code}{figure.line_label(resolved)}"
    if table is None or figure.column == default_column(resolved, figure.table, figure.line):
        return words
    return f"{words}（{figure.column_label(resolved)}）"


def _number(cell: Cell, resolved: Format) -> str:
    if cell.amount is None:
        return f"{cell.count}"
    unit = resolved.own_style.unit
    return cell.amount.text(unit, places=6 if unit is Unit.TEN_THOUSAND_YUAN else 2)
