"""docs/reliability.md 的“故障”一节：表是量得的，测试都在，量的就是测试用的那些命令。"""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text("utf-8")
FAULTS = PAGE.partition("## 故障\n")[2]
MEASURED = json.loads((ROOT / "tests" / "faults" / "measured.json").read_text("utf-8"))


def test_the_table_is_what_was_measured() -> None:
    build = runpy.run_path(str(ROOT / "docs" / "build_reliability.py"))
    assert build["written"](PAGE) == PAGE, "请运行 docs/build_reliability.py"
    assert build["table"]() in PAGE


def test_nothing_was_lost() -> None:
    wrong = {
        f"{command} · {fault}": counted["问题"]
        for command, faults in MEASURED.items()
        for fault, counted in faults.items()
        if counted["问题"]
    }
    assert wrong == {}


def test_every_test_that_is_named_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", FAULTS))
    tests = ROOT / "tests"
    files = [
        each
        for room in ("faults", "files", "batch", "addin")
        for each in tests.glob(f"{room}/test_*.py")
    ]
    known = {name for file in files for name in re.findall(r"def (test_\w+)", file.read_text())}
    assert named
    assert named <= known


def test_every_command_was_measured() -> None:
    pytest.importorskip("fcntl", reason="POSIX")
    from tests.faults.commands import COMMANDS

    assert list(MEASURED) == list(COMMANDS)
