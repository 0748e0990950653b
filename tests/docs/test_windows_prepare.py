"""The private Python for Windows, made of tiny wheels and a tiny embeddable package: no network."""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import os
import re
import struct
import subprocess
import sys
import tomllib
import warnings
import zipfile
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "windows"
NATIVE = {"MarkupSafe", "numpy", "pandas", "python-calamine", "pywin32", "xlwings"}
OWN = "xlbudget-9.8.7-py3-none-any.whl"
AMD64, ARM64 = 0x8664, 0xAA64
SITE = "python/Lib/site-packages"


def pins() -> dict[str, str]:
    text = (FOLDER / "pins.txt").read_text("utf-8")
    return dict(re.findall(r"^(\S+)==(\S+)$", text, re.MULTILINE))


def canonical_pins() -> dict[str, str]:
    return {str(canonicalize_name(name)): version for name, version in pins().items()}


XLWINGS = pins()["xlwings"]


def write_zip(path: Path, files: Mapping[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        for name, data in files.items():
            item = zipfile.ZipInfo(name or "-")
            item.filename = name  # as it stands, where zipfile would put it right
            package.writestr(item, data)
    return path


def wheel(
    folder: Path, name: str, version: str, tag: str, files: Mapping[str, bytes | str], *needs: str
) -> Path:
    stem = f"{name.replace('-', '_')}-{version}"
    required = "".join(f"Requires-Dist: {text}\n" for text in needs)
    info = {
        f"{stem}.dist-info/METADATA": (
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{required}\n"
        ),
        f"{stem}.dist-info/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n",
    }
    return write_zip(folder / f"{stem}-{tag}.whl", {**files, **info})


def xlwings_files(dll: str = XLWINGS, macros: str = XLWINGS) -> dict[str, bytes | str]:
    data = f"xlwings-{XLWINGS}.data"
    return {
        "xlwings/__init__.py": "",
        "xlwings/xlwings.bas": f'Public Const XLWINGS_VERSION As String = "{macros}"\r\n',
        f"{data}/data/xlwings32-{dll}.dll": b"32",
        f"{data}/data/xlwings64-{dll}.dll": b"64",
        f"{data}/scripts/xlwings": "not needed",
    }


def embeddable(path: Path, minor: int = 11, machine: int = AMD64) -> Path:
    start = struct.pack("<I", 64)
    program = b"MZ".ljust(60, b"\0") + start + b"PE\0\0" + struct.pack("<H", machine)
    files: dict[str, bytes | str] = {
        "python.exe": program,
        "python3.dll": b"any",
        f"python3{minor}.dll": b"exact",
        f"python3{minor}.zip": b"library",
        f"python3{minor}._pth": f"python3{minor}.zip\n.\n#import site\n",
    }
    return write_zip(path, files)


class Desk:
    """All the inputs in a folder, and one run of the script."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.wheels = home / "wheels"
        self.wheels.mkdir()
        self.python = embeddable(home / "embed.zip")
        self.own = wheel(home, "xlbudget", "9.8.7", "py3-none-any", {"xlbudget/a.py": "1"})
        self.out = home / "out" / "xlbudget-windows"
        for name, version in pins().items():
            self.put(name, version, {f"{name.lower().replace('-', '_')}_here.py": ""})
        self.put("pywin32", pins()["pywin32"], self.pywin32_files())
        self.put("xlwings", XLWINGS, xlwings_files())

    @staticmethod
    def pywin32_files() -> dict[str, bytes | str]:
        return {
            "pywin32_system32/pywintypes311.dll": b"types",
            "pywin32_system32/pythoncom311.dll": b"com",
            "win32/win32api.pyd": b"",
            "win32/lib/pywintypes.py": "",
            "pythonwin/win32ui.pyd": b"",
            "pywin32.pth": "win32\nwin32\\lib\nPythonwin\n",
        }

    def put(self, name: str, version: str, files: Mapping[str, bytes | str], *needs: str) -> Path:
        tag = "cp311-cp311-win_amd64" if name in NATIVE else "py3-none-any"
        return wheel(self.wheels, name, version, tag, files, *needs)

    def options(self, *options: str, offline: bool) -> list[str]:
        places = ["--python", str(self.python), "--wheel", str(self.own), "-o", str(self.out)]
        return [*places, *options, *(["--wheels", str(self.wheels)] if offline else [])]

    def script(self, *options: str, offline: bool = True) -> subprocess.CompletedProcess[str]:
        """As the user starts it."""
        command = [sys.executable, str(FOLDER / "prepare.py")]
        command += self.options(*options, offline=offline)
        pip = {
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_CONFIG_FILE": os.devnull,
        }
        environment = {**os.environ, **pip, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            command, env=environment, capture_output=True, encoding="utf-8", check=False
        )

    def run(self, *options: str) -> subprocess.CompletedProcess[str]:
        """The same in this process, where an error that the script does not know ends the test."""
        out, err = StringIO(), StringIO()
        arguments = self.options(*options, offline=True)
        with redirect_stdout(out), redirect_stderr(err):
            code = importlib.import_module("prepare").main(arguments)
        return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())

    def refused(self, *options: str) -> str:
        """What it says where it refuses; nothing is written then, not even half."""
        done = self.run(*options)
        assert done.returncode == 2, done.stdout
        assert not done.stdout
        assert "Traceback" not in done.stderr
        parent = self.out.parent
        assert not parent.exists() or not list(parent.iterdir())
        return done.stderr


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(FOLDER))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_layout(desk: Desk) -> None:
    done = desk.script()
    assert done.returncode == 0, done.stderr
    found = {name for name in files_of(desk.out) if ".dist-info/" not in name}
    plain = [name for name in pins() if name not in {"pywin32", "xlwings"}]
    assert found == {
        "install.bat",
        "uninstall.bat",
        "xlbudget.bat",
        "内容.txt",
        "说明.txt",
        "python/python.exe",
        "python/python3.dll",
        "python/python311.dll",
        "python/python311.zip",
        "python/python311._pth",
        "python/pywintypes311.dll",
        "python/pythoncom311.dll",
        f"python/xlwings32-{XLWINGS}.dll",
        f"python/xlwings64-{XLWINGS}.dll",
        f"{SITE}/xlwings/__init__.py",
        f"{SITE}/xlwings/xlwings.bas",
        f"{SITE}/xlbudget/a.py",
        *(f"{SITE}/{name}" for name in desk.pywin32_files()),
        *(f"{SITE}/{name.lower().replace('-', '_')}_here.py" for name in plain),
    }
    assert (desk.out / "python/pythoncom311.dll").read_bytes() == b"com"
    assert [path.name for path in desk.out.parent.iterdir()] == ["xlbudget-windows"]


def test_search_path_names_folders_that_exist(desk: Desk) -> None:
    desk.run()
    text = (desk.out / "python/python311._pth").read_bytes().decode("ascii")
    first, *rest = text.removesuffix("\r\n").split("\r\n")
    assert first == "python311.zip"
    assert rest == [
        ".",
        r"Lib\site-packages",
        r"Lib\site-packages\win32",
        r"Lib\site-packages\win32\lib",
        r"Lib\site-packages\pythonwin",
    ]
    assert all((desk.out / "python" / line.replace("\\", "/")).is_dir() for line in rest)


def test_manifest_has_every_wheel(desk: Desk) -> None:
    desk.run()
    text = (desk.out / "内容.txt").read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    for path in [desk.python, desk.own, *desk.wheels.iterdir()]:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert f"{path.name}\r\n    SHA-256 {digest}\r\n" in text
    assert text.count("SHA-256") == len(pins()) + 2


def test_texts_can_be_read_on_windows(desk: Desk) -> None:
    desk.run()
    for path in [*desk.out.glob("*.bat"), *desk.out.glob("*.txt")]:
        data = path.read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n") > 0, path.name
        if path.suffix == ".bat":
            assert data.isascii(), path.name
        else:
            assert data.startswith(b"\xef\xbb\xbf"), path.name
    text = (desk.out / "说明.txt").read_text("utf-8-sig")
    assert text.startswith("部门决算公开 xlbudget 9.8.7（私有 Python 3.11，")


def test_the_pages_come_along(desk: Desk) -> None:
    site = desk.home / "site"
    (site / "pictures").mkdir(parents=True)
    (site / "index.html").write_text("五分钟上手", encoding="utf-8")
    (site / "pictures" / "首页.png").write_bytes(b"png")
    assert desk.run("--site", str(site)).returncode == 0
    pages = {name for name in files_of(desk.out) if name.startswith("文档/")}
    assert pages == {"文档/index.html", "文档/pictures/首页.png"}


def test_another_folder_is_not_taken_for_the_pages(desk: Desk) -> None:
    assert "没有 index.html" in desk.refused("--site", str(desk.wheels))


def test_zip_holds_the_same(desk: Desk) -> None:
    assert desk.run("--zip").returncode == 0
    with zipfile.ZipFile(desk.out.with_name("xlbudget-windows.zip")) as package:
        names = {name for name in package.namelist() if not name.endswith("/")}
        assert names == {f"xlbudget-windows/{name}" for name in files_of(desk.out)}
        assert package.testzip() is None


def test_downloads_by_pip_for_windows(desk: Desk) -> None:
    """The real pip, kept to the folder of fakes."""
    wheel(desk.wheels, "xlwings", XLWINGS, "cp312-cp312-win_amd64", {})
    wheel(desk.wheels, "xlwings", XLWINGS, "cp311-cp311-manylinux_2_17_x86_64", {})
    done = desk.script(offline=False)
    assert done.returncode == 0, done.stderr
    assert f"xlwings-{XLWINGS}-cp311-cp311-win_amd64.whl" in (desk.out / "内容.txt").read_text(
        "utf-8"
    )


def test_download_that_fails_is_told(desk: Desk) -> None:
    next(desk.wheels.glob("xlwings*")).unlink()
    done = desk.script(offline=False)
    assert done.returncode == 2
    assert "pip 下载没有成功" in done.stderr
    assert not list(desk.out.parent.iterdir())


def test_other_dll_version_is_refused(desk: Desk) -> None:
    desk.put("xlwings", XLWINGS, xlwings_files(dll="0.1.2"))
    said = desk.refused()
    assert f"xlwings {XLWINGS} 的 DLL 应当是同一版本" in said
    assert "实际：xlwings32-0.1.2.dll、xlwings64-0.1.2.dll。" in said


def test_other_version_of_the_macros_is_refused(desk: Desk) -> None:
    desk.put("xlwings", XLWINGS, xlwings_files(macros="0.1.2"))
    assert f"xlwings {XLWINGS} 里宏的版本是 0.1.2" in desk.refused()


def test_other_python_is_refused(desk: Desk) -> None:
    desk.python = embeddable(desk.home / "embed312.zip", minor=12)
    said = desk.refused()
    for name in map(canonicalize_name, NATIVE):
        assert f"{name} {canonical_pins()[name]}：wheel 是给 cp311-cp311-win_amd64 的" in said
    assert "嵌入包是 cp312 win_amd64" in said


def test_all_that_is_missing_is_told_at_once(desk: Desk) -> None:
    for path in [
        *desk.wheels.glob("click*"),
        *desk.wheels.glob("jinja2*"),
        *desk.wheels.glob("Jinja2*"),
    ]:
        path.unlink()
    desk.put("click", "1.0", {})
    said = desk.refused()
    assert f"click：wheel 的版本是 1.0，清单要 {pins()['click']}" in said
    assert f"jinja2 {pins()['Jinja2']}：没有 wheel" in said


def test_need_that_is_not_pinned_is_refused(desk: Desk) -> None:
    desk.put("click", pins()["click"], {}, 'colorama; platform_system == "Windows"')
    assert "click 还要用 colorama" in desk.refused()


def test_needs_of_other_systems_and_extras_do_not_count(desk: Desk) -> None:
    others = ('psutil; platform_system == "Darwin"', "pandas; extra == 'all'")
    desk.put("click", pins()["click"], {}, *others)
    assert desk.run().returncode == 0


def test_needs_of_our_excel_extra_count(desk: Desk) -> None:
    needs = "colorama>=1; extra == 'excel'"
    desk.own = wheel(desk.home, "xlbudget", "9.8.7", "py3-none-any", {}, needs)
    assert "xlbudget 还要用 colorama" in desk.refused()


@pytest.mark.parametrize(
    "name",
    [
        "../outside.py",
        "a/../../outside.py",
        "/outside.py",
        "C:/outside.py",
        "a\\..\\..\\outside.py",
        "a/.. /outside.py",
        "click-1.data/data/../../outside.py",
    ],
)
def test_path_that_leaves_the_folder_is_refused(desk: Desk, name: str) -> None:
    desk.put("click", pins()["click"], {name: "bad"})
    assert "不是正常的路径" in desk.refused()
    assert not list(desk.home.rglob("outside.py"))


@pytest.mark.parametrize("name", ["click-1.data/data/Python.exe", "jinja2_here.py"])
def test_file_that_is_already_there_is_refused(desk: Desk, name: str) -> None:
    desk.put("click", pins()["click"], {name: "other"})
    assert "不能同时装" in desk.refused()


def test_what_is_already_there_stays(desk: Desk) -> None:
    desk.out.mkdir(parents=True)
    (desk.out / "mine.txt").write_text("mine")
    done = desk.run()
    assert done.returncode == 2
    assert "已经有了" in done.stderr
    assert files_of(desk.out.parent) == {"xlbudget-windows/mine.txt"}


@pytest.mark.parametrize(
    ("minor", "machine", "said"),
    [
        (11, ARM64, "不是 64 位（amd64）的"),
        (10, AMD64, "Python 3.10，应当是 3.11 到 3.14"),
        (15, AMD64, "Python 3.15，应当是 3.11 到 3.14"),
    ],
)
def test_embeddable_that_does_not_suit(desk: Desk, minor: int, machine: int, said: str) -> None:
    desk.python = embeddable(desk.home / "other.zip", minor, machine)
    assert said in desk.refused()


def test_other_files_than_asked_for(desk: Desk) -> None:
    right, desk.python = desk.python, desk.own
    assert "不是 Python 的 Windows 嵌入包" in desk.refused()
    desk.python, desk.own = right, next(desk.wheels.glob("click*"))
    assert "应当是 xlbudget 的 wheel" in desk.refused()
    desk.own = desk.home / "xlbudget.zip"
    assert "不是 wheel 的文件名" in desk.refused()
    desk.own = desk.home / "xlbudget-1-py3-none-any.whl"
    assert "文件读不了" in desk.refused()
    desk.own.write_text("not a zip")
    assert "文件读不了" in desk.refused()


@pytest.mark.parametrize(
    ("tag", "fits"),
    [
        ("py3-none-any", True),
        ("py2.py3-none-any", True),
        ("py311-none-any", True),
        ("py2-none-any", False),
        ("py3-none-win_amd64", True),
        ("py3-none-win32", False),
        ("cp311-cp311-win_amd64", True),
        ("cp312-cp312-win_amd64", False),
        ("cp311-cp311-manylinux_2_17_x86_64", False),
        ("cp313-cp313t-win_amd64", False),
        ("cp38-abi3-win_amd64", True),
        ("cp312-abi3-win_amd64", False),
    ],
)
def test_which_wheels_fit(tag: str, fits: bool) -> None:
    wheels = importlib.import_module("wheels")
    assert wheels.Wheel.of(Path(f"some_name-1.0-{tag}.whl")).fits(11) is fits
    assert wheels.Wheel.of(Path(f"some_name-1.0-2b-{tag}.whl")).version == "1.0"


def click(desk: Desk, files: Mapping[str, bytes | str] | None = None, *needs: str) -> Path:
    return desk.put("click", pins()["click"], files or {}, *needs)


def put_alone(folder: Path, files: Mapping[str, bytes | str]) -> str:
    """What is said where one wheel is put into an empty folder; nothing if it is taken."""
    path = wheel(folder, "click", "1", "py3-none-any", files)
    prepare = importlib.import_module("prepare")
    try:
        prepare.PrivatePython(folder / "python", 11).put_wheel(prepare.Wheel.of(path))
    except prepare.Refused as error:
        return str(error)
    return ""


def needed(folder: Path, *needs: str) -> object:
    """What a wheel needs on Windows with Python 3.11; or what is said of it."""
    wheels = importlib.import_module("wheels")
    found = wheels.Wheel.of(wheel(folder, "click", "1", "py3-none-any", {}, *needs))
    try:
        return found.metadata().needed(11, "")
    except wheels.Refused as error:
        return str(error)


def forge(path: Path, name: str, **fields: int) -> None:
    """Say something else of a member than what it is, in both of its headers."""
    places = {  # in the list at the end, at the member itself, as what
        "flag_bits": (8, 6, "<H"),
        "compress_type": (10, 8, "<H"),
        "CRC": (16, 14, "<I"),
        "file_size": (24, 22, "<I"),
    }
    with zipfile.ZipFile(path) as package:
        item = package.getinfo(name)
    data = bytearray(path.read_bytes())
    listed = data.rindex(b"PK\1\2", 0, data.rindex(name.encode()))
    for field, value in fields.items():
        first, second, kind = places[field]
        struct.pack_into(kind, data, listed + first, value)
        struct.pack_into(kind, data, item.header_offset + second, value)
    path.write_bytes(data)


def compressed(path: Path, name: str, data: bytes) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, data)


def is_encrypted(path: Path) -> None:
    forge(path, "a.py", flag_bits=1)


def has_other_method(path: Path) -> None:
    forge(path, "a.py", compress_type=99)


def has_bzip2(path: Path) -> None:
    forge(path, "a.py", compress_type=zipfile.ZIP_BZIP2)


def has_other_crc(path: Path) -> None:
    forge(path, "a.py", CRC=1)


def has_damaged_stream(path: Path) -> None:
    compressed(path, "b.py", bytes(range(256)) * 9)
    data = bytearray(path.read_bytes())
    start = data.index(b"b.py") + 4
    data[start : start + 8] = b"\xff" * 8
    path.write_bytes(data)


def is_larger_than_told(path: Path) -> None:
    compressed(path, "b.py", bytes(9 << 20))
    forge(path, "b.py", file_size=10)


def is_smaller_than_told(path: Path) -> None:
    compressed(path, "b.py", b"x" * 10)
    forge(path, "b.py", file_size=1000)


def is_too_large(path: Path) -> None:
    forge(path, "a.py", file_size=201 << 20)


def is_no_zip(path: Path) -> None:
    path.write_bytes(b"no zip")


def is_cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-30])


def is_cut_at_the_start(path: Path) -> None:
    path.write_bytes(path.read_bytes()[40:])


def is_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (is_encrypted, "里的“a.py”是加密的，应当不加密"),
        (has_other_method, "里的“a.py”压缩方法是 99，应当是 0（不压缩）或 8（deflate）"),
        (has_bzip2, "里的“a.py”压缩方法是 12，"),
        (has_other_crc, "里的“a.py”：文件读不了（Bad CRC-32"),
        (has_damaged_stream, "里的“b.py”：文件读不了（Error -3"),
        (is_larger_than_told, "里的“b.py”：文件读不了（Bad CRC-32"),
        (is_smaller_than_told, "里的“b.py”：文件读不了（10 / 1000）"),
        (is_too_large, "：解开有 201 MB，应当不超过 200 MB"),
        (is_no_zip, "：文件读不了（File is not a zip file）。应当是完整的 zip"),
        (is_cut, "：文件读不了（"),
        (is_cut_at_the_start, "：文件读不了（"),
        (is_folder, "：文件读不了（"),
    ],
)
def test_damaged_wheel_is_named(desk: Desk, damage: Callable[[Path], None], said: str) -> None:
    path = click(desk, {"a.py": "12345"})
    damage(path)
    told = desk.refused()
    assert told.startswith(f"没有做成：{path.name}")
    assert said in told
    assert "请" in told.split("应当")[1]


def test_empty_files_count_too(desk: Desk) -> None:
    path = click(desk, {f"{number}.py": "" for number in range(500)})
    archive = importlib.import_module("archive")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "LARGEST", 1 << 20)
        assert f"{path.name}：解开有 2 MB，应当不超过 1 MB" in desk.refused()


def test_damaged_embeddable_is_named(desk: Desk) -> None:
    forge(desk.python, "python3.dll", CRC=1)
    assert "embed.zip 里的“python3.dll”：文件读不了（Bad CRC-32" in desk.refused()


def test_every_cut_and_every_changed_byte_is_refused_or_harmless(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.whl", {"a/METADATA": "some text"})
    compressed(path, "b.py", b"some text, some text")
    whole = path.read_bytes()
    archive = importlib.import_module("archive")
    said = set[str]()
    for place, byte in enumerate(whole):
        for data in (whole[:place], whole[:place] + bytes([byte ^ 0xFF]) + whole[place + 1 :]):
            path.write_bytes(data)
            try:
                with archive.opened(path) as package:
                    list(package.members())
            except archive.Refused as error:
                said.add(str(error)[:5])
    assert said == {path.name}


def test_total_is_limited(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare = importlib.import_module("prepare")
    monkeypatch.setattr(prepare, "MOST", 1 << 20)
    path = click(desk, {"large.bin": bytes(1 << 20)})
    assert f"{path.name}：解到“Lib/site-packages/large.bin”，全部已有 1 MB" in desk.refused()


def test_text_in_another_encoding_is_refused(desk: Desk) -> None:
    path = desk.put("xlwings", XLWINGS, {**xlwings_files(), "xlwings/xlwings.bas": b"\xb2\xbf"})
    assert f"{path.name} 里的 xlwings/xlwings.bas：第 1 个字节不是 UTF-8" in desk.refused()
    desk.put("xlwings", XLWINGS, xlwings_files())
    stem = f"click-{pins()['click']}"
    path = desk.wheels / f"{stem}-py3-none-any.whl"
    write_zip(path, {f"{stem}.dist-info/METADATA": b"Name: click\nAuthor: \xb2\xbf\n"})
    assert f"{path.name} 里的 METADATA：第 21 个字节不是 UTF-8" in desk.refused()


def test_name_that_is_not_utf8_is_refused(desk: Desk) -> None:
    path = click(desk, {"部门.py": ""})
    path.write_bytes(path.read_bytes().replace("部".encode(), b"\xff\xff\xff"))
    assert f"{path.name}：文件读不了（" in desk.refused()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("Name: other\nVersion: {version}\n", "METADATA 里是 other {version}，应当和文件名一样"),
        ("Name: click\nVersion: 0.1\n", "METADATA 里是 click 0.1，应当和文件名一样"),
        ("Name: click\n", "Name、Version 各有 1、0 项"),
        ("Name: click\nName: click\nVersion: {version}\n", "Name、Version 各有 2、1 项"),
        ("Name: click\n???\nVersion: {version}\n", "不是一行一项"),
        ("", "Name、Version 各有 0、0 项"),
    ],
)
def test_metadata_of_another_wheel_is_refused(desk: Desk, fields: str, said: str) -> None:
    version = pins()["click"]
    path = desk.wheels / f"click-{version}-py3-none-any.whl"
    write_zip(path, {f"click-{version}.dist-info/METADATA": fields.format(version=version)})
    told = desk.refused()
    assert path.name in told
    assert said.format(version=version) in told


@pytest.mark.parametrize("folders", [(), ("a", "b")])
def test_wheel_has_one_metadata(desk: Desk, folders: tuple[str, ...]) -> None:
    path = desk.wheels / f"click-{pins()['click']}-py3-none-any.whl"
    write_zip(path, {f"{folder}.dist-info/METADATA": "" for folder in folders})
    told = desk.refused()
    assert f"{path.name}：里面有 {len(folders)} 个 .dist-info/METADATA，应当正好一个" in told


def test_name_and_version_may_be_spelled_otherwise(desk: Desk) -> None:
    wheels = importlib.import_module("wheels")
    path = desk.home / "some_name-1.2.post1-py3-none-any.whl"
    write_zip(path, {"x.dist-info/METADATA": "Name: Some.Name\nVersion: 1.02-POST1\n\nName: y\n"})
    assert wheels.Wheel.of(path).metadata().name == "Some.Name"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "不是正常的路径"),
        ("a//b.py", "不是正常的路径"),
        ("click-1.data/data", "不是正常的路径"),
        ("click-1.data/purelib", "不是正常的路径"),
        ("a\x1b[2J.py", "“'a\\x1b[2J.py'”不是正常的路径"),
        ("con.py", "设备名"),
        ("NUL", "设备名"),
        ("a/aux.txt", "设备名"),
        ("a/Prn/b.py", "设备名"),
        ("COM1.py", "设备名"),
        ("lpt³.tar.gz", "设备名"),
        ("CONOUT$", "设备名"),
        ("conin$ .py", "设备名"),
        ("a.py.", "末尾是点或空格"),
        ("a.py ", "末尾是点或空格"),
        ("a /b.py", "末尾是点或空格"),
        ("a./", "末尾是点或空格"),
        ("a" * 200, "比 180 个字长"),
        ("/".join("a" * 99), "比 180 个字长"),
    ],
)
def test_name_that_windows_cannot_create_is_refused(tmp_path: Path, name: str, said: str) -> None:
    told = put_alone(tmp_path, {name: ""})
    assert told.startswith("click-1-py3-none-any.whl 里的“")
    assert said in told


@pytest.mark.parametrize(
    "name", ["console.py", "com.py", "com10.py", "a.con", "nul_.txt", ".a", "公"]
)
def test_name_that_only_looks_like_a_device(tmp_path: Path, name: str) -> None:
    assert not put_alone(tmp_path, {name: ""})
    assert (tmp_path / SITE / name).is_file()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Pkg", "pkg/b"),
        ("pkg/b", "Pkg"),
        ("Pkg/", "pkg/b"),
        ("pkg/b", "Pkg/"),
        ("Pkg/a", "pkg/b"),
        ("a/B.py", "a/b.py"),
        ("a/b", "a/b/c"),
        ("a/b/c", "a/b"),
        ("É.py", "e\u0301.py"),
        ("a/b.py", "click-1.data/purelib/A/b.py"),
        ("click-1.data/data/Python.dll/a", "click-1.data/data/python.dll"),
        ("click-1.data/data/lib/a", "b.py"),
    ],
)
def test_names_that_are_one_on_windows_are_refused(tmp_path: Path, first: str, second: str) -> None:
    told = put_alone(tmp_path, {first: "", second: ""})
    assert told.startswith("click-1-py3-none-any.whl 里的“")
    assert "在 Windows 上是同一个名字，不能同时装" in told


def test_folders_of_two_wheels_that_are_one_on_windows_are_refused(desk: Desk) -> None:
    one = click(desk, {"Shared/a.py": ""})
    two = desk.put("Jinja2", pins()["Jinja2"], {"shared/b.py": ""})
    told = desk.refused()
    assert f"{one.name} 里的“Lib/site-packages/Shared/”" in told
    assert f"{two.name} 里的“Lib/site-packages/shared/”" in told


def test_member_that_is_there_twice_is_refused(desk: Desk) -> None:
    path = click(desk, {"a.py": ""})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compressed(path, "a.py", b"")
    assert f"{path.name} 里都有 Lib/site-packages/a.py" in desk.refused()


@pytest.mark.parametrize(
    ("marker", "true"),
    [
        ("os_name == 'nt'", True),
        ("os.name=='nt'", True),
        ('os_name != "posix"', True),
        ("os_name == 'posix'", False),
        ("platform_system == 'Windows'", True),
        ("'Win' in platform_system", True),
        ("platform_system not in 'Linux Darwin'", True),
        ("sys_platform == 'linux' or sys_platform == 'win32'", True),
        ("sys_platform != 'win32'", False),
        ("platform_machine == 'AMD64'", True),
        ("implementation_name == 'cpython'", True),
        ("platform_python_implementation != 'CPython'", False),
        ("python_version >= '3'", True),
        ("python_version>='3.9'", True),
        ("python_version < '3.9'", False),
        ("'3.9' <= python_version", True),
        ("'3.9' > python_version", False),
        ("python_version == '3.*'", True),
        ("python_version != '3.11.*'", False),
        ("python_version == '3.11.0'", True),
        ("python_version ~= '3.8'", True),
        ("python_version ~= '3.8.1'", False),
        ("python_version === '3.11'", True),
        ("python_version in '3.10, 3.11'", True),
        ("python_version not in '3.10, 3.11'", False),
        ("python_full_version >= '3.11.4'", True),
        ("python_full_version < '3.11.4'", True),
        ("python_full_version < '3.11'", False),
        ("(python_version<'3.9')or(os_name=='nt' and python_version > '3.10')", True),
        ("os_name == 'nt' and (python_version < '3.9' or extra == 'x')", False),
        ("extra == 'x'", False),
        ("extra != 'X_y'", True),
    ],
)
def test_markers(tmp_path: Path, marker: str, true: bool) -> None:
    expected: list[tuple[str, list[str]]] = [("colorama", [])] if true else []
    assert needed(tmp_path, f"colorama (>=0.4) ; {marker}") == expected


@pytest.mark.parametrize(
    "need",
    [
        "colorama; platform_release >= '10'",
        "colorama; python_version >= 'three'",
        "colorama; python_version ~= '3'",
        "colorama; '3.*' == python_version",
        "colorama; os_name > 'a'",
        "colorama; os_name == 'nt",
        "colorama; os_name == 'nt')",
        "colorama; (os_name == 'nt'",
        "colorama; os_name not 'nt'",
        "colorama; os_name == 'nt' nor os_name == 'x'",
        "colorama; os_name",
        "colorama;",
        f"colorama; {'(' * 5000}os_name == 'nt'",
        f"colorama; {'(' * 900}os_name == 'nt'",
        f"colorama; python_version > '{'9' * 1900}'",
        "colorama @ file:///a.whl",
        "colorama 1.0",
        ">=1",
    ],
)
def test_need_that_cannot_be_worked_out_is_refused(tmp_path: Path, need: str) -> None:
    told = str(needed(tmp_path, need))
    assert told.startswith(f"click-1-py3-none-any.whl 里的“Requires-Dist: {need[:50]}")
    assert "认不出来" in told


@pytest.mark.parametrize(
    ("files", "need", "said"),
    [
        ({"a/aux.txt": ""}, "MarkupSafe", " 里的“a/aux.txt”有一节是 Windows 的设备名。应当"),
        ({"": ""}, "MarkupSafe", " 里的“”不是正常的路径"),
        ({"Pkg": "", "pkg/b": ""}, "MarkupSafe", " 里的“Lib/site-packages/Pkg”和 "),
        ({}, "colorama; os_name == 'nt'", "：click 还要用 colorama，清单 pins.txt 里没有"),
        ({}, "colorama; os_name is 'nt'", " 里的“Requires-Dist: colorama; os_name is 'nt'”认不出"),
    ],
)
def test_bad_wheel_ends_the_whole_run(
    desk: Desk, files: Mapping[str, bytes | str], need: str, said: str
) -> None:
    path = click(desk, files, need)
    assert f"没有做成：{path.name}{said}" in desk.refused()


def test_markers_agree_with_packaging() -> None:
    needs = importlib.import_module("needs")
    values: dict[str, str] = {**WINDOWS, "platform_machine": "AMD64"}
    values |= {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
    texts = ["2", "3", "3.0", "3.9", "3.11", "3.11.0", "3.12", "4", "3.*", "3.11.*", "3.12.*"]
    for minor in (11, 14):
        values["python_version"] = f"3.{minor}"
        for text in texts:
            for sign in ("==", "!=") if "*" in text else ("<", "<=", ">", ">=", "==", "!="):
                marker = f"python_version {sign} '{text}' and os_name == 'nt'"
                holds = needs.Condition(marker, needs.environment(minor, "")).holds()
                assert holds is Marker(marker).evaluate(dict(values)), (minor, marker)


def test_extras_of_what_is_needed_count(desk: Desk) -> None:
    path = click(desk, {}, "colorama; extra == 'Some_thing'")
    assert desk.run().returncode == 0
    desk.out = desk.home / "out2" / "xlbudget-windows"
    desk.put("Jinja2", pins()["Jinja2"], {}, "click[some.thing]>=8")
    assert f"{path.name}：click 还要用 colorama" in desk.refused()


def test_what_only_looks_like_a_need_does_not_count(desk: Desk) -> None:
    click(desk, {}, "MarkupSafe\n\nRequires-Dist: colorama")
    assert desk.run().returncode == 0


WINDOWS = {"platform_system": "Windows", "sys_platform": "win32", "os_name": "nt", "extra": ""}


def declared() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    texts = [*project["dependencies"], *project["optional-dependencies"]["excel"]]
    return [Requirement(text) for text in texts]


def test_pins_suit_what_the_project_declares() -> None:
    pinned = canonical_pins()
    for requirement in declared():
        version = pinned[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), requirement


def test_pins_hold_what_the_dependencies_need() -> None:
    """As far as they are installed here: their own needs on Windows are pinned, in their range."""
    pinned = canonical_pins()
    waiting, seen = [requirement.name for requirement in declared()], set[str]()
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in seen:
            continue
        seen.add(name)
        try:
            needs = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        for need in map(Requirement, needs):
            if need.marker is None or need.marker.evaluate(dict(WINDOWS)):
                assert need.specifier.contains(pinned[canonicalize_name(need.name)]), need
                waiting.append(need.name)


def test_the_project_asks_for_the_very_xlwings_that_is_pinned() -> None:
    """The macros carry the version of their DLL: another one would not be found."""
    found = [requirement for requirement in declared() if requirement.name == "xlwings"]
    assert found
    assert {str(requirement.specifier) for requirement in found} == {f"=={XLWINGS}"}


def test_pins_name_no_place() -> None:
    assert not re.search(r"https?:|--|@", (FOLDER / "pins.txt").read_text("utf-8"))


@pytest.mark.parametrize("name", ["install.bat", "uninstall.bat", "xlbudget.bat"])
def test_every_jump_has_its_label(name: str) -> None:
    lines = (FOLDER / name).read_text("ascii").splitlines()
    code = [line for line in lines if not line.startswith("rem ")]
    labels = [line[1:] for line in code if line.startswith(":")]
    jumps = {jump for line in code for jump in re.findall(r"goto (\w+)", line)}
    assert len(labels) == len(set(labels))
    assert jumps <= set(labels)


def test_every_number_is_explained() -> None:
    batch = "".join((FOLDER / name).read_text("ascii") for name in ("install.bat", "uninstall.bat"))
    shown = set(re.findall(r"echo (\[\d\])", batch))
    explained = re.findall(r"^(\[\d\]) ", (FOLDER / "说明.txt").read_text("utf-8"), re.MULTILINE)
    assert sorted(shown) == explained
