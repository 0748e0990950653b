"""Excel's own dialogs: which files, and yes or no."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Any


class Answer(Enum):
    """What a person answered."""

    YES = "yes"
    NO = "no"
    CANCEL = "cancel"


def choose_files(api: Any, title: str, kinds: str, suffixes: Sequence[str]) -> tuple[Path, ...]:
    """The files that a person picks in Excel's own dialog, which offers those of the `suffixes`,
    called `kinds`; none where she cancels.
    """
    if sys.platform == "darwin":
        return paths(api.get_open_filename(button_text=title, multi_select=True))
    patterns = ";".join(f"*{suffix}" for suffix in suffixes)
    return paths(
        api.GetOpenFilename(
            FileFilter=f"{kinds},{patterns},所有文件,*.*", Title=title, MultiSelect=True
        )
    )


def paths(picked: Any) -> tuple[Path, ...]:
    """What Excel's dialog gives back as files: False or nothing where a person cancelled, one file
    or several, as texts, or on a Mac as its own objects.

    >>> paths(False), paths(("甲.xls", "乙.xlsx"))  # doctest: +ELLIPSIS
    ((), (...Path('甲.xls'), ...Path('乙.xlsx')))
    """
    if picked is None or picked is False:
        return ()
    listed = picked if isinstance(picked, list | tuple) else [picked]
    return tuple(Path(str(getattr(each, "path", each))) for each in listed if each is not False)
