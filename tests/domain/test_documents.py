"""文档的各块：段落和它们的位置。"""

from __future__ import annotations

from xlbudget.domain.documents import Document, PictureBlock, TableBlock, TextBlock
from xlbudget.domain.text import Place


def test_paragraphs_keep_their_positions_among_the_blocks() -> None:
    first = TextBlock("一、收入", Place(paragraph=1), level=2)
    table = TableBlock((("合计", "1"),), Place(paragraph=2))
    picture = PictureBlock("图1", Place(paragraph=3))
    last = TextBlock("支出合计1万元。", Place(paragraph=4))
    document = Document("说明.docx", (first, table, picture, last))
    assert list(document.texts()) == [(0, first), (3, last)]
