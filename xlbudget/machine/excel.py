r"""Excel, WPS and what the buttons need of them. On Windows by the registry: App Paths says where a
program is, CurVer and Click-to-Run which version, UserChoice who opens a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from xlbudget.machine.examined import Line, care, good
from xlbudget.machine.port import Machine, System

_APP_PATHS = (
    r"HKCU\Software\Microsoft\Windows\CurrentVersion\App Paths",
    r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths",
    r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\App Paths",
)
_CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
_CURRENT = r"HKCR\Excel.Application\CurVer"
_KINGSOFT = (
    r"HKCU\Software\Kingsoft\Office\6.0\Common",
    r"HKLM\SOFTWARE\Kingsoft\Office\6.0\Common",
)
_OPENS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\{suffix}\UserChoice"
_POLICY = r"HKCU\Software\Policies\Microsoft\Office\{version}\Excel\Security"
_ASR = (
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
    r"HKLM\SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
)
_NO_CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
"""The rule of Defender that keeps Office from starting programs."""

_ENFORCED = {"1": "阻止", "6": "警告"}

_NO_CMD = (r"HKCU\Software\Policies\Microsoft\Windows\System", "DisableCMD")
_GUARDS = {"360 安全卫士": "360Safe.exe", "火绒": "HipsMain.exe", "腾讯电脑管家": "QQPCTray.exe"}
"""Known by the path that they register; there may be others."""

_VERSIONS = {"16": "2016 以上", "15": "2013", "14": "2010", "12": "2007"}
_NEEDED = 16

EXCEL, WPS, XLWINGS, MACROS = "Excel", "WPS", "xlwings", "宏和启动程序的规定"

_HEADLESS = "不用 Excel 也行：命令行、拖放做同样的事。"
_ATTACH = "请用 xlbudget attach 从外面接上（文档“在 Excel 里用”），或把工作簿拖到启动文件上。"


def spreadsheet_lines(machine: Machine) -> Iterator[Line]:
    """Excel and WPS: which there are, and which of them the buttons will meet."""
    excel, wps = _excel(machine), _wps(machine)
    if machine.system is System.LINUX:
        yield good(EXCEL, "Linux 上没有 Excel", _HEADLESS)
    elif excel is None:
        yield care(
            EXCEL,
            "没有找到",
            f"按钮和函数要桌面版 Excel 2016 以上。{_HEADLESS}",
            "没有 Excel 的，请用不带宏的 .xlsx，把工作簿拖到启动文件上（文档“拖放使用”）。",
        )
    else:
        yield excel
    if wps is not None:
        yield good(WPS, wps, "填表、看结果都可以；WPS 里没有按钮，请把存好的工作簿拖到启动文件上。")
    elif excel is None and machine.office() is None:
        yield care(
            WPS,
            "没有找到",
            "没有能打开工作簿的表格程序，或者装在不常见的地方。",
            "请安装 WPS、Excel 或 LibreOffice，才能填表、看结果。",
        )
    else:
        yield good(WPS, "没有装", "不影响。")
    if machine.system is System.WINDOWS and excel is not None:
        yield from _opener(machine)


def _app_path(machine: Machine, program: str) -> str | None:
    for folder in _APP_PATHS:
        if found := machine.registry(f"{folder}\\{program}"):
            return found.strip('"')
    return None


def _excel(machine: Machine) -> Line | None:
    if machine.system is System.MACOS:
        there = machine.exists("/Applications/Microsoft Excel.app")
        means = "按钮只在 Windows 上用过；Mac 上请用命令行、拖放。"
        return good(EXCEL, "已安装", means) if there else None
    path = _app_path(machine, "excel.exe") if machine.system is System.WINDOWS else None
    if path is None:
        return None
    full = machine.registry(_CLICK_TO_RUN, "VersionToReport") or ""
    current = re.search(r"(\d+)$", machine.registry(_CURRENT) or "")
    major = full.partition(".")[0] or (current[1] if current else "")
    bits = {"x64": "，64 位", "x86": "，32 位"}.get(
        machine.registry(_CLICK_TO_RUN, "Platform") or "", ""
    )
    seen = f"{_VERSIONS.get(major, '版本不明')}（{full or major or '？'}{bits}），{path}"
    if not machine.exists(path):
        return care(
            EXCEL,
            f"登记在 {path}，那里没有",
            f"Excel 可能卸载过、没有卸干净。{_HEADLESS}",
            "要用按钮，请修复或重新安装 Office。",
        )
    if major.isdecimal() and int(major) < _NEEDED:
        return care(
            EXCEL,
            seen,
            f"按钮和函数要 Excel 2016 以上，这一版没有打算支持。{_HEADLESS}",
            "请换新版的 Excel，或把工作簿拖到启动文件上。",
        )
    return good(EXCEL, seen, "按钮和函数能用（条件见下面各行）。")


def _wps(machine: Machine) -> str | None:
    if machine.system is System.MACOS:
        return "已安装" if machine.exists("/Applications/wpsoffice.app") else None
    if machine.system is System.LINUX:
        found = machine.which("et") or machine.which("wps")
        return str(found) if found else None
    path = _app_path(machine, "et.exe") or _app_path(machine, "wps.exe")
    versions = (machine.registry(key, "Version") for key in _KINGSOFT)
    version = next(filter(None, versions), None)
    roots = (machine.registry(key, "InstallRoot") for key in _KINGSOFT)
    where = path or next(filter(None, roots), None)
    return f"{version or '版本不明'}，{where}" if where else None


def _opener(machine: Machine) -> Iterator[Line]:
    """A workbook with macros that a double click opens in WPS has no buttons."""
    chosen = machine.registry(_OPENS.format(suffix=".xlsm"), "ProgId") or ""
    if chosen.upper().startswith(("ET.", "WPS.", "KET", "KWPS")):
        yield care(
            "双击 .xlsm",
            f"由 WPS 打开（{chosen}）",
            "用 WPS 打开的工作簿，按钮不起作用。",
            "请在 .xlsm 上右键 → 打开方式 → 选择其他应用 → Excel，勾选“始终使用”。",
        )


def policy_lines(machine: Machine) -> Iterator[Line]:
    """What the office's rules forbid, as far as the registry says it. Windows alone."""
    if machine.system is not System.WINDOWS:
        return
    found = [*_rules(machine)]
    yield from found
    if not found:
        yield good(
            MACROS,
            "注册表里没有看到禁止的规定",
            "按钮可以用；别的管理软件的规定这里看不到。",
        )
    guards = [name for name, program in _GUARDS.items() if _app_path(machine, program)]
    if guards:
        yield care(
            "杀毒软件",
            "、".join(guards),
            "可能误报或拦下 python.exe、xlwings 的 DLL：安装到一半停下、按钮没有反应时先看它。",
            r"请把 %LOCALAPPDATA%\xlbudget 这一个文件夹加进它的信任，不要关掉它。",
        )


