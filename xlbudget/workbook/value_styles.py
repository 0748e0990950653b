"""The styles part of a workbook of value sheets, out of the looks that `styles` tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from xlbudget.files.xml_text import quoteattr
from xlbudget.workbook.styles import BASE, STYLES
from xlbudget.workbook.value_sheet import MAIN

_STANDARD_FONT = '<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
"""That of empty cells, which the widths of columns are counted in."""

_BOX = "".join(
    f'<{side} style="thin"><color auto="1"/></{side}>'
    for side in ("left", "right", "top", "bottom")
)
_BORDERS = (
    "<border><left/><right/><top/><bottom/><diagonal/></border>",
    f"<border>{_BOX}<diagonal/></border>",
)
_FIRST_FORMAT = 164
"""Formats with lower numbers are those that Excel has by itself (ECMA-376 Part 1, 18.8.30)."""

_DOWN = {"vcenter": "center", "top": "top"}
_KNOWN = {"font_name", "font_size", "bold", "align", "valign", "text_wrap", "border", "num_format"}


@lru_cache(maxsize=32)
def styles_part(names: tuple[str, ...]) -> str:
    """The styles of those names, the first at position 1; without the XML declaration.

    >>> '<alignment horizontal="right" vertical="center"/>' in styles_part(("right",))
    True
    """
    looks = [{**BASE, **STYLES[name]} for name in names]
    fonts = [_STANDARD_FONT, *dict.fromkeys(map(_font, looks))]
    formats = [*dict.fromkeys(look["num_format"] for look in looks if "num_format" in look)]
    numbered = "".join(
        f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>'
        for number, code in enumerate(formats, _FIRST_FORMAT)
    )
    cells = "".join(_cell(look, fonts, formats) for look in looks)
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
    return (
        f'<styleSheet xmlns="{MAIN}">'
        + (f'<numFmts count="{len(formats)}">{numbered}</numFmts>' if formats else "")
        + f'<fonts count="{len(fonts)}">{"".join(fonts)}</fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        f'<borders count="{len(_BORDERS)}">{"".join(_BORDERS)}</borders>'
        f'<cellStyleXfs count="1">{plain}/></cellStyleXfs>'
        f'<cellXfs count="{len(looks) + 1}">{plain} xfId="0"/>{cells}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


def _font(look: Mapping[str, Any]) -> str:
    unknown = look.keys() - _KNOWN
    if unknown:
        raise ValueError(f"cannot write {', '.join(sorted(unknown))}")
    bold = "<b/>" if look.get("bold") else ""
    name = quoteattr(look["font_name"])
    return (
        f'<font>{bold}<sz val="{look["font_size"]}"/><color theme="1"/><name val={name}/>'
        '<family val="2"/></font>'
    )


def _cell(look: Mapping[str, Any], fonts: Sequence[str], formats: Sequence[str]) -> str:
    code, border = look.get("num_format"), 1 if look.get("border") else 0
    number = _FIRST_FORMAT + formats.index(code) if code else 0
    across = f' horizontal="{look["align"]}"' if "align" in look else ""
    wrapped = ' wrapText="1"' if look.get("text_wrap") else ""
    return (
        f'<xf numFmtId="{number}" fontId="{fonts.index(_font(look))}" fillId="0" '
        f'borderId="{border}" xfId="0" applyFont="1" applyAlignment="1"'
        + (' applyNumberFormat="1"' if code else "")
        + (' applyBorder="1"' if border else "")
        + f"><alignment{across} vertical={quoteattr(_DOWN[look['valign']])}{wrapped}/></xf>"
    )
