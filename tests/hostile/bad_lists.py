"""坏的清单。"""

from __future__ import annotations

from tests.hostile.bad_input import BadInput

ROLLUP, BATCH = "rollup --eliminations", "batch"


def _list(name: str, ending: str, made: bytes, says: str, *only: str) -> BadInput:
    return BadInput(name, ending, lambda _: made, says, only=only or (ROLLUP, BATCH))


BAD_LISTS = (
    _list("抵消清单是空的", ".csv", b"", "空文件", ROLLUP),
    _list("批量清单是空的", ".csv", b"", "没有一行写着文件", BATCH),
    _list("清单里有零字节", ".csv", b"a\0b,c\n", "请", ROLLUP),
    _list("引号没有配对", ".csv", b'"a,b\n' * 3, "引号", BATCH),
    _list("一格二十万字", ".csv", b'"' + b"a" * 200_000 + b'"', "请", ROLLUP),
    _list("表格改名 .csv", ".csv", b"PK\x03\x04" + bytes(range(256)), "请", ROLLUP),
    _list("清单指着管道和设备", ".txt", b"/dev/zero\n/dev/null\n", "没有表格文件", BATCH),
)
