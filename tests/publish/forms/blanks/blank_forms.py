"""几种财政局的范本，照它们的写法自己编的：空格、增减、说明、红字、逐项、没有此项时的说法。"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import docx
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import RGBColor

from xlbudget.domain.account import FinalAccount
from xlbudget.domain.money import Amount, Unit
from xlbudget.formats.cases import Case, load_case
from xlbudget.formats.library import HOME, find
from xlbudget.formats.model import Format
from xlbudget.pipeline import run
from xlbudget.publish.forms.blanks.filled_form import FilledForm
from xlbudget.publish.forms.every_blank import fill_every_blank
from xlbudget.reading.documents.word import open_word
from xlbudget.results import Results
from xlbudget.results.trace import Marks
from xlbudget.workbook.blank import account_of_case

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

TEN_SECTIONS = """\
20XX年度XX单位部门决算（参考样式）
第二部分 20XX年度部门决算情况说明
一、收入支出决算总体情况说明
20XX年度收、支总计均为XX万元。与20XX年度相比，收、支总计各增加（减少）XX万元，增长（下降）XX%。主要变动原因是……。（注：请写明具体事项）
二、收入决算情况说明
20XX年度本年收入合计XX万元，其中：一般公共预算财政拨款收入XX万元，占XX%；政府性基金预算财政拨款收入XX万元，占XX%；国有资本经营预算财政拨款收入XX万元，占XX%；事业收入XX万元，占XX%；其他收入XX万元，占XX%。
三、支出决算情况说明
20XX年度本年支出合计XX万元，其中：基本支出XX万元，占XX%；项目支出XX万元，占XX%；上缴上级支出XX万元，占XX%；经营支出XX万元，占XX%。
四、财政拨款收入支出决算总体情况说明
20XX年度财政拨款收、支总计均为XX万元。与20XX年度相比，财政拨款收、支总计各增加（减少）XX万元，增长（下降）XX%。
五、一般公共预算财政拨款支出决算情况说明
（一）一般公共预算财政拨款支出决算总体情况
20XX年度一般公共预算财政拨款支出XX万元，占本年支出合计的XX%。与20XX年度相比，一般公共预算财政拨款支出增加（减少）XX万元，增长（下降）XX%。主要变动原因是……。
（二）一般公共预算财政拨款支出决算结构情况
20XX年度一般公共预算财政拨款支出XX万元，主要用于以下方面：××（类）支出XX万元，占XX%；××（类）支出XX万元，占XX%；……。
（三）一般公共预算财政拨款支出决算具体情况
20XX年度一般公共预算财政拨款支出决算数为XX万元，完成预算XX%。其中：
1.一般公共服务（类）××（款）××（项）：支出决算为XX万元，完成预算XX%，决算数大于（小于）预算数的主要原因是……。
2.教育（类）××（款）××（项）：支出决算为XX万元，完成预算XX%，决算数大于（小于）预算数的主要原因是……。
……
【说明：按支出功能分类科目逐项填列】
六、一般公共预算财政拨款基本支出决算情况说明
20XX年度一般公共预算财政拨款基本支出XX万元，其中：
人员经费XX万元，主要包括：基本工资、津贴补贴、奖金。
日常公用经费XX万元，主要包括：办公费、水费。
七、财政拨款“三公”经费支出决算情况说明
（一）“三公”经费财政拨款支出决算总体情况说明
20XX年度“三公”经费财政拨款支出决算为XX万元，完成预算XX%，较上年度增加（减少）XX万元，增长（下降）XX%。决算数大于（小于）预算数的主要原因是……。
（二）“三公”经费财政拨款支出决算具体情况说明
1.因公出国（境）经费支出XX万元，完成预算XX%。因公出国（境）支出决算比20XX年度增加（减少）XX万元，增长（下降）XX%。主要原因是……。（没有此项支出的请删除本段）
2.公务用车购置及运行维护费支出XX万元，完成预算XX%。公务用车购置及运行维护费支出决算比20XX年度增加（减少）XX万元，增长（下降）XX%。主要原因是……。
3.公务接待费支出XX万元，完成预算XX%。公务接待费支出决算比20XX年度增加（减少）XX万元，增长（下降）XX%。主要原因是……。国内公务接待XX批次，XX人次（不包括陪同人员）。
八、政府性基金预算财政拨款支出决算情况说明
20XX年度政府性基金预算财政拨款支出XX万元，占本年支出合计的XX%。与20XX年度相比，政府性基金预算财政拨款支出增加（减少）XX万元，增长（下降）XX%。主要变动原因是……。
（没有政府性基金预算财政拨款支出的，表述为：“XX单位20XX年度无政府性基金预算财政拨款支出。”）
九、国有资本经营预算财政拨款支出决算情况说明
20XX年度国有资本经营预算财政拨款支出XX万元，占本年支出合计的XX%。（没有国有资本经营预算财政拨款支出的，表述为：“XX单位20XX年度无国有资本经营预算财政拨款支出。”）
十、其他重要事项的情况说明
（一）机关运行经费支出情况
20XX年度，XX单位机关运行经费支出XX万元，比20XX年度增加（减少）XX万元，增长（下降）XX%。主要原因是……。
（二）政府采购支出情况
20XX年度，XX单位政府采购支出总额XX万元，其中：政府采购货物支出XX万元、政府采购工程支出XX万元、政府采购服务支出XX万元。
（三）国有资产占有使用情况
截至20XX年12月31日，XX单位共有车辆XX辆，其中：应急保障用车XX辆、其他用车XX辆。"""

CENTRAL = """\
××××年度××单位决算公开（范本）
第二部分 ××××年度部门决算情况说明
一、收入支出决算总体情况说明
××单位××××年度收、支总计××××.××万元。与××××年度相比，收、支总计各增加（或减少）××万元，增长（或下降）××%，主要原因是……。
二、收入决算情况说明
××××年度收入合计××万元，其中：事业收入××万元，占××%；经营收入××万元，占××%；其他收入××万元，占××%。
三、支出决算情况说明
××××年度支出合计××万元，其中：基本支出××万元，占××%；项目支出××万元，占××%；经营支出××万元，占××%。
四、财政拨款收入支出决算总体情况说明
××××年度财政拨款收、支总计××万元。与××××年度相比，财政拨款收、支总计各增加（或减少）××万元，增长（或下降）××%。
五、一般公共预算财政拨款支出决算情况说明
（一）一般公共预算财政拨款支出决算总体情况
××××年度一般公共预算财政拨款支出××万元，占本年支出合计的××%。与××××年度相比，一般公共预算财政拨款支出增加（或减少）××万元，增长（或下降）××%。主要原因是……。
（二）一般公共预算财政拨款支出决算具体情况
××××年度一般公共预算财政拨款支出年初预算为××万元，支出决算为××万元，完成年初预算的××%。其中：
1.××（类）××（款）××（项）。年初预算为××万元，支出决算为××万元，完成年初预算的××%。决算数大（小）于年初预算数的主要原因是……。
六、一般公共预算财政拨款基本支出决算情况说明
××××年度一般公共预算财政拨款基本支出××万元，其中：人员经费××万元，公用经费××万元。
七、财政拨款“三公”经费支出决算情况说明
××××年度“三公”经费财政拨款支出预算为××万元，支出决算为××万元，完成预算的××%，决算数小于预算数的主要原因是……。
公务接待费支出决算为××万元，完成预算的××%，比上年增加（或减少）××万元，增长（或下降）××%。其中：国内公务接待××批次，××人次。"""

SLASHES = """\
二、____年度部门决算情况说明
（一）收入支出决算总体情况说明
1.总体情况。____年度收入总计____万元，支出总计____万元。收支较上年决算数增加/减少____万元，增长/下降____%，增加/减少的主要原因是____。
2.收入情况。____年度收入合计____万元，较上年决算数增加/减少____万元，增长/下降____%。
（二）财政拨款收入支出决算总体情况说明
____年度财政拨款收入、支出总计均为____万元。与上年相比，财政拨款收支总计各增加/减少____万元，增长/下降____%。
（三）一般公共预算财政拨款支出决算情况说明
____年度一般公共预算财政拨款支出____万元，较上年决算数增加/减少____万元，增长/下降____%，较年初预算数增加/减少____万元，增长/下降____%。
三、“三公”经费情况说明
（一）“三公”经费支出总体情况说明
____年度本部门“三公”经费支出共计____万元，较年初预算数增加/减少____万元，增长/下降____%，较上年支出数增加/减少____万元，增长/下降____%。
（二）“三公”经费实物量情况
____年度本部门因公出国（境）共计____个团组，____人；公务用车购置____辆，公务用车保有量为____辆；国内公务接待____批次____人。
四、其他需要说明的事项
截至____年12月31日，本部门（单位）共有车辆____辆。
《____》另行公开。"""

_SPLIT = re.compile(r"((?:20)?[X×_.]{2,}|（(?:注|没有)[^）]*）|【[^】]*】|……|万|的主|（减)")
_MARKED = re.compile(r"(?:20)?[X×_.]{2,}$|（(?:注|没有)|【")


def form(text: str, path: Path, *, table: bool = False) -> Path:
    """一份范本：每个空格、每句说明自成一段字，空格红色加黄底，说明红色；别处的字也拆散。"""
    document = docx.Document()
    document.part.drop_rel(
        next(key for key, rel in document.part.rels.items() if "stylesWithEffects" in rel.reltype)
    )
    for line in text.splitlines():
        paragraph = document.add_paragraph()
        for part in filter(None, _SPLIT.split(line)):
            run = paragraph.add_run(part)
            if _MARKED.match(part):
                run.font.color.rgb = RGBColor(255, 0, 0)
                run.bold = True
                if part[0] not in "（【":
                    run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    if table:
        grid = document.add_table(2, 2)
        for cell, words in zip(grid._cells, ("项目", "金额", "合计", "XX"), strict=True):
            cell.text = words
    document.save(str(path))
    return path


@cache
def case(place: str, name: str) -> Case:
    return load_case(HOME / place / "cases" / f"{name}.toml", place)


def account(known: Case) -> tuple[FinalAccount, Format]:
    resolved = find(known.place, known.year, known.settings)
    return account_of_case(known, resolved), resolved


@cache
def results(place: str, name: str) -> Results:
    return run(*account(case(place, name)))


def with_totals(now: str, prior: str) -> Results:
    """示例街道办事处，收、支总计今年和上年各是多少万元。"""
    known = case("sichuan", "increase")
    table = "revenue_expenditure_summary"
    of_now, of_prior = (Amount.of(text, Unit.TEN_THOUSAND_YUAN) for text in (now, prior))
    amounts = {key: of_now if key[0] == table else amount for key, amount in known.amounts.items()}
    before = dict.fromkeys(known.prior, of_prior)
    return run(*account(replace(known, amounts=amounts, prior=before)))


def filled(text: str, given: Results, room: Path, *, table: bool = False) -> FilledForm:
    return fill_every_blank(open_word(form(text, room / "范本.docx", table=table)), given, Marks())


def lines(data: bytes) -> list[str]:
    """由 python-docx 打开的文档里各段的文字，控件里的也在内。"""
    document = docx.Document(io.BytesIO(data))
    return [
        "".join(each.text or "" for each in paragraph._p.iter(f"{W}t"))
        for paragraph in document.paragraphs
    ]
