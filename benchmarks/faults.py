"""在每一次写的时候弄坏：数有多少处，丢了多少。

    python benchmarks/faults.py            # 结果写进 tests/faults/measured.json
    python benchmarks/faults.py --every    # 每一种故障试每一处，几个小时
    python benchmarks/faults.py report import   # 只重量这几个命令

每个命令先没有故障地跑一次，每一次写之前都停下来看文件夹里的样子：这时杀掉，留下的就是它，所以每一处
都看过。再真的弄坏：杀掉几处，别的故障各命令轮着取两种，一开始就在的处境轮着取一种；每次坏过以后再跑
一次，看接得上。要 LibreOffice 的命令慢，少弄坏几处。docs/reliability.md 的表由
docs/build_reliability.py 照结果写出。
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[1])  # 这里的 click.py 不是那个库

from tests.faults.commands import COMMANDS, prepare
from tests.faults.conditions import FRESH, STANDING, try_condition
from tests.faults.matrix import KINDS, Bench, spread
from tests.faults.running import Program

MEASURED = Path(__file__).parents[1] / "tests" / "faults" / "measured.json"
KILLED = {"杀掉": 2, "写了一半杀掉": 1}
"""每个命令真的杀几处。"""

WITH_OFFICE = {"杀掉": 2, "磁盘满": 1}
"""要 LibreOffice 的，一次要十几秒。"""

CONDITIONS = (*STANDING, *FRESH)
ROUND = [name for name in KINDS if name not in KILLED]


def _some(number: int, kind: str, *, office: bool) -> int:
    """这个命令遇到这种故障，试几处。"""
    if office:
        return WITH_OFFICE.get(kind, 0)
    turns = {ROUND[number % len(ROUND)], ROUND[(number + 3) % len(ROUND)]}
    return KILLED.get(kind, int(kind in turns))


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("commands", nargs="*")
    asked.add_argument("--every", action="store_true")
    options = asked.parse_args()
    found: dict[str, dict[str, dict[str, int]]] = {}
    if options.commands:
        found = json.loads(MEASURED.read_text("utf-8"))
    problems: list[str] = []
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        (prepared := Path(name) / "p").mkdir()
        prepare(prepared)
        (room := Path(name) / "r").mkdir()
        bench = Bench(Program(), prepared, room)
        for number, command in enumerate(COMMANDS.values()):
            if options.commands and command.name not in options.commands:
                continue
            lost = bench.snapshots(command)
            problems += lost
            calls = len(bench.undisturbed(command)[0].calls)
            counted = found[command.name] = {"每次写之前的样子": {"处": calls, "问题": len(lost)}}
            for kind in KINDS.values():
                points = bench.points(command, kind)
                most = points if options.every else _some(number, kind.name, office=command.office)
                if not most:
                    continue
                tried: set[frozenset[str]] = set()
                bad: list[str] = []
                for at in spread(points, most):
                    bad += bench.strike(command, kind, at, tried=tried)
                counted[kind.name] = {"处": len(spread(points, most)), "问题": len(bad)}
                problems += bad
                for each in bad:
                    print("!!", each, flush=True)
            conditions = [
                refused
                for place, condition in enumerate(CONDITIONS)
                if options.every or (place == number % len(CONDITIONS) and not command.office)
                if (refused := try_condition(bench, command, condition)) is not None
            ]
            bad = [each for refused in conditions for each in refused]
            counted["一开始就在的"] = {"处": len(conditions), "问题": len(bad)}
            problems += bad
            for each in bad:
                print("!!", each, flush=True)
            told = {name: found[name] for name in COMMANDS if name in found}
            MEASURED.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
            print(f"{time.monotonic() - began:7.0f}s {command.name} {counted}", flush=True)
        bench.program.end()
    tried_in_all = sum(each["处"] for counted in found.values() for each in counted.values())
    print(f"{tried_in_all} 处，{len(problems)} 个问题")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
