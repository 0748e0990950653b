"""xlwings' own machinery for functions, as on Windows: `XLPython.CallUDF`, which the VBA calls.

Only pywin32 below it is made up. Cells and ranges are given as COM gives them: numbers as floats,
cells in a currency format as Decimal, blanks as None, errors as whole numbers, a range of several
cells as a tuple of rows; an argument left out is a number of its own.
"""

from __future__ import annotations

import ctypes
import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest import mock

import xlwings
from xlwings.main import Engine, Engines

from xlbudget.functions import FUNCTIONS

LEFT_OUT = -2147352572
ERROR_CODES = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
}
SPILL = -2146826243
"""An error of newer versions of Excel that xlwings does not know."""

_RANGE = "{00020846-0000-0000-C000-000000000046}"
_PYWIN32 = (
    *("pythoncom", "pywintypes", "win32api", "win32con", "win32event", "win32gui"),
    *("win32process", "win32timezone", "win32com", "win32com.client", "win32com.server"),
    *(f"win32com.server.{name}" for name in ("dispatcher", "policy", "util")),
)


Rows = Sequence[Any]


class ComRange:
    """A range as COM gives it: known by its interface, with Value."""

    def __init__(self, rows: Rows) -> None:
        single = len(rows) == 1 and len(rows[0]) == 1
        self.Value: object = rows[0][0] if single else tuple(map(tuple, rows))
        self.Worksheet = mock.MagicMock()
        self.Row = self.Column = 1
        self.Rows = SimpleNamespace(Count=len(rows))
        self.Columns = SimpleNamespace(Count=len(rows[0]))
        attributes = SimpleNamespace(iid=_RANGE)
        described = SimpleNamespace(GetTypeAttr=lambda: attributes)
        self._oleobj_ = SimpleNamespace(GetTypeInfo=lambda: described)


class Excel:
    """What calls functions: `call` gives what Excel would get, `udfs` is the module of xlwings."""

    def __init__(self, server: ModuleType, udfs: ModuleType) -> None:
        self._server = server.XLPython()
        self.udfs = udfs

    def call(self, name: str, *arguments: object) -> Any:
        """A function's answer: a value, one row as a list, or rows."""
        caller = ComRange([[None]])
        return self._server.CallUDF("xlbudget.functions", name, arguments, None, caller)

    def on_ranges(self, name: str, *blocks: Rows) -> Any:
        """A function's answer for ranges that hold these rows."""
        return self.call(name, *map(ComRange, blocks))


@contextmanager
def excel() -> Iterator[Excel]:
    """Excel for as long as it is needed; afterwards nothing of Windows is left in the process."""
    before = set(sys.modules)
    for name in _PYWIN32:
        parent, _, own = name.rpartition(".")
        sys.modules[name] = _pywin32(name)
        if parent:
            setattr(sys.modules[parent], own, sys.modules[name])
    try:
        dlls = {name: mock.MagicMock() for name in ("PyDLL", "oledll", "windll")}
        with mock.patch.multiple(ctypes, create=True, **dlls):
            windows = importlib.import_module("xlwings._xlwindows")
            udfs = importlib.import_module("xlwings.udfs")
            server = importlib.import_module("xlwings.com_server")
        with mock.patch.object(xlwings, "engines", Engines()):
            xlwings.engines.add(Engine(impl=windows.engine))
            FUNCTIONS.offer(udfs)
            yield Excel(server, udfs)
        server.loop.close()
    finally:
        for entry in FUNCTIONS:
            vars(entry.call).pop("__xlfunc__", None)
        for name in set(sys.modules) - before:
            if name in _PYWIN32 or name.startswith("xlwings."):
                del sys.modules[name]


def _pywin32(name: str) -> Any:
    module = mock.MagicMock(name=name)
    module.__file__ = name
    if name == "pywintypes":
        module.IID = str
        module.TimeType = type("TimeType", (), {})
        module.com_error = type("com_error", (Exception,), {})
    if name == "win32com.server.util":
        module.unwrap.side_effect = TypeError("not one of ours")
    if name == "win32com.client":
        for each in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
            setattr(module, each, type(each, (), {}))
    return module
