"""Formula texts: moved as Excel moves the members of a shared formula, and compared."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from functools import lru_cache

from xlbudget.books.port import column_letters, parse_address

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_QUOTED = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'!?")

_NAME = r"\w.\\?"
_REFERENCE = (
    rf"(?<![{_NAME}$])(?:"
    r"(?P<c1>\$?)(?P<column>[A-Za-z]{1,3})(?P<r1>\$?)(?P<row>[1-9][0-9]{0,6})"
    r"|(?P<fc>\$?)(?P<first>[A-Za-z]{1,3}):(?P<lc>\$?)(?P<last>[A-Za-z]{1,3})"
    r"|(?P<fr>\$?)(?P<top>[1-9][0-9]{0,6}):(?P<lr>\$?)(?P<bottom>[1-9][0-9]{0,6})"
    rf")(?![{_NAME}$(!])"
)
_ONE_REFERENCE = r"(?:#REF!(?:\$?[A-Z]{1,3}\$?[0-9]+)?|\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6})"
_ANY_REFERENCE = re.compile(
    rf"(?<![{_NAME}$])(?:'(?:[^']|'')*'!|[^\W\d][\w.]*!)?{_ONE_REFERENCE}"
    rf"(?::{_ONE_REFERENCE})?(?![{_NAME}$(!])"
)
_HERE = re.compile(
    rf"[$A-Z](?<![{_NAME}$].)(?:(?<=\$)[A-Z]{{1,3}}|(?<!\$)[A-Z]{{0,2}})\$?[1-9][0-9]{{0,6}}"
    rf"(?::\$?[A-Z]{{1,3}}\$?[1-9][0-9]{{0,6}})?(?![{_NAME}$(!])"
)
"""The same where no sheet is named: it is looked for by its first sign, in half the time."""

_PLAIN_QUOTED = re.compile(r"(?<!')'([^\W\d]\w*)'!")
_CELL_NAME = re.compile(r"[A-Za-z]{1,3}[0-9]+|[RrCc][0-9]*|[Rr][0-9]*[Cc][0-9]*")


def shifted(formula: str, rows: int, columns: int) -> str:
    """A formula as it reads when its cell moves: relative references move along.

    >>> shifted('=A1+$B$2*SUM(C3:C$9)&"A1"', 1, 1)
    '=B2+$B$2*SUM(D4:D$9)&"A1"'
    >>> shifted("='A1 表'!A1/公开01!B2", 2, 0)
    "='A1 表'!A3/公开01!B4"
    """
    if not rows and not columns:
        return formula
    return _outside_quotes(
        formula, lambda part: re.sub(_REFERENCE, lambda match: _moved(match, rows, columns), part)
    )


def same(one: str, other: str) -> bool:
    """Whether two formulas differ only as Excel rewrites them on saving.

    That is: the leading `=`, spaces, case of names, quotes that a sheet's name does not need, and
    the brackets that LibreOffice puts behind TRUE and FALSE.

    >>> same("=sum('公开01'!A1, 2)", "SUM(公开01!A1,2)"), same('=A1&" "', '=A1&""')
    (True, False)
    >>> same("=IF(A1,FALSE)", "IF(A1,FALSE())")
    True
    """
    one, other = one.removeprefix("="), other.removeprefix("=")
    if one == other:
        return True
    if one.startswith(_HEAD) and other.startswith(_HEAD) and one[:_MARKED] != other[:_MARKED]:
        return False
    one, other = _unquoted(one), _unquoted(other)
    return one == other or _normal(one) == _normal(other)


_HEAD = 'IF(N("xb:'
_MARKED = len(_HEAD) + 8
_MARK = re.compile(r'IF\(N\("xb:([0-9a-f]{8})"\)=0,(.*),""\)', re.DOTALL | re.IGNORECASE)


HOLE = "\0"
"""Where a reference goes in the pattern of a formula."""


@lru_cache(maxsize=2048)
def marked(formula: str) -> str:
    """A formula of ours with the mark by which it is known again: its result is the same.

    N of a text is 0, and the text is a checksum of the formula without its references: Excel
    rewrites them where rows are inserted or sheets renamed. A formula of which a person edited
    anything else is no longer ours. A list of ours may then move its formulas to other rows.

    >>> ours = marked("='甲 表'!A1&B1")
    >>> is_ours(ours), is_ours(ours.replace("'甲 表'!A1", "乙!$A$9")), is_ours("=A1&B1")
    (True, True, False)
    >>> is_ours(ours.replace("B1", "#REF!")), is_ours(ours.replace("B1", "B1&C1"))
    (True, False)
    """
    body = formula.removeprefix("=")
    return f'=IF(N("xb:{_checksum(body)}")=0,{body},"")'


def filled(pattern: str, *references: str) -> str:
    """The marked formula of a pattern, with a reference in each of its holes.

    The mark does not depend on references, so it is worked out once for each pattern.

    >>> filled(f"ROUND({HOLE}-{HOLE},6)", "B1", "C1") == marked("ROUND(B1-C1,6)")
    True
    """
    return _form(pattern) % references


@lru_cache(maxsize=2048)
def _form(pattern: str) -> str:
    return marked(pattern).replace("%", "%%").replace(HOLE, "%s")


def is_ours(formula: str) -> bool:
    """Whether a formula carries our mark and is as we wrote it."""
    found = _MARK.fullmatch(formula.removeprefix("=").strip())
    return found is not None and _checksum(found[2]) == found[1].lower()


def replaceable(standing: str | None, new: str | None) -> bool:
    """Whether a formula that stands in a cell may give way to a new one, or to a value."""
    if standing is None or (new is not None and same(standing, new)):
        return True
    return is_ours(standing)


def _checksum(formula: str) -> str:
    """Of the texts as they are, and of the rest without blanks, case, and references."""
    if "'" in formula:
        texts = "".join(text for text in _QUOTED.findall(formula) if text[0] == '"')
    else:
        texts = "".join([f'"{text}"' for text in formula.split('"')[1::2]])
    shape = _without_references(_plain_part(formula)).replace(HOLE, "§")
    return f"{zlib.crc32(shape.encode(), zlib.crc32(texts.encode())):08x}"


def _without_references(formula: str) -> str:
    return (_ANY_REFERENCE if "!" in formula else _HERE).sub("§", formula)


def _unquoted(formula: str) -> str:
    """A formula without the quotes that a sheet's name does not need; so Excel saves it."""
    if "'" not in formula:
        return formula
    return _PLAIN_QUOTED.sub(
        lambda match: match[0] if _CELL_NAME.fullmatch(match[1]) else match[1] + "!", formula
    )


