"""The named predicates of templates as conditions of formulas: what `narrative.predicates` asks of
figures, asked of their cells.
"""

from __future__ import annotations

from xlbudget.workbook import expressions

_SIGNS = {
    "有变动": "<>",
    "增加": ">",
    "减少": "<",
    "持平": "=",
    "超预算": ">",
    "低于预算": "<",
    "与预算持平": "=",
}
"""What the difference from last year, or from the budget, is to nothing."""


def condition(
    predicate: str, now: str, then: str, budget: str, switches: expressions.Switches
) -> str:
    """Whether a predicate holds for a line, by the cells of its amounts of this year, of last year
    and of its budget.
    """
    if predicate in ("应列", "应比"):
        years = (now,) if predicate == "应列" else (now, then)
        numbers = ",".join(f"ISNUMBER({each})" for each in years)
        listed = ",".join(f"{each}<>0" for each in years)
        return f'OR({switches.nil_sentences}="列出",IF(AND({numbers}),OR({listed}),TRUE))'
    if predicate in ("有数", "为零"):
        sign = "<>" if predicate == "有数" else "="
        return f"IF(ISNUMBER({now}),{now}{sign}0,FALSE)"
    if predicate in ("上年有数", "有预算"):
        other = then if predicate == "上年有数" else budget
        return f"IF(ISNUMBER({other}),{other}<>0,FALSE)"
    other = budget if "预算" in predicate else then
    return (
        f"IF(AND(ISNUMBER({now}),ISNUMBER({other})),"
        f"ROUND(N({now})-N({other}),{switches.amount_places}){_SIGNS[predicate]}0,FALSE)"
    )
