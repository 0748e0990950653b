"""PDF of a document although its fonts are not installed: which stand in for them, and say so."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from xlbudget.domain.records import dataclass
from xlbudget.files.foreign import DOCUMENT
from xlbudget.files.office import convert
from xlbudget.files.package import Package
from xlbudget.files.temporary import temporary_folder
from xlbudget.files.whole import refuse_target, write_whole
from xlbudget.files.xml_text import escape, unescape

_FANGSONG = (
    "仿宋_GB2312",
    "仿宋",
    "FangSong",
    "STFangsong",
    "FandolFang R",
    "FandolFang",
)
_KAITI = (
    "楷体_GB2312",
    "楷体",
    "KaiTi",
    "STKaiti",
    "LXGW WenKai",
    "AR PL UKai CN",
    "FandolKai",
)
_SONGTI = (
    "宋体",
    "SimSun",
    "STSong",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "思源宋体",
    "AR PL UMing CN",
    "FandolSong",
)
_HEITI = (
    "黑体",
    "SimHei",
    "STHeiti",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "思源黑体",
    "WenQuanYi Zen Hei",
    "FandolHei",
)
_XIAOBIAOSONG = (
    "方正小标宋简体",
    "方正小标宋_GBK",
    "FZXiaoBiaoSong-B05S",
    "FZXiaoBiaoSong-B05",
    "华文中宋",
    "STZhongsong",
)

_BOLD = frozenset({"方正小标宋简体", "方正小标宋_GBK"})
"""Heavier than the fonts that stand in for them."""

_STAND_INS: dict[str, Sequence[str]] = {
    "仿宋_GB2312": (*_FANGSONG, *_SONGTI),
    "仿宋": (*_FANGSONG, *_SONGTI),
    "楷体_GB2312": (*_KAITI, *_SONGTI),
    "楷体": (*_KAITI, *_SONGTI),
    "黑体": _HEITI,
    "宋体": _SONGTI,
    "新宋体": _SONGTI,
    "等线": _HEITI,
    "微软雅黑": _HEITI,
    "方正小标宋简体": (*_XIAOBIAOSONG, *_SONGTI),
    "方正小标宋_GBK": (*_XIAOBIAOSONG, *_SONGTI),
}
"""What stands in for a font that is not installed, the likest first."""

_SYSTEM = Path("/etc/fonts/fonts.conf")
_ASKED = re.compile(rb'<w:rFonts\b[^>]*\bw:eastAsia="([^"]+)"|<name val="([^"]+)"/>')
_PATIENCE = 20


@dataclass(frozen=True, slots=True)
class Substitution:
    """A font that the document asks for and that is not installed, and what stands in for it."""

    asked: str
    used: str

    def __str__(self) -> str:
        return f"没有安装字体“{self.asked}”，PDF 里用“{self.used}”代替。"


def to_pdf(source: Path, target: Path, *, force: bool = False) -> tuple[Substitution, ...]:
    """Write a document (or workbook) as PDF; the fonts that others stand in for.

    Where there is no fontconfig (Windows, macOS), LibreOffice chooses, and nothing is told. Raises
    ProgramMissing or OutputRefused.
    """
    refuse_target(target, force=force)
    with temporary_folder("pdf") as room, substitutes() as fonts:
        made = convert(source, "pdf", room, fonts=fonts)
        data = made.read_bytes()
        told = tuple(_told(source, fonts)) if fonts is not None else ()
    write_whole(target, data, force=force)
    return told


@contextmanager
def substitutes() -> Iterator[Path | None]:
    """A configuration of fontconfig that names what stands in for each font; None without it."""
    installed = installed_families()
    if not installed:
        yield None
        return
    with temporary_folder("fonts") as room:
        path = room / "fonts.conf"
        path.write_text(configuration(installed), encoding="utf-8")
        yield path


def stand_in(asked: str, installed: frozenset[str]) -> str | None:
    """The font that stands in for another one, itself where it is installed; None where nothing is
    like it.

    >>> stand_in("仿宋_GB2312", frozenset({"FandolFang", "SimSun"}))
    'FandolFang'
    """
    return next((each for each in _STAND_INS.get(asked, ()) if each in installed), None)


def configuration(installed: frozenset[str]) -> str:
    """The configuration for a computer that has some fonts.

    >>> "Noto Sans CJK SC" in configuration(frozenset({"Noto Sans CJK SC"}))
    True
    """
    system = os.environ.get("FONTCONFIG_FILE") or str(_SYSTEM)
    rules = []
    for asked in _STAND_INS:
        used = stand_in(asked, installed)
        if used in (asked, None):
            continue
        bold = asked in _BOLD and used not in _XIAOBIAOSONG
        weight = '<edit name="weight" mode="assign"><const>bold</const></edit>' if bold else ""
        rules.append(
            f'<match target="pattern"><test name="family"><string>{asked}</string></test>'
            '<edit name="family" mode="assign" binding="strong">'
            f"<string>{escape(used)}</string></edit>{weight}</match>"
        )
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>'
        f'<include ignore_missing="yes">{escape(system)}</include>{"".join(rules)}</fontconfig>\n'
    )


def installed_families() -> frozenset[str]:
    """The families that fontconfig knows; none where it is not there."""
    said = _ask("fc-list", "--format", "%{family}\n")
    return frozenset(name.strip() for line in said.splitlines() for name in line.split(","))


def _told(source: Path, fonts: Path) -> Iterator[Substitution]:
    """The fonts of a document that are not installed, with what fontconfig takes for them."""
    installed = installed_families()
    for asked in asked_fonts(source):
        if asked not in installed:
            family = f"{asked.replace('-', chr(92) + '-')}:lang=zh-cn"
            used = _ask("fc-match", "--format", "%{family[0]}", family, fonts=fonts)
            yield Substitution(asked, used or "（由 LibreOffice 另选）")


def asked_fonts(source: Path) -> tuple[str, ...]:
    """The fonts that a .docx or .xlsx names for its text, each once."""
    if source.suffix.lower() not in (".docx", ".xlsx", ".xlsm"):
        return ()
    package = Package.open(source, wanted=DOCUMENT)
    found: dict[str, None] = {}
    for name in package.names():
        if name.endswith(".xml") and name.startswith(("word/", "xl/styles")):
            for pair in _ASKED.findall(package.read(name)):
                found[unescape((pair[0] or pair[1]).decode())] = None
    return tuple(found)


def _ask(program: str, *arguments: str, fonts: Path | None = None) -> str:
    """What a program of fontconfig says; "" where there is none."""
    found = shutil.which(program)
    if found is None or sys.platform in ("win32", "darwin"):
        return ""
    env = os.environ | ({"FONTCONFIG_FILE": str(fonts)} if fonts else {})
    try:
        done = subprocess.run(  # noqa: S603
            [found, *arguments], env=env, capture_output=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")
