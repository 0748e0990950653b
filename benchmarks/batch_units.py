"""Hundreds of units through `xlbudget batch`, some damaged, with everything that can go wrong on
the way: the long run of tests/batch and tests/cli/test_batch.py, of which CI runs a few units.

    python benchmarks/batch_units.py [--units 500] [--jobs 2] [--only txt,json]

Random consistent accounts of four formats, each under many names; one unit in twenty is damaged,
in twenty ways. A first run says how fast it is; then the same again into another folder, killed and
taken up, stopped and taken up, with a worker killed, through a dask scheduler with two workers.
Every time the same bytes must come out: every good unit, and what is wrong with each other.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import psutil
from hypothesis import Phase, given, settings

from tests.batch.damages import DAMAGES, FIRST, packed, parts
from tests.batch.trees import said, tree
from tests.consistent_accounts import Consistent, consistent_accounts
from xlbudget.formats.library import find
from xlbudget.pipeline import run
from xlbudget.workbook.build import build

FORMATS = (("sichuan", 2024), ("national", 2024), ("sichuan", 2020), ("shanghai", 2024))
NAME = "示例街道办事处"
ONE_IN = 20
MIB = 2**20


def workbooks(place: str, year: int, count: int) -> list[bytes]:
    """Different units of a format."""
    resolved = find(place, year)
    found: list[bytes] = []

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate,),
        suppress_health_check=list(settings.default.suppress_health_check),
    )
    @given(consistent_accounts(resolved))
    def make(book: Consistent) -> None:
        found.append(build(run(book.account(resolved, NAME), resolved)))

    make()
    return found


def named(data: bytes, name: str) -> bytes:
    """The same workbook of a unit of another name."""
    text = re.compile(r"xl/(?:sharedStrings|worksheets/|charts/).*xml")
    return packed(
        {
            part: content.replace(NAME.encode(), name.encode()) if text.match(part) else content
            for part, content in parts(data).items()
        }
    )


def fill(folder: Path, units: int, distinct: int) -> dict[str, str]:
    """The units in a folder, some in folders of their own; how the damaged ones are damaged."""
    books = [each for place, year in FORMATS for each in workbooks(place, year, distinct)]
    amounts = re.compile(rb"<v>\d+\.\d+</v></c>")
    good = next(each for each in books if amounts.search(parts(each)[FIRST]))
    damaged: dict[str, str] = {}
    for number in range(units):
        name = f"示例{number:04}街道办事处"
        if number % ONE_IN == ONE_IN - 1:
            damage = DAMAGES[number // ONE_IN % len(DAMAGES)]
            home = folder / name
            home.mkdir(parents=True)
            damage.put(named(good, name), home)
            damaged[name] = damage.says
            continue
        home = folder / name if number % 3 else folder
        home.mkdir(parents=True, exist_ok=True)
        path = home / ("决算.xlsx" if number % 3 else f"{name}.xlsx")
        path.write_bytes(named(books[number % len(books)], name))
    return damaged


class Runs:
    """Runs of the command over one folder."""

    def __init__(self, folder: Path, room: Path, only: str, jobs: int) -> None:
        self.folder = folder
        self.room = room
        self.more = ["--jobs", str(jobs), "--json", *(["--only", only] if only else [])]

    def start(self, out: str, *more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "xlbudget", "batch", self.folder, "-o", self.room / out]
        return subprocess.Popen(
            [*command, *self.more, *more], stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def whole(self, out: str, *more: str) -> dict[str, object]:
        """A run to its end; what it says at the end."""
        process = self.start(out, *more)
        told, _ = process.communicate()
        assert process.returncode in (0, 1), told
        return dict(json.loads(told.splitlines()[-1]))

    def until(self, process: subprocess.Popen[str], done: int) -> None:
        """Let it run until so many units are done, and a moment longer."""
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line).get("done") == done:
                break
        time.sleep(random.uniform(0, 0.5))

    def broken_off(self, out: str, number: int, done: int) -> None:
        """A run that is ended by a signal, and taken up."""
        process = self.start(out)
        self.until(process, done)
        process.send_signal(number)
        process.communicate()
        self.whole(out, "--resume")

    def with_a_worker_killed(self, out: str, done: int) -> None:
        """A run of which one worker is killed on the way."""
        process = self.start(out)
        self.until(process, done)
        started = psutil.Process(process.pid)
        direct = {child.pid for child in started.children()}
        workers = [each for each in started.children(recursive=True) if each.pid not in direct]
        random.choice(workers).kill()
        process.communicate()
        assert process.returncode in (0, 1)

    def on_a_cluster(self, out: str) -> None:
        """A run through a scheduler with two workers."""
        from distributed import LocalCluster

        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local:
            self.whole(out, "--cluster", local.scheduler_address)

    def memory(self, out: str) -> list[float]:
        """The largest worker in MiB after each tenth of the units."""
        process = self.start(out)
        assert process.stdout is not None
        seen: list[float] = []
        for line in process.stdout:
            told = json.loads(line)
            if told["event"] == "unit" and told["done"] % max(told["of"] // 10, 1) == 0:
                children = psutil.Process(process.pid).children(recursive=True)
                sizes = [each.memory_info().rss / MIB for each in children if each.is_running()]
                seen.append(max(sizes, default=0.0))
        process.wait()
        return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--distinct", type=int, default=10, help="accounts of each format")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="kinds of output; all if not given")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        damaged = fill(room / "各单位", options.units, options.distinct)
        runs = Runs(room / "各单位", room, options.only, options.jobs)
        end = runs.whole("一")
        first = tree(room / "一")
        good = options.units - len(damaged)
        print(f"{options.units} 个单位，{options.jobs} 个进程：{end['seconds']} 秒")
        assert sum(path.endswith("unit.json") for path in first) == good
        for unit, says in damaged.items():
            told = said(room / "一" / unit / "error.json")["errors"]
            assert says in str(told), (unit, says, told)
        print(f"做成 {good} 个；坏的 {len(damaged)} 个都说出来了")
        again = runs.whole("一", "--resume")
        print(f"再来一遍，什么也没有变：{again['seconds']} 秒")

        def same(out: str, what: str) -> None:
            found = tree(room / out)
            assert found == first, (what, set(found.items()) ^ set(first.items()))
            shutil.rmtree(room / out)
            print(f"逐字节相同：{what}")

        same_again = runs.memory("二")
        same("二", "另一个文件夹；最大的工作进程 MiB " + " ".join(f"{x:.0f}" for x in same_again))
        for number, word in ((signal.SIGKILL, "杀掉"), (signal.SIGINT, "Ctrl-C")):
            runs.broken_off("三", number, random.randrange(1, options.units))
            same("三", f"{word}以后接着做")
        runs.with_a_worker_killed("四", random.randrange(1, options.units // 2))
        same("四", "杀掉一个工作进程")
        runs.on_a_cluster("五")
        same("五", "dask 集群，两个执行节点")


if __name__ == "__main__":
    main()
