"""随便怎样改过的文字，刷新后除了没有动过的数和增减词，一个字也不变。"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.publish.refresh.hand_made import W, case, document, edited, lines, results
from xlbudget.publish.refresh import refresh
from xlbudget.results import Results
from xlbudget.results.trace import Trace

MARK = "※"
NUMBERS = re.compile(r"\d[\d,]*(?:\.\d+)?")
DIRECTIONS = re.compile(r"增加|减少|增长|下降")
SENTENCE = re.compile(rf"(?:{MARK}[^{MARK}]*{MARK}|[^。{MARK}])+。?")

edits = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.floats(0, 1),
        st.integers(0, 6),
        st.sampled_from(["", "约", "12.5", "3万元", "。", "增加", "比上年", "1482.22万元", "、“"]),
    ),
    min_size=1,
    max_size=12,
)


@cache
def before() -> tuple[bytes, Trace]:
    return document(results(case("sample_complete")))


@cache
def now() -> Results:
    return results(
        case("sample_complete"),
        {
            ("government_fund_accounts", "total", "expenditure"): "300000",
            ("expenditure_accounts", "total", "basic"): "4777530",
            ("three_public", "vehicle_running", "actual"): "50000",
        },
    )


def sentences(data: bytes, path: Path) -> list[str]:
    """人动过的句子：里面有记号。"""
    return [
        sentence
        for line in lines(data, path)
        for sentence in SENTENCE.findall(line)
        if MARK in sentence
    ]


def masked(sentence: str) -> str:
    """数和增减词盖住；人写进去的（在记号之间）不盖。"""
    parts = re.split(f"({MARK}[^{MARK}]*{MARK})", sentence)
    return "".join(
        part if part.startswith(MARK) else DIRECTIONS.sub("±", NUMBERS.sub("#", part))
        for part in parts
    )


@given(edits=edits)
@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # 缩小一个例子要好几分钟
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_character_of_a_person_changes(
    edits: list[tuple[int, float, int, str]], tmp_path_factory: object
) -> None:
    room = Path(str(tmp_path_factory.getbasetemp()))  # type: ignore[attr-defined]
    data, _ = before()

    def edit(root: etree._Element) -> None:
        texts = [
            each
            for each in root.iter(f"{W}t")
            if next(each.iterancestors(f"{W}hyperlink"), None) is None
        ]
        taken: set[int] = set()
        for which, where, length, words in edits:
            at = which % len(texts)
            if at in taken:
                continue
            taken.add(at)
            text = texts[at].text or ""
            start = int(where * len(text))
            texts[at].text = f"{text[:start]}{MARK}{words}{MARK}{text[start + length :]}"

    path = room / "说明.docx"
    path.write_bytes(edited(data, edit))
    done = refresh(path, now())
    was = [masked(each) for each in sentences(path.read_bytes(), room / "前.docx")]
    is_now = [masked(each) for each in sentences(done.data, room / "后.docx")]
    assert is_now == was
    path.write_bytes(done.data)
    again = refresh(path, now())
    assert again.data == done.data
