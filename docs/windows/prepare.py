"""A private Python for Windows with xlbudget in it, as a folder to carry on a USB stick.

    python docs/windows/prepare.py --python python-3.11.9-embed-amd64.zip \
        --wheel dist/xlbudget-0.1.0-py3-none-any.whl -o xlbudget-windows \
        [--wheels DIR] [--site site] [--zip]

Runs on any system, needs nothing but Python. The embeddable package is downloaded by hand from
Python's own site. The other wheels are those of pins.txt: downloaded by pip, or taken from DIR.
The folder appears whole or not at all.
"""

from __future__ import annotations

import argparse
import re
import shutil
import struct
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from archive import AGAIN, MEGABYTE, Archive, Refused, check_name, decoded, opened, same, shown
from wheels import PINS, Wheel, check_complete, choose, download, read_pins, sha256

HERE = Path(__file__).parent
SITE = "Lib/site-packages"
OLDEST, NEWEST = 11, 14
"""Of Python 3: what xlbudget needs, and the last one whose texts are in the machine's code page."""

SEARCHED = (
    ".",
    r"Lib\site-packages",
    *(rf"Lib\site-packages\{part}" for part in ("win32", r"win32\lib", "pythonwin")),
)
"""Where Python looks, beside its own zip. All that pywin32.pth adds is named, so `import site` is
not needed; with it, Python before 3.15 would also take packages from the user's own folder."""

BATCH_FILES = ("install.bat", "uninstall.bat", "xlbudget.bat")
README, MANIFEST, PAGES = "说明.txt", "内容.txt", "文档"
AMD64 = 0x8664

MOST = 400 * MEGABYTE
"""Of all that is written: several times what it really is."""


def python_version(embeddable: Archive) -> int:
    """The N of Python 3.N, from the embeddable package itself."""
    names = embeddable.names
    found = [match[1] for name in names if (match := re.fullmatch(r"python3([0-9]+)\.dll", name))]
    expected = (
        "请从 Python 官网下载“Windows embeddable package (64-bit)”，不要解开，也不要重新打包。"
    )
    if len(found) != 1 or not {"python.exe", f"python3{found[0]}._pth"}.issubset(names):
        raise Refused(
            f"{embeddable.origin}：不是 Python 的 Windows 嵌入包（embeddable package）。{expected}"
        )
    minor = int(found[0])
    if not OLDEST <= minor <= NEWEST:
        raise Refused(
            f"{embeddable.origin}：嵌入包是 Python 3.{minor}，"
            f"应当是 3.{OLDEST} 到 3.{NEWEST}。{expected}"
        )
    program = embeddable.read("python.exe")
    (start,) = struct.unpack_from("<I", program.ljust(64, b"\0"), 60)
    if program[start : start + 6] != b"PE\0\0" + struct.pack("<H", AMD64):
        raise Refused(f"{embeddable.origin}：嵌入包不是 64 位（amd64）的。{expected}")
    return minor


