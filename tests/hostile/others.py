"""坏的不是一个文件的那些：文字、路径、链接、范本、网页、网络；各由一个测试守着。"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Other:
    """叫什么，会怎样，哪个文件里的哪个测试。"""

    name: str
    ends: str
    where: str
    test: str


OTHERS = (
    Other(
        "在 Excel 里用按钮导入，选的是坏文件",
        "说明是什么，工作表不动",
        "tests/addin/test_imports.py",
        "test_a_file_that_is_none_is_told_and_changes_nothing",
    ),
    Other(
        "单位名称、补充资料、改写、科目名称以 = + - @、制表符开头",
        "在写出的每个工作簿里都是文字，不是公式",
        "tests/hostile/test_formulas.py",
        "test_a_text_never_becomes_a_formula",
    ),
    Other(
        "批量清单里的名称是 ../、CON、NUL、末尾的点、三百个字、倒写字符、盘符",
        "换成安全的名称，都在输出文件夹里，一个不少",
        "tests/hostile/test_lists.py",
        "test_names_of_units_stay_in_the_output_folder",
    ),
    Other(
        "十亿字节的清单",
        "读到上限就停，说它太大",
        "tests/hostile/test_lists.py",
        "test_a_list_without_end_is_not_read_to_the_end",
    ),
    Other(
        "管道、设备当作清单",
        "不等，说它不是文件",
        "tests/hostile/test_lists.py",
        "test_a_pipe_is_not_waited_for",
    ),
    Other(
        "坏的对照文件（.trace.json）：空的、十万层、五千位的整数",
        "不读，说明是哪个文件，什么也不写",
        "tests/hostile/test_lists.py",
        "test_a_bad_side_car_is_told",
    ),
    Other(
        "输入是链接",
        "读链接指着的文件，链接和文件都不动",
        "tests/hostile/test_links.py",
        "test_a_linked_workbook_is_read_and_stays",
    ),
    Other(
        "输出文件夹里有链接指着别处的文件",
        "不写，说它是链接；别处的文件不动",
        "tests/hostile/test_links.py",
        "test_an_output_that_leads_elsewhere_is_not_written",
    ),
    Other(
        "批量的文件夹里有链接：指着上级、圈、断了的",
        "不跟着走，照样做完",
        "tests/hostile/test_links.py",
        "test_links_in_a_folder_of_units_are_not_followed",
    ),
    Other(
        "--formats 文件夹里的模板写着死循环、取内部属性、一万层括号",
        "从不执行，说明是哪个文件、哪一处",
        "tests/hostile/test_templates.py",
        "test_a_template_is_never_run",
    ),
    Other(
        "--formats 文件夹里的 TOML 是十万层的列表、五千位的整数、不是 UTF-8",
        "不读，说明是哪个文件",
        "tests/hostile/test_templates.py",
        "test_a_bad_settings_file_is_told",
    ),
    Other(
        "范本里有成百上千处写错的名称、很长的名称",
        "照填照列，近似的名称最多找三百个",
        "tests/hostile/test_templates.py",
        "test_a_form_full_of_wrong_names_is_filled",
    ),
    Other(
        "旧格式（.xls）的一百万个只有格式的空格",
        "照常读，什么也不算",
        "tests/books/test_biff_scan.py",
        "test_a_million_blank_cells_are_nothing",
    ),
    Other(
        "OpenDocument 的空行一直排到最后一行",
        "照常读，空行不算",
        "tests/books/test_ods.py",
        "test_values_are_read_where_they_stand",
    ),
    Other(
        "单位名称里写着网页的脚本",
        "在审核页里只是文字",
        "tests/hostile/test_pages.py",
        "test_what_people_wrote_is_only_text",
    ),
    Other(
        "单位名称、错误的话里写着网页的脚本",
        "在批量的总表页里只是文字",
        "tests/batch/test_league_page.py",
        "test_what_units_write_is_only_ever_text",
    ),
    Other(
        "一段脚本原样进了审核页（假设漏了转义）",
        "浏览器照页面的 CSP 拦下：不运行，不上网",
        "tests/hostile/test_pages.py",
        "test_a_script_that_slipped_in_does_not_run",
    ),
    Other(
        "不许建任何网络连接的电脑",
        "示例、生成、校验、审核照样做完",
        "tests/hostile/test_no_network.py",
        "test_nothing_of_the_work_opens_a_socket",
    ),
)
