"""The smallest document that holds charts, put together without the writer."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from fractions import Fraction

from xlbudget.domain.charts import ChartKind, ChartPoint, ChartSpec
from xlbudget.domain.figures import Figure
from xlbudget.domain.money import Amount
from xlbudget.domain.style import Style
from xlbudget.files.office_theme import theme
from xlbudget.publish.word.charts import CHART_TYPE, RELATION, WORKBOOK_TYPE, WordChart, chart_parts

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACES = (
    f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_OFFICE}"'
)
_STYLES = (
    f"<w:styles {_SPACES}>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:pPr><w:spacing w:line="560" w:lineRule="exact"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Chart"><w:name w:val="图表"/>'
    '<w:pPr><w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="center"/></w:pPr></w:style>'
    "</w:styles>"
)


def spec_of(
    kind: ChartKind, points: Sequence[tuple[str, int]], *, number: int = 1, series: str = "支出"
) -> ChartSpec:
    """A chart of amounts in 分; parts of a whole are labelled with their shares."""
    whole = sum(fen for _, fen in points) or 1
    style = Style()
    made = []
    for name, fen in points:
        amount = Amount(fen)
        share = style.rate(Fraction(fen, whole))
        label = style.amount(amount) if kind is ChartKind.COLUMN else share
        made.append(ChartPoint(name, Figure(name, name, amount, "", ()), label))
    of_whole = kind is not ChartKind.COLUMN
    return ChartSpec(number, "支出决算结构图", kind, series, tuple(made), of_whole)


def document_of(specs: Sequence[ChartSpec], style: Style | None = None) -> bytes:
    """A document of charts, each with its caption."""
    charts = [
        chart_parts(spec, style or Style(), relation=f"rId{at + 10}", number=at)
        for at, spec in enumerate(specs, 1)
    ]
    return packed(charts, [spec.caption for spec in specs])


def packed(charts: Sequence[WordChart], captions: Sequence[str]) -> bytes:
    """The package."""
    body = "".join(
        f"{chart.paragraph_xml}<w:p><w:r><w:t>{caption}</w:t></w:r></w:p>"
        for chart, caption in zip(charts, captions, strict=True)
    )
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" '
        'w:bottom="1984" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    )
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xlsx" ContentType="{WORKBOOK_TYPE}"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
            + "".join(
                f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{name}+xml"/>'
                for name in ("styles", "settings", "fontTable")
            )
            + '<Override PartName="/word/theme/theme1.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
            + "".join(
                f'<Override PartName="/word/{chart.target}" ContentType="{CHART_TYPE}"/>'
                for chart in charts
            )
            + "</Types>"
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f"<w:document {_SPACES}><w:body>{body}{page}</w:body></w:document>",
        "word/styles.xml": _STYLES,
        "word/settings.xml": f"<w:settings {_SPACES}/>",
        "word/fontTable.xml": f"<w:fonts {_SPACES}/>",
        "word/theme/theme1.xml": theme("宋体"),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
            f'<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/>'
            f'<Relationship Id="rId3" Type="{_OFFICE}/fontTable" Target="fontTable.xml"/>'
            f'<Relationship Id="rId4" Type="{_OFFICE}/theme" Target="theme/theme1.xml"/>'
            + "".join(
                f'<Relationship Id="{chart.relation}" Type="{RELATION}" Target="{chart.target}"/>'
                for chart in charts
            )
            + "</Relationships>"
        ),
    }
    for chart in charts:
        parts |= chart.parts
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()
