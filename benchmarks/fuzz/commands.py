"""改坏的工作簿、导出、文档交给各个命令，一个接一个：有没有内部报错，动没动输入，剩没剩半个文件。

    python benchmarks/fuzz/commands.py --seconds 600 [命令]...

命令的名称见 tests/fuzz/commands.py 的 COMMANDS。同一个种子总是同一个坏法；有错就印出它的种子。
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.fuzz.commands import COMMANDS, breaches, build, good


def main() -> None:
    parser = argparse.ArgumentParser(description="改坏的文件交给各个命令")
    parser.add_argument("commands", nargs="*", choices=[[], *COMMANDS], help="命令，默认全部")
    parser.add_argument("--seconds", type=int, default=600, help="一共几秒")
    parser.add_argument("--first", type=int, default=0, help="从第几个种子起")
    options = parser.parse_args()
    chosen = options.commands or list(COMMANDS)
    runs: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    slowest, slow_name = 0.0, ""
    begun, seed = time.monotonic(), options.first
    with tempfile.TemporaryDirectory() as name:
        room = Path(name, "好")
        room.mkdir()
        build(room)
        while time.monotonic() - begun < options.seconds:
            for command in chosen:
                since = time.process_time()
                try:
                    told = [*breaches(command, seed, good(room), Path(name, "坏"))]
                except Exception as error:  # noqa: BLE001  正是要找的错
                    last = traceback.extract_tb(error.__traceback__)[-1]
                    place = f"{Path(last.filename).name}:{last.lineno}"
                    place = f"{Path(last.filename).name}:{last.lineno}"
                    told = [f"{type(error).__name__} {place} {error}"]
                spent = time.process_time() - since
                runs[command] += 1
                if spent > slowest:
                    slowest, slow_name = spent, f"{command} {seed}"
                for each in told:
                    faults[f"{command} {each[:160]}"] += 1
                    if faults[f"{command} {each[:160]}"] == 1:
                        print(f"{command} 第 {seed} 个：{each}", flush=True)
            seed += 1
    total = sum(runs.values())
    print(f"{total} 次（{len(chosen)} 个命令），错 {len(faults)} 种，最慢 {slowest:.1f} 秒")
    print(f"    最慢的是 {slow_name}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
