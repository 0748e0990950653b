"""What a document says in numbers: each with its measure, its subject and the amount it is of."""

from __future__ import annotations

import re
from collections import Counter

from xlbudget.binding.clauses.cut import clauses
from xlbudget.binding.clauses.frames import Frames
from xlbudget.binding.clauses.lists import Frame
from xlbudget.binding.clauses.reader import Reader
from xlbudget.binding.clauses.record import Record
from xlbudget.binding.clauses.state import Reading
from xlbudget.binding.clauses.subjects import cleaned
from xlbudget.binding.plain import Plain, plain
from xlbudget.binding.quantities import numbers
from xlbudget.binding.said import Said
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.records import dataclass, field

_YEAR = re.compile(r"(?<![与比较同和])((?:19|20)\d\d)年(度?)")
_STYLES = (
    ("digit", re.compile(r"^(?P<n>\d{1,3})[.、](?!\d)")),
    ("bracket", re.compile(r"^（(?P<n>\d{1,3})）[.、]?")),
    ("circle", re.compile(r"^[①-⑳][.、]?")),
    ("section", re.compile(r"^（[一二三四五六七八九十]{1,3}）")),
    ("chapter", re.compile(r"^[一二三四五六七八九十]{1,3}、|^第[一二三四五六七八九十\d]+[部章]")),
    ("bullet", re.compile(r"^[•·●■◆★▪-]")),
)
_ITEM_NAME = re.compile(r"^.{0,120}（[类款项]）[。：]?$")
_BEGINS_ANEW = re.compile(r"^.{0,20}(?:19|20)\d\d年")
_LIKE_AN_ITEM = re.compile(r"^\d|（项）")
"""What an item looks like: a list that breaks off before one is not whole."""

_CAPTION = re.compile(r"^（?图[\d一二三四五六七八九十]*[：:]|^\[?(?:image|图片)|^$")


def say(document: Document) -> Said:
    """What a document says in numbers.

    >>> from xlbudget.domain.text import Place
    >>> text = "2024年度公务接待费支出3万元，比2023年度减少1万元，下降25%。"
    >>> said = say(Document("说明.txt", (TextBlock(text, Place()),)))
    >>> [(each.quantity.text, each.measure, each.of) for each in said.mentions]
    [('3万元', 'actual', None), ('1万元', 'change', 0), ('25%', 'change_rate', 0)]
    """
    texts = [(position, block, plain(block.text)) for position, block in document.texts()]
    speech = _Speech(Record(_year_of([text for _, _, text in texts])))
    for position, block, text in texts:
        speech.paragraph(position, block, text)
    speech.end()
    told = speech.told
    return Said(tuple(told.mentions), tuple(told.remarks), tuple(told.listings))


def _year_of(texts: list[Plain]) -> int | None:
    """The year of the accounts: the one that its sentences name most often."""
    counted: Counter[int] = Counter()
    for text in texts:
        for year, of_accounts in _YEAR.findall(text.text):
            counted[int(year)] += 2 if of_accounts else 1
    return max(counted, key=lambda year: (counted[year], year), default=None)


def _style(block: TextBlock, text: str) -> tuple[str, int | None]:
    """How a paragraph is numbered, and its number."""
    for name, pattern in _STYLES:
        found = pattern.match(text)
        if found:
            number = found.groupdict().get("n")
            return name, int(number) if number else None
    return ("auto" if block.numbered else ""), None


@dataclass(slots=True)
class _Speech:
    """Reads the paragraphs one after the other."""

    told: Record
    _list: Frame | None = None
    _style: str | None = None
    _number: int | None = None
    _before: list[int] = field(default_factory=list)
    _title: str = ""
    """The item that a paragraph of its own names, for the one after it."""
    _over: str = ""
    """The 类 and 款 that such a paragraph names, for the 项 after it."""
    _waiting: Frame | None = None

    def paragraph(self, position: int, block: TextBlock, text: Plain) -> None:
        """Read a paragraph, as an item of the list that was opened before it, if it is one."""
        if _CAPTION.match(text.text):
            return
        style, number = _style(block, text.text)
        if self._list is not None and not self._is_item(block, style, number, text.text):
            if number != 1 and self._style and _LIKE_AN_ITEM.search(text.text):
                self._list.sure = False
            self.end_list()
        in_columns = "\t" in block.text.strip()
        heading = block.level is not None or style in ("chapter", "section")
        if heading:
            self._before = []
        if heading or style:
            self._end_waiting()
        frames = Frames(self.told, self._waiting)
        reading = Reading(self.told, position, text, frames, before=self._before)
        reading.title, self._title = self._title, ""
        self._over = "" if style == "chapter" else self._over
        reading.over = self._over
        reader = Reader(reading)
        found = [each for each in numbers(text.text) if each.quantity.unit or not in_columns]
        reader.read(list(clauses(text.text, found)))
        if not found and _ITEM_NAME.search(text.text):
            self._title = cleaned(text.text)
            self._over = "" if self._title.endswith("（项）") else self._title
        self._waiting, self._before = frames.waiting, reading.mains
        self._take(reading, style, number)
        if reader.open is not None:
            self.end_list()
            self._list, self._style, self._number = reader.open, None, None

    def _end_waiting(self) -> None:
        if self._waiting is not None:
            Frames(self.told).tell(self._waiting)
        self._waiting = None

    def _is_item(self, block: TextBlock, style: str, number: int | None, text: str) -> bool:
        if block.level is not None or style == "chapter":
            return False
        if self._style is None:
            return number in (None, 1)
        if style != self._style or (not style and _BEGINS_ANEW.match(text)):
            return False
        return number is None or self._number is None or number == self._number + 1

    def _take(self, reading: Reading, style: str, number: int | None) -> None:
        """An item's first amount is a part of the list."""
        frame = self._list
        if frame is None:
            return
        self._style, self._number = style, number
        first = reading.first
        mentions = self.told.mentions
        whole = frame.whole_of(mentions[first].quantity) if first is not None else None
        if reading.stated > 1:
            frame.sure = False
        if first is None or mentions[first].whole is not None or (frame.wholes and whole is None):
            if style:
                frame.sure = False
            else:
                self.end_list()
            return
        frame.add(first, "；")
        self.told.set_whole(first, whole)

    def end(self) -> None:
        """The document is over."""
        self.end_list()
        self._end_waiting()

    def end_list(self) -> None:
        """The list of the paragraphs before is over."""
        frame, self._list = self._list, None
        if frame is not None:
            Frames(self.told).tell(frame)
