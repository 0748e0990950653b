from __future__ import annotations

from pathlib import Path

import pytest

from xlbudget.batch.log import log_in
from xlbudget.batch.terms import Made, State
from xlbudget.domain.errors import OutputRefused


def test_a_record_goes_on_in_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "输出.log"
    for text in ("开始", "接着做"):
        with log_in(path) as record:
            record.line(text)
            record.unit(Made(folder="甲", state=State.FAILED, says="空文件", trace="哪一行"))
    lines = path.read_text("utf-8").splitlines()
    assert [line.split(" ", 1)[-1] for line in lines[::3]] == ["开始", "接着做"]
    assert lines[2] == lines[5] == "哪一行"


@pytest.mark.parametrize("content", [b"PK\x03\x04", "我的笔记\n".encode()])
def test_a_file_of_somebody_is_not_continued(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "输出.log"
    path.write_bytes(content)
    with pytest.raises(OutputRefused, match="不是批量处理的运行记录"), log_in(path):
        pass
    assert path.read_bytes() == content


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="没有总是满的设备")
def test_a_full_disk_under_the_record_does_not_end_the_run() -> None:
    went_on = False
    with log_in(Path("/dev/full")) as record:
        record.line("开始")
        went_on = True
    assert went_on