class PrivatePython:
    """The folder as it grows: each file once, none outside it."""

    def __init__(self, home: Path, minor: int) -> None:
        self.home = home
        self.minor = minor
        self.size = 0
        self.taken: dict[str, tuple[str, str]] = {}

    def take(self, name: str, origin: str) -> None:
        """Keep the name for it, and those of the folders above; a folder's ends in a slash."""
        parts = name.removesuffix("/").split("/")
        for depth in range(1, len(parts) + 1):
            path = "/".join(parts[:depth])
            own = path if path == name else f"{path}/"
            known = self.taken.setdefault(same(path), (own, origin))
            if known[0] != own:
                raise Refused(
                    f"{known[1]} 里的“{shown(known[0])}”和 {origin} 里的“{shown(own)}”在 Windows 上"
                    f"是同一个名字，不能同时装。应当没有这样的两个名字。{AGAIN}"
                )

    def put(self, name: str, data: bytes, origin: str) -> None:
        check_name(name, origin)
        earlier = self.taken.get(same(name))
        if earlier and earlier[0] == name:
            raise Refused(
                f"{earlier[1]} 和 {origin} 里都有 {name}，不能同时装。应当只有一个。{AGAIN}"
            )
        self.take(name, origin)
        self.size += len(data)
        if self.size > MOST:
            raise Refused(
                f"{origin}：解到“{name}”，全部已有 {self.size / MEGABYTE:.0f} MB，"
                f"应当不超过 {MOST // MEGABYTE} MB。{AGAIN}"
            )
        path = self.home.joinpath(*name.split("/"))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except (OSError, ValueError) as error:
            raise Refused(
                f"{origin} 里的“{name}”写不了（{shown(error)}）。应当能写在输出的文件夹里，"
                "请看磁盘有没有地方、有没有权限。"
            ) from error

    def put_python(self, embeddable: Archive) -> None:
        """The embeddable package, with our own search path."""
        path_file = f"python3{self.minor}._pth"
        for name, data in embeddable.members():
            if name.endswith("/"):
                self.take(name, embeddable.origin)
            elif name != path_file:
                self.put(name, data, embeddable.origin)
        lines = (f"python3{self.minor}.zip", *SEARCHED)
        self.put(path_file, "".join(f"{line}\r\n" for line in lines).encode("ascii"), "prepare.py")

    def put_wheel(self, wheel: Wheel) -> None:
        with opened(wheel.path) as package:
            for name, data in package.members():
                top, _, rest = name.partition("/")
                target = f"{SITE}/{name}"
                if top.endswith(".data"):
                    kind, _, inner = rest.partition("/")
                    if kind not in {"purelib", "platlib", "data"}:
                        continue
                    target = inner if kind == "data" else f"{SITE}/{inner}"
                if not name.endswith("/"):
                    self.put(target, data, package.origin)
                elif target:
                    self.take(target, package.origin)

    def put_pywin32_dlls(self, wheel: Wheel) -> None:
        """What pywin32's post-install script would do: its two DLLs beside python.exe."""
        for name in (f"pywintypes3{self.minor}.dll", f"pythoncom3{self.minor}.dll"):
            source = self.home / SITE / "pywin32_system32" / name
            if not source.is_file():
                raise Refused(
                    f"{wheel.path.name}：里面没有 pywin32_system32/{name}，应当有。"
                    "请核对 pywin32 的版本和 Python 的版本。"
                )
            self.put(name, source.read_bytes(), wheel.path.name)

    def check_xlwings(self, wheel: Wheel) -> None:
        """Excel loads a DLL by the version that stands in the macros: they must be the same."""
        origin, version = wheel.path.name, wheel.version
        macros = self.home / SITE / "xlwings" / "xlwings.bas"
        inside = f"{origin} 里的 xlwings/xlwings.bas"
        text = decoded(macros.read_bytes(), inside) if macros.is_file() else ""
        found = re.search(r'XLWINGS_VERSION As String = "([^"]*)"', text)
        dlls = sorted(path.name for path in self.home.glob("xlwings*.dll"))
        if dlls != [f"xlwings{bits}-{version}.dll" for bits in (32, 64)]:
            listed = "、".join(dlls) or "没有"
            raise Refused(
                f"{origin}：xlwings {version} 的 DLL 应当是同一版本的 32 位和 64 位各一个，"
                f"实际：{shown(listed)}。{AGAIN}"
            )
        if found is None or found[1] != version:
            written = shown(found[1]) if found else "没有写明"
            raise Refused(
                f"{origin}：xlwings {version} 里宏的版本是 {written}，与 DLL 对不上。"
                f"应当相同。{AGAIN}"
            )


def windows_text(path: Path) -> str:
    return "\r\n".join(path.read_text("utf-8").splitlines()) + "\r\n"


def manifest(embeddable: Path, minor: int, wheels: Iterable[Wheel]) -> str:
    lines = [f"Python 3.{minor}  {embeddable.name}", f"    SHA-256 {sha256(embeddable)}"]
    for wheel in sorted(wheels, key=lambda wheel: wheel.name):
        lines += [
            f"{wheel.name} {wheel.version}  {wheel.path.name}",
            f"    SHA-256 {sha256(wheel.path)}",
        ]
    return "".join(f"{line}\r\n" for line in lines)


