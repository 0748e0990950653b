"""The alternatives that a form leaves to choose: 增加（减少）, 增长/下降, 大（小）于."""

from __future__ import annotations

import re

from xlbudget.domain.records import dataclass
from xlbudget.publish.directions import DOWN, UP, pair_of

_UP = "增加|增长|上升|提高|增多|升高|大于|高于|多于|超过|超出"
_DOWN = "减少|下降|降低|下滑|小于|低于|少于|不足"
_SAME = "基本持平|持平|等于|相等|一致"
_WORD = rf"(?:{_UP}|{_DOWN}|{_SAME})"
_BETWEEN = r"(?:[/／、\\|｜]|或者?)"
_CHOICE = re.compile(
    rf"(?P<open>[（(【\[])?{_WORD}(?:{_BETWEEN}{_WORD}){{1,2}}(?(open)[）)】\]])|"
    rf"{_WORD}[（(](?:或者?|[/／])?{_WORD}(?:{_BETWEEN}{_WORD})?[）)](?:[（(]{_WORD}[）)])?|"
    r"(?P<short>[大高多小低少](?:[（(][小低少大高多][）)]|[/／]?[小低少大高多])于|"
    r"增(?:[（(]减[）)]|[/／]减)(?!加|少)|[升增][（(]降[）)])"
)
_SHORT = {
    "大": ("大于", "小于"),
    "小": ("大于", "小于"),
    "高": ("高于", "低于"),
    "低": ("高于", "低于"),
}
_SHORT |= {
    "多": ("多于", "少于"),
    "少": ("多于", "少于"),
    "增": ("增加", "减少"),
    "升": ("上升", "下降"),
}
_FIXED = re.compile(
    r"(?P<word>增加|增长|上升|提高|增多|升高|减少|下降|降低|下滑)"
    r"(?:额|率|幅度?|比例|了|约|为|：|:|[ \u3000])*$"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A place where one of two words is to stand: `up` for more, `down` for less."""

    start: int
    end: int
    up: str
    down: str

    def word(self, sign: int) -> str:
        """The word for a change of this sign."""
        return self.up if sign > 0 else self.down


_OF_BUDGET = re.compile(r"决算(?:支出)?数?(?P<word>大于|小于|高于|低于)(?=[^，。；]{0,8}预算)")


def choices(text: str) -> list[Choice]:
    """The alternatives of a paragraph, in order; 决算数大于预算数 is one even where the form has
    chosen: it may have been printed for another year.

    >>> [(each.up, each.down) for each in choices("增加（减少）XX万元，大（小）于预算")]
    [('增加', '减少'), ('大于', '小于')]
    """
    found = [each for match in _CHOICE.finditer(text) if (each := _choice(match)) is not None]
    for match in _OF_BUDGET.finditer(text):
        start, end = match.span("word")
        if not any(start < each.end and each.start < end for each in found):
            found.append(Choice(start, end, *_SHORT[match["word"][0]]))
    return sorted(found, key=lambda each: each.start)


def _choice(match: re.Match[str]) -> Choice | None:
    if match["short"]:
        return Choice(*match.span(), *_SHORT[match["short"][0]])
    words = re.findall(_WORD, match.group())
    up = next((word for word in words if word in UP), "")
    down = next((word for word in words if word in DOWN), "")
    return Choice(*match.span(), up, down) if up and down else None


def fixed(text: str, end: int) -> Choice | None:
    """The single word before a number that says more or less, as a choice: a form may have been
    printed for another year.

    >>> fixed("比上年增加了", 6).word(-1)
    '减少'
    """
    match = _FIXED.search(text, max(0, end - 12), end)
    if match is None:
        return None
    pair = pair_of(match["word"])
    return Choice(*match.span("word"), *pair) if pair else None
