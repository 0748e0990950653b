"""`open`：拖来什么就做什么；人写过的不丢；从不真的打开浏览器。"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from tests.cli.import_runs import amounts, national
from tests.intake.filled import account_of
from tests.intake.raw_exports import public_tables, raw_export
from tests.workbook.workbooks import results_of, workbook_of
from xlbudget.cli import asking, opening
from xlbudget.cli import opened as opened_module
from xlbudget.cli.commands import cli
from xlbudget.cli.dropped import LAUNCHER, RAW, is_ours, parted, sorted_out, typed
from xlbudget.cli.numbered import STAMP
from xlbudget.cli.outputs import WorkedOut, Written, work_out
from xlbudget.domain.errors import OutputRefused, UnknownName
from xlbudget.files.office import convert
from xlbudget.pipeline.made_files import FILES

CASE = "sample_complete"
PAGE = '<meta name="generator" content="xlbudget 9"/>'
OUTPUTS = sum(map(len, FILES.values()))


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workbook_of(CASE, tmp_path_factory.mktemp("工作簿") / "决算.xlsx")


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return raw_export(*account_of(national()), tmp_path_factory.mktemp("导出") / "导出.xlsx")


@pytest.fixture
def dropped_workbook(workbook: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(workbook, tmp_path / "决算.xlsx"))


@pytest.fixture(scope="module")
def opened_once(workbook: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("打开过")
    shutil.copy(workbook, folder / "决算.xlsx")
    assert opened(folder / "决算.xlsx", "--no-browser").exit_code == 0
    return folder


@pytest.fixture
def opened_workbook(opened_once: Path, tmp_path: Path) -> Path:
    """A workbook that was opened before, with its folder."""
    shutil.copytree(opened_once, tmp_path, dirs_exist_ok=True)
    return tmp_path / "决算.xlsx"


@pytest.fixture
def dropped_export(export: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(export, tmp_path / "导出.xlsx"))


@pytest.fixture(autouse=True)
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What would be shown: nothing of it is ever started."""
    monkeypatch.delenv("XLBUDGET_NO_BROWSER", raising=False)
    seen: list[Path] = []

    def show(path: Path) -> bool:
        seen.append(path)
        return True

    monkeypatch.setattr(opening, "show_folder", show)
    monkeypatch.setattr(opening, "show_page", show)
    return seen


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def sit_down() -> None:
        for module in ("asking", "opening", "building"):
            monkeypatch.setattr(f"xlbudget.cli.{module}.has_terminal", lambda: True)

    return sit_down


def opened(*args: str | Path, answers: str | None = None) -> Result:
    runner = CliRunner()
    done = runner.invoke(cli, ["open", *map(str, args)], input=answers, standalone_mode=False)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done


def outputs(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if each.name != STAMP)


def test_a_workbook_gives_its_folder_and_its_page(
    dropped_workbook: Path, shown: list[Path]
) -> None:
    before = dropped_workbook.read_bytes()
    done = opened(dropped_workbook)
    folder = dropped_workbook.with_name("决算-说明")
    assert done.exit_code == 0, done.output
    assert len(outputs(folder)) == OUTPUTS
    assert shown == [folder, folder / "决算.html"]
    assert dropped_workbook.read_bytes() == before


def test_nothing_is_shown_where_the_environment_says_so(
    dropped_workbook: Path, shown: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XLBUDGET_NO_BROWSER", "1")
    dropped_workbook.with_name("说明.html").write_text(f"<p>{PAGE}", "utf-8")
    assert opened(dropped_workbook.with_name("说明.html")).exit_code == 0
    assert shown == []


def test_a_second_time_takes_the_same_folder_and_the_new_numbers(
    opened_workbook: Path, shown: list[Path]
) -> None:
    dropped_workbook = opened_workbook
    first = (dropped_workbook.parent / "决算-说明" / "figures.json").read_bytes()
    book = openpyxl.load_workbook(dropped_workbook)
    sheet = next(each for each in book.worksheets if each.title.startswith("公开01"))
    cells = (cell for row in sheet.iter_rows() for cell in row)
    next(cell for cell in cells if isinstance(cell.value, float)).value = 1234.56
    book.save(dropped_workbook)
    done = opened(dropped_workbook, "--no-browser")
    assert not [each for each in dropped_workbook.parent.iterdir() if "说明2" in each.name]
    assert (dropped_workbook.parent / "决算-说明" / "figures.json").read_bytes() != first
    assert shown == [], "加了 --no-browser"
    assert done.exit_code == 1, "改过一个数，勾稽就不平了"


def edit_document(folder: Path) -> Path:
    path = folder / "决算.docx"
    path.write_bytes(path.read_bytes() + b"\0")
    return path


def edit_rewrite(folder: Path) -> Path:
    path = folder / "决算.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["说明"]
    header = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "改写")
    sheet.cell(header.row + 2, header.column).value = "这一段是人写的，不能丢。"
    book.save(path)
    return path


