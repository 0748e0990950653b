"""The standard library's own functions say what these must say."""

from xml.sax import saxutils

from hypothesis import given, settings
from hypothesis import strategies as st

from xlbudget.files.xml_text import escape, quoteattr, unescape


@settings(max_examples=25)
@given(st.text(alphabet="&<>\"'\n\r\t;amplt收支 "))
def test_writes_and_reads_as_the_standard_library(text: str) -> None:
    assert escape(text) == saxutils.escape(text)
    assert quoteattr(text) == saxutils.quoteattr(text)
    own = {'"': "&quot;"}
    assert escape(text, own) == saxutils.escape(text, own)
    assert quoteattr(text, own) == saxutils.quoteattr(text, own)
    assert unescape(text) == saxutils.unescape(text)
