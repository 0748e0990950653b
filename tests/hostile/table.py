"""docs/reliability.md 的“坏输入”一节，照目录生成。

用法：.venv/bin/python -m tests.hostile.table 重写那一节；测试比较两者，过期就不通过。
"""

from __future__ import annotations

from pathlib import Path

from tests.hostile.bad_amounts import BAD_AMOUNTS
from tests.hostile.bad_documents import BAD_DOCUMENTS
from tests.hostile.bad_input import BadInput, Ends
from tests.hostile.bad_lists import BAD_LISTS
from tests.hostile.bad_workbooks import BAD_WORKBOOKS
from tests.hostile.others import OTHERS
from tests.hostile.readers import DOCUMENT_READERS, LIST_READERS, WORKBOOK_READERS, Reader

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
HEADING = "## 坏输入"

GROUPS: tuple[tuple[str, tuple[BadInput, ...], tuple[Reader, ...], str], ...] = (
    ("工作簿", BAD_WORKBOOKS, WORKBOOK_READERS, "tests/hostile/test_workbooks.py"),
    ("金额", BAD_AMOUNTS, WORKBOOK_READERS[:1], "tests/hostile/test_amounts.py"),
    ("文档", BAD_DOCUMENTS, DOCUMENT_READERS, "tests/hostile/test_documents.py"),
    ("清单", BAD_LISTS, LIST_READERS, "tests/hostile/test_lists.py"),
)

INTRODUCTION = """
每一种坏输入都在测试时现造，交给用户递得到它的地方（一处是一条命令的一个参数）。
打开文件，各处是同一个读法：空的、截断的、有密码的、读到表里才知道的，每一处都试；其余试几处。
各处都要做到：退出码是 2（批量做完别的单位，是 1），不出现程序的内部报错，
中文写明是哪个文件、是什么、怎么办；读入的文件一个字节不变，
输出文件夹以外什么也不多（批量的运行记录除外）。
读不了的金额一定指出是哪一格，从不当作 0。

大小有上限，都比真的决算表大得多：

- 压缩包 200 MB，一万个部件，解开后 1 GB，压缩比 200:1；
- 一张表从 A1 起五百万格，其中填了的一百万格，全部文字 32 MB；旧格式（.xls）的各张表合起来两千万格；
- 说明文档一百万字，一万五千个数。

范本没有段数的上限，时间只随段数增加。填两万段的范本，各要五秒到半分钟（处理器的时间），这样量：

<!-- 不运行：量快慢，要几分钟 -->
```sh
.venv/bin/python benchmarks/long_forms.py
```
""".strip()


def rows_of(kind: str, bad: BadInput, readers: tuple[Reader, ...], test: str) -> str:
    """一种坏输入的一行。"""
    count = sum(
        each.name not in bad.skipped and (not bad.only or each.name in bad.only) for each in readers
    )
    ends = {
        Ends.REFUSED: f"不读，说“{_in_short(bad.says)}”",
        Ends.READ: "照常读，结果与好的一样",
        Ends.TOLD: "照写的读；与别处不符，指出那一格",
    }[bad.ends]
    count = count if bad.ends is Ends.REFUSED else 1
    return f"| {kind} | {_escaped(bad.name)} | {_escaped(ends)} | {count} | `{test}` |"


def _in_short(text: str) -> str:
    return text.strip("“”").replace("\u200b", "").replace("\u202e", "") if text != "请" else "…请…"


def _escaped(text: str) -> str:
    return text.replace("|", r"\|").replace("<", "&lt;")


def section() -> str:
    """那一节，从标题到下一节之前。"""
    lines = [
        rows_of(kind, bad, readers, test) for kind, group, readers, test in GROUPS for bad in group
    ]
    lines += [
        f"| 其余 | {_escaped(each.name)} | {_escaped(each.ends)} | 1 | `{each.where}` |"
        for each in OTHERS
    ]
    tried = sum(int(line.split(" | ")[-2]) for line in lines)
    total = f"共 {len(lines)} 种，交给各处 {tried} 次。表由 `tests/hostile/table.py` 照目录生成。"
    head = "| 类 | 坏输入 | 会怎样 | 几处 | 测试 |\n|---|---|---|---|---|"
    return f"{HEADING}\n\n{INTRODUCTION}\n\n{total}\n\n{head}\n" + "\n".join(lines) + "\n\n"


def with_section(page: str) -> str:
    """那一页，这一节换成新的。"""
    before, _, rest = page.partition(f"{HEADING}\n")
    _, mark, after = rest.partition("\n## ")
    return before + section() + (mark.lstrip("\n") + after if mark else "")


if __name__ == "__main__":
    PAGE.write_text(with_section(PAGE.read_text("utf-8")), "utf-8")
