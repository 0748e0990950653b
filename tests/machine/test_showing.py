"""给人看：用系统的程序打开；没有桌面就说打不开，不占终端。"""

from __future__ import annotations

import shutil
import subprocess
import sys
import webbrowser
from pathlib import Path

import pytest

from xlbudget.machine import showing


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", ":0")


@pytest.fixture
def no_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("desktop")
def test_a_page_is_opened_by_its_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[str] = []

    def show(address: str) -> bool:
        seen.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", show)
    assert showing.show_page(tmp_path / "a&b #1 决算.html")
    assert seen[0].startswith("file:///")
    assert seen[0].endswith("a%26b%20%231%20%E5%86%B3%E7%AE%97.html")


@pytest.mark.usefixtures("desktop")
def test_a_folder_is_handed_over_as_one_argument(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/xdg-open")
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: seen.append(command))
    assert showing.show_folder(tmp_path / "a b;c")
    assert seen == [["/usr/bin/xdg-open", str(tmp_path / "a b;c")]]


@pytest.mark.usefixtures("desktop")
def test_what_fails_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("没有程序")

    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/xdg-open")
    monkeypatch.setattr(subprocess, "Popen", fail)
    monkeypatch.setattr(webbrowser, "open", fail)
    assert not showing.show_folder(tmp_path)
    assert not showing.show_page(tmp_path / "页.html")


@pytest.mark.usefixtures("no_desktop")
def test_nothing_is_started_without_a_desktop(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("不该启动")

    monkeypatch.setattr(subprocess, "Popen", fail)
    monkeypatch.setattr(webbrowser, "open", fail)
    assert not showing.show_folder(tmp_path)
    assert not showing.show_page(tmp_path / "页.html")


@pytest.mark.usefixtures("no_desktop")
@pytest.mark.parametrize(
    ("platform", "seen"), [("linux", False), ("win32", True), ("darwin", True)]
)
def test_windows_and_a_mac_always_have_a_desktop(
    platform: str, seen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert showing.has_desktop() is seen
