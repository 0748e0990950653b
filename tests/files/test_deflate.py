import zlib
from types import SimpleNamespace

import pytest

from xlbudget.files import deflate


@pytest.mark.parametrize("level", [1, 6, 9])
def test_what_was_packed_comes_back(level: int) -> None:
    content = "决算".encode() * 1000
    data = deflate.packed(content, level)
    assert zlib.decompress(data, -15) == content
    assert deflate.unpacked(data, len(content) + 1) == (content, True)


def test_no_more_is_unpacked_than_asked_for() -> None:
    content, whole = deflate.unpacked(deflate.packed(bytes(1 << 20)), 100)
    assert (len(content), whole) == (100, False)


def test_bytes_that_were_never_packed() -> None:
    with pytest.raises(ValueError, match="Error"):
        deflate.unpacked(b"\xff\xff\xff", 100)


def test_the_faster_library_is_used_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    levels = []

    def compressobj(level: int, method: int, window: int) -> object:
        levels.append(level)
        return zlib.compressobj(level, method, window)

    library = SimpleNamespace(
        compressobj=compressobj, decompressobj=zlib.decompressobj, error=zlib.error
    )
    monkeypatch.setattr(deflate, "_isal", lambda: library)
    content = b"A" * 1000
    assert deflate.unpacked(deflate.packed(content, 9), 1000) == (content, True)
    assert levels == [2]
