"""从一开始就在那里的故障：目标打开着、只读、不是文件，名字太长，磁盘有限额，输出没有人读。"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests.faults.clicking import IN_EXCEL
from tests.faults.commands import Command
from tests.faults.matrix import ASSURED, Bench
from tests.faults.running import Asked, Ran
from tests.faults.standing import State, losses, state

NOBODY = 65534
LARGEST = 12_000
LONG = "长" * 100


@dataclass(frozen=True, slots=True)
class Condition:
    """一种处境：怎样布置（文件夹、要换掉的文件），运行时怎样，要说的话。"""

    name: str
    says: tuple[str, ...]
    prepare: Callable[[Path, Path], None] = lambda _folder, _file: None
    asked: Callable[[Asked], Asked] = lambda asked: asked
    standing: bool = True
    """先做成一次，再让它换掉已有的。"""


def lock_beside(pattern: str) -> Callable[[Path, Path], None]:
    return lambda _, file: file.with_name(pattern.format(file.name)).touch()


def _instead(make: Callable[[Path], None]) -> Callable[[Path, Path], None]:
    def put(_: Path, file: Path) -> None:
        file.unlink()
        make(file)

    return put


def _read_only(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    for own in ("tmp", "state", "cache"):
        (folder / own).mkdir(exist_ok=True)
        (folder / own).chmod(0o777)


STANDING = (
    Condition("Excel、Word 打开着目标", ("打开", "占用"), lock_beside("~${}")),
    Condition("WPS 打开着目标", ("打开", "占用"), lock_beside(".~{}")),
    Condition("LibreOffice 打开着目标", ("打开", "占用"), lock_beside(".~lock.{}#")),
    Condition("目标是只读文件", ("只读",), lambda _, file: file.chmod(0o444)),
    Condition("目标是文件夹", ("文件夹", "没有写过"), _instead(Path.mkdir)),
    Condition(
        "目标是指向别处的断链",
        ("链接", "没有写过"),
        _instead(lambda file: file.symlink_to("没有")),
    ),
    Condition("目标是管道", ("管道", "不是普通文件", "没有写过"), _instead(os.mkfifo)),
)

FRESH = (
    Condition(
        "别的用户的文件夹",
        ("权限", "没有写入的", "不能"),
        lambda folder, _: _read_only(folder),
        lambda asked: replace(asked, uid=NOBODY),
        standing=False,
    ),
    Condition(
        "文件大小有限额",
        ("超过了允许的文件大小",),
        asked=lambda asked: replace(asked, largest=LARGEST),
        standing=False,
    ),
    Condition("名字太长", ("太长",), standing=False),
    Condition("上面一段是文件", ("不是文件夹", "不存在", "同名的文件"), standing=False),
)


def targets(command: Command) -> bool:
    """输出可以由人指定。"""
    return "-o" in command.args or "--page" in command.args


def file_of(command: Command, folder: Path, whole: State, before: State) -> Path | None:
    """要换掉的一个文件：命令写的，再写时还写同一个。"""
    if command.name == "按钮 刷新 Word" or command.args[0] == "open":
        return None  # 已有的不换，另写一份
    wrote = [name for name, digest in whole.items() if before.get(name) != digest]
    ends = (".docx", ".xlsx", ".xlsm", ".html", ".pdf", ".txt")
    kept = [each for each in wrote if "导入前" not in each and each.startswith(command.target)]
    for end in ends:
        for name in sorted(kept):
            if name.endswith(end) and (not command.name.startswith("batch") or "/" in name[3:]):
                return folder / name
    return None


def elsewhere(command: Command, target: str) -> tuple[str, ...]:
    """同一个命令，写到另一个地方。"""
    return tuple(target if each == command.target else each for each in command.args)


def try_condition(bench: Bench, command: Command, condition: Condition) -> list[str] | None:
    """在这种处境里跑一次，什么不对；None 是这个命令碰不到它。"""
    _, before, whole = bench.undisturbed(command)
    if command.target == IN_EXCEL.format("空白"):
        return None
    folder = bench.folder()
    args = command.args
    file = folder / command.target
    if condition.standing:
        found = file_of(command, folder, whole, before)
        if command.name == "batch --force":
            found = folder / "上次" / "yunnan" / "narrative.txt"
        if found is None or (condition.name == "目标是文件夹" and command.args[0] == "import"):
            return None
        file = found
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.write_bytes(b"old")
        args = command.again
        if command.args[0] == "batch":
            args = (*(each for each in command.args if each != "--resume"), "--force")
            args = tuple(dict.fromkeys(args))
        if command.name == "import":
            return None
    elif condition.name in ("名字太长", "上面一段是文件"):
        if not targets(command):
            return None
        suffix = Path(command.target).suffix
        (folder / "一个文件").write_bytes(b"x")
        long = condition.name == "名字太长"
        args = elsewhere(command, f"{LONG}{suffix}" if long else f"一个文件/新{suffix}")
    if condition.name == "文件大小有限额" and "--only" in command.args:
        return None
    condition.prepare(folder, file)
    before = state(folder)
    ran = bench.program.run(condition.asked(Asked(args, str(folder))))
    after = state(folder)
    problems = [
        *losses(before, {**whole, **_varying(after)}, after),
        *_told(command, condition, ran),
    ]
    if file.exists() and condition.standing:
        name = file.relative_to(folder).as_posix()
        if after.get(name) != before.get(name):
            problems.append(f"{name} 变了")
    shutil.rmtree(folder, ignore_errors=True)
    return [f"{command.name} · {condition.name}：{each}" for each in problems]


def _varying(after: State) -> dict[str, str]:
    from tests.faults.matrix import VARYING

    return {name: digest for name, digest in after.items() if VARYING.search(name)}


def _told(command: Command, condition: Condition, ran: Ran) -> Iterator[str]:
    said = ran.out + ran.err
    button = command.args[0].startswith("button:")
    if "Traceback" in said or "Exception ignored" in said or "Logging error" in said:
        yield f"内部报错：{said[-1500:]}"
    elif ran.code != (0 if button else 2) and not (command.args[0] == "batch" and ran.code == 1):
        yield f"退出码 {ran.code}：{said[-500:]}"
    elif not any(each in said for each in condition.says):
        yield f"没有说 {condition.says}：{said[-500:]}"
    elif not button and "请" not in ran.err and ran.code != 1:
        yield f"没有说怎么办：{said[-500:]}"


__all__ = ["ASSURED", "FRESH", "STANDING", "Condition", "try_condition"]
