"""一个入口由 atheris 按覆盖率乱试一段时间；由 run.py 另起进程运行。

每个输入至多跑 LONGEST 秒（处理器时间）：超过的算卡住，连同别的错，原样存进 ROOM/faults，接着试。
进度随时写在 ROOM/told.json，进程被本机的库带倒了也留着。
"""

from __future__ import annotations

import hashlib
import json
import random
import signal
import sys
import time
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.fuzz.targets.target import Target

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import atheris  # noqa: E402

from benchmarks.fuzz.mutating import mutated  # noqa: E402
from tests.fuzz.kept import kept  # noqa: E402

LONGEST = 20.0

_FEW = 12
"""So many seeds are tried before the run, for the modules that are imported when they are used."""

_BY_BYTES = 0.3
"""How often the library changes single bytes; else whole words and tags are changed."""


class Stuck(BaseException):
    """An input that takes too long; no Exception, so that nobody catches it."""


@dataclass
class Told:
    """What came of it so far."""

    executions: int = 0
    taken: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    slowest_size: int = 0
    faults: dict[str, int] = field(default_factory=dict)


def fault_of(error: BaseException) -> str:
    """Where an error comes from: its kind, and the last place of the program in its way."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [each for each in frames if "/xlbudget/" in each.filename] or list(frames)
    last = ours[-1]
    place = Path(last.filename)
    kind = type(error).__name__
    return f"{kind} {place.parent.name}/{place.name}:{last.lineno} {last.name}"


class Run:
    """One target, input after input."""

    def __init__(self, of: Target, room: Path, tried: Callable[[Target, bytes], bool]) -> None:
        self.target, self.room, self.told, self.tried = of, room, Told(), tried
        self.begun = self.written = time.process_time()
        (room / "faults").mkdir(parents=True, exist_ok=True)

    def one(self, data: bytes) -> None:
        """Try an input, and keep it if it is at fault or the slowest so far."""
        begun = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
        try:
            self.told.taken += self.tried(self.target, data)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001  每一种都是要记下的错
            self.fault(error, data)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        now = time.process_time()
        told = self.told
        told.executions += 1
        if now - begun > told.slowest:
            told.slowest, told.slowest_size = now - begun, len(data)
            (self.room / "slowest").write_bytes(data)
        if now - self.written > 1:
            self.tell(now)

    def fault(self, error: BaseException, data: bytes) -> None:
        """Count a fault; of each, the shortest input is kept."""
        name = fault_of(error)
        self.told.faults[name] = self.told.faults.get(name, 0) + 1
        place = self.room / "faults" / hashlib.sha256(name.encode()).hexdigest()[:12]
        if not place.exists() or len(data) < place.stat().st_size:
            place.write_bytes(data)
            lines = traceback.format_exception(error)
            place.with_suffix(".txt").write_text(f"{name}\n{''.join(lines)}", encoding="utf-8")
        self.tell(time.process_time())

    def tell(self, now: float) -> None:
        """Write down how far it has come."""
        self.written, self.told.seconds = now, now - self.begun
        (self.room / "told.json").write_text(json.dumps(asdict(self.told), ensure_ascii=False))


def stop(_: int, _frame: FrameType | None) -> None:
    """The time of an input is over."""
    raise Stuck


def main() -> None:
    name, seconds, room = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    signal.signal(signal.SIGVTALRM, stop)
    with atheris.instrument_imports(include=["xlbudget"]):
        from benchmarks.fuzz.targets import target
        from benchmarks.fuzz.targets.target import tried

        chosen = target(name)
        seeds = [*chosen.seeds(), *(data for _, data in kept(name))]
        for seed in seeds[:: max(1, len(seeds) // _FEW)]:
            tried(chosen, seed)  # 用到时才导入的模块也要在这里导入
    corpus = room / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        if len(seed) <= chosen.longest:
            (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    words = "".join(
        '"' + "".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogatepass")) + '"\n'
        for word in chosen.words
    )
    (room / "words").write_text(words)
    running = Run(chosen, room, tried)
    options = [
        *(f"-max_total_time={seconds}", f"-max_len={chosen.longest}", f"-dict={room / 'words'}"),
        *(
            "-timeout=120",
            "-rss_limit_mb=2048",
            f"-artifact_prefix={room}/",
            "-print_final_stats=1",
        ),
        *("-len_control=0", "-verbosity=0"),
    ]
    given = [word.encode("utf-8", "surrogatepass") for word in chosen.words]

    def changed(data: bytes, longest: int, number: int) -> bytes:
        chance = random.Random(number)
        if chance.random() < _BY_BYTES:
            return atheris.Mutate(data, longest)
        return mutated(data, chance, given, chance.choice(seeds))[:longest]

    atheris.Setup([sys.argv[0], *options, str(corpus)], running.one, custom_mutator=changed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
