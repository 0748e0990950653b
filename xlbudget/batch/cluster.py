"""A dask cluster as a place where units are made: the one module that knows dask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from xlbudget.domain.errors import ProgramMissing

_SECONDS = 20
"""So long a scheduler is given to answer."""


@contextmanager
def connected(address: str) -> Iterator[tuple[Callable[[], Executor], int]]:
    """What gives an executor of a cluster, and how many units its workers make at a time."""
    try:
        from distributed import Client
    except ImportError as error:
        raise ProgramMissing(
            where="--cluster",
            seen="没有安装 dask.distributed",
            expected="各台机器上都装好的 xlbudget[cluster]",
            remedy='请运行 pip install "xlbudget[cluster]"，或去掉 --cluster，只用这台机器。',
        ) from error
    client: Any
    try:
        client = Client(address, timeout=_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, ImportError) as error:
        raise ProgramMissing(
            where=f"--cluster {address}",
            seen=f"连不上（{type(error).__name__}）",
            expected="运行着的 dask 调度器，如 tcp://10.0.0.5:8786",
            remedy="请核对地址，并确认 dask scheduler 正在运行、端口没有被拦住。",
        ) from error
    with client:
        workers = sum(client.ncores().values())
        if not workers:
            raise ProgramMissing(
                where=f"--cluster {address}",
                seen="没有执行节点",
                expected="至少一个 dask worker",
                remedy=f"请在各台机器上运行：dask worker {address} --nthreads 1",
            )
        # pure: the same units handed over again are made again, and not looked up.
        yield lambda: client.get_executor(pure=False), workers
