"""Every amount of the complete sample, and a share of its blank cells, changed one at a time: by
0.01 万元 up and down where 元 are known, by its tolerance and 0.01 万元 where only 万元 are. The
first finding must name the cell, and where 元 are known it must be the only one. CI does the same
with a sample of the cells.

    python benchmarks/disturb.py [--blank 20] [--processes 2]
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.disturbed import STEP, Spot, cell_at, changed, constrained, failures, spots, told
from tests.test_disturbance import ACCOUNT, AS_PUBLISHED, FORMAT, OUTCOMES, least_tolerance
from xlbudget.domain.money import EXACT


def in_yuan(spot: Spot) -> list[str]:
    """What is wrong with the findings of a cell changed by one step, up and down."""
    cell = cell_at(ACCOUNT, spot)
    coarse = cell.amount is not None and cell.amount.precision != EXACT
    steps = (1,) if cell.amount is None else (1, -1)
    wrong = []
    for sign in steps:
        found = failures(changed(ACCOUNT, spot, sign * (3 * STEP if coarse else STEP)), FORMAT)
        if not found or str(cell.source) not in found[0].inputs or len(found) > 1:
            wrong.append(f"{told(spot, FORMAT)} {cell.source} {sign:+}: {[f.check for f in found]}")
    return wrong


def as_published(spot: Spot) -> list[str]:
    """What is wrong with the findings of a published cell changed by more than its tolerance."""
    place = str(cell_at(AS_PUBLISHED, spot).source)
    tolerance, sign = least_tolerance(place, OUTCOMES)
    found = failures(changed(AS_PUBLISHED, spot, sign * (tolerance // STEP + 1) * STEP), FORMAT)
    if found and place in found[0].inputs:
        return []
    return [f"{told(spot, FORMAT)} {place} as published: {[f.check for f in found]}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--blank", type=int, default=20, help="every n-th blank cell")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    start = time.perf_counter()
    held = constrained(ACCOUNT, FORMAT)
    cells = {
        spot: cell for spot, cell in spots(ACCOUNT, blank=True).items() if str(cell.source) in held
    }
    filled = [spot for spot, cell in cells.items() if cell.amount is not None]
    blank = [spot for spot, cell in cells.items() if cell.amount is None][:: options.blank]
    summed = {
        str(addend.cell.source)
        for outcome in OUTCOMES
        if outcome.relation == "="
        for addend in outcome.filled
    }
    printed = [spot for spot in filled if str(cells[spot].source) in summed]
    with ProcessPoolExecutor(options.processes) as pool:
        wrong = [
            fault
            for work, todo in ((in_yuan, [*filled, *blank]), (as_published, printed))
            for faults in pool.map(work, todo, chunksize=32)
            for fault in faults
        ]
    print(*wrong, sep="\n")
    print(
        f"{len(filled)} amounts, {len(blank)} blank cells, {len(printed)} published amounts: "
        f"{len(wrong)} faults in {time.perf_counter() - start:.0f} s"
    )
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
