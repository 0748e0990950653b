"""改错一个数的各种改法：审核应当在那个数的地方说出来。"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from unicodedata import normalize

from tests.altered import Line, Piece, Sheet, numbers_in
from xlbudget.domain.figures import Figure


@dataclass(frozen=True)
class Mistake:
    """改错的一处：哪一类、第几段、从哪个字到哪个字、原来和现在的字，改过的整份说明。"""

    kind: str
    row: int
    start: int
    end: int
    before: str
    after: str
    figure: Figure
    sheet: Sheet
    other: Figure | None = None
    """同时改错了的另一个数。"""


_OPPOSITE = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "上升": "降低"}
_DIRECTION = re.compile("增加|减少|增长|下降|上升")


def mistakes(sheet: Sheet, chance: random.Random) -> Iterator[Mistake]:
    """每个印出来的数，每一类一个改法；改不成别的样子的不算。"""
    for row, position, at, piece in numbers_in(sheet):
        assert piece.figure is not None
        for kind, after in (
            ("末位", _last_digit(piece.text, chance)),
            ("相邻两位颠倒", _swapped(piece.text, chance)),
            ("元与万元", _other_unit(piece.text)),
            ("别的总额的占比", _other_share(piece, sheet, chance)),
        ):
            if after and after != piece.text:
                line = _put(sheet[row], position, after)
                changed = (*sheet[:row], line, *sheet[row + 1 :])
                end = at + len(after)
                yield Mistake(kind, row, at, end, piece.text, after, piece.figure, changed)
        yield from _turned(sheet, row, position, at)
        yield from _exchanged(sheet, row, position, at)
    yield from _other_years(sheet)


def _put(line: Line, position: int, text: str) -> Line:
    return (*line[:position], replace(line[position], text=text), *line[position + 1 :])


def _last_digit(text: str, chance: random.Random) -> str:
    last = [at for at, sign in enumerate(text) if sign.isdigit()][-1]
    other = chance.choice([digit for digit in "123456789" if int(digit) != int(text[last])])
    return text[:last] + other + text[last + 1 :]


def _swapped(text: str, chance: random.Random) -> str:
    pairs = [
        at
        for at in range(len(text) - 1)
        if text[at].isdigit() and text[at + 1].isdigit() and text[at] != text[at + 1]
        if not (at == 0 and text[1] == "0")
    ]
    if not pairs:
        return ""
    at = chance.choice(pairs)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _other_unit(text: str) -> str:
    if float(re.sub(r"[^\d.]", "", text) or 0) == 0:
        return ""
    if text.endswith("万元"):
        return text.removesuffix("万元") + "元"
    return text.removesuffix("元") + "万元" if text.endswith("元") else ""


def _other_share(piece: Piece, sheet: Sheet, chance: random.Random) -> str:
    """同一个数占别的总额的比重。"""
    figure = piece.figure
    if figure is None or not figure.name.endswith(".share") or figure.ratio is None:
        return ""
    part = figure.inputs[0]
    amount = part.amount if isinstance(part, Figure) else None
    wholes = [
        each.figure.amount.fen
        for _, _, _, each in numbers_in(sheet)
        if each.figure is not None
        and each.figure.amount is not None
        and each.figure.name.endswith(".actual")
        and each.figure.amount.fen > 0
    ]
    if amount is None or not wholes or amount.fen <= 0:
        return ""
    places = len(piece.text.rstrip("%").partition(".")[2])
    chance.shuffle(wholes)
    for whole in wholes:
        other = f"{amount.fen * 100 / whole:.{places or 2}f}"
        if abs(float(other) - float(figure.ratio * 100)) > 0.05 and float(other) < 100:
            return f"{other}%"
    return ""


def _turned(sheet: Sheet, row: int, position: int, at: int) -> Iterator[Mistake]:
    """数前面的方向词反过来。"""
    line = sheet[row]
    figure = line[position].figure
    before = line[position - 1] if position else None
    if before is None or before.figure is not None or figure is None:
        return
    found = list(_DIRECTION.finditer(before.text))
    if not found or len(before.text) - found[-1].end() > 1:
        return
    word = found[-1]
    other = before.text[: word.start()] + _OPPOSITE[word[0]] + before.text[word.end() :]
    changed = (*sheet[:row], _put(line, position - 1, other), *sheet[row + 1 :])
    start = at - len(before.text) + word.start()
    end = at + len(line[position].text)
    yield Mistake("方向", row, start, end, word[0], _OPPOSITE[word[0]], figure, changed)


def _exchanged(sheet: Sheet, row: int, position: int, at: int) -> Iterator[Mistake]:
    """和同一段里下一个金额对调。"""
    line = sheet[row]
    one = line[position]
    start = at
    for other, piece in enumerate(line[position + 1 :], position + 1):
        at += len(line[other - 1].text)
        if piece.figure is None or not _is_amount(piece) or not _is_amount(one):
            continue
        if _value(piece) == _value(one) or one.figure is None:
            return
        changed = _put(_put(line, position, piece.text), other, one.text)
        exchanged = (*sheet[:row], changed, *sheet[row + 1 :])
        end = at + len(one.text)
        kind, figure = "两数对调", one.figure
        yield Mistake(kind, row, start, end, one.text, piece.text, figure, exchanged, piece.figure)
        return


def _is_amount(piece: Piece) -> bool:
    return piece.figure is not None and piece.figure.name.endswith(".actual") and "元" in piece.text


def _value(piece: Piece) -> float:
    """一个金额是多少元。"""
    text = normalize("NFKC", piece.text)
    return float(re.sub(r"[^\d.-]", "", text)) * (10_000 if "万" in text else 1)


_COMPARED = re.compile(r"[与比较](\d{4})年")


def _other_years(sheet: Sheet) -> Iterator[Mistake]:
    """相比的年份没有改，还是再上一年。"""
    for row, line in enumerate(sheet):
        at = 0
        for position, piece in enumerate(line):
            found = _COMPARED.search(piece.text) if piece.figure is None else None
            figure = next((each.figure for each in line[position:] if each.figure), None)
            if found and figure is not None:
                before, after = found[1], str(int(found[1]) - 1)
                text = piece.text[: found.start(1)] + after + piece.text[found.end(1) :]
                changed = (*sheet[:row], _put(line, position, text), *sheet[row + 1 :])
                start = at + found.start(1)
                yield Mistake(
                    "年份", row, start, start + len(after), before, after, figure, changed
                )
            at += len(piece.text)
