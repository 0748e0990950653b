"""会死掉的工作进程：做到某个单位就被杀掉，一次或者每次。"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import partial
from pathlib import Path

from xlbudget.batch import making
from xlbudget.batch.pools import PRELOADED, Pool
from xlbudget.batch.terms import Asked, Made, State
from xlbudget.batch.units import Unit


def deadly_pool(folder: str, marker: Path, *, always: bool) -> Pool:
    """做到 `folder` 的进程被杀掉；不是每次的，`marker` 记下已经死过。"""
    begin = partial(arm, folder, marker, always=always)

    def opened(workers: int) -> Executor:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(PRELOADED))
        return ProcessPoolExecutor(workers, mp_context=context, initializer=begin)

    return Pool(opened, workers=2, chunk=2)


def arm(folder: str, marker: Path, *, always: bool) -> None:
    original = making.make_unit

    def make_unit(asked: Asked, unit: Unit) -> Made:
        if unit.folder == folder and (always or not marker.exists()):
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return original(asked, unit)

    making.make_unit = make_unit


def imported(asked: Asked, units: Sequence[Unit]) -> set[str]:
    """做完以后，工作进程里导入了哪些库。"""
    made = making.make_units(asked, units)
    assert all(each.state is State.DONE for each in made), made
    return {name.partition(".")[0] for name in sys.modules}
