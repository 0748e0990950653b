"""`check --page`: the review page of one workbook or one document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xlbudget.cli.outputs import refuse_target_of
from xlbudget.domain.errors import OutputRefused
from xlbudget.files.whole import write_whole
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


def write_page(target: Path, outcome: Results | Reviewed, *, force: bool) -> None:
    """Write the page."""
    from xlbudget.publish.page import page

    write_whole(target, page(outcome), force=force)