def _rules(machine: Machine) -> Iterator[Line]:
    values = (machine.registry(key, _NO_CHILDREN) for key in _ASR)
    rule = next(filter(None, values), "")
    if rule in _ENFORCED:
        yield care(
            MACROS,
            f"Defender 的规则“阻止所有 Office 应用程序创建子进程”：{_ENFORCED[rule]}",
            "Excel 启动不了 Python：按钮不起作用，函数退回原生公式。",
            _ATTACH,
        )
    if machine.registry(*_NO_CMD) in ("1", "2"):
        yield care(
            MACROS,
            "策略不许用命令提示符（cmd）",
            "按钮和 .bat 启动文件都要经过 cmd，会被拦下。",
            r"请从“运行”里输入 %LOCALAPPDATA%\xlbudget\python\python.exe -m xlbudget open，"
            "再把文件拖进窗口；或请信息中心放行。",
        )
    if machine.registry(_POLICY.format(version="16.0"), "VBAWarnings") == "4":
        yield care(
            MACROS,
            "策略禁止了 Excel 的全部宏",
            "按钮和宏函数不能用，数照样由原生公式算。",
            f"请信息中心放行，或{_ATTACH.removeprefix('请')}",
        )


def xlwings_lines(machine: Machine) -> Iterator[Line]:
    """What buttons are made with (xlwings, pyOpenVBA), and whether the DLLs are the macros'."""
    needed = machine.system is not System.LINUX
    means = "建带按钮的工作簿（.xlsm）要它；不带宏的 .xlsx 不要。"
    remedy = '请在本程序的环境里运行 pip install "xlbudget[excel]"；私有 Python 请重新安装。'
    for package in (XLWINGS, "pyOpenVBA"):
        version, wanted = machine.package(package), machine.requirement(package)
        if version is None:
            say = care if needed else _not_needed
            yield say(package, "没有装", means, remedy)
        elif wanted is not None and version != wanted:
            yield care(
                package,
                f"{version}，本程序要 {wanted}",
                "宏认准同一个版本的 DLL：版本不同，函数连不上 Python。",
                remedy,
            )
        else:
            yield good(package, version)
    yield from _libraries(machine)


def _not_needed(name: str, seen: str, means: str, _: str) -> Line:
    return good(name, seen, means)


def _libraries(machine: Machine) -> Iterator[Line]:
    """Macros look for a DLL beside python.exe, then in the folder above it."""
    wanted = machine.macro_libraries()
    if machine.system is not System.WINDOWS or not wanted:
        return
    folder = machine.python.executable.parent
    places = (folder, folder.parent)
    missing = [
        name for name in wanted if not any(machine.exists(Path(place, name)) for place in places)
    ]
    if missing:
        yield care(
            "xlwings 的 DLL",
            f"没有 {'、'.join(missing)}（在 {folder} 里找）",
            "按钮能用，函数连不上 Python，由原生公式算。多半是被杀毒软件删了。",
            "请先把安装文件夹加进杀毒软件的信任，再重新安装。",
        )
    else:
        yield good("xlwings 的 DLL", "、".join(wanted), "与宏认准的版本相同。")
