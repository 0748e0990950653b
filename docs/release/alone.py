"""wheel 和 sdist 各自单独站得住：建出来，逐个文件核对，装进一个空的环境，跑一遍。

    .venv/bin/python docs/release/alone.py -o dist

只看自己建的两个文件，不碰现有的环境。哪一步不对就停下，说出差什么。
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Iterable
from email import message_from_bytes
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACED = {
    "xlbudget": "xlbudget",
    "workbook_templates": "xlbudget/workbook_templates",
    "macros": "xlbudget/macros",
}
"""源码里的文件夹，和它在 wheel 里的位置。"""

EXTRAS = ("xlwings", "pyopenvba", "distributed", "isal")
"""可选的库：没有装的时候，只有用到它们的模块可以导入不了。"""

SHIPPED = ("xlbudget", "workbook_templates", "macros", "tests", "benchmarks", "docs", "*.md")
COLLECTED = ("tests/domain", "tests/files", "tests/books")
"""全部收集要一分多钟；文件一个不少，别的也就收集得到。"""

IMPORT_ALL = f"""
import importlib, pkgutil, sys
import xlbudget
missing = []
for module in pkgutil.walk_packages(xlbudget.__path__, "xlbudget."):
    if module.name == "xlbudget.__main__":
        continue
    try:
        importlib.import_module(module.name)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {EXTRAS!r}:
            raise
        missing.append(module.name)
