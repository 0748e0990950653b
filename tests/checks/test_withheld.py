"""涉密科目：上级大于公开的各行之和，只在有涉密科目的地方不算错；不写的、算得出的都要说。"""

from __future__ import annotations

import pytest

from tests.error_folders import account_of
from tests.identity_runs import run_identities
from xlbudget.checks.outcomes import Outcome
from xlbudget.checks.registry import RULES
from xlbudget.checks.rules import run_rules
from xlbudget.checks.tables import check_tables
from xlbudget.checks.withheld import REMARK
from xlbudget.domain.findings import Finding, Level, Verdict

GENERAL = "general_public_budget_expenditure"
HIDDEN = "2010302"
ROWS = (
    *("revenue_accounts", "expenditure_accounts", "appropriation_detail", GENERAL),
    *("general_public_budget_detail", "general_public_budget_project"),
)


def hidden(listed: str, *codes: str, extra: str = "") -> str:
    """base.toml 里这些科目的行都删去，列为涉密科目。"""
    text = f'[supplement]\n"涉密科目" = "{listed}"\n'
    for table in ROWS:
        text += f"[amounts.{table}]\n" + "".join(f'{code} = ""\n' for code in codes)
    for group in ("prior", '"全年预算数"', "budget_reasons"):
        text += f"[{group}.{GENERAL}]\n" + "".join(f'{code} = ""\n' for code in codes)
    return text + extra


def failing(text: str) -> set[str]:
    account, resolved = account_of(text)
    return {o.identity.name for o in run_identities(account, resolved) if o.verdict is Verdict.FAIL}


def of(text: str, name: str) -> list[Outcome]:
    account, resolved = account_of(text)
    return [o for o in run_identities(account, resolved) if o.identity.name == name]


def ruled(text: str, name: str) -> list[Finding]:
    rule = next(each for each in RULES if each.name == name)
    findings, _ = run_rules([rule], *account_of(text))
    return [finding for finding, _ in findings]


def test_rows_that_are_missing_without_being_withheld_are_errors() -> None:
    found = failing(hidden("", HIDDEN).replace('"涉密科目" = ""', '"涉密科目" = "2012902"'))
    assert {"general-subcategories", "expenditure-subcategories", "prior-general-items"} <= found


def test_rows_that_are_withheld_leave_their_parents_open() -> None:
    assert failing(hidden(HIDDEN, HIDDEN)) == set()


def test_only_the_parent_of_a_withheld_code_may_be_more() -> None:
    outcomes = of(hidden(HIDDEN, HIDDEN), "general-subcategories")
    open_ = {outcome.row for outcome in outcomes if outcome.relation == ">="}
    assert open_ == {"20103"}
    assert {o.remark for o in outcomes if o.row == "20103" and o.filled} == {REMARK}


def test_elsewhere_a_sum_must_still_be_exact() -> None:
    more = hidden(HIDDEN, HIDDEN, extra=f"[amounts.{GENERAL}]\n")
    wrong = more.replace(
        f'[amounts.{GENERAL}]\n{HIDDEN} = ""\n',
        f'[amounts.{GENERAL}]\n{HIDDEN} = ""\n20805 = {{ total = "100001.00" }}\n',
    ).removesuffix(f"[amounts.{GENERAL}]\n")
    assert "general-subcategories" in failing(wrong)


def test_parts_that_are_more_than_the_whole_are_wrong_even_so() -> None:
    text = hidden(HIDDEN, HIDDEN).replace(
        f'[amounts.{GENERAL}]\n{HIDDEN} = ""\n',
        f'[amounts.{GENERAL}]\n{HIDDEN} = ""\n2010301 = {{ total = "999999.00" }}\n',
    )
    assert "general-subcategories" in failing(text)


def test_a_withheld_subcategory_hides_all_below_it() -> None:
    text = hidden("20129", "20129", "2012902")
    assert failing(text) == set()
    assert {o.row for o in of(text, "general-categories") if o.relation == ">="} == {"201"}


def test_an_unknown_code_opens_nothing() -> None:
    assert "general-subcategories" in failing(hidden("2010398", HIDDEN))


def test_what_is_open_is_told_once() -> None:
    account, resolved = account_of(hidden(f"{HIDDEN}、2010399", HIDDEN, "2010399"))
    found = [each for each in check_tables(account, resolved).findings if "withheld" in each.check]
    assert [(each.check, each.level) for each in found] == [("withheld-items", Level.INFO)]
    assert REMARK in found[0].message


def test_one_code_alone_can_be_computed() -> None:
    (finding,) = ruled(hidden(HIDDEN, HIDDEN), "withheld-computable")
    assert "20103 之下只有 2010302" in finding.message
    assert "请把 20103 也列入" in finding.message


@pytest.mark.parametrize(
    ("listed", "codes"),
    [
        ("2010302、2010399", ("2010302", "2010399")),
        ("2012902、20129", ("20129", "2012902")),  # 款只为它下面的项而不公开
    ],
)
def test_two_codes_or_the_line_above_them_cannot(listed: str, codes: tuple[str, ...]) -> None:
    assert ruled(hidden(listed, *codes), "withheld-computable") == []


def test_a_subcategory_of_its_own_can_be_computed_from_the_category() -> None:
    (finding,) = ruled(hidden("20129", "20129", "2012902"), "withheld-computable")
    assert "201 之下只有 20129" in finding.message


def test_rows_still_printed_are_errors() -> None:
    text = f'[supplement]\n"涉密科目" = "{HIDDEN}"'
    (finding,) = ruled(text, "withheld-printed")
    assert finding.level is Level.ERROR
    assert HIDDEN in finding.message
    assert ruled(hidden(HIDDEN, HIDDEN), "withheld-printed") == []


@pytest.mark.parametrize("listed", ["信访", "20103020", "2010398", "9999999"])
def test_what_is_no_code_is_an_error(listed: str) -> None:
    (finding,) = ruled(f'[supplement]\n"涉密科目" = "{listed}"', "withheld-unknown")
    assert finding.level is Level.ERROR
    assert f"“{listed}”" in finding.message


def test_budgets_of_items_may_be_less_than_the_total() -> None:
    assert ruled(hidden(HIDDEN, HIDDEN), "budget-items-add-up") == []
