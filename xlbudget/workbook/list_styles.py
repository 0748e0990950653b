"""The looks of a workbook of lists: the styles of `styles`, as the file format writes them."""

from __future__ import annotations

from typing import Any

from xlbudget.workbook.styles import BASE, MARKED, STYLES

_TOP = {"valign": "top"}
_WRAPPED = STYLES["wrapped"]
LISTED: dict[str, dict[str, Any]] = {
    "title": {**STYLES["title"], "align": "left"},
    "note": {"font_color": "#595959"},
    "header": STYLES["header"],
    "text": {**STYLES["line"], **_TOP},
    "wrapped": _WRAPPED,
    "whole": {**STYLES["whole"], **_TOP},
    "amount": {**STYLES["amount"], **_TOP},
    "rate": {**STYLES["line"], **_TOP, "num_format": '0.00"%"'},
    "exact": {**STYLES["amount"], **_TOP, "num_format": "#,##0.00####"},
    "right": {**STYLES["line"], **_TOP, "align": "right"},
    "link": STYLES["link"],
    "error": {**_WRAPPED, **MARKED["错误"]},
    "warning": {**_WRAPPED, **MARKED["提醒"]},
    "gap": {**_WRAPPED, "bg_color": "#E9DFF5"},
    "clean": {**_WRAPPED, "bg_color": "#E2F0D9"},
    "failed": {**_WRAPPED, "bg_color": "#FF9AA2", "bold": True},
}
"""The styles that cells of a list may have, by name."""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BUILT_IN = {"0": 1, "0.00": 2, "#,##0.00": 4}
_FIRST_OWN = 164
"""The first number of a number format of one's own."""


class ListStyles:
    """The styles that are in use; each has a number, in the order of first use."""

    def __init__(self) -> None:
        self._formats: list[str] = []
        self._fonts: list[str] = [_font({})]
        self._fills = ['<fill><patternFill patternType="none"/></fill>']
        self._fills += ['<fill><patternFill patternType="gray125"/></fill>']
        self._borders = ["<border><left/><right/><top/><bottom/><diagonal/></border>"]
        self._looks = ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>']
        self._known: dict[tuple[str, bool], int] = {}

    def number(self, name: str, *, literal: bool = False) -> int:
        """The number of a style. A `literal` text stays a text when somebody edits its cell, even
        if it begins as a formula does.
        """
        key = name, literal
        if key not in self._known:
            self._known[key] = len(self._looks)
            self._looks.append(self._look(LISTED[name], literal=literal))
        return self._known[key]

    def _look(self, style: dict[str, Any], *, literal: bool) -> str:
        fill = style.get("bg_color")
        solid = f'<patternFill patternType="solid"><fgColor rgb="FF{str(fill)[1:]}"/></patternFill>'
        painted = f"<fill>{solid}</fill>" if fill else self._fills[0]
        sides = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
        boxed = f"<border>{sides}<diagonal/></border>" if style.get("border") else self._borders[0]
        places = {
            "horizontal": style.get("align"),
            "vertical": {"vcenter": "center"}.get(str(v := style.get("valign", "vcenter")), v),
            "wrapText": "1" if style.get("text_wrap") else None,
        }
        prefix = ' quotePrefix="1"' if literal else ""
        placed = " ".join(f'{name}="{word}"' for name, word in places.items() if word)
        return (
            f'<xf numFmtId="{self._format(style.get("num_format"))}" '
            f'fontId="{_at(self._fonts, _font(style))}" fillId="{_at(self._fills, painted)}" '
            f'borderId="{_at(self._borders, boxed)}" xfId="0" applyNumberFormat="1" '
            f'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
            f"{prefix}><alignment {placed}/></xf>"
        )

    def _format(self, code: str | None) -> int:
        if code is None or code in _BUILT_IN:
            return _BUILT_IN.get(code or "", 0)
        return _FIRST_OWN + _at(self._formats, code.replace('"', "&quot;"))

    def part(self) -> str:
        """The part xl/styles.xml."""
        formats = [
            f'<numFmt numFmtId="{_FIRST_OWN + at}" formatCode="{code}"/>'
            for at, code in enumerate(self._formats)
        ]
        plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{MAIN}">'
            f"{_group('numFmts', formats)}{_group('fonts', self._fonts)}"
            f"{_group('fills', self._fills)}{_group('borders', self._borders)}"
            f"{_group('cellStyleXfs', [plain])}{_group('cellXfs', self._looks)}"
            '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles>'
            "</styleSheet>"
        )


def _at(known: list[str], wanted: str) -> int:
    """The position of a part of a style, which is added where it is not there."""
    if wanted not in known:
        known.append(wanted)
    return known.index(wanted)


def _font(style: dict[str, Any]) -> str:
    bold = "<b/>" if style.get("bold") else ""
    under = "<u/>" if style.get("underline") else ""
    color = style.get("font_color", "#000000")[1:]
    size = style.get("font_size", BASE["font_size"])
    return (
        f'<font>{bold}{under}<sz val="{size}"/><color rgb="FF{color}"/>'
        f'<name val="{BASE["font_name"]}"/><family val="3"/><charset val="134"/></font>'
    )


def _group(name: str, parts: list[str]) -> str:
    return f'<{name} count="{len(parts)}">{"".join(parts)}</{name}>' if parts else ""
