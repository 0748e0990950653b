"""A refreshed document in lines: what was replaced, and what a person must see to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from xlbudget.domain.text import Place
from xlbudget.publish.refresh.outcome import Left, LeftKind, Refreshed, Replaced
from xlbudget.results.places import place_words, quoted

_SHOWN = 20
"""So many of what was replaced, and of numbers that are not ours, are named."""

_ORDER = [*LeftKind]


def lines(refreshed: Refreshed) -> list[str]:
    """What became of a document, for people."""
    told = [_summary(refreshed)]
    told += _some([*_replaced(refreshed.replaced)], "处替换")
    for kind in _ORDER:
        left = [each for each in refreshed.left if each.kind is kind]
        if left:
            told.append(f"{kind.value} {len(left)} 处：")
            told += _untagged(left) if kind is LeftKind.UNTAGGED else _each(left)
    return told


def _summary(refreshed: Refreshed) -> str:
    counts = Counter(each.kind for each in refreshed.left)
    parts = [f"{kind.value} {counts[kind]}" for kind in _ORDER if counts[kind]]
    left = f"；{'，'.join(parts)}" if parts else ""
    if not refreshed.found_by:
        return f"只比对，没有替换：相符 {refreshed.current} 处{left}。"
    same = "" if refreshed.changed else "，文档没有要改的"
    return (
        f"依据{refreshed.found_by}：替换 {len(refreshed.replaced)} 处，"
        f"本来就是新的 {refreshed.current} 处{same}{left}。"
    )


def _some(all_lines: Sequence[str], words: str) -> Iterator[str]:
    yield from all_lines[:_SHOWN]
    if len(all_lines) > _SHOWN:
        yield f"    等共 {len(all_lines)} {words}，全部见 --json"


def _replaced(replaced: Sequence[Replaced]) -> Iterator[str]:
    for each in replaced:
        at = place_words(each.where)
        was, now = each.was or "（无）", each.now or "（删去）"
        yield f"    {f'{at}：' if at else ''}{was} → {now}"


def _each(left: Sequence[Left]) -> Iterator[str]:
    """Each place with its words; what to do is said once for several in a row."""
    for at, each in enumerate(left):
        yield from _left(each)
        last = at + 1 == len(left) or left[at + 1].remedy != each.remedy
        if each.remedy and last:
            yield f"        {each.remedy}"


def _left(left: Left) -> Iterator[str]:
    at = place_words(left.where)
    yield f"    {at}  {left.what}" if at else f"    {left.what}"
    quote = _quote(left.where)
    if quote:
        yield f"        文中：{quote}"
    elif left.now:
        yield f"        现在是：{left.now}"
    if left.was:
        yield f"        上次生成：{left.was}"
    if left.new:
        yield f"        这次应为：{left.new}"


def _untagged(left: Sequence[Left]) -> Iterator[str]:
    """Numbers that are not ours: what to do is said once."""
    told = []
    for each in left:
        known = f"（像是{each.what}，这次应为{each.new}）" if each.new else ""
        told.append(f"    {place_words(each.where)}  {_quote(each.where)}{known}")
    yield from _some(told, "处")
    yield f"        {left[0].remedy}"


def _quote(where: Place) -> str:
    found = quoted(where)
    return found.text() if found else ""