def edit_annex(folder: Path) -> Path:
    path = folder / "决算-附表.xlsx"
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["Z1"] = "人写的"
    book.save(path)
    return path


def edit_narrative(folder: Path) -> Path:
    path = folder / "narrative.txt"
    path.write_text("人改过的。", "utf-8")
    return path


def hold_open(folder: Path) -> Path:
    path = folder / "~$决算.docx"
    path.write_bytes(b"\x05admin")
    return path


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (edit_document, "生成以后改过"),
        (edit_rewrite, "这一段是人写的，不能丢"),
        (edit_annex, "写出以后改过（决算-附表.xlsx）"),
        (edit_narrative, "写出以后改过（narrative.txt）"),
        (hold_open, "打开（有锁定文件"),
    ],
)
def test_what_people_wrote_stays_and_the_result_goes_beside_it(
    edit: Callable[[Path], Path], says: str, opened_workbook: Path, shown: list[Path]
) -> None:
    dropped_workbook = opened_workbook
    usual = dropped_workbook.with_name("决算-说明")
    edited = edit(usual).read_bytes()
    before = {each.name: each.read_bytes() for each in usual.iterdir()}
    done = opened(dropped_workbook)
    numbered = dropped_workbook.with_name("决算-说明2")
    assert done.exit_code == 0, done.output
    assert "没有动“决算-说明”" in done.output
    assert says in done.output
    assert "写进“决算-说明2”" in done.output
    assert {each.name: each.read_bytes() for each in usual.iterdir()} == before
    assert edited in before.values()
    assert len(outputs(numbered)) == OUTPUTS
    assert shown == [numbered, numbered / "决算.html"]


