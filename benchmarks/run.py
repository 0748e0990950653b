"""The whole job against `naive.py` in the same run: time, memory, and the physical floor.

    python benchmarks/run.py                                 one process and two, three rounds
    python benchmarks/run.py --scale 1,10,100,1000,3000      cost against the number of units
    python benchmarks/run.py --sizes                         cost against the size of a unit

Inputs are those of `sample_books.py`, the same files for both programs: from them ours builds its
own workbook first (`exports`). The everyday case stands beside it: workbooks of ours with the same
figures (`workbooks`). Both write a workbook, Word with charts and tables, a page, JSON, and check
the tables; ours also checks its text and writes 附表 and the trace of every number. Each measure
is taken in a new process; imports are in the time of the cold command alone.

The floor, in C: inflate and parse what is read, deflate and write what comes out.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any
from xml.parsers import expat

HERE = Path(__file__).parent
PLACE, YEAR = "sichuan", 2024
_SLOW = 100
"""More units than these are only made by two processes."""
_WALL = re.compile(r"合计（墙钟）: ([\d.]+)")
_MIB = re.compile(r"(?:主进程|最大子进程) (\d+) MiB")
_COLD = """
import runpy, sys, time
sys.argv = sys.argv[1:]
start = time.perf_counter()
try:
    runpy.run_module("xlbudget", run_name="__main__")
except SystemExit:
    pass
