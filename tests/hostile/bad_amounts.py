"""金额的一格里写着别的东西：读得了的照读，读不了的说出是哪一格、写着什么，从不当作 0。"""

from __future__ import annotations

import re

from tests.batch.damages import FIRST, amount, packed, parts
from tests.hostile.bad_input import BadInput, Ends

PLACE = "公开01 收入支出决算总表!C7"
"""`damages.amount` 换掉的一格，原来是 1407.715 万元。"""

_TEXT = ' t="str"><v>{}</v></c>'


def _text(name: str, written: str, says: str | None = None, ends: Ends = Ends.REFUSED) -> BadInput:
    says = f"“{written}”" if says is None else says
    return BadInput(f"金额是{name}", ".xlsx", amount(_TEXT.format(written)), says, ends)


def _number(name: str, written: str, says: str, ends: Ends = Ends.REFUSED) -> BadInput:
    return BadInput(f"金额是{name}", ".xlsx", amount(f"><v>{written}</v></c>"), says, ends)


def as_date(good: bytes) -> bytes:
    """那一格换成日期格式。"""
    found = parts(good)
    styles = found["xl/styles.xml"].decode()
    start, end = styles.index("<cellXfs"), styles.index("</cellXfs>")
    count = len(re.findall("<xf ", styles[start:end]))
    dated = '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/>'
    xfs = re.sub(r'count="\d+"', f'count="{count + 1}"', styles[start:end]) + dated
    found["xl/styles.xml"] = (styles[:start] + xfs + styles[end:]).encode()
    cell = re.compile(rb'<c r="C7" s="\d+"><v>1407.715</v></c>')
    found[FIRST] = cell.sub(b'<c r="C7" s="%d"><v>45657</v></c>' % count, found[FIRST])
    return packed(found)


def merged(good: bytes) -> bytes:
    """那一格与上面一格合并：Excel 里看不见它，只看见上面的一格。"""
    found = parts(good)
    area = b'<mergeCell ref="C6:C7"/></mergeCells>'
    found[FIRST] = found[FIRST].replace(b"</mergeCells>", area)
    return packed(found)


BAD_AMOUNTS = (
    BadInput("金额是日期", ".xlsx", as_date, "日期或时间 2024-12-31"),
    BadInput("金额被合并盖住", ".xlsx", merged, "1407.715万元", Ends.TOLD),
    _text("见附表", "见附表"),
    _text("NaN", "NaN"),
    _text("inf", "inf"),
    _text("科学记数的文字", "1E+999999999"),
    _text("五千个 9", "9" * 5000, "（共 5000 字）"),
    _text("货币符号", "￥1,407.72"),
    _text("带单位的文字", "1407.72万元"),
    _text("百分数", "14.3%"),
    _text("中文数字", "一千四百"),
    _text("中间有空格", "1 407.72"),
    _text("零宽字符", "1407.72\u200b"),
    _text("倒写字符", "\u202e27.7041"),
    _text("两个小数点", "1.407.72"),
    _text("逗号不在千位", "1,40"),
    _text("阿拉伯文的数字", "١٤٠٧"),
    _text("算式", "1407.72-1"),
    BadInput("金额是逻辑值", ".xlsx", amount(' t="b"><v>1</v></c>'), "逻辑值 TRUE"),
    _number("1e20", "1e20", "10 亿亿"),
    _number("负的 1e20", "-1e20", "10 亿亿"),
    _number("1e400", "1e400", "#NUM!"),
    *(
        BadInput(f"公式出错 {error}", ".xlsx", amount(f' t="e"><v>{error}</v></c>'), error)
        for error in ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!")
    ),
    _number("负数", "-5", "-5万元", Ends.TOLD),
    _number("科学记数的数", "1.43363E3", "1433.63万元", Ends.TOLD),
    _text("全角的数", "１，４３３．６３", "1433.63万元", Ends.TOLD),
    _text("带千位逗号的文字", "1,433.63", "1433.63万元", Ends.TOLD),
    _text("括号里的负数", "(1433.63)", "-1433.63万元", Ends.TOLD),
    _text("横线", "—", "不适用", Ends.TOLD),
)
