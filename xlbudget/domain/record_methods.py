"""The methods of records, made when they are first called.

Classes with as many fields of the same kinds have the same methods but for the names in them: the
code is compiled once, with `f0`, `f1` … for the fields, and given the names of each class.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import CodeType, FunctionType
from typing import Any

MISSING: Any = object()
KNOWN = "__record__"
"""The attribute of a class that holds its `Record`."""


class FieldTold:
    """What `field` was told."""

    __slots__ = ("compare", "default", "factory", "init", "repr")

    def __init__(
        self,
        *,
        default: Any = MISSING,
        default_factory: Any = MISSING,
        init: bool = True,
        repr: bool = True,  # noqa: A002  同标准库的参数名
        compare: bool = True,
    ) -> None:
        self.default = default
        self.factory = default_factory
        self.init = init
        self.repr = repr
        self.compare = compare

    @property
    def is_optional(self) -> bool:
        """Whether it need not be given."""
        return self.default is not MISSING or self.factory is not MISSING


class Record:
    """What is known of a class: its fields in order, and how it is to behave."""

    __slots__ = ("cls", "fields", "frozen", "kw_only", "own_slots")

    def __init__(self, cls: type, *, frozen: bool, slots: bool, kw_only: bool) -> None:
        self.cls = cls
        self.frozen = frozen
        self.own_slots = slots
        self.kw_only = kw_only
        self.fields: dict[str, FieldTold] = {}
        values = vars(cls)
        optional = False
        for name, kind in cls.__annotations__.items():
            if any(each in str(kind) for each in ("ClassVar", "InitVar", "KW_ONLY")):
                raise TypeError(f"{cls.__qualname__}.{name}: {kind} is not supported")
            value = values.get(name, MISSING)
            each = value if isinstance(value, FieldTold) else FieldTold(default=value)
            if each.default is not MISSING and each.default.__class__.__hash__ is None:
                raise ValueError(f"{cls.__qualname__}.{name}: use default_factory")
            if each.init and not kw_only:
                if optional and not each.is_optional:
                    raise TypeError(f"{cls.__qualname__}.{name}: stands behind an optional field")
                optional = optional or each.is_optional
            self.fields[name] = each

    @property
    def is_born_whole(self) -> bool:
        """Whether `__new__` fills the fields, not `__init__`."""
        return self.frozen and self.own_slots

    def _short(self) -> dict[str, str]:
        """What the fields are called in the code that classes share."""
        return {name: f"f{at}" for at, name in enumerate(self.fields)}

    @property
    def told(self) -> list[str]:
        """The fields that a record is made of."""
        return [name for name, each in self.fields.items() if each.init]

    def last_defaults(self) -> tuple[Any, ...]:
        """The defaults of the last fields that are told, as far as all of these have one."""
        found: list[Any] = []
        for name in reversed(self.told):
            if self.fields[name].default is MISSING:
                break
            found.append(self.fields[name].default)
        return tuple(reversed(found))

    def method(self, name: str) -> Callable[..., Any]:
        """A method by its name, made now and put in the place of the one that asked."""
        values: dict[str, Any] = {"MISSING": MISSING, "born": object.__new__}
        source, defaults = getattr(self, f"_{name}")(values)
        code, own = _code_of(source), {short: full for full, short in self._short().items()}
        named = code.replace(
            co_names=tuple(own.get(each, each) for each in code.co_names),
            co_varnames=tuple(own.get(each, each) for each in code.co_varnames),
        )
        made = FunctionType(named, values, f"__{name}__")
        made.__qualname__ = f"{self.cls.__qualname__}.__{name}__"
        if self.kw_only and name != "make":
            made.__kwdefaults__ = defaults
        else:
            made.__defaults__ = tuple(defaults.values())
        setattr(self.cls, f"__{name}__", staticmethod(made) if name == "new" else made)
        return made

    def _init(self, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return self._filling("init", ["self"], values), self._defaults()

    def _new(self, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return self._filling("new", ["cls"], values) + "\n  return self", self._defaults()

    def _make(self, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        values["cls"] = self.cls
        before = "" if self.is_born_whole else "\n  self = born(cls)"
        source = self._filling("make", [], values, before) + "\n  return self"
        return source, {str(at): value for at, value in enumerate(self.last_defaults())}

    def _defaults(self) -> dict[str, Any]:
        told = ((name, self.fields[name]) for name in self.told)
        return {name: each.default for name, each in told if each.is_optional}

    def _filling(
        self, method: str, first: list[str], values: dict[str, Any], before: str = ""
    ) -> str:
        """A function that fills the fields: with what was told, defaults, new lists and dicts."""
        names = self._short()
        given = [names[name] for name in self.told]
        star = ["*"] if given and self.kw_only and first else []
        lines = [f"def {method}({', '.join([*first, *star, *given])}):{before}"]
        if self.is_born_whole:
            # While a record has the class of an unfrozen twin, its fields are filled as those of
            # any other: a third of the time of `object.__setattr__` for each.
            slots = {"__slots__": self.cls.__slots__}  # type: ignore[attr-defined]
            values["twin"] = type(self.cls)(self.cls.__name__, self.cls.__bases__, slots)
            lines.append("self = born(twin)")
        for name, each in self.fields.items():
            short = names[name]
            value = short
            if each.factory is not MISSING:
                values[f"make_{short}"] = each.factory
                value = f"make_{short}()"
                if each.init and first:
                    value = f"{value} if {short} is MISSING else {short}"
                elif each.init:
                    value = short
            elif not each.init:
                if each.default is MISSING:
                    continue
                values[f"default_{short}"] = each.default
                value = f"default_{short}"
            if self.frozen and not self.own_slots:
                values["put"], values[f"name_{short}"] = object.__setattr__, name
                lines.append(f"put(self, name_{short}, {value})")
            else:
                lines.append(f"self.{short} = {value}")
        if self.is_born_whole:
            lines.append("self.__class__ = cls")
        if hasattr(self.cls, "__post_init__"):
            lines.append("self.__post_init__()")
        return "\n  ".join([*lines, "pass"] if len(lines) == 1 else lines)

    def _compared(self, of: str) -> str:
        names = self._short()
        compared = [names[name] for name, each in self.fields.items() if each.compare]
        return "(" + "".join(f"{of}.{short}, " for short in compared) + ")"

    def _eq(self, _: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        same = f"{self._compared('self')} == {self._compared('other')}"
        return (
            "def eq(self, other):\n"
            f"  return {same} if other.__class__ is self.__class__ else NotImplemented"
        ), {}

    def _hash(self, _: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return f"def hashed(self):\n  return hash({self._compared('self')})", {}


@cache
def _code_of(source: str) -> CodeType:
    """The code of the function that a source defines."""
    return next(
        each for each in compile(source, "<record>", "exec").co_consts if isinstance(each, CodeType)
    )
