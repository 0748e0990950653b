"""Our own Word document of every case of every format, drafts and finals, looked at by both
validators, by another reader and by our own review. CI does the same with a case or two of each.

    python benchmarks/own_documents.py [PLACE]...
"""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.own_documents import faults
from tests.own_text import results_of_case
from xlbudget.formats.cases import cases
from xlbudget.formats.library import places


def main() -> None:
    begun, chosen = time.perf_counter(), sys.argv[1:] or list(places())
    sdk = shutil.which("ooxml-validator") or ""
    count = wrong = 0
    for place in chosen:
        for case in cases(place):
            results = results_of_case(case)
            for final in (False, True):
                found = list(faults(results, final=final, sdk=sdk))
                count, wrong = count + 1, wrong + bool(found)
                for line in found:
                    print(f"{place} {case.name} {'定稿' if final else '送审稿'}：{line}")
    print(f"{count} 份文档，{wrong} 份有毛病，{time.perf_counter() - begun:.0f} 秒")
    if not sdk:
        print("没有安装 ooxml-validator，只用了 openxml-audit")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
