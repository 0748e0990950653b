"""把离线的 Windows 压缩包真的做一遍（包是真的，从包索引下载；Python 嵌入包用一个替身）。

    pip install pefile packaging build
    python benchmarks/windows_zip.py [--wheels 目录] [3.11 3.12 3.13 3.14]

对每个 Python：按 docs/windows/pins.txt 下载 win_amd64 的 wheel，做成文件夹和压缩包，然后

- 由 wheel 的 METADATA 另算一遍要用的包（packaging 的标记），与清单比：不多，不少，版本相符；
- 每个 .pyd、.dll 要的 DLL，不是 Windows 自己的，就在文件夹里，或在真的嵌入包里（vcruntime140）；
- xlbudget 每个模块导入的库，不是标准库，就在文件夹里；
- 量大小。

替身里有嵌入包的文件名，没有 Python：在 Windows 上装起来、跑起来，这里试不了。
"""

from __future__ import annotations

import argparse
import ast
import importlib
import re
import struct
import subprocess
import sys
import tempfile
import zipfile
from email import message_from_bytes
from pathlib import Path

import pefile
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
WINDOWS = ROOT / "docs" / "windows"
sys.path.insert(0, str(WINDOWS))

prepare = importlib.import_module("prepare")
wheels = importlib.import_module("wheels")

EMBEDDED = ("vcruntime140.dll", "vcruntime140_1.dll")
"""真的嵌入包里除 Python 以外还有的 DLL。"""

SYSTEM = re.compile(
    r"(api-ms-win-|ext-ms-)|^(kernel32|user32|advapi32|ole32|oleaut32|shell32|gdi32|comdlg32|"
    r"comctl32|winspool\.drv|ws2_32|bcrypt|bcryptprimitives|crypt32|secur32|netapi32|winmm|version|"
    r"msvcrt|ntdll|rpcrt4|shlwapi|psapi|pdh|powrprof|userenv|wtsapi32|mpr|rasapi32|odbc32|dbghelp|"
    r"wininet|imm32|mfc140u|dsound|activeds|iphlpapi|wsock32|credui|winhttp|propsys|ntdsapi|"
    r"wevtapi|uxtheme|setupapi|cfgmgr32|dnsapi|msimg32|mswsock|lz32|aclui|query|gdiplus|d3d11|dxgi|ktmw32|cryptui)(\.dll)?$"
)
"""Windows 10 自带的；mfc140u 只有 Pythonwin 的窗口用，我们不用。"""

UNUSED = "win32comext/mapi/"
"""pywin32 收发邮件的部分，要 msvcp140.dll；我们不用。"""

OPTIONAL = {"isal", "distributed", "xlbudget"}
CHOSEN = ("3.11", "3.12", "3.13", "3.14")