def put_pages(folder: Path, site: Path) -> None:
    """The pages of the documentation, to be read on a machine without a network."""
    if not (site / "index.html").is_file():
        raise Refused(f"{site}：里面没有 index.html。应当是 mkdocs build 建出的文件夹。")
    try:
        shutil.copytree(site, folder / PAGES)
    except (OSError, shutil.Error) as error:
        raise Refused(f"{site}：复制不了（{shown(error)}）。请看磁盘有没有地方。") from error


def fill(folder: Path, embeddable: Path, own: Wheel, wheels_folder: Path | None) -> None:
    """The private Python and all that belongs to it."""
    with opened(embeddable) as package, tempfile.TemporaryDirectory() as downloads:
        minor = python_version(package)
        if wheels_folder is None:
            wheels_folder = Path(downloads)
            download(PINS, minor, wheels_folder)
        wheels = [own, *choose(read_pins(), wheels_folder, minor)]
        check_complete(wheels, minor)
        private = PrivatePython(folder / "python", minor)
        private.put_python(package)
        for wheel in wheels:
            private.put_wheel(wheel)
        by_name = {wheel.name: wheel for wheel in wheels}
        private.put_pywin32_dlls(by_name["pywin32"])
        private.check_xlwings(by_name["xlwings"])
        listed = manifest(embeddable, minor, wheels)
    for name in BATCH_FILES:
        (folder / name).write_bytes(windows_text(HERE / name).encode("ascii"))
    text = windows_text(HERE / README).replace("{version}", own.version)
    (folder / README).write_bytes(text.replace("{minor}", str(minor)).encode("utf-8-sig"))
    (folder / MANIFEST).write_bytes(listed.encode("utf-8-sig"))


def prepare(
    embeddable: Path,
    wheel: Path,
    target: Path,
    wheels: Path | None = None,
    site: Path | None = None,
    *,
    packed: bool = False,
) -> list[Path]:
    """Make the folder, and the zip of it; give what was made."""
    target = target.resolve()
    made = [target, target.with_name(f"{target.name}.zip")] if packed else [target]
    for path in made:
        if path.exists():
            raise Refused(f"{path} 已经有了。请换一个名字，或者先删掉它。")
    own = Wheel.of(wheel)
    if own.name != "xlbudget":
        raise Refused(f"{wheel.name}：应当是 xlbudget 的 wheel（python -m build --wheel）。")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".xlbudget-", dir=target.parent) as room:
        folder = Path(room) / target.name
        folder.mkdir()
        if site:
            put_pages(folder, site)
        fill(folder, embeddable, own, wheels)
        if packed:
            archive = shutil.make_archive(str(folder), "zip", room, folder.name)
            Path(archive).rename(made[1])
        folder.rename(target)
    return made


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description="做一个带 xlbudget 的 Windows 私有 Python 文件夹。"
    )
    parser.add_argument("--python", type=Path, required=True, metavar="嵌入包.zip")
    parser.add_argument("--wheel", type=Path, required=True, metavar="xlbudget-….whl")
    parser.add_argument("--wheels", type=Path, metavar="目录", help="离线：已下载好的 wheel。")
    parser.add_argument("--site", type=Path, metavar="目录", help="文档：mkdocs build 建出的。")
    parser.add_argument("-o", dest="target", type=Path, required=True, metavar="目录")
    parser.add_argument("--zip", action="store_true", help="另压成一个 zip。")
    given = parser.parse_args(arguments)
    try:
        made = prepare(
            given.python, given.wheel, given.target, given.wheels, given.site, packed=given.zip
        )
    except Refused as error:
        print(f"没有做成：{error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"没有做成，文件读不了或写不了：{error}", file=sys.stderr)
        return 2
    print("\n".join(f"已做好 {path}" for path in made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
