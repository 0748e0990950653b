"""The styles of a document, its fonts and settings: GB/T 9704—2012, 三号仿宋，22 行 28 字。"""

from __future__ import annotations

from functools import cache

from xlbudget.domain.records import dataclass
from xlbudget.publish.word.ooxml import SPACES

FANGSONG, KAITI, HEITI, SONGTI = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
XIAOBIAOSONG = "方正小标宋简体"

BODY, SECTION_END = "BodyText", "SectionEnd"
HEADINGS = {1: "Heading1", 2: "Heading2", 3: "Heading3"}
CAPTION, CONTENTS_TITLE, COVER, COVER_NOTE = "Caption", "ContentsTitle", "Title", "Subtitle"
HEADER, FOOTER = "Header", "Footer"
CONTENTS = {1: "TOC1", 2: "TOC2"}

LINE = 560
"""28 磅, in twips."""

_CHARACTER = -5
"""28 characters of 16 pt fit 442.2 pt only with 0.25 pt less between them."""

_EXACT = f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
_FIRST_LINE = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_TABS = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8844"/></w:tabs>'


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style: id, name (of Word's own ones the English one), what it is based on, and
    the contents of w:pPr and w:rPr.
    """

    id: str
    name: str
    paragraph: str = ""
    run: str = ""
    based_on: str = "Normal"
    then: str = ""
    own: bool = False
    rank: int = 99

    def xml(self) -> str:
        custom = ' w:customStyle="1"' if self.own else ""
        based = f'<w:basedOn w:val="{self.based_on}"/>' if self.based_on else ""
        then = f'<w:next w:val="{self.then}"/>' if self.then else ""
        default = "" if self.based_on else ' w:default="1"'
        paragraph = f"<w:pPr>{self.paragraph}</w:pPr>" if self.paragraph else ""
        run = f"<w:rPr>{self.run}</w:rPr>" if self.run else ""
        return (
            f'<w:style w:type="paragraph"{default}{custom} w:styleId="{self.id}">'
            f'<w:name w:val="{self.name}"/>{based}{then}<w:uiPriority w:val="{self.rank}"/>'
            f"<w:qFormat/>{paragraph}{run}</w:style>"
        )


def _font(name: str, size: int, *, bold: bool = False, spacing: int = 0) -> str:
    """A font and its size in half points, as content of w:rPr."""
    weight = "<w:b/><w:bCs/>" if bold else ""
    return (
        f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>{weight}'
        f'<w:spacing w:val="{spacing}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )


def _heading(level: int, name: str, size: int, paragraph: str) -> _Style:
    new_page = "<w:pageBreakBefore/>" if level == 1 else ""
    return _Style(
        HEADINGS[level],
        f"heading {level}",
        f'<w:keepNext/><w:keepLines/>{new_page}{paragraph}<w:outlineLvl w:val="{level - 1}"/>',
        _font(name, size, spacing=0 if level == 1 else _CHARACTER),
        then=BODY,
        rank=9,
    )


def _spaced(before: int, after: int, line: int, rule: str = "exact") -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'


_CENTRED = '<w:jc w:val="center"/>'
_STYLES = (
    _Style("Normal", "Normal", f'{_EXACT}<w:jc w:val="both"/>', based_on="", rank=0),
    _Style(BODY, "Body Text", _FIRST_LINE, rank=1),
    _heading(1, XIAOBIAOSONG, 44, f"{_spaced(0, LINE, 720)}{_CENTRED}"),
    _heading(2, HEITI, 32, _FIRST_LINE),
    _heading(3, KAITI, 32, _FIRST_LINE),
    _Style(COVER, "Title", f"{_spaced(0, 0, 900)}{_CENTRED}", _font(XIAOBIAOSONG, 52), rank=10),
    _Style(COVER_NOTE, "Subtitle", f"{_spaced(300, 0, LINE)}{_CENTRED}", _font(KAITI, 32), rank=11),
    _Style(
        CONTENTS_TITLE,
        "目录标题",
        f"<w:pageBreakBefore/>{_spaced(0, LINE, 720)}{_CENTRED}",
        _font(XIAOBIAOSONG, 44),
        own=True,
    ),
    _Style("TOC1", "toc 1", f"{_TABS}", _font(HEITI, 28), then=BODY, rank=39),
    _Style(
        "TOC2",
        "toc 2",
        f'{_TABS}<w:ind w:left="420"/>',
        _font(FANGSONG, 28),
        then=BODY,
        rank=39,
    ),
    _Style(CAPTION, "caption", f"{_spaced(0, 160, 400)}{_CENTRED}", _font(FANGSONG, 28), rank=35),
    _Style(
        "Chart",
        "图表",
        f'<w:snapToGrid w:val="0"/>{_spaced(120, 0, 240, "auto")}{_CENTRED}',
        own=True,
    ),
    _Style(
        "TableTitle",
        "表格标题",
        f"<w:keepNext/>{_spaced(0, 60, 480)}{_CENTRED}",
        _font(XIAOBIAOSONG, 36),
        own=True,
    ),
    _Style(
        "TableText",
        "表格文字",
        f'<w:snapToGrid w:val="0"/>{_spaced(0, 0, 240, "auto")}<w:jc w:val="left"/>',
        _font(SONGTI, 18),
        own=True,
    ),
    _Style(
        "TableNote",
        "表格附注",
        f'<w:snapToGrid w:val="0"/>{_spaced(40, 40, 240, "auto")}<w:jc w:val="left"/>',
        _font(SONGTI, 21),
        own=True,
    ),
    _Style(
        SECTION_END,
        "分节",
        f'<w:snapToGrid w:val="0"/>{_spaced(0, 0, 20)}',
        '<w:sz w:val="2"/><w:szCs w:val="2"/>',
        own=True,
    ),
    _Style(
        HEADER,
        "header",
        f'<w:snapToGrid w:val="0"/>{_spaced(0, 0, 240, "auto")}<w:jc w:val="center"/>',
        _font(SONGTI, 18),
    ),
    _Style(
        FOOTER,
        "footer",
        f'<w:snapToGrid w:val="0"/>{_spaced(0, 0, 240, "auto")}<w:jc w:val="left"/>',
        _font(SONGTI, 28),
    ),
)


@cache
def styles_xml() -> str:
    """word/styles.xml."""
    body = _font(FANGSONG, 32, spacing=_CHARACTER)
    return (
        f"<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>{body}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        f"{''.join(style.xml() for style in _STYLES)}"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/>'
        "<w:semiHidden/></w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="57" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>'
    )


_FONTS = (
    (FANGSONG, "仿宋", "modern"),
    (KAITI, "楷体", "modern"),
    (HEITI, "SimHei", "auto"),
    (SONGTI, "SimSun", "auto"),
    (XIAOBIAOSONG, "方正小标宋_GBK", "auto"),
)
"""Font, what to take where it is not installed, family."""


@cache
def fonts_xml() -> str:
    """word/fontTable.xml: what stands in for a font that a computer does not have."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="default"/></w:font>'
        for name, other, family in _FONTS
    )
    return f"<w:fonts {SPACES}>{fonts}</w:fonts>"


def settings_xml(*, outside_numbers: bool) -> str:
    """word/settings.xml; numbers that stand outside need other footers on even pages."""
    even = "<w:evenAndOddHeaders/>" if outside_numbers else ""
    return (
        f'<w:settings {SPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>{even}'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )
