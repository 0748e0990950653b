"""一页文档逐字照做：写它的文件，打它的命令。"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(
    r"(?:^`(?P<name>[^`\n]+)`：\n\n)?^```(?P<kind>\w+)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def steps(page: Path) -> Iterator[tuple[str, str]]:
    """In the page's order: a file's name with its text, or a command (after $) with its output; a
    block of what is said in passing has no name.
    """
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        if block["kind"] == "console":
            for command in re.split(r"^\$ ", block["body"], flags=re.MULTILINE)[1:]:
                line, _, output = command.partition("\n")
                yield f"$ {line}", output
        else:
            yield block["name"] or "", block["body"]


def written(name: str, text: str, folder: Path) -> Path:
    """A file of the page."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def ran(command: str, folder: Path) -> tuple[int, str, str]:
    """Exit code of a command of the page in a folder, what it prints and what it complains of."""
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
    return done.returncode, done.stdout.replace("\\", "/"), done.stderr.replace("\\", "/")


def plain(printed: str) -> str:
    """What is printed, without the digests of formats and rules: they change with every file."""
    return re.sub(r"\b[0-9a-f]{8}\b", "…", printed).strip("\n")


def printed_by(command: str, folder: Path) -> str:
    """What a command that goes well prints, without digests."""
    code, said, complained = ran(command, folder)
    assert (code, complained) == (0, ""), command
    return plain(said)
