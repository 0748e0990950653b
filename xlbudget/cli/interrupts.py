"""Ctrl-C and the system's wish to end: once to stop after the unit at work, twice at once."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

from xlbudget.batch.pools import end_now

INTERRUPTED = 130
"""Exit code after Ctrl-C: what shells give for it (128 + SIGINT)."""


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Within it, what tells whether somebody wants the run to stop."""
    asked: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        if asked:
            end_now()
            sys.exit(INTERRUPTED)
        asked.append(number)
        click.echo("收到停止的要求：做完手上的单位就停（再按一次，马上停）……", err=True)

    kinds = (signal.SIGINT, signal.SIGTERM)
    before = {kind: signal.signal(kind, stop) for kind in kinds}
    try:
        yield lambda: bool(asked)
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
