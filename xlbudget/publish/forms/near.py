"""What a misspelt name of a form may mean: a help, that thousands of them must not make slow."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_LONGEST = 60
"""A name that is longer is none of ours, misspelt."""

_MOST = 300
"""For so many different names something near is looked for; nobody reads the list further."""


class Near:
    """The known names nearest to others, each looked for once.

    >>> Near(["本年收入合计", "本年支出合计"], most=1).of("本年收入和计")
    ('本年收入合计',)
    """

    def __init__(self, known: Iterable[str], *, most: int) -> None:
        self._known = tuple(known)
        self._most = most
        self._asked: dict[str, tuple[str, ...]] = {}

    def of(self, said: str) -> tuple[str, ...]:
        """The nearest first; nothing where none is near."""
        if said not in self._asked:
            if len(said) > _LONGEST or len(self._asked) >= _MOST:
                return ()
            close = difflib.get_close_matches(said, self._known, n=self._most, cutoff=0.5)
            self._asked[said] = tuple(close)
        return self._asked[said]
