"""Where the units are made: in this process, in processes of this machine, or on a cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait

from xlbudget.domain.records import dataclass
from xlbudget.files.memory import collect_rarely

PRELOADED = (
    "xlbudget.batch.making",
    "xlbudget.batch.extract",
    "xlbudget.pipeline.made_files",
    "xlbudget.publish.page",
    "xlbudget.publish.word.document",
    "xlbudget.workbook.annex",
)
"""Imported once for all workers of a machine, where the system can fork."""

OF_ONE_MACHINE = 1
"""So many units go to a process at a time: handing over costs a tenth of a millisecond, and with
one at a time it is soon seen how far it is, and soon stopped.
"""

OF_A_CLUSTER = 16
"""Handing over costs some 2 ms on a cluster, whatever is handed over."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Where units are made; `opened` makes an executor anew, `workers` is how many it has."""

    opened: Callable[[int], Executor]
    workers: int
    chunk: int = OF_ONE_MACHINE

    @property
    def window(self) -> int:
        """So many chunks are handed over ahead: nobody waits, and nothing piles up."""
        return 4 * self.workers


def processes(jobs: int) -> Pool:
    """Processes of this machine."""
    return Pool(_processes, min(jobs, _most()))


@contextmanager
def cluster(address: str) -> Iterator[Pool]:
    """The workers of a dask cluster; ProgramMissing where there is none."""
    from xlbudget.batch.cluster import connected

    with connected(address) as (opened, workers):
        yield Pool(lambda _: opened(), workers, OF_A_CLUSTER)


def usable_processors() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _most() -> int:
    """How many processes the system can wait for at a time: Windows has a limit."""
    return 61 if sys.platform == "win32" else sys.maxsize


def _processes(workers: int) -> Executor:
    forks = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if forks else "spawn")
    if forks:
        context.set_forkserver_preload(list(PRELOADED))
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)


def _begin() -> None:
    """A worker leaves Ctrl-C to the process that started it, and ends when that has ended."""
    collect_rarely(many_units=True)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def end_now() -> None:
    """End the processes of this machine at once."""
    for child in multiprocessing.active_children():
        child.terminate()
