"""审核结果，手工搭成：几段话、其中的数、每个数是哪个指标、发现的问题。不经过读文件、认数、核对。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from xlbudget.binding.bound import BY_WORDS, BoundText, Owner
from xlbudget.binding.outline import Heading, Outline, Role, Stretch
from xlbudget.binding.said import Mark, Mention, Quantity, Said
from xlbudget.checks.ledger import Entry, Ledger
from xlbudget.checks.manuscript import Manuscript
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.text import Place
from xlbudget.formats.library import find
from xlbudget.formats.names import FigureName
from xlbudget.results.reviewed import Reviewed

FILE = "示例说明.docx"
EXPENDITURE = "expenditure"
_NUMBER = re.compile(r"([\d.]+)(万元|%)")


def document(paragraphs: Sequence[str], file: str = FILE, page: int | None = None) -> Document:
    blocks = (
        TextBlock(text, Place(page=page, paragraph=at)) for at, text in enumerate(paragraphs, 1)
    )
    return Document(file, tuple(blocks))


def bound(
    paragraphs: Sequence[str], unknown: Mapping[str, str] = {}, file: str = FILE
) -> BoundText:
    """每个带单位的数是一次提到，都认作支出合计；`unknown` 里的没有认出，值是原因。"""
    known = document(paragraphs, file)
    mentions: list[Mention] = []
    owners: dict[int, Owner] = {}
    unbound: dict[int, str] = {}
    for at, block in known.texts():
        for number in _NUMBER.finditer(block.text):
            if number[0] in unknown:
                unbound[len(mentions)] = unknown[number[0]]
            else:
                owners[len(mentions)] = Owner(FigureName("expenditure", "total", "total"), BY_WORDS)
            places = len(number[1].partition(".")[2])
            quantity = Quantity(number[0], Decimal(number[1]), places, number[2])
            mentions.append(Mention(Mark(at, *number.span()), quantity))
    heading = Heading(0, 2, "三", "支出决算情况说明")
    stretch = Stretch(Role.EXPLANATION, (heading,), 0, len(known.blocks))
    return BoundText(
        document=known,
        outline=Outline((stretch,)),
        said=Said(tuple(mentions)),
        format=find("sichuan", 2024),
        owners=owners,
        unbound=unbound,
    )


def finding_at(
    text: BoundText, words: str, check: str = "ratio-recomputed", **known: str
) -> Finding:
    """一条问题，在第一处写着 `words` 的地方。"""
    at, start = next(
        (at, block.text.index(words)) for at, block in text.document.texts() if words in block.text
    )
    return Finding(
        check=check,
        verdict=Verdict.FAIL,
        level=Level.WARNING,
        file=text.document.file,
        message=known.pop("message", f"“{words}”与复算的不同。"),
        where=Manuscript(text).place(Mark(at, start, start + len(words))),
        printed=words,
        expected=known.get("expected"),
        formula=known.get("formula"),
    )


def reviewed(
    text: BoundText, findings: Iterable[Finding] = (), entries: Iterable[Entry] = ()
) -> Reviewed:
    return Reviewed(
        bound=text,
        findings=tuple(findings),
        ledger=Ledger(tuple(entries)),
        unit="示例街道办事处",
        sha256="0" * 64,
    )
