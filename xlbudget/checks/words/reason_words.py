"""What the words of a reason say: more, less, or nothing but what they were to explain."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from xlbudget.domain.records import dataclass

_FILE = Path(__file__).parent / "reasons.toml"


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """The word lists of reasons, as patterns."""

    down: re.Pattern[str]
    up: re.Pattern[str]
    any_up: re.Pattern[str]
    any_down: re.Pattern[str]
    abstain: re.Pattern[str]
    empty_clause: re.Pattern[str]
    joins: re.Pattern[str]
    opening: re.Pattern[str]


@cache
def reason_words() -> ReasonWords:
    """The word lists, read once."""
    keys = tomllib.loads(_FILE.read_text(encoding="utf-8"))

    def one_of(name: str) -> re.Pattern[str]:
        return re.compile("|".join(keys[name]))

    clause = f"{keys['filler']}*{keys['thing']}+(?:数|额|总额|量)?{keys['turn']}"
    return ReasonWords(
        down=one_of("down"),
        up=one_of("up"),
        any_up=one_of("any_up"),
        any_down=one_of("any_down"),
        abstain=one_of("abstain"),
        empty_clause=re.compile(clause),
        joins=re.compile(keys["joins"]),
        opening=re.compile(keys["opening"]),
    )


def contradicts(reason: str, direction: int) -> bool:
    """Whether a reason can only explain the other direction; in doubt, it does not.

    >>> contradicts("厉行节约，压减办公支出", 1), contradicts("厉行节约，压减办公支出", -1)
    (True, False)
    >>> contradicts("新增养老服务项目", -1), contradicts("上年项目支出减少", 1)
    (True, False)
    """
    words = reason_words()
    if words.abstain.search(reason):
        return False
    if direction > 0:
        rest = words.down.sub("", reason)
        return rest != reason and not words.any_up.search(rest) and not words.up.search(reason)
    rest = words.up.sub("", reason)
    return rest != reason and not words.any_down.search(rest) and not words.down.search(reason)


def says_nothing(reason: str) -> bool:
    """Whether a reason only repeats that more or less was spent.

    >>> says_nothing("项目增加，项目经费增加"), says_nothing("相关经费减少")
    (True, True)
    >>> says_nothing("老旧小区改造项目增加"), says_nothing("人员增加2人")
    (False, False)
    """
    words = reason_words()
    clauses = [words.opening.sub("", each.strip()) for each in words.joins.split(reason)]
    clauses = [each for each in clauses if each]
    return bool(clauses) and all(words.empty_clause.fullmatch(each) for each in clauses)
