from __future__ import annotations

import errno
import gc
import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.batch.damages import amount, packed, parts, words
from tests.batch.trees import said, tree
from tests.intake.raw_exports import raw_export
from xlbudget.batch.extract import EXTRACT, unit_extract
from xlbudget.batch.making import make_unit
from xlbudget.batch.publishing import OutOfReach
from xlbudget.batch.stamp import IMPORTED
from xlbudget.batch.terms import Asked, Made, State
from xlbudget.batch.units import Unit
from xlbudget.cli.outputs import targets_of, write_outputs
from xlbudget.domain.findings import Finding
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import HOME, find
from xlbudget.pipeline import Request
from xlbudget.pipeline.made_files import FILES, TRACE
from xlbudget.results import Results
from xlbudget.workbook.blank import account_of_case


@pytest.fixture
def unit(goods: dict[str, bytes], tmp_path: Path) -> Unit:
    path = tmp_path / "决算.xlsx"
    path.write_bytes(goods["上海"])
    return Unit("甲", (path,))


def errors_of(asked: Asked, folder: str = "甲") -> str:
    return str(said(asked.out / folder / "error.json")["errors"])


def without_record(sidecar: Path) -> None:
    """批量的单位由 unit.json 记着副本的摘要；report 记在对照里的副本内容，这里没有。"""
    told = said(sidecar)
    assert told.pop("copy")["entered"]
    sidecar.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def test_a_unit_has_exactly_what_report_writes(asked: Asked, unit: Unit, tmp_path: Path) -> None:
    (workbook,) = unit.files
    targets = targets_of(tmp_path / "单个", workbook, FILES)
    write_outputs(workbook, targets, Request(), force=False)
    without_record(targets[TRACE])
    made = make_unit(replace(asked, kinds=tuple(FILES)), unit)
    assert made.state is State.DONE
    found = tree(asked.out / "甲")
    stamp = said(asked.out / "甲" / "unit.json")
    del found["unit.json"], found[EXTRACT]
    assert found == tree(tmp_path / "单个")
    assert sorted(stamp["files"]) == sorted(found)
    assert not (asked.room / "甲").exists()
    assert not list(asked.room.iterdir())


