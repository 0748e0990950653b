"""链接：读可以，写不顺着它走到别处去。"""

from __future__ import annotations

from pathlib import Path

from tests.hostile.readers import FOLDER, GOOD, OUT, xlbudget


def test_a_linked_workbook_is_read_and_stays(room: Path) -> None:
    (room / "链.xlsx").symlink_to(GOOD)
    before = (room / GOOD).read_bytes()
    ran = xlbudget("report", "链.xlsx", "-o", OUT, "--only", "xlsx", cwd=room)
    assert ran.code == 0, ran.said
    assert (room / "链.xlsx").is_symlink()
    assert (room / GOOD).read_bytes() == before
    assert (room / OUT / "链.xlsx").is_file()
    assert not (room / OUT / "链.xlsx").is_symlink()


def test_an_output_that_leads_elsewhere_is_not_written(room: Path) -> None:
    (room / OUT).mkdir()
    (room / "珍贵.txt").write_text("珍贵", "utf-8")
    (room / OUT / "narrative.txt").symlink_to(room / "珍贵.txt")
    for more in ((), ("--force",)):
        ran = xlbudget("report", GOOD, "-o", OUT, "--only", "txt", *more, cwd=room)
        assert ran.code == 2
        assert "narrative.txt" in ran.err
        assert (room / "珍贵.txt").read_text("utf-8") == "珍贵"
    assert "链接" in ran.err


def test_links_in_a_folder_of_units_are_not_followed(room: Path) -> None:
    units = room / FOLDER
    units.mkdir()
    (units / "甲.xlsx").write_bytes((room / GOOD).read_bytes())
    (units / "上级").symlink_to(room, target_is_directory=True)
    (units / "圈.xlsx").symlink_to("圈.xlsx")
    (units / "断了.xlsx").symlink_to("没有.xlsx")
    ran = xlbudget("batch", FOLDER, "-o", OUT, "--only", "txt", "--jobs", "1", cwd=room)
    assert ran.code == 1, ran.said
    assert "Traceback" not in ran.said
    made = {path.parent.name for path in (room / OUT).rglob("narrative.txt")}
    assert made == {"甲"}
    failed = {path.parent.name for path in (room / OUT).rglob("error.json")}
    assert failed == {"圈", "断了"}
