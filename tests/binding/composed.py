"""自己写的说明当作别人写的文件：每个印出的数，记下它在哪里、是哪个量；改写几处而不改意思。"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.narrative.accounts import narrative_of, of_case
from xlbudget.binding.outline.headings import title_of
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.text import Paragraph, Place, Printed
from xlbudget.formats.cases import Case
from xlbudget.formats.model import Format

Token = tuple[str, str]
"""一段字和它印的量；量空着就是一般的字。"""

Sentence = tuple[Token, ...]
Line = tuple[Sentence, ...]

LIMITS = ("不足", "超过")
"""后面印的是界限（不足0.01%），不是数本身。"""

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Written:
    """一份文件，和其中每个数的量（按段落、按段内的位置）。"""

    document: Document
    figures: dict[tuple[int, int], str]

    def text(self, at: tuple[int, int]) -> str:
        """一个数前后的字，断言失败时给人看。"""
        block = self.document.blocks[at[0]]
        assert isinstance(block, TextBlock)
        return f"{block.text[max(0, at[1] - 40) : at[1]]}【{block.text[at[1] : at[1] + 12]}】"


def lines_of_case(case: Case, resolved: Format) -> list[Line]:
    """一个例子的全文，一段一行，分成句子。"""
    paragraphs = narrative_of(of_case(case, resolved), resolved).paragraphs
    return [_line(paragraph) for paragraph in paragraphs if paragraph.text]


def written(lines: Iterable[Line]) -> Written:
    """把各行写成一份文件。"""
    blocks: list[TextBlock] = []
    figures: dict[tuple[int, int], str] = {}
    for line in lines:
        text = ""
        for words, figure in (token for sentence in line for token in sentence):
            if figure and not text.endswith(LIMITS):
                figures[len(blocks), len(text) + len(words) - len(words.lstrip())] = figure
            text += words
        if text:
            blocks.append(TextBlock(text, Place(paragraph=len(blocks) + 1)))
    return Written(Document("说明.docx", tuple(blocks)), figures)


def _line(paragraph: Paragraph) -> Line:
    sentences: list[Sentence] = []
    tokens: list[Token] = []
    for span in paragraph.spans:
        if isinstance(span, Printed):
            tokens.append((span.text, span.figure.name))
            continue
        first, *rest = span.text.replace("。", "。\n").split("\n")
        tokens.append((first, ""))
        for more in rest:
            sentences.append(tuple(tokens))
            tokens = [(more, "")]
    return (*sentences, tuple(tokens))


# --- 不改意思的改写 ---


def _words(change: Callable[[str], str]) -> Callable[[list[Line], random.Random], list[Line]]:
    def changed(lines: list[Line], _: random.Random) -> list[Line]:
        return [
            tuple(
                tuple((words if figure else change(words), figure) for words, figure in sentence)
                for sentence in line
            )
            if not _is_heading(line)
            else line
            for line in lines
        ]

    return changed


def _numbers(change: Callable[[str], str]) -> Callable[[list[Line], random.Random], list[Line]]:
    def changed(lines: list[Line], _: random.Random) -> list[Line]:
        return [
            tuple(
                tuple((change(words) if figure else words, figure) for words, figure in sentence)
                for sentence in line
            )
            for line in lines
        ]

    return changed


def _is_heading(line: Line) -> bool:
    text = "".join(words for sentence in line for words, _ in sentence)
    title = title_of(TextBlock(text, Place()))
    return title is not None and title.is_whole


def _within_sections(
    change: Callable[[list[Line], random.Random], list[Line]],
) -> Callable[[list[Line], random.Random], list[Line]]:
    def changed(lines: list[Line], chance: random.Random) -> list[Line]:
        found: list[Line] = []
        part: list[Line] = []
        for line in lines:
            if _is_heading(line):
                found += [*change(part, chance), line]
                part = []
            else:
                part.append(line)
        return [*found, *change(part, chance)]

    return changed


def _shuffled(lines: list[Line], chance: random.Random) -> list[Line]:
    return chance.sample(lines, len(lines))


def _sentences_dropped(lines: list[Line], chance: random.Random) -> list[Line]:
    return [
        line if _is_heading(line) else tuple(each for each in line if chance.random() > 0.2)
        for line in lines
    ]


def _sentences_added(lines: list[Line], chance: random.Random) -> list[Line]:
    added: Sentence = (("全年按照厉行节约的要求，严格执行各项开支标准。", ""),)
    found: list[Line] = []
    for line in lines:
        ends = "".join(words for words, _ in line[-2]) if len(line) > 1 else ""
        grows = not _is_heading(line) and ends.endswith("。") and chance.random() < 0.4
        found.append((*line[:-1], added, line[-1]) if grows else line)
    return found


def _sentences_apart(lines: list[Line], _: random.Random) -> list[Line]:
    """每句一段。"""
    return [(sentence,) for line in lines for sentence in line]


def _spaced(text: str) -> str:
    return " ".join(text) if len(text) < 6 else text[:3] + " " + text[3:]


REWRITES: dict[str, Callable[[list[Line], random.Random], list[Line]]] = {
    "段落换了次序": _within_sections(_shuffled),
    "少了几句": _sentences_dropped,
    "多了几句": _sentences_added,
    "一句一段": _sentences_apart,
    "字间有空格": _words(_spaced),
    "数字前有空格": _numbers(lambda text: f" {text}"),
    "全角数字": _numbers(lambda text: text.translate(_WIDE).replace("%", "％")),
    "半角标点": _words(lambda text: text.replace("，", ",").replace("：", ":").replace("；", ";")),
    "分号写成逗号": _words(lambda text: text.replace("；", "，")),
    "顿号写成逗号": _words(lambda text: text.replace("、", "，")),
    "年度写成年": _words(lambda text: text.replace("年度", "年")),
    "增长写成上升": _words(lambda text: text.replace("增长", "上升").replace("下降", "降低")),
    "相比写成比": _words(lambda text: text.replace("度相比，", "相比,")),
    "相比写成同比": _words(lambda text: re.sub(r"与\d{4}年度相比，", "同比", text)),
    "其中写成包括": _words(lambda text: text.replace("，其中：", "，包括：")),
    "没有其中": _words(lambda text: text.replace("其中：", "")),
    "完成预算写成预算完成率": _words(lambda text: text.replace("完成预算", "预算完成率为")),
    "三公没有引号": _words(lambda text: text.replace("“三公”经费", "三公经费")),
    "没有决算二字": _words(
        lambda text: text.replace("支出决算数为", "支出").replace("决算为", "为")
    ),
    "加了共计": _words(
        lambda text: text.replace("总额", "总额共计").replace("支出合计", "支出合计为")
    ),
}
