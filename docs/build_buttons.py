"""Writes buttons.md from macros/ribbon.xml: the ribbon as a table."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from xlbudget.workbook.buttons import BUTTONS
from xlbudget.workbook.ribbon import ribbon_xml

_LEAD = (
    "带宏的工作簿（.xlsm）打开以后，功能区多出一个页签；“首页”上有同样的按钮。"
    "本页由 `docs/build_buttons.py` 按 `macros/ribbon.xml` 写成。"
)
_PICTURE = ("“首页”上的按钮（由 LibreOffice 画出）：", "", "![首页](pictures/25-首页按钮.png)")
_SPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"


def page() -> str:
    """The page, as Markdown."""
    root = ET.fromstring(ribbon_xml())  # noqa: S314  自己的文件
    (tab,) = root.iter(f"{_SPACE}tab")
    functions = {button.caption: button.function for button in BUTTONS}
    lines = [
        f"# 功能区“{tab.get('label')}”",
        "",
        _LEAD,
        "",
        "| 组 | 按钮 | 大小 | 图标（Office 自带） | 做什么 | `xlbudget.addin` 的函数 |",
        "|---|---|---|---|---|---|",
    ]
    for group in tab.iter(f"{_SPACE}group"):
        for button in group.iter(f"{_SPACE}button"):
            caption = button.get("label", "")
            size = "大" if button.get("size") == "large" else "小"
            cells = (
                group.get("label", ""),
                caption,
                size,
                f"`{button.get('imageMso')}`",
                button.get("supertip", ""),
                f"`{functions[caption]}`",
            )
            lines.append(f"| {' | '.join(cells)} |")
    lines += ["", *_PICTURE, ""]
    return "\n".join(lines)


if __name__ == "__main__":
    path = Path(__file__).parent / "buttons.md"
    path.write_text(page(), encoding="utf-8", newline="\n")