def _normal(formula: str) -> str:
    return _outside_quotes(formula, _plain_part)


def _plain_part(part: str) -> str:
    return "".join(part.split()).upper().replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")


def _outside_quotes(formula: str, change: Callable[[str], str]) -> str:
    parts, at = [], 0
    for quoted in _QUOTED.finditer(formula):
        parts += [change(formula[at : quoted.start()]), quoted[0]]
        at = quoted.end()
    parts.append(change(formula[at:]))
    return "".join(parts)


def _moved(match: re.Match[str], rows: int, columns: int) -> str:
    if match["column"]:
        if parse_address(match["column"].upper() + "1")[1] > _LAST_COLUMN:
            return match[0]  # a defined name such as ZZZ9
        column = _column(match["c1"], match["column"], columns)
        row = _row(match["r1"], match["row"], rows)
        return f"{column}{row}" if column and row else "#REF!"
    if match["first"]:
        first = _column(match["fc"], match["first"], columns)
        last = _column(match["lc"], match["last"], columns)
    else:
        first = _row(match["fr"], match["top"], rows)
        last = _row(match["lr"], match["bottom"], rows)
    return f"{first}:{last}" if first and last else "#REF!"


def _column(fixed: str, letters: str, by: int) -> str:
    if fixed:
        return fixed + letters
    column = parse_address(letters.upper() + "1")[1] + by
    return column_letters(column) if 1 <= column <= _LAST_COLUMN else ""


def _row(fixed: str, digits: str, by: int) -> str:
    if fixed:
        return fixed + digits
    row = int(digits) + by
    return str(row) if 1 <= row <= _LAST_ROW else ""
