"""核对证明: what of a document was checked, by what, and how it came out; on one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlbudget.domain.findings import Level
from xlbudget.formats.versions import made_by
from xlbudget.results.reviewed import Obligation, Reviewed, Standing

TITLE = "核对证明"

ORDER = (Standing.FAILED, Standing.UNCHECKED, Standing.PASSED, Standing.NOT_APPLICABLE)
"""What a reader must act on comes first."""


def certificate(reviewed: Reviewed) -> str:
    """What was checked, in words. That nothing is wrong is said only of what was checked."""
    lines = [TITLE, ""]
    lines += (f"{name}：{value}" for name, value in particulars(reviewed))
    lines += ["", verdict(reviewed)]
    by_standing = grouped(reviewed.obligations())
    for standing in ORDER:
        listed = by_standing[standing]
        if listed:
            lines += ["", f"{standing.value}（{len(listed)} 项）："]
            lines += (f"    {told(obligation)}" for obligation in listed)
    return "".join(f"{line}\n" for line in lines)


def particulars(reviewed: Reviewed) -> Iterator[tuple[str, str]]:
    """What was reviewed and by what, in names and values."""
    resolved = reviewed.format
    yield "文件", reviewed.file
    if reviewed.sha256:
        yield "SHA-256", reviewed.sha256
    yield "单位", reviewed.unit or "文中没有认出"
    yield "年度", f"{resolved.year}年度"
    yield "格式", format_words(reviewed)
    yield "对照的表", reviewed.tables
    yield "程序", made_by(resolved)
    yield "文中的数", numbers_words(reviewed)
    counts = ((level.chinese, reviewed.count(level)) for level in Level)
    yield "发现", "，".join(f"{word} {count}" for word, count in counts)


def format_words(reviewed: Reviewed) -> str:
    """The format by which it was read; one that nobody has verified bears 待核, and one that is
    only the nearest says so.
    """
    resolved = reviewed.format
    named = f"{resolved.title}（{resolved.place}{'' if resolved.verified else '，待核'}）"
    if len(reviewed.bound.tried) > 1 and not reviewed.numbers.bound:
        return f"看不出（没有认出一个数），按{named}核对"
    return named if reviewed.bound.is_of_form else f"没有相符的，按最接近的{named}核对"


def numbers_words(reviewed: Reviewed) -> str:
    """How many numbers are known to print which figure."""
    numbers = reviewed.numbers
    words = f"认出 {numbers.bound} 个，没有认出 {numbers.unbound} 个"
    return words + (f"，情况说明以外另有 {numbers.elsewhere} 个" if numbers.elsewhere else "")


def verdict(reviewed: Reviewed) -> str:
    """The outcome in a sentence, with its limits."""
    by_standing = grouped(reviewed.obligations())
    checked = len(by_standing[Standing.PASSED]) + len(by_standing[Standing.FAILED])
    left = len(by_standing[Standing.UNCHECKED])
    errors, warnings = reviewed.count(Level.ERROR), reviewed.count(Level.WARNING)
    if not checked:
        return "一项也没有核到：这份文件对不对，程序不知道。"
    if not reviewed.numbers.bound:
        return _of_words_alone(reviewed)
    found = (
        f"核到的 {checked} 项中发现 {errors} 处错误、{warnings} 处提醒"
        if errors or warnings
        else f"在核到的 {checked} 项之内没有发现问题"
    )
    numbers = reviewed.numbers.unbound
    limits = [
        *([f"{left} 项没有核到"] if left else []),
        *([f"{numbers} 个数没有认出，没有核对"] if numbers else []),
    ]
    return f"{found}；{'，'.join(limits)}。" if limits else f"{found}。"


def _of_words_alone(reviewed: Reviewed) -> str:
    """The outcome where no number of the text is known: that nothing is wrong is not said."""
    levels = ((level, reviewed.count(level)) for level in (Level.ERROR, Level.WARNING))
    found = "、".join(f"{count} 处{level.chinese}" for level, count in levels if count)
    unknown = reviewed.numbers.unbound + reviewed.numbers.elsewhere
    numbers = f"{unknown} 个数都没有认出是哪个指标" if unknown else "没有读到决算的数"
    return (
        f"文中{numbers}，没有核对：这份文件的数对不对，程序不知道。"
        "请看看它是不是部门决算的情况说明，格式、年度对不对。"
        + (f"另外发现 {found}。" if found else "")
    )


def told(obligation: Obligation) -> str:
    """One obligation with how often it was checked, and why not."""
    words = f"{obligation.rule} {obligation.title}"
    counts = [
        *([f"不符 {obligation.failed} 处"] if obligation.failed else []),
        *([f"相符 {obligation.passed} 处"] if obligation.passed else []),
    ]
    checked = obligation.standing in (Standing.PASSED, Standing.FAILED)
    also = "另有没有核到的：" if checked else ""
    why = [f"{also}{'；'.join(obligation.why)}"] if obligation.why else []
    return f"{words}：{'，'.join([*counts, *why])}" if counts or why else words


def grouped(obligations: Iterable[Obligation]) -> dict[Standing, list[Obligation]]:
    """The obligations by how they came out."""
    found: dict[Standing, list[Obligation]] = {standing: [] for standing in Standing}
    for obligation in obligations:
        found[obligation.standing].append(obligation)
    return found
