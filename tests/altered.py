"""我们写的说明改成别人会写的样子：审核的变异测试和基准共用。

`Sheet` 里每个数记着自己印的是哪个指标，改写之后也记得，审核的程序看不到它。无害的改写（调换次序、
加一句、换近义的词、空格、千分号、半角标点……）之后一条问题也不该多。
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tests.binding.composed import REWRITES, Sentence
from tests.binding.composed import Line as Row
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.figures import Figure
from xlbudget.domain.text import Paragraph, Place, Printed

FILE = "别人写的.docx"


@dataclass(frozen=True)
class Piece:
    """一段里的字，或者一个数和它印的指标。"""

    text: str
    figure: Figure | None = None


Line = tuple[Piece, ...]
Sheet = tuple[Line, ...]
"""一份说明，一段一行。"""


def sheet_of(paragraphs: Sequence[Paragraph]) -> Sheet:
    """我们写的说明。"""
    lines: list[Line] = []
    for paragraph in paragraphs:
        pieces: list[Piece] = []
        for span in paragraph.spans:
            figure = span.figure if isinstance(span, Printed) else None
            for number, text in enumerate(span.text.split("\n")):
                if number:
                    lines.append(tuple(pieces))
                    pieces = []
                if pieces and figure is None and pieces[-1].figure is None:
                    text = pieces.pop().text + text  # noqa: PLW2901
                pieces.append(Piece(text, figure))
        lines.append(tuple(pieces))
    return tuple(lines)


def text_of(line: Line) -> str:
    """一段的字。"""
    return "".join(piece.text for piece in line)


def document_of(sheet: Sheet) -> Document:
    """给审核的文件：只有字。"""
    blocks = (
        TextBlock(text_of(line), Place(paragraph=number)) for number, line in enumerate(sheet, 1)
    )
    return Document(FILE, tuple(blocks))


def numbers_in(sheet: Sheet) -> Iterator[tuple[int, int, int, Piece]]:
    """每个数：第几段、第几块、在这一段的哪个字上、它自己。"""
    for row, line in enumerate(sheet):
        at = 0
        for position, piece in enumerate(line):
            if piece.figure is not None:
                yield row, position, at, piece
            at += len(piece.text)


_SYNONYMS = (
    ("与{年}年度相比", "较{年}年度"),
    ("与{年}年度相比", "和{年}年度相比较"),
    ("比{年}年度", "较{年}年度"),
    ("较上年度", "比上年"),
    ("其中：", "其中包括："),
    ("主要变动原因是", "变动的主要原因是"),
    ("主要原因是", "主要是因为"),
    ("，占$", "，占比"),
    ("，增长", "，上升"),
    ("，增长", "，增幅"),
    ("，下降", "，降低"),
    ("支出决算数为", "支出决算为"),
    ("总计均为", "总计都是"),
    ("完成预算", "完成了预算的"),
)
_EXTRA = "以上金额按万元列示，保留两位小数。"


def harmless(sheet: Sheet, chance: random.Random) -> Sheet:
    """几种改写里随便选几种，叠在一起。"""
    ways: list[Callable[[Sheet, random.Random], Sheet]] = [
        _synonyms,
        _spaces,
        _separators,
        _shuffled_items,
        _inserted,
        _full_width,
    ]
    for way in chance.sample(ways, chance.randint(1, 4)):
        sheet = way(sheet, chance)
    for name in chance.sample(sorted(_COMPOSED), chance.randint(0, 2)):
        sheet = composed(REWRITES[name], sheet, chance)
    return sheet


_COMPOSED = REWRITES.keys() - {"段落换了次序", "少了几句", "一句一段"}
"""认数的测试里的改写；换了次序编号就乱，少了几句就缺一项，是真有差错；
一句一段以后没有主语的句子，本来就认不出说的是谁。"""


def composed(
    change: Callable[[list[Row], random.Random], list[Row]], sheet: Sheet, chance: random.Random
) -> Sheet:
    """认数的测试里的一种改写：那里一段分成句子，数只记指标的名字。"""
    figures: list[Figure] = []
    rows: list[Row] = []
    for line in sheet:
        sentences: list[Sentence] = []
        tokens: list[tuple[str, str]] = []
        for piece in line:
            if piece.figure is not None:
                tokens.append((piece.text, str(len(figures))))
                figures.append(piece.figure)
                continue
            first, *rest = piece.text.replace("。", "。\n").split("\n")
            tokens.append((first, ""))
            for more in rest:
                sentences.append(tuple(tokens))
                tokens = [(more, "")]
        rows.append((*sentences, tuple(tokens)))
    lines = (
        tuple(
            Piece(text, figures[int(figure)] if figure else None)
            for sentence in row
            for text, figure in sentence
        )
        for row in change(rows, chance)
    )
    return tuple(line for line in lines if text_of(line))


def _words(sheet: Sheet, change: Callable[[str], str]) -> Sheet:
    return tuple(
        tuple(p if p.figure is not None else replace(p, text=change(p.text)) for p in line)
        for line in sheet
    )


def _synonyms(sheet: Sheet, chance: random.Random) -> Sheet:
    chosen = chance.sample(_SYNONYMS, 4)

    def change(text: str) -> str:
        for said, other in chosen:
            pattern = re.escape(said).replace(re.escape("{年}"), r"(\d{4})")
            pattern = pattern.replace(re.escape("$"), "$")
            text = re.sub(pattern, other.replace("{年}", r"\1"), text)
        return text

    return _words(sheet, change)


def _spaces(sheet: Sheet, chance: random.Random) -> Sheet:
    def around(piece: Piece) -> Piece:
        if piece.figure is None or chance.random() > 0.3:
            return piece
        spaced = re.sub(r"^([-\d.,]+)", r"\1 ", piece.text)
        return replace(piece, text=chance.choice((f" {piece.text}", spaced)))

    return tuple(tuple(around(piece) for piece in line) for line in sheet)


def _separators(sheet: Sheet, chance: random.Random) -> Sheet:
    def grouped(piece: Piece) -> Piece:
        if piece.figure is None or chance.random() > 0.5:
            return piece
        return replace(piece, text=re.sub(r"^\d{4,}", lambda n: f"{int(n[0]):,}", piece.text))

    return tuple(tuple(grouped(piece) for piece in line) for line in sheet)


def _shuffled_items(sheet: Sheet, chance: random.Random) -> Sheet:
    """“其中：甲；乙；丙。”里的各项换个次序。"""
    return tuple(_shuffled(line, chance) for line in sheet)


def _shuffled(line: Line, chance: random.Random) -> Line:
    if text_of(line).count("；") < 2 or "其中：" not in text_of(line):
        return line
    head, rest = _split_at(line, "其中：")
    body, tail = _split_at(rest, "。", after=False)
    items = _split_items(body)
    chance.shuffle(items)
    joined: list[Piece] = []
    for number, item in enumerate(items):
        joined += [*([Piece("；")] if number else []), *item]
    return (*head, *joined, *tail)


def _split_at(line: Line, word: str, *, after: bool = True) -> tuple[Line, Line]:
    for position, piece in enumerate(line):
        at = piece.text.find(word) if piece.figure is None else -1
        if at >= 0:
            cut = at + len(word) if after else at
            left, right = piece.text[:cut], piece.text[cut:]
            return (*line[:position], Piece(left)), (Piece(right), *line[position + 1 :])
    return line, ()


def _split_items(body: Line) -> list[Line]:
    items: list[Line] = []
    while body:
        item, body = _split_at(body, "；", after=False)
        items.append(item)
        if body:
            body = (replace(body[0], text=body[0].text.removeprefix("；")), *body[1:])
    return items


def _inserted(sheet: Sheet, chance: random.Random) -> Sheet:
    rows = [row for row, line in enumerate(sheet) if text_of(line).endswith("。")]
    row = chance.choice(rows)
    return (*sheet[:row], (*sheet[row], Piece(_EXTRA)), *sheet[row + 1 :])


def _full_width(sheet: Sheet, chance: random.Random) -> Sheet:
    wide = str.maketrans("0123456789.%", "０１２３４５６７８９．％")

    def widened(piece: Piece) -> Piece:
        if piece.figure is None or chance.random() > 0.2:
            return piece
        return replace(piece, text=piece.text.translate(wide))

    return tuple(tuple(widened(piece) for piece in line) for line in sheet)
