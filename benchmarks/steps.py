"""One unit, step by step: a cold `xlbudget report`, and the milliseconds of read, analyse, narrate,
check and apply in a warm process, beside the physical floor (inflate and parse of the same bytes).

    python benchmarks/steps.py [WORKBOOK] [--rounds 5]

Without a workbook, the embedded sample is built. The rounds of all steps are interleaved, and the
best of each is told: machines are shared, so only the ratios of one run mean something.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import xml.parsers.expat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from run import cold

from xlbudget.analysis.indicators import Figures
from xlbudget.books.packed_book import PackedBook
from xlbudget.checks.tables import check_tables
from xlbudget.narrative.compose import compose
from xlbudget.pipeline import read, run
from xlbudget.publish.page import page
from xlbudget.workbook.blank import sample_account
from xlbudget.workbook.build import build
from xlbudget.workbook.plan import plan


def floor(workbook: Path) -> None:
    """Inflate every part and parse every XML part, nothing else."""
    with zipfile.ZipFile(workbook) as package:
        for name in package.namelist():
            data = package.read(name)
            if name.endswith((".xml", ".rels", ".vml")):
                xml.parsers.expat.ParserCreate().Parse(data, True)  # noqa: FBT003


def steps(workbook: Path, target: Path) -> dict[str, float]:
    """The seconds of each step, once."""
    took: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        result = work()
        took[name] = time.perf_counter() - start
        return result

    timed("floor", lambda: floor(workbook))
    book = PackedBook(workbook)
    reading = timed("read", lambda: read(book))
    account, resolved = reading.account, reading.format
    narrative = timed(
        "analyse and narrate", lambda: compose(account, resolved, Figures(account, resolved))
    )
    assert narrative.paragraphs
    timed("check", lambda: check_tables(account, resolved))
    results = run(account, resolved, reading.findings)
    planned = timed("plan", lambda: plan(results, reading.sheets))
    timed("page", lambda: page(results))
    timed("apply", lambda: book.apply(planned))
    timed("save", lambda: book.save(target, force=True))
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workbook", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workbook = options.workbook or Path(folder) / "sample.xlsx"
        if options.workbook is None:
            workbook.write_bytes(build(run(*sample_account())))
        best: dict[str, float] = {}
        colds = []
        for number in range(options.rounds):
            colds.append(cold(workbook, Path(folder) / f"cold{number}"))
            for name, seconds in steps(workbook, Path(folder) / "out.xlsx").items():
                best[name] = min(seconds, best.get(name, seconds))
        bare = min(_bare() for _ in range(options.rounds))
    print(
        json.dumps(
            {
                "cold_report_s": round(min(each["ms_per_unit"] for each in colds) / 1000, 3),
                "bare_interpreter_s": round(bare, 3),
                "cold_report_mib": round(max(each["mib"] for each in colds), 1),
                "steps_ms": {name: round(1000 * seconds, 1) for name, seconds in best.items()},
                "times_floor": {
                    name: round(seconds / best["floor"], 2) for name, seconds in best.items()
                },
            },
            indent=2,
        )
    )


def _bare() -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
