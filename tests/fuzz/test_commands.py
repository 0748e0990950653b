"""改坏的工作簿、导出、文档交给命令：没有内部报错，退出码只有 0、1、2，输入不变，不剩半个文件。

长的在 benchmarks/fuzz/commands.py，坏法相同。
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz.commands import BOOK, COMMANDS, DOCUMENT, breaches, build, good
from tests.fuzz.mangled import mangled

LONG = {"review-alone"}
"""All formats are tried: only in the long run."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good files."""
    folder = tmp_path_factory.mktemp("好")
    build(folder)
    return folder


@settings(
    max_examples=10,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.sampled_from(sorted(COMMANDS.keys() - LONG)), st.integers(0, 10**6))
def test_a_spoilt_file_does_no_harm(room: Path, tmp_path: Path, name: str, seed: int) -> None:
    assert [*breaches(name, seed, good(room), tmp_path / "坏")] == []


def half_done() -> None:
    """A program that breaks every rule: it changes an input, leaves half a file, says nothing."""
    Path(BOOK).write_bytes(b"")
    Path(".出.tmp").touch()
    raise SystemExit(2)


def test_what_a_command_does_wrong_is_seen(
    room: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.fuzz.commands.main", half_done)
    found = [*breaches("check", 1, good(room), tmp_path / "坏")]
    assert found == [
        "什么也没说",
        f"输入 {BOOK} 变了",
        "没有做成，却写了 ['.出.tmp']",
        "剩下临时文件 .出.tmp",
    ]


@pytest.mark.parametrize("name", [BOOK, DOCUMENT])
def test_nearly_every_file_is_really_spoilt(name: str, room: Path) -> None:
    data = good(room)[name]
    spoilt = {mangled(data, random.Random(seed)) for seed in range(30)}  # noqa: S311
    assert len(spoilt - {data}) > 25
