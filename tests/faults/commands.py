"""每个写文件的命令，和它要的文件。"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.cli.import_runs import xlbudget
from tests.cli.test_import_report import a_year_earlier
from tests.faults.clicking import IN_EXCEL, keep_as_opened
from tests.intake.filled import account_of
from tests.intake.raw_exports import raw_export
from tests.publish.forms.placeholder_forms import lines_of, saved
from tests.small_department import RESOLVED, department
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import HOME, find
from xlbudget.pipeline import run
from xlbudget.pipeline.made_files import FILES, MadeFiles
from xlbudget.publish.delivery import Asked
from xlbudget.results import Results
from xlbudget.workbook.blank import account_in_layout, account_of_case
from xlbudget.workbook.build import build


@dataclass(frozen=True, slots=True)
class Command:
    """一个命令；`code` 是没有故障时的退出码，`office` 说它要 LibreOffice。"""

    name: str
    args: tuple[str, ...]
    target: str
    """它写出的一个文件或文件夹。"""
    code: int = 0
    force: bool = True
    office: bool = False

    @property
    def again(self) -> tuple[str, ...]:
        """同一件事再做一次：已有的输出换掉，批量的接着做。"""
        if self.args[0] == "batch":
            kept = tuple(each for each in self.args if each not in ("--force", "--resume"))
            return (*kept, "--resume")
        more = ("--force",) if self.force and "--force" not in self.args else ()
        return (*self.args, *more)


COMMANDS = {
    command.name: command
    for command in (
        Command("demo", ("demo", "-o", "示例"), "示例"),
        Command("new", ("new", "sichuan", "2024", "-o", "新.xlsx"), "新.xlsx"),
        Command("new .xlsm", ("new", "sichuan", "2024", "-o", "新.xlsm"), "新.xlsm"),
        Command(
            "new --from",
            ("new", "national", "2024", "-o", "导好.xlsx", "--from", "导出.xlsx"),
            "导好.xlsx",
        ),
        Command(
            "import",
            ("import", "导出.xlsx", "--into", "空白.xlsx"),
            "空白.xlsx",
            force=False,
        ),
        Command(
            "import -o",
            ("import", "导出.xlsx", "--into", "空白.xlsx", "-o", "填好.xlsx"),
            "填好.xlsx",
        ),
        Command("report", ("report", "决算.xlsx", "-o", "结果"), "结果"),
        Command("report --force", ("report", "决算.xlsx", "--force"), "决算-说明"),
        Command(
            "report --only", ("report", "决算.xlsx", "-o", "几种", "--only", "txt,json"), "几种"
        ),
        Command(
            "report --template",
            ("report", "决算.xlsx", "-o", "按范本", "--template", "范本.docx"),
            "按范本",
        ),
        Command(
            "report --final",
            ("report", "齐.xlsx", "-o", "定稿", "--final"),
            "定稿",
            office=True,
        ),
        Command(
            "check -o",
            ("check", "说明.txt", "--workbook", "决算.xlsx", "-o", "意见.xlsx"),
            "意见.xlsx",
        ),
        Command("check --annotate", ("check", "送审.docx", "--annotate"), "送审-批注.docx"),
        Command("check --page", ("check", "决算.xlsx", "--page", "审核页.html"), "审核页.html"),
        Command(
            "refresh -o",
            ("refresh", "送审.docx", "--workbook", "改过.xlsx", "-o", "更新.docx"),
            "更新.docx",
        ),
        Command(
            "rollup -o",
            ("rollup", "示例局本级.xlsx", "示例学校.xlsx", "-o", "部门.xlsx", "--unit", "示例局"),
            "部门.xlsx",
        ),
        Command("pdf", ("pdf", "送审.docx"), "送审.pdf", office=True),
        Command(
            "batch", ("batch", "各单位", "-o", "输出", "--only", "txt,json", "--jobs", "1"), "输出"
        ),
        Command(
            "batch --force",
            ("batch", "各单位", "-o", "上次", "--only", "txt,json", "--jobs", "1", "--force"),
            "上次",
        ),
        Command(
            "batch --resume",
            ("batch", "各单位", "-o", "一半", "--only", "txt,json", "--jobs", "1", "--resume"),
            "一半",
        ),
        Command("按钮 导出 Word", ("button:export_word", "决算.xlsx"), "决算-说明", force=False),
        Command("按钮 刷新 Word", ("button:refresh_word", "改过.xlsx"), "改过-说明", force=False),
        Command("open", ("open", "齐.xlsx", "--no-browser"), "齐-说明", force=False),
        Command(
            "open 导出",
            ("open", "导出.xlsx", "--no-browser", "--format", "national", "--year", "2024"),
            "导出-决算.xlsx",
            force=False,
        ),
        Command(
            "doctor --install", ("doctor", "--install", "--desktop", "桌面"), "桌面", force=False
        ),
        Command(
            "attach 导入",
            ("excel:空白.xlsx", "attach", "导入", "导出.xlsx"),
            IN_EXCEL.format("空白"),
            force=False,
        ),
        Command(
            "attach 上年",
            ("excel:空白.xlsx", "attach", "上年", "上年导出.xlsx"),
            IN_EXCEL.format("空白"),
            force=False,
        ),
        Command(
            "按钮 导入决算数据",
            ("button:import_exports", "空白.xlsx", "导出.xlsx"),
            IN_EXCEL.format("空白"),
            force=False,
        ),
        Command(
            "按钮 导入上年",
            ("button:import_last_year", "空白.xlsx", "上年导出.xlsx"),
            IN_EXCEL.format("空白"),
            force=False,
        ),
    )
}


def prepare(folder: Path) -> None:
    """所有命令要的文件，放进一个文件夹。"""
    sample, complete = _book("sichuan", "sample"), _book("sichuan", "sample_complete")
    (folder / "决算.xlsx").write_bytes(sample[1])
    (folder / "齐.xlsx").write_bytes(complete[1])
    (folder / "改过.xlsx").write_bytes(complete[1])
    case = load_case(HOME / "national" / "cases" / "every_section.toml", "national")
    raw_export(*account_of(case), folder / "导出.xlsx")
    a_year_earlier(folder)
    resolved = find("national", 2024)
    blank = account_in_layout(resolved, "", "空白.xlsx")
    (folder / "空白.xlsx").write_bytes(build(run(blank, resolved)))
    for name in ("空白", "决算", "改过"):
        keep_as_opened(folder / f"{name}.xlsx")
    made = MadeFiles(sample[0], Asked())
    old = MadeFiles(complete[0], Asked())
    for name in ("决算-说明", "改过-说明"):
        (folder / name).mkdir()
        stem = name.removesuffix("-说明")
        for template in (each for kind in FILES for each in FILES[kind] if kind != "xlsx"):
            file = folder / name / template.format(name=f"{stem}.xlsx", stem=stem)
            source = old if stem == "决算" else made
            file.write_bytes(source.content(template))
    (folder / "决算-说明" / "决算.xlsx").write_bytes(sample[1])
    (folder / "送审.docx").write_bytes(made.document.document)
    (folder / "送审.trace.json").write_bytes(made.document.sidecar)
    (folder / "说明.txt").write_bytes(made.content("narrative.txt"))
    saved(lines_of("【段：一】", "收入总计【收支总表.总计】。"), folder / "范本.docx")
    for unit in department()[:2]:
        name = unit.account.unit_name
        (folder / f"{name}.xlsx").write_bytes(build(run(unit.account, RESOLVED)))
    (folder / "各单位").mkdir()
    for place in ("shanghai", "yunnan"):
        (folder / "各单位" / f"{place}.xlsx").write_bytes(_book(place, "nothing")[1])
    few = ("--only", "txt,json", "--jobs", "1")
    for out in ("上次", "一半"):
        xlbudget("batch", folder / "各单位", "-o", folder / out, *few)
    shutil.rmtree(folder / "一半" / "yunnan")


def _book(place: str, case: str) -> tuple[Results, bytes]:
    known = load_case(HOME / place / "cases" / f"{case}.toml", place)
    resolved = find(known.place, known.year, known.settings)
    results = run(account_of_case(known, resolved), resolved)
    return results, build(results)


def copied(prepared: Path, folder: Path) -> Path:
    """给一次运行用的一份。"""
    shutil.copytree(prepared, folder, symlinks=True)
    folder.chmod(0o777)
    return folder
