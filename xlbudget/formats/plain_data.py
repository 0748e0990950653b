"""Records as plain data (tuples, dicts, texts, numbers) and back: what may be kept in a file, since
reading it can only ever make records of the classes that the reader names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from itertools import starmap
from typing import Any

from xlbudget.domain.records import last_defaults, maker, told_fields

Plain = Any
"""None, bool, int, str, or a tuple that begins with one of the signs below or a class's number:
twice its place among the classes, and one more where all its fields stand as they are.
"""

_AS_IT_STANDS, _TUPLE, _DICT, _SET, _MEMBER, _AGAIN, _ROWS = -1, -2, -3, -4, -5, -6, -7
_LEAVES = (str, int, bool, type(None))

_MANY = 8
"""From so many on, records of one class are kept as rows."""


class Shapes:
    """Turns frozen records of some classes (and members of enumerations) into plain data and back.

    >>> from xlbudget.domain.codes import Catalogue, CodeName
    >>> shapes = Shapes((Catalogue, CodeName))
    >>> plain = shapes.plain({"甲": Catalogue([CodeName("201", "一般公共服务支出")])})
    >>> shapes.value(plain)["甲"].name("201", 2024)
    '一般公共服务支出'
    """

    def __init__(self, classes: Sequence[type]) -> None:
        records = [cls for cls in classes if not issubclass(cls, Enum)]
        self._numbers = {cls: number for number, cls in enumerate(records)}
        self._fields = [told_fields(cls) for cls in records]
        self._records = records
        self._make: list[Callable[..., Any]] = []
        self._members = [
            member
            for cls in classes
            if issubclass(cls, Enum)
            for member in cls.__members__.values()
        ]

    def plain(self, value: object) -> Plain:
        """A value as plain data; TypeError for one of another class."""
        return self._plain(value, {})

    def value(self, plain: Plain) -> Any:
        """What `plain` was made of. Records that are equal may be one record now."""
        if not self._make:
            self._make = [make for cls in self._records for make in (maker(cls),) * 2]
        return self._value(plain, [])

    def _plain(self, value: Any, known: dict[str, int]) -> Plain:
        kind = type(value)
        if kind in _LEAVES:
            return value
        if _is_plain(value):
            return (_AS_IT_STANDS, value)
        if kind is tuple:
            rows = self._rows(value)
            return (_ROWS, *rows) if rows else (_TUPLE, *(self._plain(v, known) for v in value))
        if kind is frozenset:
            return (_SET, *(self._plain(each, known) for each in sorted(value)))
        if kind is dict:
            pairs = (each for pair in value.items() for each in pair)
            return (_DICT, *(self._plain(each, known) for each in pairs))
        if isinstance(value, Enum):
            return (_MEMBER, self._members.index(value))
        if kind not in self._numbers:
            raise TypeError(f"{kind.__qualname__} is not among the shapes")
        number = self._numbers[kind]
        fields = [self._plain(getattr(value, name), known) for name in self._fields[number]]
        for default in reversed(last_defaults(kind)):
            if not _is_same(fields[-1], default):
                break
            fields.pop()
        made = (2 * number + all(type(each) in _LEAVES for each in fields), *fields)
        new = len(known)
        before = known.setdefault(repr(made), new)  # repr tells 1 from True
        return made if before == new else (_AGAIN, before)

    def _rows(self, records: tuple[Any, ...]) -> tuple[int, tuple[Plain, ...]] | None:
        """Many records of one class that hold nothing but leaves (a catalogue), as rows."""
        cls = type(records[0])
        if len(records) < _MANY or any(type(each) is not cls for each in records):
            return None
        number = self._numbers.get(cls)
        if number is None:
            return None
        names = self._fields[number]
        rows = tuple(tuple(getattr(each, name) for name in names) for each in records)
        return (2 * number, rows) if _is_plain(rows) else None

    def _value(self, plain: Plain, kept: list[Any]) -> Any:
        if type(plain) is not tuple:
            return plain
        sign = plain[0]
        if sign >= 0:
            fields: Sequence[Any] = plain[1:]
            if not sign & 1:
                fields = [v if type(v) is not tuple else self._value(v, kept) for v in fields]
            made = self._make[sign](*fields)
            kept.append(made)
            return made
        if sign == _AS_IT_STANDS:
            return plain[1]
        if sign == _AGAIN:
            return kept[plain[1]]
        if sign == _MEMBER:
            return self._members[plain[1]]
        if sign == _ROWS:
            return tuple(starmap(self._make[plain[1]], plain[2]))
        values = [self._value(each, kept) for each in plain[1:]]
        if sign == _DICT:
            return dict(zip(values[::2], values[1::2], strict=True))
        return tuple(values) if sign == _TUPLE else frozenset(values)


def _is_same(value: Plain, default: Any) -> bool:
    """Whether a field holds its default, which then need not be kept."""
    kept = (_AS_IT_STANDS, default) if type(default) is tuple else default
    return type(value) is type(kept) and _is_plain(default) and bool(value == kept)


def _is_plain(value: Any) -> bool:
    """Whether a value may stand as it is: leaves, and tuples and dicts of nothing else."""
    kind = type(value)
    if kind is tuple:
        return all(map(_is_plain, value))
    if kind is dict:
        return all(_is_plain(each) for pair in value.items() for each in pair)
    return kind in _LEAVES
