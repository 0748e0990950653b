"""文档的站点：严格地建成，不取网上的东西，链接、锚点都到得了，从文件打开能按中文的词查。"""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.docs.markdown import DOCS, ROOT
from tests.publish.browser import Tab, opened

ORDER = (
    *("首页", "五分钟上手", "安装", "拖放使用", "每张表怎么填", "导入", "按钮与函数", "校验规则"),
    *("审核与整改", "Word 文档", "用区县范本", "修改措辞", "新增省份", "批量处理"),
    *("常见错误与处理", "与 WPS 配合", "数据安全", "可靠性", "给维护者", "English"),
)
"""办事的人要的次序。"""

LOADED = {
    ("script", "src"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("video", "src"),
    ("object", "data"),
    ("form", "action"),
    ("use", "href"),
}
"""浏览器自己会去取的；a 的 href 要人点。"""

OUTSIDE = re.compile(r"(?:url\(['\"]?|@import ['\"]?)(?:https?:)?//[^)]*")
KNOWN_IN_THE_THEME = {
    "mermaid@11/dist/mermaid.min.js": "页面里有 mermaid 图才取，我们的页面没有",
    "resize-observer-polyfill": "浏览器没有 ResizeObserver（2020 年以前的）才取",
    "repos/${e}/${t}": "写了 repo_url 才问有几个星，我们没有写",
    "users/${e}": "同上",
    "api/v4/projects/${encodeURIComponent(t": "同上",
    "": "复制按钮所用的库的主页，只是一行注释",
}
"""主题的程序里写着的外面的地址（去掉主机名），和为什么浏览器不去取。"""


@dataclass
class Page(HTMLParser):
    """一页里浏览器去取的、链接到的、可以链到的。"""

    loads: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.ids.update(known[name] for name in ("id", "name") if name in known)
        self.loads += [value for name, value in known.items() if (tag, name) in LOADED]
        if tag == "link":
            self.loads.append(known.get("href", ""))
        if tag == "a" and "href" in known:
            self.links.append(known["href"])
        self.loads += re.findall(r"url\(['\"]?([^'\")]+)", known.get("style", ""))


def built(folder: Path) -> str:
    """建成站点；说了什么。"""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("站点")
    said = built(folder)
    assert "WARNING" not in said
    return folder


def parsed(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def elsewhere(address: str) -> bool:
    return address.startswith(("http:", "https:", "//"))


def test_it_is_whole_and_loads_nothing_from_the_net(site: Path) -> None:
    pages = {path: parsed(path) for path in site.rglob("*.html")}
    made = {path.relative_to(site).with_suffix(".md").as_posix() for path in pages}
    assert {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} <= made
    broken = []
    for path, page in pages.items():
        assert [address for address in page.loads if elsewhere(address)] == [], path
        for link in (*page.links, *page.loads):
            if elsewhere(link) or re.match(r"(data|mailto):", link) or path.name == "404.html":
                continue
            to, _, anchor = unquote(link).partition("#")
            target = (path.parent / to.partition("?")[0]).resolve() if to else path
            there = pages.get(target)
            if not target.is_file() or (anchor and there and anchor not in there.ids):
                broken.append(f"{path.name}: {link}")
    assert broken == []
    for path in site.rglob("*.css"):
        assert OUTSIDE.findall(path.read_text("utf-8")) == []
    addresses = {
        address
        for path in site.rglob("bundle.*.js")
        for address in re.findall(r"https?://[^/\"'`\s]+/?([^\"'`\s)]*)", path.read_text("utf-8"))
    }
    assert addresses == KNOWN_IN_THE_THEME.keys()
    assert "repo_url" not in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert not any("mermaid" in path.read_text("utf-8") for path in DOCS.rglob("*.md"))
    kinds = {path.suffix for path in site.rglob("*") if path.is_file()}
    assert kinds <= {".html", ".css", ".js", ".json", ".map", ".png", ".svg", ".xml", ".gz"}


def test_the_order_is_that_of_the_work() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    titles = re.findall(r"^  - (.+?):", text.partition("\nnav:\n")[2], re.MULTILINE)
    assert tuple(titles) == ORDER


def test_links_out_of_the_folder_are_known_as_such() -> None:
    """到 docs 以外的文件的链接，在站点里只留下字。"""
    hooks = runpy.run_path(str(DOCS / "site" / "hooks.py"))
    assert hooks["leaves"]("word.md", "../README.md")
    assert hooks["leaves"]("decisions/0001.md", "../../benchmarks/README.md#x")
    assert not hooks["leaves"]("decisions/0001.md", "../word.md")


def found(tab: Tab, words: str) -> list[tuple[str, str]]:
    """在搜索框里打这些字，列出的：哪一页，标出的字。"""
    tab.value("document.querySelector('label[for=__search]').click()")
    tab.value("window.box = document.querySelector('.md-search__input'); box.focus()")
    tab.value(f"box.value = {words!r}; box.dispatchEvent(new Event('keyup', {{bubbles: true}}))")
    tab.value("box.dispatchEvent(new Event('input', {bubbles: true}))")
    marks = "[...a.querySelectorAll('mark')].map(each => each.textContent).join(' ')"
    items = "[...document.querySelectorAll('.md-search-result__item a')]"
    listed = f"{items}.map(a => [a.getAttribute('href'), {marks}])"
    for _ in range(600):
        rows: list[list[str]] = tab.value(listed)
        if any(marked.replace("\u200b", "") for _, marked in rows):
            return [(href, marked.replace("\u200b", "")) for href, marked in rows]
        time.sleep(0.1)
    return []


@pytest.mark.parametrize(
    ("words", "page"),
    [("勾稽", "checks.html"), ("涉密科目", "last-year.html"), ("打不开", "errors.html")],
)
def test_a_search_finds_chinese_words(words: str, page: str, site: Path, browser: Path) -> None:
    """从文件打开，不用网络；词是整个查的，不是只查第一个字。"""
    with opened(browser, site / "index.html") as tab:
        rows = found(tab, words)
        assert any(f"/{page}" in href for href, _ in rows[:8])
        marks = {word for _, marked in rows for word in marked.split()}
        assert marks
        assert all(len(word) > 1 for word in marks)
        assert [each for each in tab.requests if not each.startswith(("file:", "data:"))] == []
        assert tab.complaints == []
