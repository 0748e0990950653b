"""The fonts of an official document: which are there, and what stands in for the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from xlbudget.machine.examined import Line, State, good
from xlbudget.machine.port import Machine, System
from xlbudget.publish.word.fonts import stand_in
from xlbudget.publish.word.styles import FANGSONG, HEITI, KAITI, SONGTI, XIAOBIAOSONG

USES = {
    FANGSONG: "正文",
    XIAOBIAOSONG: "标题",
    HEITI: "一级标题",
    KAITI: "二级标题",
    SONGTI: "表格",
}
"""What each font is for."""

_SAME = {
    SONGTI: ("SimSun", "STSong"),
    HEITI: ("SimHei",),
    FANGSONG: ("仿宋", "FangSong"),
    KAITI: ("楷体", "KaiTi"),
    XIAOBIAOSONG: ("FZXiaoBiaoSong-B05S",),
}
"""Other names of the same design: nobody sees a difference."""

_REGISTERED = (
    r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts",
    r"HKCU\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts",
)
_FORMAT = re.compile(r"\s*\((?:TrueType|OpenType|All res|VGA res)\)$", re.IGNORECASE)
_FILES = {
    "songti": "STSong",
    "stheiti": "STHeiti",
    "kaiti": "STKaiti",
    "stfangsong": "STFangsong",
    "stfangso": "STFangsong",
    "simsun": "SimSun",
    "simhei": "SimHei",
    "simfang": "FangSong",
    "simkai": "KaiTi",
}
"""How the files begin that macOS and Office for Mac have these fonts in."""

_MAC_FOLDERS = ("/System/Library/Fonts", "/Library/Fonts")
_PATIENCE = 20.0


def font_lines(machine: Machine) -> Iterator[Line]:
    """One line a font."""
    installed = families(machine)
    for asked, use in USES.items():
        name = f"字体 {asked}"
        used = stand_in(asked, installed)
        if used == asked or used in _SAME[asked]:
            yield good(name, "已安装" if used == asked else f"已安装（叫 {used}）")
            continue
        stands = f"没有装，在这台电脑上由“{used}”代替" if used else "没有装，也没有相近的中文字体"
        yield Line(
            name=name,
            state=State.CARE,
            seen=stands,
            means=f"文档里写的仍是“{asked}”（{use}），在装了它的电脑上打开、打印就是它；"
            "在这里看、转 PDF，字形不同，行数页数可能差一点。",
            remedy="要在这台电脑上打印定稿，请向信息中心要这个字体的正版文件，装好再开 Word、WPS。",
        )


def families(machine: Machine) -> frozenset[str]:
    """The names of all fonts that are installed."""
    if machine.system is System.WINDOWS:
        names = (name for key in _REGISTERED for name in machine.registry_names(key))
        return frozenset(
            each.strip() for name in names for each in _FORMAT.sub("", name).split("&")
        )
    if machine.system is System.MACOS:
        home = machine.home
        folders = [*map(Path, _MAC_FOLDERS), *([home / "Library" / "Fonts"] if home else [])]
        return frozenset(_family(file) for folder in folders for file in machine.file_names(folder))
    said = machine.said(["fc-list", "--format", "%{family}\n"], _PATIENCE) or ""
    return frozenset(each.strip() for line in said.splitlines() for each in line.split(","))


def _family(file: str) -> str:
    """The font that a file holds, by its name."""
    stem = file.rpartition(".")[0]
    begins = re.split(r"[ -]", stem.casefold())[0]
    return _FILES.get(begins, stem)
