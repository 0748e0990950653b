"""Whole or not at all, where every write takes effect at once: steps that are taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any


class Journal:
    """What must be done to undo what was done, the last step first."""

    def __init__(self) -> None:
        self._steps: list[Callable[[], None]] = []

    def before(self, undo: Callable[[], None]) -> None:
        """Note, before a step is taken, how it is undone; it may then fail half-way."""
        self._steps.append(undo)

    def set(self, target: Any, name: str, value: object) -> None:
        """Set an attribute that is to come back."""
        before = getattr(target, name)
        if before != value:
            self.before(partial(setattr, target, name, before))
            setattr(target, name, value)

    def undo(self) -> list[Exception]:
        """Go back to the beginning; what fails on the way does not stop the rest."""
        failures = []
        while self._steps:
            try:
                self._steps.pop()()
            except Exception as error:  # noqa: BLE001  Excel raises whatever its bridge raises
                failures.append(error)
        return failures
