"""docs/add-a-province.md 逐字照做：写它的文件，打它的命令，比它印出的结果。"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "add-a-province.md"
BLOCK = re.compile(
    r"(?:^`(?P<name>[^`\n]+)`：\n\n)?^```(?P<kind>\w+)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def steps() -> Iterator[tuple[str, str]]:
    """In the page's order: a file's name with its text, or a command (after $) with its output."""
    for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        if block["kind"] == "console":
            for command in re.split(r"^\$ ", block["body"], flags=re.MULTILINE)[1:]:
                line, _, output = command.partition("\n")
                yield f"$ {line}", output
        else:
            assert block["name"], f"这一块没有写是哪个文件：\n{block['body']}"
            yield block["name"], block["body"]


def printed_by(command: str, folder: Path) -> str:
    """What a command of the page prints, in a folder."""
    program, *arguments = shlex.split(command.removeprefix("$ "))
    assert program == "xlbudget"
    done = subprocess.run(
        [sys.executable, "-m", program, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout.replace("\\", "/")


def test_the_page_works_word_for_word(tmp_path: Path) -> None:
    commands = 0
    for step, text in steps():
        if step.startswith("$ "):
            commands += 1
            assert printed_by(step, tmp_path).strip("\n") == text.strip("\n"), step
        else:
            path = tmp_path / step
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    assert commands == PAGE.read_text(encoding="utf-8").count("$ xlbudget ") > 0


def test_the_page_adds_every_kind_of_file_that_a_format_may_have() -> None:
    """formats.md 的清单里有的文件，这一页都有一个例子。"""
    listed = re.findall(
        r"^\| `([\w*./]+)` \|", (ROOT / "docs/formats.md").read_text("utf-8"), re.MULTILINE
    )
    kinds = [kind for kind in listed if "." in kind]
    written = [step.partition("/tonghua/")[2] for step, _ in steps() if "/tonghua/" in step]
    assert [kind for kind in kinds if not any(Path(name).match(kind) for name in written)] == []
