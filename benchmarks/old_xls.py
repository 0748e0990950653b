"""An old .xls of 15 sheets, imported: opened, and gathered into the terms of the format.

LibreOffice writes the .xls from a workbook of `sample_books.py` (thirteen public tables, 上年数 and
预算数). Each round opens and reads it anew; the floor is python-calamine giving out all cells.

    python benchmarks/old_xls.py [--rounds 7]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from python_calamine import CalamineWorkbook

from benchmarks.sample_books import YEAR
from xlbudget.books.packed_book import PackedBook
from xlbudget.files.office import convert
from xlbudget.formats.library import find
from xlbudget.intake.gather import gather
from xlbudget.intake.sources import read_sources


def milliseconds(rounds: int, work: Callable[[], object]) -> list[float]:
    """Each round's time of the processor; one more before them warms up."""
    times = []
    for _ in range(rounds + 1):
        start = time.process_time()
        work()
        times.append(1000 * (time.process_time() - start))
    return times[1:]


def make(folder: Path) -> Path:
    """The workbook as an old .xls."""
    script = Path(__file__).with_name("sample_books.py")
    subprocess.run([sys.executable, str(script), str(folder), "--count", "1"], check=True)
    book = next(folder.rglob("*.xlsx"))
    target = folder / "xls"
    target.mkdir()
    return convert(book, "xls", target)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    resolved = find("sichuan", YEAR)
    with tempfile.TemporaryDirectory() as name:
        xls = make(Path(name))
        files, _ = read_sources([xls], PackedBook)
        gathered = gather(files, resolved)
        read = sum(bool(sheet.read_as) for sheet in gathered.sheets)
        print(
            f"{xls.stat().st_size / 1024:.0f} KiB，{len(files[0].grids)} 张工作表，"
            f"读入 {read} 张、{len(gathered.amounts)} 格"
        )

        def floor() -> None:
            book = CalamineWorkbook.from_path(str(xls))
            for sheet in book.sheet_names:
                book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)

        steps = {
            "下限：calamine 给出全部格子": floor,
            "打开、读成 Grid": lambda: read_sources([xls], PackedBook),
            "认表、取数": lambda: gather(files, resolved),
            "合计": lambda: gather(read_sources([xls], PackedBook)[0], resolved),
        }
        for step, work in steps.items():
            times = milliseconds(rounds, work)
            print(f"{step}：中位数 {statistics.median(times):.0f} 毫秒，最快 {min(times):.0f}")


if __name__ == "__main__":
    main()
