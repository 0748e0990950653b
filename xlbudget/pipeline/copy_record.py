"""What the copy of a workbook held when it was written, told beside it: what a person typed into it
since can be told from what changed in the workbook itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xlbudget.domain.records import dataclass

_COPY, _DIGESTS, _ENTERED = "copy", "sha256", "entered"


@dataclass(frozen=True, slots=True)
class CopyRecord:
    """The digests of copies that the program wrote, and what was entered in the newest, by place.

    There are two digests where an older copy was replaced: it may stand still, where the program
    ended before it had written the newer one.
    """

    digests: tuple[str, ...]
    entered: Mapping[str, str]

    def is_of(self, copy: Path) -> bool:
        """Whether nobody saved the copy since the program wrote it."""
        return _digest(copy.read_bytes()) in self.digests


def record_of(data: bytes, entered: Mapping[str, str], standing: Path) -> CopyRecord:
    """The record of a copy that is about to replace the one that stands there."""
    known = [_digest(data)]
    if standing.is_file():
        known.append(_digest(standing.read_bytes()))
    return CopyRecord(tuple(dict.fromkeys(known)), entered)


def record_in(beside: Path) -> CopyRecord | None:
    """What a side-car tells of the copy; None where it tells nothing that can be read."""
    try:
        told = json.loads(beside.read_bytes())[_COPY]
        digests, entered = told[_DIGESTS], told[_ENTERED]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    texts = isinstance(digests, list) and isinstance(entered, dict)
    if not texts or not all(isinstance(each, str) for each in (*digests, *entered.values())):
        return None
    return CopyRecord(tuple(digests), entered)


def readable(beside: Path) -> bytes:
    """A side-car that stands there; nothing where there is none that can be read."""
    try:
        data = beside.read_bytes()
        return data if isinstance(json.loads(data), dict) else b""
    except (OSError, ValueError, RecursionError):
        return b""


def with_record(sidecar: bytes, record: CopyRecord | None) -> bytes:
    """A side-car that tells of the copy too; as it is where there is nothing to tell.

    >>> with_record(b'{"sha256": "0"}', CopyRecord(("1",), {"A1": "2"}))
    b'{"sha256": "0", "copy": {"sha256": ["1"], "entered": {"A1": "2"}}}'
    """
    if record is None:
        return sidecar
    told: dict[str, Any] = {_DIGESTS: list(record.digests), _ENTERED: dict(record.entered)}
    return json.dumps({**json.loads(sidecar), _COPY: told}, ensure_ascii=False).encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