took = time.perf_counter() - start
peak = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
print(took, peak / 1024, file=sys.stderr)
"""


def measured_batch(books: Path, out: Path, jobs: int) -> dict[str, float]:
    """All workbooks of a folder through the batch runner, in this process."""
    from xlbudget.batch.pools import PRELOADED, processes
    from xlbudget.batch.room import room_in
    from xlbudget.batch.runner import made_units
    from xlbudget.batch.terms import Asked
    from xlbudget.batch.units import units_in
    from xlbudget.files.memory import collect_rarely
    from xlbudget.pipeline.made_files import FILES

    for name in PRELOADED if jobs == 1 else ():
        __import__(name)
    collect_rarely()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    units = units_in(books, out).units
    asked = Asked(out=out, kinds=tuple(FILES), place=PLACE, year=YEAR)
    pool = processes(jobs) if jobs > 1 else None
    workers = Workers()
    start, failed, half, done = time.perf_counter(), 0, 0.0, 0
    with room_in(out):
        for made in made_units(asked, units, pool, lambda: False):
            failed += made.state.value == "failed"
            done += 1
            if done == len(units) // 2:
                half = workers.most if pool else _peak()
    took = time.perf_counter() - start
    workers.end()
    return {
        "ms_per_unit": 1000 * took / len(units),
        "units": len(units),
        "failed": failed,
        "mib_at_half": half,
        "mib": workers.most if pool else _peak(),
        "mib_main": _peak(),
    }


def _peak(process: str = "self") -> float:
    """The most memory that a process has had, in MiB. What getrusage tells begins with that of the
    process that started it.
    """
    status = Path("/proc", process, "status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


class Workers:
    """The processes below this one, watched while they work: the largest, and at half time."""

    def __init__(self) -> None:
        self.most = 0.0
        self._ended = threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()

    def end(self) -> None:
        self._ended.set()
        self._watching.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.3):
            below = {str(os.getpid())}
            for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda path: int(path.name)):
                with suppress(OSError, IndexError):
                    if (folder / "stat").read_text().rpartition(")")[2].split()[1] in below:
                        below.add(folder.name)
                        self.most = max(self.most, _peak(folder.name))


def batch(books: Path, out: Path, jobs: int) -> dict[str, float]:
    """`measured_batch` in a new process."""
    command = [sys.executable, __file__, "--batch", str(books), str(out), str(jobs)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    if told["failed"]:
        raise SystemExit(f"{told['failed']} 个单位没有做成：{out}")
    return told


def naive(books: Path, out: Path, units: int, jobs: int) -> dict[str, float]:
    """`naive.py` over the first units of a folder; its memory is that of its largest process."""
    command = [sys.executable, "-W", "ignore", str(HERE / "naive.py"), "--books", str(books)]
    command += ["--units", str(units), "--jobs", str(jobs), "-o", str(out)]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    wall = _WALL.search(text)
    assert wall is not None, text
    return {"ms_per_unit": float(wall[1]), "mib": max(map(float, _MIB.findall(text)))}


def cold(workbook: Path, out: Path) -> dict[str, float]:
    """`xlbudget report` in a new process, imports and all; the modules compiled, as pip leaves
    them.
    """
    command = [sys.executable, "-c", _COLD, "xlbudget", "report", str(workbook), "-o", str(out)]
    known = {**os.environ, "PYTHONPYCACHEPREFIX": str(out.with_name("compiled"))}
    known.pop("PYTHONDONTWRITEBYTECODE", None)
    for _ in range(2):
        done = subprocess.run(
            [*command, "--force"], capture_output=True, text=True, env=known, check=False
        )
    seconds, mib = done.stderr.split()[-2:]
    return {"ms_per_unit": 1000 * float(seconds), "mib": float(mib)}


def floor(books: Sequence[Path], out: Path) -> float:
    """Milliseconds a unit: what C needs for the bytes that are read and for those that come out.

    `out` has the folder of each unit's outputs. Parts of the workbook that are the same before and
    after are copied as they are.
    """
    folders = sorted(path for path in out.iterdir() if (path / "unit.json").is_file())
    work = [_bytes_of(book, folder) for book, folder in zip(books, folders, strict=True)]
    with tempfile.TemporaryDirectory() as scratch:
        start = time.perf_counter()
        for read, outputs in work:
            with zipfile.ZipFile(BytesIO(read)) as package:
                for name in package.namelist():
                    data = package.read(name)
                    if name.endswith((".xml", ".rels")):
                        expat.ParserCreate().Parse(data, True)  # noqa: FBT003
            for number, (deflated, plain) in enumerate(outputs):
                made = b"".join(zlib.compress(each, 6) for each in deflated)
                Path(scratch, str(number)).write_bytes(made + plain)
        return 1000 * (time.perf_counter() - start) / len(work)


_Outputs = list[tuple[list[bytes], bytes]]


def _bytes_of(book: Path, folder: Path) -> tuple[bytes, _Outputs]:
    """A workbook's bytes; and of each output what is deflated anew, and the rest."""
    before = book.read_bytes()
    with zipfile.ZipFile(BytesIO(before)) as package:
        known = {package.read(name) for name in package.namelist()}
    outputs: _Outputs = []
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        if not zipfile.is_zipfile(BytesIO(data)):
            outputs.append(([], data))
            continue
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = [package.read(name) for name in package.namelist()]
            copied = sum(
                info.compress_size for info in package.infolist() if package.read(info) in known
            )
        outputs.append(([part for part in parts if part not in known], bytes(copied)))
    return before, outputs


def workbooks_of(out: Path, target: Path) -> list[Path]:
    """The workbooks that a run over exports built, as an office has them from the second run on."""
    target.mkdir(parents=True, exist_ok=True)
    found = []
    for folder in sorted(path for path in out.iterdir() if (path / "unit.json").is_file()):
        copy = target / f"{folder.name}.xlsx"
        shutil.copy(folder / f"{folder.name}.xlsx", copy)
        found.append(copy)
    return found


