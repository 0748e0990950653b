"""`check --page`: the review page of one workbook or one document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xlbudget.domain.errors import OutputRefused
from xlbudget.files.whole import refuse_target, same_file, write_whole
from xlbudget.results import Results
from xlbudget.results.reviewed import Reviewed

OPTION = "check --page"


def refuse_page(
    target: Path, files: Sequence[Path], others: Sequence[Path], *, force: bool
) -> None:
    """Refuse before anything is read: several files, another suffix, a file that is read."""
    if len(files) != 1:
        raise OutputRefused(
            where=OPTION,
            seen=f"{len(files)} 个文件",
            expected="一个工作簿或一个文档",
            remedy="一页只讲一个文件，请分开运行。",
        )
    refuse_target_of(
        "--page",
        target,
        (".html", ".htm"),
        "审核页用浏览器打开，请写成如 审核页.html。",
        inputs=[*files, *others],
        force=force,
    )


def refuse_target_of(
    option: str,
    target: Path,
    suffixes: Sequence[str],
    remedy: str,
    *,
    inputs: Sequence[Path],
    force: bool,
) -> None:
    """Refuse what an option names: another suffix, a file that is read, one that is there."""
    if target.suffix.lower() not in suffixes:
        raise OutputRefused(
            where=str(target),
            seen=f"后缀“{target.suffix}”",
            expected=f"以 {suffixes[0]} 结尾的文件名",
            remedy=remedy,
        )
    if any(same_file(target, path) for path in inputs):
        raise OutputRefused(
            where=str(target),
            seen="就是要读的文件",
            expected="另一个文件名",
            remedy=f"读入的文件不会被改写：请换一个 {option}。",
        )
    refuse_target(target, force=force)


def write_page(target: Path, outcome: Results | Reviewed, *, force: bool) -> None:
    """Write the page."""
    from xlbudget.publish.page import page

    write_whole(target, page(outcome), force=force)
