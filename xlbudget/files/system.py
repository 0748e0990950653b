"""What the operating system says when it refuses, in Chinese."""

from __future__ import annotations

import errno
import re

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
    errno.EDQUOT: "磁盘的配额用完了",
    errno.EFBIG: "超过了允许的文件大小",
    errno.EINVAL: "系统不允许这样的文件名或操作",
    errno.EIO: "磁盘或网络读写出错",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENODEV: "设备已经不在",
    errno.ENXIO: "设备已经不在",
    errno.ENOSYS: "磁盘不支持这样做",
    errno.ENOLCK: "磁盘不支持这样做",
    errno.ENOTSUP: "磁盘不支持这样做",
    errno.EOPNOTSUPP: "磁盘不支持这样做",
    errno.EXDEV: "不在同一个磁盘上",
    errno.ETIMEDOUT: "网络盘没有回应",
    errno.EHOSTDOWN: "网络盘没有回应",
    errno.EHOSTUNREACH: "网络盘没有回应",
    errno.ESTALE: "网络盘已经断开",
    errno.ENOTCONN: "网络盘已经断开",
    errno.ECONNRESET: "网络盘已经断开",
    errno.ETXTBSY: "正被其他程序占用",
}

_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[1-9]|lpt[1-9])\s*(\.|$)", re.IGNORECASE)
_LONGEST = 255


def reason(error: OSError) -> str:
    """Why the system refused, in a few words.

    >>> reason(OSError(errno.ENOTDIR, "Not a directory"))
    '路径中有一段不是文件夹'
    >>> reason(OSError(9999, "Unknown error 9999"))
    '系统错误 9999'
    """
    return _REASONS.get(error.errno or 0, f"系统错误 {error.errno or '不明'}")


def refused_name(name: str) -> str:
    """What is wrong with the name of a file on Windows; "" if nothing is. A colon is not refused
    there: what is written goes into a hidden stream of another file.

    >>> refused_name("决算:1.xlsx"), refused_name("NUL.xlsx"), refused_name("决算.xlsx")
    ('文件名里有“:”', '“NUL”是设备的名字', '')
    >>> refused_name("长" * 256)
    '文件名太长'
    """
    if found := _FORBIDDEN.search(name):
        return f"文件名里有“{found[0]}”" if found[0].isprintable() else "文件名里有看不见的字符"
    if found := _DEVICES.match(name):
        return f"“{found[1]}”是设备的名字"
    if name != name.rstrip(". "):
        return "文件名的末尾是点或空格"
    return "文件名太长" if len(name) > _LONGEST else ""
