"""措辞模板和格式的数据文件：写错了，用自己的话说出文件和那一行。"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.fuzz.targets.target import Target, joined, parts_of, text_of
from xlbudget.binding.paths import Paths
from xlbudget.formats.catalogue import load_codes
from xlbudget.formats.glossary import load_glossary
from xlbudget.formats.library import HOME, find, places
from xlbudget.formats.model import Section
from xlbudget.formats.resolving import lineage_of, resolve
from xlbudget.formats.terms import load_explanations, load_terms
from xlbudget.narrative.template_parser import TemplateParser

FORMAT = find("sichuan", 2024)
TESTS = Path(__file__).parents[3] / "tests" / "formats"
TOY, BROKEN = TESTS / "toy", TESTS / "broken"
_ALONE = {
    "codes.csv": load_codes,
    "glossary.csv": load_glossary,
    "terms.csv": load_terms,
    "explanations.csv": load_explanations,
}


def run_template(data: bytes) -> None:
    """Parse a template; what was let through can be turned into a pattern that reads it."""
    section = Section(id="一", file="甲.txt", template=text_of(data))
    Paths(FORMAT).read(TemplateParser(section, FORMAT).parse())


def run_format(data: bytes) -> None:
    """Read the toy format with the files of an input laid over it."""
    parts = parts_of(data)
    parts.pop("")
    with tempfile.TemporaryDirectory() as room:
        home = Path(room, "formats")
        shutil.copytree(TOY, home)
        for name, content in parts.items():
            if name in _ALONE:
                path = Path(room, name)
                path.write_bytes(content)
                _ALONE[name](path)
            elif _is_inside(name):
                path = home / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        resolve(lineage_of("toyland", places([home])), 2024, HOME)


def _is_inside(name: str) -> bool:
    """Whether a name is a file of the toy format, and not a folder of it."""
    plain = name.startswith("toyland/") and name.count("/") <= 2 and len(name.encode()) < 100
    folders = ("toyland/", "toyland/tables", "toyland/narrative")
    return plain and ".." not in name and "\x00" not in name and name.rstrip("/") not in folders


def template_seeds() -> Iterator[bytes]:
    """The templates of every place."""
    for path in sorted(HOME.glob("*/narrative/*.txt")):
        if path.stat().st_size < 5000:
            yield path.read_bytes()


def format_seeds() -> Iterator[bytes]:
    """The toy format itself, and each way to break it that is known."""
    toy = {str(path.relative_to(TOY)): path.read_bytes() for path in TOY.rglob("*.*")}
    yield joined(toy)
    for case in sorted(BROKEN.iterdir()):
        files = {
            str(path.relative_to(case)): path.read_bytes()
            for path in case.rglob("*.*")
            if path.name != "expected.txt"
        }
        names = {"functional.csv": "codes.csv", "economic.csv": "codes.csv"}
        yield joined({names.get(name, name): content for name, content in files.items()})


TEMPLATE = Target(
    "template",
    "措辞模板",
    run_template,
    template_seeds,
    (
        *(
            "{{",
            "}}",
            "{% if ",
            " is 有 %}",
            "{% else %}",
            "{% endif %}",
            "{% for 行 in ",
            "{% endfor %}",
        ),
        *(
            "收支总表.总计",
            "|比上年(",
            "原因(",
            "'简'",
            "{% elif ",
            "行.名称",
            "年度",
            "单位名称",
            "[",
            "]",
        ),
    ),
)
FORMATS = Target(
    "formats",
    "格式的数据文件",
    run_format,
    format_seeds,
    (
        *(
            "--- toyland/format.toml\n",
            "--- toyland/checks.toml\n",
            "[[identity]]",
            "[style]",
            " = ",
        ),
        *(
            "title",
            "extends",
            "tables",
            "[columns]",
            "rows",
            "year",
            "true",
            '"""',
            "[",
            "]",
            "{",
            "}",
        ),
    ),
)
TARGETS = (TEMPLATE, FORMATS)
