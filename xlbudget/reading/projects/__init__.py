"""项目支出绩效自评表 as departments fill it in, one form a project, to a Project.

Forms are found by their header words, not by positions: the common one (年度资金总额,
年度总体目标, 绩效指标), one with 调整后预算数, 指标性质, 度量单位 and 权重, and the older
目标完成情况表, where labels and numbers stand beside each other and nothing is scored.
"""

from __future__ import annotations

from xlbudget.reading.projects.form import FormRead, forms_on, is_form, read_form

__all__ = ["FormRead", "forms_on", "is_form", "read_form"]
