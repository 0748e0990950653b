"""不许上网：测试里连接、查询本机以外的地址，当场报错。审计钩子装上就拆不下来，只能放行。"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_ASKS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
_GOES = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind")
_HERE = ("", "localhost", "127.0.0.1", "::1")
_state = {"open": False, "installed": False}


class NetworkError(AssertionError):
    """程序要到本机以外去。"""


def _is_here(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    return name is None or (isinstance(name, str) and name in _HERE)


def _hook(event: str, args: tuple[object, ...]) -> None:
    if not event.startswith("socket.") or _state["open"]:
        return
    if event in _ASKS and not _is_here(args[0]):
        raise NetworkError(f"{event}: {args[0]!r}")
    if event in _GOES:
        address = args[1]
        if isinstance(address, tuple) and not _is_here(address[0]):
            raise NetworkError(f"{event}: {address!r}")


def forbid() -> None:
    """从此不许；一个进程里装一次。"""
    if not _state["installed"]:
        _state["installed"] = True
        sys.addaudithook(_hook)


@contextmanager
def allowed() -> Iterator[None]:
    """这一段放行：dask 凭一个不发数据的连接问出本机的地址。"""
    before, _state["open"] = _state["open"], True
    try:
        yield
    finally:
        _state["open"] = before
