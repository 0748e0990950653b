"""文字和程序自己的说明，读成校验用的底稿。"""

from __future__ import annotations

import tomllib
from functools import cache

from xlbudget.analysis.indicators import Figures
from xlbudget.binding.binder import bind
from xlbudget.binding.clauses import say
from xlbudget.checks.manuscript import Manuscript
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.documents import Document, DocumentBlock, TextBlock
from xlbudget.domain.text import Place
from xlbudget.formats.cases import parse_case
from xlbudget.formats.keys import Keys
from xlbudget.formats.library import HOME, find
from xlbudget.formats.model import Format
from xlbudget.narrative.compose import compose
from xlbudget.workbook.blank import account_of_case

FILE = "说明.txt"


def document(text: str, *others: DocumentBlock) -> Document:
    """一行一段的文字，后面跟着别的块。"""
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    blocks = (TextBlock(line, Place(paragraph=at)) for at, line in enumerate(lines, 1))
    return Document(FILE, (*blocks, *others))


def read(text: str, place: str = "sichuan", year: int = 2024) -> Manuscript:
    """一段文字，没有表。"""
    return of(document(text), find(place, year))


def of(written: Document, resolved: Format) -> Manuscript:
    """一份文档，没有表。"""
    return Manuscript(bind(written, say(written), [resolved]))


@cache
def case(place: str, name: str) -> tuple[FinalAccount, Format]:
    """格式的一个案例：账和格式。"""
    path = HOME / place / "cases" / f"{name}.toml"
    keys = Keys(tomllib.loads(path.read_text(encoding="utf-8")), name)
    parsed = parse_case(keys, name, place)
    resolved = find(parsed.place, parsed.year, parsed.settings)
    return account_of_case(parsed, resolved, "决算.xlsx"), resolved


def our_text(place: str, name: str) -> str:
    """程序为一个案例写的说明。"""
    account, resolved = case(place, name)
    narrative = compose(account, resolved, Figures(account, resolved))
    return "\n".join(paragraph.text for paragraph in narrative.paragraphs)
