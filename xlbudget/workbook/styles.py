"""How cells of our workbook look, the paper they are printed on, what their protection allows."""

from __future__ import annotations

from typing import Any

A4 = 9
A3 = 8
PAPERS = {"A4": A4, "A3": A3}

PROTECTED = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_columns": True,
    "insert_rows": True,
    "delete_columns": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
    "objects": True,
    "scenarios": True,
}
"""Sheets are protected without a password, so that formulas are not typed over by accident."""

BASE = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_BOX = {"border": 1}
_OPEN = {"locked": False}
_ENTRY = {**_BOX, **_OPEN, "bg_color": "#FFF9E5"}
_WRAP = {"text_wrap": True}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "center"},
    "own_title": {"bold": True, "font_size": 14},
    "right": {"align": "right"},
    "plain": {},
    "header": {**_BOX, **_WRAP, "bold": True, "align": "center", "bg_color": "#DDEBF7"},
    "label": {**_BOX, **_WRAP},
    "line": {**_BOX},
    "whole": {**_BOX, "num_format": "0"},
    "number": {**_BOX, "align": "center", "font_color": "#808080"},
    "amount": {**_BOX, "num_format": "#,##0.00"},
    "open_amount": {**_BOX, **_OPEN, "num_format": "#,##0.00"},
    "open_label": {**_BOX, **_WRAP, **_OPEN},
    "open_code": {**_BOX, **_OPEN, "num_format": "@"},
    "open_plain": {**_OPEN},
    "open_right": {**_OPEN, "align": "right"},
    "entry_code": {**_ENTRY, "num_format": "@"},
    "entry_count": {**_ENTRY, "num_format": "0.##", "align": "left"},
    "rate": {**_BOX, "num_format": "0.00####"},
    "unseen": {"align": "fill", "font_color": "#808080"},
    "tolerance": {**_BOX, "num_format": "0.000"},
    "wrapped": {**_BOX, **_WRAP, "valign": "top"},
    "entry": {**_ENTRY, **_WRAP, "align": "left", "valign": "top"},
    "entry_amount": {**_ENTRY, "num_format": "#,##0.00"},
    "printed_header": {**_BOX, **_WRAP, "align": "center"},
    "printed_label": {**_BOX, **_WRAP},
    "printed_code": {**_BOX, "num_format": "@"},
    "printed_number": {**_BOX, "align": "center"},
    "printed_amount": {**_BOX, "num_format": "#,##0.00", "align": "right"},
    "printed_plain_amount": {**_BOX, "num_format": "0.00", "align": "right"},
    "printed_note": {**_WRAP},
    "note": {**_WRAP, "font_color": "#808080"},
    "note_line": {"font_color": "#808080"},
    "note_right": {"font_color": "#808080", "align": "right"},
    "note_whole": {"font_color": "#808080", "align": "left", "num_format": "0"},
    "link": {**_BOX, **_WRAP, "valign": "top", "font_color": "#0563C1", "underline": 1},
}
MARKED = {"错误": {"bg_color": "#FFC7CE"}, "提醒": {"bg_color": "#FFEB9C"}}
"""How cells look that a finding is about, by its level."""
