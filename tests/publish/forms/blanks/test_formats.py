"""每个格式自己的说明，抹去数和增减的方向，再由别的账填上：没有一个错数，认得出的几乎都填上。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.publish.forms.blanks.blank_forms import results
from xlbudget.analysis.indicators import Figures
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.text import Place, Printed, Words
from xlbudget.formats.cases import cases
from xlbudget.formats.library import places
from xlbudget.formats.model import AVERAGES, VALUE
from xlbudget.formats.names import FigureName, resolve
from xlbudget.publish.forms.blanks.filling import filled_document, filling
from xlbudget.publish.forms.blanks.numbers import number
from xlbudget.results import Results

WORDS = {
    "增加": "增加（减少）",
    "减少": "增加（减少）",
    "增长": "增长（下降）",
    "下降": "增长（下降）",
}
_WORD = re.compile(r"(?:增加|减少|增长|下降)$")
_FLOOR = 0.97
"""认得出又有数的空格里，填上的不少于这些；其余的不填，也要说出来。"""


def blanked(given: Results) -> tuple[Document, list[list[tuple[int, str, str]]]]:
    """说明抹成范本：每个空格在哪里、是哪个指标、后面是什么单位。"""
    blocks: list[TextBlock] = []
    asked: list[list[tuple[int, str, str]]] = []
    for at, paragraph in enumerate(given.paragraphs, 1):
        text, blanks = "", []
        for span, following in zip(paragraph.spans, (*paragraph.spans[1:], None), strict=True):
            if isinstance(span, Printed):
                unit = re.sub(r"^-?[\d,.]+", "", span.text)
                blanks.append((len(text), span.figure.name, unit))
                text += f"XX{unit}"
            elif isinstance(span, Words) and isinstance(following, Printed):
                text += _WORD.sub(lambda found: WORDS[found[0]], span.text)
            else:
                text += span.text
        blocks.append(TextBlock(text, Place(paragraph=at)))
        asked.append(blanks)
    return Document("范本.docx", tuple(blocks)), asked


@cache
def fullest(place: str) -> tuple[Results, ...]:
    """一个格式里数最多的两个案例，同一年度的。"""
    every = [results(place, each.name) for each in cases(place)]
    every.sort(key=lambda each: -sum(len(p.figures) for p in each.paragraphs))
    return tuple(each for each in every if each.format.year == every[0].format.year)[:2]


def expected(name: str, unit: str, given: Results, figures: Figures) -> str | None:
    """一个空格应当填什么：按指标的名称取数，不看句子。"""
    table, *words = name.split(".")
    if table == AVERAGES:
        of = FigureName(table, words[0], VALUE)
    elif words[-1].startswith("budget_change"):
        of = resolve(given.format, (table, *words[:-1]), any_code=True).of(words[-1])
    else:
        of = resolve(given.format, (table, *words), any_code=True)
    return number(figures.figure(of), unit or "个", given.format.style, signed=True)


@pytest.mark.parametrize("place", sorted(places()))
def test_own_text_without_its_numbers_is_filled_from_another_account(place: str) -> None:
    asked = filled = 0
    source = fullest(place)[0]
    form, blanks = blanked(source)
    for given in fullest(place):
        figures = Figures(given.account, given.format)
        found = filling(form, given.account, given.format)
        for at, known in enumerate(blanks):
            made = {each.start: each for each in found.edits.get(at, ())}
            covered = [(each.start, each.end) for each in made.values()]
            for start, name, unit in known:
                right = expected(name, unit, given, figures)
                printed = [p for p in getattr(made.get(start), "pieces", ()) if p.figure]
                if printed:
                    assert printed[0].text == right, (place, name, form.blocks[at])
                    filled += 1
                    asked += 1
                elif right is not None:
                    said = any(one <= start < end for one, end in covered)
                    told = any(each.start == start for each in found.left.get(at, ()))
                    assert said or told
                    filled += said
                    asked += 1
    assert asked > 100
    assert filled / asked >= _FLOOR


@pytest.mark.parametrize("place", sorted(places()))
def test_own_text_without_its_numbers_is_filled_from_its_own_account(place: str) -> None:
    wrong = list(_otherwise(fullest(place)[0]))
    assert wrong == []


def _otherwise(given: Results) -> Iterator[tuple[str, str]]:
    form, _ = blanked(given)
    found = filling(form, given.account, given.format)
    made, _ = filled_document(form, found)
    for paragraph, block in zip(given.paragraphs, made.blocks, strict=True):
        assert isinstance(block, TextBlock)
        if block.text != paragraph.text:
            yield paragraph.text, block.text
