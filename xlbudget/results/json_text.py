"""JSON as our files hold it."""

from __future__ import annotations

import json
from json.encoder import encode_basestring as quoted
from typing import Any

Json = dict[str, Any]
_WORDS = {None: "null", True: "true", False: "false"}


def json_text(value: Any) -> str:
    """A value as JSON, Chinese as it is, indented by two spaces.

    The text is that of `json.dumps(value, ensure_ascii=False, indent=2)`, which the standard
    library makes step by step in Python; here its C code writes the texts and this the lines.

    >>> print(json_text({"甲": [1, None], "乙": {}}), end="")
    {
      "甲": [
        1,
        null
      ],
      "乙": {}
    }
    """
    try:
        return _indented(value, "\n") + "\n"
    except TypeError:  # 键不是字符串
        return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _indented(value: Any, line: str) -> str:
    """A value as JSON; `line` begins a line as deep as the value."""
    kind = type(value)
    if kind is dict:
        deeper = f"{line}  "
        made = [
            f"{quoted(key)}: {quoted(each) if type(each) is str else _indented(each, deeper)}"
            for key, each in value.items()
        ]
        return f"{{{deeper}{f',{deeper}'.join(made)}{line}}}" if made else "{}"
    if kind is list or kind is tuple:
        deeper = f"{line}  "
        made = [quoted(each) if type(each) is str else _indented(each, deeper) for each in value]
        return f"[{deeper}{f',{deeper}'.join(made)}{line}]" if made else "[]"
    if kind is int:
        return str(value)
    if value is None or kind is bool:
        return _WORDS[value]
    if isinstance(value, dict):
        return _indented({**value}, line)
    if isinstance(value, list | tuple):
        return _indented([*value], line)
    return json.dumps(value, ensure_ascii=False)
