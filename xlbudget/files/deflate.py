"""Deflate, the compression of zip packages: by isal where it is installed (`xlbudget[speed]`),
else by the standard library. isal is many times faster; what it writes is a little larger.
"""

from __future__ import annotations

import zlib
from functools import cache
from types import ModuleType

_RAW = -15
"""No header: the zip archive has its own."""

_ISAL_LEVEL = 2


def packed(content: bytes, level: int = 6) -> bytes:
    """The compressed bytes; a lower level (from 1 to 9) is faster and gives more bytes.

    >>> unpacked(packed(b"A" * 9), 9)
    (b'AAAAAAAAA', True)
    """
    isal = _isal()
    if isal is not None:
        packer = isal.compressobj(_ISAL_LEVEL, zlib.DEFLATED, _RAW)
    else:
        packer = zlib.compressobj(level, zlib.DEFLATED, _RAW)
    result: bytes = packer.compress(content) + packer.flush()
    return result


def unpacked(data: bytes, most: int) -> tuple[bytes, bool]:
    """The content, of which no more than `most` bytes are unpacked, and whether that is all of it.

    ValueError if these are no compressed bytes.
    """
    library = _isal() or zlib
    unpacker = library.decompressobj(_RAW)
    try:
        content: bytes = unpacker.decompress(data, most)
    except library.error as error:
        raise ValueError(str(error)) from error
    return content, unpacker.eof


@cache
def _isal() -> ModuleType | None:
    try:
        from isal import isal_zlib  # type: ignore[import-not-found]
    except ImportError:
        return None
    library: ModuleType = isal_zlib
    return library
