"""启动文件：各系统上的内容，装上、换掉、拿走；不是自己放的不动。"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.machine.standing_in import Computer, usual_windows
from xlbudget.machine.batch_file import batch_file
from xlbudget.machine.desktop_entry import MIME_TYPES, execution
from xlbudget.machine.folders import desktop_folder, documents_folder, send_to_folder
from xlbudget.machine.launchers import Fate, Launcher, install, is_ours, launchers, uninstall
from xlbudget.machine.port import Python, System

SHELL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
HOME = {"LOCALAPPDATA": r"C:\Users\张三\AppData\Local", "USERPROFILE": r"C:\Users\张三"}
posix = pytest.mark.skipif(os.name != "posix", reason="sh")


def computer(system: System, python: str, home: Path) -> Computer:
    return Computer(
        system=system,
        python=Python(
            version=(3, 11, 9),
            bits=64,
            executable=Path(python),
            prefix=Path(python).parent,
            encoding="UTF-8",
        ),
        environment={},
        home=home,
        code_page=None,
    )


def made(system: System, home: Path, python: str = sys.executable) -> list[Launcher]:
    return list(launchers(computer(system, python, home)))


# Windows


def lines_of(data: bytes, encoding: str = "utf-8") -> list[str]:
    text = data.decode(encoding)
    assert text.count("\n") == text.count("\r\n"), "cmd 要 CRLF"
    return text.split("\r\n")


@pytest.mark.parametrize(
    ("python", "written"),
    [
        (r"C:\Users\张三\AppData\Local\xlbudget\python\python.exe", "%LOCALAPPDATA%"),
        (r"c:\users\张三\venv\Scripts\python.exe", "%USERPROFILE%"),
        (r"D:\a b&c (1)^!\python.exe", r"D:\a b&c (1)^!\python.exe"),
        (r"D:\100%\python.exe", r"D:\100%%\python.exe"),
    ],
)
def test_a_batch_file_is_ascii_where_it_can_be(python: str, written: str) -> None:
    data = batch_file(python, HOME)
    assert data.isascii()
    setting = next(line for line in lines_of(data) if "XLBUDGET_PYTHON=" in line)
    assert setting.startswith('set "XLBUDGET_PYTHON=')
    assert setting.endswith('"')
    assert written in setting


@pytest.mark.parametrize(
    ("folder", "page", "used", "encoding"),
    [
        ("决算", 936, 936, "gbk"),
        ("俓", 936, 936, "gbk"),  # GBK 的第二个字节是反斜杠
        ("𠮷", 936, 65001, "utf-8"),
        ("决算", 1252, 65001, "utf-8"),
        ("决算", 65001, 65001, "utf-8"),
    ],
)
def test_a_chinese_path_is_one_line_between_two_code_pages(
    folder: str, page: int, used: int, encoding: str
) -> None:
    found = lines_of(batch_file(rf"D:\{folder}\python.exe", HOME, page), encoding)
    chinese = [number for number, line in enumerate(found) if not line.isascii()]
    setting = rf'set "XLBUDGET_PYTHON=D:\{folder}\python.exe"'
    assert [found[number] for number in chinese] == [setting]
    before, after = found[: chinese[0]], found[chinese[0] + 1 :]
    assert before[-1] == f"chcp {used} >nul"
    assert any("('chcp')" in line for line in before)
    assert after[0].startswith("chcp %PAGE")


def test_what_is_dropped_is_never_expanded_by_cmd() -> None:
    found = lines_of(batch_file("C:\\p\\python.exe", {}))
    delayed = False
    for line in found:
        delayed = (delayed or "EnableDelayedExpansion" in line) and "Disable" not in line
        if "CMDCMDLINE" in line:
            assert delayed, "整行只在延迟展开里取，里面的 & 和 % 才不会被执行"
            assert "%CMDCMDLINE" not in line
        if "%XLBUDGET_PYTHON%" in line or "%~f0" in line or "%*" in line:
            assert not delayed, "路径里的 ! 不能在延迟展开里取"
    assert re.search(
        r'^"%XLBUDGET_PYTHON%" -P -m xlbudget open %\*$', "\n".join(found), re.MULTILINE
    )


def test_the_window_stays_and_cmd_does_not_run_what_it_cut_off() -> None:
    found = [line for line in lines_of(batch_file("C:\\p\\python.exe", {})) if line]
    assert found[-2:] == ["pause", "exit %CODE%"], "exit /b 会让 cmd 接着执行 & 后面的"
    labels = {line[1:] for line in found if line.startswith(":")}
    assert {word for line in found for word in re.findall(r"goto (\w+)", line)} <= labels


def test_installing_puts_the_launchers_there_and_does_not_depend_on_them() -> None:
    folder = Path(__file__).parents[2] / "docs" / "windows"
    lines = (folder / "install.bat").read_text("ascii").splitlines()
    at = next(n for n, line in enumerate(lines) if "doctor --install" in line)
    assert lines.index(":placed") < at < lines.index("set CODE=0")
    assert lines[at].startswith('"%NOW%\\python.exe" -m xlbudget doctor --install >>"%LOG%"')
    assert "goto" not in lines[at], "放不成启动文件，照样装好"
    lines = (folder / "uninstall.bat").read_text("ascii").splitlines()
    at = next(n for n, line in enumerate(lines) if "doctor --uninstall" in line)
    assert "ren " in lines[at - 1], "正在用、卸载不了的，启动文件也留着"
    assert lines[at].startswith('"%ROOT%\\python.gone\\python.exe"')
    assert at < next(n for n, line in enumerate(lines) if line.startswith("for %%D"))


def test_windows_has_a_launcher_on_the_desktop_and_under_send_to(tmp_path: Path) -> None:
    windows = usual_windows()
    windows.environment = {
        **windows.environment,
        "USERPROFILE": str(tmp_path),
        "OneDrive": str(tmp_path / "OneDrive"),
    }
    windows.keys[SHELL, "Desktop"] = "%OneDrive%/桌面"
    windows.keys[SHELL, "SendTo"] = "%userprofile%/SendTo"
    found = list(launchers(windows))
    assert [each.path for each in found] == [
        tmp_path / "OneDrive" / "桌面" / "部门决算说明.bat",
        tmp_path / "SendTo" / "部门决算说明.bat",
    ]
    assert found[0].content == found[1].content
    assert found[0].content.startswith(b"@echo off\r\nrem xlbudget launcher ")
    assert [install(each) for each in found] == [Fate.MADE, Fate.MADE]
    assert all(is_ours(each.path) for each in found)


def test_folders_that_the_registry_does_not_name(tmp_path: Path) -> None:
    windows = usual_windows()
    windows.home = tmp_path
    windows.keys[SHELL, "Desktop"] = "%NOWHERE%/桌面"
    assert desktop_folder(windows) == tmp_path / "Desktop"
    assert documents_folder(windows) == tmp_path / "Documents"
    assert send_to_folder(windows) is None
    windows.environment = {"APPDATA": "/roaming"}
    assert send_to_folder(windows) == Path("/roaming/Microsoft/Windows/SendTo")
    linux = computer(System.LINUX, "/p", tmp_path)
    linux.programs["xdg-user-dir"] = "/usr/bin/xdg-user-dir"
    linux.answers["xdg-user-dir"] = f"{tmp_path}/桌面\n"
    assert desktop_folder(linux) == tmp_path / "桌面"
    linux.answers["xdg-user-dir"] = f"{tmp_path}\n"
    assert desktop_folder(linux) == tmp_path / "Desktop", "没有设过，它说的是用户目录"


# Linux


def value_of(entry: str, key: str) -> str:
    found = re.search(rf"^{key}=(.*)$", entry, re.MULTILINE)
    assert found, key
    return re.sub(r"\\(.)", lambda each: {"s": " ", "\\": "\\"}[each[1]], found[1])


def run_exec(entry: str, *files: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the Exec of an entry in a real shell, with files for %F."""
    line = value_of(entry, "Exec")
    assert line.endswith(" %F")
    line = line.removesuffix("%F").replace("%%", "%") + shlex.join(map(str, files))
    return subprocess.run(
        ["sh", "-c", line],
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


ODD_FOLDERS = ("有 空格", "a&b;c", "100%", "$HOME`x`", "q\"u'o", "back\\slash")


@posix
@pytest.mark.parametrize("folder", ODD_FOLDERS)
def test_python_in_a_folder_with_an_odd_name_is_started(folder: str, tmp_path: Path) -> None:
    home = tmp_path / folder
    home.mkdir()
    python = home / "python"
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    entry = made(System.LINUX, tmp_path, str(python))[0].content.decode()
    files = [tmp_path / name for name in ("甲 乙.xlsx", "a&b$c.xlsx", "-x.xlsx", "q'u\"o.xlsx")]
    done = run_exec(entry, *files)
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["-P", "-m", "xlbudget", "open", "--wait", *map(str, files)]


@posix
def test_the_entry_really_opens_a_workbook_with_an_odd_name(tmp_path: Path) -> None:
    from tests.workbook.workbooks import workbook_of

    workbook = workbook_of("sample_complete", tmp_path / "a&b 决算 $1%.xlsx")
    entry = made(System.LINUX, tmp_path)[0].content.decode()
    done = run_exec(entry, workbook, DISPLAY="", WAYLAND_DISPLAY="")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a&b 决算 $1%-说明" / "a&b 决算 $1%.html").is_file()


@posix
@pytest.mark.parametrize("folder", ["普通", *ODD_FOLDERS])
def test_the_validator_finds_no_fault_with_an_entry(
    folder: str, tmp_path: Path, desktop_file_validator: str
) -> None:
    entry = made(System.LINUX, tmp_path, f"/opt/{folder}/python")[0]
    path = tmp_path / "验.desktop"
    path.write_bytes(entry.content)
    done = subprocess.run(
        [desktop_file_validator, path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.replace("hint", "")) == (0, ""), done.stdout


def test_an_entry_says_what_it_opens(tmp_path: Path) -> None:
    entry = made(System.LINUX, tmp_path)[0].content.decode()
    assert value_of(entry, "Terminal") == "true"
    assert value_of(entry, "MimeType") == "".join(f"{each};" for each in MIME_TYPES)
    assert not [each for each in MIME_TYPES if each.startswith("inode/")], "不抢着打开文件夹"
    assert execution(["a", "b c"]) == '"a" "b c"'


def test_linux_has_a_launcher_on_the_desktop_and_among_the_programs(tmp_path: Path) -> None:
    found = made(System.LINUX, tmp_path)
    assert [each.path.parent for each in found] == [
        tmp_path / "Desktop",
        tmp_path / ".local" / "share" / "applications",
    ]
    for each in found:
        install(each)
        assert os.access(each.path, os.X_OK)


# macOS


@posix
def test_the_script_for_terminal_hands_its_arguments_on(tmp_path: Path) -> None:
    python = tmp_path / "my 'py'"
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    (script,) = made(System.MACOS, tmp_path, str(python))
    assert install(script) is Fate.MADE
    done = subprocess.run(
        [script.path, "甲 乙.xlsx"], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines()[-2:] == ["--wait", "甲 乙.xlsx"]


# 装上、换掉、拿走


@pytest.mark.parametrize("system", list(System))
def test_made_renewed_and_removed(system: System, tmp_path: Path) -> None:
    for each in made(system, tmp_path, "/old/python"):
        assert install(each) is Fate.MADE
    newer = made(system, tmp_path, "/new/python")
    for each in newer:
        assert install(each) is Fate.RENEWED
        assert b"/new/python" in each.path.read_bytes()
        assert uninstall(each) is Fate.REMOVED
        assert uninstall(each) is None
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_somebody_else_put_there_stays(tmp_path: Path) -> None:
    launcher = made(System.WINDOWS, tmp_path)[0]
    launcher.path.parent.mkdir(parents=True)
    for theirs in (b"echo mine", b"@echo off\r\nrem xlbudget launcher " + b"0" * 64 + b"\r\n", b""):
        launcher.path.write_bytes(theirs)
        assert install(launcher) is Fate.KEPT
        assert uninstall(launcher) is Fate.KEPT
        assert launcher.path.read_bytes() == theirs


def test_a_launcher_that_somebody_changed_stays(tmp_path: Path) -> None:
    launcher = made(System.LINUX, tmp_path)[0]
    install(launcher)
    launcher.path.write_bytes(launcher.path.read_bytes() + b"Path=/home\n")
    assert install(launcher) is Fate.KEPT
    assert uninstall(launcher) is Fate.KEPT


@posix
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    launcher = made(System.LINUX, tmp_path)[0]
    launcher.path.parent.mkdir(parents=True)
    target = tmp_path / "别处"
    target.write_bytes(launcher.content)
    launcher.path.symlink_to(target)
    assert install(launcher) is Fate.KEPT
    assert uninstall(launcher) is Fate.KEPT
    assert target.read_bytes() == launcher.content
