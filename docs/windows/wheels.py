"""Which wheels go into the private Python: those of pins.txt, for its version, and no other."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from archive import AGAIN, Refused, decoded, opened, shown
from needs import Metadata, normal, normal_version

PINS = Path(__file__).with_name("pins.txt")

_WHEEL = re.compile(
    r"([A-Za-z0-9._]+)-([A-Za-z0-9._!+]+)(?:-\d[^-]*)?-([^-]+)-([^-]+)-([^-]+)\.whl"
)
_PIN = re.compile(r"([A-Za-z0-9._-]+)==([A-Za-z0-9._!+]+)")


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
            raise Refused(f"{shown(path.name)}：不是 wheel 的文件名。请用 pip 下载的原文件名。")
        tags = [tuple(part.split(".")) for part in found.groups()[2:]]
        return cls(path, normal(found[1]), found[2], tags[0], tags[1], tags[2])

    def metadata(self) -> Metadata:
        """What it says of itself, where that is what its file name says."""
        with opened(self.path) as package:
            inside = Metadata.of(package)
        if (normal(inside.name), normal_version(inside.version)) != (
            self.name,
            normal_version(self.version),
        ):
            raise Refused(
                f"{self.path.name}：METADATA 里是 {shown(inside.name)} {shown(inside.version)}，"
                f"应当和文件名一样是 {self.name} {self.version}。{AGAIN}"
            )
        return inside

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
    for number, line in enumerate(decoded(path.read_bytes(), path.name).splitlines(), 1):
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


def check_complete(wheels: Iterable[Wheel], minor: int) -> None:
    """Whether all that is needed is there; of xlbudget, also what [excel] needs."""
    have = {wheel.name: wheel.metadata() for wheel in wheels}
    waiting = [("xlbudget", "excel"), *((name, "") for name in have)]
    seen: set[tuple[str, str]] = set()
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for need, extras in have[name].needed(minor, extra):
            if need not in have:
                raise Refused(
                    f"{have[name].origin}：{name} 还要用 {need}，清单 {PINS.name} 里没有。"
                    "请补上它的版本。"
                )
            waiting += [(need, asked) for asked in extras]
