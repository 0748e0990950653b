"""What became of a refreshed document: what was replaced, and what a person must see to."""

from __future__ import annotations

from enum import Enum

from xlbudget.domain.records import dataclass
from xlbudget.domain.text import Place
from xlbudget.results.trace import Trace


class LeftKind(Enum):
    """Why something was left as it stands."""

    CONFLICT = "冲突"
    """A person put something else in the place of what was generated."""

    REMOVED = "已删除"
    PROPOSAL = "建议改写"
    """The sentence says another thing now, and a person rewrote it."""

    NEW = "新段落"
    """Generated now, and there is no place to put it."""

    GONE = "不再生成"
    FILLED = "已自填"
    """A person filled a gap in the document itself."""

    CHART = "图"
    TABLE = "表"
    CONTENTS = "目录"
    """A heading came or went: the program does not make entries."""

    UNTAGGED = "未登记"
    """A number that is not ours."""

    COMPARED = "只比对"
    """What was generated is not known: only what the words tell was compared."""


@dataclass(frozen=True, slots=True)
class Left:
    """Something that was left as it stands: where, what it is, what stands there, what was
    generated, what would be generated now, and what a person does about it.
    """

    kind: LeftKind
    where: Place
    what: str
    now: str = ""
    was: str = ""
    new: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Replaced:
    """Words that were put in the place of others; "" where a paragraph is new or gone."""

    where: Place
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A refreshed document: its bytes, those that were read where nothing had to be changed.

    `trace` is the map from now on, None where the old generation is lost; `found_by` says where
    that was found, `current` how many numbers, direction words and gaps were up to date already.
    """

    data: bytes
    replaced: tuple[Replaced, ...]
    left: tuple[Left, ...]
    trace: Trace | None
    changed: bool
    found_by: str = ""
    current: int = 0

    @property
    def conflicts(self) -> int:
        """How many places a person must decide about before the document can be published."""
        harmless = (LeftKind.UNTAGGED, LeftKind.REMOVED, LeftKind.FILLED, LeftKind.CONTENTS)
        return sum(each.kind not in harmless for each in self.left)
