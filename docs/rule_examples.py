"""The examples of the rules' pages: what each folder of tests/errors puts in, and what the program
says to it, in words. The words that come out are those that tests/test_every_check.py compares
with a run, letter by letter.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlbudget.domain.documents import Document, TextBlock
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName
from xlbudget.reading.documents import read_document

ERRORS = Path(__file__).parents[1] / "tests" / "errors"
YEAR, PLACE = 2024, "sichuan"
FEW = 9
"""Blocks of a text, or lines of a sheet, that are shown whole."""

_HEAD = re.compile(r"^(错误|提醒|说明) ([a-z0-9-]+) ?(.*)$")
_SPECIAL = re.compile(r"([\\`*_<>\[\]|#~])")
_UNITS = {"unit-1": "示例一所", "unit-2": "示例二所"}
_SETTINGS = {"全年预算数", "年初预算数"}


@dataclass(frozen=True)
class Said:
    """A finding as it is told: its level, its check, where, and its lines of text."""

    level: str
    check: str
    where: str
    lines: tuple[str, ...]
    deeper: bool


def plain(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return _SPECIAL.sub(r"\\\1", text)


def said_of(name: str) -> list[Said]:
    """What the program says to an example: the finding, and those of the same cause below it."""
    text = (ERRORS / name / "expected.txt").read_text(encoding="utf-8")
    found: list[tuple[re.Match[str], bool, list[str]]] = []
    for line in text.partition("\n另有\n")[0].splitlines():
        head = _HEAD.match(line.strip())
        if head:
            found.append((head, line.startswith(" "), []))
        else:
            found[-1][2].append(line.strip())
    return [Said(head[1], head[2], head[3], tuple(rest), deep) for head, deep, rest in found]


def shown(name: str) -> Iterator[str]:
    """The Markdown of an example: what is put in, and what is said."""
    first, *others = said_of(name)
    yield "**例**："
    yield ""
    yield from put_in(name, first.where)
    yield ""
    yield "**程序说**："
    yield ""
    if first.where:
        yield f"> {first.level}　{plain(first.where)}"
    for line in first.lines:
        yield ">"
        yield f"> {plain(line)}"
    if others:
        names = "、".join(dict.fromkeys(f"`{other.check}`" for other in others))
        yield ""
        yield f"同一原因引起的另有 {len(others)} 处，列在它下面：{names}。"


def put_in(name: str, where: str) -> Iterator[str]:
    """What an example puts in."""
    folder = ERRORS / name
    document = next(folder.glob("document.*"), None)
    if document:
        yield from _of_text(read_document(document), document.suffix, where)
    for path in sorted(folder.glob("*.toml")):
        yield from _of_tables(path.stem, path.read_text(encoding="utf-8"))
    sheets = folder / "input.txt"
    if sheets.is_file():
        yield from _of_sheets(sheets.read_text(encoding="utf-8"), where)


def _of_text(document: Document, suffix: str, where: str) -> Iterator[str]:
    """The blocks of a text; of a long one, the heading and what stands around the place."""
    if suffix == ".pdf":
        yield "- 一份 PDF"
        yield ""
    blocks = [
        plain(block.text) if isinstance(block, TextBlock) else "（一张表或一张图）"
        for block in document.blocks
    ]
    at = re.search(r"第(\d+)段", where)
    if len(blocks) > FEW and at:
        middle = int(at[1]) - 1
        blocks = [*blocks[max(0, middle - 3) : middle + 2]]
    for number, block in enumerate(blocks[:FEW]):
        if number:
            yield ">"
        yield f"> {block}"
    if len(blocks) > FEW:
        yield ">"
        yield "> ……"


def _of_tables(stem: str, text: str) -> Iterator[str]:
    """What is changed in an account that agrees everywhere."""
    changes = tomllib.loads(text)
    note = re.match(r"((?:#.*\n)+)", text)
    unit = f"{_UNITS[stem]}：" if stem in _UNITS else ""
    title = changes.pop("title", "")
    if title:
        yield f"- {unit}{plain(title.replace('与 base.toml 相同', '处处相符'))}"
        return
    if note:
        words = "".join(line.lstrip("# ") for line in note[1].splitlines())
        yield f"- {unit}{plain(words.rstrip('。'))}。"
        return
    resolved = find(changes.pop("place", PLACE), YEAR)
    for line in _changes(changes, resolved):
        yield f"- {unit}{plain(line)}"


def _changes(changes: dict[str, Any], resolved: Format) -> Iterator[str]:
    """The changes of an account, in words."""
    for key, value in changes.items():
        if key == "supplement":
            yield from (f"补充资料“{field}”：{text or '空着'}" for field, text in value.items())
        elif key == "projects":
            yield from _of_projects(value)
        elif key == "off":
            for each in value:
                line = _figure(resolved, each["table"], each["line"], each["column"])
                yield f"部门表的{line}多 {each['by']} 元"
        elif key in {"amounts", "prior", *_SETTINGS}:
            words = {"amounts": "", "prior": "上年数 "}.get(key, f"{key} ")
            for table, lines in value.items():
                for line, columns in lines.items():
                    cells = columns if isinstance(columns, dict) else {"": columns}
                    for column, amount in cells.items():
                        figure = _figure(resolved, table, line, column)
                        yield f"{words}{figure}：{amount or '空着'}{'' if amount == '' else ' 元'}"


def _figure(resolved: Format, table: str, line: str, column: str) -> str:
    """A cell of a table by its titles."""
    known = resolved.tables[table]
    name = FigureName(table, line, column or known.default_column(line))
    code = f"{line} " if line.isdecimal() else ""
    return f"{known.title} {code}{name.line_label(resolved)}·{name.column_label(resolved)}"


def _of_projects(projects: dict[str, Any]) -> Iterator[str]:
    for project, fields in projects.items():
        for field, value in fields.items():
            if isinstance(value, dict):
                for indicator, cells in value.items():
                    told = "，".join(f"{name} {cell or '空着'}" for name, cell in cells.items())
                    yield f"“{project}”的“{indicator}”：{told}"
            else:
                yield f"“{project}”的{field}：{value or '空着'}"


def _of_sheets(text: str, where: str) -> Iterator[str]:
    """The head of the sheet where it is, and the row."""
    sheets = dict(re.findall(r"^== (.+)\n((?:(?!== ).*\n?)*)", text, re.MULTILINE))
    sheet, _, cell = where.partition("!")
    if sheet not in sheets:
        sheet = next(name for name in sheets if name.startswith("公开"))
    rows = sheets[sheet].rstrip("\n").splitlines()
    row = int(re.sub(r"\D", "", cell) or 0)
    kept = [*range(1, min(5, len(rows)) + 1)] if len(rows) > FEW else [*range(1, len(rows) + 1)]
    kept += [row] if row > kept[-1] and row <= len(rows) else []
    yield f"工作表“{sheet}”（左边是行号）："
    yield ""
    yield "```text"
    for number in kept:
        if number > 1 and number - 1 not in kept:
            yield "   ……"
        yield f"{number:>3}  {rows[number - 1].replace(chr(39), '')}"
    yield "```"
