"""改错的数说出来多少：各地各个完整的案例，先无害地改写，再把印出来的每个数各改错几种。

    python benchmarks/mutations.py [--places sichuan,yunnan] [--rounds 1] [--most 40] [--seed 1]

每一类改错列出：有表时改了几处、说出几处，没有表时凭正文能证明的几处、说出几处。认错了一个数、
改写之后多出一条问题，都列在后面，并以失败退出。--most 限定每个案例每轮改几处，不写就是每一处。
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.found_mistakes import Tally, subject_of, tallied
from tests.intake.filled import complete_cases

NEEDED = 0.98


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--places", default="")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--most", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", type=int, default=20)
    asked = parser.parse_args()
    wanted = set(filter(None, asked.places.split(",")))
    chance = random.Random(asked.seed)
    begun = time.perf_counter()
    faults: list[str] = []
    failed = False
    for with_tables in (True, False):
        total: dict[str, Tally] = {}
        for case in complete_cases():
            if wanted and case.place not in wanted:
                continue
            subject = subject_of(case)
            for _ in range(asked.rounds):
                kinds, wrong = tallied(subject, chance, with_tables=with_tables, most=asked.most)
                faults += [f"{subject.name} {each}" for each in wrong]
                for kind, tally in kinds.items():
                    add(total.setdefault(kind, Tally()), tally)
        failed |= shown("有表" if with_tables else "没有表，凭正文能证明的", total, asked.missed)
    print(f"\n认错的数和多出来的问题：{len(faults)}")
    for fault in faults[: asked.missed]:
        print(f"  {fault}")
    print(f"{time.perf_counter() - begun:.0f} 秒")
    return int(failed or bool(faults))


def add(total: Tally, tally: Tally) -> None:
    total.made += tally.made
    total.found += tally.found
    total.missed += tally.missed


def shown(title: str, total: dict[str, Tally], most: int) -> bool:
    """印一张表；说出的不到百分之九十八就是不合格。"""
    print(f"\n{title}\n{'改错':<14}{'处':>8}{'说出':>8}{'比例':>10}")
    for kind, tally in total.items():
        print(f"{kind:<14}{tally.made:>8}{tally.found:>8}{tally.found / tally.made:>10.1%}")
    made = sum(tally.made for tally in total.values())
    found = sum(tally.found for tally in total.values())
    print(f"{'合计':<14}{made:>8}{found:>8}{found / made if made else 1:>10.1%}")
    for missed in [each for tally in total.values() for each in tally.missed][:most]:
        print(f"  没有说出：{missed}")
    return made > 0 and found / made < NEEDED


if __name__ == "__main__":
    sys.exit(main())
