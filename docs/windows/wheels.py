"""Which wheels go into the private Python: those of pins.txt, for its version, and no other."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PINS = Path(__file__).with_name("pins.txt")

_WHEEL = re.compile(
    r"([A-Za-z0-9._]+)-([A-Za-z0-9._!+]+)(?:-\d[^-]*)?-([^-]+)-([^-]+)-([^-]+)\.whl"
)
_PIN = re.compile(r"([A-Za-z0-9._-]+)==([A-Za-z0-9._!+]+)")
_REQUIRED = re.compile(r"^Requires-Dist: *([A-Za-z0-9._-]+)[^;\n]*(?:;(.*))?$", re.MULTILINE)


class Refused(Exception):
    """What is wrong and what to do, in Chinese."""


def normal(name: str) -> str:
    """The name of a package as it is compared: MarkupSafe, et_xmlfile -> markupsafe, et-xmlfile."""
    return re.sub(r"[-_.]+", "-", name).lower()


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@dataclass(frozen=True)
class Wheel:
    path: Path
    name: str
    version: str
    pythons: tuple[str, ...]
    abis: tuple[str, ...]
    platforms: tuple[str, ...]

    @classmethod
    def of(cls, path: Path) -> Wheel:
        found = _WHEEL.fullmatch(path.name)
        if not found:
            raise Refused(f"{path.name}：不是 wheel 的文件名。请用 pip 下载的原文件名。")
        tags = [tuple(part.split(".")) for part in found.groups()[2:]]
        return cls(path, normal(found[1]), found[2], tags[0], tags[1], tags[2])

    @property
    def tag(self) -> str:
        return "-".join(".".join(part) for part in (self.pythons, self.abis, self.platforms))

    def fits(self, minor: int) -> bool:
        """Whether CPython 3.minor on 64-bit Windows can load it."""
        own = f"cp3{minor}"
        if not {"any", "win_amd64"}.intersection(self.platforms):
            return False
        if own in self.abis:
            return own in self.pythons
        stable = [int(tag[3:]) for tag in self.pythons if re.fullmatch(r"cp3\d+", tag)]
        if "abi3" in self.abis:
            return any(oldest <= minor for oldest in stable)
        return "none" in self.abis and bool({"py3", f"py3{minor}", own}.intersection(self.pythons))


def read_pins(path: Path = PINS) -> dict[str, str]:
    """Version by normalised name."""
    pins: dict[str, str] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        text = line.partition("#")[0].strip()
        if not text:
            continue
        found = _PIN.fullmatch(text)
        if not found:
            raise Refused(f"{path.name} 第 {number} 行“{text}”：应当是 名称==版本。")
        pins[normal(found[1])] = found[2]
    return pins


def download(pins: Path, minor: int, folder: Path) -> None:
    """The pinned wheels for 64-bit Windows, by pip as it is set up on this machine."""
    options = ["--no-deps", "--only-binary=:all:", "--platform", "win_amd64"]
    options += ["--python-version", f"3.{minor}", "--implementation", "cp"]
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        *options,
        "-d",
        str(folder),
        "-r",
        str(pins),
    ]
    if subprocess.run(command, check=False).returncode:
        raise Refused(
            "pip 下载没有成功，原因在上面。没有网络时，在有网络的机器上下载好，再用 --wheels 目录。"
        )


def choose(pins: dict[str, str], folder: Path, minor: int) -> list[Wheel]:
    """The wheel of each pin; every one that is missing is told at once."""
    here = [Wheel.of(path) for path in sorted(folder.glob("*.whl"))]
    chosen: list[Wheel] = []
    problems: list[str] = []
    for name, version in pins.items():
        named = [wheel for wheel in here if wheel.name == name]
        right = [wheel for wheel in named if wheel.version == version]
        fitting = sorted((w for w in right if w.fits(minor)), key=lambda w: "any" in w.platforms)
        if fitting:
            chosen.append(fitting[0])
        elif right:
            tags = "、".join(wheel.tag for wheel in right)
            problems.append(
                f"{name} {version}：wheel 是给 {tags} 的，嵌入包是 cp3{minor} win_amd64"
            )
        elif named:
            versions = "、".join(wheel.version for wheel in named)
            problems.append(f"{name}：wheel 的版本是 {versions}，清单要 {version}")
        else:
            problems.append(f"{name} {version}：没有 wheel")
    if problems:
        listed = "\n    ".join(problems)
        raise Refused(f"这些包不齐，或者对不上嵌入包：\n    {listed}\n请按 {PINS.name} 重新下载。")
    return chosen


def requirements(wheel: Wheel) -> Iterator[str]:
    """What it needs on Windows; of xlbudget, also what [excel] needs."""
    with zipfile.ZipFile(wheel.path) as package:
        names = [n for n in package.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", n)]
        metadata = "".join(package.read(name).decode("utf-8") for name in names)
    for found in _REQUIRED.finditer(metadata):
        marker = (found[2] or "").replace('"', "'")
        excel = wheel.name == "xlbudget" and "extra == 'excel'" in marker
        if not marker or excel or ("extra" not in marker and re.search("Windows|win32", marker)):
            yield normal(found[1])


def check_complete(wheels: Iterable[Wheel]) -> None:
    have = {wheel.name: wheel for wheel in wheels}
    for wheel in have.values():
        for name in requirements(wheel):
            if name not in have:
                raise Refused(
                    f"{wheel.name} 还要用 {name}，清单 {PINS.name} 里没有。请补上它的版本。"
                )
