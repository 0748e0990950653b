"""乱试：把坏的、怪的输入按覆盖率一个接一个喂给各个入口（atheris），看有没有错和卡住。

    pip install '.[fuzz]'
    python benchmarks/fuzz/run.py --seconds 60            # 每个入口一分钟
    python benchmarks/fuzz/run.py --seconds 600 binder    # 一个入口十分钟

种子由脚本从自己的测试数据做出来，连同 tests/fuzz/corpus 里留着的。每个入口一行：执行次数、
读下来的、处理器时间、错、最慢的输入。程序自己的错误（domain/errors.py）不算错：那是拒收。有错就以 1
结束，错的输入在 --room 里（默认在临时文件夹的 xlbudget-fuzz），
改好程序以后把最短的收进 tests/fuzz/corpus。
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.fuzz.targets import HOMES  # noqa: E402

HOME = Path(tempfile.gettempdir(), "xlbudget-fuzz")
ONE = Path(__file__).with_name("one.py")


def tell(name: str, room: Path, code: int) -> bool:
    """Print the line of a target; whether it is without a fault."""
    file = room / "told.json"
    if not file.is_file():
        print(f"{name}：没有跑起来（退出码 {code}）")
        return False
    told = json.loads(file.read_text(encoding="utf-8"))
    faults = told["faults"]
    print(
        f"{name}：执行 {told['executions']} 次（读下来 {told['taken']} 次），"
        f"{told['seconds']:.0f} 秒，错 {len(faults)} 种，"
        f"最慢 {told['slowest'] * 1000:.0f} 毫秒（{told['slowest_size']} 字节）",
        flush=True,
    )
    for fault, count in sorted(faults.items()):
        print(f"    {fault}，{count} 次")
    if code:
        print(f"    进程中途停下，退出码 {code}，见 {room}")
    return not faults and not code


def main() -> None:
    parser = argparse.ArgumentParser(description="按覆盖率乱试各个入口")
    parser.add_argument("targets", nargs="*", choices=[[], *HOMES], help="入口，默认全部")
    parser.add_argument("--seconds", type=int, default=60, help="每个入口几秒")
    parser.add_argument("--room", type=Path, default=HOME, help="语料和错误放在哪里")
    options = parser.parse_args()
    if find_spec("atheris") is None:
        sys.exit("没有装 atheris：pip install '.[fuzz]'。测试里重放语料不需要它。")
    sound = True
    for name in options.targets or HOMES:
        room = options.room / name
        room.mkdir(parents=True, exist_ok=True)
        (room / "told.json").unlink(missing_ok=True)
        with (room / "log").open("wb") as log:
            done = subprocess.run(
                [sys.executable, str(ONE), name, str(options.seconds), str(room.absolute())],
                stdout=log,
                stderr=log,
                check=False,
            )
        sound = tell(name, room, done.returncode) and sound
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
