import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

RawBook = Callable[..., Path]


@pytest.fixture
def raw_book(tmp_path: Path) -> RawBook:
    """A workbook of hand-written sheet parts: `raw_book(表="<row>…</row>")`.

    A text that starts with `<row` or is empty is the content of sheetData; anything else is the
    whole part. Style 1 is a date, 2 a moment, 3 a time, 4 a duration, 5 the Chinese date 31.
    """

    def build(
        name: str = "原.xlsx", extra: Mapping[str, bytes] | None = None, **sheets: str | bytes
    ) -> Path:
        path = tmp_path / name
        formats = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 22, 21, 46, 31))
        parts: dict[str, str | bytes] = {
            "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            + "".join(
                f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="application/'
                'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
                for number in range(1, len(sheets) + 1)
            )
            + '<Override PartName="/xl/styles.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
            "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>",
            "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            + "".join(
                f'<sheet name="{title}" sheetId="{number}" r:id="rId{number}"/>'
                for number, title in enumerate(sheets, 1)
            )
            + '</sheets><calcPr calcId="191029"/></workbook>',
            "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
            + "".join(
                f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" '
                f'Target="worksheets/sheet{number}.xml"/>'
                for number in range(1, len(sheets) + 1)
            )
            + f'<Relationship Id="rId99" Type="{OFFICE}/styles" Target="styles.xml"/>'
            "</Relationships>",
            "xl/styles.xml": f'{HEAD}<styleSheet xmlns="{MAIN}">'
            '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>'
            '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
            f'<cellXfs count="6">{formats}</cellXfs></styleSheet>',
        }
        for number, content in enumerate(sheets.values(), 1):
            if isinstance(content, str) and content[:4] in ("", "<row"):
                content = (  # noqa: PLW2901
                    f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{content}</sheetData></worksheet>'
                )
            parts[f"xl/worksheets/sheet{number}.xml"] = content
        room = io.BytesIO()
        with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in {**parts, **(extra or {})}.items():
                archive.writestr(part, content)
        path.write_bytes(room.getvalue())
        return path

    return build
