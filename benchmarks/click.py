"""One click of 生成说明 and of 校验: what Python does, and how often it calls Excel.

    python benchmarks/click.py [--rounds 3]

The workbook stands in the test engine (tests/xlwings_engine), so a call of Excel costs nothing
here; with Excel each costs about a millisecond, which is why their number is told. The start of a
new Python, as RunPython makes one for each click, is told apart.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.xlwings_engine.session import running_excel
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.xlwings_book import XlwingsBook
from xlbudget.pipeline import read, run
from xlbudget.workbook.blank import sample_account
from xlbudget.workbook.build import build_with_macros
from xlbudget.workbook.plan import plan, plan_checks
from xlbudget.workbook.vba import own_modules

_START = "import xlbudget.addin, xlwings"


def started(rounds: int) -> float:
    """Seconds of a Python that starts and imports what a button needs."""
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", _START], check=True)
        took.append(time.perf_counter() - start)
    return min(took)


def steps(path: Path, planned: Callable[..., Any]) -> dict[str, tuple[float, int, int]]:
    """Seconds, reads and writes of each step of one click."""
    found: dict[str, tuple[float, int, int]] = {}
    with running_excel() as excel:
        book = XlwingsBook(excel.open(path))

        def timed(name: str, work: Callable[[], Any]) -> Any:
            excel.app.calls.clear()
            start = time.perf_counter()
            result = work()
            took = time.perf_counter() - start
            calls = excel.app.calls
            found[name] = took, calls["read"], calls["write"] + calls["settings"]
            return result

        reading = timed("读", lambda: read(book))
        results = timed("算、写句子、校验", lambda: run(reading.account, reading.format))
        writes = timed("定下要写哪些格", lambda: planned(results, reading.sheets))
        timed("写", lambda: book.apply(writes))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "决算.xlsm"
        account, resolved = sample_account()
        path.write_bytes(build_with_macros(run(account, resolved), own_modules()))
        packed = PackedBook(path)
        start = time.perf_counter()
        read(packed)
        print(f"对照：从文件读同一个工作簿  {(time.perf_counter() - start) * 1000:.0f} 毫秒")
        print(f"新开一个 Python 并导入  {started(rounds) * 1000:.0f} 毫秒")
        for name, planned in (("生成说明", plan), ("校验", plan_checks)):
            best: dict[str, tuple[float, int, int]] = {}
            for _ in range(rounds):
                for step, measured in steps(path, planned).items():
                    best[step] = min(best.get(step, measured), measured)
            print(name)
            for step, (took, reads, writes) in best.items():
                print(f"  {step}  {took * 1000:.0f} 毫秒，读 Excel {reads} 次，写 {writes} 次")
            took, reads, writes = (sum(each) for each in zip(*best.values(), strict=True))
            print(f"  合计  {took * 1000:.0f} 毫秒，读 Excel {reads} 次，写 {writes} 次")


if __name__ == "__main__":
    main()
