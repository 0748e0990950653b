"""Whole or not at all, where every write takes effect at once: settings and steps that go back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Setting = tuple[str, object]


class Journal:
    """What must be done to undo what was done, the last step first."""

    def __init__(self) -> None:
        self._steps: list[Callable[[], None]] = []

    def before(self, undo: Callable[[], None]) -> None:
        """Note, before a step is taken, how it is undone; it may then fail half-way."""
        self._steps.append(undo)

    def undo(self) -> list[Exception]:
        """Go back to the beginning; what fails on the way does not stop the rest."""
        failures = []
        while self._steps:
            try:
                self._steps.pop()()
            except Exception as error:  # noqa: BLE001  Excel raises whatever its bridge raises
                failures.append(error)
        return failures


@contextmanager
def changed(target: Any, settings: tuple[Setting, ...]) -> Iterator[None]:
    """Settings that are other for a while, and come back whatever happens, each for itself."""
    journal = Journal()
    try:
        for name, value in settings:
            before = getattr(target, name)
            if before != value:
                journal.before(lambda name=name, before=before: setattr(target, name, before))  # type: ignore[misc]
                setattr(target, name, value)
        yield
    except BaseException:
        journal.undo()
        raise
    for failure in journal.undo():
        raise failure
