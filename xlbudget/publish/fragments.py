"""Ready-made WordprocessingML as elements, to be put into a document that people wrote."""

from __future__ import annotations

from lxml import etree

from xlbudget.publish.word.ooxml import SPACES


def parsed(xml: str) -> list[etree._Element]:
    """The elements of a piece of a text part, with the prefixes that our own documents declare.

    >>> [each.tag.rpartition("}")[2] for each in parsed("<w:r/><w:p><w:r/></w:p>")]
    ['r', 'p']
    """
    return list(etree.fromstring(f"<w:body {SPACES}>{xml}</w:body>"))
