"""读回各组测试共用：读一节、说出读到了什么。"""

from __future__ import annotations

from tests.narrative.accounts import (
    format_of,
    narrative_of,
    printed,
    text_of,
)
from tests.read_back import read_back
from xlbudget.binding.inversion import Bindings
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.text import Paragraph
from xlbudget.formats.model import Format


def read(resolved: Format, text: str) -> Bindings | None:
    (section,) = resolved.sections
    return read_back(section, resolved, text)


def composed(account: FinalAccount, resolved: Format) -> tuple[Paragraph, ...]:
    return narrative_of(account, resolved).paragraphs


def told(bindings: Bindings, resolved: Format) -> list[tuple[str, str]]:
    """Numbers read back: the figure's name and the number."""
    return [(bound.figure.identifier(resolved), bound.text) for bound in bindings.numbers]


def meant(paragraphs: tuple[Paragraph, ...]) -> list[tuple[str, str]]:
    """Numbers printed: the figure's name and the number."""
    return [(span.figure.name, span.text) for span in printed(paragraphs)]


def assert_reads_back(account: FinalAccount, resolved: Format) -> Bindings:
    paragraphs = composed(account, resolved)
    bindings = read(resolved, text_of(paragraphs))
    assert bindings is not None
    assert told(bindings, resolved) == meant(paragraphs)
    return bindings


def read_one(template: str, text: str) -> Bindings | None:
    return read(format_of(template), text)
