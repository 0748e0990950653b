"""Strict reading of one TOML table: every key is taken by name and kind, none is left over."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from xlbudget.domain.errors import BrokenFormat
from xlbudget.files.system import reason

_KINDS = {str: "文字", int: "整数", bool: "true 或 false", list: "列表", dict: "一组键值"}
_TOML_PLACE = re.compile(r"at line (\d+), column (\d+)\)$")


def load_text(path: Path, name: str) -> str:
    """The text of a data file, without a byte order mark; `name` is how messages call it."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenFormat(
            where=name,
            seen="文件不是 UTF-8 编码",
            expected="UTF-8 编码的文本文件",
            remedy="请用记事本“另存为”，编码选 UTF-8。",
        ) from error
    except OSError as error:
        raise BrokenFormat(
            where=name,
            seen=f"文件打不开（{reason(error)}）",
            expected="UTF-8 编码的文本文件",
            remedy="请检查读取权限，或关闭占用它的程序。",
        ) from error


def load_toml(path: Path, name: str) -> Keys:
    """The keys of a TOML file; `name` is how messages call it."""
    import tomllib

    text = load_text(path, name)
    try:
        return Keys(tomllib.loads(text), name)
    except (ValueError, RecursionError) as error:
        raise BrokenFormat(
            where=name,
            seen=f"不是合法的 TOML（{_toml_place(error)}）",
            expected="TOML 文件",
            remedy="请检查所指的那一行：引号、方括号、等号是否成对、是否用了全角符号。",
        ) from error


def _toml_place(error: Exception) -> str:
    found = _TOML_PLACE.search(str(error))
    return f"第{found[1]}行第{found[2]}列" if found else "到文件末尾仍不完整"


class Keys:
    """The keys of one table of a data file. Each `text`, `flag`, … takes one; `done` closes.

    >>> keys = Keys({"titel": "x"}, "甲.toml")
    >>> keys.text("title", "")
    ''
    >>> keys.done()
    Traceback (most recent call last):
    xlbudget.domain.errors.BrokenFormat: 甲.toml
        这里是：未知键 'titel'；应为：可用的键：title。
        是否想写“title”？
    """

    def __init__(self, table: dict[str, Any], where: str) -> None:
        self._table = table
        self.where = where
        self._known: list[str] = []

    def names(self) -> tuple[str, ...]:
        """The keys present."""
        return tuple(self._table)

    def under(self, upper: Keys) -> Keys:
        """These keys with others laid over them; tables are merged key by key.

        >>> merged = Keys({"a": {"x": "1"}}, "甲").under(Keys({"a": {"y": "3"}}, "乙"))
        >>> merged.is_table("a")
        True
        """
        return Keys(_laid_over(self._table, upper._table), upper.where)

    def known(self, key: str) -> None:
        """Another reader takes this key."""
        self._known.append(key)

    def is_table(self, key: str) -> bool:
        """Whether a key holds a table."""
        return isinstance(self._table.get(key), dict)

    def _take(self, key: str, kind: type, default: object) -> Any:
        self._known.append(key)
        if key not in self._table:
            if default is ...:
                self.broken(f"缺少键 '{key}'", f"'{key}' = {_KINDS[kind]}", "请补上这个键。")
            return default
        value = self._table[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.broken(f"{key} = {value!r}", _KINDS[kind], "请按说明改正。")
        return value

    def text(self, key: str, default: object = ...) -> str:
        """A text; required unless a default is given."""
        return str(self._take(key, str, default))

    def flag(self, key: str, default: object = ...) -> bool:
        """True or false."""
        return bool(self._take(key, bool, default))

    def whole(self, key: str, default: int | None) -> int | None:
        """A whole number."""
        value = self._take(key, int, default)
        return None if value is None else int(value)

    def choice(self, key: str, allowed: Iterable[str], default: object = ...) -> str:
        """One of a closed list of words."""
        value = self.text(key, default)
        known = list(allowed)
        if value not in known and value != default:
            self.broken(
                f"{key} = {value!r}", "、".join(repr(word) for word in known), nearest(value, known)
            )
        return value

    def texts(self, key: str, default: object = ...) -> tuple[str, ...]:
        """A list of texts."""
        values = self._take(key, list, default)
        for value in values:
            if not isinstance(value, str):
                self.broken(f"{key} 中有 {value!r}", "文字的列表", "请给这一项加上引号。")
        return tuple(values)

    def table(self, key: str) -> Keys | None:
        """A table below this one, or None."""
        value = self._take(key, dict, None)
        return None if value is None else Keys(value, f"{self.where} [{key}]")

    def tables(self, key: str) -> list[Keys]:
        """A list of tables below this one."""
        values = self._take(key, list, [])
        for value in values:
            if not isinstance(value, dict):
                self.broken(f"{key} 中有 {value!r}", f"[[{key}]] 组", "请按说明改正。")
        return [
            Keys(value, f"{self.where} [[{key}]] 第{number}组")
            for number, value in enumerate(values, 1)
        ]

    def done(self) -> None:
        """Nothing may be left over."""
        for key in self._table:
            if key not in self._known:
                self.broken(
                    f"未知键 '{key}'",
                    "可用的键：" + "、".join(sorted(set(self._known))),
                    nearest(key, self._known),
                )

    def broken(self, seen: str, expected: str, remedy: str) -> NoReturn:
        """Refuse the file, at this table."""
        raise BrokenFormat(where=self.where, seen=seen, expected=expected, remedy=remedy)


def _laid_over(lower: dict[str, Any], upper: dict[str, Any]) -> dict[str, Any]:
    merged = dict(lower)
    for key, value in upper.items():
        below = lower.get(key)
        both = isinstance(value, dict) and isinstance(below, dict)
        merged[key] = _laid_over(below, value) if both and isinstance(below, dict) else value
    return merged


def nearest(word: str, known: Iterable[str]) -> str:
    """A proposal for a misspelt word, or a general remedy.

    >>> nearest("收支总表", ["收支总表一", "财政拨款总表"])
    '是否想写“收支总表一”？'
    """
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"是否想写“{close[0]}”？" if close else "请改用上面列出的写法。"


def is_near(word: str, known: Iterable[str]) -> bool:
    """Whether a word is probably a misspelling of a known one.

    >>> is_near("总体变动理由", ["总体变动原因"]), is_near("备注", ["总体变动原因"])
    (True, False)
    """
    return bool(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6))
