from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.faults.matrix import Bench

collect_ignore_glob = ["*"] if sys.platform != "linux" else []
"""要 fork、/proc 和 POSIX 的信号。"""


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """各命令要的文件，和一次一次跑命令的进程。"""
    from tests.faults.commands import prepare
    from tests.faults.matrix import Bench
    from tests.faults.running import Program

    prepared = tmp_path_factory.mktemp("备好的")
    prepare(prepared)
    program = Program()
    with tempfile.TemporaryDirectory() as room:  # pytest 的文件夹不许别的用户进
        Path(room).chmod(0o755)
        yield Bench(program, prepared, Path(room))
    program.end()
