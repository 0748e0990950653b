"""The examination of a computer, one line a thing, in the order in which a person would look."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.machine.examined import Line, good
from xlbudget.machine.excel import policy_lines, spreadsheet_lines, xlwings_lines
from xlbudget.machine.places import encoding_lines, path_lines, writable_lines
from xlbudget.machine.port import Machine
from xlbudget.machine.programs import office_line, program_lines, python_lines
from xlbudget.machine.typefaces import font_lines


def examine(machine: Machine, *, try_office: bool = False) -> Iterator[Line]:
    """All lines; `try_office` turns a small file into PDF, which takes some seconds."""
    yield good("系统", f"{machine.system.value}：{machine.release}")
    yield from python_lines(machine)
    yield from program_lines(machine)
    yield from spreadsheet_lines(machine)
    yield from policy_lines(machine)
    yield from xlwings_lines(machine)
    yield from office_line(machine, trial=try_office)
    yield from font_lines(machine)
    yield from writable_lines(machine)
    yield from encoding_lines(machine)
    yield from path_lines(machine)
