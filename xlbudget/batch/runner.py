"""All units: handed over a few at a time, none lost when a worker dies, stopped within one unit."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future
from concurrent.futures import wait as wait_for
from contextlib import suppress
from itertools import islice

from xlbudget.batch.making import fail, make_unit, make_units
from xlbudget.batch.names import printable
from xlbudget.batch.pools import Pool
from xlbudget.batch.terms import STOP, Asked, Made
from xlbudget.batch.units import Unit
from xlbudget.domain.errors import ProgramMissing, XlbudgetError

_TICK = 0.2
"""So many seconds pass before somebody's wish to stop is seen."""

_BREAKS = 2
"""So many times in a row a pool may break before anything was made."""

Stopping = Callable[[], bool]
Flying = Future[list[Made]]


def made_units(
    asked: Asked, units: Sequence[Unit], pool: Pool | None, stopping: Stopping
) -> Iterator[Made]:
    """What came of each unit, in the order in which they are finished; without a `pool` they are
    made in this process, one after another.

    Ends early where `stopping` says so: what is at work then is finished, nothing else is begun.
    OutOfReach where OUT cannot be written, ProgramMissing where no worker can be started.
    """
    if pool is None:
        for unit in units:
            if stopping():
                return
            yield make_unit(asked, unit)
        return
    run = _Run(asked, pool, stopping)
    yield from run.together(units)
    yield from run.alone()


class _Run:
    """A run through a pool. A process that dies takes its pool along, and nobody knows which unit
    it was at: all that were handed over are made once more, each alone, and one that ends its
    worker again has failed.
    """

    def __init__(self, asked: Asked, pool: Pool, stopping: Stopping) -> None:
        self._asked = asked
        self._pool = pool
        self._stopping = stopping
        self._doubtful: list[Unit] = []
        self._breaks = 0

    def together(self, units: Iterable[Unit]) -> Iterator[Made]:
        """All units, some chunks at a time; after the wish to stop, those that were begun."""
        waiting = deque(_chunks(units, self._pool.chunk))
        flying: dict[Flying, tuple[Unit, ...]] = {}
        executor = self._pool.opened(self._pool.workers)
        try:
            while waiting or flying:
                if self._asked_to_stop():
                    waiting.clear()
                broken = not self._hand_over(executor, waiting, flying)
                for future in wait_for(flying, _TICK, FIRST_COMPLETED).done:
                    error = _error(future)
                    broken |= isinstance(error, BrokenExecutor)
                    yield from self._made(future, error, flying.pop(future))
                if broken:
                    for chunk in flying.values():
                        self._doubtful += chunk
                    flying.clear()
                    executor.shutdown(wait=False)
                    executor = self._renewed()
        finally:
            executor.shutdown(wait=True)

    def alone(self) -> Iterator[Made]:
        """The units of which nobody knows whether they ended a worker, one at a time."""
        if not self._doubtful or self._asked_to_stop():
            return
        executor = self._pool.opened(1)
        try:
            for unit in self._doubtful:
                if self._asked_to_stop():
                    return
                future = executor.submit(make_units, self._asked, (unit,))
                error = _error(future)
                if error is None:
                    yield from future.result()
                elif _ended_its_worker(error):
                    yield self._died(unit, error)
                    executor.shutdown(wait=False)
                    executor = self._pool.opened(1)
                else:
                    raise _no_match(error)
        finally:
            executor.shutdown(wait=True)

    def _hand_over(
        self,
        executor: Executor,
        waiting: deque[tuple[Unit, ...]],
        flying: dict[Flying, tuple[Unit, ...]],
    ) -> bool:
        """Keep the workers supplied; False where the pool broke meanwhile."""
        while waiting and len(flying) < self._pool.window:
            try:
                flying[executor.submit(make_units, self._asked, waiting[0])] = waiting[0]
            except BrokenExecutor:
                return False
            waiting.popleft()
        return True

    def _made(
        self, future: Flying, error: BaseException | None, chunk: tuple[Unit, ...]
    ) -> Iterator[Made]:
        """What a future brought; where its worker died, what it was given is doubtful."""
        if error is None:
            self._breaks = 0
            yield from future.result()
        elif _ended_its_worker(error):
            self._doubtful += chunk
        else:
            raise _no_match(error)

    def _renewed(self) -> Executor:
        self._breaks += 1
        if self._breaks > _BREAKS:
            raise ProgramMissing(
                where="xlbudget batch",
                seen="工作进程一再中止，一个单位也没有做成",
                expected="能运行的工作进程",
                remedy="请检查内存是否够用，或加 --jobs 1 在一个进程里做。",
            )
        return self._pool.opened(self._pool.workers)

    def _asked_to_stop(self) -> bool:
        stop = self._stopping()
        if stop:
            with suppress(OSError):
                (self._asked.room / STOP).touch()
        return stop

    def _died(self, unit: Unit, error: BaseException) -> Made:
        said = {
            "where": "、".join(printable(file.name) for file in unit.files),
            "seen": "做这个单位的进程两次中止，没有留下话",
            "expected": "能在内存里放下的工作簿",
            "remedy": "别的单位不受影响。请单独运行 xlbudget report 看是哪一步；文件特别大的，"
            "请删去用不着的工作表。",
        }
        return fail(self._asked, unit, [said], trace=repr(error))


def _error(future: Flying) -> BaseException | None:
    """What a future ended with, once it has ended."""
    try:
        return future.exception()
    except CancelledError as error:
        return error


def _ended_its_worker(error: BaseException) -> bool:
    """Whether a worker died; dask says it by a class of its own, which is not imported for it."""
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


def _no_match(error: BaseException) -> XlbudgetError:
    """Why no worker can do any of it: its own words, or that it is no match for this program."""
    if isinstance(error, XlbudgetError):
        return error
    return ProgramMissing(
        where="执行节点",
        seen=f"不能运行（{type(error).__name__}：{error}）",
        expected="连得上、装着同一个版本 xlbudget 的机器",
        remedy="请检查调度器和各台机器，再加 --resume 接着做。",
    )


def _chunks(units: Iterable[Unit], size: int) -> Iterator[tuple[Unit, ...]]:
    rest = iter(units)
    while chunk := tuple(islice(rest, size)):
        yield chunk
