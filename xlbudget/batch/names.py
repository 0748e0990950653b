"""Names of folders and files that every system takes: Windows is the strictest."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePath

OVERVIEW = ("汇总.xlsx", "index.html")
"""What stands beside the folders of the units."""

_LONGEST = 60
"""Windows counts the whole path, 260 characters as a rule; the files in the folder need some."""

_FORBIDDEN = re.compile(
    r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]'
)
"""Those that Windows forbids, and those that nobody sees, which turn the text around them."""

_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE
)


def printable(text: str) -> str:
    """A name that may hold bytes of another encoding than the system's, as UTF-8 can say it.

    >>> printable("决算.xlsx"), printable("\\udcbe.xlsx") == r"\\udcbe.xlsx"
    ('决算.xlsx', True)
    """
    return text.encode("utf-8", "backslashreplace").decode()


def safe_name(name: str) -> str:
    """A name as a folder or file can have it on any system.

    >>> safe_name("示例:街道."), safe_name("CON"), safe_name(" .. "), safe_name("nul.xlsx")
    ('示例_街道', '_CON', '_', '_nul.xlsx')
    """
    text = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).strip().rstrip(". ")
    if not text or text.startswith((".", "~$")) or _DEVICES.match(text):
        text = f"_{text}"
    return _shortened(text)


def safe_file(name: str) -> str:
    """The name of a file, its suffix kept where it is long.

    >>> safe_file("决算?.xlsx"), safe_file("决" * 99 + ".xlsx")[-5:]
    ('决算_.xlsx', '.xlsx')
    """
    path = PurePath(name)
    return safe_name(path.stem) + path.suffix


def distinct(names: Iterable[str]) -> list[str]:
    """Safe names of which no two are one on a system that takes 甲A and 甲a for the same, and none
    is that of the overview; those that would be get a number, in their order.

    >>> distinct(["甲", "甲", "甲/乙", "甲?乙", "INDEX.html"])
    ['甲', '甲-2', '甲_乙', '甲_乙-2', 'INDEX.html-2']
    """
    given = [safe_name(name) for name in names]
    taken = {name.casefold() for name in (*OVERVIEW, *given)}
    last = {name.casefold(): 1 for name in OVERVIEW}
    found = []
    for name in given:
        folded, chosen = name.casefold(), name
        number = last.get(folded, 0)
        while number and (number == 1 or chosen.casefold() in taken):
            number += 1
            chosen = f"{name}-{number}"
        last[folded] = max(number, 1)
        taken.add(chosen.casefold())
        found.append(chosen)
    return found


def _shortened(text: str) -> str:
    """A name that is too long keeps its beginning, and says by its end which one it was."""
    if len(text) <= _LONGEST:
        return text
    end = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{text[: _LONGEST - 9].rstrip('. ')}-{end}"
