"""Numbers of one unit of a department, or of its 本级, in a text on all of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from xlbudget.binding.outline import Outline, Role
from xlbudget.binding.said import Said
from xlbudget.domain.documents import Document
from xlbudget.reading.document_head import unit_of

_OWN = "本级"
_REST = ("其他", "其它")
_COVER = 12
_TITLE = re.compile(r"决算")
_UNIT = re.compile(
    r"^(?:\d{1,3}[.．、]|（\d{1,3}）)\s*([一-龥（）()·]{3,40}"
    r"[局委办会院校园所站馆处社团队部心学厅室庭厂场])[。；]?$"
)
_SUBJECTS = re.compile(r"本级(?:财政|预算|政府)")
"""What 本级 means otherwise: 本级财政拨款."""


def of_others(
    document: Document, parts: Outline, said: Said, bound: Collection[int]
) -> Iterator[int]:
    """The mentions bound whose amount is that of another unit than the one the text is about: their
    words, or those of the whole they are part of, name 本级 or one of the units listed.

    A text on 本级 alone, by its title, is about nothing else.
    """
    texts = [block.text for _, block in document.texts()]
    titled = "".join(text for text in texts[:_COVER] if _TITLE.search(text) and "。" not in text)
    units = () if _OWN in titled else tuple(_units(document, parts, titled))
    wanted = units if _OWN in titled else (_OWN, *units)
    for index in bound:
        if any(_names(subject, wanted) for subject in _subjects(said, index)):
            yield index


def of_other_lists(said: Said, bound: Collection[int]) -> Iterator[int]:
    """The 其他 bound in a list whose other parts are not: of 项目支出中，校舍维修…、其他…
    it is no 其他支出.
    """
    for listing in said.listings:
        rest = [part for part in listing.parts if said.mentions[part].subject not in _REST]
        if any(part not in bound for part in rest):
            yield from (part for part in listing.parts if part in bound and part not in rest)


def _units(document: Document, parts: Outline, titled: str) -> Iterator[str]:
    """The units that the overview lists, but for the one that the text is about."""
    own = unit_of(document)
    for at, block in document.texts():
        found = _UNIT.match(block.text.strip())
        if found and parts.at(at).role is Role.OVERVIEW:
            name = found[1]
            if _OWN not in name and name not in titled and name not in own:
                yield name


def _names(subject: str, names: tuple[str, ...]) -> bool:
    bare = _SUBJECTS.sub("", subject)
    return any(name in bare for name in names)


def _subjects(said: Said, index: int) -> Iterator[str]:
    """The words of a number, of the amounts that it qualifies, and of the wholes they belong to."""
    seen: set[int] = set()
    at: int | None = index
    while at is not None and at not in seen:
        seen.add(at)
        mention = said.mentions[at]
        yield mention.subject
        at = mention.of if mention.of is not None else mention.whole
