"""`check --page`：一个工作簿或一个文档写成一页；不覆盖，不写读的文件。"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.import_runs import xlbudget
from tests.workbook.workbooks import workbook_of
from xlbudget.domain.errors import OutputRefused

TEXT = "三、支出决算情况说明\n2024年度本年支出合计200万元，其中：基本支出50万元，占26%。\n"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workbook_of("sample_complete", tmp_path_factory.mktemp("审核页") / "决算.xlsx")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "说明.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_page_of_a_workbook(made: Path, tmp_path: Path) -> None:
    target = tmp_path / "核.html"
    done = xlbudget("check", made, "--page", target)
    assert (done.exit_code, done.stderr) == (0, "")
    assert str(target) in done.stdout
    assert "收入支出决算总体情况说明" in target.read_text(encoding="utf-8")


def test_the_page_of_a_document_and_only_json_on_standard_output(
    document: Path, tmp_path: Path
) -> None:
    target = tmp_path / "核.html"
    options = ("--format", "sichuan", "--year", "2024", "--json")
    done = xlbudget("check", document, "--page", target, *options)
    assert done.exit_code in (0, 1)
    assert len(json.loads(done.stdout)) == 1
    page = target.read_text(encoding="utf-8")
    assert "本年支出合计" in page
    assert "26%" in page


def test_what_is_refused(made: Path, document: Path, tmp_path: Path) -> None:
    there = tmp_path / "在.html"
    there.write_text("我的", encoding="utf-8")
    for arguments, said in (
        ((made, "--page", there), "已经存在"),
        ((made, document, "--page", tmp_path / "核.html"), "一个工作簿或一个文档"),
        ((made, "--page", tmp_path / "核.txt"), "以 .html 结尾"),
    ):
        with pytest.raises(OutputRefused, match=said):
            xlbudget("check", *arguments)
    assert there.read_text(encoding="utf-8") == "我的"
    assert not (tmp_path / "核.html").exists()
    done = xlbudget("check", made, "--page", there, "--force")
    assert done.exit_code == 0
    assert there.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_document_itself_is_no_target(tmp_path: Path) -> None:
    path = tmp_path / "说明.html"
    path.write_text(f"<p>{TEXT}</p>", encoding="utf-8")
    with pytest.raises(OutputRefused, match="就是要读的文件"):
        xlbudget("check", path, "--page", path, "--force")
    assert path.read_text(encoding="utf-8").startswith("<p>")
