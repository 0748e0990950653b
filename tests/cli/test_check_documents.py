"""`check` 审文档：终端里看到的、JSON、审核意见表、两稿对照、用法不对时。"""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import Result

from tests.cli.import_runs import states, xlbudget
from tests.workbook.workbooks import results_of, workbook_of

CASE = "sample_complete"
TEXT = results_of(CASE).narrative()
RIGHT, WRONG = "占31.56%", "占31.65%"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workbook_of(CASE, tmp_path_factory.mktemp("审核") / "决算.xlsx")


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return written(tmp_path / "说明.txt", TEXT)


@pytest.fixture
def flawed(tmp_path: Path) -> Path:
    return written(tmp_path / "第一稿.txt", with_a_flaw(TEXT))


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def with_a_flaw(text: str) -> str:
    assert text.count(RIGHT) == 1
    return text.replace(RIGHT, WRONG)


def only(done: Result) -> dict[str, Any]:
    (found,) = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_our_own_text_has_no_finding_against_its_workbook(clean: Path, made: Path) -> None:
    done = xlbudget("check", clean, "--workbook", made)
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "说明.txt"
    assert "2024年度 · 格式：四川省部门决算公开格式（sichuan，待核）" in lines[1]
    assert "对照：工作簿“决算.xlsx”" in lines[2]
    assert lines[-1].startswith("错误 0，提醒 0，")
    assert "没有发现问题" in lines[-1]


def test_a_wrong_ratio_is_shown_in_its_sentence(flawed: Path, made: Path) -> None:
    done = xlbudget("check", flawed, "--workbook", made)
    number = WRONG.removeprefix("占")
    paragraph = 1 + next(at for at, line in enumerate(TEXT.splitlines()) if RIGHT in line)
    lines = done.stdout.splitlines()
    (at,) = (at for at, line in enumerate(lines) if f"【{number}】" in line)
    assert f"第{paragraph}段（第三节）" in lines[at - 1]
    assert any(RIGHT.removeprefix("占") in line for line in lines[at + 1 : at + 3])
    assert done.exit_code == 1


def test_json_is_all_there_is_on_standard_output(flawed: Path, made: Path) -> None:
    found = only(xlbudget("check", flawed, "--workbook", made, "--json"))
    digest = hashlib.sha256(flawed.read_bytes()).hexdigest()
    assert (found["file"], found["sha256"]) == ("第一稿.txt", digest)
    assert (found["format"], found["year"], found["tables"]) == ("sichuan", 2024, "决算.xlsx")
    assert found["numbers"]["unbound"] < 5  # 原因、用途里人写的数
    assert found["numbers"]["bound"] > 100
    (finding,) = (each for each in found["findings"] if each["level"] == "error")
    assert finding["printed"] == WRONG.removeprefix("占")
    assert finding["expected"] == RIGHT.removeprefix("占")
    assert finding["where"]["section"] == "三"
    assert WRONG in finding["where"]["quote"]
    standing = {known["standing"] for known in found["obligations"].values()}
    assert {"passed", "failed"} <= standing


def test_without_a_workbook_the_text_is_held_against_itself(flawed: Path) -> None:
    found = only(xlbudget("check", flawed, "--json"))
    assert found["tables"] is None
    assert WRONG.removeprefix("占") in [each["printed"] for each in found["findings"]]
    assert found["numbers"]["tried"]["sichuan"] == max(found["numbers"]["tried"].values())


def test_opinions_are_written_once_and_only_replaced_by_force(
    flawed: Path, made: Path, tmp_path: Path
) -> None:
    target = tmp_path / "审核意见表.xlsx"
    done = xlbudget("check", flawed, "--workbook", made, "-o", target)
    assert f"已写出：\n    {target}" in done.stdout
    book = openpyxl.load_workbook(io.BytesIO(target.read_bytes()))
    assert book.sheetnames == ["审核意见表", "核对证明"]
    quotes = [str(row[2].value) for row in book["审核意见表"].iter_rows(min_row=5)]
    assert any(f"【{WRONG.removeprefix('占')}】" in quote for quote in quotes)
    before = states(tmp_path)
    again = xlbudget_fails("check", flawed, "-o", target)
    assert "文件已经存在" in again
    assert states(tmp_path) == before
    assert xlbudget("check", flawed, "-o", target, "--force").exit_code in (0, 1)


def xlbudget_fails(*args: str | Path) -> str:
    from xlbudget.domain.errors import XlbudgetError

    with pytest.raises(XlbudgetError) as error:
        xlbudget(*args)
    return str(error.value)


