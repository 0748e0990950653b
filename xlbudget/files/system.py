"""What the operating system says when it refuses, in Chinese."""

from __future__ import annotations

import errno

_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "不允许这样做",
    errno.EEXIST: "已有同名的文件",
    errno.ENOENT: "文件或文件夹不存在",
    errno.ENOSPC: "磁盘空间不足",
    errno.EROFS: "磁盘是只读的",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EBUSY: "正被其他程序占用",
}


def reason(error: OSError) -> str:
    """Why the system refused, in a few words.

    >>> reason(OSError(errno.ENOTDIR, "Not a directory"))
    '路径中有一段不是文件夹'
    >>> reason(OSError(9999, "Unknown error 9999"))
    '系统错误 9999'
    """
    return _REASONS.get(error.errno or 0, f"系统错误 {error.errno or '不明'}")
