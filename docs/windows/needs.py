"""What a wheel's METADATA says: its name, its version, and what it needs on 64-bit Windows.

A condition (environment marker) that cannot be worked out is refused, never passed over.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from itertools import product, zip_longest

from archive import AGAIN, Archive, Refused, decoded, shown

_METADATA = re.compile(r"[^/]+\.dist-info/METADATA")
_NEED = re.compile(
    r"([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([A-Za-z0-9._,\s-]*)\])?\s*"
    r"(?:[<>=!~][^;@()]*|\([^;@()]*\))?\s*(?:;(.*))?",
    re.DOTALL,
)
_TOKEN = re.compile(r"""\s*(?:('[^']*'|"[^"]*")|([A-Za-z_][A-Za-z_.]*)|(===|[~<>=!]=|[<>()]))\s*""")
_RELEASE = re.compile(r"v?[0-9]{1,9}(?:\.[0-9]{1,9})*", re.ASCII)
_LONGEST, _DEEPEST = 2000, 20

_VERSIONS = {"python_version", "python_full_version", "implementation_version"}
_ORDERS: dict[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def normal(name: str) -> str:
    """The name of a package as it is compared: MarkupSafe, et_xmlfile -> markupsafe, et-xmlfile."""
    return re.sub(r"[-_.]+", "-", name).lower()


def normal_version(text: str) -> str:
    """As far as the same version is spelled differently in a file name: 1.0-1, 1.00_1."""
    return re.sub(r"(?<![0-9a-z])0+(?=[0-9])", "", re.sub(r"[-_]", ".", text.lower()))


def environment(minor: int, extra: str) -> dict[str, tuple[str, ...]]:
    """The values on 64-bit Windows with CPython 3.minor. Only the last number of Python's version
    is not known: all are possible, and one that makes a condition true is enough."""
    full = tuple(f"3.{minor}.{micro}" for micro in range(100))
    system = {
        "os_name": ("nt",),
        "sys_platform": ("win32",),
        "platform_machine": ("AMD64",),
        "platform_python_implementation": ("CPython",),
    }
    older = {
        "os.name": system["os_name"],
        "sys.platform": system["sys_platform"],
        "platform.machine": system["platform_machine"],
        "platform.python_implementation": system["platform_python_implementation"],
        "python_implementation": system["platform_python_implementation"],
    }
    return {
        **system,
        **older,
        "platform_system": ("Windows",),
        "implementation_name": ("cpython",),
        "python_version": (f"3.{minor}",),
        "python_full_version": full,
        "implementation_version": full,
        "extra": (normal(extra),),
    }


def release(text: str) -> tuple[int, ...]:
    if not _RELEASE.fullmatch(text.strip()):
        raise ValueError(text)
    return tuple(map(int, text.strip().removeprefix("v").split(".")))


def compare_versions(left: str, sign: str, right: str) -> bool:
    here, there = release(left), right.strip()
    if sign == "===":
        return left.strip() == there
    if sign in {"==", "!="} and there.endswith(".*"):
        start = release(there.removesuffix(".*"))
        return (here[: len(start)] == start) is (sign == "==")
    wanted = release(there)
    pairs = list(zip_longest(here, wanted, fillvalue=0))
    padded = tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)
    if sign == "~=" and len(wanted) > 1:
        start = wanted[:-1]
        return padded[0] >= padded[1] and padded[0][: len(start)] == start
    if sign not in _ORDERS:
        raise ValueError(sign)
    return _ORDERS[sign](*padded)


def compare(left: str, sign: str, right: str, *, versions: bool) -> bool:
    if sign in {"in", "not in"}:
        return (left in right) is (sign == "in")
    if versions:
        return compare_versions(left, sign, right)
    if sign not in {"==", "!=", "==="}:
        raise ValueError(sign)
    return (left == right) is (sign != "!=")


class Condition:
    """A marker as it is read from left to right; ValueError for what it does not know."""

    def __init__(self, text: str, values: Mapping[str, tuple[str, ...]]) -> None:
        self.values = values
        self.tokens: list[str] = []
        position = 0
        while position < len(text):
            found = _TOKEN.match(text, position)
            if not found:
                raise ValueError(text[position:])
            self.tokens.append(found[0].strip())
            position = found.end()
        if self.tokens.count("(") > _DEEPEST:
            raise ValueError("((…")
        self.tokens.reverse()

    def holds(self) -> bool:
        result = self.any_of()
        if self.tokens:
            raise ValueError(self.tokens[-1])
        return result

    def any_of(self) -> bool:
        result = self.all_of()
        while self.skip("or"):
            result |= self.all_of()
        return result

    def all_of(self) -> bool:
        result = self.one()
        while self.skip("and"):
            result &= self.one()
        return result

    def one(self) -> bool:
        if self.skip("("):
            result = self.any_of()
            if not self.skip(")"):
                raise ValueError("(")
            return result
        left, sign, right = self.next(), self.next(), self.next()
        if sign == "not":
            if right != "in":
                raise ValueError(right)
            sign, right = "not in", self.next()
        extra = "extra" in {left, right}
        versions = not _VERSIONS.isdisjoint({left, right})
        choices = product(self.value(left, extra=extra), self.value(right, extra=extra))
        results = [compare(here, sign, there, versions=versions) for here, there in choices]
        return any(results)

    def skip(self, token: str) -> bool:
        if self.tokens and self.tokens[-1] == token:
            self.tokens.pop()
            return True
        return False

    def next(self) -> str:
        if not self.tokens:
            raise ValueError("…")
        return self.tokens.pop()

    def value(self, token: str, *, extra: bool) -> tuple[str, ...]:
        if token[0] in "'\"":
            return (normal(token[1:-1]) if extra else token[1:-1],)
        if token not in self.values:
            raise ValueError(token)
        return self.values[token]


def need(text: str, values: Mapping[str, tuple[str, ...]]) -> list[tuple[str, list[str]]]:
    """The package of one Requires-Dist with its extras, where its condition holds."""
    found = _NEED.fullmatch(text) if len(text) <= _LONGEST else None
    if not found:
        raise ValueError(text)
    if found[3] is not None and not Condition(found[3], values).holds():
        return []
    extras = [part.strip() for part in (found[2] or "").split(",")]
    return [(normal(found[1]), [normal(part) for part in extras if part])]


@dataclass(frozen=True)
class Metadata:
    origin: str
    name: str
    version: str
    needs: tuple[str, ...]

    @classmethod
    def of(cls, package: Archive) -> Metadata:
        found = [name for name in package.names if _METADATA.fullmatch(name)]
        if len(found) != 1:
            raise Refused(
                f"{package.origin}：里面有 {len(found)} 个 .dist-info/METADATA，"
                f"应当正好一个。{AGAIN}"
            )
        origin = f"{package.origin} 里的 METADATA"
        fields = HeaderParser().parsestr(decoded(package.read(found[0]), origin))
        if fields.defects:
            raise Refused(f"{origin}：不是一行一项“名称: 值”，应当照打包工具写的原样。{AGAIN}")
        single = [fields.get_all(key, []) for key in ("Name", "Version")]
        if any(len(values) != 1 for values in single):
            counts = "、".join(str(len(values)) for values in single)
            raise Refused(f"{origin}：Name、Version 各有 {counts} 项，应当各一项。{AGAIN}")
        name, version = (values[0].strip() for values in single)
        return cls(package.origin, name, version, tuple(fields.get_all("Requires-Dist", [])))

    def needed(self, minor: int, extra: str) -> list[tuple[str, list[str]]]:
        """The packages that it needs there, each with the extras that it asks of it."""
        values = environment(minor, extra)
        needed: list[tuple[str, list[str]]] = []
        for text in map(str.strip, self.needs):
            try:
                needed += need(text, values)
            except ValueError as error:
                raise Refused(
                    f"{self.origin} 里的“Requires-Dist: {shown(text)}”认不出来（{shown(error)}），"
                    "不知道 Windows 上要不要它。应当是“名称 版本; 条件”（PEP 508）。"
                    "请换一个版本的包，并改 pins.txt。"
                ) from error
        return needed