def compare(scratch: Path, rounds: int, few: int, many: int) -> dict[str, Any]:
    """All in turn, round by round: medians, and the ratios of the same run."""
    import sample_books

    exports = scratch / "exports"
    made = sample_books.make(exports, many, YEAR)
    batch(exports, scratch / "first", 1)
    workbooks = workbooks_of(scratch / "first", scratch / "workbooks")
    runs: dict[str, list[dict[str, float]]] = {}
    for _ in range(rounds):
        for jobs in (1, 2):
            runs.setdefault(f"naive {jobs}", []).append(
                naive(exports, _empty(scratch / "naive"), few, jobs)
            )
            for name, folder in (("exports", exports), ("workbooks", scratch / "workbooks")):
                out = scratch / f"out-{name}-{jobs}"
                runs.setdefault(f"{name} {jobs}", []).append(batch(folder, out, jobs))
        for name, books in (("exports", made), ("workbooks", workbooks)):
            took = floor(books, scratch / f"out-{name}-1")
            runs.setdefault(f"floor of {name}", []).append({"ms_per_unit": took})
        runs.setdefault("cold", []).append(cold(workbooks[0], scratch / "cold"))
    found = {
        name: {key: round(median(run[key] for run in each), 1) for key in each[0]}
        for name, each in runs.items()
    }
    ms = {name: each["ms_per_unit"] for name, each in found.items()}
    return found | {
        "ratios": {
            f"{name}: {what}": round(value, 1)
            for name in ("exports", "workbooks")
            for what, value in (
                ("times faster than naive, one process", ms["naive 1"] / ms[f"{name} 1"]),
                ("times faster than naive, two", ms["naive 2"] / ms[f"{name} 2"]),
                ("two processes against one", ms[f"{name} 1"] / ms[f"{name} 2"]),
                ("times the floor", ms[f"{name} 1"] / ms[f"floor of {name}"]),
            )
        }
    }


def scale(scratch: Path, counts: Sequence[int]) -> dict[str, Any]:
    """Cost and memory against the number of units; a hundred inputs over and over."""
    import sample_books

    exports = scratch / "exports"
    sample_books.make(exports, min(100, max(counts)), YEAR)
    batch(exports, scratch / "first", 2)
    books = workbooks_of(scratch / "first", scratch / "workbooks")
    found = {}
    for count in counts:
        folder = _empty(scratch / "many")
        folder.mkdir()
        for number in range(count):
            shutil.copy(books[number % len(books)], folder / f"unit-{number:05}.xlsx")
        for jobs in (1, 2) if count <= _SLOW else (2,):
            told = batch(folder, scratch / "out", jobs)
            found[f"{count} units, {jobs} jobs"] = {k: round(v, 1) for k, v in told.items()}
            print(list(found.items())[-1], file=sys.stderr)
        shutil.rmtree(scratch / "out")
    return found


def sizes(scratch: Path, rounds: int) -> dict[str, Any]:
    """Cost against the size of a unit: the formats' own examples, and a big unit."""
    import sample_books

    from xlbudget.formats.cases import cases
    from xlbudget.formats.library import find, places
    from xlbudget.pipeline import run
    from xlbudget.workbook.blank import account_of_case
    from xlbudget.workbook.build import build

    exports = scratch / "exports"
    sample_books.make(exports, 1, YEAR)
    batch(exports, scratch / "first", 1)
    books = {"big unit": workbooks_of(scratch / "first", scratch / "big")[0]}
    for place in places():
        for case in cases(place):
            if case.name in ("nothing", "complete", "sample_complete"):
                resolved = find(place, case.year)
                account = account_of_case(case, resolved, f"{place}-{case.name}.xlsx")
                path = scratch / account.file
                path.write_bytes(build(run(account, resolved)))
                books[path.stem] = path
    found = {}
    for name, book in books.items():
        folder = _empty(scratch / "one")
        folder.mkdir()
        for number in range(10):
            shutil.copy(book, folder / f"unit-{number}.xlsx")
        took = min(batch(folder, scratch / "out", 1)["ms_per_unit"] for _ in range(rounds))
        found[name] = {"ms_per_unit": round(took, 1), "kb": round(book.stat().st_size / 1024)}
    return found


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--few", type=int, default=4, help="units of naive.py in each round")
    parser.add_argument("--many", type=int, default=24, help="units of ours in each round")
    parser.add_argument("--scale", help="numbers of units, such as 1,10,100,1000,3000")
    parser.add_argument("--sizes", action="store_true")
    parser.add_argument("--batch", nargs=3, metavar=("BOOKS", "OUT", "JOBS"))
    options = parser.parse_args()
    if options.batch:
        books, out, jobs = options.batch
        print(json.dumps(measured_batch(Path(books), Path(out), int(jobs))))
        return
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        if options.scale:
            told = scale(scratch, [int(each) for each in options.scale.split(",")])
        elif options.sizes:
            told = sizes(scratch, options.rounds)
        else:
            told = compare(scratch, options.rounds, options.few, options.many)
    print(json.dumps(told, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
