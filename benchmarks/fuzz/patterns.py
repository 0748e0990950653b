"""程序里每个正则表达式的时间随文字的长度怎样长：只许成比例地长。

    python benchmarks/fuzz/patterns.py

把表达式里出现的字、常见的字各重复 n 遍、四倍 n 遍，找一遍；四倍长用了八倍以上的时间，而且不是小数
目，就印出来：平方是十六倍。只在短的文字（文件名、单元格）上用的表达式不要紧，逐个看过再说。
"""

from __future__ import annotations

import gc
import importlib
import os
import pkgutil
import re
import signal
import sys
import time
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import xlbudget  # noqa: E402

SHORT = 2000
TOO_FAST, WORTH = 8.0, 0.03
_WORDS = re.compile(r"\\[dsw]|[^\\()\[\]{}?*+.|^$<>=!:,\-]")
_ALWAYS = (
    "1",
    "一",
    "a",
    " ",
    "，",
    "、",
    "1,",
    "1.",
    "元",
    "%",
    "（",
    "“",
    "支出",
    "1万元",
    "<",
    "\t",
)
_SIGNS = {r"\d": "1", r"\s": " ", r"\w": "字"}


class Stuck(BaseException):
    """A search that takes too long."""


def stop(_: int, _frame: FrameType | None) -> None:
    raise Stuck


def patterns() -> list[re.Pattern[str]]:
    """The expressions of the program, those for texts."""
    os.environ.setdefault("XLBUDGET_CACHE", "")
    for module in pkgutil.walk_packages(xlbudget.__path__, "xlbudget."):
        if not any(word in module.name for word in ("__main__", "cluster", "pdf_child")):
            importlib.import_module(module.name)
    found: dict[str, re.Pattern[str]] = {}
    for name, module in sorted(sys.modules.items()):
        if name.startswith("xlbudget"):
            for value in [*vars(module).values()]:
                for each in _within(value, 0):
                    found.setdefault(f"{name} {each.pattern}", each)
    return [*{each.pattern: each for each in found.values()}.values()]


def _within(value: object, depth: int) -> list[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        return [value] if isinstance(value.pattern, str) else []
    if depth < 4 and isinstance(value, list | tuple | dict | set | frozenset):
        inside = [*value.keys(), *value.values()] if isinstance(value, dict) else value
        return [each for one in inside for each in _within(one, depth + 1)]
    if depth < 4 and type(value).__module__.startswith("xlbudget"):
        return [each for one in gc.get_referents(value) for each in _within(one, depth + 1)]
    return []


def spent(pattern: re.Pattern[str], text: str) -> float:
    """The seconds that looking a text through takes."""
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, 2)
    try:
        for _ in pattern.finditer(text):
            pass
    except Stuck:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - begun


def main() -> None:
    signal.signal(signal.SIGVTALRM, stop)
    known = patterns()
    slow = 0
    for pattern in known:
        words = [_SIGNS.get(each, each) for each in _WORDS.findall(pattern.pattern)]
        worst: tuple[float, float, str] = (0, 0, "")
        for word in dict.fromkeys((*_ALWAYS, *words[:30])):
            text = word * (SHORT // len(word))
            long = spent(pattern, text * 4)
            if long > max(WORTH, worst[1]):
                short = spent(pattern, text)
                if long > TOO_FAST * short:
                    worst = short, long, word
        if worst[2]:
            slow += 1
            homes = [
                name.removeprefix("xlbudget.")
                for name, module in sys.modules.items()
                if name.startswith("xlbudget.") and pattern in _within([*vars(module).values()], 1)
            ]
            print(
                f"{worst[0]:.3f} → {worst[1]:.3f} 秒 {worst[2]!r} {homes} {pattern.pattern[:140]}",
                flush=True,
            )
    print(f"{len(known)} 个表达式，{slow} 个长得太快")


if __name__ == "__main__":
    main()
