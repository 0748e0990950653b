"""R92: what a form leaves behind in a text: ellipses, XX, alternatives, instructions, gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from xlbudget.binding.outline import Role
from xlbudget.binding.said import Mark
from xlbudget.checks.manuscript import Manuscript, Noticed
from xlbudget.checks.words.passages import Passage, passages, tables
from xlbudget.checks.words.word_lists import Leftover, leftovers
from xlbudget.domain.documents import TextBlock
from xlbudget.domain.findings import Verdict
from xlbudget.domain.records import dataclass

_GAP = re.compile(r"〔(请填写|暂不生成)：([^〔〕]*)〕")
_LEADER = re.compile(r"(?<![…·.])[…·.]{2,}+[ \t]*+\d{1,3}$")
_TITLE = 40
_SHOWN = 24


@dataclass(frozen=True, slots=True)
class _Hit:
    leftover: Leftover
    role: Role
    mark: Mark
    words: str


def leftover_words(manuscript: Manuscript) -> Iterator[Noticed]:
    """One finding for each kind and part, with the number of its places."""
    groups: dict[tuple[str, Role], list[_Hit]] = {}
    looked = False
    for passage in passages(manuscript):
        looked = True
        for hit in _hits_of(passage):
            groups.setdefault((hit.leftover.kind, hit.role), []).append(hit)
    for hit in _hits_in_tables(manuscript):
        groups.setdefault((hit.leftover.kind, hit.role), []).append(hit)
    for (kind, role), hits in groups.items():
        first = hits[0]
        level = min((hit.leftover.level for hit in hits), key=lambda level: level.rank)
        places = f"等 {len(hits)} 处" if len(hits) > 1 else ""
        yield Noticed(
            mark=first.mark,
            message=f"{role.value}里留着{kind}：“{_short(first.words)}”{places}。"
            f"{first.leftover.advice}",
            printed=first.words,
            elsewhere=tuple(hit.mark for hit in hits[1:]),
            level=level,
            cause="leftover",
        )
    if looked and not groups:
        yield Noticed(None)


def _hits_of(passage: Passage) -> Iterator[_Hit]:
    if passage.role is Role.CONTENTS:
        return
    taken = bytearray(len(passage.text))
    for start, end in (found.span() for found in _GAP.finditer(passage.text)):
        taken[start:end] = b"\1" * (end - start)
    leader = _LEADER.search(passage.text)
    if leader:
        start, end = leader.span()
        taken[start:end] = b"\1" * (end - start)
    for leftover in leftovers():
        if not _counts(leftover, passage):
            continue
        for found in leftover.pattern.finditer(passage.text):
            start, end = found.span()
            if any(taken[start:end]) or passage.is_quoted(start, end):
                continue
            taken[start:end] = b"\1" * (end - start)
            yield _Hit(
                leftover, passage.role, passage.mark(start, end), _around(passage, start, end)
            )


def _counts(leftover: Leftover, passage: Passage) -> bool:
    match leftover.scope:
        case "sentence":
            return passage.is_sentence
        case "title":
            return len(passage.text) < _TITLE and "。" not in passage.text
        case "explanation":
            return passage.role is Role.EXPLANATION and passage.is_sentence
    return True


def _around(passage: Passage, start: int, end: int) -> str:
    """What was found; a short sign with the words beside it."""
    is_short = end - start < _SHOWN // 4
    return passage.beside(start, end) if is_short else passage.text[start:end]


def _hits_in_tables(manuscript: Manuscript) -> Iterator[_Hit]:
    """A row of …… or XX in a table of the annexes, once a table."""
    signs = [each for each in leftovers() if each.kind in ("省略号", "没有填的内容")]
    for stretch, position, block in tables(manuscript):
        cells = [cell.strip() for row in block.rows for cell in row]
        for leftover in signs:
            hit = next((cell for cell in cells if leftover.pattern.fullmatch(cell)), None)
            if hit is not None:
                yield _Hit(leftover, stretch.role, Mark(position, 0, 0), hit)
                break


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def gaps_left(manuscript: Manuscript) -> Iterator[Noticed]:
    """〔请填写：…〕 and 〔暂不生成：…〕: what a person must still fill in or put right."""
    looked = False
    for passage in passages(manuscript):
        looked = True
        for found in _GAP.finditer(passage.text):
            yield Noticed(
                mark=passage.mark(*found.span()),
                message=f"待填写：{found[2]}。请填上以后再公开。"
                if found[1] == "请填写"
                else f"这一段没有生成：{found[2].rstrip('。')}。",
                printed=found.group(),
                verdict=Verdict.UNCHECKED,
            )
    if looked:
        yield Noticed(None)


_ANNEX = re.compile(r"附(?:件|表|录)\s*(\d{0,2}|[一二三四五六七八九十]{0,3})[：:.、 ]?(.{0,50})")
_FEW_LINES = 2


def empty_annexes(manuscript: Manuscript) -> Iterable[Noticed]:
    """An annex of which the title stands alone: before the next title, or before the end. Where no
    annex has anything below it, they are files apart.
    """
    titles: list[tuple[Passage, str]] = []
    lines: list[list[Passage]] = []
    for passage in passages(manuscript, Role.ANNEX):
        found = _ANNEX.fullmatch(passage.text)
        if found and "。" not in passage.text:
            titles.append((passage, found[1]))
            lines.append([])
        elif titles:
            lines[-1].append(passage)
    labels = [label for _, label in titles]
    blocks = manuscript.bound.document.blocks
    annexes = [s for s in manuscript.bound.outline.stretches if s.role is Role.ANNEX]
    end = max((stretch.last for stretch in annexes), default=0)
    told: list[Noticed] = []
    for at, ((passage, label), below) in enumerate(zip(titles, lines, strict=True)):
        after = titles[at + 1][0].block if at + 1 < len(titles) else end
        others = [b for b in blocks[passage.block + 1 : after] if not isinstance(b, TextBlock)]
        listed = label and labels.count(label) > 1
        filled = others or len(below) > _FEW_LINES or any(each.is_sentence for each in below)
        if filled or listed:
            told.append(Noticed(passage.whole()))
            continue
        told.append(
            Noticed(
                mark=passage.whole(),
                message=f"“{_short(passage.text)}”下面没有内容。"
                "请补上内容；另外公开的，请写明公开在哪里；没有的，删去这个标题。",
                printed=passage.text,
            )
        )
    apart = bool(told) and all(each.message for each in told)
    return [Noticed(None, remark="附件另附，不在这个文件里")] if apart else told
