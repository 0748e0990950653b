"""一个命令遇到一种故障：跑一次，看文件夹里的样子和说的话，再跑一次看接得上。"""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.faults.commands import Command, copied
from tests.faults.running import Asked, Fault, Program, Ran
from tests.faults.standing import PASSING, is_complete, losses, state

VARYING = re.compile(r"(^|/)(汇总\.xlsx|index\.html|error\.json|送审\.pdf)$")
"""批量的总表和错误说明：做成的单位不同，内容就不同；PDF 里有它写成的时间。"""

NUMBERED = re.compile(r"-(导入前|更新)\d+\.")
"""再做一次时另取一个号的文件。"""

PLACING = ("link", "rename", "replace")
ASSURED = (
    *("没有改动", "都是完整的", "什么也没有写", "没有写文件", "没有做了一半的", "没有写入"),
    "内容已经写进工作簿",
)
"""没有做成的时候，一定要说的话里的一句。"""


@dataclass(frozen=True, slots=True)
class Kind:
    """一种在某一次写的时候发生的故障。"""

    name: str
    fault: Fault
    exits: tuple[int, ...] = (2,)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("杀掉", Fault(kind="kill"), exits=(-9,)),
        Kind("写了一半杀掉", Fault(kind="half", on=("write",)), exits=(-9,)),
        Kind("磁盘满", Fault(kind="errno", errno=errno.ENOSPC)),
        Kind("没有权限", Fault(kind="errno", errno=errno.EACCES)),
        Kind("磁盘只读", Fault(kind="errno", errno=errno.EROFS)),
        Kind("目标正被打开", Fault(kind="once", errno=errno.EACCES, on=PLACING)),
        Kind("文件夹没有了", Fault(kind="vanish", on=("open", "link", "replace"))),
        Kind("Ctrl-C", Fault(kind="interrupt"), exits=(2, 130)),
    )
}


@dataclass(slots=True)
class Bench:
    """跑命令的进程，备好的文件，各个命令没有故障时的结果。"""

    program: Program
    prepared: Path
    room: Path
    _whole: dict[str, tuple[Ran, dict[str, str], dict[str, str]]] = field(default_factory=dict)
    _count: int = 0

    def folder(self) -> Path:
        self._count += 1
        return copied(self.prepared, self.room / f"{self._count}")

    def undisturbed(self, command: Command) -> tuple[Ran, dict[str, str], dict[str, str]]:
        """没有故障时：运行，之前，之后。"""
        if command.name not in self._whole:
            folder = self.folder()
            before = state(folder)
            ran = self.program.run(Asked(command.args, str(folder), watch=True))
            assert ran.code == command.code, (command.name, ran.out, ran.err)
            self._whole[command.name] = ran, before, state(folder)
            shutil.rmtree(folder)
        return self._whole[command.name]

    def points(self, command: Command, kind: Kind) -> int:
        """这种故障有几处可以发生。"""
        calls = self.undisturbed(command)[0].calls
        return sum(not kind.fault.on or name in kind.fault.on for name, _ in calls)

    def snapshots(self, command: Command) -> list[str]:
        """每一次写之前杀掉会留下的样子里，丢了什么。"""
        ran, before, whole = self.undisturbed(command)
        return [lost for each in ran.states for lost in losses(before, whole, each)]

    def strike(
        self, command: Command, kind: Kind, at: int, *, tried: set[frozenset[str]] | None = None
    ) -> Iterator[str]:
        """在第几处发生一次，什么不对；杀掉的再跑一次，有 `tried` 的都再跑，里面有过的样子不跑。"""
        _, before, whole = self.undisturbed(command)
        folder = self.folder()
        if kind.fault.kind == "vanish":
            before = {}
        asked = Asked(command.args, str(folder), replace(kind.fault, at=at))
        ran = self.program.run(asked)
        after = state(folder)
        where = f"{command.name} · {kind.name} · 第 {at} 处"
        for problem in (
            *lost_in(folder, before, whole, after),
            *badly_said(command, kind, ran, whole, after),
        ):
            yield f"{where}：{problem}"
        if ran.killed or (tried is not None and kind.fault.kind != "vanish"):
            seen = frozenset(f"{n} {d}" for n, d in after.items() if not PASSING.search(n))
            if tried is None or seen not in tried:
                yield from (f"{where}，再跑：{each}" for each in self.again(command, folder, whole))
            if tried is not None:
                tried.add(seen)
        shutil.rmtree(folder, ignore_errors=True)

    def again(self, command: Command, folder: Path, whole: dict[str, str]) -> Iterator[str]:
        """再跑一次要做成，留下的也清掉了。"""
        ran = self.program.run(Asked(command.again, str(folder)))
        after = state(folder)
        if ran.code != command.code:
            yield f"退出码 {ran.code}：{(ran.err or ran.out)[-300:]}"
        for name, digest in whole.items():
            if NUMBERED.search(name) or (VARYING.search(name) and name in after):
                continue
            if after.get(name) != digest:
                yield f"{name} 不是写成的样子"
        for name in after:
            # 没有要换的数，刷新就什么也不写，也不清
            if PASSING.search(name) and command.name != "按钮 刷新 Word":
                yield f"{name} 没有清掉"


def lost_in(
    folder: Path, before: dict[str, str], whole: dict[str, str], after: dict[str, str]
) -> Iterator[str]:
    """什么丢了，什么只有一半。"""
    varying = {name for name in after if VARYING.search(name) and not PASSING.search(name)}
    same = {name: after[name] for name in varying}
    yield from losses({**before, **same} if before else same, {**whole, **same}, after)
    for name in varying:
        try:
            complete = is_complete(folder / name)
        except Exception as error:  # noqa: BLE001  读不出来就是不完整
            yield f"{name} 读不出来（{error!r}）"
        else:
            if not complete:
                yield f"{name} 不完整"


def badly_said(
    command: Command, kind: Kind, ran: Ran, whole: dict[str, str], after: dict[str, str]
) -> Iterator[str]:
    """退出码和说的话有什么不对。"""
    said = ran.out + ran.err
    if "Traceback" in said or "Exception ignored" in said or "Logging error" in said:
        yield f"内部报错：{said[-1500:]}"
        return
    if kind.fault.kind in ("kill", "half"):
        if ran.code not in (-9, command.code):
            yield f"退出码 {ran.code}"
        return
    done = all(after.get(name) == digest for name, digest in whole.items())
    if ran.code == command.code and (done or command.args[0].startswith("button:")):
        if not done and not any(each in said for each in ASSURED):
            yield f"没有说清楚：{said[-600:]}"
        return
    exits = (*kind.exits, *((1,) if command.args[0] in ("batch", "doctor") else ()))
    if ran.code not in exits:
        yield f"退出码 {ran.code}：{said[-600:]}"
    elif ran.code != 1 and not any(each in said for each in ASSURED):
        yield f"没有说清楚：{ran.err[-600:]}"


def spread(points: int, most: int) -> Sequence[int]:
    """从头到尾均匀的几处。"""
    if points <= most:
        return range(1, points + 1)
    if most == 1:
        return [1 + points // 2]
    return sorted({1 + round(each * (points - 1) / (most - 1)) for each in range(most)})
