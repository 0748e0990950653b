"""名词解释: the defined terms and the functional items that a text uses, each explained once.

A list that the unit brought along wins; else our working explanation, marked as such; else a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from xlbudget.domain.account import TERMS_SHEET, Entry, FinalAccount
from xlbudget.domain.codes import parents
from xlbudget.domain.records import dataclass
from xlbudget.domain.text import Gap, Span, State, Words, words_and_gaps
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName

_SPACES = re.compile(r"\s+")
OTHER_EXPENDITURE = "229"


@dataclass(frozen=True, slots=True)
class Explained:
    """A term with its explanation: `key` names it in paragraph ids (the code, or the term)."""

    key: str
    spans: tuple[Span, ...]
    state: State


def loop_name(part: str, line: str, account: FinalAccount, resolved: Format) -> str:
    """How an item is cited: 类名, 类全名 or 款名 of its code, else its own name. A code that the
    catalogue does not know has the name that the tables print beside it.
    """
    above = parents(line)
    if part == "类名":
        return category_name(above[-1], resolved)
    if part == "类全名":
        return resolved.functional.name(above[-1], resolved.year) or above[-1]
    if part == "款名":
        return resolved.functional.name(above[0], resolved.year) or above[0]
    if above and resolved.code_name(line) is None:
        return account.printed_label(line)
    return FigureName("", line, "").line_label(resolved)


def category_name(code: str, resolved: Format) -> str:
    """A 类 as items are cited: without the ending 支出, but for 其他支出.

    >>> from xlbudget.formats.library import find
    >>> category_name("201", find("sichuan", 2024)), category_name("229", find("sichuan", 2024))
    ('一般公共服务', '其他支出')
    """
    name = resolved.functional.name(code, resolved.year) or code
    return name if code == OTHER_EXPENDITURE else name.removesuffix("支出")


def item_title(code: str, resolved: Format, *, full: bool = False) -> str:
    """An item with what it stands under: 一般公共服务（类）…（款）…（项）; in `full`, 一般公共服务
    支出（类）….
    """
    above = parents(code)
    category = resolved.functional.name(above[-1], resolved.year) if full else None
    names = [category or category_name(above[-1], resolved)]
    names += [resolved.functional.name(each, resolved.year) or each for each in above[-2::-1]]
    names.append(resolved.functional.name(code, resolved.year) or code)
    return "".join(f"{name}（{level}）" for name, level in zip(names, "类款项", strict=True))


def explained_terms(
    text: str, codes: Iterable[str], account: FinalAccount, resolved: Format
) -> Iterator[Explained]:
    """The terms that the text mentions, in the order of the format, then the items it names, as
    it names them.
    """
    imported = {_plain(name): entry for name, entry in account.terms.items()}
    for term in resolved.terms:
        if any(word in text for word in term.words):
            entry = imported.get(_plain(term.name))
            yield _explained(term.name, term.name, entry, term.explanation)
    for code in codes:
        title = item_title(code, resolved, full=True)
        title = title if title in text else item_title(code, resolved)
        names = _names(code, resolved) if imported else ()
        entry = next((imported[name] for name in names if name in imported), None)
        yield _explained(code, title, entry, resolved.explanations.get(code, ""))


def _names(code: str, resolved: Format) -> Iterator[str]:
    """How a list may name an item: in full, with or without 支出 behind the 类, by code, by its own
    name.
    """
    full, short = (item_title(code, resolved, full=each) for each in (True, False))
    yield from map(_plain, (full, short, code))
    name = resolved.functional.name(code, resolved.year)
    if name:
        yield _plain(name)


def _explained(key: str, title: str, entry: Entry | None, working: str) -> Explained:
    if entry is not None:
        text = "".join(line.strip() for line in entry.text.splitlines())
        return Explained(key, (Words(f"{title}："), *words_and_gaps(text)), State.READY)
    if working:
        return Explained(key, (Words(f"{title}：{working}"),), State.REFERENCE)
    return Explained(key, (Words(f"{title}："), Gap(f"{title}的释义", TERMS_SHEET)), State.GAP)


def _plain(text: str) -> str:
    return _SPACES.sub("", text).replace("(", "（").replace(")", "）").rstrip("：:")
