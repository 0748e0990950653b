"""The names that a text may call the lines of a table by, however it marks 类, 款 and 项."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from xlbudget.binding.binder.hand import loosened
from xlbudget.binding.events import Turn
from xlbudget.binding.lists import line_names
from xlbudget.domain.codes import level
from xlbudget.formats.model import Format, Language


def key_of(words: str) -> str:
    """Words as names are compared: without the marks of 类, 款, 项 and the word 支出.

    >>> key_of("住房保障支出（类）住房改革支出（款）住房公积金（项）")
    '住房保障住房改革住房公积金'
    """
    return loosened(words).replace("支出", "")


def lines_called(resolved: Format, table: str, group: str, words: str) -> Sequence[str]:
    """The lines of a group that words may mean."""
    return _keys(Language(resolved), table, group).get(key_of(words), ())


def called_in_turn(resolved: Format, turn: Turn, names: dict[str, str]) -> Sequence[str]:
    """The lines of a loop that the names of one turn may mean, by part in the order of the text."""
    return lines_called(resolved, turn.table, turn.group, "".join(names.values()))


def keys_of(resolved: Format, table: str, group: str) -> dict[str, tuple[str, ...]]:
    """All names of a group's lines, with the lines that each may mean."""
    return _keys(Language(resolved), table, group)


@lru_cache(maxsize=128)
def _keys(language: Language, table: str, group: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    names = line_names(language.format, table, group)
    categories = {key_of(said["类全名"]) for said in names.values() if "类全名" in said}
    for line, said in names.items():
        for key in dict.fromkeys(_called(line, said)):
            if key in categories - {key_of(said.get("类全名", ""))}:
                continue  # 援助其他地区的款与各类同名：只有连着类说，才是它
            found[key] = (*found.get(key, ()), line)
    return found


def _called(line: str, said: dict[str, str]) -> Iterator[str]:
    """What one line may be called: its name, with the names of the codes above it."""
    name = said["名称"]
    yield key_of(name)
    if "类全名" not in said:
        return
    yield key_of(said["类全名"] + name)
    if level(line) == "项":
        yield key_of(said["类全名"] + said["款名"] + name)
        yield key_of(said["款名"] + name)
