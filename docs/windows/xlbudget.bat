@echo off
rem The command line of xlbudget, with the private Python beside this file.
rem PYTHONUTF8 stays unset: xlwings reads and writes in the code page of the machine.
"%~dp0python\python.exe" -m xlbudget %*
