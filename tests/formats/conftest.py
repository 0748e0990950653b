from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

TOY = Path(__file__).parent / "toy"
"""童话镇：一个编造的地方，在全国格式上只多一张过桥费表。"""


@pytest.fixture
def lay(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """A home of formats: the toy's, with some of its files written anew."""

    def write(files: Mapping[str, str]) -> Path:
        home = tmp_path / "formats"
        shutil.copytree(TOY, home)
        for name, text in files.items():
            path = home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return home

    return write
