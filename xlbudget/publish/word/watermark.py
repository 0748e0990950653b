"""The watermark 送审稿 of a draft: a text behind the words, grey and aslant.

It is what Word's own 设计 → 水印 writes, so that Word can take it away too. (LibreOffice does not
turn the text of a DrawingML shape.)
"""

from __future__ import annotations

DRAFT = "送审稿"
"""What a document is called that is not to be published."""

SHAPE = "PowerPlusWaterMarkObject"
"""How the id of a watermark begins, of Word's as of ours."""

_WIDE, _HIGH = 460, 153
"""In points."""

_TYPE = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
    '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" '
    'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" '
    'xrange="6629,14971"/></v:handles><o:lock v:ext="edit" text="t" shapetype="t"/>'
    "</v:shapetype>"
)


def watermark(number: int) -> str:
    """A run that holds the watermark; `number` is that of the header."""
    return (
        '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml" '
        f'xmlns:o="urn:schemas-microsoft-com:office:office">{_TYPE}'
        f'<v:shape id="{SHAPE}{number}" o:spid="_x0000_s{2048 + number}" type="#_x0000_t136" '
        f'alt="{DRAFT}" style="position:absolute;margin-left:0;margin-top:0;width:{_WIDE}pt;'
        f"height:{_HIGH}pt;rotation:315;z-index:-251658240;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        'mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#d9d9d9" '
        'stroked="f"><v:fill opacity=".6"/><v:textpath style="font-family:&quot;黑体&quot;;'
        f'font-size:1pt" string="{DRAFT}"/></v:shape></w:pict></w:r>'
    )
