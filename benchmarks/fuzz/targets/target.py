"""一个被乱试的入口：它怎样跑一次，从哪些种子起，哪些字值得插进去。"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from xlbudget.domain.errors import XlbudgetError

PATH = Path("甲.xlsx")
"""The name that errors give to an input; no file is there."""

_PART = re.compile(rb"^--- ([^\r\n]+)\n", re.MULTILINE)


@dataclass(frozen=True)
class Target:
    """An entrance of the program: `run` takes any bytes, and raises nothing but an AssertionError
    (two ways differ, something of the user's is lost) or what is a defect. What the program
    refuses is told by its own errors, which `tried` takes.
    """

    name: str
    says: str
    run: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    words: tuple[str, ...] = ()
    longest: int = 4096


def tried(target: Target, data: bytes) -> bool:
    """Run an input once: whether it was taken; False where the program refused it in its own
    words. Anything else that is raised is a fault.
    """
    try:
        target.run(data)
    except XlbudgetError as error:
        if not str(error).strip():
            raise AssertionError("一句空的话") from error
        return False
    return True


def text_of(data: bytes) -> str:
    """The text of an input: what is no UTF-8 is replaced."""
    return data.decode("utf-8", "replace")


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of an input that is a text of several: each begins with a line `--- name`; what
    stands before the first one is the part "".

    >>> parts_of(b"--- a.xml\\n<a/>\\n--- b.xml\\n<b/>\\n")
    {'': b'', 'a.xml': b'<a/>', 'b.xml': b'<b/>'}
    """
    first, *rest = _PART.split(data)
    names = [name.decode("utf-8", "replace") for name in rest[::2]]
    contents = [content.removesuffix(b"\n") for content in rest[1::2]]
    return {"": first, **dict(zip(names, contents, strict=True))}


def joined(parts: Mapping[str, bytes | str]) -> bytes:
    """The input that `parts_of` takes apart."""
    return b"".join(
        b"--- "
        + name.encode()
        + b"\n"
        + (part if isinstance(part, bytes) else part.encode())
        + b"\n"
        for name, part in parts.items()
    )


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A package of parts, not compressed; a name that no package can have is left out."""
    room = BytesIO()
    with zipfile.ZipFile(room, "w") as archive:
        for name, content in parts.items():
            if name and "\x00" not in name:
                archive.writestr(zipfile.ZipInfo(name), content)
    return room.getvalue()


def unzipped(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and content of each part of a package."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)
