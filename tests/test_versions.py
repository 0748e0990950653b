"""每个输出都写明由什么程序、什么格式、什么规则做的；一个新的输出没有写，这里就不通过。"""

from __future__ import annotations

import html
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import openpyxl
import pypdfium2
import pytest

from tests.cli.import_runs import xlbudget
from tests.intake.filled import account_of
from tests.intake.raw_exports import raw_export
from tests.workbook.workbooks import results_of, workbook_of
from xlbudget import __version__
from xlbudget.books.packed_book import PackedBook
from xlbudget.formats import versions
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import HOME, describe, find, places
from xlbudget.pipeline.made_files import FILES, NARRATIVE, ON_DEMAND
from xlbudget.results.trace_json import trace_of_json

CASE = "sample_complete"
RIGHT, WRONG = "占31.56%", "占31.65%"
NATIONAL = find("national", 2024)


def at(folder: Path, *words: str | Path) -> None:
    """命令在文件夹里做出什么；退出码 1 只是说有问题。"""
    done = xlbudget(*words, *(("-o", folder) if words[0] == "report" else ()))
    assert done.exit_code in (0, 1), done.output


def reports(room: Path) -> Iterator[str]:
    book = workbook_of(CASE, room / "四川.xlsx")
    at(room / "说明", "report", book)
    at(room / "定稿", "report", book, "--final", "--only", "docx,annex")
    form = docx.Document()
    form.add_paragraph("2024年度，我单位本年收入合计【收支总表.本年收入合计】万元。")
    form.core_properties.subject = "范本自己的主题"
    form.save(str(room / "范本.docx"))
    at(room / "范本", "report", book, "--template", room / "范本.docx", "--only", "docx")
    draft, new = room / "说明" / "四川.docx", room / "更新"
    at(room, "refresh", draft, "--workbook", book, "-o", new / "定稿.docx", "--final")
    text = room / "旧稿.docx"
    document = docx.Document(str(draft))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(RIGHT, WRONG)
    document.add_paragraph(f"基本支出467.75万元，{WRONG}。")
    document.save(str(text))
    opinions, page = new / "审核意见表.xlsx", new / "审核页.html"
    at(room, "check", text, "--workbook", book, "-o", opinions, "--page", page, "--annotate")
    shutil.move(room / "旧稿-批注.docx", new / "旧稿-批注.docx")
    yield from ("说明", "定稿", "范本", "更新")


def workbooks(room: Path) -> Iterator[str]:
    new = room / "新建"
    for name in ("空白.xlsx", "带按钮.xlsm"):
        at(room, "new", "sichuan", "2024", "-o", new / name)
    book = workbook_of(CASE, room / "一.xlsx")
    at(room, "rollup", book, "-o", new / "部门.xlsx", "--unit", "示例局")
    yield "新建"


def batches(room: Path) -> Iterator[str]:
    units = room / "各单位"
    (units / "导出单位").mkdir(parents=True)
    known = load_case(HOME / "national" / "cases" / "every_section.toml", "national")
    raw_export(*account_of(known), units / "导出单位" / "导出.xlsx")
    (units / "坏了.xlsx").write_bytes(b"PK")
    out = room / "输出"
    asked = ("--format", "national", "--year", "2024", "--jobs", "1")
    xlbudget("batch", units, "-o", out, *asked)
    yield "输出"


def sheets_and_properties(path: Path) -> str:
    """一个 Office 文件里人看得到的字：格子、属性、批注、随文档的对照。"""
    parts = re.compile(r"(docProps|xl/sharedStrings|xl/worksheets/|word/comments|customXml/item1)")
    with zipfile.ZipFile(path) as package:
        return "".join(
            package.read(name).decode()
            for name in package.namelist()
            if parts.match(name) and name.endswith(".xml")
        )


def in_office(path: Path, made: str) -> bool:
    return escape(made) in sheets_and_properties(path)


def in_page(path: Path, made: str) -> bool:
    page = path.read_text(encoding="utf-8")
    head, _, body = page.partition("<body>")
    meta = re.search(r'<meta name="generator" content="([^"]*)"/>', head)
    seen = html.unescape(re.sub(r"<[^>]+>", "", body))
    return meta is not None and made in html.unescape(meta[1]) and made in seen


def in_json(path: Path, made: str) -> bool:
    """JSON 里分开写：程序、格式、格式的版本和摘要、规则的版本。"""
    text = path.read_text(encoding="utf-8")
    told = json.loads(text.splitlines()[0] if path.suffix == ".jsonl" else text)
    if path.name == "error.json":
        return bool(told["program"] == versions.PROGRAM)
    told.setdefault("format", told.get("place"))
    return versions.made_by_fields(told) == made


READ: dict[str, Callable[[Path, str], bool]] = {
    ".xlsx": in_office,
    ".xlsm": in_office,
    ".docx": in_office,
    ".html": in_page,
    ".json": in_json,
    ".jsonl": in_json,
}


def made_for(path: Path) -> str:
    return versions.made_by(NATIONAL if "输出" in path.parts else results_of(CASE).format)


