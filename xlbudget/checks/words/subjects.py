"""科目 as texts cite them: 类（类）款（款）项（项）, in full or without the ending 支出."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from xlbudget.binding.outline import Role
from xlbudget.checks.manuscript import Manuscript
from xlbudget.checks.words.passages import Passage, passages
from xlbudget.domain.codes import Catalogue, level, parents
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.model import Format, Language

_CITED = re.compile(
    r"(?P<l>[^。；：，]{2,30}?)（类）(?P<k>[^。；：，]{2,60}?)（款）(?P<x>[^。；：，]{2,60}?)（项）"
)
_NUMBER = re.compile(r"^(?:\d{1,3}[.、]|（\d{1,3}）|[一二三四五六七八九十]{1,3}、)")

FUNDS = re.compile(r"安排的支出|基金|国有资本经营|特别国债|专项债|土地使用权|彩票公益金")


@dataclass(frozen=True, slots=True)
class Cited:
    """A 项 as cited: its passage, where, and the names of 类, 款, 项 as written. `behind` is what
    follows in the paragraph.
    """

    passage: Passage
    start: int
    end: int
    names: tuple[str, str, str]
    behind: str

    @property
    def key(self) -> tuple[str, str, str]:
        """The names without what people leave out or add."""
        category, group, item = map(bare, self.names)
        return category, group, item

    @property
    def title(self) -> str:
        """As people say it, shorter: 款·项."""
        return f"{self.names[1]}（款）{self.names[2]}（项）"


def bare(name: str) -> str:
    """A name without the ending 支出, its number and its quotes.

    >>> bare("卫生健康支出支出"), bare("其他支出"), bare("行政单位医疗")
    ('卫生健康', '其他支出', '行政单位医疗')
    """
    name = _NUMBER.sub("", name.strip()).strip("“”")
    while name.endswith("支出") and name != "其他支出":
        name = name.removesuffix("支出")
    return name


def cited(manuscript: Manuscript, role: Role) -> Iterator[Cited]:
    """The 项 that a part cites, in order."""
    for passage in passages(manuscript, role):
        for found in _CITED.finditer(passage.text):
            names = tuple(_NUMBER.sub("", found[each]) for each in "lkx")
            if any("…" in name for name in names):
                continue
            category, group, item = names
            yield Cited(
                passage,
                found.start() + len(found["l"]) - len(category),
                found.end(),
                (category, group, item),
                passage.text[found.end() :],
            )


@dataclass(frozen=True)
class Names:
    """The names of the functional catalogue in one year, without their endings."""

    catalogue: Catalogue
    year: int
    below: dict[str, dict[str, str]] = field(default_factory=dict)
    """Code ("" for the top) -> bare name -> code, right below it."""

    def __post_init__(self) -> None:
        for entry in self.catalogue.entries:
            if entry.holds_in(self.year):
                above = next(iter(parents(entry.code)), "")
                self.below.setdefault(above, {})[bare(entry.name)] = entry.code

    def code(self, key: tuple[str, str, str]) -> str:
        """The code of a 项 by its bare names; as much of it as is known, "" for none."""
        code = ""
        for name in key:
            below = self.below.get(code, {}).get(name)
            if below is None:
                break
            code = below
        return code

    def is_known(self, name: str) -> bool:
        """Whether any code of the year has this name."""
        return any(name in names for names in self.below.values())


def names_of(resolved: Format) -> Names:
    """The names in a format's catalogue of its year."""
    return _names_of(Language(resolved))


@lru_cache(maxsize=16)
def _names_of(key: Language) -> Names:
    return Names(key.format.functional, key.format.year)


def former_names(resolved: Format) -> Mapping[str, tuple[str, str, bool]]:
    """Bare names of 类 and 款 that no code of the year has but had before: the code, its present
    bare name or "", and whether the catalogue is sure of it.
    """
    catalogue, year, names = resolved.functional, resolved.year, names_of(resolved)
    found: dict[str, tuple[str, str, bool]] = {}
    for entry in catalogue.entries:
        ended = entry.valid_to is not None and entry.valid_to < year
        name = bare(entry.name)
        shorter = name not in found or len(entry.code) < len(found[name][0])
        if ended and shorter and level(entry.code) != "项" and not names.is_known(name):
            present = bare(catalogue.name(entry.code, year) or "")
            found[name] = (entry.code, present, "待核" not in entry.note)
    return found


def is_near(one: str, other: str) -> bool:
    """Whether two names differ in one sign only: another, one more, or one less.

    >>> is_near("拥军拥属", "拥军优属"), is_near("城乡", "城乡社区")
    (True, False)
    """
    if one == other or min(len(one), len(other)) < 4:  # noqa: PLR2004  短名差一字是另一个科目
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(
        long[:at] + long[at + 1 :] == short for at in range(len(long))
    )


def listed(names: Iterable[str], most: int = 6) -> str:
    """Names joined for a message; of many the first, with their number."""
    every = list(names)
    shown = "；".join(every[:most])
    return f"{shown}等 {len(every)} 个" if len(every) > most else shown
