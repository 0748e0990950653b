"""A format that is kept is the format that is read anew, and never an old one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from xlbudget.domain.errors import BrokenFormat, UnreadableFile
from xlbudget.files.kept import VARIABLE
from xlbudget.formats import library, resolving
from xlbudget.formats.drafts import Head
from xlbudget.formats.library import HOME, find, places
from xlbudget.formats.model import Format, Section
from xlbudget.formats.shapes import FORMAT_SHAPES
from xlbudget.narrative import template
from xlbudget.narrative.nodes import Node

TOYLAND = """
title = "童话镇部门决算公开格式"
extends = "national"
authority = "待核"
verified = false
version = "1"
"""


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache that is empty, and a process that knows nothing before and after."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "留存"))
    forget()
    yield tmp_path / "留存"
    forget()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder of formats with one that says nothing of its own."""
    folder = tmp_path / "格式" / "toyland"
    (folder / "narrative").mkdir(parents=True)
    (folder / "format.toml").write_text(TOYLAND, encoding="utf-8")
    for name in ("checks.toml", "supplement.toml"):
        (folder / name).write_text("", encoding="utf-8")
    return folder.parent


def forget() -> None:
    """As in a process that has just been started."""
    library._found.cache_clear()
    library._kept.clear()
    template._parse.cache_clear()
    template._kept_nodes.cache_clear()


def anew(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which places are read anew from now on."""
    read: list[str] = []
    resolve = resolving.resolve

    def noted(lineage: list[Head], year: int, home: Path) -> Format:
        read.append(lineage[-1].place)
        return resolve(lineage, year, home)

    monkeypatch.setattr(resolving, "resolve", noted)
    return read


@pytest.mark.parametrize("place", places())
def test_it_is_what_is_read_anew(place: str) -> None:
    read = resolving.resolve(resolving.lineage_of(place, places()), 2024, HOME)
    found = FORMAT_SHAPES.value(FORMAT_SHAPES.plain(read))
    assert found == read
    assert repr(found) == repr(read)
    catalogues = {id(table.functional) for table in found.tables.values() if table.functional}
    assert catalogues <= {id(found.functional)}


def test_the_next_start_reads_neither_tables_nor_sentences(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = anew(monkeypatch)
    parsed: list[str] = []
    parse_anew = template._parse_anew

    def noted(section: Section, resolved: Format) -> tuple[Node, ...]:
        parsed.append(section.file)
        return parse_anew(section, resolved)

    monkeypatch.setattr(template, "_parse_anew", noted)
    first = find("national", 2024)
    nodes = [template.parse(section, first) for section in first.sections]
    assert (read, len(parsed)) == (["national"], len(first.sections))
    forget()
    again = find("national", 2024)
    assert [template.parse(section, again) for section in again.sections] == nodes
    assert (read, len(parsed)) == (["national"], len(first.sections))
    assert again == first
    find("national", 2023)
    assert read == ["national", "national"]


def test_what_a_program_keeps_that_was_replaced_while_it_ran_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """升级时还开着的旧程序，照它启动时的样子留存；新程序另读。"""
    read = anew(monkeypatch)
    monkeypatch.setattr(library, "_program", lambda: iter([b"new"]))
    find("national", 2024)
    forget()
    monkeypatch.setattr(library, "_PROGRAM", (b"new",))
    find("national", 2024)
    assert read == ["national", "national"]


@pytest.mark.parametrize("file", ["format.toml", "checks.toml", "supplement.toml"])
def test_a_file_that_changed_is_read_anew(
    home: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    read = anew(monkeypatch)
    find("toyland", 2024, extra=[home])
    forget()
    find("toyland", 2024, extra=[home])
    assert read == ["toyland"]
    path = home / "toyland" / file
    path.write_text(path.read_text(encoding="utf-8") + "# 改过\n", encoding="utf-8")
    forget()
    find("toyland", 2024, extra=[home])
    assert read == ["toyland", "toyland"]


def test_a_sentence_that_changed_is_parsed_anew(home: Path) -> None:
    sentences = home / "toyland" / "narrative"
    before = find("toyland", 2024, extra=[home])
    overall = next(
        section for section in before.sections if section.file.endswith("01_overall.txt")
    )
    (sentences / "01_overall.txt").write_text("一、另一句\n", encoding="utf-8")
    template.parse(overall, before)
    forget()
    after = find("toyland", 2024, extra=[home])
    new = next(section for section in after.sections if section.id == overall.id)
    assert [node.text for node in template.parse(new, after) if hasattr(node, "text")] == [
        "一、另一句"
    ]


def test_a_parent_in_another_folder_is_another_format(home: Path) -> None:
    before = find("toyland", 2024, extra=[home])
    forget()
    shutil.copytree(HOME / "national", home / "national")
    sentence = home / "national" / "narrative" / "01_overall.txt"
    sentence.write_text("一、另一句\n", encoding="utf-8")
    assert find("toyland", 2024, extra=[home]).sections != before.sections
    forget()
    shutil.rmtree(home / "national")
    assert find("toyland", 2024, extra=[home]) == before


def test_what_is_broken_is_not_kept(home: Path, apart: Path) -> None:
    file = home / "toyland" / "format.toml"
    file.write_text(TOYLAND.replace('"1"', "1"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(BrokenFormat):
            find("toyland", 2024, extra=[home])
        forget()
    assert not list(apart.glob("*.kept"))
    with pytest.raises(UnreadableFile):
        find("toyland", 2024, extra=[home / "没有"])


def test_a_damaged_cache_is_read_anew(apart: Path) -> None:
    first = find("national", 2024)
    for path in apart.glob("*.kept"):
        path.write_bytes(path.read_bytes()[:-7])
    forget()
    assert find("national", 2024) == first


def test_a_second_process_needs_neither_toml_nor_jinja() -> None:
    code = (
        "import sys\n"
        "from xlbudget.formats.library import find\n"
        "from xlbudget.narrative.template import parse\n"
        "found = find('shanghai', 2024)\n"
        "assert [parse(section, found) for section in found.sections]\n"
        "print(*sorted({'tomllib', 'jinja2', 'csv', 'dataclasses'} & set(sys.modules)))\n"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert runs[0].stdout.split() == ["csv", "jinja2", "tomllib"]
    assert runs[1].stdout.split() == []
