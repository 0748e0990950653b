"""What stands in the `<c>` element of a cell: its kind, its formula, its value."""

from __future__ import annotations

from decimal import Decimal

from xlbudget.books.cell_text import escaped
from xlbudget.books.port import CellWrite, address
from xlbudget.books.sheet_scan import rectangle

_PLAIN_DIGITS = 40


def formula_element(prefix: str, write: CellWrite, row: int, column: int) -> str:
    """The `<f>` of a cell; of a block, only its first cell has one."""
    if write.formula is None:
        return ""
    kind = ""
    if write.block:
        if rectangle(write.block)[:2] != (row, column):
            return ""
        kind = f' t="array" ref="{write.block}"'
    return f"<{prefix}f{kind}>{xml_text(write.formula.removeprefix('='))}</{prefix}f>"


def content(prefix: str, write: CellWrite) -> tuple[str, str]:
    """The end of a cell's start tag, from its `t` attribute on, and its value.

    The text result of a formula is t="str".

    >>> content("", CellWrite(Decimal("1.50"))), content("", CellWrite("A&B", "=A1"))
    (('>', '<v>1.50</v>'), (' t="str">', '<v xml:space="preserve">A&amp;B</v>'))
    """
    value = write.value
    if isinstance(value, Decimal):
        return ">", f"<{prefix}v>{_digits(value)}</{prefix}v>"
    if isinstance(value, bool):
        return ' t="b">', f"<{prefix}v>{int(value)}</{prefix}v>"
    text = xml_text(escaped(value)) if value else ""
    if write.formula is not None:
        space = ' xml:space="preserve"' if text else ""
        return ' t="str">', f"<{prefix}v{space}>{text}</{prefix}v>"
    inline = f'<{prefix}t xml:space="preserve">{text}</{prefix}t>'
    return ' t="inlineStr">', f"<{prefix}is>{inline}</{prefix}is>"


def new_cell(
    row: int, column: int, write: CellWrite, style: str, *, prefix: str = "", in_formula: bool
) -> bytes:
    """A cell that was not there; `in_formula` if it is a cell of an array formula that stays."""
    attribute = f' s="{style}"' if style != "0" else ""
    formula = "" if in_formula else formula_element(prefix, write, row, column)
    kind, value = content(prefix, write)
    opened = f'<{prefix}c r="{address(row, column)}"{attribute}{kind}'
    return f"{opened}{formula}{value}</{prefix}c>".encode()


def xml_text(text: str) -> str:
    """A text between tags.

    >>> xml_text("A<B & C")
    'A&lt;B &amp; C'
    """
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


def _digits(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"not a number that a cell can hold: {value}")
    plain = format(value, "f")
    return plain if len(plain) <= _PLAIN_DIGITS else str(value)
