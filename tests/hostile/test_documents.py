"""坏的文档交给每一处要文档的地方：说清楚，不改它，不写到别处去。"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.bad_documents import BAD_DOCUMENTS
from tests.hostile.bad_input import BadInput
from tests.hostile.readers import DOCUMENT_READERS
from tests.hostile.room import good_document, handed_over, said_plainly


@pytest.mark.parametrize("bad", BAD_DOCUMENTS, ids=lambda bad: bad.name)
def test_it_is_refused_with_what_it_is_and_what_to_do(bad: BadInput, room: Path) -> None:
    for reader in DOCUMENT_READERS:
        if reader.name not in bad.skipped and (not bad.only or reader.name in bad.only):
            ran = handed_over(bad, reader, room, good=good_document())
            assert ran.code == reader.code, (reader.name, ran.said)
            said_plainly(ran, f"坏{bad.ending}", bad.said_by(reader.name))
