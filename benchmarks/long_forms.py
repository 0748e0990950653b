"""很长的范本（缺省两万段）填一遍要多久：段数加倍，时间也只该加倍。

用法：.venv/bin/python benchmarks/long_forms.py [段数]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.publish.forms.placeholder_forms import national
from tests.reading.documents.packing import docx, p
from xlbudget.domain.errors import UnreadableFile
from xlbudget.publish.forms.form import fill_form

KINDS = {
    "没有空的段": "单位做了很多工作，没有什么要填的。",
    "占位符": "收入总计【收支总表.总计】。",
    "写错的占位符": "【不知道的东西】",
    "空": "2024年度收入、支出总计均为XX万元，与上年相比增加XX万元，增长XX%。",
    "认不出的空": "我部门收入XX万元，其中：教育支出XX万元，占XX%。",
}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    results = national()
    with tempfile.TemporaryDirectory() as room:
        for name, text in KINDS.items():
            path = docx(Path(room, "范本.docx"), p(text) * count)
            began = time.process_time()
            try:
                done = fill_form(path, results)
                told = f"填 {len(done.filled)} 处，剩 {len(done.left)} 处"
            except UnreadableFile as error:
                told = error.seen
            seconds = time.process_time() - began
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
            print(f"{count} 段 {name}：{seconds:.1f} 秒（处理器），至今最多 {memory} MB；{told}")


if __name__ == "__main__":
    main()
