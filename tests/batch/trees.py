"""一个输出文件夹里的全部字节。"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any


def tree(out: Path) -> dict[str, str]:
    """每个文件的摘要，隐藏的也算；各次运行要相同。"""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def whole(folder: Path) -> bool:
    """一个单位的文件夹是不是齐的：写着的文件都在，或者写着为什么没有做成。"""
    if (folder / "error.json").is_file():
        return True
    stamp = said(folder / "unit.json")
    return all((folder / name).stat().st_size for name in stamp["files"])


def said(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