def test_a_folder_that_cannot_be_written_is_left_for_a_new_one(
    opened_workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = WorkedOut.write
    before = outputs(opened_workbook.with_name("决算-说明"))

    def refuse(self: WorkedOut, targets: dict[str, Path], *, force: bool) -> Written:
        if next(iter(targets.values())).parent.name == "决算-说明":
            raise OutputRefused(where="决算.xlsx", seen="正被其他程序占用")
        return write(self, targets, force=force)

    monkeypatch.setattr(WorkedOut, "write", refuse)
    done = opened(opened_workbook, "--no-browser")
    assert "写不进“决算-说明”：正被其他程序占用（决算.xlsx）" in done.output
    assert len(outputs(opened_workbook.with_name("决算-说明2"))) == OUTPUTS
    assert outputs(opened_workbook.with_name("决算-说明")) == before


def test_a_full_disk_is_told_and_leaves_no_empty_folder(
    dropped_workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: WorkedOut, targets: dict[str, Path], *, force: bool) -> Written:
        assert force
        next(iter(targets.values())).parent.mkdir()
        raise OutputRefused(where="决算.xlsx", seen="磁盘空间不足")

    monkeypatch.setattr(WorkedOut, "write", refuse)
    done = opened(dropped_workbook, "--no-browser")
    assert done.exit_code == 2
    assert "磁盘空间不足" in done.stderr
    assert list(dropped_workbook.parent.iterdir()) == [dropped_workbook]


def test_a_third_time_takes_the_numbered_folder_again(opened_workbook: Path) -> None:
    edit_narrative(opened_workbook.with_name("决算-说明"))
    for _ in range(2):
        opened(opened_workbook, "--no-browser")
    assert opened_workbook.with_name("决算-说明2").is_dir()
    assert not opened_workbook.with_name("决算-说明3").exists()


def test_a_file_in_the_place_of_the_folder_is_left_alone(dropped_workbook: Path) -> None:
    dropped_workbook.with_name("决算-说明").write_text("别的东西", "utf-8")
    done = opened(dropped_workbook, "--no-browser")
    assert done.exit_code == 0, done.output
    assert dropped_workbook.with_name("决算-说明").read_text("utf-8") == "别的东西"
    assert len(outputs(dropped_workbook.with_name("决算-说明2"))) == OUTPUTS


def test_an_export_becomes_a_workbook_with_its_report(
    dropped_export: Path, shown: list[Path]
) -> None:
    done = opened(dropped_export, "--format", "national")
    made = dropped_export.with_name("导出-决算.xlsx")
    assert is_ours(made), done.output
    assert "2024 年度新建" in done.output, "年度从表头来"
    assert shown[-1] == made.with_name("导出-决算-说明") / "导出-决算.html"
    made.touch()
    before = made.read_bytes()
    again = opened(dropped_export)
    assert "没有重建，就用它" in again.output
    assert "导出的表比它新" not in again.output
    assert made.read_bytes() == before


def test_the_place_is_asked_where_somebody_can_answer(
    dropped_export: Path,
    terminal: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XLBUDGET_CACHE", str(tmp_path / "留存"))
    terminal()
    done = opened(dropped_export, "--no-browser", answers="99\n3\n")
    assert "没有“99”这一项" in done.output
    assert "按 全国通用部门决算公开格式 2024 年度新建" in done.output
    shutil.rmtree(dropped_export.with_name("导出-决算-说明"))
    dropped_export.with_name("导出-决算.xlsx").unlink()
    again = opened(dropped_export, "--no-browser", answers="\n")
    assert "直接回车就用上次的 3" in again.output
    assert "按 全国通用部门决算公开格式 2024 年度新建" in again.output


def test_a_layout_that_nobody_knows_is_asked_about(
    terminal: Callable[[], None], tmp_path: Path
) -> None:
    table = public_tables(*account_of(national()), tmp_path / "公开表.xlsx")
    known = opened(table, "--no-browser", "--format", "yunnan")
    made = table.with_name("公开表-决算.xlsx")
    assert "没见过的表样，没有读入" in known.output
    assert "采用提出的对应关系吗" not in known.output, "没有人回答的时候不问"
    without = amounts(made)
    made.unlink()
    terminal()
    asked = opened(table, "--no-browser", "--format", "yunnan", answers="是\n")
    assert "采用提出的对应关系吗" in asked.output
    assert amounts(made).items() > without.items(), "“三公”经费表的数也读进来了"


def test_nobody_to_ask_is_told_what_to_write(dropped_export: Path) -> None:
    done = opened(dropped_export)
    assert done.exit_code == 2
    assert "--format sichuan" in done.stderr
    assert list(dropped_export.parent.iterdir()) == [dropped_export]


def test_the_province_in_the_name_of_the_unit_is_not_asked_for() -> None:
    def place(unit: str) -> str:
        return asking.place_of([Path("导出.xlsx")], [unit], ())

    assert place("四川省示例局") == "sichuan"
    assert place("重庆市示例区财政局") == "chongqing"
    with pytest.raises(UnknownName, match="看不出用哪个地方的格式"):
        place("示例街道办事处")


def test_a_document_with_its_workbook_is_checked(dropped_workbook: Path, shown: list[Path]) -> None:
    text = dropped_workbook.with_name("说明.txt")
    right = results_of(CASE).narrative()
    text.write_text(right.replace("占31.56%", "占31.65%", 1), "utf-8")
    done = opened(text, dropped_workbook)
    assert "31.65%" in done.output
    assert done.exit_code == 1
    page = text.with_name("说明-审核页.html")
    assert shown == [page.parent, page]
    assert not dropped_workbook.with_name("决算-说明").exists(), "只核对，不生成"
    again = opened(text, dropped_workbook, "--no-browser")
    assert again.exit_code == 1, "再拖一次照样"


def test_a_page_of_somebody_elses_is_not_replaced(dropped_workbook: Path) -> None:
    text = dropped_workbook.with_name("说明.txt")
    text.write_text(results_of(CASE).narrative(), "utf-8")
    theirs = dropped_workbook.with_name("说明-审核页.html")
    theirs.write_text("<html>别人的</html>", "utf-8")
    done = opened(text, dropped_workbook, "--no-browser")
    assert theirs.read_text("utf-8") == "<html>别人的</html>"
    assert dropped_workbook.with_name("说明-审核页2.html").is_file(), done.output


def test_a_page_of_ours_is_only_shown(opened_workbook: Path, shown: list[Path]) -> None:
    page = opened_workbook.with_name("决算-说明") / "决算.html"
    assert opened(page).exit_code == 0
    assert shown == [page.parent, page]


def test_the_current_folder_has_a_name(
    dropped_workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(dropped_workbook.parent)
    assert opened(".", "--no-browser").exit_code == 0
    assert dropped_workbook.with_name("决算-说明").is_dir()
    assert "整个磁盘" in opened("/").stderr


def test_two_workbooks_with_a_document_are_too_many(dropped_workbook: Path) -> None:
    text = dropped_workbook.with_name("说明.txt")
    text.write_text(results_of(CASE).narrative(), "utf-8")
    other = shutil.copy(dropped_workbook, dropped_workbook.with_name("另一个.xlsx"))
    done = opened(text, dropped_workbook, other)
    assert done.exit_code == 2
    assert "不知道该对哪一个" in done.stderr


def test_a_folder_of_one_unit_is_that_unit(dropped_export: Path, shown: list[Path]) -> None:
    folder = dropped_export.parent / "一个 单位"
    folder.mkdir()
    shutil.move(dropped_export, folder)
    done = opened(folder, "--format", "national")
    assert is_ours(folder / "导出-决算.xlsx"), done.output
    assert shown[-1].name == "导出-决算.html"
    again = opened(folder, "--no-browser")
    assert "已写出" in again.output, "第二次拖，用已有的工作簿"
    assert not (folder.with_name("一个 单位-输出")).exists()


def test_a_folder_of_several_units_is_a_batch(
    workbook: Path, tmp_path: Path, shown: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlbudget.cli.batching.usable_processors", lambda: 1)
    folder = tmp_path / "各单位"
    for name in ("甲局", "乙局"):
        (folder / name).mkdir(parents=True)
        shutil.copy(workbook, folder / name / "决算.xlsx")
    done = opened(folder)
    out = tmp_path / "各单位-输出"
    assert shown == [out, out / "index.html"], done.output
    again = opened(folder, "--no-browser")
    assert "上次已经做好" in again.output


def test_one_bad_file_does_not_keep_the_others(dropped_workbook: Path, shown: list[Path]) -> None:
    bad = dropped_workbook.with_name("坏.xlsx")
    bad.write_bytes(b"PK\x03\x04 nothing")
    archive = dropped_workbook.with_name("都在里面.zip")
    archive.write_bytes(b"PK")
    done = opened(bad, archive, dropped_workbook, dropped_workbook.with_name("没有.xlsx"))
    assert done.exit_code == 2
    assert shown[-1].name == "决算.html"
    for words in ("坏.xlsx", "请先解压", "没有.xlsx"):
        assert words in done.stderr


def test_a_workbook_that_is_open_is_read_as_it_was_saved(dropped_workbook: Path) -> None:
    dropped_workbook.with_name("~$决算.xlsx").write_bytes(b"\x05admin")
    done = opened(dropped_workbook, "--no-browser")
    assert done.exit_code == 0
    assert "用的是上次存盘的内容" in done.output


def test_a_workbook_saved_in_an_old_form_is_to_be_saved_anew(
    workbook: Path, tmp_path: Path, soffice: Path
) -> None:
    assert soffice.exists()
    old = convert(workbook, "xls", tmp_path)
    assert is_ours(old)
    done = opened(old)
    assert done.exit_code == 2
    assert ".xls 工作簿，只能读取" in done.stderr
    assert "另存为 .xlsx" in done.stderr
    assert list(tmp_path.iterdir()) == [old]


def test_no_files_are_asked_for(terminal: Callable[[], None], dropped_workbook: Path) -> None:
    assert "没有给文件" in opened().stderr
    terminal()
    done = opened("--no-browser", "--wait", answers=f'"{dropped_workbook}"\n\n')
    assert "拖进这个窗口" in done.output
    assert "按回车键关闭" in done.output
    assert dropped_workbook.with_name("决算-说明").is_dir()


def test_what_nobody_foresaw_goes_into_the_log(
    dropped_workbook: Path, tmp_path: Path, shown: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(workbook: Path, *rest: Any, **more: Any) -> Any:
        if workbook.name == "坏.xlsx":
            raise RuntimeError("没有料到")
        return work_out(workbook, *rest, **more)

    log = tmp_path / "记录.log"
    monkeypatch.setattr(opened_module, "work_out", fail)
    monkeypatch.setattr(opened_module, "open_log", lambda: log)
    bad = shutil.copy(dropped_workbook, dropped_workbook.with_name("坏.xlsx"))
    done = opened(bad, dropped_workbook)
    assert done.exit_code == 2
    assert shown[-1].name == "决算.html", "别的照做"
    assert "程序没有料到的情况（RuntimeError）" in done.stderr
    assert str(log) in done.stderr
    assert "Traceback" not in done.output


STARTED = r'C:\Windows\system32\cmd.exe /c ""{launcher}" {names}"'
ODD = r"D:\我的 桌面\部门决算说明.bat"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (r"D:\甲.xlsx", [r"D:\甲.xlsx"]),
        (r'"D:\甲 乙.xlsx" ', [r"D:\甲 乙.xlsx"]),
        (r"D:\a&b.xlsx D:\100%TEMP%.xls", [r"D:\a&b.xlsx", r"D:\100%TEMP%.xls"]),
        (r'D:\a^b!.xlsx "D:\(1) 副本.xlsx"', [r"D:\a^b!.xlsx", r"D:\(1) 副本.xlsx"]),
        ("", []),
    ],
)
def test_the_line_that_windows_started_is_read_whole(names: str, expected: list[str]) -> None:
    line = STARTED.format(launcher=ODD, names=names)
    assert parted(line, ODD) == expected
    assert parted(line, ODD.upper()) == expected
    assert parted(r'"C:\Windows\system32\cmd.exe"', ODD) is None


def test_the_launcher_on_windows_hands_over_the_line(
    dropped_workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = dropped_workbook.rename(dropped_workbook.with_name("a&b %TEMP%!.xlsx"))
    monkeypatch.setenv(LAUNCHER, ODD)
    monkeypatch.setenv(RAW, STARTED.format(launcher=ODD, names=f'"{odd}" '))
    done = opened("a", "--no-browser")
    assert done.exit_code == 0, done.output
    assert odd.with_name("a&b %TEMP%!-说明").is_dir()


@pytest.mark.parametrize(
    ("text", "windows", "expected"),
    [
        (r"/家/甲\ 乙.xlsx", False, ["/家/甲 乙.xlsx"]),
        ("'/家/a$b.xlsx' /家/丙.xlsx ", False, ["/家/a$b.xlsx", "/家/丙.xlsx"]),
        ("file:///home/%E5%86%B3%E7%AE%97.xlsx", False, ["/home/决算.xlsx"]),
        ("/家/它's.xlsx", False, ["/家/它's.xlsx"]),
        (r'"D:\甲 乙.xlsx"D:\丙.xlsx', True, [r"D:\甲 乙.xlsx", r"D:\丙.xlsx"]),
        ("   ", True, []),
    ],
)
def test_what_a_window_writes_for_a_dragged_file(
    text: str, windows: bool, expected: list[str]
) -> None:
    assert typed(text, windows=windows) == expected


def test_the_kinds_are_told_apart(workbook: Path, export: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "改名.xlsx"
    book = openpyxl.load_workbook(workbook)
    book["首页"].title = "封皮"
    book.save(renamed)
    lock = tmp_path / "~$甲.xlsx"
    lock.touch()
    text = tmp_path / "说明.docx"
    text.touch()
    dropped = sorted_out([workbook, renamed, export, workbook, lock, text, tmp_path])
    assert dropped.workbooks == [workbook, renamed]
    assert (dropped.tables, dropped.documents) == ([export], [text])
    assert dropped.folders == [tmp_path]
    assert [path for path, _ in dropped.others] == [lock]
