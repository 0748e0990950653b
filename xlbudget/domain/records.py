"""`dataclass`, `field` and `replace` as the standard library has them, for a program that starts
anew for every unit and for every click in Excel.

The standard library writes and compiles up to six methods of each class when it is imported, most
of them for nobody: two thirds of a millisecond for each of several hundred classes. Here a method
is made when it is first called (`record_methods`), and a frozen record is filled in a third of the
time; `dataclasses.fields`, `replace` and `asdict` work as ever. What no class of ours needs (order,
ClassVar, InitVar, fields that are inherited, bases of frozen records with slots) is left out, and
refused.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from xlbudget.domain.record_methods import KNOWN, MISSING, FieldTold, Record

__all__ = ["dataclass", "field", "last_defaults", "maker", "replace", "told_fields"]

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace  # noqa: TID251


class _StandardFields:
    """`__dataclass_fields__`, which the functions of the standard library ask for."""

    def __get__(self, record: object, cls: type) -> dict[str, Any]:
        import dataclasses

        known: Record = getattr(cls, KNOWN)
        body: dict[str, Any] = {"__annotations__": dict.fromkeys(known.fields, Any)}
        for name, each in known.fields.items():
            told: dict[str, Any] = {"init": each.init, "repr": each.repr, "compare": each.compare}
            if each.default is not MISSING:
                told["default"] = each.default
            if each.factory is not MISSING:
                told["default_factory"] = each.factory
            body[name] = dataclasses.field(**told)
        standard = dataclasses.dataclass(kw_only=known.kw_only)  # noqa: TID251
        twin: type = standard(type(cls.__name__, (), body))
        fields = vars(twin)["__dataclass_fields__"]
        known.cls.__dataclass_fields__ = fields  # type: ignore[attr-defined]
        return dict(fields)


_STANDARDKNOWN = _StandardFields()


def _first_call(record: Record, name: str) -> Callable[..., Any]:
    def method(*args: Any, **kwargs: Any) -> Any:
        return record.method(name)(*args, **kwargs)

    return method


def _refuse(self: object, name: str, *_: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change {name!r} of {self.__class__.__qualname__}")


def _repr(self: Any) -> str:
    fields = getattr(self, KNOWN).fields
    shown = (f"{name}={getattr(self, name)!r}" for name, each in fields.items() if each.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _reduce(self: Any) -> tuple[Any, ...]:
    names = getattr(self, KNOWN).fields
    return _restored, (self.__class__, [getattr(self, name) for name in names])


def _restored(cls: type, values: list[Any]) -> Any:
    """A record of all its values, those too that it was not told: one that travelled."""
    made: Any = object.__new__(cls)
    for name, value in zip(getattr(cls, KNOWN).fields, values, strict=True):
        object.__setattr__(made, name, value)
    return made


def _dataclass(
    cls: type | None = None,
    /,
    *,
    frozen: bool = False,
    slots: bool = False,
    kw_only: bool = False,
) -> Any:
    """A class whose fields are its annotations, with the methods of a dataclass."""
    if cls is None:
        return partial(_dataclass, frozen=frozen, slots=slots, kw_only=kw_only)
    if hasattr(cls, KNOWN):
        raise TypeError(f"{cls.__qualname__}: fields cannot be inherited")
    record = Record(cls, frozen=frozen, slots=slots, kw_only=kw_only)
    if record.is_born_whole and cls.__bases__ != (object,):
        raise TypeError(f"{cls.__qualname__}: a frozen record with slots cannot have a base")
    body = {name: value for name, value in vars(cls).items() if name not in record.fields}
    body[KNOWN] = record
    body["__dataclass_fields__"] = _STANDARDKNOWN
    first = "new" if record.is_born_whole else "init"
    body[f"__{first}__"] = _first_call(record, first)
    body.setdefault("__repr__", _repr)
    if "__eq__" not in body:
        body["__eq__"] = _first_call(record, "eq")
        if body.get("__hash__") is None:
            body["__hash__"] = _first_call(record, "hash") if frozen else None
    positional = [name for name, each in record.fields.items() if each.init and not kw_only]
    body.setdefault("__match_args__", tuple(positional))
    if frozen:
        body["__setattr__"] = body["__delattr__"] = _refuse
    if record.is_born_whole:
        body["__reduce__"] = _reduce
    if slots:
        # A class has its slots from birth: it is made once more, as the standard library does.
        body["__slots__"] = tuple(record.fields)
        body.pop("__dict__", None)
        body.pop("__weakref__", None)
        made = type(cls)(cls.__name__, cls.__bases__, body)
        made.__qualname__ = cls.__qualname__
        record.cls = made
        return made
    for name, each in record.fields.items():
        if each.default is not MISSING:
            setattr(cls, name, each.default)
        elif name in vars(cls):
            delattr(cls, name)
    for name, value in body.items():
        if name not in vars(cls) or name == "__hash__":
            setattr(cls, name, value)
    return cls


def _replace(record: Any, /, **changes: Any) -> Any:
    """The same record with other values in some of its fields.

    >>> from xlbudget.domain.codes import CodeName
    >>> replace(CodeName("207", "文化体育与传媒支出"), valid_to=2018)
    CodeName(code='207', name='文化体育与传媒支出', valid_from=None, valid_to=2018, note='')
    """
    known: Record | None = getattr(record, KNOWN, None)
    if known is None:
        if isinstance(record, tuple):
            return record._replace(**changes)  # type: ignore[attr-defined]
        import dataclasses

        return dataclasses.replace(record, **changes)
    for name, each in known.fields.items():
        if each.init and name not in changes:
            changes[name] = getattr(record, name)
    return record.__class__(**changes)


def is_record(value: object) -> bool:
    """Whether a value is a record of ours; the standard library's question would import it.

    >>> is_record(3)
    False
    """
    return hasattr(type(value), KNOWN)


def told_fields(cls: type) -> tuple[str, ...]:
    """The fields that a record, or a named tuple, is made of."""
    known: Record | None = getattr(cls, KNOWN, None)
    if known is None:
        names: tuple[str, ...] = cls._fields  # type: ignore[attr-defined]
        return names
    return tuple(known.told)


def last_defaults(cls: type) -> tuple[Any, ...]:
    """The defaults of the last of the `told_fields`, as far as all of these have one."""
    known: Record | None = getattr(cls, KNOWN, None)
    return known.last_defaults() if known else ()


def maker(cls: type) -> Callable[..., Any]:
    """A function that makes a record of the values of its `told_fields` in order, of all or of all
    but the last ones that hold their `last_defaults`.
    """
    known: Record | None = getattr(cls, KNOWN, None)
    return known.method("make") if known else cls


if not TYPE_CHECKING:
    dataclass, field, replace = _dataclass, FieldTold, _replace
