"""Small pieces of WordprocessingML."""

from __future__ import annotations

from xlbudget.publish.word.marks import run, xml_text

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w15"'
)
"""The namespaces of a text part; w15 is that of hidden controls."""


def paragraph(style: str, content: str, properties: str = "") -> str:
    """A paragraph with the content of its w:pPr after the style.

    >>> paragraph("BodyText", "")
    '<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr></w:p>'
    """
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def bookmark(name: str, number: int, content: str) -> str:
    """A bookmark around some content; `number` is unique in the document."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )


def lines(text: str, properties: str = "") -> str:
    """Words in runs, their line breaks as breaks of Word.

    >>> lines("甲\\n乙").count("<w:br/>")
    1
    """
    return "<w:r><w:br/></w:r>".join(run(line, properties) for line in text.split("\n"))


def field(instruction: str, shown: str, properties: str = "") -> str:
    """A field of Word with the result that it shows until it is updated."""
    formatted = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return (
        f'<w:r>{formatted}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{formatted}<w:instrText xml:space="preserve"> {xml_text(instruction)} '
        f'</w:instrText></w:r><w:r>{formatted}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"{run(shown, properties) if shown else ''}"
        f'<w:r>{formatted}<w:fldChar w:fldCharType="end"/></w:r>'
    )
