"""文字读成文件，跑一条文字规则。一行一段；连着的、有 | 的行是一张表。"""

from __future__ import annotations

from functools import cache
from itertools import groupby

from xlbudget.binding.bound import BoundText
from xlbudget.binding.outline import outline
from xlbudget.binding.said import Said
from xlbudget.checks.ledger import Entry
from xlbudget.checks.manuscript import Manuscript, TextRule, run_text_rules
from xlbudget.checks.words import WORD_RULES
from xlbudget.domain.documents import Document, DocumentBlock, TableBlock, TextBlock
from xlbudget.domain.findings import Finding
from xlbudget.domain.text import Place
from xlbudget.formats.library import find
from xlbudget.formats.model import Format

RULES = {rule.name: rule for rule in WORD_RULES}
FILE = "说明.txt"
EXPLANATION = "第二部分　2024年度部门决算情况说明\n"
TERMS = "第三部分　名词解释\n"


@cache
def format_of(place: str, year: int) -> Format:
    return find(place, year)


def document_of(text: str) -> Document:
    """文字读成文件。"""
    blocks: list[DocumentBlock] = []
    lines = [line for line in text.splitlines() if line.strip()]
    for is_table, group in groupby(lines, key=lambda line: "|" in line):
        if is_table:
            rows = tuple(tuple(cell.strip() for cell in line.split("|")) for line in group)
            blocks.append(TableBlock(rows, Place(paragraph=len(blocks) + 1)))
        else:
            for line in group:
                blocks.append(TextBlock(line, Place(paragraph=len(blocks) + 1)))
    return Document(FILE, tuple(blocks))


def manuscript_of(text: str, place: str = "sichuan", year: int = 2024) -> Manuscript:
    """没有认数的一份稿子：文字规则大多不用认数。"""
    document = document_of(text)
    return Manuscript(BoundText(document, outline(document), Said(()), format_of(place, year), {}))


def review(
    name: str, text: str, place: str = "sichuan", year: int = 2024
) -> tuple[list[Finding], list[Entry]]:
    """一条规则看一份文字。"""
    rule: TextRule = RULES[name]
    return run_text_rules([rule], manuscript_of(text, place, year))


def shown(name: str, text: str, place: str = "sichuan", year: int = 2024) -> list[str | None]:
    """一条规则标出的字，依次；没有标出字的是它的话。"""
    return [
        each.printed if each.printed is not None else each.message
        for each in review(name, text, place, year)[0]
    ]
