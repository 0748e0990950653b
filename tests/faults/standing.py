"""一个文件夹里的样子，和前后比较：原来的文件没有丢，没有写了一半的。"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

State = Mapping[str, str]
"""每个文件（相对的路径）的摘要。"""

OWN = ("tmp/", "cache/", "state/")
"""程序的临时文件、缓存、日志：不是输出。"""

PASSING = re.compile(r"(^|/)\.xlbudget-\d+-[0-9a-f]{8}\.tmp$|(^|/)\.xlbudget-batch(/|$)")
"""写到一半的文件叫这样的名字。"""

_ASIDE = re.compile(r"-(导入前|留存)\d*\.|/\.xlbudget-batch/.+/old/")
"""原来的文件，换了名字留着。"""


_read: dict[tuple[int, ...], str] = {}


def state(folder: Path) -> dict[str, str]:
    """现在的样子；链接不跟过去，运行记录（只往后加）不看。"""
    found: dict[str, str] = {}
    for here, _, files in os.walk(folder):
        for file in files:
            path = os.path.join(here, file)
            name = os.path.relpath(path, folder)
            if name.startswith(OWN) or name.endswith(".log"):
                continue
            if os.path.islink(path) or not os.path.isfile(path):
                found[name] = "special"
                continue
            about = os.stat(path)
            key = (path.endswith(".json"), about.st_ino, about.st_size, about.st_ctime_ns)
            if key not in _read:
                _read[key] = _digest(Path(path))
            found[name] = _read[key]
    return found


def _digest(path: Path) -> str:
    """一个文件的内容；文档旁边的对照不管它换掉的是哪一份、副本以前是什么样。"""
    try:
        data = path.read_bytes()
    except OSError:
        return "unreadable"
    if path.name.endswith(".trace.json"):
        with suppress(ValueError):
            told = json.loads(data)
            told.pop("replaces", None)
            told.pop("copy", None)
            if "copy" in told:
                del told["copy"]["sha256"][1:]
            data = json.dumps(told).encode()
    return hashlib.sha256(data).hexdigest()


def is_complete(path: Path) -> bool:
    """一个随情形写成不同内容的文件（汇总、错误说明）是不是完整的。"""
    data = path.read_bytes()
    if path.suffix == ".json":
        return isinstance(json.loads(data), dict)
    if path.suffix == ".html":
        return data.endswith(b"</html>\n")
    if path.suffix == ".pdf":
        return data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")
    with zipfile.ZipFile(path) as archive:
        return archive.testzip() is None


def losses(before: State, whole: State, after: State) -> list[str]:
    """什么丢了，什么只写了一半：`whole` 是没有故障时写成的样子。"""
    lost = []
    aside = {digest for name, digest in after.items() if _ASIDE.search(name)}
    for name, digest in before.items():
        now = after.get(name)
        if now is None and digest not in aside and name in whole:
            lost.append(f"{name} 没有了")
        elif now is not None and now not in (digest, whole.get(name)):
            lost.append(f"{name} 既不是原来的，也不是写成的")
    for name, digest in after.items():
        if name in before or PASSING.search(name) or whole.get(name) == digest:
            continue
        if digest not in before.values():
            lost.append(f"{name} 只写了一半")
    return lost