def test_against_an_earlier_submission(
    flawed: Path, clean: Path, made: Path, tmp_path: Path
) -> None:
    number = WRONG.removeprefix("占")
    mended = xlbudget("check", clean, "--workbook", made, "--against", flawed)
    assert "与“第一稿.txt”对照：已改 1，未改 0，新增 0" in mended.stdout
    assert f"数 {number.rstrip('%')}→{RIGHT.removeprefix('占').rstrip('%')}" in mended.stdout
    moved = written(tmp_path / "第二稿.txt", "新加的一段话。\n" + flawed.read_text("utf-8"))
    left = only(xlbudget("check", moved, "--workbook", made, "--against", flawed, "--json"))
    assert "left" in left["against"]["fates"]
    assert "new" not in left["against"]["fates"]
    assert left["against"]["gone"] == []
    new = only(xlbudget("check", flawed, "--workbook", made, "--against", clean, "--json"))
    assert "new" in new["against"]["fates"]


def test_files_of_both_kinds_and_one_that_cannot_be_read(
    clean: Path, made: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04 no package")
    done = xlbudget("check", made, broken, clean, "--json")
    assert done.exit_code == 2
    assert "坏.docx" in done.stderr
    workbook, unread, document = json.loads(done.stdout)
    assert (workbook["file"], unread["file"], document["file"]) == (
        "决算.xlsx",
        "坏.docx",
        "说明.txt",
    )
    assert "error" in unread
    assert "obligations" in document


def test_the_documents_of_a_folder_and_a_line_for_each(
    clean: Path, flawed: Path, made: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "一批"
    folder.mkdir()
    for path in (clean, flawed):
        path.rename(folder / path.name)
    (folder / "坏.docx").write_bytes(b"PK\x03\x04")
    (folder / "~$说明.docx").write_bytes(b"")
    (folder / "表.xlsx").write_bytes(b"")
    done = xlbudget("check", folder, "--workbook", made)
    assert done.exit_code == 2
    assert done.stdout.splitlines()[-4:] == [
        "共 3 个文件，1 个有错误，1 个没有读成：",
        "    坏.docx：没有读成",
        "    第一稿.txt：错误 1，提醒 0，说明 2",
        "    说明.txt：错误 0，提醒 0，说明 2",
    ]


def test_a_folder_without_documents(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(b"")
    assert "里面没有文档" in xlbudget_fails("check", tmp_path)


def test_a_text_without_a_year_asks_for_it(tmp_path: Path) -> None:
    path = written(tmp_path / "说明.txt", "本年支出合计100万元，其中：项目支出60万元，占60%。")
    done = xlbudget("check", path)
    assert done.exit_code == 2
    assert "请加上 --year 年度" in done.stderr
    assert xlbudget("check", path, "--year", "2024").exit_code == 0


def test_a_text_without_a_number_says_that_its_form_is_not_known(tmp_path: Path) -> None:
    path = written(tmp_path / "说明.txt", "示例单位2024年度部门决算说明\n本年没有收支。")
    done = xlbudget("check", path)
    assert "格式：看不出（没有认出一个数），按" in done.stdout
    named = xlbudget("check", path, "--format", "sichuan")
    assert "格式：四川省部门决算公开格式（sichuan，待核）" in named.stdout


def test_a_text_of_another_year_than_its_workbook(made: Path, tmp_path: Path) -> None:
    last_year = TEXT.replace("2023年", "2022年").replace("2024年", "2023年")
    done = xlbudget("check", written(tmp_path / "说明.txt", last_year), "--workbook", made)
    assert done.exit_code == 1
    assert "全文说的是2023年度，这次是按2024年度核对的" in done.stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["说明.txt", "说明.txt", "-o", "表.xlsx"], "-o 一次只用于一个文档"),
        (["决算.xlsx", "说明.txt", "-o", "表.xlsx"], "-o 一次只用于一个文档"),
        (["决算.xlsx", "--against", "说明.txt"], "--against 只用于文档"),
        (["决算.xlsx", "--workbook", "决算.xlsx"], "--workbook 后面是文档所依据的工作簿"),
        (["说明.txt", "-o", "表.docx"], "审核意见表是 Excel 工作簿"),
        (["说明.txt", "-o", "说明.xlsx", "--workbook", "说明.xlsx"], "读入的文件不会被改写"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_read(
    args: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("说明.txt", "说明.xlsx"):
        (tmp_path / name).write_bytes(b"")
    before = states(tmp_path)
    assert words in xlbudget_fails("check", *args)
    assert states(tmp_path) == before