@cache
def outputs(room: Path) -> tuple[Path, ...]:
    folders = [room / name for way in (reports, workbooks, batches) for name in way(room)]
    return tuple(path for folder in folders for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("版本")


def test_every_output_says_what_made_it(room: Path) -> None:
    silent = [
        path.relative_to(room).as_posix()
        for path in outputs(room)
        if path.name != NARRATIVE and not READ[path.suffix](path, made_for(path))
    ]
    assert silent == []


def test_all_kinds_of_output_were_looked_at(room: Path) -> None:
    """`report` 写的每一种都在上面；PDF 另看（要 LibreOffice）。"""
    names = {path.name for path in outputs(room)}
    asked = {each.format(name="四川.xlsx", stem="四川") for kind in FILES.values() for each in kind}
    assert asked <= names
    assert set(ON_DEMAND) == {"pdf"}
    overview = {"汇总.xlsx", "index.html"}
    assert overview | {"unit.json", "error.json", "import.json", "extract.jsonl"} <= names


def test_the_narrative_is_the_text_and_nothing_else(room: Path) -> None:
    """它要贴进别的文件，版本写在旁边的 JSON 里。"""
    path = room / "说明" / NARRATIVE
    assert path.read_text(encoding="utf-8") == results_of(CASE).narrative()
    assert in_json(path.with_name("figures.json"), made_for(path))


def test_a_form_keeps_its_own_subject(room: Path) -> None:
    made = made_for(room)
    outputs(room)
    (filled,) = (room / "范本").glob("*.docx")
    assert docx.Document(str(filled)).core_properties.subject == f"范本自己的主题；{made}"


def test_a_person_s_note_on_the_first_sheet_stays(tmp_path: Path) -> None:
    path = workbook_of("nothing", tmp_path / "决算.xlsx")
    book = openpyxl.load_workbook(path)
    (cell,) = (row[2] for row in book["首页"].iter_rows() if row[0].value == "运行状态")
    made = versions.made_by(results_of("nothing").format)
    assert cell.value == made
    for said, expected in (("张三已核", "张三已核"), ("xlbudget 0.0.1；…", made)):
        cell.value = said
        book.save(path)
        at(tmp_path / said[:2], "report", path, "--only", "xlsx")
        home = PackedBook(tmp_path / said[:2] / "决算.xlsx").read("首页")
        assert home.at(cell.row, cell.column) == expected


def test_a_pdf_says_it_as_its_subject(tmp_path: Path, soffice: Path) -> None:
    del soffice
    book = workbook_of(CASE, tmp_path / "决算.xlsx")
    at(tmp_path / "出", "report", book, "--only", "pdf")
    found = sorted((tmp_path / "出").glob("*.pdf"))
    assert len(found) == len(ON_DEMAND["pdf"])
    for path in found:
        with pypdfium2.PdfDocument(path) as pdf:
            assert pdf.get_metadata_dict()["Subject"] == made_for(path)


def test_the_command_tells_the_versions() -> None:
    first, *formats = xlbudget("--version").output.splitlines()
    assert first == f"xlbudget {__version__}"
    assert formats == [versions.format_words(describe(place)) for place in places()]
    listed = xlbudget("formats").output
    assert all(versions.format_words(describe(place)) in listed for place in places())


def copied(tmp_path: Path) -> Path:
    """A format of one's own that only gives a title to that of 四川."""
    folder = tmp_path / "某县"
    (folder / "cases").mkdir(parents=True)
    text = 'title = "某县"\nextends = "sichuan"\nauthority = "示例"\nverified = false\n'
    (folder / "format.toml").write_text(f'{text}version = "1"\n', encoding="utf-8")
    return folder


def told(folder: Path) -> tuple[str, str]:
    known = describe(folder.name, [folder.parent])
    return str(known["format_digest"]), str(known["rules_version"])


def test_what_changes_a_format_changes_its_digest(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    before = told(folder)
    assert all(re.fullmatch("[0-9a-f]{8}", each) for each in before)
    (folder / "cases" / "例.toml").write_text("", encoding="utf-8")
    assert told(folder) == before
    text = (folder / "format.toml").read_bytes()
    (folder / "format.toml").write_bytes(text.replace(b"\n", b"\r\n"))
    assert told(folder) == before
    (folder / "wording.toml").write_text("# 改了措辞\n", encoding="utf-8")
    digest, rules = told(folder)
    assert digest != before[0]
    assert rules == before[1]
    (folder / "checks.toml").write_text("# 改了规则\n", encoding="utf-8")
    assert told(folder)[1] != rules


def test_another_place_of_the_same_files_has_the_same_digest(tmp_path: Path) -> None:
    one, two = copied(tmp_path / "甲"), copied(tmp_path / "乙")
    assert told(one) == told(two)
    resolved = find(two.name, 2024, extra=[two.parent])
    assert (resolved.digest, resolved.rules) == told(two)


def test_another_version_of_the_program_has_other_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    before = describe("sichuan")
    monkeypatch.setattr(versions, "__version__", "99")
    after = describe("sichuan")
    assert after["rules_version"] != before["rules_version"]
    assert after["format_digest"] == before["format_digest"]


def test_a_map_of_an_early_version_is_read(room: Path) -> None:
    outputs(room)
    text = json.loads((room / "说明" / "四川.trace.json").read_bytes())
    known = trace_of_json(json.dumps(text), "")
    assert known.versions == {name: text[name] for name in known.versions}
    assert len(known.versions) == 3
    early = {name: value for name, value in text.items() if name not in known.versions}
    assert trace_of_json(json.dumps(early), "").versions == {}
