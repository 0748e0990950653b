"""doctor 的每一行：一台假的电脑上缺什么，说什么，怎么办。"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.machine.standing_in import APP_PATHS, EXCEL_PATH, FONTS, PRIVATE, Computer, usual_windows
from xlbudget.domain.errors import ProgramMissing
from xlbudget.machine.examination import examine
from xlbudget.machine.examined import Line, State
from xlbudget.machine.port import Machine, Python, System
from xlbudget.machine.this_machine import ThisMachine

MEGABYTE = 1 << 20
ASR = (
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"
    r"\Windows Defender Exploit Guard\ASR\Rules"
)
RULE = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
XLSM = (
    r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.xlsm\UserChoice",
    "ProgId",
)


def lines(machine: Machine, state: State | None = None) -> list[Line]:
    return [line for line in examine(machine) if state in (None, line.state)]


def named(machine: Machine, name: str) -> Line:
    found = [line for line in examine(machine) if line.name == name]
    assert len(found) == 1, [line.name for line in examine(machine)]
    return found[0]


@pytest.fixture
def windows() -> Computer:
    return usual_windows()


def test_an_ordinary_windows_is_well_but_for_what_it_can_do_without(windows: Computer) -> None:
    windows.office_program = Path("/soffice")
    windows.answers["soffice"] = "LibreOffice 24.2"
    assert [line.name for line in lines(windows) if line.state is not State.GOOD] == []
    assert named(windows, "Excel").seen == f"2016 以上（16.0.17328.20162，64 位），{EXCEL_PATH}"


def test_every_line_that_is_not_well_says_what_to_do() -> None:
    nothing = Computer(
        python=Python(
            version=(3, 10, 1),
            bits=32,
            executable=Path("/p/python.exe"),
            prefix=Path("/p"),
            encoding="cp1252",
        ),
        code_page=1252,
        environment={},
        current=None,
        free_bytes=5 * MEGABYTE,
    )
    found = lines(nothing)
    assert {line.state for line in found} == set(State)
    for line in found:
        assert line.seen
        if line.state is not State.GOOD:
            assert line.means, line
            assert line.remedy, line


def old_python(computer: Computer) -> None:
    computer.python = replace(computer.python, version=(3, 10, 4))


def narrow_python(computer: Computer) -> None:
    computer.python = replace(computer.python, bits=32)


def no_private_python(computer: Computer) -> None:
    computer.there.discard(PRIVATE)


def no_pandas(computer: Computer) -> None:
    del computer.packages["pandas"]


def no_excel(computer: Computer) -> None:
    del computer.keys[rf"{APP_PATHS}\excel.exe", ""]


def removed_excel(computer: Computer) -> None:
    computer.there.discard(EXCEL_PATH)


def old_excel(computer: Computer) -> None:
    for key in [key for key in computer.keys if "ClickToRun" in key[0]]:
        del computer.keys[key]
    computer.keys[r"HKCR\Excel.Application\CurVer", ""] = "Excel.Application.14"


def macros_open_in_wps(computer: Computer) -> None:
    computer.keys[XLSM] = "ET.Xlsm.6"


def children_forbidden(computer: Computer) -> None:
    computer.keys[ASR, RULE] = "1"


def macros_forbidden(computer: Computer) -> None:
    policy = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
    computer.keys[policy, "VBAWarnings"] = "4"


def cmd_forbidden(computer: Computer) -> None:
    computer.keys[r"HKCU\Software\Policies\Microsoft\Windows\System", "DisableCMD"] = "2"


def guarded(computer: Computer) -> None:
    computer.keys[rf"{APP_PATHS}\360Safe.exe", ""] = r"C:\360\360Safe.exe"


def other_xlwings(computer: Computer) -> None:
    computer.packages["xlwings"] = "0.33.4"


def library_removed(computer: Computer) -> None:
    computer.there.discard(str(Path(PRIVATE).parent / "xlwings64-0.37.8.dll"))


def no_xlwings(computer: Computer) -> None:
    del computer.packages["xlwings"]


def office_does_not_start(computer: Computer) -> None:
    computer.office_program = Path("/soffice")


def no_small_title_font(computer: Computer) -> None:
    del computer.keys[FONTS, "方正小标宋简体 (TrueType)"]


def other_code_page(computer: Computer) -> None:
    computer.code_page = 1252


def forced_utf8(computer: Computer) -> None:
    computer.environment = {**computer.environment, "PYTHONUTF8": "1"}


def name_that_macros_cannot_see(computer: Computer) -> None:
    computer.python = replace(computer.python, executable=Path("/Users/𠮷/python.exe"))


def shared_drive(computer: Computer) -> None:
    computer.current = Path(r"\\服务器\共享\决算")


def deep_folder(computer: Computer) -> None:
    computer.current = Path("/" + "/".join(["很深的文件夹"] * 40))


def no_current_folder(computer: Computer) -> None:
    computer.current = None


def read_only_current(computer: Computer) -> None:
    computer.unwritable["/home/zhang/决算"] = "没有权限"


def full_disk(computer: Computer) -> None:
    computer.free_bytes = 20 * MEGABYTE


def nearly_full_disk(computer: Computer) -> None:
    computer.free_bytes = 600 * MEGABYTE


@pytest.mark.parametrize(
    ("change", "name", "state", "words"),
    [
        (old_python, "Python", State.BAD, "3.11 以上"),
        (narrow_python, "Python", State.CARE, "32 位"),
        (no_private_python, "按钮用的 Python", State.CARE, "install.bat"),
        (no_pandas, "用到的库", State.BAD, "没有 pandas"),
        (no_excel, "Excel", State.CARE, "拖到启动文件上"),
        (removed_excel, "Excel", State.CARE, "那里没有"),
        (old_excel, "Excel", State.CARE, "2010（14）"),
        (macros_open_in_wps, "双击 .xlsm", State.CARE, "打开方式"),
        (children_forbidden, "宏和启动程序的规定", State.CARE, "xlbudget attach"),
        (macros_forbidden, "宏和启动程序的规定", State.CARE, "禁止了 Excel 的全部宏"),
        (cmd_forbidden, "宏和启动程序的规定", State.CARE, "运行"),
        (guarded, "杀毒软件", State.CARE, "360 安全卫士"),
        (other_xlwings, "xlwings", State.CARE, "0.33.4，本程序要 0.37.8"),
        (no_xlwings, "xlwings", State.CARE, "不带宏的 .xlsx 不要"),
        (library_removed, "xlwings 的 DLL", State.CARE, "没有 xlwings64-0.37.8.dll"),
        (office_does_not_start, "LibreOffice", State.CARE, "启动不了"),
        (no_small_title_font, "字体 方正小标宋简体", State.CARE, "由“宋体”代替"),
        (other_code_page, "中文编码", State.CARE, "Could not find Interpreter!"),
        (forced_utf8, "中文编码", State.CARE, "PYTHONUTF8"),
        (name_that_macros_cannot_see, "路径", State.CARE, "代码页 936 没有的字"),
        (shared_drive, "路径", State.CARE, "共享盘"),
        (deep_folder, "路径", State.CARE, "浅一些"),
        (no_current_folder, "当前文件夹", State.CARE, "已经不在了"),
        (read_only_current, "当前文件夹", State.CARE, "不能写（没有权限）"),
        (full_disk, "当前文件夹", State.BAD, "清理磁盘"),
        (nearly_full_disk, "当前文件夹", State.CARE, "600 MB"),
    ],
)
def test_what_is_wrong_is_told_with_its_remedy(
    change: Callable[[Computer], None], name: str, state: State, words: str, windows: Computer
) -> None:
    change(windows)
    line = named(windows, name)
    assert line.state is state
    assert words in f"{line.seen}\n{line.means}\n{line.remedy}"


def test_wps_alone_is_enough_to_fill_in_a_workbook(windows: Computer) -> None:
    no_excel(windows)
    windows.keys[r"HKCU\Software\Kingsoft\Office\6.0\Common", "Version"] = "12.1.0.16929"
    windows.keys[r"HKCU\Software\Kingsoft\Office\6.0\Common", "InstallRoot"] = r"D:\WPS Office"
    line = named(windows, "WPS")
    assert (line.state, line.seen) == (State.GOOD, r"12.1.0.16929，D:\WPS Office")
    assert "没有按钮" in line.means


def test_a_workbook_needs_some_program_that_opens_it(windows: Computer) -> None:
    assert (named(windows, "WPS").state, named(windows, "WPS").seen) == (State.GOOD, "没有装")
    no_excel(windows)
    assert (named(windows, "WPS").state, named(windows, "WPS").seen) == (State.CARE, "没有找到")
    windows.office_program = Path("/soffice")
    assert named(windows, "WPS").state is State.GOOD


def test_a_mac_has_its_programs_among_the_applications() -> None:
    mac = Computer(system=System.MACOS, code_page=None)
    assert named(mac, "Excel").seen == named(mac, "WPS").seen == "没有找到"
    mac.there = {"/Applications/Microsoft Excel.app", "/Applications/wpsoffice.app"}
    assert named(mac, "Excel").seen == named(mac, "WPS").seen == "已安装"


def test_a_cache_that_nobody_wants_and_one_that_cannot_be_written(
    windows: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XLBUDGET_CACHE", "")
    assert named(windows, "缓存").seen == "没有用"
    monkeypatch.setenv("XLBUDGET_CACHE", "/留存/还没有/的")
    windows.there.add("/留存")
    windows.unwritable["/留存"] = "没有权限"
    line = named(windows, "缓存")
    assert (line.state, line.seen) == (State.CARE, "/留存，不能写（没有权限）")


def test_libreoffice_is_tried_only_where_that_is_asked(
    windows: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows.office_program = Path("/soffice")
    windows.answers["soffice"] = "LibreOffice 24.2"
    tried: list[str] = []

    def converted(_source: Path, kind: str, _folder: Path) -> None:
        tried.append(kind)
        if len(tried) == 2:
            raise ProgramMissing(where="soffice", seen="没有回音")

    monkeypatch.setattr("xlbudget.files.office.convert", converted)
    assert named(windows, "LibreOffice").seen == "LibreOffice 24.2"
    assert tried == []
    for state, said in ((State.GOOD, "成功"), (State.CARE, "失败（没有回音）")):
        (line,) = (x for x in examine(windows, try_office=True) if x.name == "LibreOffice")
        assert (line.state, line.seen) == (state, f"LibreOffice 24.2；试转一个文件{said}")
    assert tried == ["pdf", "pdf"]


def test_fonts_are_found_by_their_other_names(windows: Computer) -> None:
    for key in [key for key in windows.keys if key[0] == FONTS]:
        del windows.keys[key]
    for name in ("SimSun & NSimSun (TrueType)", "SimHei (TrueType)", "FangSong (TrueType)"):
        windows.keys[FONTS, name] = "x.ttf"
    assert named(windows, "字体 宋体").seen == "已安装（叫 SimSun）"
    assert named(windows, "字体 仿宋_GB2312").seen == "已安装（叫 FangSong）"
    assert named(windows, "字体 楷体_GB2312").state is State.CARE


def test_fonts_of_linux_and_of_a_mac() -> None:
    linux = Computer(
        system=System.LINUX,
        programs={"fc-list": "/usr/bin/fc-list"},
        answers={"fc-list": "仿宋_GB2312,FangSong_GB2312\nNoto Sans CJK SC\n"},
        code_page=None,
    )
    assert named(linux, "字体 仿宋_GB2312").seen == "已安装"
    assert "“Noto Sans CJK SC”代替" in named(linux, "字体 黑体").seen
    assert "没有相近的中文字体" in named(linux, "字体 宋体").seen
    mac = Computer(
        system=System.MACOS,
        files={"/System/Library/Fonts": ("Supplemental", "Songti.ttc", "STHeiti Medium.ttc")},
        code_page=None,
    )
    assert named(mac, "字体 宋体").seen == "已安装（叫 STSong）"
    assert "“STHeiti”代替" in named(mac, "字体 黑体").seen


@pytest.mark.parametrize(
    ("encoding", "state"), [("UTF-8", State.GOOD), ("ANSI_X3.4-1968", State.BAD)]
)
def test_a_locale_without_chinese(encoding: str, state: State) -> None:
    python = replace(usual_windows().python, encoding=encoding)
    linux = Computer(system=System.LINUX, code_page=None, python=python)
    assert named(linux, "中文编码").state is state


def test_linux_has_no_excel_and_needs_none() -> None:
    linux = Computer(system=System.LINUX, code_page=None, programs={"et": "/usr/bin/et"})
    assert named(linux, "Excel").state is State.GOOD
    assert named(linux, "WPS").seen == "/usr/bin/et"
    assert named(linux, "xlwings").state is State.GOOD


def test_the_machine_itself_answers_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XLBUDGET_CACHE", str(tmp_path / "缓存"))
    machine = ThisMachine()
    assert [line.name for line in lines(machine, State.BAD)] == []
    assert list(tmp_path.iterdir()) == []
    assert machine.registry(r"HKLM\SOFTWARE\Microsoft") is None or machine.code_page
    assert machine.environment["XLBUDGET_CACHE"] == str(tmp_path / "缓存")
    assert machine.package("click")
    assert machine.package("没有这个包") is None
    assert machine.requirement("xlwings") == "0.37.8"
    assert machine.macro_libraries() == ("xlwings32-0.37.8.dll", "xlwings64-0.37.8.dll")


def test_a_folder_that_is_not_there_is_not_writable(tmp_path: Path) -> None:
    machine = ThisMachine()
    assert machine.why_not_writable(tmp_path) is None
    assert machine.why_not_writable(tmp_path / "没有") == "文件或文件夹不存在"
    assert machine.free(tmp_path / "没有") is None
