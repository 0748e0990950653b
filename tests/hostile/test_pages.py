"""网页上别人的文字只是文字；就算漏了一处没有转义，CSP 也不让它运行、不让它上网。"""

from __future__ import annotations

from pathlib import Path

from tests.error_folders import result
from tests.publish.browser import opened
from xlbudget.domain.records import replace
from xlbudget.publish.page import page

HOSTILE = (
    '</td></script><script>window.name="坏"</script>'
    '<img src="http://192.0.2.1/a.png" onerror="window.name=\'坏\'">'
    "<a href=\"javascript:window.name='坏'\">甲</a><svg onload=\"window.name='坏'\">\"'&"
)


def test_what_people_wrote_is_only_text(browser: Path, tmp_path: Path) -> None:
    results = result("gap")
    account = replace(results.account, unit_name=HOSTILE, file=HOSTILE)
    path = tmp_path / "页.html"
    path.write_bytes(page(replace(results, account=account)))
    with opened(browser, path) as tab:
        assert tab.value("window.name") == ""
        assert tab.value("document.querySelectorAll('img, a[href^=javascript]').length") == 0
        assert tab.value("document.body.innerText.includes('</script>')")
        assert [url for url in tab.requests if not url.startswith("file:")] == []
        assert tab.complaints == []


def test_a_script_that_slipped_in_does_not_run(browser: Path, tmp_path: Path) -> None:
    """把坏话原样拼进页面，像漏了转义那样：浏览器照 CSP 拦下，说出来。"""
    whole = page(result("gap"))
    assert whole.count(b"</main>") == 1
    path = tmp_path / "页.html"
    path.write_bytes(whole.replace(b"</main>", HOSTILE.encode() + b"</main>"))
    with opened(browser, path) as tab:
        tab.value("document.querySelector('a[href^=javascript]').click()")
        assert tab.value("window.name") == ""
        refused = [each for each in tab.complaints if "Content Security Policy" in each]
        assert len(refused) >= 3
        assert any("192.0.2.1/a.png" in each for each in refused)
