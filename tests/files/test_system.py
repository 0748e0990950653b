import errno
import os
import re

import pytest

from xlbudget.files.system import reason

COMMON = [
    "EACCES",
    "EPERM",
    "EEXIST",
    "ENOENT",
    "ENOSPC",
    "EROFS",
    "ENOTDIR",
    "EISDIR",
    "ENAMETOOLONG",
    "EBUSY",
    "EDQUOT",
    "EFBIG",
    "EINVAL",
    "EIO",
    "ELOOP",
    "EMFILE",
    "ESTALE",
]


@pytest.mark.parametrize("name", COMMON)
def test_common_refusals_are_chinese(name: str) -> None:
    code = getattr(errno, name)
    words = reason(OSError(code, os.strerror(code)))
    assert words
    assert not re.search("[A-Za-z0-9]", words)


def test_others_keep_their_number() -> None:
    assert reason(OSError(errno.EDOM, "Domain error")) == f"系统错误 {errno.EDOM}"
    assert reason(OSError("whatever")) == "系统错误 不明"
