r"""The launcher for Windows: a batch file that files are dropped on.

cmd reads a batch file line by line in the code page of its window, so ours is ASCII; where the path
of Python is not, even with %LOCALAPPDATA% for its beginning, the window is set to the code page of
that one line, and back. Explorer puts quotes around names with blanks alone, and cmd cuts the rest
at `&`: so the program is given the whole line that started cmd, and cmd ends before it runs what it
cut off.
"""

from __future__ import annotations

from collections.abc import Mapping

_LINES = r"""setlocal EnableExtensions DisableDelayedExpansion
{python}
set "XLBUDGET_LAUNCHER=%~f0"
setlocal EnableDelayedExpansion
set "XLBUDGET_DROPPED=!CMDCMDLINE!"
set "TYPED=!CMDCMDLINE:%~nx0=!"
if "!TYPED!"=="!CMDCMDLINE!" (set "TYPED=1") else set "TYPED="
setlocal DisableDelayedExpansion
if not exist "%XLBUDGET_PYTHON%" goto missing
"%XLBUDGET_PYTHON%" -P -m xlbudget open %*
set "CODE=%ERRORLEVEL%"
goto end
:missing
echo [1] Python is not there any more: "%XLBUDGET_PYTHON%"
echo     Install the program again, then run: xlbudget doctor --install
set "CODE=2"
:end
if defined TYPED exit /b %CODE%
pause
exit %CODE%
"""

_PLAIN = 'set "XLBUDGET_PYTHON={path}"'

_OTHER = r"""for /f "tokens=2 delims=:" %%C in ('chcp') do set "PAGE=%%C"
chcp {page} >nul
set "XLBUDGET_PYTHON={path}"
chcp %PAGE:.=% >nul"""

_BEGINNINGS = ("LOCALAPPDATA", "USERPROFILE")
"""Variables that stand for the beginning of the path: the name of the user is often Chinese."""


_UTF8 = 65001


def batch_file(python: str, environment: Mapping[str, str], code_page: int | None = None) -> bytes:
    """The lines after the head of the launcher, for the Python at a path; CRLF, ASCII as far as it
    goes, else in the code page of the machine, and in UTF-8 what that one has not.
    """
    path = _by_variable(python, environment)
    page = _page(path, code_page)
    line = (_PLAIN if path.isascii() else _OTHER).format(path=path, page=page)
    text = _LINES.format(python=line).replace("\n", "\r\n")
    return text.encode("utf-8" if page == _UTF8 else f"cp{page}")


def _page(path: str, code_page: int | None) -> int:
    """The code page of the machine where it has all characters of a path, else that of UTF-8."""
    try:
        path.encode(f"cp{code_page}")
    except (LookupError, UnicodeEncodeError):
        return _UTF8
    return code_page or _UTF8


def _by_variable(path: str, environment: Mapping[str, str]) -> str:
    r"""The path with its beginning as a variable; a `%` of its own is doubled.

    >>> _by_variable(r"C:\Users\张三\AppData\Local\x\python.exe",
    ...              {"LOCALAPPDATA": r"C:\Users\张三\AppData\Local"})
    '%LOCALAPPDATA%\\x\\python.exe'
    >>> _by_variable(r"D:\100%\python.exe", {})
    'D:\\100%%\\python.exe'
    """
    for name in _BEGINNINGS:
        beginning = environment.get(name, "").rstrip("\\")
        if beginning and path.casefold().startswith(f"{beginning}\\".casefold()):
            return f"%{name}%{_doubled(path[len(beginning) :])}"
    return _doubled(path)


def _doubled(path: str) -> str:
    return path.replace("%", "%%")
