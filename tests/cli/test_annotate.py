"""`check --annotate`：副本写在旁边，原文件不动；几个文件、重名、不是 .docx 的各怎样说。"""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from tests.cli.import_runs import states, xlbudget
from tests.publish.anchored import anchored
from tests.ruler.ruler import clean, flaws
from xlbudget.domain.errors import OutputRefused


def document(path: Path, *, flawed: bool = True) -> Path:
    text = clean("yuan")
    for flaw in flaws("yuan") if flawed else ():
        text = flaw.into(text)
    made = docx.Document()
    for line in text.splitlines():
        made.add_paragraph(line)
    made.save(str(path))
    return path


def test_a_copy_beside_with_the_findings(tmp_path: Path) -> None:
    path = document(tmp_path / "说明.docx")
    before = path.read_bytes()
    done = xlbudget("check", path, "--annotate")
    copy = tmp_path / "说明-批注.docx"
    assert f"已写出：\n    {copy}" in done.stdout
    assert path.read_bytes() == before
    said = [each.text for each in docx.Document(str(copy)).comments]
    findings = json.loads(xlbudget("check", path, "--json").stdout)[0]["findings"]
    for number, finding in enumerate(findings, 1):
        (comment,) = (each for each in said if each.startswith(f"批注{number}［"))
        assert finding["message"] in comment
    assert any("规则：R" in each for each in said)
    printed = {each["printed"] for each in findings} - {None}
    assert printed
    assert printed <= set(anchored(copy.read_bytes()).values())


def test_json_names_the_copy(tmp_path: Path) -> None:
    path = document(tmp_path / "说明.docx")
    (found,) = json.loads(xlbudget("check", path, "--annotate", "--json").stdout)
    assert found["annotated"] == str(tmp_path / "说明-批注.docx")
    (without,) = json.loads(xlbudget("check", path, "--json").stdout)
    assert "annotated" not in without


def test_an_existing_copy_stays_unless_forced(tmp_path: Path) -> None:
    path = document(tmp_path / "说明.docx")
    copy = tmp_path / "说明-批注.docx"
    copy.write_text("人写的", encoding="utf-8")
    before = states(tmp_path)
    with pytest.raises(OutputRefused, match="文件已经存在"):
        xlbudget("check", path, "--annotate")
    assert states(tmp_path) == before
    xlbudget("check", path, "--annotate", "--force")
    assert anchored(copy.read_bytes())


def test_every_document_of_a_folder_but_no_copy_of_ours(tmp_path: Path) -> None:
    for name in ("甲.docx", "乙.docx"):
        document(tmp_path / name)
    (tmp_path / "丙.txt").write_text(clean("yuan"), encoding="utf-8")
    done = xlbudget("check", tmp_path, "--annotate")
    assert "没有写批注：只有 .docx 能写批注。" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("丙.txt", "乙-批注.docx", "乙.docx", "甲-批注.docx", "甲.docx"),
    ]
    again = json.loads(xlbudget("check", tmp_path, "--annotate", "--force", "--json").stdout)
    assert [(each["file"], bool(each["annotated"])) for each in again] == [
        ("丙.txt", False),
        ("乙.docx", True),
        ("甲.docx", True),
    ]


def test_a_copy_that_is_checked_itself_is_not_written_over(tmp_path: Path) -> None:
    path = document(tmp_path / "说明.docx")
    copy = document(tmp_path / "说明-批注.docx")
    with pytest.raises(OutputRefused, match="就是要读的文件"):
        xlbudget("check", path, copy, "--annotate", "--force")


@pytest.mark.parametrize("name", ["说明.txt", "说明.pdf", "说明.doc", "决算.xlsx"])
def test_other_kinds_are_refused_before_anything_is_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputRefused, match=r"批注只能写进 \.docx"):
        xlbudget("check", tmp_path / name, "--annotate")


def test_what_is_only_called_docx_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "说明.docx"
    path.write_text(clean("yuan"), encoding="utf-8")
    done = xlbudget("check", path, "--annotate")
    assert done.exit_code == 2
    assert "说明.docx" in done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["说明.docx"]


def test_no_finding_no_comment(tmp_path: Path) -> None:
    path = document(tmp_path / "说明.docx", flawed=False)
    (found,) = json.loads(xlbudget("check", path, "--annotate", "--json").stdout)
    copy = Path(found["annotated"]).read_bytes()
    assert len(found["findings"]) == len(anchored(copy))