def test_what_a_unit_needed_is_free_once_it_is_made(
    asked: Asked, complete: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "填齐的.xlsx"
    path.write_bytes(complete)
    everything = replace(asked, kinds=tuple(FILES))
    make_unit(everything, Unit("甲", (path,)))
    gc.collect()
    gc.disable()
    try:
        assert make_unit(everything, Unit("甲", (path,))).state is State.DONE
        found = gc.collect()
    finally:
        gc.enable()
    assert found < 300, "互相引用的对象要等很久才收"


def test_the_stamp_says_from_what_and_by_what(asked: Asked, unit: Unit) -> None:
    made = make_unit(asked, unit)
    stamp = said(asked.out / "甲" / "unit.json")
    assert stamp["place"] == "shanghai"
    assert list(stamp["inputs"]) == ["决算.xlsx"]
    assert stamp["program"].startswith("xlbudget ")
    assert stamp["format_version"] == find("shanghai", stamp["year"]).version
    assert (made.errors, made.gaps) == (stamp["findings"]["error"], stamp["gaps"])
    assert stamp["worst"] is None or stamp["worst"]["message"] == made.says


def test_what_was_made_from_the_same_is_not_made_again(asked: Asked, unit: Unit) -> None:
    make_unit(asked, unit)
    before = (asked.out / "甲" / "narrative.txt").stat()
    again = make_unit(replace(asked, resume=True), unit)
    assert again.state is State.SKIPPED
    assert (asked.out / "甲" / "narrative.txt").stat() == before


def test_what_has_changed_is_made_again(
    asked: Asked, unit: Unit, goods: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_unit(asked, unit)
    resumed = replace(asked, resume=True)
    assert make_unit(replace(resumed, kinds=("txt", "json")), unit).state is State.DONE
    assert make_unit(resumed, unit).state is State.DONE
    (asked.out / "甲" / "narrative.txt").write_bytes(b"")
    assert make_unit(resumed, unit).state is State.DONE
    (asked.out / "甲" / "unit.json").write_text("{}", "utf-8")
    (asked.out / "甲" / "narrative.txt").unlink()
    assert make_unit(resumed, unit).state is State.DONE
    unit.files[0].write_bytes(goods["云南"])
    assert make_unit(resumed, unit).state is State.DONE
    assert said(asked.out / "甲" / "unit.json")["place"] == "yunnan"
    monkeypatch.setattr("xlbudget.batch.resuming.PROGRAM", "xlbudget 别的版本")
    assert make_unit(resumed, unit).state is State.DONE


def test_a_unit_that_failed_and_is_mended_is_made(
    asked: Asked, unit: Unit, goods: dict[str, bytes]
) -> None:
    unit.files[0].write_bytes(b"")
    assert make_unit(asked, unit).state is State.FAILED
    unit.files[0].write_bytes(goods["上海"])
    assert make_unit(replace(asked, resume=True), unit).state is State.DONE
    assert "error.json" not in tree(asked.out / "甲")


def test_a_document_that_a_person_edited_is_kept(asked: Asked, unit: Unit) -> None:
    asked = replace(asked, kinds=("docx", "txt"))
    make_unit(asked, unit)
    document = asked.out / "甲" / "决算.docx"
    document.write_bytes(document.read_bytes() + b"!")
    before = tree(asked.out / "甲")
    assert make_unit(asked, unit).state is State.FAILED
    assert "这个文档在生成以后改过" in errors_of(asked)
    after = tree(asked.out / "甲")
    del after["error.json"]
    assert after == before
    assert make_unit(replace(asked, resume=True), unit).state is State.SKIPPED
    assert tree(asked.out / "甲") == before


@pytest.mark.parametrize(
    ("sheet", "cell", "words", "told"),
    [
        ("说明", "E5", "本单位自己写的一段话。", "原工作簿里没有这段话"),
        ("台账", "B2", "本单位的台账", "台账!B2"),
    ],
)
def test_what_a_person_typed_into_the_copy_is_kept(
    asked: Asked, unit: Unit, sheet: str, cell: str, words: str, told: str
) -> None:
    asked = replace(asked, kinds=("xlsx",))
    assert make_unit(asked, unit).state is State.DONE
    assert make_unit(asked, unit).state is State.DONE
    copy = asked.out / "甲" / "决算.xlsx"
    book = openpyxl.load_workbook(copy)
    typed_on = book[sheet] if sheet in book.sheetnames else book.create_sheet(sheet)
    typed_on[cell] = words
    book.save(copy)
    before = copy.read_bytes()
    assert make_unit(asked, unit).state is State.FAILED
    assert told in errors_of(asked)
    assert words in errors_of(asked)
    assert copy.read_bytes() == before


def test_who_went_on_in_the_copy_is_told_when_the_run_is_taken_up(asked: Asked, unit: Unit) -> None:
    asked = replace(asked, kinds=("xlsx",))
    make_unit(asked, unit)
    copy = asked.out / "甲" / "决算.xlsx"
    book = openpyxl.load_workbook(copy)
    book["说明"]["E5"] = "本单位自己写的一段话。"
    book.save(copy)
    assert make_unit(replace(asked, resume=True), unit).state is State.FAILED
    assert "原工作簿里没有这段话" in errors_of(asked)


@pytest.mark.parametrize("resume", [False, True])
def test_an_amount_that_was_changed_in_the_copy_is_kept(
    asked: Asked, complete: bytes, tmp_path: Path, *, resume: bool
) -> None:
    path = tmp_path / "决算.xlsx"
    path.write_bytes(complete)
    unit = Unit("甲", (path,))
    asked = replace(asked, kinds=("xlsx",))
    make_unit(asked, unit)
    copy = asked.out / "甲" / "决算.xlsx"
    changed = amount("><v>123.45</v></c>")(copy.read_bytes())
    copy.write_bytes(changed)
    assert make_unit(replace(asked, resume=resume), unit).state is State.FAILED
    assert "123.45万元" in errors_of(asked)
    assert "!C7" in errors_of(asked)
    assert copy.read_bytes() == changed


def test_a_copy_that_was_saved_without_a_word_in_it_is_in_nobodys_way(
    asked: Asked, unit: Unit
) -> None:
    asked = replace(asked, kinds=("xlsx",))
    make_unit(asked, unit)
    copy = asked.out / "甲" / "决算.xlsx"
    before = copy.read_bytes()
    copy.write_bytes(packed(parts(before)))
    assert copy.read_bytes() != before
    assert make_unit(replace(asked, resume=True), unit).state is State.SKIPPED
    assert make_unit(asked, unit).state is State.DONE
    assert copy.read_bytes() == before


def test_a_copy_that_cannot_be_read_any_more_is_kept(asked: Asked, unit: Unit) -> None:
    asked = replace(asked, kinds=("xlsx",))
    make_unit(asked, unit)
    copy = asked.out / "甲" / "决算.xlsx"
    copy.write_bytes(words("部门决算公开工作簿", "备忘")(copy.read_bytes()))
    changed = copy.read_bytes()
    assert make_unit(asked, unit).state is State.FAILED
    assert "现在读不出来" in errors_of(asked)
    assert copy.read_bytes() == changed


@pytest.mark.parametrize("name", ["决算-附表.xlsx", "narrative.txt"])
def test_another_output_that_a_person_changed_is_kept(asked: Asked, unit: Unit, name: str) -> None:
    asked = replace(asked, kinds=("annex", "txt"))
    make_unit(asked, unit)
    path = asked.out / "甲" / name
    path.write_bytes(changed := path.read_bytes() + b"!")
    assert make_unit(asked, unit).state is State.FAILED
    assert "写出以后改过" in errors_of(asked)
    assert path.read_bytes() == changed


@pytest.mark.skipif(sys.platform != "linux", reason="文件名可以是任何字节")
def test_a_name_in_another_encoding_is_one_failed_unit(
    asked: Asked, goods: dict[str, bytes], tmp_path: Path
) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + "/甲.xlsx".encode("gb18030")))
    path.write_bytes(goods["上海"])
    made = make_unit(asked, Unit("甲", (path,)))
    assert made.state is State.FAILED
    made.says.encode()
    assert "改名" in errors_of(asked)


