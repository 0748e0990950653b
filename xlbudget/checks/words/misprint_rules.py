"""R98: misprints, doubled signs, and brackets without their other half."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.binding.outline import Role
from xlbudget.binding.said import Mark
from xlbudget.checks.manuscript import Manuscript, Noticed
from xlbudget.checks.words.passages import Passage, passages, times
from xlbudget.checks.words.word_lists import misprints
from xlbudget.domain.findings import Level

_CONTEXT = 6
_MANY = 3


def misprinted_words(manuscript: Manuscript) -> Iterator[Noticed]:
    """Words that are known to be wrong, each kind once with all its places."""
    hits: dict[tuple[str, str], list[_Hit]] = {}
    for passage in passages(manuscript):
        for start, end, meant in _misprints_of(passage.text):
            hits.setdefault((passage.text[start:end], meant), []).append((passage, start, end))
    for (printed, meant), places in hits.items():
        passage, start, end = places[0]
        around = passage.beside(start, end)
        many = times(len(places))
        yield Noticed(
            mark=passage.mark(start, end),
            message=f"“{around}”中的“{printed}”{many}应为“{meant}”，请改正。",
            printed=printed,
            expected=meant,
            elsewhere=tuple(each.mark(first, last) for each, first, last in places[1:]),
            cause="misprint",
        )
    if not hits:
        yield Noticed(None)


_Hit = tuple[Passage, int, int]


def _misprints_of(text: str) -> Iterator[tuple[int, int, str]]:
    """Where misprints stand, and what is meant."""
    taken = bytearray(len(text))
    for misprint in misprints():
        for found in misprint.pattern.finditer(text):
            start, end = found.span()
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\1" * (end - start)
            yield start, end, found.expand(misprint.meant)


_DOUBLED = re.compile(r"[。，；：、！？]{2,}")
_ALLOWED = {"！！", "？？", "！？", "？！", "！！！"}


def doubled_signs(manuscript: Manuscript) -> Iterator[Noticed]:
    """。。 or ，。: one sign too many. One finding for each way of doing it."""
    hits: dict[str, list[tuple[Passage, int, int]]] = {}
    looked = False
    for passage in passages(manuscript):
        looked = looked or passage.is_sentence
        if passage.role is Role.CONTENTS:
            continue
        for found in _DOUBLED.finditer(passage.text):
            signs = found.group()
            if signs not in _ALLOWED and (signs.strip("。") or signs == "。。"):
                hits.setdefault(signs, []).append((passage, *found.span()))
    for signs, places in hits.items():
        passage, start, end = places[0]
        around = passage.text[max(0, start - _CONTEXT) : end + _CONTEXT]
        many = f"等 {len(places)} 处" if len(places) > 1 else ""
        yield Noticed(
            mark=passage.mark(start, end),
            message=f"“{around}”{many}标点重复（{signs}），请只留一个。",
            printed=signs,
            elsewhere=tuple(each.mark(first, last) for each, first, last in places[1:]),
        )
    if looked and not hits:
        yield Noticed(None)


_PAIRS = {"（": "）", "《": "》", "【": "】", "〔": "〕"}
_LIST_SIGN = re.compile(
    r"(?:^|[。；：，、])(?:\d{1,2}|[a-zA-Z]|[一二三四五六七八九十]{1,3}|[①-⑳])）"
)
_NEAR = 2
_WRITTEN = (Role.OVERVIEW, Role.EXPLANATION, Role.TERMS, Role.ANNEX)


def unpaired_brackets(manuscript: Manuscript) -> Iterator[Noticed]:
    """A bracket whose other half is in no neighbouring paragraph. A list's “1）” is none; quotes
    are left alone: they may go on over paragraphs.
    """
    listed = list(passages(manuscript, *_WRITTEN))
    loose = [_loose(passage.text) for passage in listed]
    bad = [at for at, signs in enumerate(loose) if signs and not _continued(loose, at)]
    for at in bad:
        passage = listed[at]
        position, sign = loose[at][0]
        around = passage.text[max(0, position - _CONTEXT) : position + 1 + _CONTEXT]
        yield Noticed(
            mark=passage.mark(position, position + 1),
            message=f"“{around}”的“{sign}”没有另一半，请补上或删去。",
            printed=sign,
        )
    if listed and not bad:
        yield Noticed(None)


def _loose(text: str) -> list[tuple[int, str]]:
    """The brackets of a paragraph without their other half, with their places.

    >>> _loose("（甲）乙）"), _loose("1）甲；2）乙"), _loose("《关于〈办法〉的通知》")
    ([(4, '）')], [], [])
    """
    ignored = {found.end() - 1 for found in _LIST_SIGN.finditer(text)}
    opened: list[tuple[int, str]] = []
    loose: list[tuple[int, str]] = []
    for at, sign in enumerate(text):
        if sign in _PAIRS:
            opened.append((at, sign))
        elif sign in _PAIRS.values():
            if opened and _PAIRS[opened[-1][1]] == sign:
                opened.pop()
            elif at not in ignored:
                loose.append((at, sign))
    return sorted(loose + opened)


def _continued(loose: list[list[tuple[int, str]]], at: int) -> bool:
    """Whether the other half stands in a paragraph nearby: the page broke the sentence."""
    _, sign = loose[at][0]
    if sign in _PAIRS:
        near = loose[at + 1 : at + 1 + _NEAR]
        return any(other == _PAIRS[sign] for signs in near for _, other in signs)
    near = loose[max(0, at - _NEAR) : at]
    return any(_PAIRS.get(other) == sign for signs in near for _, other in signs)


_HALF = re.compile(r"(?<=[一-龥）”])[ ]?[,;:?!](?=[ ]?[一-龥“（])|[(](?=[一-龥])|(?<=[一-龥])[)]")


def half_width_signs(manuscript: Manuscript) -> Iterator[Noticed]:
    """Half-width signs between Chinese words: one note for the whole text."""
    places: list[tuple[Passage, re.Match[str]]] = []
    looked = False
    for passage in passages(manuscript, Role.OVERVIEW, Role.EXPLANATION, Role.TERMS):
        looked = True
        places += [(passage, found) for found in _HALF.finditer(passage.raw)]
    if len(places) >= _MANY:
        passage, found = places[0]
        around = passage.raw[max(0, found.start() - _CONTEXT) : found.end() + _CONTEXT]
        yield Noticed(
            mark=Mark(passage.block, *found.span()),
            message=f"中文里有 {len(places)} 处半角标点，如“{around.strip()}”。请统一用全角标点。",
            printed=found.group().strip(),
            level=Level.INFO,
        )
    elif looked:
        yield Noticed(None)


_ENDS = "。！？；：…”）〕"
_MONEY = re.compile(r"\d(?:万|亿)?元|\d%")


def missing_full_stops(manuscript: Manuscript) -> Iterator[Noticed]:
    """Sentences on amounts that end without a sign, before a heading or a new sentence."""
    listed = [p for p in passages(manuscript, Role.EXPLANATION) if p.role is Role.EXPLANATION]
    open_ = [
        passage
        for passage, after in zip(listed, [*listed[1:], None], strict=False)
        if _is_open(passage, after)
    ]
    if open_:
        first = open_[0]
        many = f"等 {len(open_)} 段" if len(open_) > 1 else ""
        yield Noticed(
            mark=first.mark(len(first.text) - 1, len(first.text)),
            message=f"“{first.text[-12:]}”{many}末尾没有句号，请补上；没有写完的，请写完。",
            printed=first.text[-1],
            elsewhere=tuple(each.whole() for each in open_[1:]),
        )
    elif listed:
        yield Noticed(None)


def _is_open(passage: Passage, after: Passage | None) -> bool:
    if not passage.is_sentence or "，" not in passage.text or passage.text[-1] in _ENDS:
        return False
    if not _MONEY.search(passage.text):
        return False
    starts = (
        after is None
        or after.heading is not None
        or bool(re.match(r"（图|图\d|其中|\d{4}年|\d{1,2}[.、]|截至", after.text))
    )
    return starts and passage.text[-1] not in "，、"
