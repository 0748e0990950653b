from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.functions.excel_over_com import Excel, excel


@pytest.fixture(scope="module")
def com_excel() -> Iterator[Excel]:
    with excel() as found:
        yield found
