"""随机而自洽的账：导出和公开表各自读回来都对，两处对得上，一个尾差也不误报。"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.consistent_accounts import consistent_accounts
from tests.intake.raw_exports import amounts_of, public_tables, raw_export
from xlbudget.books.packed_book import PackedBook
from xlbudget.formats.library import find
from xlbudget.intake.gather import gather
from xlbudget.intake.gathered import SourceFile


def source(path: Path) -> SourceFile:
    book = PackedBook(path)
    return SourceFile(path.name, tuple(book.read(sheet.name) for sheet in book.sheets()))


@pytest.mark.parametrize(("place", "year"), [("sichuan", 2024), ("national", 2022)])
@given(data=st.data())
@settings(
    max_examples=3,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
def test_export_and_public_tables_of_any_account(
    place: str, year: int, data: st.DataObject
) -> None:
    resolved = find(place, year)
    account = data.draw(consistent_accounts(resolved)).account(resolved)
    expected = {
        (table, *key): amount.fen
        for table in resolved.tables
        for key, amount in amounts_of(account, table).items()
    }
    with TemporaryDirectory() as name:
        raw = source(raw_export(account, resolved, Path(name) / "导出.xlsx"))
        public = source(public_tables(account, resolved, Path(name) / "公开表.xlsx"))
    found = gather([raw], resolved).amounts
    read = {key: cell.amount.fen for key, cell in found.items() if cell.amount}
    missing = {key for key, fen in expected.items() if key not in read and fen}
    assert {key: fen for key, fen in read.items() if fen != expected.get(key, 0)} == {}
    # 国有资本经营预算没有按经济分类的明细：含它的行只有合计
    assert {(key[0], key[2].isdecimal()) for key in missing} <= {("appropriation_detail", True)}
    assert {key[1] for key in missing} <= {"total", "223", "22301", "2230105", "2230199"}
    assert not missing or expected["appropriation_detail", "223", "total"]
    both = gather([raw, public], resolved)
    assert [f for f in both.findings if f.check == "sources-disagree"] == []
