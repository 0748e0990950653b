import os
import stat
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from xlbudget.domain.errors import OutputRefused, ProgramMissing, UnreadableFile
from xlbudget.files.office import convert, recalculate


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "决 算（草稿）.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "公开01"
    sheet["A1"] = 1482.22
    sheet["A2"] = "=ROUND(公开01!A1*2,1)"
    book.save(path)
    return path


@pytest.mark.usefixtures("soffice")
def test_every_formula_is_computed_anew(workbook: Path, tmp_path: Path) -> None:
    # A saved result that is wrong, as an Excel would have left it
    stale = tmp_path / "旧.xlsx"
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(stale, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</f><v></v>", b"</f><v>7</v>")
                content = content.replace(b"</f><v/>", b"</f><v>7</v>")
                content = content.replace(b"</f><v />", b"</f><v>7</v>")
                assert b"<v>7</v>" in content
            if name == "docProps/app.xml":
                content = content.replace(b"openpyxl", b"Microsoft Excel")
            new.writestr(name, content)
    target = tmp_path / "重算.xlsx"
    recalculate(stale, target)
    result = openpyxl.load_workbook(target, data_only=True)["公开01"]["A2"].value
    assert result == 2964.4
    assert not list(tmp_path.glob(".~lock*"))


@pytest.mark.usefixtures("soffice")
def test_a_workbook_becomes_a_pdf(workbook: Path, tmp_path: Path) -> None:
    out = tmp_path / "出"
    out.mkdir()
    result = convert(workbook, "pdf", out)
    assert result == out / "决 算（草稿）.pdf"
    assert result.read_bytes().startswith(b"%PDF")
    with pytest.raises(OutputRefused, match="已经存在"):
        convert(workbook, "pdf", out)
    convert(workbook, "pdf", out, force=True)


def test_without_the_program_the_message_says_what_to_do(
    workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("xlbudget.files.office._USUAL_PLACES", ())
    with pytest.raises(ProgramMissing, match="安装 LibreOffice"):
        convert(workbook, "pdf", tmp_path)


def fake_office(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = folder / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.skipif(sys.platform == "win32", reason="用 shell 脚本假扮 soffice")
def test_the_time_limit_ends_the_children_too(
    workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "child.pid"
    fake_office(tmp_path, monkeypatch, f'sleep 60 & echo $! > "{note}"; wait')
    with pytest.raises(ProgramMissing, match=r"超过 0\.5 秒"):
        convert(workbook, "pdf", tmp_path, timeout=0.5)
    child = int(note.read_text(encoding="utf-8"))
    for _ in range(100):
        if not _alive(child):
            break
        time.sleep(0.05)
    assert not _alive(child)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.mark.skipif(sys.platform == "win32", reason="用 shell 脚本假扮 soffice")
def test_a_program_that_gives_nothing(
    workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_office(tmp_path, monkeypatch, "echo 'no filter'; exit 0")
    with pytest.raises(ProgramMissing, match="no filter"):
        convert(workbook, "pdf", tmp_path)


@pytest.mark.usefixtures("soffice")
def test_a_missing_source(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="不存在"):
        convert(tmp_path / "无.xlsx", "pdf", tmp_path)


@pytest.mark.usefixtures("soffice")
def test_an_extension_is_an_extension(workbook: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="extension"):
        convert(workbook, "../pdf", tmp_path)