def test_workbooks_of_ours_that_are_said_to_be_one_unit_are_named(
    asked: Asked, goods: dict[str, bytes], tmp_path: Path
) -> None:
    files = tuple(tmp_path / name for name in ("甲.xlsx", "乙.xlsx"))
    for file in files:
        file.write_bytes(goods["上海"])
    assert make_unit(asked, Unit("合", files)).state is State.FAILED
    assert "本程序的工作簿“甲.xlsx”" in errors_of(asked, "合")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("批示.txt", "没有写过的文件"),
        (".~lock.narrative.txt#", "正被别的程序打开"),
        ("来文", "没有写过"),
    ],
)
def test_what_a_person_laid_beside_the_outputs_is_kept(
    name: str, says: str, asked: Asked, unit: Unit
) -> None:
    make_unit(asked, unit)
    if name == "来文":
        (asked.out / "甲" / name).mkdir()
    else:
        (asked.out / "甲" / name).write_text("同意", "utf-8")
    assert make_unit(asked, unit).state is State.FAILED
    assert says in errors_of(asked)
    assert (asked.out / "甲" / name).exists()
    assert (asked.out / "甲" / "narrative.txt").exists()


def test_a_link_in_place_of_the_folder_is_not_followed(
    asked: Asked, unit: Unit, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    (asked.out / "甲").symlink_to(elsewhere, target_is_directory=True)
    for files in (unit.files, (tmp_path / "没有.xlsx",)):
        made = make_unit(asked, Unit("甲", files))
        assert made.state is State.FAILED
    assert not list(elsewhere.iterdir())


def test_a_unit_for_which_there_is_no_memory_is_told_so(
    asked: Asked, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr("xlbudget.batch.extract.unit_extract", full)
    assert make_unit(asked, unit).state is State.FAILED
    assert "内存不够" in errors_of(asked)


def test_what_nobody_foresaw_is_one_failed_unit(
    asked: Asked, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError(str(unit.files[0]))

    monkeypatch.setattr("xlbudget.pipeline.run", broken)
    made = make_unit(asked, unit)
    assert made.state is State.FAILED
    assert "ZeroDivisionError" in made.trace
    assert "没有料到的情况（ZeroDivisionError）" in errors_of(asked)
    assert str(unit.files[0].parent) not in errors_of(asked)


def test_a_workbook_that_is_saved_while_it_is_read_is_made_again_later(
    asked: Asked, unit: Unit, goods: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def saved_meanwhile(results: Results, imported: Sequence[Finding] = ()) -> bytes:
        unit.files[0].write_bytes(goods["云南"])
        return unit_extract(results, imported)

    with monkeypatch.context() as patched:
        patched.setattr("xlbudget.batch.extract.unit_extract", saved_meanwhile)
        assert make_unit(asked, unit).state is State.FAILED
    assert "读的时候被别的程序改过" in errors_of(asked)
    assert make_unit(replace(asked, resume=True), unit).state is State.DONE
    assert said(asked.out / "甲" / "unit.json")["place"] == "yunnan"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_full_disk_ends_the_run_and_leaves_nothing_half(
    number: int, asked: Asked, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutOfReach, match="不能写入"):
        make_unit(asked, unit)
    assert not tree(asked.out)


def test_a_full_disk_under_the_copy_of_the_workbook_ends_the_run_too(
    asked: Asked, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutOfReach, match="磁盘空间不足"):
        make_unit(replace(asked, kinds=("xlsx",)), unit)
    assert not tree(asked.out)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A unit's export of the national system, all sheets in one file."""
    known = load_case(HOME / "national" / "cases" / "every_section.toml", "national")
    resolved = find(known.place, known.year, known.settings)
    path = tmp_path_factory.mktemp("导出") / "导出.xlsx"
    raw_export(account_of_case(known, resolved), resolved, path)
    return path


def test_exports_become_a_workbook_of_ours_first(asked: Asked, exports: Path) -> None:
    asked = replace(asked, place="national", year=2024)
    unit = Unit("示例局", (exports,))
    assert make_unit(asked, unit).state is State.DONE
    folder = asked.out / "示例局"
    assert set(tree(folder)) == {"narrative.txt", IMPORTED, "unit.json", EXTRACT}
    assert said(folder / IMPORTED)["sheets"]
    stamp = said(folder / "unit.json")
    assert (stamp["place"], stamp["year"]) == ("national", 2024)
    assert stamp["unit"] == "示例街道办事处"
    assert "总计均为657万元" in (folder / "narrative.txt").read_text("utf-8")
    assert make_unit(replace(asked, resume=True), unit).state is State.SKIPPED
    again = replace(asked, resume=True, place="nowhere")
    assert make_unit(again, unit).state is State.FAILED


def test_exports_give_what_their_workbook_gives(asked: Asked, exports: Path) -> None:
    """建好的工作簿不再写一遍，各份输出与拿它再跑一次的一样。"""
    asked = replace(asked, kinds=("xlsx", "docx", "html", "json", "txt"))
    named = replace(asked, place="national", year=2024)
    assert make_unit(named, Unit("一次", (exports,))).state is State.DONE
    workbook = asked.out / "一次" / "一次.xlsx"
    copied = asked.out / "来源" / workbook.name
    copied.parent.mkdir()
    copied.write_bytes(workbook.read_bytes())
    assert make_unit(asked, Unit("两次", (copied,))).state is State.DONE
    once, twice = tree(asked.out / "一次"), tree(asked.out / "两次")
    for known in (once, twice):
        for own in (IMPORTED, EXTRACT, "unit.json", workbook.name):
            known.pop(own, None)
    assert once == twice
    assert len(once) > len(asked.kinds)


def test_exports_without_place_or_of_another_unit_fail(asked: Asked, exports: Path) -> None:
    assert make_unit(asked, Unit("甲", (exports,))).state is State.FAILED
    assert "--format" in errors_of(asked)
    named = replace(asked, place="national", year=2024)
    assert make_unit(named, Unit("乙", (exports,), "别的单位")).state is State.FAILED
    assert "别的单位" in errors_of(asked, "乙")
    assert make_unit(replace(named, year=2023), Unit("丙", (exports,))).state is State.FAILED
    assert "2024年度的表" in errors_of(asked, "丙")


def test_the_words_of_an_error_do_not_depend_on_the_machine(
    asked: Asked, unit: Unit, tmp_path: Path
) -> None:
    unit.files[0].write_bytes(b"PK\x03\x04")
    other = replace(asked, out=tmp_path / "另一处" / "输出二")
    other.room.mkdir(parents=True)
    moved = tmp_path / "另一处" / "决算.xlsx"
    shutil.copy(unit.files[0], moved)
    make_unit(asked, unit)
    make_unit(other, Unit("甲", (moved,)))
    assert tree(asked.out) == tree(other.out)


def test_a_made_unit_is_small_to_keep() -> None:
    made = Made(folder="甲", state=State.DONE, warnings=1)
    assert (made.red, made.amber) == (False, True)
