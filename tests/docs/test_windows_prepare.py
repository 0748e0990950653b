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
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "windows"
NATIVE = {"MarkupSafe", "python-calamine", "pywin32", "xlwings"}
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
            package.writestr(name, data)
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

    def run(self, *options: str, offline: bool = True) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(FOLDER / "prepare.py"), "--python", str(self.python)]
        command += ["--wheel", str(self.own), "-o", str(self.out), *options]
        command += ["--wheels", str(self.wheels)] if offline else []
        pip = {
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_CONFIG_FILE": os.devnull,
        }
        environment = {**os.environ, **pip, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            command, env=environment, capture_output=True, encoding="utf-8", check=False
        )

    def refused(self, *options: str) -> str:
        """What it says where it refuses; nothing is written then, not even half."""
        done = self.run(*options)
        assert done.returncode == 2, done.stdout
        assert not done.stdout
        assert "Traceback" not in done.stderr
        parent = self.out.parent
        assert not parent.exists() or not list(parent.iterdir())
        return done.stderr


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_layout(desk: Desk) -> None:
    done = desk.run()
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
    done = desk.run(offline=False)
    assert done.returncode == 0, done.stderr
    assert f"xlwings-{XLWINGS}-cp311-cp311-win_amd64.whl" in (desk.out / "内容.txt").read_text(
        "utf-8"
    )


def test_download_that_fails_is_told(desk: Desk) -> None:
    next(desk.wheels.glob("xlwings*")).unlink()
    done = desk.run(offline=False)
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
    needs = "pillow>=1; extra == 'excel'"
    desk.own = wheel(desk.home, "xlbudget", "9.8.7", "py3-none-any", {}, needs)
    assert "xlbudget 还要用 pillow" in desk.refused()


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
def test_which_wheels_fit(tag: str, fits: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(FOLDER))
    wheels = importlib.import_module("wheels")
    assert wheels.Wheel.of(Path(f"some_name-1.0-{tag}.whl")).fits(11) is fits
    assert wheels.Wheel.of(Path(f"some_name-1.0-2b-{tag}.whl")).version == "1.0"


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


def test_xlwings_pin_is_where_its_range_starts() -> None:
    """The macros carry the version of their DLL: the range leaves room, the pin does not."""
    [requirement] = [found for found in declared() if found.name == "xlwings"]
    major, minor, _ = XLWINGS.split(".")
    assert {str(part) for part in requirement.specifier} == {
        f">={XLWINGS}",
        f"<{major}.{int(minor) + 1}",
    }


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
