"""Random consistent accounts, each table printed in a random layout, read back: the long run of
tests/reading/test_any_layout.py, of which CI runs a few.

    python benchmarks/any_layout.py [--accounts 200]
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from hypothesis import given, settings

from tests.reading.test_any_layout import FORMATS, Printed, few, printed_accounts, read_all


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=200, help="of each format")
    count = parser.parse_args().accounts
    for resolved in FORMATS:
        sheets = 0

        @settings(few, max_examples=count, database=None)
        @given(printed_accounts(resolved))
        def reads_back(printed: Printed) -> None:
            nonlocal sheets
            sheets += len(printed.sheets)
            amounts = {key: amount.fen for key, amount in printed.account.amounts.items()}
            assert read_all(printed.sheets, resolved) == amounts  # noqa: B023

        start = time.perf_counter()
        reads_back()
        took = time.perf_counter() - start
        print(f"{resolved.place} {resolved.year}：{sheets} 张表全部读回，{took:.0f} 秒")


if __name__ == "__main__":
    main()
