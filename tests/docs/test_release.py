"""发布的步骤：命令指到的文件都在；版本号只有一处，换了它，到处都换。"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

from xlbudget import __version__

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "release.md").read_text("utf-8")
SHOWN_AS_AN_EXAMPLE = {"docs/release.md", "docs/windows.md", "docs/windows/prepare.py"}
TEXTS = {".py", ".toml", ".md", ".bat", ".txt", ".bas", ".css", ".js", ".csv", ".yml"}


def files() -> list[Path]:
    folders = ("xlbudget", "macros", "docs", "workbook_templates", "benchmarks")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    return [*found, *ROOT.glob("*.toml"), *ROOT.glob("*.md")]


def test_what_the_commands_name_is_there() -> None:
    named = re.findall(r"^\s*(?:\S*python |)(\.?[\w/]+(?:\.py|/run))\b", PAGE, re.MULTILINE)
    assert len(named) >= 10
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_ci_runs_what_the_page_says_it_runs() -> None:
    assert "docs/release/alone.py" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_version_stands_in_one_place() -> None:
    number = re.compile(rf"(?<![\d.]){re.escape(__version__)}(?![\d.])")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in files()
        if path.suffix in TEXTS and number.search(path.read_text("utf-8", errors="replace"))
    }
    assert found - SHOWN_AS_AN_EXAMPLE - {"CHANGELOG.md"} == {"xlbudget/__init__.py"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "xlbudget/__init__.py"


def test_a_bump_of_it_is_seen_everywhere(tmp_path: Path) -> None:
    """程序的一份副本，只改那一处。"""
    copy = tmp_path / "程序" / "xlbudget"
    shutil.copytree(ROOT / "xlbudget", copy, ignore=shutil.ignore_patterns("__pycache__"))
    place = copy / "__init__.py"
    text = place.read_text("utf-8")
    assert text.count(f'"{__version__}"') == 1
    place.write_text(text.replace(f'"{__version__}"', '"98.7.6"'), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(copy.parent), "PYTHONUTF8": "1"}

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "xlbudget", *words]
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return done.stdout

    first, *formats = run("--version").splitlines()
    assert first == "xlbudget 98.7.6"
    run("new", "national", "2024", "-o", "决算.xlsx")
    with zipfile.ZipFile(tmp_path / "决算.xlsx") as package:
        strings = package.read("xl/sharedStrings.xml").decode()
    (told,) = re.findall(r"xlbudget [^<]*", strings)
    assert told in {f"xlbudget 98.7.6；{each}" for each in formats}
