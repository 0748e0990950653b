"""Our own text of every case of every format, reviewed as a document that people wrote, with its
tables and without: each number is read as the figure it prints, and nothing is found but gaps.
CI does the same with a case or two of each format.

    python benchmarks/own_text.py [PLACE]...
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.own_text import faults
from xlbudget.formats.cases import cases
from xlbudget.formats.library import places


def main() -> None:
    begun, chosen = time.perf_counter(), sys.argv[1:] or list(places())
    count = wrong = 0
    for place in chosen:
        for case in cases(place):
            found = faults(case)
            count, wrong = count + 1, wrong + bool(found)
            for line in found:
                print(f"{place} {case.name}：{line}")
    print(f"{count} 个案例，{wrong} 个有毛病，{time.perf_counter() - begun:.0f} 秒")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
