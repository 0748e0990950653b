"""What was computed once is kept in a file of the user's for the next start of the program.

Only plain data is kept (marshal: texts, numbers, tuples, dicts), never a program. A file that is
damaged, of another version, or somebody else's is not there; where nothing can be written, nothing
is kept.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from xlbudget import __version__

VARIABLE = "XLBUDGET_CACHE"
"""The variable of the environment that names another folder; empty, nothing is kept."""

_MOST = 128
"""So many files are kept, the newest."""

_SIZE = 16


def kept_folder() -> Path | None:
    """Where files are kept: %LOCALAPPDATA%\\xlbudget\\cache on Windows, else the user's cache."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    home = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    if home:
        return Path(home, "xlbudget", "cache" if sys.platform == "win32" else "")
    with suppress(RuntimeError):
        return Path.home() / ".cache" / "xlbudget"
    return None


def digest(parts: Iterable[bytes]) -> bytes:
    """What tells contents apart; where one part ends and the next begins counts.

    >>> digest([b"ab", b"c"]) == digest([b"a", b"bc"]), len(digest([]))
    (False, 16)
    """
    made = hashlib.blake2b(digest_size=_SIZE)
    for part in parts:
        made.update(len(part).to_bytes(8, "little"))
        made.update(part)
    return made.digest()


def load_kept(name: str, holds: Callable[[Any], bool]) -> Any:
    """What is kept under a name, where its head still `holds`; else None."""
    folder = kept_folder()
    if folder is None:
        return None
    try:
        with (folder / _file_of(name)).open("rb") as file:
            if not _is_ours(os.fstat(file.fileno())):
                return None
            data = file.read()
        if _seal(name, data[_SIZE:]) != data[:_SIZE]:
            return None
        head, body = marshal.loads(data[_SIZE:])  # noqa: S302  只由本用户写，先核对过摘要
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return body if holds(head) else None


def keep(name: str, head: Any, body: Any) -> None:
    """Keep plain data under a name, whole or not at all; the last of two writers wins."""
    folder = kept_folder()
    if folder is None:
        return
    data = marshal.dumps((head, body))
    passing = folder / f".{os.getpid()}-{os.urandom(4).hex()}.tmp"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with open(passing, "xb", opener=_for_the_user) as file:
                file.write(_seal(name, data) + data)
            passing.replace(folder / _file_of(name))
        finally:
            passing.unlink(missing_ok=True)
        _forget_oldest(folder)


def _file_of(name: str) -> str:
    """The file of a name; another Python writes marshal differently, another version other data."""
    key = (name, __version__, sys.implementation.cache_tag or "", str(marshal.version))
    return digest(part.encode("utf-8", "surrogateescape") for part in key).hex() + ".kept"


def _seal(name: str, data: bytes) -> bytes:
    """What stands before the data of a file: neither damaged nor kept under another name."""
    return digest([name.encode("utf-8", "surrogateescape"), data])


def _for_the_user(path: str, flags: int) -> int:
    """Open a file that nobody else may read or write, whatever the user's umask allows."""
    return os.open(path, flags, 0o600)


def _is_ours(status: os.stat_result) -> bool:
    """Whether nobody but the user (or the administrator) can have written a file."""
    if sys.platform == "win32":
        return True
    return status.st_uid in (0, os.geteuid()) and not status.st_mode & 0o022


def _forget_oldest(folder: Path) -> None:
    """The oldest files go, and what a killed program left half-written; what another program is
    writing just now is then not kept.
    """
    files = sorted(folder.glob("*.kept"), key=lambda path: path.stat().st_mtime)
    for path in (*files[:-_MOST], *folder.glob(".*.tmp")):
        path.unlink(missing_ok=True)
