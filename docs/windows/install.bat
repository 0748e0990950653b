@echo off
rem Copies the private Python of xlbudget to the folder of this user. No administrator needed.
rem Plain ASCII on purpose: cmd reads a batch file in the code page of the machine.
rem What the numbers in brackets mean is told in Chinese in the text file beside this one.
rem   install.bat       asks for a key at the end
rem   install.bat /q    does not
setlocal EnableExtensions DisableDelayedExpansion
set "FROM=%~dp0python"
set "ROOT=%LOCALAPPDATA%\xlbudget"
set "NOW=%ROOT%\python"
set "NEW=%ROOT%\python.new"
set "OLD=%ROOT%\python.old"
set "LOG=%ROOT%\log\install.log"
set "TRIAL=%TEMP%\xlbudget-trial-%RANDOM%%RANDOM%"
set "QUIET=%~1"

if not exist "%FROM%\python.exe" goto not_unpacked
if not defined LOCALAPPDATA goto no_folder
if not exist "%ROOT%\log" mkdir "%ROOT%\log"
if not exist "%ROOT%\log" goto no_folder

rem What an earlier run left that was cut short.
if exist "%NEW%" rd /s /q "%NEW%"
if exist "%NEW%" goto busy
if not exist "%NOW%" if exist "%OLD%" ren "%OLD%" python
if exist "%OLD%" rd /s /q "%OLD%"
if exist "%OLD%" goto busy

echo Copying to "%ROOT%" ...
"%SystemRoot%\System32\robocopy.exe" "%FROM%" "%NEW%" /E /R:2 /W:1 /NFL /NDL /NJH /NJS /NP >"%LOG%" 2>&1
if errorlevel 8 goto copy_failed

echo Testing ...
"%NEW%\python.exe" -c "import xlwings, win32com.client" >>"%LOG%" 2>&1 || goto test_failed
"%NEW%\python.exe" -m xlbudget demo -o "%TRIAL%" >>"%LOG%" 2>&1 || goto test_failed
rd /s /q "%TRIAL%" 2>nul
rem Buttons run Python with -B, which writes no compiled files: without this every click compiles.
"%NEW%\python.exe" -m compileall -q "%NEW%\Lib\site-packages" >nul 2>&1

rem The new one is whole. The old one is moved away, not removed, until the new one is in place.
set TRIES=0
:move_old
if not exist "%NOW%" goto place_new
ren "%NOW%" python.old 2>nul && goto place_new
set /a TRIES+=1
if %TRIES% geq 5 goto busy
"%SystemRoot%\System32\ping.exe" -n 3 127.0.0.1 >nul
goto move_old

:place_new
set TRIES=0
:try_place
ren "%NEW%" python 2>nul && goto placed
set /a TRIES+=1
if %TRIES% geq 5 goto put_back
"%SystemRoot%\System32\ping.exe" -n 3 127.0.0.1 >nul
goto try_place

:put_back
if exist "%OLD%" ren "%OLD%" python
goto busy

:placed
copy /y "%~dp0xlbudget.bat" "%ROOT%\" >nul || goto copy_failed
copy /y "%~dp0uninstall.bat" "%ROOT%\" >nul || goto copy_failed
copy /y "%~dp0*.txt" "%ROOT%\" >nul || goto copy_failed
if exist "%OLD%" rd /s /q "%OLD%" 2>nul
rem A file on the desktop that workbooks are dropped on. Without it the rest works all the same.
"%NOW%\python.exe" -m xlbudget doctor --install >>"%LOG%" 2>&1
set CODE=0
echo [0] Installed in "%ROOT%".
goto end

:not_unpacked
set CODE=1
echo [1] The folder "python" is not beside this file. Unpack the whole zip first.
goto end

:no_folder
set CODE=2
echo [2] The folder "%ROOT%" cannot be written.
goto end

:copy_failed
set CODE=3
if exist "%NEW%" rd /s /q "%NEW%" 2>nul
echo [3] Copying failed. An older version, if there was one, is still in place.
echo     See "%LOG%".
goto end

:test_failed
set CODE=4
rd /s /q "%TRIAL%" 2>nul
rd /s /q "%NEW%" 2>nul
echo [4] The new version does not run on this machine. An older version, if there was one, is still in place.
echo     See "%LOG%".
goto end

:busy
set CODE=5
if exist "%NEW%" rd /s /q "%NEW%" 2>nul
echo [5] Files are in use. Close Excel and all xlbudget windows, then run this again.
goto end

:end
if /i not "%QUIET%"=="/q" pause
exit /b %CODE%
