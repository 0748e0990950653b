"""`check --annotate`: a copy of each .docx with its findings as comments, beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from xlbudget.cli.many_files import ANNOTATED
from xlbudget.domain.errors import OutputRefused, XlbudgetError, raise_all
from xlbudget.files.whole import refuse_target, same_file, write_whole
from xlbudget.results.reviewed import Reviewed

SUFFIXES = (".docx", ".docm")
"""What comments can be written into."""


def copy_of(path: Path) -> Path | None:
    """Where the copy of a document with comments goes; None where it can have none.

    >>> copy_of(Path("说明.docx")).name, copy_of(Path("说明.pdf"))
    ('说明-批注.docx', None)
    """
    if path.suffix.lower() not in SUFFIXES:
        return None
    return path.with_name(f"{path.stem}{ANNOTATED}{path.suffix}")


def refuse_copies(files: Sequence[Path], read: Iterable[Path], *, force: bool) -> None:
    """Refuse before anything is read: no document that can have comments, copies that stand there
    already or are files to be read.
    """
    targets = [*filter(None, map(copy_of, files))]
    if not targets:
        kinds = "、".join(dict.fromkeys(path.suffix or path.name for path in files))
        raise OutputRefused(
            where="check --annotate",
            seen=f"要校验的文件里没有 Word 文档（.docx）：{kinds}",
            expected="一个 .docx 文档",
            remedy="批注只能写进 .docx。旧 Word（.doc、.wps）请用 Word 或 WPS 另存为 .docx；"
            "PDF、网页、文本请用 -o 审核意见表.xlsx 或 --page 审核页.html；"
            "工作簿的问题在 report 写出的副本里，表“校验”。",
        )
    errors: list[XlbudgetError] = []
    inputs = [*files, *read]
    for target in targets:
        try:
            if any(same_file(target, path) for path in inputs):
                raise OutputRefused(
                    where=str(target),
                    seen="就是要读的文件",
                    expected="另一个文件名",
                    remedy="批注写进同名加“-批注”的副本，读入的文件不会被改写："
                    "请不要把副本也列在要校验的文件里，或把它改名。",
                )
            refuse_target(target, force=force)
        except XlbudgetError as error:
            errors.append(error)
    raise_all(errors)


def write_copy(path: Path, reviewed: Reviewed, today: dt.date, *, force: bool) -> Path | None:
    """Write the copy; None where the document can have no comments."""
    target = copy_of(path)
    if target is None:
        return None
    from xlbudget.formats.versions import made_by
    from xlbudget.publish.annotate import annotate

    rules: dict[str, str] = {}
    for entry in reviewed.ledger.entries:
        rules.setdefault(entry.check, f"{entry.rule} {entry.title}")
    made = made_by(reviewed.format)
    data = annotate(path, reviewed.findings, date=today, rules=rules, made_by=made)
    write_whole(target, data, force=force)
    return target
