"""Markdown 页面里的东西：各页、代码块、链接、标题和它们的锚点、代码字体里的文件名。"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    [ROOT / "README.md", ROOT / "benchmarks" / "README.md", *DOCS.rglob("*.md")], key=str
)
NAMES = [path.relative_to(ROOT).as_posix() for path in PAGES]

_BLOCK = re.compile(
    r"(?:^ *<!-- (?P<mark>[^\n]+?) -->\n)?"
    r"^(?P<indent> *)```(?P<kind>[\w-]*)[^\n]*\n(?P<body>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)
_LINK = re.compile(r"(?P<picture>!?)\[(?P<words>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<to>[^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
_CODE = re.compile(r"`+([^`\n]+)`+")


@dataclass(frozen=True)
class Block:
    """一块代码：种类、正文、它前面的注释（`<!-- … -->`）、第几行。"""

    kind: str
    body: str
    mark: str
    line: int


@cache
def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, *kinds: str) -> list[Block]:
    text = text_of(name)
    return [
        Block(
            found["kind"],
            re.sub(f"^{found['indent']}", "", found["body"], flags=re.MULTILINE),
            found["mark"] or "",
            text.count("\n", 0, found.start("indent")) + 1,
        )
        for found in _BLOCK.finditer(text)
        if found["kind"] in kinds
    ]


@cache
def prose(name: str) -> str:
    """没有代码块和注释的正文。"""
    without = _BLOCK.sub("", text_of(name))
    return re.sub(r"<!--.*?-->", "", without, flags=re.DOTALL)


def links(name: str, *, pictures: bool = False) -> list[str]:
    """链接（或图）指到哪里；代码字体里的不算。"""
    text = _CODE.sub("", prose(name))
    return [found["to"] for found in _LINK.finditer(text) if bool(found["picture"]) == pictures]


@cache
def anchors(name: str) -> frozenset[str]:
    """各标题的锚点，照 GitHub 的算法：小写，去掉标点，空格换成连字符，重复的加序号。"""
    seen: Counter[str] = Counter()
    found = set()
    for heading in _HEADING.findall(prose(name)):
        words = _LINK.sub(lambda link: link["words"], heading).replace("`", "")
        slug = re.sub(r"[^\w\- ]", "", re.sub(r"\\(.)", r"\1", words).lower()).replace(" ", "-")
        found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return frozenset(found)


def code_words(name: str) -> list[str]:
    """代码字体里的话。"""
    return [word.strip() for word in _CODE.findall(prose(name))]
