"""时间随长度怎样长：把词语、句子、标签重复 n、2n、4n 遍，看哪一种长得比长度快得多。

    python benchmarks/fuzz/growth.py [--least 4000] [入口]...

每个入口的每个词、每两个词、每个短种子，重复到约 --least 字节和它的四倍，各跑一次。四倍长用了四倍多
的时间不算什么；用了十倍以上，并且超过一秒的，印出来：十六倍就是平方。
"""

from __future__ import annotations

import argparse
import itertools
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.fuzz.targets import HOMES, target
from benchmarks.fuzz.targets.target import Target, tried

TOO_FAST, WORTH = 10.0, 1.0
PAIRS = 60
LONGEST = 60.0


class Stuck(BaseException):
    """An input that takes too long."""


def stop(_: int, _frame: FrameType | None) -> None:
    raise Stuck


def pieces(of: Target) -> Iterator[bytes]:
    """What is repeated."""
    words = [word.encode("utf-8", "surrogatepass") for word in of.words]
    yield from words
    chance = random.Random(of.name)
    pairs = [*itertools.permutations(words, 2)]
    yield from (b"".join(pair) for pair in chance.sample(pairs, min(PAIRS, len(pairs))))
    seeds = [seed for seed in of.seeds() if len(seed) < 1500]
    few = chance.sample(seeds, min(12, len(seeds)))
    yield from few
    for seed in few:
        yield seed + b"\n"
    yield from (bytes([code]) for code in b"a1 (<[{\t-,.%|=")


def spent(of: Target, data: bytes) -> float:
    """The time that an input takes, in seconds of the processor."""
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    try:
        tried(of, data)
    except Stuck:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description="时间随长度怎样长")
    parser.add_argument("targets", nargs="*", choices=[[], *HOMES], help="入口，默认全部")
    parser.add_argument("--least", type=int, default=4000, help="最短的几个字节")
    options = parser.parse_args()
    signal.signal(signal.SIGVTALRM, stop)
    sound = True
    for name in options.targets or HOMES:
        of, count, worst = target(name), 0, 0.0
        for piece in pieces(of):
            once = piece * max(1, options.least // len(piece))
            short = spent(of, once)
            long = spent(of, once * 4)
            count, worst = count + 1, max(worst, long)
            if long > WORTH and long > TOO_FAST * short:
                sound = False
                print(
                    f"{name}：{short:.2f} → {long:.2f} 秒（{len(once)} → {4 * len(once)} 字节）"
                    f" {piece[:80].decode('utf-8', 'replace')!r}",
                    flush=True,
                )
        print(f"{name}：{count} 种重复，最长 {worst:.2f} 秒", flush=True)
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