def stand_in(path: Path, minor: int) -> Path:
    """The names of a real embeddable package; python.exe has the head of a program for x64."""
    head = b"MZ".ljust(60, b"\0") + struct.pack("<I", 64) + b"PE\0\0" + struct.pack("<H", 0x8664)
    files = {
        "python.exe": head,
        **dict.fromkeys(("python3.dll", f"python3{minor}.dll", *EMBEDDED), b""),
        f"python3{minor}.zip": b"",
        f"python3{minor}._pth": f"python3{minor}.zip\n.\n#import site\n".encode(),
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    return path


def environment(minor: int, extra: str) -> dict[str, str]:
    return {
        "os_name": "nt",
        "sys_platform": "win32",
        "platform_system": "Windows",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "python_version": f"3.{minor}",
        "python_full_version": f"3.{minor}.0",
        "extra": extra,
    }


def closure(files: dict[str, Path], minor: int) -> dict[str, list[Requirement]]:
    """What xlbudget[excel] comes to, by the metadata of the very wheels."""
    asked: dict[str, list[Requirement]] = {}
    waiting = [("xlbudget", "excel"), ("xlbudget", "")]
    seen = set(waiting)
    while waiting:
        name, extra = waiting.pop()
        asked.setdefault(name, [])
        with zipfile.ZipFile(files[name]) as package:
            (inside,) = (n for n in package.namelist() if n.endswith(".dist-info/METADATA"))
            told = message_from_bytes(package.read(inside))
        for text in told.get_all("Requires-Dist") or ():
            need = Requirement(text)
            if need.marker and not need.marker.evaluate(environment(minor, extra)):
                continue
            known = canonicalize_name(need.name)
            asked.setdefault(known, []).append(need)
            for each in ("", *need.extras):
                if (known, each) not in seen:
                    seen.add((known, each))
                    waiting.append((known, each))
    return asked


def check_closure(files: dict[str, Path], minor: int) -> None:
    asked = closure(files, minor)
    pins = {canonicalize_name(name): version for name, version in wheels.read_pins().items()}
    missing = asked.keys() - pins.keys() - {"xlbudget"}
    unused = pins.keys() - asked.keys()
    wrong = [
        f"{name} {pins[name]} 不合 {need}"
        for name, needs in asked.items()
        for need in needs
        if name in pins and not need.specifier.contains(pins[name])
    ]
    assert not missing, f"清单里没有 {missing}"
    assert not unused, f"清单里多了 {unused}"
    assert not wrong, wrong
    print(f"    要用的包 {len(asked) - 1} 个，都在清单里，版本相符，没有多余的")


def check_dlls(home: Path) -> None:
    """Each native module finds what it is linked to, or Windows has it."""
    native = [path for path in sorted(home.rglob("*")) if path.suffix.lower() in {".pyd", ".dll"}]
    here = {path.name.lower() for path in native}
    missing: dict[str, set[str]] = {}
    looked = 0
    for path in native:
        if not path.stat().st_size or UNUSED in path.as_posix():
            continue
        looked += 1
        with pefile.PE(str(path), fast_load=True) as image:
            assert path.name.startswith("xlwings32") or image.FILE_HEADER.Machine == 0x8664, path
            image.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_IMPORT"]])
            for entry in getattr(image, "DIRECTORY_ENTRY_IMPORT", ()):
                name = entry.dll.decode().lower()
                if name not in here and not SYSTEM.search(name):
                    missing.setdefault(name, set()).add(path.relative_to(home).as_posix())
    assert not missing, missing
    print(f"    {looked} 个本机模块要的 DLL 都在")


def check_imports(site: Path) -> None:
    """What our modules import is in the folder or in Python itself."""
    here = {path.name.partition(".")[0] for path in site.iterdir()}
    here |= {path.stem for part in ("win32", "win32/lib") for path in (site / part).iterdir()}
    asked = set()
    for path in sorted((site / "xlbudget").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                asked |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                asked.add(node.module.partition(".")[0])
    missing = asked - sys.stdlib_module_names - here - OPTIONAL
    assert not missing, missing
    print(f"    xlbudget 导入的 {len(asked - sys.stdlib_module_names - OPTIONAL)} 个库都在")


def size(path: Path) -> str:
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return f"{sum(each.stat().st_size for each in files) / 1e6:.1f} MB"


def make(minor: int, own: Path, downloaded: Path | None, room: Path) -> None:
    print(f"Python 3.{minor}")
    folder = downloaded / f"3.{minor}" if downloaded else room / f"wheels-{minor}"
    if not folder.is_dir():
        folder.mkdir(parents=True)
        wheels.download(wheels.PINS, minor, folder)
    embedded = stand_in(room / f"python-3.{minor}-embed-amd64.zip", minor)
    target = room / f"xlbudget-windows-{minor}"
    options = ["--python", str(embedded), "--wheel", str(own), "-o", str(target)]
    assert prepare.main([*options, "--wheels", str(folder), "--zip"]) == 0
    chosen = [wheels.Wheel.of(own), *wheels.choose(wheels.read_pins(), folder, minor)]
    check_closure({str(canonicalize_name(each.name)): each.path for each in chosen}, minor)
    check_dlls(target / "python")
    check_imports(target / "python" / "Lib" / "site-packages")
    packed = target.with_name(f"{target.name}.zip")
    print(f"    解开 {size(target)}，压缩包 {size(packed)}（另加 Python 嵌入包约 11 MB）")


def main() -> None:
    parser = argparse.ArgumentParser(description="真的做一遍离线的 Windows 压缩包，并核对。")
    parser.add_argument("versions", nargs="*", default=CHOSEN, metavar="3.N")
    parser.add_argument("--wheels", type=Path, help="已下载的：里面 3.11、3.12 … 各一个目录。")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="xlbudget-windows-") as name:
        room = Path(name)
        command = [sys.executable, "-m", "build", "--wheel", "--outdir", name, str(ROOT)]
        subprocess.run(command, check=True, capture_output=True)
        (own,) = room.glob("*.whl")
        for version in given.versions:
            make(int(version.partition(".")[2]), own, given.wheels, room)


if __name__ == "__main__":
    main()
