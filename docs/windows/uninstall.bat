@echo off
rem Removes the private Python of xlbudget from the folder of this user. Workbooks and logs stay.
rem   uninstall.bat /q    does not ask for a key at the end
setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%LOCALAPPDATA%\xlbudget"
set "QUIET=%~1"
if not defined LOCALAPPDATA goto none
if not exist "%ROOT%" goto none
cd /d "%TEMP%"

rem A folder in use cannot be renamed: find out before a single file is gone.
if exist "%ROOT%\python.gone" rd /s /q "%ROOT%\python.gone"
if not exist "%ROOT%\python" goto rest
ren "%ROOT%\python" python.gone 2>nul || goto busy
"%ROOT%\python.gone\python.exe" -m xlbudget doctor --uninstall >nul 2>&1
:rest
for %%D in (python.gone python.old python.new) do if exist "%ROOT%\%%D" rd /s /q "%ROOT%\%%D"
del /q "%ROOT%\xlbudget.bat" "%ROOT%\*.txt" 2>nul
echo [0] Removed. Logs stay in "%ROOT%\log".
if /i not "%QUIET%"=="/q" pause
rem Last of all the copy of this file in the folder, which may be the one that runs.
(goto) 2>nul & del /q "%ROOT%\uninstall.bat" 2>nul

:none
echo [0] Nothing is installed.
if /i not "%QUIET%"=="/q" pause
exit /b 0

:busy
echo [5] Files are in use. Close Excel and all xlbudget windows, then run this again.
if /i not "%QUIET%"=="/q" pause
exit /b 5