print(len(sys.modules), "个模块，要可选的库的：", "、".join(missing) or "没有")
"""


class Wrong(Exception):
    """哪里不对。"""


def told(words: str) -> None:
    print(words, flush=True)


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise Wrong(f"{' '.join(map(str, command))} 退出码 {done.returncode}：\n{done.stderr}")
    return done.stdout


def built(target: Path) -> tuple[Path, Path]:
    """The wheel and the sdist of the source tree."""
    run(sys.executable, "-m", "build", "--outdir", target, ROOT, cwd=ROOT)
    (wheel,), (sdist,) = target.glob("*.whl"), target.glob("*.tar.gz")
    return wheel, sdist


def sources() -> dict[str, Path]:
    """What a wheel must hold, by its names in it."""
    return {
        f"{inside}/{path.relative_to(ROOT / folder).as_posix()}": path
        for folder, inside in PLACED.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as package:
        return {name: package.read(name) for name in package.namelist()}


def of_metadata(names: Iterable[str]) -> list[str]:
    return [name for name in names if ".dist-info/" in name]


def check_wheel(held: dict[str, bytes]) -> None:
    """Every file of the program byte for byte, and nothing else."""
    wanted = {name: path.read_bytes() for name, path in sources().items()}
    metadata = of_metadata(held)
    missing, extra = wanted.keys() - held.keys(), held.keys() - wanted.keys() - {*metadata}
    changed = [name for name in wanted if name in held and held[name] != wanted[name]]
    for words, names in (("少了", missing), ("多了", extra), ("变了", changed)):
        if names:
            raise Wrong(f"wheel 里{words} {len(names)} 个文件：{'、'.join(sorted(names)[:5])}")
    told(f"wheel：{len(wanted)} 个文件与源码逐字节相同")
    (name,) = (each for each in metadata if each.endswith("/METADATA"))
    check_metadata(held[name])
    if not any(each.endswith("/licenses/LICENSE") for each in metadata):
        raise Wrong("wheel 里没有 LICENSE")


def check_metadata(data: bytes) -> None:
    said = message_from_bytes(data)
    readme = (ROOT / "README.md").read_text("utf-8")
    body = said.get_payload(decode=True)
    wanted = {
        "Name": "xlbudget",
        "License-Expression": "MIT",
        "Requires-Python": ">=3.11",
        "Description-Content-Type": "text/markdown",
    }
    for key, value in wanted.items():
        if said[key] != value:
            raise Wrong(f"METADATA 的 {key} 是 {said[key]!r}，应为 {value!r}")
    if said.get_all("Project-URL") or said["Home-page"]:
        raise Wrong("METADATA 里有网址，应当没有")
    if not isinstance(body, bytes) or body.decode("utf-8").strip() != readme.strip():
        raise Wrong("METADATA 的正文不是 README.md")
    if not said["Summary"] or not said.get_all("Classifier"):
        raise Wrong("METADATA 没有一句话的说明，或者没有分类")
    told(f"METADATA：{said['Name']} {said['Version']}，许可、分类、README 都在")


def check_sdist(sdist: Path, wheel: Path, room: Path) -> None:
    """The sdist builds the same wheel, and its tests can be collected."""
    with tarfile.open(sdist) as package:
        package.extractall(room, filter="data")
    (folder,) = (each for each in room.iterdir() if each.is_dir())
    out = room / "wheel"
    run(sys.executable, "-m", "build", "--wheel", "--outdir", out, folder, cwd=folder)
    (again,) = out.glob("*.whl")
    if again.name != wheel.name or contents(again) != contents(wheel):
        raise Wrong("由 sdist 建出的 wheel 与由源码建出的不同")
    check_files(folder)
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    collected = run(
        *(sys.executable, "-m", "pytest", "-q", "--collect-only", "-n", "0"),
        *("-p", "no:cacheprovider", *COLLECTED),
        cwd=folder,
        env=env,
    )
    last = collected.strip().splitlines()[-1]
    told(f"sdist：建出的 wheel 逐字节相同；测试的文件一个不少，收集其中一部分：{last}")


def check_files(folder: Path) -> None:
    """All that is under version control and belongs to the project is there, byte for byte."""
    listed = run("git", "ls-files", "-z", "--", *SHIPPED, cwd=ROOT).split("\0")
    wrong = [
        name
        for name in filter(None, listed)
        if (ROOT / name).is_file()
        and not (
            (folder / name).is_file() and (folder / name).read_bytes() == (ROOT / name).read_bytes()
        )
    ]
    if wrong:
        raise Wrong(f"sdist 里少了或变了 {len(wrong)} 个文件：{'、'.join(wrong[:5])}")


def installed(wheel: Path, room: Path) -> Path:
    """A clean environment with the wheel and what it needs to run."""
    venv.create(room / "alone", with_pip=True)
    scripts = room / "alone" / ("Scripts" if os.name == "nt" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", wheel, cwd=room)
    told(run(scripts / "python", "-m", "pip", "check", cwd=room).strip())
    return scripts


def try_it(wheel: Path, room: Path) -> None:
    """What a newcomer does, with nothing but the wheel: no source tree, no tests."""
    scripts = installed(wheel, room)
    python, program = scripts / "python", scripts / "xlbudget"
    told(run(python, "-W", "error::SyntaxWarning", "-c", IMPORT_ALL, cwd=room).strip())
    told(run(program, "--version", cwd=room).splitlines()[0])
    run(program, "formats", "--cases", cwd=room)
    run(program, "demo", "-o", "示例", cwd=room)
    (book,) = (room / "示例").glob("*.xlsx")
    run(program, "check", book, cwd=room)
    (document,) = (room / "示例").glob("*-说明/*.docx")
    run(program, "check", document, "--workbook", book, cwd=room)
    (room / "各单位").mkdir()
    for name in ("甲", "乙"):
        shutil.copy(book, room / "各单位" / f"{name}.xlsx")
    run(program, "batch", "各单位", "-o", "输出", "--jobs", "2", cwd=room)
    run(program, "new", "national", "2024", "-o", "空白.xlsx", cwd=room)
    run(python, "-m", "pip", "install", "--quiet", f"{wheel}[excel]", cwd=room)
    told(run(python, "-m", "pip", "check", cwd=room).strip())
    run(program, "new", "sichuan", "2024", "-o", "决算.xlsm", cwd=room)
    made = ("输出/汇总.xlsx", "输出/index.html", "空白.xlsx", "决算.xlsm")
    missing = [name for name in made if not (room / name).is_file()]
    if missing:
        raise Wrong(f"没有写出：{'、'.join(missing)}")
    told("单独安装：demo、check、batch、new、formats --cases 都跑完了")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="建 wheel 和 sdist，各自单独核对。")
    parser.add_argument("-o", dest="target", type=Path, metavar="目录", help="留下这两个文件。")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="xlbudget-alone-") as name:
        room = Path(name)
        for folder in ("dist", "sdist", "run"):
            (room / folder).mkdir()
        try:
            wheel, sdist = built(room / "dist")
            check_wheel(contents(wheel))
            check_sdist(sdist, wheel, room / "sdist")
            try_it(wheel, room / "run")
        except Wrong as error:
            print(f"不对：{error}", file=sys.stderr)
            return 1
        if given.target:
            given.target.mkdir(parents=True, exist_ok=True)
            for file in (wheel, sdist):
                print(f"已写出 {shutil.copy(file, given.target)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
