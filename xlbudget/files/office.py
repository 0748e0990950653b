"""LibreOffice without a window: convert a file, recalculate a workbook.

Each run has a profile of its own that is thrown away: no macros, no updates of links, no network,
and nothing of the user's own LibreOffice is touched. It works on a copy under a plain name, so
that no lock file appears beside the user's file.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from xlbudget.domain.errors import ProgramMissing
from xlbudget.files.foreign import read_limited
from xlbudget.files.package import Limits
from xlbudget.files.system import reason
from xlbudget.files.temporary import temporary_folder
from xlbudget.files.whole import refuse_target, write_whole

_USUAL_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)

_SETTINGS = (
    # Without 0 (always), files that look like Excel's keep their saved results.
    ("Calc/Formula/Load", "OOXMLRecalcMode", "0"),
    ("Calc/Formula/Load", "ODFRecalcMode", "0"),
    ("Calc/Content/Update", "Link", "2"),
    ("Writer/Content/Update", "Link", "0"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
)


def find_office() -> Path:
    """The `soffice` program; ProgramMissing if there is none."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return Path(found)
    for place in _USUAL_PLACES:
        if Path(place).exists():
            return Path(place)
    raise ProgramMissing(
        where="LibreOffice",
        seen="没有找到 soffice 程序",
        expected="已安装的 LibreOffice 7 或更高版本",
        remedy="请从 https://zh-cn.libreoffice.org 安装 LibreOffice，并把 soffice 加入 PATH。",
    )


def convert(
    source: Path,
    to: str,
    folder: Path,
    timeout: float = 120,
    *,
    force: bool = False,
    fonts: Path | None = None,
) -> Path:
    """Convert a file to another format (`pdf`, `xlsx`, `docx`), into `folder` under its own name.

    `fonts` is a configuration of fontconfig to be used instead of the system's.
    Raises ProgramMissing if LibreOffice is absent, fails or takes longer than `timeout` seconds;
    OutputRefused if the result must not be written.
    """
    target = folder / f"{source.stem}.{to}"
    _run_into(source, to, target, timeout, force=force, fonts=fonts)
    return target


def recalculate(
    source: Path, target_xlsx: Path, timeout: float = 120, *, force: bool = False
) -> None:
    """Write a copy of a workbook in which LibreOffice has computed every formula anew.

    The copy is for reading values: LibreOffice rewrites the whole file.
    """
    _run_into(source, "xlsx", target_xlsx, timeout, force=force)


def _run_into(
    source: Path,
    to: str,
    target: Path,
    timeout: float,
    *,
    force: bool,
    fonts: Path | None = None,
) -> None:
    if not to.isalnum():
        raise ValueError(f"not a file extension: {to!r}")
    office = find_office()
    refuse_target(target, force=force)
    content = read_limited(source, Limits().file)
    with temporary_folder("office") as room:
        copy = room / f"in{source.suffix.lower()}"
        copy.write_bytes(content)
        _make_profile(room / "profile" / "user")
        command = [
            str(office),
            f"-env:UserInstallation={(room / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            to,
            "--outdir",
            str(room / "out"),
            str(copy),
        ]
        said = _run(command, source, timeout, fonts)
        result = room / "out" / f"in.{to}"
        if not result.is_file():
            raise ProgramMissing(
                where=str(source),
                seen=f"LibreOffice 没有给出 .{to} 文件（{said.strip()[-200:] or '无说明'}）",
                expected=f"转换得到的 .{to} 文件",
                remedy="请确认该文件能在 LibreOffice 中打开。",
            )
        write_whole(target, result.read_bytes(), force=force)


def _run(command: list[str], source: Path, timeout: float, fonts: Path | None) -> str:
    # A dead proxy: what a document asks of the network fails at once.
    dead = "http://127.0.0.1:9"
    env = os.environ | dict.fromkeys(("http_proxy", "https_proxy", "ALL_PROXY"), dead)
    if fonts is not None:
        env["FONTCONFIG_FILE"] = str(fonts)
    try:
        process = subprocess.Popen(  # noqa: S603
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        raise ProgramMissing(
            where=command[0],
            seen=f"程序无法启动（{reason(error)}）",
            expected="可以运行的 LibreOffice",
            remedy="请重新安装 LibreOffice。",
        ) from error
    try:
        said, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired as error:
        raise ProgramMissing(
            where=str(source),
            seen=f"LibreOffice 超过 {timeout:g} 秒没有完成",
            expected=f"{timeout:g} 秒之内完成",
            remedy="请加长时限，或先在 LibreOffice 中打开该文件，看它是否在等待回答。",
        ) from error
    finally:
        _end(process)
    return said.decode("utf-8", "replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started (soffice is a launcher of soffice.bin)."""
    if sys.platform == "win32":
        taskkill = str(Path(os.environ["SYSTEMROOT"]) / "System32" / "taskkill.exe")
        if process.poll() is None:
            subprocess.run(  # noqa: S603
                [taskkill, "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
            )
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _make_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">' + items + "</oor:items>",
        encoding="utf-8",
    )
