"""Python, the program itself and its packages, LibreOffice: what the work runs on anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget import __version__
from xlbudget.domain.errors import XlbudgetError
from xlbudget.formats.library import describe, places
from xlbudget.formats.versions import format_words
from xlbudget.machine.examined import Line, bad, care, good
from xlbudget.machine.port import Machine, System

OLDEST = (3, 11)
"""Of Python: what the program needs."""

PACKAGES = (
    *("python-calamine", "openpyxl", "XlsxWriter", "Jinja2", "click"),
    *("pandas", "lxml", "pypdfium2", "rich"),
)
"""Without these some command does not run."""

PRIVATE = r"xlbudget\python\python.exe"
"""Where docs/windows.md has the private Python, under %LOCALAPPDATA%."""

_PATIENCE = 20.0
_REINSTALL = "请重新安装本程序（Windows：关掉 Excel，双击 install.bat）。"


def python_lines(machine: Machine) -> Iterator[Line]:
    """The Python that runs, and on Windows the private one that the buttons start."""
    python = machine.python
    seen = f"{'.'.join(map(str, python.version))}，{python.bits} 位，{python.executable}"
    if python.version[:2] < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        yield bad("Python", seen, f"本程序要 Python {wanted} 以上。", _REINSTALL)
    elif python.bits == 32 and machine.system is System.WINDOWS:  # noqa: PLR2004  位数
        yield care(
            "Python",
            seen,
            "能用，但大的工作簿内存可能不够；32 位 Excel 不要求 32 位的 Python。",
            "请用 64 位的安装文件重装。",
        )
    else:
        yield good("Python", seen)
    if machine.system is System.WINDOWS:
        yield _private(machine)


def _private(machine: Machine) -> Line:
    folder = machine.environment.get("LOCALAPPDATA", "")
    path = f"{folder}\\{PRIVATE}"
    if folder and machine.exists(path):
        return good("按钮用的 Python", path)
    return care(
        "按钮用的 Python",
        "没有装在用户目录里",
        "命令行、拖放照常能用；.xlsm 里的按钮和函数找不到 Python（除非建工作簿时写了 --python）。",
        "请双击安装文件夹里的 install.bat，见文档“在 Excel 里用”。",
    )


def program_lines(machine: Machine) -> Iterator[Line]:
    """The version of the program, of the formats and their rules, and the packages that it uses."""
    formats = [format_words(describe(place)) for place in places()]
    yield good("xlbudget", __version__)
    yield good("格式和规则", f"{len(formats)} 个地方", "；".join(formats))
    missing = [name for name in PACKAGES if machine.package(name) is None]
    if missing:
        yield bad(
            "用到的库",
            f"没有 {'、'.join(missing)}",
            "用到它们的命令跑不了。",
            _REINSTALL,
        )
    else:
        yield good("用到的库", f"{len(PACKAGES)} 个都在")


def office_line(machine: Machine, *, trial: bool) -> Iterator[Line]:
    """LibreOffice, which makes PDF; `trial` converts a small file with it."""
    name = "LibreOffice"
    program = machine.office()
    if program is None:
        yield care(
            name,
            "没有装",
            "转不了 PDF，目录里没有页码，读不了 .doc；其余都不受影响。",
            "要用的话，请安装 LibreOffice 7 以上；不要也行，PDF 可以从 Word 或 WPS 里另存。",
        )
        return
    said = machine.said([str(program), "--version"], _PATIENCE)
    seen = (said or "").strip() or f"{program}（没有说出版本）"
    failure = _tried() if trial else None
    if said is None or failure:
        yield care(
            name,
            f"{seen}；{failure or '启动不了'}",
            "转 PDF 会失败；其余都不受影响。",
            "请重新安装 LibreOffice，或看是不是被杀毒软件拦下了。",
        )
    else:
        yield good(name, f"{seen}{'；试转一个文件成功' if trial else ''}", "能转 PDF、读 .doc。")


def _tried() -> str | None:
    """What is wrong when a small file is turned into PDF."""
    from xlbudget.files.office import convert
    from xlbudget.files.temporary import temporary_folder

    try:
        with temporary_folder("doctor") as room:
            source = room / "试.txt"
            source.write_text("决算", encoding="utf-8")
            convert(source, "pdf", room)
    except XlbudgetError as error:
        return f"试转一个文件失败（{error.seen}）"
    return None
