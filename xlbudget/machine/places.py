"""Where the program writes, how names are encoded, and paths that some program stumbles over."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from xlbudget.files.kept import kept_folder
from xlbudget.machine.examined import Line, State, bad, care, good
from xlbudget.machine.folders import documents_folder
from xlbudget.machine.port import Machine, System

MEGABYTE = 1 << 20
LITTLE, LEAST = 1024 * MEGABYTE, 100 * MEGABYTE
"""Of free disk: a department of a hundred units needs some hundred megabytes; one unit a few."""

_CHINESE = 936
_UTF8 = 65001
_LONG = 180
_ODD = re.compile(r'[%!^&=;,`$"\']')


def writable_lines(machine: Machine) -> Iterator[Line]:
    """Whether files can be written where the work needs it, and how much room is left there."""
    temporary = Path(tempfile.gettempdir())
    cache = kept_folder()
    yield _written(machine, "临时文件夹", temporary, needed=True)
    if cache is None:
        yield good("缓存", "没有用", "每次启动慢零点几秒，别的不变。")
    else:
        yield _written(machine, "缓存", _there(machine, cache), needed=False)
    documents = documents_folder(machine)
    if documents is not None and machine.exists(documents):
        yield _written(machine, "文档文件夹", documents, needed=False)
    if machine.current is None:
        yield care(
            "当前文件夹",
            "已经不在了",
            "不写明位置的文件没有地方放。",
            "请换到别的文件夹，再运行。",
        )
    else:
        yield _written(machine, "当前文件夹", machine.current, needed=False)


def _there(machine: Machine, folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next((each for each in (folder, *folder.parents) if machine.exists(each)), folder)


def _written(machine: Machine, name: str, folder: Path, *, needed: bool) -> Line:
    why = machine.why_not_writable(folder)
    if why is not None:
        means = (
            "读旧格式、转 PDF、建工作簿都要它。"
            if needed
            else "结果写不进这里；放在别处的工作簿不受影响。"
        )
        remedy = "请检查权限，或磁盘是不是只读、满了；也可以把工作簿放到能写的文件夹里。"
        return Line(
            name=name,
            state=State.BAD if needed else State.CARE,
            seen=f"{folder}，不能写（{why}）",
            means=means,
            remedy=remedy,
        )
    free = machine.free(folder)
    if free is None:
        return good(name, f"{folder}，能写")
    seen = f"{folder}，能写，剩 {free // MEGABYTE:,} MB"
    if free < LEAST:
        means, remedy = "磁盘快满了，文件可能写不成（写不成的不会留半个）。", "请先清理磁盘。"
        return bad(name, seen, means, remedy)
    if free < LITTLE:
        return care(name, seen, "做一个单位够，批量不一定够。", "做批量以前请清理磁盘。")
    return good(name, seen)


def encoding_lines(machine: Machine) -> Iterator[Line]:
    """How this computer writes Chinese: the code page, the locale, PYTHONUTF8."""
    name, python = "中文编码", machine.python
    if machine.system is not System.WINDOWS:
        if python.encoding.replace("-", "").casefold() in ("utf8", "gb18030", "gbk", "gb2312"):
            yield good(name, python.encoding)
        else:
            yield bad(
                name,
                f"{python.encoding}（LANG={machine.environment.get('LANG', '')}）",
                "系统的字符编码写不出中文，中文名字的文件读不了、写不了。",
                "请设环境变量 PYTHONUTF8=1，或把 LANG 设成 zh_CN.UTF-8 或 C.UTF-8，再运行。",
            )
        return
    page = machine.code_page
    forced = machine.environment.get("PYTHONUTF8") == "1"
    if page == _CHINESE and not forced:
        yield good(name, f"代码页 {page}（简体中文）")
    elif page == _UTF8 or forced:
        yield care(
            name,
            f"代码页 {page}" + ("，设了 PYTHONUTF8=1" if forced else "（UTF-8）"),
            "命令行、拖放不受影响；按钮出错时，错误框里的中文可能是乱码，日志里的不乱。",
            "去掉环境变量 PYTHONUTF8，或在区域设置里去掉“使用 Unicode UTF-8 提供全球语言支持”。",
        )
    else:
        yield care(
            name,
            f"代码页 {page}，不是简体中文",
            "用户名或路径有中文的，按钮会说 Could not find Interpreter!；命令行、拖放不受影响。",
            "请把 Windows 的“非 Unicode 程序的语言”设成中文（简体），或用 xlbudget attach。",
        )


def path_lines(machine: Machine) -> Iterator[Line]:
    """Characters in the paths of Python and of the current folder that programs stumble over."""
    name, found = "路径", []
    python = str(machine.python.executable)
    here = str(machine.current or "")
    if machine.system is System.WINDOWS:
        page = machine.code_page or _UTF8
        if not _encodes(python, page):
            found.append(
                care(
                    name,
                    f"Python 的路径 {python} 里有代码页 {page} 没有的字",
                    "Excel 的宏看不见它，按钮和函数用不了；命令行、拖放不受影响。",
                    "请用 xlbudget attach，或换一个用户名安装。",
                )
            )
        if "=" in here:
            found.append(
                care(
                    name,
                    f"当前文件夹 {here} 里有“=”",
                    "带按钮的工作簿名字里有“=”，按钮会找不到它。",
                    "请给文件夹或文件改名，去掉“=”。",
                )
            )
        if here.startswith("\\\\"):
            found.append(
                care(
                    name,
                    f"当前文件夹在共享盘上（{here}）",
                    "能用；cmd 不能以它为当前文件夹，两个人同时改会互相覆盖。",
                    "建议把工作簿复制到本机再做。",
                )
            )
    longest = max(len(python), len(here))
    if longest > _LONG:
        found.append(
            care(
                name,
                f"最长的路径有 {longest} 个字",
                "Windows 一般只认 259 个字，里面的文件名再长一点就写不出。",
                "请把工作簿移到浅一些的文件夹里。",
            )
        )
    yield from found
    if not found:
        odd = "".join(sorted(set(_ODD.findall(python + here))))
        yield good(name, f"有特殊的字 {odd}，不影响" if odd else "没有问题")


def _encodes(text: str, page: int) -> bool:
    try:
        text.encode("utf-8" if page == _UTF8 else f"cp{page}")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
