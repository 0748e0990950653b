"""各页的链接、锚点、图、代码字体里的文件名，指到的都在。"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.markdown import (
    DOCS,
    NAMES,
    ROOT,
    anchors,
    blocks,
    code_words,
    links,
    prose,
    text_of,
)

OURS = ("xlbudget/", "docs/", "tests/", "benchmarks/", "macros/", "workbook_templates/", ".ci/")
BESIDE = ("", "xlbudget/", "xlbudget/formats/", "docs/", "docs/windows/", "tests/")
"""代码字体里的路径从这些文件夹里的一个、或者页面所在的算起。"""

SOURCES = (".py", ".md", ".bas", ".bat", ".css", ".js", ".yml")


def target(name: str, link: str) -> tuple[Path, str]:
    path, _, anchor = link.partition("#")
    return ((ROOT / name).parent / path).resolve() if path else ROOT / name, anchor


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name: str) -> None:
    wrong = []
    for link in links(name):
        if re.match(r"\w+:", link):
            continue
        path, anchor = target(name, link)
        if not path.exists():
            wrong.append(f"{link}：没有这个文件")
        elif anchor and anchor not in anchors(path.relative_to(ROOT).as_posix()):
            wrong.append(f"{link}：没有这个标题")
    assert wrong == []


def test_addresses_of_the_net_are_few_and_plain() -> None:
    """网上的链接只给人点，页面自己不去取；不写 http。"""
    found = {link for name in NAMES for link in links(name) if re.match(r"\w+:", link)}
    assert {link for link in found if not link.startswith("https://")} == set()
    assert [link for name in NAMES for link in links(name, pictures=True) if ":" in link] == []


@pytest.mark.parametrize("name", NAMES)
def test_paths_in_code_font_exist(name: str) -> None:
    missing = []
    rooms = (*BESIDE, f"{Path(name).parent.as_posix()}/")
    for word in code_words(name):
        path = word.split("::")[0].split(" ")[0].rstrip("/")
        if not path.isascii() or not re.fullmatch(r"[\w./*-]+", path) or "/" not in path:
            continue
        ours = word.startswith(OURS) or path.endswith(SOURCES)
        pattern = path.replace("…", "*")
        if ours and not any(list(ROOT.glob(f"{room}{pattern}")) for room in rooms):
            missing.append(word)
    assert missing == []


def test_the_pattern_of_links_sees_links_and_pictures() -> None:
    assert any("#" in link for name in NAMES for link in links(name))
    assert sum(len(links(name, pictures=True)) for name in NAMES) >= 20
    assert sum(len(code_words(name)) for name in NAMES) >= 500


def test_every_picture_is_there_and_shown() -> None:
    shown = set()
    for name in NAMES:
        for link in links(name, pictures=True):
            path, _ = target(name, link)
            assert path.is_file(), f"{name}：没有图 {link}"
            shown.add(path)
    assert sorted(set((DOCS / "pictures").glob("*.png")) - shown) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_one_title_and_every_block_says_what_it_is(name: str) -> None:
    """一页一个一级标题（站点的导航和搜索靠它）；代码块都写明种类，不写的按文本。"""
    assert len(re.findall(r"^# ", prose(name), re.MULTILINE)) == 1
    assert text_of(name).count("\n```") % 2 == 0
    known = ("sh", "bat", "console", "text", "toml", "json", "csv", "python", "")
    assert len(blocks(name, *known)) * 2 == len(re.findall(r"^ *```", text_of(name), re.MULTILINE))
